//! `Hashtable`, `OrderedDictionary`, `Dictionary[K,V]` and their kin.

use std::rc::Rc;

use crate::convert::cast;
use crate::error::{Raised, Result};
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef};
use crate::value::{Dictionary, DictionaryKind, Native, Object, Value};

/// A `DictionaryEntry` or `KeyValuePair`.
pub(super) struct Entry {
    key: Value,
    value: Value,
}

impl Native for Entry {}

/// `[KEY, VALUE]`
pub(super) fn text(value: &Value) -> Option<String> {
    let entry = value.native::<Entry>()?;
    let plain = crate::convert::plain_text;
    Some(format!("[{}, {}]", plain(&entry.key), plain(&entry.value)))
}

fn this(call: &Call<'_>) -> Result<Rc<Dictionary>> {
    match call.this {
        Value::Hash(h) => Ok(h.clone()),
        _ => Err(Raised::net("System.NullReferenceException", "The object is no dictionary.")),
    }
}

fn count(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(i32::try_from(this(call)?.len()).unwrap_or(i32::MAX)))
}

fn keys(call: &mut Call<'_>) -> Result<Value> {
    let table = this(call)?;
    Ok(super::List::view(view_type(&table, "KeyCollection"), table.keys()))
}

fn values(call: &mut Call<'_>) -> Result<Value> {
    let table = this(call)?;
    Ok(super::List::view(view_type(&table, "ValueCollection"), table.values()))
}

/// Type of a dictionary's collection of keys or values.
fn view_type(table: &Dictionary, kind: &str) -> &'static str {
    match (table.kind(), kind) {
        (DictionaryKind::Ordered, _) => {
            "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection"
        }
        (_, "KeyCollection") => "System.Collections.Hashtable+KeyCollection",
        _ => "System.Collections.Hashtable+ValueCollection",
    }
}

fn typed(call: &mut Call<'_>, at: usize, value: Value) -> Result<Value> {
    match call.ty.generic_arguments().get(at).cloned() {
        Some(ty) => cast(call.rs, &value, &ty),
        None => Ok(value),
    }
}

fn key_argument(call: &mut Call<'_>) -> Result<Value> {
    let key = call.arg(0);
    if key.is_null() {
        return Err(Raised::null_argument("key"));
    }
    typed(call, 0, key)
}

fn contains_key(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    Ok(Value::Bool(this(call)?.contains(&key)))
}

fn contains_value(call: &mut Call<'_>) -> Result<Value> {
    let wanted = call.arg(0);
    Ok(Value::Bool(this(call)?.values().iter().any(|v| v.base().equals(wanted.base()))))
}

fn add(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    let value = call.arg(1);
    let value = typed(call, 1, value)?;
    let table = this(call)?;
    if table.contains(&key) {
        let shown = crate::convert::plain_text(&key);
        let message = if matches!(table.kind(), DictionaryKind::Hashtable | DictionaryKind::Ordered) {
            let same = |k: &Value| {
                let known = crate::convert::plain_text(k);
                known == shown || (table.ignores_case() && crate::text::eq_fold(&known, &shown))
            };
            let known = table
                .keys()
                .into_iter()
                .find(same)
                .map_or_else(|| shown.clone(), |k| crate::convert::plain_text(&k));
            format!("Item has already been added. Key in dictionary: '{known}'  Key being added: '{shown}'")
        } else {
            format!("An item with the same key has already been added. Key: {shown}")
        };
        return Err(Raised::net("System.ArgumentException", message));
    }
    table.set(key, value);
    Ok(Value::Void)
}

fn try_add(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    if this(call)?.contains(&key) {
        return Ok(Value::Bool(false));
    }
    add(call)?;
    Ok(Value::Bool(true))
}

fn remove(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    Ok(Value::Bool(this(call)?.remove(&key).is_some()))
}

fn remove_at(call: &mut Call<'_>) -> Result<Value> {
    let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
    if this(call)?.remove_index(at) {
        return Ok(Value::Void);
    }
    Err(Raised::out_of_range(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
    ))
}

fn insert(call: &mut Call<'_>) -> Result<Value> {
    let table = this(call)?;
    let at = usize::try_from(call.int(0))
        .ok()
        .filter(|a| *a <= table.len())
        .ok_or_else(|| Raised::out_of_range("index", "Index must be within the bounds of the List."))?;
    table.insert_at(at, call.arg(1), call.arg(2));
    Ok(Value::Void)
}

fn clear(call: &mut Call<'_>) -> Result<Value> {
    this(call)?.clear();
    Ok(Value::Void)
}

fn clone(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Hash(Rc::new(this(call)?.shallow_clone())))
}

fn item(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    Ok(this(call)?.get(&key).unwrap_or(Value::Null))
}

fn try_get(call: &mut Call<'_>) -> Result<Value> {
    let key = key_argument(call)?;
    let found = this(call)?.get(&key);
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(found.clone().unwrap_or(Value::Null));
    }
    Ok(Value::Bool(found.is_some()))
}

fn entries(call: &mut Call<'_>) -> Result<Value> {
    let table = this(call)?;
    Ok(super::List::input(entries_of(&table)))
}

/// The pairs of a dictionary as entries.
pub(crate) fn entries_of(table: &Dictionary) -> Vec<Value> {
    let ty = match table.kind() {
        DictionaryKind::Hashtable | DictionaryKind::Ordered => crate::types::known::dictionary_entry(),
        _ => {
            let ty = table.type_ref();
            let arguments = ty.generic_arguments().to_vec();
            if arguments.len() == 2 {
                TypeRef::generic("System.Collections.Generic.KeyValuePair`2", arguments)
            } else {
                crate::types::known::dictionary_entry()
            }
        }
    };
    table
        .pairs()
        .into_iter()
        .map(|(key, value)| Value::Object(Object::native_of(ty.clone(), Entry { key, value })))
        .collect()
}

/// A `DictionaryEntry`.
pub fn dictionary_entry(key: Value, value: Value) -> Value {
    Value::Object(Object::native_of(crate::types::known::dictionary_entry(), Entry { key, value }))
}

fn entry_key(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<Entry>().map_or(Value::Null, |e| e.key.clone()))
}

fn entry_value(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<Entry>().map_or(Value::Null, |e| e.value.clone()))
}

fn new_entry(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Object(Object::native_of(call.ty.clone(), Entry { key: call.arg(0), value: call.arg(1) })))
}

fn kind_of(ty: &TypeRef) -> DictionaryKind {
    let name = ty.definition_name();
    if name.contains("Sorted") {
        DictionaryKind::Sorted
    } else if name == "System.Collections.Specialized.OrderedDictionary" {
        DictionaryKind::Ordered
    } else if name == "System.Collections.Hashtable" {
        DictionaryKind::Hashtable
    } else {
        DictionaryKind::Generic
    }
}

/// Made by name, a Hashtable compares strings by letter case; a comparer argument says otherwise.
fn new(call: &mut Call<'_>) -> Result<Value> {
    let folded = call.args.iter().any(|a| match super::string_comparer::comparer_of(a) {
        Some(comparer) => comparer.ignores_case(),
        None => crate::convert::plain_text(a).to_lowercase().contains("caseinsensitive"),
    });
    let table = Dictionary::of_type(call.ty.clone(), kind_of(call.ty), folded);
    for arg in call.args {
        if let Value::Hash(source) = arg {
            for (k, v) in source.pairs() {
                table.set(k, v);
            }
        }
    }
    Ok(Value::Hash(Rc::new(table)))
}

fn convert(rs: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    let _ = (rs, value);
    None
}

const METHODS: &[Member] = &[
    ("void Add(System.Object key, System.Object value)", add),
    ("bool TryAdd(System.Object key, System.Object value)", try_add),
    ("void Clear()", clear),
    ("System.Object Clone()", clone),
    ("bool Contains(System.Object key)", contains_key),
    ("bool ContainsKey(System.Object key)", contains_key),
    ("bool ContainsValue(System.Object value)", contains_value),
    ("System.Collections.IDictionaryEnumerator GetEnumerator()", entries),
    ("System.Object Item(System.Object key)", item),
    ("void Remove(System.Object key)", remove),
];

const ORDERED: &[Member] = &[
    ("void Add(System.Object key, System.Object value)", add),
    ("void Clear()", clear),
    ("bool Contains(System.Object key)", contains_key),
    ("System.Collections.IDictionaryEnumerator GetEnumerator()", entries),
    ("void Insert(int index, System.Object key, System.Object value)", insert),
    ("System.Object Item(System.Object key)", item),
    ("void Remove(System.Object key)", remove),
    ("void RemoveAt(int index)", remove_at),
];

const GENERIC: &[Member] = &[
    ("void Add(TKey key, TValue value)", add),
    ("bool TryAdd(TKey key, TValue value)", try_add),
    ("void Clear()", clear),
    ("bool ContainsKey(TKey key)", contains_key),
    ("bool ContainsValue(TValue value)", contains_value),
    ("System.Object GetEnumerator()", entries),
    ("TValue Item(TKey key)", item),
    ("bool Remove(TKey key)", remove),
    ("bool TryGetValue(TKey key, [ref] TValue value)", try_get),
];

const PROPERTIES: &[PropertyDef] = &[
    ("int Count {get;}", count, None),
    ("System.Collections.ICollection Keys {get;}", keys, None),
    ("System.Collections.ICollection Values {get;}", values, None),
    ("bool IsReadOnly {get;}", |_| Ok(Value::Bool(false)), None),
    ("bool IsFixedSize {get;}", |_| Ok(Value::Bool(false)), None),
    ("bool IsSynchronized {get;}", |_| Ok(Value::Bool(false)), None),
    ("System.Object SyncRoot {get;}", |c| Ok(c.this.clone()), None),
];

const NEW: &[Member] =
    &[("()", new), ("(System.Object source)", new), ("(System.Object source, System.Object comparer)", new)];

const INTERFACES: &[&str] =
    &["System.Collections.IDictionary", "System.Collections.IEnumerable", "System.Collections.ICollection"];

const fn def(name: &'static str, methods: &'static [Member]) -> TypeDef {
    TypeDef {
        base: Some("System.Object"),
        constructors: NEW,
        methods,
        properties: PROPERTIES,
        interfaces: INTERFACES,
        convert_from: Some(convert),
        ..TypeDef::new(name)
    }
}

/// A dictionary type with the members of the generic ones.
pub(super) const fn generic(name: &'static str) -> TypeDef {
    def(name, GENERIC)
}

pub(super) const TYPES: &[&TypeDef] = &[
    &def("System.Management.Automation.PSBoundParametersDictionary", GENERIC),
    &def("System.Collections.Hashtable", METHODS),
    &def("System.Collections.Specialized.OrderedDictionary", ORDERED),
    &TypeDef {
        base: Some("System.Collections.Hashtable"),
        ..def("System.Management.Automation.OrderedHashtable", METHODS)
    },
    &def("System.Collections.Generic.Dictionary`2", GENERIC),
    &def("System.Collections.Generic.SortedDictionary`2", GENERIC),
    &def("System.Collections.Generic.SortedList`2", GENERIC),
    &def("System.Collections.Generic.OrderedDictionary`2", GENERIC),
    &def("System.Collections.Concurrent.ConcurrentDictionary`2", GENERIC),
    &def("System.Collections.SortedList", METHODS),
    &TypeDef {
        constructors: &[("(System.Object key, System.Object value)", new_entry)],
        properties: &[
            ("System.Object Key {get;}", entry_key, None),
            ("System.Object Value {get;}", entry_value, None),
        ],
        ..TypeDef::new("System.Collections.DictionaryEntry")
    },
    &TypeDef {
        base: Some("System.ValueType"),
        constructors: &[("(TKey key, TValue value)", new_entry)],
        properties: &[
            ("System.Object Key {get;}", entry_key, None),
            ("System.Object Value {get;}", entry_value, None),
        ],
        ..TypeDef::new("System.Collections.Generic.KeyValuePair`2")
    },
];
