//! The session's type table: members that `Update-TypeData` adds to all objects of a type name.

use std::collections::HashMap;
use std::rc::Rc;

use super::Runspace;
use crate::value::{InstanceMember, Value};

/// What the table has of a type name.
#[derive(Clone, Default)]
pub struct TypeData {
    /// Members, in the order in which they were added.
    pub members: Vec<InstanceMember>,
    /// `DefaultDisplayPropertySet`: what lists and tables show.
    pub default_display: Option<Vec<Rc<str>>>,
    /// `DefaultKeyPropertySet`: what grouping and comparing go by.
    pub default_keys: Option<Vec<Rc<str>>>,
    /// Other properties of the type data, such as `SerializationDepth`, by name.
    pub settings: Vec<(Rc<str>, Value)>,
}

/// The table.
#[derive(Default)]
pub(super) struct TypeTable(HashMap<String, (Rc<str>, TypeData)>);

impl Runspace {
    /// What the table has of a type name.
    pub fn type_data(&self, name: &str) -> Option<&TypeData> {
        self.type_table.0.get(&name.to_lowercase()).map(|(_, data)| data)
    }

    /// The type names that the table knows, sorted, with what it has of them.
    pub fn all_type_data(&self) -> Vec<(Rc<str>, TypeData)> {
        let mut all: Vec<_> = self.type_table.0.values().cloned().collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// Changes what the table has of a type name.
    pub fn update_type_data(&mut self, name: &str) -> &mut TypeData {
        let entry = self.type_table.0.entry(name.to_lowercase());
        &mut entry.or_insert_with(|| (name.into(), TypeData::default())).1
    }

    /// Takes a type name out of the table; whether it was there.
    pub fn remove_type_data(&mut self, name: &str) -> bool {
        self.type_table.0.remove(&name.to_lowercase()).is_some()
    }

    /// The member that the table adds to a value, the nearest type name's.
    pub(crate) fn type_member(&self, value: &Value, name: &str) -> Option<InstanceMember> {
        self.data_of(value, |data| data.members.iter().find(|m| m.name.eq_ignore_ascii_case(name)).cloned())
    }

    /// All members that the table adds to a value.
    pub(crate) fn type_members(&self, value: &Value) -> Vec<InstanceMember> {
        let mut all: Vec<InstanceMember> = Vec::new();
        self.data_of(value, |data| {
            let new =
                data.members.iter().filter(|m| all.iter().all(|k| !k.name.eq_ignore_ascii_case(&m.name)));
            let new: Vec<InstanceMember> = new.cloned().collect();
            all.extend(new);
            None::<()>
        });
        all
    }

    /// The properties that the table says to show of a value.
    pub fn default_display(&self, value: &Value) -> Option<Vec<Rc<str>>> {
        self.data_of(value, |data| data.default_display.clone())
    }

    fn data_of<T>(&self, value: &Value, mut found: impl FnMut(&TypeData) -> Option<T>) -> Option<T> {
        if self.type_table.0.is_empty() {
            return None;
        }
        let names = crate::members::type_names(value);
        names.iter().filter_map(|name| self.type_data(name)).find_map(&mut found)
    }
}
