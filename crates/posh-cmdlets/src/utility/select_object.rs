//! `Select-Object`

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::{InstanceMember, MemberValue, Object, ObjectData, PropertyBag};
use posh_runtime::{Result, Value, members};

use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::order;
use crate::support::property::{self, Property};

/// Selects objects or properties of objects.
///
/// # Examples
/// Selects two properties of the first ten mailboxes.
/// ```powershell
/// Get-Mailbox | Select-Object DisplayName, PrimarySmtpAddress -First 10
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Select",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DefaultParameter"
)]
pub(crate) struct SelectObject {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// The properties to use: names, patterns or calculated properties.
    #[parameter(position = 0, set = "DefaultParameter, SkipLastParameter")]
    property: Vec<Value>,
    /// Exclude property.
    #[parameter(set = "DefaultParameter, SkipLastParameter")]
    exclude_property: Vec<String>,
    /// Expand property.
    #[parameter(set = "DefaultParameter, SkipLastParameter")]
    expand_property: Option<String>,
    /// Leaves out duplicates.
    #[parameter]
    unique: bool,
    /// Case insensitive.
    #[parameter]
    case_insensitive: bool,
    /// Last.
    #[parameter(range = "0, 2147483647", set = "DefaultParameter")]
    last: Option<i32>,
    /// First.
    #[parameter(range = "0, 2147483647", set = "DefaultParameter")]
    first: Option<i32>,
    /// Skip.
    #[parameter(range = "0, 2147483647", set = "DefaultParameter, SkipLastParameter")]
    skip: Option<i32>,
    /// Skip last.
    #[parameter(range = "0, 2147483647", set = "SkipLastParameter")]
    skip_last: Option<i32>,
    /// Waits for more.
    #[parameter(set = "DefaultParameter, IndexParameter")]
    wait: bool,
    /// Index.
    #[parameter(range = "0, 2147483647", set = "IndexParameter")]
    index: Vec<i32>,
    /// Skip index.
    #[parameter(range = "0, 2147483647", set = "SkipIndexParameter")]
    skip_index: Vec<i32>,
    properties: Vec<Property>,
    expand: Option<Property>,
    excluded: Vec<Wildcard>,
    seen: usize,
    written: usize,
    waiting: VecDeque<Value>,
    uniques: Vec<(Value, Notes)>,
}

/// Names and values of the selected properties.
type Notes = Vec<(Rc<str>, Value)>;

impl SelectObject {
    fn count(value: Option<i32>) -> Option<usize> {
        value.map(|n| usize::try_from(n).unwrap_or(0))
    }

    /// Decides about an object by its place, and writes it.
    fn take(&mut self, pipe: &mut Pipe<'_>, value: Value) -> Result<()> {
        let place = self.seen;
        self.seen += 1;
        if !self.index.is_empty() {
            return self.take_index(pipe, place, value);
        }
        if !self.skip_index.is_empty() {
            let skipped = self.skip_index.iter().any(|i| usize::try_from(*i) == Ok(place));
            return if skipped { Ok(()) } else { self.emit(pipe, &value) };
        }
        if let Some(last) = Self::count(self.skip_last) {
            self.waiting.push_back(value);
            if place < Self::count(self.skip).unwrap_or(0) {
                self.waiting.pop_back();
            }
            return match self.waiting.len() > last {
                true => self.emit_waiting(pipe),
                false => Ok(()),
            };
        }
        self.take_first_and_last(pipe, place, value)
    }

    fn take_first_and_last(&mut self, pipe: &mut Pipe<'_>, place: usize, value: Value) -> Result<()> {
        let skip = Self::count(self.skip).unwrap_or(0);
        let first = Self::count(self.first);
        if let Some(last) = Self::count(self.last) {
            // -Skip counts from the end where only -Last is given.
            if let Some(first) = first
                && place >= skip
                && self.written < first
            {
                self.written += 1;
                return self.emit(pipe, &value);
            }
            self.waiting.push_back(value);
            let keep = if first.is_none() { last + skip } else { last };
            if self.waiting.len() > keep {
                self.waiting.pop_front();
            }
            return Ok(());
        }
        if place < skip {
            return Ok(());
        }
        let Some(first) = first else { return self.emit(pipe, &value) };
        if self.written < first {
            self.written += 1;
            self.emit(pipe, &value)?;
        }
        if self.written >= first && !self.wait {
            self.finish(pipe)?;
            return pipe.stop_upstream();
        }
        Ok(())
    }

    fn take_index(&mut self, pipe: &mut Pipe<'_>, place: usize, value: Value) -> Result<()> {
        let wanted = |i: &&i32| usize::try_from(**i) == Ok(place);
        if self.index.iter().any(|i| wanted(&i)) {
            self.emit(pipe, &value)?;
        }
        let last = self.index.iter().copied().max().and_then(|m| usize::try_from(m).ok()).unwrap_or(0);
        if place >= last && !self.wait {
            self.finish(pipe)?;
            return pipe.stop_upstream();
        }
        Ok(())
    }

    fn emit_waiting(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        match self.waiting.pop_front() {
            Some(value) => self.emit(pipe, &value),
            None => Ok(()),
        }
    }

    /// Writes an object, or what is selected of it.
    fn emit(&mut self, pipe: &mut Pipe<'_>, value: &Value) -> Result<()> {
        if self.expand.is_some() {
            return self.emit_expanded(pipe, value);
        }
        if self.properties.is_empty() {
            return self.write(pipe, value.clone(), Vec::new());
        }
        let notes = self.selected(pipe, value)?;
        let bag: PropertyBag = notes.iter().cloned().collect();
        let object = Object::custom(bag);
        let head = members::type_names(value).first().cloned().unwrap_or_else(|| "System.Object".into());
        object.members().set_type_names(vec![
            format!("Selected.{head}").into(),
            "System.Management.Automation.PSCustomObject".into(),
            "System.Object".into(),
        ]);
        self.write(pipe, Value::Object(object), notes)
    }

    fn selected(&self, pipe: &mut Pipe<'_>, value: &Value) -> Result<Notes> {
        let mut notes: Notes = Vec::new();
        for property in &self.properties {
            for one in property.resolve(pipe.rs, value)? {
                let excluded = property.label.is_none() && self.excluded.iter().any(|w| w.matches(&one.name));
                if excluded {
                    continue;
                }
                if notes.iter().any(|(n, _)| n.eq_ignore_ascii_case(&one.name)) {
                    if !property.is_pattern() {
                        self.duplicate(pipe, &one.name, value)?;
                    }
                    continue;
                }
                notes.push((one.name, one.value.unwrap_or(Value::Null)));
            }
        }
        Ok(notes)
    }

    fn duplicate(&self, pipe: &mut Pipe<'_>, name: &str, value: &Value) -> Result<()> {
        pipe.error(record(
            PS_ARGUMENT,
            format!("The property cannot be processed because the property \"{name}\" already exists."),
            if self.expand.is_some() {
                "AlreadyExistingUserSpecifiedPropertyExpand"
            } else {
                "AlreadyExistingUserSpecifiedPropertyNoExpand"
            },
            ErrorCategory::InvalidOperation,
            value.clone(),
        ))
    }

    fn emit_expanded(&mut self, pipe: &mut Pipe<'_>, value: &Value) -> Result<()> {
        let Some(expand) = self.expand.clone() else { return Ok(()) };
        let mut found = expand.resolve(pipe.rs, value)?;
        if found.len() > 1 {
            return pipe.error(record(
                PS_ARGUMENT,
                "Multiple properties cannot be expanded.",
                "MutlipleExpandProperties",
                ErrorCategory::InvalidArgument,
                value.clone(),
            ));
        }
        let expanded = match found.pop().and_then(|one| one.value) {
            Some(expanded) => expanded,
            None => {
                return pipe.error(record(
                    PS_ARGUMENT,
                    format!("Property \"{}\" cannot be found.", expand.title()),
                    "ExpandPropertyNotFound",
                    ErrorCategory::InvalidArgument,
                    value.clone(),
                ));
            }
        };
        let items = match members::enumerate(pipe.rs, &expanded)? {
            Some(items) => items,
            None => vec![expanded],
        };
        for item in items.into_iter().filter(|i| !i.is_null()) {
            let notes = self.selected(pipe, value)?;
            let item = if notes.is_empty() { item } else { self.annotate(pipe, item, &notes)? };
            self.write(pipe, item, notes)?;
        }
        Ok(())
    }

    /// Adds the selected properties to an expanded value.
    fn annotate(&self, pipe: &mut Pipe<'_>, item: Value, notes: &Notes) -> Result<Value> {
        let item = members::wrap(item);
        for (name, value) in notes {
            if members::try_property(pipe.rs, &item, name).is_some() {
                self.duplicate(pipe, name, &item)?;
                continue;
            }
            if let Value::Object(o) = &item
                && let Some(bag) = o.bag()
            {
                bag.borrow_mut().set(name.clone(), value.clone());
            } else if let Some(own) = members::instance_members(&item) {
                own.set(InstanceMember {
                    name: name.clone(),
                    value: MemberValue::Note(value.clone()),
                    hidden: false,
                });
            }
        }
        Ok(item)
    }

    fn write(&mut self, pipe: &mut Pipe<'_>, value: Value, notes: Notes) -> Result<()> {
        if !self.unique {
            return pipe.write(value);
        }
        let case = !self.case_insensitive;
        for at in 0..self.uniques.len() {
            let Some((other, other_notes)) = self.uniques.get(at) else { break };
            if same(pipe, (&value, &notes), (other, other_notes), case) {
                return Ok(());
            }
        }
        self.uniques.push((value, notes));
        Ok(())
    }

    fn finish(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for (value, _) in std::mem::take(&mut self.uniques) {
            pipe.write(value)?;
        }
        Ok(())
    }
}

/// Whether -Unique takes two objects for one. Custom objects differ by their selected properties alone.
fn same(pipe: &mut Pipe<'_>, a: (&Value, &Notes), b: (&Value, &Notes), case: bool) -> bool {
    let custom = |v: &Value| matches!(v.base(), Value::Object(o) if matches!(o.data, ObjectData::Custom(_)));
    let bases_equal =
        (custom(a.0) && custom(b.0)) || order::compare(pipe.rs, a.0, b.0, case) == Ordering::Equal;
    if !bases_equal || a.1.len() != b.1.len() {
        return false;
    }
    a.1.iter().all(|(name, value)| {
        let other = b.1.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        other.is_some_and(|(_, other)| order::compare(pipe.rs, value, other, case) == Ordering::Equal)
    })
}

impl Cmdlet for SelectObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.properties = property::parse(pipe, &self.property, &["name", "label"])?;
        if self.properties.is_empty() && !self.exclude_property.is_empty() {
            self.properties = property::parse(pipe, &[Value::str("*")], &[])?;
        }
        for pattern in &self.exclude_property {
            self.excluded.push(Wildcard::new(pattern, true)?);
        }
        if let Some(name) = &self.expand_property {
            self.expand = property::parse(pipe, &[Value::str(name.as_str())], &[])?.pop();
        }
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.input_object.is_null() {
            return Ok(());
        }
        let value = self.input_object.clone();
        self.take(pipe, value)
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.last.is_some() {
            if self.first.is_none() {
                for _ in 0..Self::count(self.skip).unwrap_or(0) {
                    self.waiting.pop_back();
                }
            }
            while !self.waiting.is_empty() {
                self.emit_waiting(pipe)?;
            }
        }
        self.finish(pipe)
    }
}
