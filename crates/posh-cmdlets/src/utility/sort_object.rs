//! `Sort-Object`

use std::cmp::Ordering;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::is_true;
use posh_runtime::error::ErrorRecord;
use posh_runtime::{Result, Value};

use crate::support::order::{compare_keys, list_sort, stable_sort};
use crate::support::property::{self, Property};

/// Sorts objects by the values of their properties.
///
/// # Examples
/// Sorts mailboxes by size, the largest first.
/// ```powershell
/// $mailboxes | Sort-Object ItemCount -Descending
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Sort", noun = "Object", module = "Microsoft.PowerShell.Utility", default_set = "Default")]
pub(crate) struct SortObject {
    /// Stable.
    #[parameter(set = "Default")]
    stable: bool,
    /// Sorts from the highest to the lowest.
    #[parameter]
    descending: bool,
    /// Leaves out duplicates.
    #[parameter]
    unique: bool,
    /// Top.
    #[parameter(range = "1, 2147483647", mandatory, set = "Top")]
    top: Option<i32>,
    /// Bottom.
    #[parameter(range = "1, 2147483647", mandatory, set = "Bottom")]
    bottom: Option<i32>,
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// The properties to use: names, patterns or calculated properties.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// The culture of comparisons.
    #[parameter]
    culture: Option<String>,
    /// Letter case counts.
    #[parameter]
    case_sensitive: bool,
    properties: Vec<Property>,
    entries: Vec<Entry>,
}

/// An object and what it is sorted by.
#[derive(Clone)]
struct Entry {
    object: Value,
    keys: Vec<Option<Value>>,
}

/// Values of an object's properties; a script block that fails is reported and counts as `$null`.
pub(super) fn keys(
    pipe: &mut Pipe<'_>,
    properties: &[Property],
    object: &Value,
) -> Result<Vec<Option<Value>>> {
    if properties.is_empty() {
        return Ok(vec![Some(object.clone())]);
    }
    let mut out = Vec::with_capacity(properties.len());
    for property in properties {
        let found = property.resolve(pipe.rs, object)?;
        if found.is_empty() {
            out.push(None);
        }
        for one in found {
            if let Some(raised) = one.failure
                && let Some(cause) = raised.record()
            {
                let error = ErrorRecord::new(
                    cause.exception.clone(),
                    "ExpressionEvaluation",
                    posh_runtime::error::ErrorCategory::InvalidResult,
                    object.clone(),
                );
                *error.target_type.borrow_mut() = Some("PSObject".into());
                pipe.error(error)?;
            }
            out.push(one.value);
        }
    }
    Ok(out)
}

impl SortObject {
    fn compare(&self, pipe: &mut Pipe<'_>, a: &Entry, b: &Entry) -> Ordering {
        for (at, (x, y)) in a.keys.iter().zip(&b.keys).enumerate() {
            let descending = match self.properties.get(at) {
                Some(p) => match (p.entry("descending"), p.entry("ascending")) {
                    (Some(flag), _) => is_true(flag),
                    (None, Some(flag)) => !is_true(flag),
                    (None, None) => self.descending,
                },
                None => self.descending,
            };
            let order = compare_keys(pipe.rs, x.as_ref(), y.as_ref(), self.case_sensitive, descending);
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }
}

impl Cmdlet for SortObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.properties = property::parse(pipe, &self.property, &["ascending", "descending"])?;
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.input_object.is_null() {
            return Ok(());
        }
        let keys = keys(pipe, &self.properties, &self.input_object)?;
        self.entries.push(Entry { object: self.input_object.clone(), keys });
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut entries = std::mem::take(&mut self.entries);
        let mut compare = |a: &Entry, b: &Entry| self.compare(pipe, a, b);
        if self.stable {
            stable_sort(&mut entries, &mut compare);
        } else {
            list_sort(&mut entries, &mut compare);
        }
        if self.unique {
            let mut kept: Vec<Entry> = Vec::new();
            for entry in entries {
                let repeated =
                    kept.last().is_some_and(|last| self.compare(pipe, last, &entry) == Ordering::Equal);
                if !repeated {
                    kept.push(entry);
                }
            }
            entries = kept;
        }
        let size = |n: Option<i32>| n.map(|n| usize::try_from(n).unwrap_or(0));
        if let Some(top) = size(self.top) {
            entries.truncate(top);
        }
        if let Some(bottom) = size(self.bottom) {
            entries.drain(..entries.len().saturating_sub(bottom));
        }
        for entry in entries {
            pipe.write(entry.object)?;
        }
        Ok(())
    }
}
