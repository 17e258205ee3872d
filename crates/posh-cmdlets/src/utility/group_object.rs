//! `Group-Object`

use std::cmp::Ordering;
use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::List;
use posh_runtime::types::{TypeRef, known};
use posh_runtime::value::{Dictionary, DictionaryKind, ObjectData};
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::objects::{dotnet_text, plain_object};
use crate::support::order::{compare_keys, stable_sort};
use crate::support::property::{self, Property};

/// Groups objects that have the same value of a property.
///
/// # Examples
/// Counts mailboxes by database.
/// ```powershell
/// Get-Mailbox | Group-Object Database -NoElement
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Group",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Collections.Hashtable, Microsoft.PowerShell.Commands.GroupInfo"
)]
pub(crate) struct GroupObject {
    /// No element.
    #[parameter]
    no_element: bool,
    /// As hash table.
    #[parameter(alias = "AHT", set = "HashTable")]
    as_hash_table: bool,
    /// Gives text.
    #[parameter(set = "HashTable")]
    as_string: bool,
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

plain_object!(
    /// A group.
    GroupInfo, "Microsoft.PowerShell.Commands.GroupInfo", base None, text None,
    [
        "System.Collections.ArrayList Values {get;}" => values,
        "int Count {get;}" => count,
        "System.Collections.ObjectModel.Collection[psobject] Group {get;}" => group,
        "string Name {get;}" => name,
    ]
);

plain_object!(
    /// A group without its elements.
    GroupInfoNoElement, "Microsoft.PowerShell.Commands.GroupInfoNoElement",
    base Some("Microsoft.PowerShell.Commands.GroupInfo"), text None,
    [
        "System.Collections.ArrayList Values {get;}" => values,
        "int Count {get;}" => count,
        "System.Collections.ObjectModel.Collection[psobject] Group {get;}" => group,
        "string Name {get;}" => name,
    ]
);

/// An object and what it is grouped by.
#[derive(Clone)]
struct Entry {
    object: Value,
    keys: Vec<Option<Value>>,
}

/// Objects that have the same keys.
struct Group {
    keys: Vec<Option<Value>>,
    objects: Vec<Value>,
}

impl GroupObject {
    fn compare(&self, pipe: &mut Pipe<'_>, a: &[Option<Value>], b: &[Option<Value>]) -> Ordering {
        for (x, y) in a.iter().zip(b) {
            let order = compare_keys(pipe.rs, x.as_ref(), y.as_ref(), self.case_sensitive, false);
            if order != Ordering::Equal {
                return order;
            }
        }
        a.len().cmp(&b.len())
    }

    /// Whether the keys of all objects are of the same types: only then they are sorted.
    fn is_uniform(&self) -> bool {
        let types = |e: &Entry| -> Vec<Option<TypeRef>> {
            e.keys.iter().map(|k| k.as_ref().and_then(Value::type_ref)).collect()
        };
        let Some(first) = self.entries.first().map(types) else { return true };
        self.entries.iter().all(|e| types(e) == first)
    }

    fn groups(&mut self, pipe: &mut Pipe<'_>) -> Vec<Group> {
        let uniform = self.is_uniform();
        let mut entries = std::mem::take(&mut self.entries);
        if uniform {
            stable_sort(&mut entries, &mut |a, b| self.compare(pipe, &a.keys, &b.keys));
        }
        let mut groups: Vec<Group> = Vec::new();
        for entry in entries {
            let known = if uniform {
                groups.len().checked_sub(1).filter(|at| self.is_group(pipe, &groups, *at, &entry))
            } else {
                (0..groups.len()).find(|at| self.is_group(pipe, &groups, *at, &entry))
            };
            match known.and_then(|at| groups.get_mut(at)) {
                Some(group) => group.objects.push(entry.object),
                None => groups.push(Group { keys: entry.keys, objects: vec![entry.object] }),
            }
        }
        groups
    }

    fn is_group(&self, pipe: &mut Pipe<'_>, groups: &[Group], at: usize, entry: &Entry) -> bool {
        groups.get(at).is_some_and(|g| self.compare(pipe, &g.keys, &entry.keys) == Ordering::Equal)
    }

    /// Custom objects that are not compared by a property cannot be compared at all.
    fn check_comparable(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        let custom =
            |v: &Value| matches!(v.base(), Value::Object(o) if matches!(o.data, ObjectData::Custom(_)));
        let (Some(a), Some(b)) = (self.entries.first(), self.entries.get(1)) else { return Ok(()) };
        if !self.properties.is_empty() || !custom(&a.object) {
            return Ok(());
        }
        let (x, y) = (to_text(pipe.rs, &a.object)?, to_text(pipe.rs, &b.object)?);
        pipe.fatal(record(
            "System.Management.Automation.ExtendedTypeSystemException",
            format!(
                "Cannot compare \"{x}\" to \"{y}\" because the objects are not the same type or the object \"{x}\" does not \
                 implement \"IComparable\"."
            ),
            "PSObjectCompareTo",
            ErrorCategory::NotSpecified,
            Value::Null,
        ))
    }

    fn table(&self, pipe: &mut Pipe<'_>, groups: Vec<Group>) -> Result<()> {
        let table = Dictionary::of_type(known::hashtable(), DictionaryKind::Hashtable, !self.case_sensitive);
        for group in groups {
            let name = name_of(pipe, &group.keys)?;
            let key = match group.keys.as_slice() {
                _ if self.as_string => Value::str(name.as_str()),
                [Some(one)] if !one.is_null() => one.clone(),
                [_] => {
                    continue;
                }
                several => {
                    List::array_list(several.iter().map(|k| k.clone().unwrap_or(Value::Null)).collect())
                }
            };
            table.set(key, List::collection(group.objects));
        }
        pipe.write(Value::Hash(Rc::new(table)))
    }
}

/// Texts of the values that there are; a list's elements stand in braces.
fn name_of(pipe: &mut Pipe<'_>, keys: &[Option<Value>]) -> Result<String> {
    let mut names = Vec::with_capacity(keys.len());
    for key in keys.iter().flatten().filter(|k| !k.is_null()) {
        names.push(match posh_runtime::members::enumerate(pipe.rs, key)? {
            Some(items) => {
                let texts: Vec<String> = items.iter().map(|i| dotnet_text(pipe.rs, i)).collect();
                format!("{{{}}}", texts.join(", "))
            }
            None => dotnet_text(pipe.rs, key),
        });
    }
    Ok(names.join(", "))
}

impl Cmdlet for GroupObject {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.input_object.is_null() {
            return Ok(());
        }
        if self.entries.is_empty() {
            self.properties = property::parse(pipe, &self.property, &[])?;
        }
        // A property that is missing groups as one that is null.
        let keys = super::sort_object::keys(pipe, &self.properties, &self.input_object)?;
        let keys = keys.into_iter().map(|k| Some(k.unwrap_or(Value::Null))).collect();
        self.entries.push(Entry { object: self.input_object.clone(), keys });
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        if self.as_string && !self.as_hash_table {
            return pipe.fatal(record(
                "System.ArgumentException",
                "The AsString parameter must be specified together with the AsHashTable parameter.",
                "ArgumentException",
                ErrorCategory::InvalidArgument,
                Value::Bool(true),
            ));
        }
        self.check_comparable(pipe)?;
        let groups = self.groups(pipe);
        if self.as_hash_table {
            return if groups.is_empty() { Ok(()) } else { self.table(pipe, groups) };
        }
        for group in groups {
            let name = Value::from(name_of(pipe, &group.keys)?);
            let count = Value::Int(i32::try_from(group.objects.len()).unwrap_or(i32::MAX));
            let values = group.keys.into_iter().map(|k| k.unwrap_or(Value::Null)).collect();
            let values = List::array_list(values);
            let value = if self.no_element {
                GroupInfoNoElement { values, count, group: List::collection(Vec::new()), name }.into_value()
            } else {
                GroupInfo { values, count, group: List::collection(group.objects), name }.into_value()
            };
            pipe.write(value)?;
        }
        Ok(())
    }
}
