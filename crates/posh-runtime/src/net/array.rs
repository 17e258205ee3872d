//! `System.Array`.

use std::rc::Rc;

use crate::error::{Raised, Result};
use crate::ops::compare::compare_values;
use crate::types::{Call, TypeDef};
use crate::value::{Array, ArrayItems, Value};

fn this(call: &Call<'_>) -> Result<Rc<Array>> {
    match call.this {
        Value::Array(a) => Ok(a.clone()),
        _ => Err(Raised::net("System.NullReferenceException", "The object is no array.")),
    }
}

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn length(call: &mut Call<'_>) -> Result<Value> {
    Ok(int(this(call)?.len()))
}

fn rank(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(i32::from(this(call)?.rank())))
}

fn yes(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(true))
}

fn no(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(false))
}

fn sync_root(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.clone())
}

fn clone(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    Ok(Value::Array(Rc::new(Array::typed(a.element(), a.to_vec()))))
}

fn get_length(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
    match a.dims() {
        Some(dims) => dims.get(at).map(|d| int(*d)),
        None => (at == 0).then(|| int(a.len())),
    }
    .ok_or_else(|| {
        Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    })
}

fn get_upper(call: &mut Call<'_>) -> Result<Value> {
    match get_length(call)? {
        Value::Int(n) => Ok(Value::Int(n - 1)),
        other => Ok(other),
    }
}

fn zero(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(0))
}

fn contains(call: &mut Call<'_>) -> Result<Value> {
    let wanted = call.arg(0);
    Ok(Value::Bool(this(call)?.to_vec().iter().any(|i| i.base().equals(wanted.base()))))
}

fn get_value(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    usize::try_from(call.int(0)).ok().and_then(|i| a.get(i)).ok_or_else(|| {
        Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    })
}

fn set_value(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    let value = crate::convert::cast(call.rs, &call.arg(0), &a.element())?;
    let at = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
    if a.set(at, value) {
        return Ok(Value::Void);
    }
    Err(Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array."))
}

fn fixed(_: &mut Call<'_>) -> Result<Value> {
    Err(Raised::net("System.NotSupportedException", "Collection was of a fixed size."))
}

fn copy_to(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    let Value::Array(to) = call.arg(0) else { return Err(Raised::null_argument("array")) };
    let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
    for (i, item) in a.to_vec().into_iter().enumerate() {
        if !to.set(start.saturating_add(i), item) {
            return Err(Raised::net(
                "System.ArgumentException",
                "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
            ));
        }
    }
    Ok(Value::Void)
}

fn array_arg(call: &Call<'_>, at: usize) -> Result<Rc<Array>> {
    match call.arg(at) {
        Value::Array(a) => Ok(a),
        _ => Err(Raised::null_argument("array")),
    }
}

fn index_of(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let wanted = call.arg(1);
    Ok(a.to_vec().iter().position(|i| i.base().equals(wanted.base())).map_or(Value::Int(-1), int))
}

fn last_index_of(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let wanted = call.arg(1);
    Ok(a.to_vec().iter().rposition(|i| i.base().equals(wanted.base())).map_or(Value::Int(-1), int))
}

fn reverse(call: &mut Call<'_>) -> Result<Value> {
    match &mut *array_arg(call, 0)?.items_mut() {
        ArrayItems::Values(v) => v.reverse(),
        ArrayItems::Bytes(b) => b.reverse(),
    }
    Ok(Value::Void)
}

fn sort(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let mut items = a.to_vec();
    let mut failed = false;
    let rs = &mut *call.rs;
    items.sort_by(|x, y| {
        compare_values(rs, x, y, false).unwrap_or_else(|_| {
            failed = true;
            std::cmp::Ordering::Equal
        })
    });
    if failed {
        return Err(Raised::net(
            "System.InvalidOperationException",
            "Failed to compare two elements in the array.",
        ));
    }
    for (i, item) in items.into_iter().enumerate() {
        a.set(i, item);
    }
    Ok(Value::Void)
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    properties: &[
        ("int Length {get;}", length, None),
        ("long LongLength {get;}", length, None),
        ("int Rank {get;}", rank, None),
        ("System.Object SyncRoot {get;}", sync_root, None),
        ("bool IsReadOnly {get;}", no, None),
        ("bool IsFixedSize {get;}", yes, None),
        ("bool IsSynchronized {get;}", no, None),
    ],
    methods: &[
        ("System.Object Clone()", clone),
        ("int GetLength(int dimension)", get_length),
        ("int GetUpperBound(int dimension)", get_upper),
        ("int GetLowerBound(int dimension)", zero),
        ("bool Contains(System.Object value)", contains),
        ("System.Object GetValue(int index)", get_value),
        ("void SetValue(System.Object value, int index)", set_value),
        ("int Add(System.Object value)", fixed),
        ("void Remove(System.Object value)", fixed),
        ("void RemoveAt(int index)", fixed),
        ("void Insert(int index, System.Object value)", fixed),
        ("void CopyTo(array array, int index)", copy_to),
        ("static int IndexOf(array array, System.Object value)", index_of),
        ("static int LastIndexOf(array array, System.Object value)", last_index_of),
        ("static void Reverse(array array)", reverse),
        ("static void Sort(array array)", sort),
    ],
    ..TypeDef::new("System.Array")
}];
