//! `.ForEach()` and `.Where()`.

use crate::convert::{cast, is_true, plain_text, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeRef};
use crate::value::{EnumInfo, Value};

fn collection(items: Vec<Value>) -> Value {
    crate::net::List::collection(items)
}

/// `.ForEach(block | type | name, ...)`.
///
/// # Errors
/// What the block raises.
pub fn for_each(rs: &mut Runspace, target: &Value, args: &[Value]) -> Result<Value> {
    let items = match members::enumerate(rs, target.base())? {
        Some(items) => items,
        None => vec![target.clone()],
    };
    let Some(first) = args.first() else {
        return Err(super::super::error::Raised::runtime(
            "ForEachBadArgument",
            ErrorCategory::InvalidOperation,
            "The ForEach method needs an argument.",
        ));
    };
    let rest = args.get(1..).unwrap_or(&[]);
    let mut out = Vec::new();
    if let Value::Type(ty) = first.base() {
        for item in items {
            rs.check_stop()?;
            out.push(cast(rs, &item, ty)?);
        }
        return Ok(crate::net::List::collection_of(ty, out));
    }
    for item in items {
        rs.check_stop()?;
        match first.base() {
            Value::Block(_) => out.extend(rs.invoke_block_with_item(first, item, rest)?),
            other => {
                let name = to_text(rs, other)?;
                if members::has_method(&item, &name) {
                    let value = members::invoke(rs, &item, &name, rest)?;
                    out.extend(flat(rs, value)?);
                } else if let [value] = rest {
                    members::set_property(rs, &item, &name, value.clone())?;
                } else {
                    match members::try_property(rs, &item, &name) {
                        Some(value) => out.extend(flat(rs, value)?),
                        None => out.push(Value::Null),
                    }
                }
            }
        }
    }
    Ok(collection(out))
}

fn flat(rs: &mut Runspace, value: Value) -> Result<Vec<Value>> {
    Ok(match value {
        Value::Void => Vec::new(),
        other => match members::enumerate(rs, &other)? {
            Some(items) => items,
            None => vec![other],
        },
    })
}

thread_local! {
    /// `WhereOperatorSelectionMode`
    static MODES: TypeRef = TypeRef::of_enum(EnumInfo {
        name: "System.Management.Automation.WhereOperatorSelectionMode".into(),
        flags: false,
        underlying: TypeCode::Int32,
        values: ["Default", "First", "Last", "SkipUntil", "Until", "Split"]
            .into_iter()
            .zip(0..)
            .map(|(name, value)| (name.into(), value))
            .collect(),
    });
}

/// `.Where(block, mode, count)`.
///
/// # Errors
/// What the block raises.
pub fn where_object(rs: &mut Runspace, target: &Value, args: &[Value]) -> Result<Value> {
    let items = match members::enumerate(rs, target.base())? {
        Some(items) => items,
        None => vec![target.clone()],
    };
    let block = args.first().cloned().unwrap_or(Value::Null);
    let block = if block.is_null() { block } else { cast(rs, &block, &crate::types::known::script_block())? };
    let mode = match args.get(1) {
        Some(mode) => {
            let modes = MODES.with(Clone::clone);
            plain_text(&cast(rs, mode, &modes)?).to_lowercase()
        }
        None => "default".to_owned(),
    };
    let count = match args.get(2) {
        Some(n) => match cast(rs, n, &crate::types::known::int())? {
            Value::Int(i) => usize::try_from(i).unwrap_or(0),
            _ => 0,
        },
        None => 0,
    };
    if block.is_null() && mode == "default" {
        return Err(Raised::typed(
            "System.InvalidOperationException",
            "System.InvalidOperationException",
            ErrorCategory::OperationStopped,
            "If the expression passed to the Where() operator is null then you must specify a non-Default value for \
             the selection mode argument. Please change the value of the mode argument to a value other than Default \
             and try running your script again.",
        ));
    }
    select(rs, items, &block, &mode, count)
}

fn select(rs: &mut Runspace, items: Vec<Value>, block: &Value, mode: &str, count: usize) -> Result<Value> {
    let limit = if count == 0 { usize::MAX } else { count };
    let test = |rs: &mut Runspace, item: &Value| -> Result<bool> {
        if block.is_null() {
            return Ok(true);
        }
        let out = rs.invoke_block_with_item(block, item.clone(), &[])?;
        Ok(is_true(&crate::pipeline::Collect { items: out }.into_value()))
    };
    let mut out = Vec::new();
    match mode {
        "first" | "default" => {
            let limit = if mode == "first" { count.max(1) } else { limit };
            for item in items {
                rs.check_stop()?;
                if out.len() >= limit {
                    break;
                }
                if test(rs, &item)? {
                    out.push(item);
                }
            }
        }
        "last" => {
            for item in items {
                rs.check_stop()?;
                if test(rs, &item)? {
                    out.push(item);
                }
            }
            let keep = count.max(1);
            let from = out.len().saturating_sub(keep);
            out.drain(..from);
        }
        "skipuntil" | "until" => {
            let until = mode == "until";
            let mut hit = false;
            for item in items {
                rs.check_stop()?;
                hit = hit || test(rs, &item)?;
                if until && hit {
                    break;
                }
                if hit != until && out.len() < limit {
                    out.push(item);
                }
            }
        }
        "split" => {
            let mut rest = Vec::new();
            for item in items {
                rs.check_stop()?;
                if out.len() < limit && test(rs, &item)? { out.push(item) } else { rest.push(item) }
            }
            return Ok(Value::array(vec![collection(out), collection(rest)]));
        }
        _ => {
            return Err(Raised::runtime(
                "BadWhereMode",
                ErrorCategory::InvalidArgument,
                format!("'{mode}' is no selection mode of the Where() operator."),
            ));
        }
    }
    Ok(collection(out))
}
