//! Indexes.

use super::invoke::run_native;
use crate::convert::{Rank, cast, conversion_rank, convert_failure, net_text_of};
use crate::error::{ErrorCategory, Raised, Result};
use crate::net::List;
use crate::runspace::Runspace;
use crate::types::{TypeDef, known, native_members};
use crate::value::{Array, DictionaryKind, Value};

/// `target[index]`.
///
/// # Errors
/// Where the target cannot be indexed, or the index is none.
pub fn get_index(rs: &mut Runspace, target: &Value, index: &Value) -> Result<Value> {
    let target = target.base();
    if target.is_null() {
        return Err(Raised::runtime(
            "NullArray",
            ErrorCategory::InvalidOperation,
            "Cannot index into a null array.",
        ));
    }
    match target {
        Value::Hash(table) => return dictionary_get(rs, table, index),
        Value::Object(o) if o.native::<List>().is_none() => {
            let mut at = Some(o.type_ref());
            while let Some(ty) = at {
                if let Some(def) = TypeDef::of(&ty)
                    && let Some(get) = def.index_get
                {
                    if let Value::Array(many) = index.base() {
                        let mut out = Vec::new();
                        for one in many.to_vec() {
                            out.push(get(rs, target, &one)?);
                        }
                        return Ok(Value::array(out));
                    }
                    return get(rs, target, index.base());
                }
                at = ty.base();
            }
        }
        _ => {}
    }
    if index.is_null() {
        return Err(Raised::runtime(
            "NullArrayIndex",
            ErrorCategory::InvalidOperation,
            "Index operation failed; the array index evaluated to null.",
        ));
    }
    if let Value::Array(a) = target
        && let (Some(dims), Value::Array(place)) = (a.dims(), index.base())
    {
        let places = place.to_vec();
        // A list of places gives the elements at each.
        if places.iter().all(|p| matches!(p.base(), Value::Array(_))) {
            let mut out = Vec::with_capacity(places.len());
            for one in &places {
                if let Value::Array(one) = one.base() {
                    out.push(
                        flat_place(rs, dims, &one.to_vec())?.and_then(|i| a.get(i)).unwrap_or(Value::Null),
                    );
                }
            }
            return Ok(Value::array(out));
        }
        return Ok(flat_place(rs, dims, &places)?.and_then(|i| a.get(i)).unwrap_or(Value::Null));
    }
    if let Value::Array(many) = index.base() {
        return slice(rs, target, &many.to_vec());
    }
    if let Some(list) = index.native::<List>() {
        let many = list.enumerate();
        return slice(rs, target, &many);
    }
    let indexable = matches!(target, Value::Array(_) | Value::Str(_)) || target.native::<List>().is_some();
    if indexable && !matches!(index.base(), Value::Int(_)) {
        if conversion_rank(index.base().type_ref().as_ref(), &known::int()) == Rank::NONE {
            return Err(convert_failure(target, &known::int()));
        }
        // What is no number is no place.
        if cast(rs, index, &known::int()).is_err() {
            return Ok(Value::Null);
        }
    }
    match one(rs, target, index)? {
        Some(value) => Ok(value),
        None if !indexable => Ok(Value::Void),
        None if rs.scope.strict_mode() >= 30 && !matches!(target, Value::Object(_)) => Err(out_of_bounds()),
        None => Ok(Value::Null),
    }
}

fn dictionary_get(rs: &mut Runspace, table: &crate::value::Dictionary, index: &Value) -> Result<Value> {
    if let Value::Array(keys) = index.base()
        && !table.contains(index)
    {
        let mut out = Vec::new();
        for key in keys.to_vec() {
            out.push(match (table.kind(), key.base()) {
                // In a list of places those below zero count from the end.
                (DictionaryKind::Ordered, Value::Int(at)) => {
                    place(*at, table.len()).and_then(|at| table.get_index(at)).map_or(Value::Null, |(_, v)| v)
                }
                (DictionaryKind::Ordered, Value::Array(_)) => Value::Null,
                _ => dictionary_get(rs, table, &key)?,
            });
        }
        return Ok(Value::array(out));
    }
    if let (DictionaryKind::Ordered, Value::Int(at)) = (table.kind(), index.base()) {
        let found = usize::try_from(*at).ok().and_then(|at| table.get_index(at));
        return Ok(found.map_or(Value::Null, |(_, v)| v));
    }
    if index.is_null() {
        return Err(Raised::runtime(
            "NullArrayIndex",
            ErrorCategory::InvalidOperation,
            "Index operation failed; the array index evaluated to null.",
        ));
    }
    Ok(table.get(index.base()).unwrap_or(Value::Null))
}

fn flat_place(rs: &mut Runspace, dims: &[usize], place: &[Value]) -> Result<Option<usize>> {
    if dims.len() != place.len() {
        return Err(Raised::runtime(
            "NeedMultidimensionalIndex",
            ErrorCategory::InvalidOperation,
            format!("The array index expression is not valid for an array of {} dimensions.", dims.len()),
        ));
    }
    let mut flat = 0;
    for (dim, at) in dims.iter().zip(place) {
        let Value::Int(at) = cast(rs, at, &known::int())? else { return Ok(None) };
        let Some(at) = usize::try_from(at).ok().filter(|a| a < dim) else { return Ok(None) };
        flat = flat * dim + at;
    }
    Ok(Some(flat))
}

fn slice(rs: &mut Runspace, target: &Value, indexes: &[Value]) -> Result<Value> {
    if !matches!(target, Value::Array(_) | Value::Str(_) | Value::Object(_)) {
        return Ok(Value::Void);
    }
    let mut out = Vec::with_capacity(indexes.len());
    for index in indexes {
        if let Some(value) = one(rs, target, index)? {
            out.push(value);
        }
    }
    Ok(Value::array(out))
}

/// A place counted from the start, or from the end where negative.
fn place(at: i32, len: usize) -> Option<usize> {
    match usize::try_from(at) {
        Ok(at) => (at < len).then_some(at),
        Err(_) => len.checked_sub(at.unsigned_abs() as usize),
    }
}

fn number(rs: &mut Runspace, index: &Value) -> Result<i32> {
    match index.base() {
        Value::Int(i) => Ok(*i),
        other => match cast(rs, other, &known::int())? {
            Value::Int(i) => Ok(i),
            _ => Ok(0),
        },
    }
}

fn one(rs: &mut Runspace, target: &Value, index: &Value) -> Result<Option<Value>> {
    match target {
        Value::Array(a) => {
            let at = number(rs, index)?;
            Ok(place(at, a.len()).and_then(|i| a.get(i)))
        }
        Value::Str(s) => {
            let at = number(rs, index)?;
            Ok(place(at, s.len16()).and_then(|i| s.unit_at(i)).map(Value::Char))
        }
        Value::Object(o) => {
            if let Some(list) = o.native::<List>() {
                let at = number(rs, index)?;
                let len = list.len();
                return Ok(place(at, len).and_then(|i| list.get(i)));
            }
            // An `Item` method or property with a parameter.
            let ty = o.type_ref();
            if let Some(members) = native_members(ty.definition_name())
                && let Some(methods) = members.methods.get("item")
                && let Some(method) = methods.first().cloned()
            {
                return run_native(rs, &method, target, &ty, std::slice::from_ref(index)).map(Some);
            }
            alone(rs, index)
        }
        _ => alone(rs, index),
    }
    .map(|found| found.map(|v| if matches!(v, Value::Void) { target.clone() } else { v }))
}

/// A value that is no collection counts as one of one element.
fn alone(rs: &mut Runspace, index: &Value) -> Result<Option<Value>> {
    let at = number(rs, index).unwrap_or(1);
    Ok(matches!(at, 0 | -1).then_some(Value::Void))
}

fn cannot_index(target: &Value) -> Box<Raised> {
    let ty = target.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
    Raised::runtime(
        "CannotIndex",
        ErrorCategory::InvalidOperation,
        format!("Unable to index into an object of type \"{ty}\"."),
    )
}

fn out_of_bounds() -> Box<Raised> {
    Raised::typed(
        "System.IndexOutOfRangeException",
        "System.IndexOutOfRangeException",
        ErrorCategory::OperationStopped,
        "Index was outside the bounds of the array.",
    )
}

/// `target[a, b] = value`: a place of an array of several dimensions.
///
/// # Errors
/// Where the target is no such array, or the place is none.
pub fn set_index_many(rs: &mut Runspace, target: &Value, places: &Value, value: Value) -> Result<()> {
    match (target.base(), places) {
        (Value::Array(a), Value::Array(many)) if a.dims().is_none() => {
            let shown: Vec<String> = many.to_vec().iter().map(net_text_of).collect();
            Err(Raised::runtime(
                "ArraySliceAssignmentFailed",
                ErrorCategory::InvalidOperation,
                format!(
                    "Array assignment to [{}] failed because assignment to slices is not supported.",
                    shown.join(",")
                ),
            ))
        }
        (Value::Object(o), _) if o.native::<List>().is_some() => Err(cannot_index(target.base())),
        _ => set_index(rs, target, places, value),
    }
}

/// `target[index] = value`.
///
/// # Errors
/// Where the target cannot be indexed, or the index is none.
pub fn set_index(rs: &mut Runspace, target: &Value, index: &Value, value: Value) -> Result<()> {
    let value = value.or_null();
    let target = target.base();
    match target {
        Value::Null | Value::Void => Err(Raised::runtime(
            "NullArray",
            ErrorCategory::InvalidOperation,
            "Cannot index into a null array.",
        )),
        Value::Array(a) => set_array(rs, a, index, value),
        Value::Hash(table) => {
            if let (DictionaryKind::Ordered, Value::Int(at)) = (table.kind(), index.base()) {
                let ok = usize::try_from(*at).is_ok_and(|at| table.set_index(at, value));
                return if ok { Ok(()) } else { Err(ordered_out_of_range()) };
            }
            if index.is_null() {
                return Err(Raised::runtime(
                    "NullArrayIndex",
                    ErrorCategory::InvalidOperation,
                    "Index operation failed; the array index evaluated to null.",
                ));
            }
            table.set(index.base().clone(), value);
            Ok(())
        }
        Value::Object(o) => {
            if let Some(list) = o.native::<List>() {
                if index.is_null() {
                    return Err(Raised::runtime(
                        "NullArrayIndex",
                        ErrorCategory::InvalidOperation,
                        "Index operation failed; the array index evaluated to null.",
                    ));
                }
                if conversion_rank(index.base().type_ref().as_ref(), &known::int()) == Rank::NONE {
                    return Err(cannot_index(target));
                }
                let len = list.len();
                let value = match list.element() {
                    Some(element) => cast(rs, &value, &element)?,
                    None => value,
                };
                let at = number(rs, index)?;
                return match place(at, len) {
                    Some(at) => {
                        if let Some(slot) = list.items_mut().get_mut(at) {
                            *slot = value;
                        }
                        Ok(())
                    }
                    None => Err(list_out_of_range()),
                };
            }
            let mut at = Some(o.type_ref());
            while let Some(ty) = at {
                if let Some(def) = TypeDef::of(&ty)
                    && let Some(set) = def.index_set
                {
                    return set(rs, target, index.base(), value);
                }
                at = ty.base();
            }
            Err(cannot_index(target))
        }
        other => Err(cannot_index(other)),
    }
}

fn set_array(rs: &mut Runspace, a: &Array, index: &Value, value: Value) -> Result<()> {
    if a.dims().is_none()
        && let Value::Array(_) = index.base()
    {
        return Err(convert_failure(index, &known::int()));
    }
    let value = if a.is_object_array() { value } else { cast(rs, &value, &a.element())? };
    if let (Some(dims), Value::Array(place)) = (a.dims(), index.base()) {
        let at = flat_place(rs, dims, &place.to_vec())?;
        return match at {
            Some(at) if a.set(at, value) => Ok(()),
            _ => Err(out_of_bounds()),
        };
    }
    let at = number(rs, index)?;
    match place(at, a.len()) {
        Some(at) if a.set(at, value) => Ok(()),
        _ => Err(out_of_bounds()),
    }
}

fn list_out_of_range() -> Box<Raised> {
    Raised::typed(
        "System.ArgumentOutOfRangeException",
        "System.ArgumentOutOfRangeException",
        ErrorCategory::OperationStopped,
        "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
    )
}

fn ordered_out_of_range() -> Box<Raised> {
    Raised::typed(
        "System.ArgumentOutOfRangeException",
        "System.ArgumentOutOfRangeException",
        ErrorCategory::OperationStopped,
        "Specified argument was out of the range of valid values. (Parameter 'index')",
    )
}
