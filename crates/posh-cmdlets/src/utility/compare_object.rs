//! `Compare-Object`

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::value::{InstanceMember, MemberValue, Object, PropertyBag};
use posh_runtime::{Result, Value, members};

use crate::support::order::compare_keys;
use crate::support::property::{self, Property};

/// Compares two sets of objects.
///
/// # Examples
/// Shows which users are in one list alone.
/// ```powershell
/// Compare-Object $before $after -Property Alias
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Compare", noun = "Object", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct CompareObject {
    /// Reference object.
    #[parameter(ty = "psobject[]", allow_empty_collection, mandatory, position = 0)]
    reference_object: Vec<Value>,
    /// Difference object.
    #[parameter(ty = "psobject[]", allow_empty_collection, mandatory, position = 1, by_value)]
    difference_object: Vec<Value>,
    /// Sync window.
    #[parameter(range = "0, 2147483647")]
    sync_window: Option<i32>,
    /// The properties to use: names, patterns or calculated properties.
    #[parameter]
    property: Vec<Value>,
    /// Exclude different.
    #[parameter]
    exclude_different: bool,
    /// Include equal.
    #[parameter]
    include_equal: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The culture of comparisons.
    #[parameter]
    culture: Option<String>,
    /// Letter case counts.
    #[parameter]
    case_sensitive: bool,
    properties: Vec<Property>,
    references: VecDeque<Entry>,
    waiting_references: VecDeque<Entry>,
    waiting_differences: VecDeque<Entry>,
}

/// An object and what it is compared by.
#[derive(Clone)]
struct Entry {
    object: Value,
    keys: Vec<Option<Value>>,
    titles: Vec<Rc<str>>,
}

impl CompareObject {
    fn entry(&self, pipe: &mut Pipe<'_>, object: &Value) -> Result<Entry> {
        let keys = super::sort_object::keys(pipe, &self.properties, object)?;
        let titles = self.properties.iter().map(|p| p.title().into()).collect();
        Ok(Entry { object: object.clone(), keys, titles })
    }

    fn equal(&self, pipe: &mut Pipe<'_>, a: &Entry, b: &Entry) -> bool {
        a.keys.iter().zip(&b.keys).all(|(x, y)| {
            compare_keys(pipe.rs, x.as_ref(), y.as_ref(), self.case_sensitive, false) == Ordering::Equal
        })
    }

    /// Takes the entry that equals this one out of a list.
    fn matching(&self, pipe: &mut Pipe<'_>, list: &mut VecDeque<Entry>, entry: &Entry) -> Option<Entry> {
        let at = (0..list.len()).find(|at| list.get(*at).is_some_and(|e| self.equal(pipe, e, entry)))?;
        list.remove(at)
    }

    /// Compares the next difference object with the next reference object and with those that wait.
    fn step(&mut self, pipe: &mut Pipe<'_>, difference: Option<Entry>) -> Result<()> {
        let mut difference = difference;
        let mut reference = self.references.pop_front();
        if let (Some(d), Some(r)) = (&difference, &reference)
            && self.equal(pipe, d, r)
        {
            return self.emit(pipe, r, "==");
        }
        let mut differences = std::mem::take(&mut self.waiting_differences);
        let mut references = std::mem::take(&mut self.waiting_references);
        if let Some(d) = &difference
            && let Some(r) = self.matching(pipe, &mut references, d)
        {
            self.emit(pipe, &r, "==")?;
            difference = None;
        }
        if let Some(r) = &reference
            && self.matching(pipe, &mut differences, r).is_some()
        {
            self.emit(pipe, r, "==")?;
            reference = None;
        }
        self.wait(pipe, &mut differences, difference, "=>")?;
        self.wait(pipe, &mut references, reference, "<=")?;
        self.waiting_differences = differences;
        self.waiting_references = references;
        Ok(())
    }

    /// Keeps an entry for later, within the window.
    fn wait(
        &self,
        pipe: &mut Pipe<'_>,
        list: &mut VecDeque<Entry>,
        entry: Option<Entry>,
        side: &str,
    ) -> Result<()> {
        let Some(entry) = entry else { return Ok(()) };
        let window = usize::try_from(self.sync_window.unwrap_or(i32::MAX)).unwrap_or(0);
        if window == 0 {
            return self.emit(pipe, &entry, side);
        }
        while list.len() >= window {
            if let Some(old) = list.pop_front() {
                self.emit(pipe, &old, side)?;
            }
        }
        list.push_back(entry);
        Ok(())
    }

    fn emit(&self, pipe: &mut Pipe<'_>, entry: &Entry, side: &str) -> Result<()> {
        let wanted =
            if side == "==" { self.include_equal || self.exclude_different } else { !self.exclude_different };
        if !wanted {
            return Ok(());
        }
        if self.pass_thru {
            let object = members::wrap(entry.object.clone());
            if let Some(own) = members::instance_members(&object) {
                let value = MemberValue::Note(Value::str(side));
                own.set(InstanceMember { name: "SideIndicator".into(), value, hidden: false });
            }
            return pipe.write(object);
        }
        let mut bag = PropertyBag::default();
        if entry.titles.is_empty() {
            bag.set("InputObject", entry.object.clone());
        }
        for (title, value) in entry.titles.iter().zip(&entry.keys) {
            bag.set(title.clone(), value.clone().unwrap_or(Value::Null));
        }
        bag.set("SideIndicator", Value::str(side));
        pipe.write(Value::Object(Object::custom(bag)))
    }
}

impl Cmdlet for CompareObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.properties =
            property::parse(pipe, &self.property, &["ascending", "descending", "name", "label"])?;
        for object in self.reference_object.clone() {
            let entry = self.entry(pipe, &object)?;
            self.references.push_back(entry);
        }
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for object in self.difference_object.clone() {
            let entry = self.entry(pipe, &object)?;
            self.step(pipe, Some(entry))?;
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        while !self.references.is_empty() {
            self.step(pipe, None)?;
        }
        for entry in std::mem::take(&mut self.waiting_differences) {
            self.emit(pipe, &entry, "=>")?;
        }
        for entry in std::mem::take(&mut self.waiting_references) {
            self.emit(pipe, &entry, "<=")?;
        }
        Ok(())
    }
}
