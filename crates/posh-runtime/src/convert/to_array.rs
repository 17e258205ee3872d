//! Casts to arrays.

use std::rc::Rc;

use super::cast::failure_because;
use super::{Rank, by_member, cast, conversion_rank, convert_failure};
use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeRef};
use crate::value::{Array, Value};

/// A value as an array: each element of a collection, or the value as the only one.
pub(super) fn convert(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let Some(element) = ty.element().cloned() else { return Err(convert_failure(value, ty)) };
    match value.base() {
        Value::Str(s) if element.code() == TypeCode::Char => Ok(Value::Array(Rc::new(Array::typed(
            element,
            s.to_units().into_iter().map(Value::Char).collect(),
        )))),
        Value::Array(a) if a.rank() == 1 => all(rs, &a.to_vec(), &element),
        other => match crate::members::enumerate(rs, other)? {
            Some(items) => all(rs, &items, &element).map_err(|raised| {
                let why = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
                failure_because(value, ty, "InvalidCastExceptionEnumerableToArray", &why)
            }),
            None => scalar(rs, value, ty, &element),
        },
    }
}

fn all(rs: &mut Runspace, items: &[Value], element: &TypeRef) -> Result<Value> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        out.push(cast(rs, item, element)?);
    }
    Ok(Value::Array(Rc::new(Array::typed(element.clone(), out))))
}

fn scalar(rs: &mut Runspace, value: &Value, ty: &TypeRef, element: &TypeRef) -> Result<Value> {
    let from = value.base().type_ref();
    if conversion_rank(from.as_ref(), element) == Rank::NONE {
        return Err(if by_member::is_convertible(value.base()) {
            by_member::invalid_cast(value, ty)
        } else {
            convert_failure(value, ty)
        });
    }
    match cast(rs, value, element) {
        Ok(only) => Ok(Value::Array(Rc::new(Array::typed(element.clone(), vec![only])))),
        // .NET's own conversion is asked when PowerShell's fails, and knows no arrays.
        Err(_) if by_member::is_convertible(value.base()) => Err(by_member::invalid_cast(value, ty)),
        Err(raised) => {
            let why = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
            Err(failure_because(value, ty, "InvalidCastExceptionScalarToArray", &why))
        }
    }
}
