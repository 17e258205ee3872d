//! From a bound argument to the Rust type of a cmdlet's field.

use crate::convert::plain_text;
use crate::error::Result;
use crate::types::TypeRef;
use crate::value::{PsStr, Value};

/// A Rust type that a parameter can have. The binder has converted the value to [`FromArgument::TYPE`] already.
pub trait FromArgument: Sized {
    /// Name of the parameter's PowerShell type.
    const TYPE: &'static str;

    /// The argument as this type.
    ///
    /// # Errors
    /// Where the type refuses it.
    fn from_argument(value: Value) -> Result<Self>;
}

impl FromArgument for Value {
    const TYPE: &'static str = "object";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(value)
    }
}

impl FromArgument for PsStr {
    const TYPE: &'static str = "string";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(match value.base() {
            Value::Str(s) => s.clone(),
            other => Self::from(plain_text(other)),
        })
    }
}

impl FromArgument for String {
    const TYPE: &'static str = "string";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(plain_text(&value))
    }
}

impl FromArgument for bool {
    /// A `bool` field is a switch.
    const TYPE: &'static str = "switch";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(crate::convert::is_true(&value))
    }
}

impl FromArgument for i32 {
    const TYPE: &'static str = "int";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(if let Value::Int(i) = value.base() { *i } else { 0 })
    }
}

impl FromArgument for i64 {
    const TYPE: &'static str = "long";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(if let Value::Long(i) = value.base() { *i } else { 0 })
    }
}

impl FromArgument for f64 {
    const TYPE: &'static str = "double";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(if let Value::Double(x) = value.base() { *x } else { 0.0 })
    }
}

impl FromArgument for TypeRef {
    const TYPE: &'static str = "type";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(if let Value::Type(t) = value.base() { t.clone() } else { crate::types::known::object() })
    }
}

impl FromArgument for Vec<Value> {
    const TYPE: &'static str = "object[]";

    fn from_argument(value: Value) -> Result<Self> {
        Ok(match value.base() {
            Value::Null | Value::Void => Self::new(),
            Value::Array(a) => a.to_vec(),
            _ => vec![value],
        })
    }
}

macro_rules! list {
    ($ty:ty, $name:literal) => {
        impl FromArgument for Vec<$ty> {
            const TYPE: &'static str = $name;

            fn from_argument(value: Value) -> Result<Self> {
                match value.base() {
                    Value::Null | Value::Void => Ok(Self::new()),
                    Value::Array(a) => a.to_vec().into_iter().map(<$ty>::from_argument).collect(),
                    _ => Ok(vec![<$ty>::from_argument(value)?]),
                }
            }
        }
    };
}
list!(PsStr, "string[]");
list!(String, "string[]");
list!(i32, "int[]");

impl<T: FromArgument> FromArgument for Option<T> {
    const TYPE: &'static str = T::TYPE;

    fn from_argument(value: Value) -> Result<Self> {
        if value.is_null() { Ok(None) } else { T::from_argument(value).map(Some) }
    }
}
