//! Conversions between Rust's types and values.

use posh_runtime::Value;
use posh_runtime::convert::plain_text;

/// A Rust value that a script can have.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

/// A Rust value that a script's value can become.
pub trait FromValue: Sized {
    /// The Rust value; `None` where it is none.
    fn from_value(value: &Value) -> Option<Self>;
}

impl<T: Into<Value>> IntoValue for T {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        (!value.is_null()).then(|| plain_text(value))
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value.base() {
            Value::Int(i) => Some(Self::from(*i)),
            Value::Long(i) => Some(*i),
            _ => None,
        }
    }
}

impl FromValue for i32 {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Int(i) = value.base() { Some(*i) } else { None }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Bool(b) = value.base() { Some(*b) } else { None }
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value.base() {
            Value::Double(x) => Some(*x),
            Value::Int(i) => Some(Self::from(*i)),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value.base() {
            Value::Array(a) => a.to_vec().iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}
