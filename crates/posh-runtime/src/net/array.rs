//! `System.Array`.

use std::rc::Rc;

use crate::error::{Raised, Result};
use crate::ops::compare::net_order;
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
    let comparer = super::string_comparer::comparer_of(&call.arg(1));
    let rs = &mut *call.rs;
    items.sort_by(|x, y| {
        if let Some(comparer) = comparer {
            return comparer.compare(x, y);
        }
        net_order(rs, x, y).unwrap_or_else(|_| {
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

fn own_index_of(call: &mut Call<'_>) -> Result<Value> {
    let wanted = call.arg(0);
    let found = this(call)?.to_vec().iter().position(|i| i.base().equals(wanted.base()));
    Ok(found.map_or(Value::Int(-1), int))
}

/// The value that an element of the array is at first.
fn blank(a: &Array) -> Value {
    crate::eval::static_default(Some(&a.element()))
}

fn clear(call: &mut Call<'_>) -> Result<Value> {
    let a = this(call)?;
    for at in 0..a.len() {
        a.set(at, blank(&a));
    }
    Ok(Value::Void)
}

fn clear_static(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let (start, count) = if call.args.len() > 1 { (call.int(1), call.int(2)) } else { (0, i32::MAX) };
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let count = usize::try_from(count).unwrap_or(0).min(a.len());
    if call.args.len() > 1 && start.saturating_add(count) > a.len() {
        return Err(Raised::net(
            "System.IndexOutOfRangeException",
            "Index was outside the bounds of the array.",
        ));
    }
    for at in start..start.saturating_add(count).min(a.len()) {
        a.set(at, blank(&a));
    }
    Ok(Value::Void)
}

fn item(call: &mut Call<'_>) -> Result<Value> {
    get_value(call)
}

fn get_enumerator(call: &mut Call<'_>) -> Result<Value> {
    Ok(super::enumerator::enumerator(this(call)?.to_vec()))
}

fn binary_search(call: &mut Call<'_>) -> Result<Value> {
    let (items, wanted) = (array_arg(call, 0)?.to_vec(), call.arg(1));
    let rs = &mut *call.rs;
    let found =
        items.binary_search_by(|item| net_order(rs, item, &wanted).unwrap_or(std::cmp::Ordering::Equal));
    let number = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    Ok(Value::Int(match found {
        Ok(at) => number(at),
        Err(at) => !number(at),
    }))
}

fn resize(call: &mut Call<'_>) -> Result<Value> {
    let size = usize::try_from(call.int(1)).unwrap_or(0).min(1 << 28);
    let Some(reference) = call.args.first().and_then(|a| a.native::<crate::runspace::Reference>()) else {
        return Ok(Value::Void);
    };
    let held = reference.0.get();
    let (mut items, element) = match held.base() {
        Value::Array(a) => (a.to_vec(), a.element()),
        _ => (Vec::new(), crate::types::known::object()),
    };
    items.resize(size, crate::eval::static_default(Some(&element)));
    reference.0.put(Value::Array(Rc::new(Array::typed(element, items))));
    Ok(Value::Void)
}

fn create_instance(call: &mut Call<'_>) -> Result<Value> {
    let Value::Type(element) = call.arg(0) else { return Err(Raised::null_argument("elementType")) };
    let ty = crate::types::TypeRef::array_of(element, 1);
    crate::members::construct(call.rs, &ty, &[call.arg(1)])
}

fn copy(call: &mut Call<'_>) -> Result<Value> {
    let whole = call.args.len() == 3;
    let source = array_arg(call, 0)?;
    let target = array_arg(call, if whole { 1 } else { 2 })?;
    let place = |at: usize| usize::try_from(call.int(at)).unwrap_or(usize::MAX);
    let (from, to, length) = if whole { (0, 0, place(2)) } else { (place(1), place(3), place(4)) };
    let items =
        from.checked_add(length).and_then(|end| source.to_vec().get(from..end).map(<[Value]>::to_vec));
    let Some(items) = items else {
        return Err(Raised::net(
            "System.ArgumentException",
            "Source array was not long enough. Check the source index, length, and the array's lower bounds. (Parameter 'sourceArray')",
        ));
    };
    if to.saturating_add(length) > target.len() {
        return Err(Raised::net(
            "System.ArgumentException",
            "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
        ));
    }
    for (at, item) in items.into_iter().enumerate() {
        let item = crate::convert::cast(call.rs, &item, &target.element())?;
        target.set(to + at, item);
    }
    Ok(Value::Void)
}

fn fill(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let value = crate::convert::cast(call.rs, &call.arg(1), &a.element())?;
    for at in 0..a.len() {
        a.set(at, value.clone());
    }
    Ok(Value::Void)
}

fn by_block(call: &mut Call<'_>, decide: fn(&[Value], &[bool]) -> Value) -> Result<Value> {
    let (items, block) = (array_arg(call, 0)?.to_vec(), call.arg(1));
    let mut flags = Vec::with_capacity(items.len());
    for item in &items {
        let answer = crate::members::invoke(call.rs, &block, "InvokeReturnAsIs", std::slice::from_ref(item))?;
        flags.push(crate::convert::is_true(&answer));
    }
    Ok(decide(&items, &flags))
}

fn find_all(call: &mut Call<'_>) -> Result<Value> {
    let element = array_arg(call, 0)?.element();
    let found = by_block(call, |items, flags| {
        Value::array(items.iter().zip(flags).filter(|(_, f)| **f).map(|(i, _)| i.clone()).collect())
    })?;
    let items = crate::members::elements(call.rs, &found)?;
    Ok(Value::Array(Rc::new(Array::typed(element, items))))
}

fn convert_all(call: &mut Call<'_>) -> Result<Value> {
    let (items, block) = (array_arg(call, 0)?.to_vec(), call.arg(1));
    let mut out = Vec::with_capacity(items.len());
    for item in &items {
        out.push(
            crate::members::invoke(call.rs, &block, "InvokeReturnAsIs", std::slice::from_ref(item))?
                .or_null(),
        );
    }
    Ok(Value::array(out))
}

/// Sorts the keys, and the items along with them.
fn sort_with(call: &mut Call<'_>) -> Result<Value> {
    let (keys, items) = (array_arg(call, 0)?, array_arg(call, 1)?);
    let mut pairs: Vec<(Value, Value)> = keys.to_vec().into_iter().zip(items.to_vec()).collect();
    let rs = &mut *call.rs;
    pairs.sort_by(|a, b| net_order(rs, &a.0, &b.0).unwrap_or(std::cmp::Ordering::Equal));
    for (at, (key, item)) in pairs.into_iter().enumerate() {
        keys.set(at, key);
        items.set(at, item);
    }
    Ok(Value::Void)
}

fn reverse_part(call: &mut Call<'_>) -> Result<Value> {
    let a = array_arg(call, 0)?;
    let (start, count) =
        (usize::try_from(call.int(1)).unwrap_or(usize::MAX), usize::try_from(call.int(2)).unwrap_or(0));
    let mut items = a.to_vec();
    match items.get_mut(start..start.saturating_add(count)) {
        Some(part) => part.reverse(),
        None => {
            return Err(Raised::net(
                "System.ArgumentException",
                "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
            ));
        }
    }
    for (at, item) in items.into_iter().enumerate() {
        a.set(at, item);
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
        ("int IndexOf(System.Object value)", own_index_of),
        ("void Clear()", clear),
        ("System.Object Item(int index)", item),
        ("System.Collections.IEnumerator GetEnumerator()", get_enumerator),
        ("static void Clear(array array)", clear_static),
        ("static void Clear(array array, int index, int length)", clear_static),
        ("static int BinarySearch(array array, System.Object value)", binary_search),
        ("static void Resize([ref] array array, int newSize)", resize),
        ("static array CreateInstance(type elementType, int length)", create_instance),
        ("static void Copy(array sourceArray, array destinationArray, int length)", copy),
        (
            "static void Copy(array sourceArray, int sourceIndex, array destinationArray, int destinationIndex, int length)",
            copy,
        ),
        ("static void Fill(array array, System.Object value)", fill),
        ("static System.Object Find(array array, scriptblock match)", |c| {
            by_block(c, |items, flags| {
                items.iter().zip(flags).find(|(_, f)| **f).map_or(Value::Null, |(i, _)| i.clone())
            })
        }),
        ("static array FindAll(array array, scriptblock match)", find_all),
        ("static int FindIndex(array array, scriptblock match)", |c| {
            by_block(c, |_, flags| flags.iter().position(|f| *f).map_or(Value::Int(-1), int))
        }),
        ("static bool Exists(array array, scriptblock match)", |c| {
            by_block(c, |_, flags| Value::Bool(flags.contains(&true)))
        }),
        ("static bool TrueForAll(array array, scriptblock match)", |c| {
            by_block(c, |_, flags| Value::Bool(!flags.contains(&false)))
        }),
        ("static array ConvertAll(array array, scriptblock converter)", convert_all),
        ("static void ForEach(array array, scriptblock action)", |c| by_block(c, |_, _| Value::Void)),
        ("static void Sort(array array, System.Collections.IComparer comparer)", sort),
        ("static void Sort(array keys, array items)", sort_with),
        ("static void Reverse(array array, int index, int length)", reverse_part),
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
