//! What `GetEnumerator()` gives of arrays and lists.

use std::cell::Cell;

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct Enumerator {
    items: Vec<Value>,
    /// Place of the current element, one behind it: 0 before the first.
    at: Cell<usize>,
}

impl Native for Enumerator {}

const NAME: &str = "System.ArrayEnumerator";

/// An enumerator before its first element.
pub(super) fn enumerator(items: Vec<Value>) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), Enumerator { items, at: Cell::new(0) }))
}

fn this<'a>(call: &'a Call<'_>) -> Result<&'a Enumerator> {
    call.this
        .native::<Enumerator>()
        .ok_or_else(|| Raised::net("System.NullReferenceException", "The object is no enumerator."))
}

fn move_next(call: &mut Call<'_>) -> Result<Value> {
    let e = this(call)?;
    let next = (e.at.get() + 1).min(e.items.len() + 1);
    e.at.set(next);
    Ok(Value::Bool(next <= e.items.len()))
}

fn current(call: &mut Call<'_>) -> Result<Value> {
    let e = this(call)?;
    let found = e.at.get().checked_sub(1).and_then(|i| e.items.get(i)).cloned();
    found.ok_or_else(|| {
        let message = if e.at.get() == 0 {
            "Enumeration has not started. Call MoveNext."
        } else {
            "Enumeration already finished."
        };
        Raised::net("System.InvalidOperationException", message)
    })
}

fn reset(call: &mut Call<'_>) -> Result<Value> {
    this(call)?.at.set(0);
    Ok(Value::Void)
}

fn rest(_: &mut crate::Runspace, value: &Value) -> Result<Vec<Value>> {
    let Some(e) = value.native::<Enumerator>() else { return Ok(Vec::new()) };
    let left = e.items.get(e.at.get()..).unwrap_or(&[]).to_vec();
    e.at.set(e.items.len() + 1);
    Ok(left)
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    interfaces: &["System.Collections.IEnumerator"],
    methods: &[("bool MoveNext()", move_next), ("void Reset()", reset)],
    properties: &[("System.Object Current {get;}", current, None)],
    enumerate: Some(rest),
    ..TypeDef::new(NAME)
}];
