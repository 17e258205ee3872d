//! Dictionaries: `@{}`, `[ordered]@{}` and the generic ones, with typed keys and case-folded strings.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hash, Hasher};

use indexmap::{Equivalent, IndexMap};

use super::{InstanceMembers, Value};
use crate::types::{TypeRef, known};

/// Which dictionary type it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictionaryKind {
    /// `System.Collections.Hashtable`.
    Hashtable,
    /// `System.Collections.Specialized.OrderedDictionary`.
    Ordered,
    /// A generic dictionary, `SortedList` or other, named by its type.
    Generic,
    /// Keeps its keys in order.
    Sorted,
}

/// A key: its value, and the hash that belongs to the table's way of comparing strings.
#[derive(Clone)]
pub struct HashKey {
    /// The key as it was given.
    pub value: Value,
    hash: u64,
    folded: bool,
}

/// A key that is looked for.
struct Query<'a> {
    value: &'a Value,
    hash: u64,
    folded: bool,
}

impl Hash for HashKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Hash for Query<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl PartialEq for HashKey {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && keys_equal(&self.value, &other.value, self.folded)
    }
}

impl Eq for HashKey {}

impl Equivalent<HashKey> for Query<'_> {
    fn equivalent(&self, key: &HashKey) -> bool {
        self.hash == key.hash && keys_equal(self.value, &key.value, self.folded)
    }
}

/// Passes a hash on as it is: keys are hashed once, when they are made.
#[derive(Clone, Copy, Default)]
struct Passthrough;

struct PassthroughHasher(u64);

impl Hasher for PassthroughHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl BuildHasher for Passthrough {
    type Hasher = PassthroughHasher;

    fn build_hasher(&self) -> PassthroughHasher {
        PassthroughHasher(0)
    }
}

thread_local! {
    static STATE: foldhash::fast::RandomState = foldhash::fast::RandomState::default();
}

fn hash_value(value: &Value, folded: bool) -> u64 {
    STATE.with(|state| {
        let mut h = state.build_hasher();
        match value.base() {
            Value::Str(s) if folded => hash_folded(s.lossy(), &mut h),
            Value::Str(s) => h.write(s.lossy().as_bytes()),
            other => hash_scalar(other, &mut h),
        }
        h.finish()
    })
}

fn hash_folded(text: &str, h: &mut impl Hasher) {
    if text.is_ascii() {
        let mut buffer = [0_u8; 32];
        for chunk in text.as_bytes().chunks(32) {
            let folded = &mut buffer[..chunk.len()];
            folded.copy_from_slice(chunk);
            folded.make_ascii_lowercase();
            h.write(folded);
        }
    } else {
        h.write(crate::text::fold(text).as_bytes());
    }
}

fn hash_scalar(value: &Value, h: &mut impl Hasher) {
    match value {
        Value::Int(i) => h.write_u64(u64::from(i.cast_unsigned())),
        Value::Bool(b) | Value::Switch(b) => h.write_u64(u64::from(*b) + 1),
        Value::Char(c) => h.write_u64(u64::from(*c)),
        Value::SByte(i) => h.write_i64(i64::from(*i)),
        Value::Byte(i) => h.write_i64(i64::from(*i)),
        Value::Int16(i) => h.write_i64(i64::from(*i)),
        Value::UInt16(i) => h.write_i64(i64::from(*i)),
        Value::UInt(i) => h.write_i64(i64::from(*i)),
        Value::Long(i) => h.write_i64(*i),
        Value::ULong(i) => h.write_u64(*i),
        Value::Single(x) => h.write_u32((x + 0.0).to_bits()),
        Value::Double(x) => h.write_u64((x + 0.0).to_bits()),
        Value::Decimal(d) => d.normalize().hash(h),
        Value::BigInt(i) => i.hash(h),
        Value::DateTime(d) => h.write_i64(d.ticks()),
        Value::TimeSpan(t) => h.write_i64(t.ticks()),
        Value::Enum(e) => h.write_i64(e.raw),
        Value::Type(t) => h.write(t.full_name().as_bytes()),
        other => match crate::types::equatable_text(other) {
            Some(text) => h.write(text.as_bytes()),
            None => h.write_usize(other.address().unwrap_or(0)),
        },
    }
}

/// `Equals` of two keys: the same type and value; strings by letter case only where asked.
fn keys_equal(a: &Value, b: &Value, folded: bool) -> bool {
    match (a.base(), b.base()) {
        (Value::Str(a), Value::Str(b)) if folded => a == b || crate::text::eq_fold(a.lossy(), b.lossy()),
        (a, b) => a.equals(b),
    }
}

/// A dictionary with identity.
pub struct Dictionary {
    kind: DictionaryKind,
    folded: bool,
    ty: Option<TypeRef>,
    map: RefCell<IndexMap<HashKey, Value, Passthrough>>,
    members: InstanceMembers,
}

impl Dictionary {
    /// An empty `@{}`: strings of any letter case are the same key.
    pub fn hashtable() -> Self {
        Self::build(DictionaryKind::Hashtable, true, None)
    }

    /// An empty `[ordered]@{}`.
    pub fn ordered() -> Self {
        Self::build(DictionaryKind::Ordered, true, None)
    }

    /// An empty dictionary of another type or way of comparing.
    pub fn of_type(ty: TypeRef, kind: DictionaryKind, folded: bool) -> Self {
        Self::build(kind, folded, Some(ty))
    }

    fn build(kind: DictionaryKind, folded: bool, ty: Option<TypeRef>) -> Self {
        Self { kind, folded, ty, map: RefCell::default(), members: InstanceMembers::default() }
    }

    /// Which kind it is.
    pub fn kind(&self) -> DictionaryKind {
        self.kind
    }

    /// Whether strings that differ in letter case are the same key.
    pub fn ignores_case(&self) -> bool {
        self.folded
    }

    /// Its type.
    pub fn type_ref(&self) -> TypeRef {
        match (&self.ty, self.kind) {
            (Some(ty), _) => ty.clone(),
            (None, DictionaryKind::Ordered) => known::ordered(),
            (None, _) => known::hashtable(),
        }
    }

    fn query<'a>(&self, value: &'a Value) -> Query<'a> {
        Query { value, hash: hash_value(value, self.folded), folded: self.folded }
    }

    /// The value of a key.
    pub fn get(&self, key: &Value) -> Option<Value> {
        self.map.borrow().get(&self.query(key)).cloned()
    }

    /// The value of a string key.
    pub fn get_str(&self, key: &str) -> Option<Value> {
        let hash = STATE.with(|state| {
            let mut h = state.build_hasher();
            if self.folded {
                hash_folded(key, &mut h)
            } else {
                h.write(key.as_bytes())
            }
            h.finish()
        });
        let query = StrQuery { key, hash, folded: self.folded };
        self.map.borrow().get(&query).cloned()
    }

    /// Whether a key is there.
    pub fn contains(&self, key: &Value) -> bool {
        self.map.borrow().contains_key(&self.query(key))
    }

    /// Puts a value; the key that is already there keeps its letter case and place.
    pub fn set(&self, key: Value, value: Value) {
        let hash = hash_value(&key, self.folded);
        let fresh =
            self.map.borrow_mut().insert(HashKey { value: key, hash, folded: self.folded }, value).is_none();
        if fresh && self.kind == DictionaryKind::Sorted {
            self.map.borrow_mut().sort_by(|a, _, b, _| crate::ops::compare::total_order(&a.value, &b.value));
        }
    }

    /// Puts a value under a string key.
    pub fn set_str(&self, key: &str, value: Value) {
        self.set(Value::str(key), value);
    }

    /// Takes a key away and gives its value.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        let query = self.query(key);
        self.map.borrow_mut().shift_remove(&query)
    }

    /// Key and value at a place.
    pub fn get_index(&self, index: usize) -> Option<(Value, Value)> {
        self.map.borrow().get_index(index).map(|(k, v)| (k.value.clone(), v.clone()))
    }

    /// Changes the value at a place; false where there is none.
    pub fn set_index(&self, index: usize, value: Value) -> bool {
        self.map.borrow_mut().get_index_mut(index).map(|(_, slot)| *slot = value).is_some()
    }

    /// Puts a pair at a place of an ordered dictionary.
    pub fn insert_at(&self, index: usize, key: Value, value: Value) {
        let hash = hash_value(&key, self.folded);
        self.map.borrow_mut().shift_insert(index, HashKey { value: key, hash, folded: self.folded }, value);
    }

    /// Takes the pair at a place away.
    pub fn remove_index(&self, index: usize) -> bool {
        self.map.borrow_mut().shift_remove_index(index).is_some()
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.map.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes every pair away.
    pub fn clear(&self) {
        self.map.borrow_mut().clear();
    }

    /// A copy of the pairs in order.
    pub fn pairs(&self) -> Vec<(Value, Value)> {
        self.map.borrow().iter().map(|(k, v)| (k.value.clone(), v.clone())).collect()
    }

    /// A copy of the keys in order.
    pub fn keys(&self) -> Vec<Value> {
        self.map.borrow().keys().map(|k| k.value.clone()).collect()
    }

    /// A copy of the values in order.
    pub fn values(&self) -> Vec<Value> {
        self.map.borrow().values().cloned().collect()
    }

    /// A shallow copy.
    pub fn shallow_clone(&self) -> Self {
        Self {
            kind: self.kind,
            folded: self.folded,
            ty: self.ty.clone(),
            map: RefCell::new(self.map.borrow().clone()),
            members: InstanceMembers::default(),
        }
    }

    /// Members put on this object.
    pub fn members(&self) -> &InstanceMembers {
        &self.members
    }
}

struct StrQuery<'a> {
    key: &'a str,
    hash: u64,
    folded: bool,
}

impl Hash for StrQuery<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Equivalent<HashKey> for StrQuery<'_> {
    fn equivalent(&self, key: &HashKey) -> bool {
        let Value::Str(s) = key.value.base() else { return false };
        self.hash == key.hash
            && (s.lossy() == self.key || (self.folded && crate::text::eq_fold(s.lossy(), self.key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_fold_and_numbers_keep_their_type() {
        let table = Dictionary::hashtable();
        table.set_str("User", Value::Int(1));
        table.set(Value::Int(1), Value::Int(2));
        assert!(table.contains(&Value::str("USER")));
        assert!(table.get_str("user").is_some());
        assert!(!table.contains(&Value::Long(1)));
        table.set_str("uSER", Value::Int(3));
        assert_eq!(table.len(), 2);
    }
}
