//! Elements of collections.

use crate::error::{ErrorCategory, Raised, Result};
use crate::net::List;
use crate::runspace::Runspace;
use crate::types::TypeDef;
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
