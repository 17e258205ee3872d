//! What counts as true.

use num_traits::Zero;

use crate::value::Value;

/// `LanguagePrimitives.IsTrue`.
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Null | Value::Void => false,
        Value::Bool(b) | Value::Switch(b) => *b,
        Value::Char(c) => *c != 0,
        Value::SByte(i) => *i != 0,
        Value::Byte(i) => *i != 0,
        Value::Int16(i) => *i != 0,
        Value::UInt16(i) => *i != 0,
        Value::Int(i) => *i != 0,
        Value::UInt(i) => *i != 0,
        Value::Long(i) => *i != 0,
        Value::ULong(i) => *i != 0,
        Value::Single(x) => *x != 0.0,
        Value::Double(x) => *x != 0.0,
        Value::Decimal(d) => !d.is_zero(),
        Value::BigInt(i) => !i.is_zero(),
        Value::Str(s) => !s.is_empty(),
        Value::Enum(e) => e.raw != 0,
        Value::Array(a) => match a.len() {
            0 => false,
            1 => a.get(0).is_some_and(|only| match only.base() {
                // A list of one list is true; only a lone scalar or empty list inside decides by itself.
                Value::Array(inner) => !inner.is_empty(),
                other => is_true(other),
            }),
            _ => true,
        },
        Value::Object(o) => match o.native::<crate::net::List>() {
            Some(list) => list.truth(),
            None => true,
        },
        Value::Wrapped(w) => is_true(&w.base),
        Value::DateTime(_) | Value::TimeSpan(_) | Value::Type(_) | Value::Hash(_) | Value::Block(_) => true,
    }
}
