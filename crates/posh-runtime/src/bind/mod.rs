//! The parameter binder.

mod arguments;
mod convert;
mod dynamic;
mod errors;
mod object;
mod params;
mod plan;

use std::rc::Rc;

use posh_syntax::Span;
use smallvec::SmallVec;

pub(crate) use arguments::{bind_arguments, bind_simple};
pub(crate) use convert::convert_default;
pub(crate) use dynamic::DynamicBlock;
pub(crate) use errors::report_binding;
pub(crate) use params::parameters_of;

use crate::command::{CommandParameters, CommonParameters};
use crate::value::{Dictionary, Object, Value};

/// What is bound of a command's parameters.
pub(crate) struct Binder {
    /// The parameters.
    pub parameters: Rc<CommandParameters>,
    /// Values by parameter number.
    pub values: Vec<Option<Value>>,
    /// Sets that are still possible.
    mask: u64,
    /// Parameters in the order in which they were bound.
    order: SmallVec<[usize; 8]>,
    /// Sets that are possible by the command line alone.
    line_mask: u64,
    /// Parameters bound by the current pipeline object.
    from_pipeline: SmallVec<[usize; 4]>,
    /// Which parameters are left to the pipeline; known from the first object on.
    plan: Option<Rc<plan::PipelinePlan>>,
    /// Script blocks that make a parameter's value of each pipeline object, with the places where they stand.
    delayed: Vec<(usize, Value, Span)>,
    /// Parameters that a `dynamicparam` block made, and the number of the first.
    defined: Vec<Value>,
    first_added: usize,
    name: Rc<str>,
    class: Rc<str>,
    invocation: Rc<Object>,
}

impl Binder {
    /// Nothing bound yet.
    pub(crate) fn new(
        parameters: Rc<CommandParameters>,
        name: Rc<str>,
        class: Rc<str>,
        invocation: Rc<Object>,
    ) -> Self {
        let mask = parameters.all_mask();
        Self {
            values: vec![None; parameters.list.len()],
            mask,
            order: SmallVec::new(),
            line_mask: mask,
            from_pipeline: SmallVec::new(),
            plan: None,
            delayed: Vec::new(),
            defined: Vec::new(),
            first_added: 0,
            parameters,
            name,
            class,
            invocation,
        }
    }

    /// Name of the parameter set in use; `None` where there are no sets.
    pub(crate) fn set_name(&self) -> Option<Rc<str>> {
        if self.parameters.sets.is_empty() {
            return None;
        }
        let default = self.parameters.default_set.as_ref().and_then(|d| self.parameters.bit(d));
        if let Some(bit) = default
            && self.mask & bit != 0
            && self.mask.count_ones() != 1
        {
            return self.parameters.default_set.clone();
        }
        let at = self.mask.trailing_zeros() as usize;
        self.parameters.sets.get(at).cloned()
    }

    /// Whether pipeline objects can still decide the set.
    pub(crate) fn set_may_change(&self) -> bool {
        self.line_mask.count_ones() > 1
    }

    /// Whether nothing was given for a parameter yet.
    fn is_open(&self, index: usize) -> bool {
        self.values.get(index).is_some_and(Option::is_none) && self.delayed.iter().all(|(i, ..)| *i != index)
    }

    /// Lets go of what the last pipeline object bound; the numbers of those parameters.
    pub(crate) fn release(&mut self) -> SmallVec<[usize; 4]> {
        let released = std::mem::take(&mut self.from_pipeline);
        for index in &released {
            if let Some(slot) = self.values.get_mut(*index) {
                *slot = None;
            }
        }
        self.mask = self.line_mask;
        released
    }

    /// `$PSBoundParameters`.
    pub(crate) fn bound_table(&self, common: &CommonParameters) -> Dictionary {
        let ty = crate::types::known::bound_parameters();
        let table = Dictionary::of_type(ty, crate::value::DictionaryKind::Generic, true);
        for index in &self.order {
            if let (Some(parameter), Some(Some(value))) =
                (self.parameters.list.get(*index), self.values.get(*index))
            {
                table.set_str(&parameter.name, value.clone());
            }
        }
        for (name, value) in &common.bound {
            table.set_str(name, value.clone());
        }
        table
    }
}
