//! Which parameters pipeline objects can be bound to: found once a pipeline.

use std::rc::Rc;

use smallvec::SmallVec;

use super::Binder;
use crate::command::InSet;
use crate::value::Value;

/// Numbers of parameters with the values that a pipeline object gave them.
pub(crate) type BoundValues = SmallVec<[(usize, Value); 2]>;

/// A parameter that takes pipeline input in some sets.
pub(super) struct Candidate {
    pub(super) index: usize,
    /// Bits of those sets.
    pub(super) mask: u64,
}

/// The parameters that the command line left to the pipeline.
pub(super) struct PipelinePlan {
    /// Those that take the object, of the default set first.
    pub(super) by_value: Vec<Candidate>,
    /// Those that take a property of it.
    pub(super) by_name: Vec<Candidate>,
    /// Whether any of those that are left can be mandatory.
    pub(super) mandatory: bool,
}

impl Binder {
    /// The plan, made for the first object.
    pub(super) fn plan(&mut self) -> Rc<PipelinePlan> {
        if let Some(plan) = &self.plan {
            return plan.clone();
        }
        let plan = Rc::new(self.make_plan());
        self.plan = Some(plan.clone());
        plan
    }

    fn make_plan(&self) -> PipelinePlan {
        let list = &self.parameters.list;
        let default = self.parameters.default_set.as_ref().and_then(|d| self.parameters.bit(d)).unwrap_or(0);
        let mut by_value = self.candidates_of(|set| set.by_value);
        let in_default = |c: &Candidate| list.get(c.index).is_some_and(|p| p.mask & default != 0);
        by_value.sort_by_key(|c| !in_default(c));
        let open = list.iter().enumerate().filter(|(index, _)| self.is_open(*index));
        PipelinePlan {
            by_value,
            by_name: self.candidates_of(|set| set.by_name),
            mandatory: open.flat_map(|(_, p)| &p.sets).any(|set| set.mandatory),
        }
    }

    fn candidates_of(&self, takes: fn(&InSet) -> bool) -> Vec<Candidate> {
        let bit = |set: &InSet| match &set.set {
            Some(name) => self.parameters.bit(name).unwrap_or(0),
            None => u64::MAX,
        };
        let mask = |sets: &[InSet]| sets.iter().filter(|s| takes(s)).fold(0, |mask, s| mask | bit(s));
        self.parameters
            .list
            .iter()
            .enumerate()
            .map(|(index, p)| Candidate { index, mask: mask(&p.sets) })
            .filter(|c| c.mask & self.line_mask != 0 && self.is_open(c.index))
            .collect()
    }
}
