//! .NET's format strings, in the culture in force.

mod composite;
pub mod culture;
mod culture_data;
mod date;
mod number;
mod timespan;
pub mod zone;

pub use composite::composite;
pub use date::{ZonedDate, date_text, format_date, format_zoned, to_utc};
pub use number::{format_number, is_number, write_quickly};
pub use timespan::format_timespan;

use crate::error::Result;
use crate::runspace::Runspace;
use crate::value::Value;

/// A value with a format string (`ToString(format)`, `{0:format}`), in the culture en-US.
///
/// # Errors
/// `FormatException` where the format does not suit the value.
pub fn format_value(rs: &mut Runspace, value: &Value, format: &str) -> Result<String> {
    match value.base() {
        Value::DateTime(d) => format_date(rs, *d, format),
        Value::TimeSpan(t) => format_timespan(*t, format),
        Value::Enum(e) => Ok(match format {
            "d" | "D" => e.raw.to_string(),
            "x" | "X" => enum_hexadecimal(e),
            "g" | "G" | "f" | "F" | "" => e.text(),
            _ => {
                return Err(crate::error::Raised::net(
                    "System.FormatException",
                    "Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\".",
                ));
            }
        }),
        base if is_number(base) => format_number(base, format),
        other => match crate::net::format_object(rs, other, format) {
            Some(done) => done,
            None => culture_text(rs, value),
        },
    }
}

/// All digits of the type below the enumeration.
fn enum_hexadecimal(e: &crate::value::EnumValue) -> String {
    use crate::types::TypeCode as T;
    let (width, mask) = match e.info().map(|i| i.underlying) {
        Some(T::SByte | T::Byte) => (2, 0xff),
        Some(T::Int16 | T::UInt16) => (4, 0xffff),
        Some(T::Int64 | T::UInt64) => (16, u64::MAX),
        _ => (8, 0xffff_ffff),
    };
    format!("{:0width$X}", e.raw.cast_unsigned() & mask)
}

/// Text of a value in the culture en-US, as `-f` and `ToString()` give it.
///
/// # Errors
/// What a `ToString` of a script throws.
pub fn culture_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    match value.base() {
        Value::DateTime(d) => format_date(rs, *d, "G"),
        base if is_number(base) => format_number(base, "G"),
        Value::Array(a) => Ok(a.type_ref().full_name().to_owned()),
        Value::Type(ty) => Ok(ty.full_name().to_owned()),
        Value::Object(o) if o.native::<crate::net::List>().is_some() => Ok(o.ty().full_name().to_owned()),
        _ => crate::convert::to_text(rs, value),
    }
}
