//! `..`

use crate::convert::cast;
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::known;
use crate::value::Value;

/// `from..to`: numbers, or characters.
///
/// # Errors
/// Where an end is no number, or the range is too long.
pub fn range(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    if let (Some(from), Some(to)) = (character(left), character(right)) {
        let mut out = Vec::new();
        let mut at = i32::from(from);
        loop {
            out.push(Value::Char(u16::try_from(at).unwrap_or(0)));
            if at == i32::from(to) {
                return Ok(Value::array(out));
            }
            at += if from <= to { 1 } else { -1 };
        }
    }
    let from = end(rs, left)?;
    let to = end(rs, right)?;
    let count = i64::from(to).abs_diff(i64::from(from));
    if count > 100_000_000 {
        return Err(Raised::typed(
            "System.OutOfMemoryException",
            "System.OutOfMemoryException",
            ErrorCategory::OperationStopped,
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    let out = if from <= to {
        (from..=to).map(Value::Int).collect()
    } else {
        (to..=from).rev().map(Value::Int).collect()
    };
    Ok(Value::array(out))
}

fn character(value: &Value) -> Option<u16> {
    match value.base() {
        Value::Char(c) => Some(*c),
        Value::Str(s) if s.len16() == 1 => {
            let unit = s.unit_at(0)?;
            // Digits in quotes are numbers.
            let digit = char::from_u32(u32::from(unit)).is_some_and(|c| c.is_ascii_digit());
            (!digit).then_some(unit)
        }
        _ => None,
    }
}

/// An end as .NET's `Convert.ToInt32` makes it of an object.
fn end(rs: &mut Runspace, value: &Value) -> Result<i32> {
    let base = value.base();
    match base {
        Value::Null | Value::Void => return Ok(0),
        Value::Int(i) => return Ok(*i),
        Value::Char(c) => return Ok(i32::from(*c)),
        Value::Str(s) => {
            return match s.lossy().trim().parse::<i128>() {
                Ok(whole) => i32::try_from(whole).map_err(|_| too_large()),
                Err(_) => Err(raw(
                    "System.FormatException",
                    format!("The input string '{}' was not in a correct format.", s.lossy()),
                )),
            };
        }
        Value::DateTime(_) => {
            return Err(raw(
                "System.InvalidCastException",
                "Invalid cast from 'DateTime' to 'Int32'.".into(),
            ));
        }
        _ if super::numeric::operand_code(base).is_none() => {
            let from = base.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
            return Err(raw(
                "System.InvalidCastException",
                format!("Unable to cast object of type '{from}' to type 'System.IConvertible'."),
            ));
        }
        _ => {}
    }
    match cast(rs, base, &known::int()) {
        Ok(Value::Int(i)) => Ok(i),
        _ => Err(too_large()),
    }
}

fn too_large() -> Box<Raised> {
    raw("System.OverflowException", "Value was either too large or too small for an Int32.".into())
}

/// An exception of .NET that reaches the script as it is.
fn raw(exception: &str, message: String) -> Box<Raised> {
    Raised::typed(exception, exception, ErrorCategory::OperationStopped, message)
}
