//! Binding pipeline objects.

use posh_syntax::Span;

use super::Binder;
use super::plan::{BoundValues, PipelinePlan};
use crate::command::Parameter;
use crate::error::{ErrorCategory, ErrorRecord, Raised, Result};
use crate::pipeline::Collect;
use crate::runspace::Runspace;
use crate::value::Value;

impl Binder {
    /// Binds a pipeline object: by value without conversion, by property name without, by value with, by name with.
    /// The numbers of the parameters with their values.
    ///
    /// # Errors
    /// Where nothing takes the object, or a value does not validate.
    pub(crate) fn bind_object(&mut self, rs: &mut Runspace, object: &Value) -> Result<BoundValues> {
        self.bind_values(rs, object).map_err(|raised| with_target(raised, object))
    }

    fn bind_values(&mut self, rs: &mut Runspace, object: &Value) -> Result<BoundValues> {
        self.release();
        let plan = self.plan();
        let mut bound = BoundValues::new();
        if !self.delayed.is_empty() {
            self.evaluate_delayed(rs, object, &mut bound)?;
        }
        // Most cmdlets have one parameter of any type for input.
        for convert in [false, true] {
            self.by_value(rs, &plan, object, convert, &mut bound)?;
            if !bound.is_empty() && !convert && plan.by_name.is_empty() {
                break;
            }
            self.by_name(rs, &plan, object, convert, &mut bound)?;
        }
        if bound.is_empty() {
            return Err(self.not_bound(object));
        }
        if plan.mandatory {
            self.check_mandatory(object)?;
        }
        Ok(bound)
    }

    /// Values that script blocks make of the object.
    fn evaluate_delayed(&mut self, rs: &mut Runspace, object: &Value, bound: &mut BoundValues) -> Result<()> {
        let parameters = self.parameters.clone();
        for (index, block, span) in self.delayed.clone() {
            let Some(p) = parameters.list.get(index) else { continue };
            let mut out = Collect::default();
            rs.raising(|rs| match block.base() {
                Value::Block(block) => rs.invoke_in_scope(block, Vec::new(), Some(object.clone()), &mut out),
                _ => Ok(()),
            })
            .map_err(|raised| self.block_failed(p, raised, span))?;
            let value = out.into_value();
            if value.is_null() {
                return Err(self.error(
                    "ScriptBlockArgumentNoOutput",
                    format!(
                        "Cannot evaluate parameter '{}' because its argument input did not produce any output.",
                        p.name
                    ),
                    span,
                ));
            }
            let value = self.convert(rs, p, value, span)?;
            self.take(index, p.mask, value, bound);
        }
        Ok(())
    }

    fn block_failed(&self, p: &Parameter, raised: Box<Raised>, span: Span) -> Box<Raised> {
        let Some(record) = raised.record() else { return raised };
        self.error(
            "ScriptBlockArgumentInvocationFailed",
            format!(
                "Cannot evaluate parameter '{}' because its argument input failed. {}",
                p.name,
                record.message()
            ),
            span,
        )
    }

    fn by_value(
        &mut self,
        rs: &mut Runspace,
        plan: &PipelinePlan,
        object: &Value,
        convert: bool,
        bound: &mut BoundValues,
    ) -> Result<()> {
        let is_taken = |(index, _): &(usize, Value)| {
            self.delayed.iter().all(|(d, ..)| d != index) && plan.by_value.iter().any(|c| c.index == *index)
        };
        if bound.iter().any(is_taken) {
            return Ok(());
        }
        let parameters = self.parameters.clone();
        for candidate in &plan.by_value {
            let Some(p) = parameters.list.get(candidate.index) else { continue };
            if candidate.mask & self.mask == 0 || !self.is_open(candidate.index) {
                continue;
            }
            if !convert {
                if !self.fits(p, object) {
                    continue;
                }
                let is_list = p.ty.element().is_some() && !matches!(object.base(), Value::Array(_));
                let value = if is_list {
                    self.coerce(rs, p, object.clone(), Span::default())?
                } else {
                    object.clone()
                };
                self.validate(rs, p, &value, Span::default())?;
                self.take(candidate.index, p.mask, value, bound);
                continue;
            }
            // What does not convert may fit another parameter; what converts and is not valid is an error.
            if let Ok(value) = self.coerce(rs, p, object.clone(), Span::default()) {
                self.validate(rs, p, &value, Span::default())?;
                self.take(candidate.index, p.mask, value, bound);
            }
        }
        Ok(())
    }

    fn by_name(
        &mut self,
        rs: &mut Runspace,
        plan: &PipelinePlan,
        object: &Value,
        convert: bool,
        bound: &mut BoundValues,
    ) -> Result<()> {
        let parameters = self.parameters.clone();
        for candidate in &plan.by_name {
            let Some(p) = parameters.list.get(candidate.index) else { continue };
            if candidate.mask & self.mask == 0 || !self.is_open(candidate.index) {
                continue;
            }
            let mut names = std::iter::once(&p.name).chain(&p.aliases);
            let Some(value) = names.find_map(|n| crate::members::try_property(rs, object, n)) else {
                continue;
            };
            if !convert && !self.fits(p, &value) {
                continue;
            }
            let value = self.convert(rs, p, value, Span::default())?;
            self.take(candidate.index, p.mask, value, bound);
        }
        Ok(())
    }

    fn take(&mut self, index: usize, mask: u64, value: Value, bound: &mut BoundValues) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value.clone());
        }
        self.mask &= mask;
        self.from_pipeline.push(index);
        bound.push((index, value));
    }

    fn not_bound(&self, object: &Value) -> Box<Raised> {
        let raised = self.error_of(
            "System.Management.Automation.ParameterBindingException",
            "InputObjectNotBound",
            ErrorCategory::InvalidArgument,
            "The input object cannot be bound to any parameters for the command either because the command does not \
             take pipeline input or the input and its properties do not match any of the parameters that take \
             pipeline input."
                .into(),
            Span::default(),
            None,
        );
        with_target(raised, object)
    }

    fn check_mandatory(&self, object: &Value) -> Result<()> {
        let set = self.set_name();
        let missing: Vec<&str> = self
            .parameters
            .list
            .iter()
            .enumerate()
            .filter(|(i, p)| {
                self.is_open(*i)
                    && p.mask & self.mask != 0
                    && p.in_set(set.as_deref()).is_some_and(|s| s.mandatory)
            })
            .map(|(_, p)| &*p.name)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let raised = self.error_of(
            "System.Management.Automation.ParameterBindingException",
            "InputObjectMissingMandatory",
            ErrorCategory::InvalidArgument,
            format!(
                "The input object cannot be bound because it did not contain the information required to bind all \
                 mandatory parameters:  {}",
                missing.join(" ")
            ),
            Span::default(),
            None,
        );
        Err(with_target(raised, object))
    }
}

fn with_target(raised: Box<Raised>, object: &Value) -> Box<Raised> {
    if let Raised::Error(o) = &*raised
        && let Some(record) = o.native::<ErrorRecord>()
        && record.target.borrow().is_null()
    {
        *record.target.borrow_mut() = object.clone();
    }
    raised
}
