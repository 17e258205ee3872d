//! Casts to numbers.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::cast::failure_because;
use super::number::{NumberError, code_of, convert_number};
use super::{by_member, convert_failure, parse_number_text};
use crate::error::{Raised, Result};
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeRef};
use crate::value::{PsStr, Value};

fn type_words(code: TypeCode) -> &'static str {
    match code {
        TypeCode::SByte => "a signed byte",
        TypeCode::Byte => "an unsigned byte",
        TypeCode::Int16 => "an Int16",
        TypeCode::UInt16 => "a UInt16",
        TypeCode::Int32 => "an Int32",
        TypeCode::UInt32 => "a UInt32",
        TypeCode::Int64 => "an Int64",
        TypeCode::UInt64 => "a UInt64",
        TypeCode::Decimal => "a Decimal",
        TypeCode::Single => "a Single",
        _ => "a Double",
    }
}

/// Zero of a number type.
pub(super) fn zero(code: TypeCode) -> Value {
    convert_number(&Value::Int(0), code).unwrap_or(Value::Int(0))
}

/// A value as a number of a type.
pub(super) fn convert(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let code = ty.code();
    let base = value.base();
    match base {
        Value::Str(s) => text(base, s, ty),
        // A list of one is that one to the integers of common size.
        Value::Char(c) if matches!(code, TypeCode::Single | TypeCode::Double | TypeCode::Decimal) => {
            Ok(match code {
                TypeCode::Single => Value::Single(f32::from(*c)),
                TypeCode::Double => Value::Double(f64::from(*c)),
                _ => Value::decimal(Decimal::from(*c)),
            })
        }
        _ if code_of(base).is_some() || matches!(base, Value::Enum(_)) => number(base, ty),
        _ => by_member::convert(rs, value, ty),
    }
}

fn number(base: &Value, ty: &TypeRef) -> Result<Value> {
    let code = ty.code();
    match convert_number(base, code) {
        Ok(number) => Ok(number),
        Err(_) if code == TypeCode::BigInteger && matches!(base, Value::Double(_) | Value::Single(_)) => {
            let nan = matches!(base, Value::Double(x) if x.is_nan())
                || matches!(base, Value::Single(x) if x.is_nan());
            let why =
                if nan { "The value is not a number." } else { "BigInteger cannot represent infinity." };
            Err(failure_because(base, ty, "InvalidCastConstructorException", why))
        }
        Err(NumberError::Overflow) if matches!(base, Value::BigInt(_)) => Err(failure_because(
            base,
            ty,
            "InvalidCastTargetInvocationExceptionop_Explicit",
            &format!("Value was either too large or too small for {}.", type_words(code)),
        )),
        Err(NumberError::Overflow) => {
            Err(failure_because(base, ty, "InvalidCastIConvertible", &overflow_words(base, code)))
        }
        Err(NumberError::NotANumber) => Err(convert_failure(base, ty)),
    }
}

/// Why a number does not fit: .NET makes the small integers by way of an Int32, and the long ones with checked arithmetic.
fn overflow_words(value: &Value, code: TypeCode) -> String {
    let floating = matches!(value, Value::Single(_) | Value::Double(_));
    let code = match code {
        TypeCode::Int64 | TypeCode::UInt64 if floating => {
            return "Arithmetic operation resulted in an overflow.".to_owned();
        }
        TypeCode::SByte | TypeCode::Byte | TypeCode::Int16 | TypeCode::UInt16
            if floating && convert_number(value, TypeCode::Int32).is_err() =>
        {
            TypeCode::Int32
        }
        code => code,
    };
    format!("Value was either too large or too small for {}.", type_words(code))
}

fn text(value: &Value, s: &PsStr, ty: &TypeRef) -> Result<Value> {
    let code = ty.code();
    let text = s.lossy();
    if let Some(number) = exact_number(text, code) {
        return Ok(number);
    }
    if let Some(number) = parse_number_text(text)
        && let Ok(converted) = convert_number(&number, code)
    {
        return Ok(converted);
    }
    if let Some(number) = hexadecimal(text).and_then(|n| convert_number(&n, code).ok()) {
        return Ok(number);
    }
    if let Some(number) = with_thousands(text, code) {
        return Ok(number);
    }
    Err(text_failure(value, text, ty))
}

/// Why a text is no number of a type.
fn text_failure(value: &Value, text: &str, ty: &TypeRef) -> Box<Raised> {
    let code = ty.code();
    let id = match code {
        TypeCode::Single | TypeCode::Double => "InvalidCastFromStringToDoubleOrSingle",
        TypeCode::Decimal => "InvalidCastFromStringToDecimal",
        _ => "InvalidCastFromStringToInteger",
    };
    let why = if code == TypeCode::BigInteger {
        "The value could not be parsed.".to_owned()
    } else if is_whole(text) || (code == TypeCode::Decimal && parse_number_text(text).is_some()) {
        format!("Value was either too large or too small for {}.", type_words(code))
    } else {
        format!("The input string '{text}' was not in a correct format.")
    };
    failure_because(value, ty, id, &why)
}

/// Whether .NET's parser of integers reads the text, however long the number.
fn is_whole(text: &str) -> bool {
    let trimmed = text.trim();
    let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `&h1f` and `#1f`, which .NET's converters of integers read beside `0x1f`.
fn hexadecimal(text: &str) -> Option<Value> {
    let trimmed = text.trim();
    let digits = trimmed
        .strip_prefix("&h")
        .or_else(|| trimmed.strip_prefix("&H"))
        .or_else(|| trimmed.strip_prefix('#'))?;
    i64::from_str_radix(digits, 16).ok().map(Value::Long)
}

/// A text with separators of thousands, or one that only .NET's parser of doubles reads.
fn with_thousands(text: &str, code: TypeCode) -> Option<Value> {
    let trimmed = text.trim();
    let first = trimmed.trim_start_matches(['-', '+']);
    let floating = matches!(code, TypeCode::Single | TypeCode::Double);
    if floating && let Some(named) = named_double(trimmed) {
        return convert_number(&Value::Double(named), code).ok();
    }
    let plain =
        trimmed.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'-' | b'+' | b'e' | b'E'));
    if !plain || !trimmed.contains(',') || !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = trimmed.split_once('.').unwrap_or((trimmed, ""));
    if fraction.contains(',') {
        return None;
    }
    let mut joined = whole.replace(',', "");
    if !fraction.is_empty() {
        joined.push('.');
        joined.push_str(fraction);
    }
    match code {
        TypeCode::BigInteger if fraction.is_empty() => joined.parse::<BigInt>().ok().map(Value::bigint),
        TypeCode::BigInteger => None,
        TypeCode::Decimal => Decimal::from_str_exact(&joined).ok().map(Value::decimal),
        _ => {
            let x: f64 = joined.parse().ok()?;
            convert_number(&Value::Double(x), code).ok()
        }
    }
}

fn named_double(text: &str) -> Option<f64> {
    let (negative, name) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = if name.eq_ignore_ascii_case("Infinity") || name == "\u{221e}" {
        f64::INFINITY
    } else if name.eq_ignore_ascii_case("NaN") {
        f64::NAN
    } else {
        return None;
    };
    Some(if negative { -value } else { value })
}

/// What .NET's own parser takes for the type, which keeps digits that the literal rules would round.
fn exact_number(text: &str, code: TypeCode) -> Option<Value> {
    let trimmed = text.trim();
    let plain =
        !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.'));
    if !plain {
        return None;
    }
    match code {
        TypeCode::Int32 => trimmed.parse().ok().map(Value::Int),
        TypeCode::Int64 => trimmed.parse().ok().map(Value::Long),
        TypeCode::UInt64 => trimmed.parse().ok().map(Value::ULong),
        TypeCode::Double => trimmed.parse().ok().map(Value::Double),
        // With a point it is a double first, whose zeros at the end are gone.
        TypeCode::Decimal if !trimmed.contains('.') => {
            Decimal::from_str_exact(trimmed).ok().map(Value::decimal)
        }
        TypeCode::BigInteger => trimmed.parse::<BigInt>().ok().map(Value::bigint),
        _ => None,
    }
}
