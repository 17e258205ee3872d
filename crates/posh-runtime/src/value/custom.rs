//! The properties of a `PSCustomObject`.

use std::rc::Rc;

use super::Value;

/// Named values in order. Objects made at one place share the list of names.
#[derive(Clone, Default)]
pub struct PropertyBag {
    names: Rc<Vec<Rc<str>>>,
    values: Vec<Value>,
}

impl PropertyBag {
    /// A bag over a list of names that other objects share; as many values as names.
    pub fn with_names(names: Rc<Vec<Rc<str>>>, values: Vec<Value>) -> Self {
        debug_assert_eq!(names.len(), values.len(), "one value a name");
        Self { names, values }
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n.eq_ignore_ascii_case(name))
    }

    /// The value of a property, by any letter case.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.index_of(name).and_then(|i| self.values.get(i))
    }

    /// The value at a place, where the property there has exactly this name: what a call site remembers.
    pub fn get_at(&self, index: usize, name: &str) -> Option<&Value> {
        if **self.names.get(index)? == *name { self.values.get(index) } else { None }
    }

    /// The place of a property.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.index_of(name)
    }

    /// Changes a property that is there; false where it is not.
    pub fn put(&mut self, name: &str, value: Value) -> bool {
        match self.index_of(name).and_then(|i| self.values.get_mut(i)) {
            Some(slot) => {
                *slot = value;
                true
            }
            None => false,
        }
    }

    /// Changes a property or adds it behind the others.
    pub fn set(&mut self, name: impl Into<Rc<str>>, value: Value) {
        let name = name.into();
        match self.index_of(&name).and_then(|i| self.values.get_mut(i)) {
            Some(slot) => *slot = value,
            None => {
                Rc::make_mut(&mut self.names).push(name);
                self.values.push(value);
            }
        }
    }

    /// Takes a property away.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.index_of(name)?;
        Rc::make_mut(&mut self.names).remove(index);
        Some(self.values.remove(index))
    }

    /// Number of properties.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The names.
    pub fn names(&self) -> &Rc<Vec<Rc<str>>> {
        &self.names
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Value)> {
        self.names.iter().zip(&self.values)
    }
}

impl FromIterator<(Rc<str>, Value)> for PropertyBag {
    fn from_iter<I: IntoIterator<Item = (Rc<str>, Value)>>(properties: I) -> Self {
        let mut bag = Self::default();
        for (name, value) in properties {
            bag.set(name, value);
        }
        bag
    }
}
