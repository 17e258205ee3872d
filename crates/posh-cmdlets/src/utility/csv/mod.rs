//! Comma-separated values: reading and writing.

pub(super) mod read;
pub(super) mod write;

use posh_runtime::Value;

/// The separator of fields.
pub(super) fn delimiter(value: &Value) -> char {
    match value.base() {
        Value::Char(unit) => char::from_u32(u32::from(*unit)).unwrap_or(','),
        _ => ',',
    }
}
