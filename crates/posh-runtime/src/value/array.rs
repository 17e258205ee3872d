//! Arrays: fixed length, with an element type and identity.

use std::cell::{Ref, RefCell, RefMut};

use super::{InstanceMembers, Value};
use crate::types::{TypeRef, known};

/// Elements of an array; `byte[]` is packed.
#[derive(Debug)]
pub enum ArrayItems {
    /// Elements of any type.
    Values(Vec<Value>),
    /// Elements of a `byte[]`.
    Bytes(Vec<u8>),
}

/// A .NET array.
pub struct Array {
    /// `None` is `object`.
    element: Option<TypeRef>,
    /// Lengths of the dimensions where there is more than one.
    dims: Option<Box<[usize]>>,
    items: RefCell<ArrayItems>,
    members: InstanceMembers,
}

impl Array {
    /// An `object[]`.
    pub fn new(items: Vec<Value>) -> Self {
        Self::build(None, None, ArrayItems::Values(items))
    }

    /// A `byte[]`.
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self::build(Some(known::byte()), None, ArrayItems::Bytes(bytes))
    }

    /// An array of `element`. The elements must already be of that type.
    pub fn typed(element: TypeRef, items: Vec<Value>) -> Self {
        if element == known::object() {
            return Self::new(items);
        }
        if element == known::byte() {
            let bytes = items.iter().map(|v| if let Value::Byte(b) = v.base() { *b } else { 0 }).collect();
            return Self::bytes(bytes);
        }
        Self::build(Some(element), None, ArrayItems::Values(items))
    }

    /// An array of several dimensions, elements row by row.
    pub fn with_dims(element: TypeRef, dims: Box<[usize]>, items: Vec<Value>) -> Self {
        Self::build(Some(element), Some(dims), ArrayItems::Values(items))
    }

    fn build(element: Option<TypeRef>, dims: Option<Box<[usize]>>, items: ArrayItems) -> Self {
        Self { element, dims, items: RefCell::new(items), members: InstanceMembers::default() }
    }

    /// Its element type.
    pub fn element(&self) -> TypeRef {
        self.element.clone().unwrap_or_else(known::object)
    }

    /// Whether the element type is `object`.
    pub fn is_object_array(&self) -> bool {
        self.element.is_none()
    }

    /// Its type.
    pub fn type_ref(&self) -> TypeRef {
        match (&self.element, &self.dims) {
            (None, None) => known::object_array(),
            _ => TypeRef::array_of(self.element(), self.rank()),
        }
    }

    /// Number of dimensions.
    pub fn rank(&self) -> u8 {
        self.dims.as_ref().map_or(1, |d| u8::try_from(d.len()).unwrap_or(u8::MAX))
    }

    /// Lengths of the dimensions, where there are several.
    pub fn dims(&self) -> Option<&[usize]> {
        self.dims.as_deref()
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        match &*self.items.borrow() {
            ArrayItems::Values(v) => v.len(),
            ArrayItems::Bytes(b) => b.len(),
        }
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<Value> {
        match &*self.items.borrow() {
            ArrayItems::Values(v) => v.get(index).cloned(),
            ArrayItems::Bytes(b) => b.get(index).map(|&b| Value::Byte(b)),
        }
    }

    /// Puts an element, which must be of the element type. False where there is no such index.
    pub fn set(&self, index: usize, value: Value) -> bool {
        match &mut *self.items.borrow_mut() {
            ArrayItems::Values(v) => v.get_mut(index).map(|slot| *slot = value).is_some(),
            ArrayItems::Bytes(b) => match value.base() {
                Value::Byte(byte) => b.get_mut(index).map(|slot| *slot = *byte).is_some(),
                _ => false,
            },
        }
    }

    /// The elements, borrowed. The array must not be written meanwhile.
    pub fn items(&self) -> Ref<'_, ArrayItems> {
        self.items.borrow()
    }

    /// The elements, for reordering or filling in place.
    pub fn items_mut(&self) -> RefMut<'_, ArrayItems> {
        self.items.borrow_mut()
    }

    /// A copy of the elements.
    pub fn to_vec(&self) -> Vec<Value> {
        match &*self.items.borrow() {
            ArrayItems::Values(v) => v.clone(),
            ArrayItems::Bytes(b) => b.iter().map(|&b| Value::Byte(b)).collect(),
        }
    }

    /// A copy of the bytes of a `byte[]`.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        match &*self.items.borrow() {
            ArrayItems::Bytes(b) => Some(b.clone()),
            ArrayItems::Values(_) => None,
        }
    }

    /// Appends in place; only for an array that nobody else holds (`$a += ...`).
    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = Value>) {
        if let ArrayItems::Values(v) = self.items.get_mut() {
            v.extend(more);
        }
    }

    /// Members put on this object.
    pub fn members(&self) -> &InstanceMembers {
        &self.members
    }
}
