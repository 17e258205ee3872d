//! Parameters that a `dynamicparam` block adds while a call is bound.

use std::rc::Rc;

use super::Binder;
use crate::command::{CommandParameters, Parameter, runtime_parameter};
use crate::error::Result;
use crate::pipeline::Argument;
use crate::runspace::Runspace;
use crate::value::Value;

/// Runs the block with what is bound so far; its output.
pub(crate) type DynamicBlock<'a> = &'a mut dyn FnMut(&mut Runspace, &Binder) -> Result<Value>;

impl Binder {
    /// Adds the parameters that the block makes.
    ///
    /// # Errors
    /// What the block raises.
    pub(super) fn add_dynamic(&mut self, rs: &mut Runspace, block: DynamicBlock<'_>) -> Result<()> {
        let made = block(rs, self)?;
        let Value::Hash(table) = made.base() else { return Ok(()) };
        let mut added: Vec<Parameter> = Vec::new();
        for defined in table.values() {
            let Some(parameter) = runtime_parameter(rs, &defined)? else { continue };
            if self.parameters.list.iter().chain(&added).all(|p| !p.is_named(&parameter.name)) {
                added.push(parameter);
                self.defined.push(defined);
            }
        }
        if !added.is_empty() {
            self.extend(added);
        }
        Ok(())
    }

    /// Whether a `dynamicparam` block made the parameter.
    pub(super) fn is_dynamic(&self, parameter: &Parameter) -> bool {
        !self.defined.is_empty()
            && self.parameters.list.iter().skip(self.first_added).any(|p| p.name == parameter.name)
    }

    /// The parameters with more of them; the sets that are still possible stay so.
    fn extend(&mut self, added: Vec<Parameter>) {
        let old = self.parameters.clone();
        let all = self.mask & old.all_mask() == old.all_mask();
        let first_added = old.list.len();
        let parameters = CommandParameters {
            list: old.list.iter().cloned().chain(added).collect(),
            default_set: old.default_set.clone(),
            sets: Vec::new(),
            advanced: old.advanced,
            should_process: old.should_process,
            impact: old.impact,
            paging: old.paging,
        }
        .finish();
        self.mask = if all {
            parameters.all_mask()
        } else {
            let possible = old.sets.iter().filter(|s| old.bit(s).is_some_and(|bit| self.mask & bit != 0));
            possible.filter_map(|s| parameters.bit(s)).fold(0, |mask, bit| mask | bit)
        };
        self.values.resize(parameters.list.len(), None);
        self.parameters = Rc::new(parameters);
        self.first_added = first_added;
    }

    /// Tells the objects that the block made what was bound.
    pub(super) fn tell_dynamic(&self) {
        for (at, defined) in self.defined.iter().enumerate() {
            let value = self.values.get(self.first_added + at).cloned().flatten();
            if let (Some(value), Some(parameter)) = (value, defined.native::<crate::net::Attribute>()) {
                parameter.bind(value);
            }
        }
    }

    /// Sorts out the arguments that no parameter took before the block ran: a switch gives back the value behind it.
    pub(super) fn again(&self, unknown: Vec<Argument>, positional: &mut Vec<Argument>) -> Vec<Argument> {
        let mut out = Vec::new();
        for argument in unknown {
            let name = argument.name.as_deref().unwrap_or("");
            let is_switch = self.parameters.list.iter().any(|p| p.is_switch && p.begins_with(name));
            if is_switch && !argument.splatted && argument.value_span != argument.span {
                let value = Argument { name: None, span: argument.value_span, ..argument.clone() };
                positional.push(value);
                out.push(Argument { value: None, ..argument });
            } else {
                out.push(argument);
            }
        }
        out
    }
}
