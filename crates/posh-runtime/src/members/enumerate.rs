//! Elements of collections.

use crate::error::{ErrorCategory, Raised, Result};
use crate::net::List;
use crate::runspace::Runspace;
use crate::types::{TypeDef, TypeRef};
use crate::value::Value;

/// The elements of a collection that pipelines unroll; `None` for anything else. Dictionaries and strings stay whole.
///
/// # Errors
/// Where enumerating fails.
pub fn enumerate(rs: &mut Runspace, value: &Value) -> Result<Option<Vec<Value>>> {
    match value {
        Value::Array(a) => Ok(Some(a.to_vec())),
        Value::Void => Ok(Some(Vec::new())),
        Value::Wrapped(w) => enumerate(rs, &w.base.clone()),
        Value::Object(o) => {
            if let Some(list) = o.native::<List>() {
                return Ok(Some(list.enumerate()));
            }
            if o.class().is_some() && super::has_method(value, "GetEnumerator") && is_enumerable(o.ty()) {
                return of_enumerator(rs, value).map(Some);
            }
            let mut at = Some(o.type_ref());
            while let Some(ty) = at {
                if let Some(def) = TypeDef::of(&ty)
                    && let Some(items) = def.enumerate
                {
                    return items(rs, value).map(Some);
                }
                at = ty.base();
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Whether a script's class says that it can be enumerated.
fn is_enumerable(ty: &TypeRef) -> bool {
    ty.is_a(&TypeRef::named("System.Collections.IEnumerable"))
        || ty.class_info().is_some_and(|class| {
            class
                .interfaces
                .iter()
                .any(|i| i.full_name().starts_with("System.Collections.Generic.IEnumerable`1"))
        })
}

/// What the enumerator of a script's class gives: a native one's elements, or those of a class with `MoveNext` and `Current`.
fn of_enumerator(rs: &mut Runspace, value: &Value) -> Result<Vec<Value>> {
    let enumerator = super::invoke(rs, value, "GetEnumerator", &[])?;
    let is_class = matches!(enumerator.base(), Value::Object(o) if o.class().is_some());
    if !is_class {
        return elements(rs, &enumerator);
    }
    let mut items = Vec::new();
    loop {
        rs.check_stop()?;
        let more = super::invoke(rs, &enumerator, "MoveNext", &[])?;
        if !crate::convert::is_true(&more) {
            return Ok(items);
        }
        let current = match super::get_property(rs, &enumerator, "Current")? {
            Some(current) => current,
            None => super::invoke(rs, &enumerator, "get_Current", &[])?,
        };
        items.push(current);
    }
}

/// The elements of a collection, or the value alone; nothing for null.
///
/// # Errors
/// Where enumerating fails.
pub fn elements(rs: &mut Runspace, value: &Value) -> Result<Vec<Value>> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    Ok(match enumerate(rs, value)? {
        Some(items) => items,
        None => vec![value.clone()],
    })
}

/// Refuses to go on over a list that was changed meanwhile, as .NET's enumerators do.
///
/// # Errors
/// `InvalidOperationException`.
pub fn check_unchanged(value: &Value, count: usize) -> Result<()> {
    let Some(list) = value.native::<List>() else { return Ok(()) };
    if list.len() == count || list.is_input() {
        return Ok(());
    }
    Err(Raised::typed(
        "System.InvalidOperationException",
        "RuntimeException",
        ErrorCategory::InvalidOperation,
        "Collection was modified; enumeration operation may not execute.",
    ))
}
