//! `Get-Unique`

use std::cmp::Ordering;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, members, text};

use crate::support::errors::record;
use crate::support::order;

/// Leaves out objects that equal the one before.
///
/// # Examples
/// Leaves out duplicates of a sorted list.
/// ```powershell
/// $names | Sort-Object | Get-Unique
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "Unique", module = "Microsoft.PowerShell.Utility", default_set = "AsString")]
pub(crate) struct GetUnique {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// Gives text.
    #[parameter(set = "AsString")]
    as_string: bool,
    /// On type.
    #[parameter(set = "UniqueByType")]
    on_type: bool,
    /// Case insensitive.
    #[parameter]
    case_insensitive: bool,
    last: Option<Value>,
}

impl GetUnique {
    fn is_new(&self, pipe: &mut Pipe<'_>, last: &Value) -> Result<bool> {
        let input = &self.input_object;
        if self.on_type {
            return Ok(members::type_names(input).first() != members::type_names(last).first());
        }
        if self.as_string {
            if input.is_null() {
                return pipe.fatal(record(
                    "System.NullReferenceException",
                    "Object reference not set to an instance of an object.",
                    "System.NullReferenceException",
                    ErrorCategory::NotSpecified,
                    Value::Null,
                ));
            }
            let (a, b) = (to_text(pipe.rs, input)?, to_text(pipe.rs, last)?);
            return Ok(!text::equal(&a, &b, self.case_insensitive));
        }
        Ok(order::compare(pipe.rs, input, last, !self.case_insensitive) != Ordering::Equal)
    }
}

impl Cmdlet for GetUnique {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let new = match self.last.clone().filter(|l| !l.is_null()) {
            None => crate::support::errors::is_bound(pipe, &Self::DEF, "InputObject"),
            Some(last) => self.is_new(pipe, &last)?,
        };
        if !new {
            return Ok(());
        }
        self.last = Some(self.input_object.clone());
        pipe.write(self.input_object.clone())
    }
}
