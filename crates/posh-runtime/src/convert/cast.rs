//! Casts: `[type]value`, `-as`, and what parameters and typed variables do with their values.

use std::rc::Rc;

use super::number::{NumberError, code_of, convert_number};
use super::{by_member, enums, is_true, parse_date, parse_span, plain_text, to_array, to_number, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeKind, TypeRef, known, resolve_name};
use crate::value::{Array, Dictionary, EnumValue, Object, PropertyBag, PsStr, Value};

/// A value's text in a conversion error: `ToString()` in the culture in force, so that lists give their type.
pub(crate) fn net_text_of(value: &Value) -> String {
    let base = value.base();
    match base {
        Value::Array(a) => a.type_ref().full_name().to_owned(),
        Value::Hash(h) => h.type_ref().full_name().to_owned(),
        Value::DateTime(date) => {
            let zoned = crate::format::ZonedDate { date: *date, minutes: 0, has_zone: false, zulu: false };
            crate::format::format_zoned(zoned, "G").unwrap_or_else(|_| plain_text(value))
        }
        number if crate::format::is_number(number) => {
            crate::format::format_number(number, "G").unwrap_or_else(|_| plain_text(value))
        }
        Value::Object(o) if crate::types::TypeDef::of(o.ty()).is_some_and(|d| d.enumerate.is_some()) => {
            o.ty().full_name().to_owned()
        }
        _ => plain_text(value),
    }
}

/// `Cannot convert the "x" value of type "A" to type "B".`
pub fn convert_failure(value: &Value, to: &TypeRef) -> Box<Raised> {
    let from = value.type_ref().map_or_else(|| "null".to_owned(), |t| t.full_name().to_owned());
    // What a secret would be made of is not shown.
    let message = if matches!(to.code(), TypeCode::SecureString | TypeCode::PSCredential) {
        format!("Cannot convert the value of type \"{from}\" to type \"{}\".", to.full_name())
    } else {
        format!(
            "Cannot convert the \"{}\" value of type \"{from}\" to type \"{}\".",
            net_text_of(value),
            to.full_name()
        )
    };
    Raised::runtime("ConvertToFinalInvalidCastException", ErrorCategory::InvalidArgument, message)
}

/// `Cannot convert value "x" to type "T". Error: "why"`.
pub(super) fn failure_because(value: &Value, to: &TypeRef, id: &str, why: &str) -> Box<Raised> {
    Raised::runtime(
        id,
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot convert value \"{}\" to type \"{}\". Error: \"{why}\"",
            net_text_of(value),
            to.full_name()
        ),
    )
}

/// Whether a value is of a type (`-is`), without conversion.
pub fn is_instance(value: &Value, ty: &TypeRef) -> bool {
    match (value, ty.code()) {
        (Value::Null | Value::Void, _) => false,
        (Value::Wrapped(_), TypeCode::PSObject) => true,
        (Value::Object(o), TypeCode::PSObject | TypeCode::PSCustomObject) => {
            o.bag().is_some() || !o.members().is_empty() && ty.code() == TypeCode::PSObject
        }
        (Value::Type(_), TypeCode::Type) => true,
        _ => value.type_ref().is_some_and(|t| t.is_a(ty)),
    }
}

/// Converts a value to a type.
///
/// # Errors
/// PowerShell's conversion error where it cannot be done.
pub fn cast(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    if let Some(done) = already(value, ty) {
        return Ok(done);
    }
    let base = value.base();
    if base.is_null() {
        return null(rs, value, ty);
    }
    match ty.code() {
        TypeCode::Object | TypeCode::PSObject => Ok(value.clone()),
        TypeCode::Void => Ok(Value::Void),
        TypeCode::String => to_text(rs, value).map(Value::from),
        TypeCode::Bool => Ok(Value::Bool(is_true(value))),
        TypeCode::Switch => match base {
            Value::Bool(b) | Value::Switch(b) => Ok(Value::Switch(*b)),
            _ => by_member::convert(rs, value, ty),
        },
        TypeCode::Char => match base {
            Value::Str(_) => to_char(base, ty),
            other if code_of(other).is_some() || matches!(other, Value::Enum(_)) => to_char(base, ty),
            _ => by_member::convert(rs, value, ty),
        },
        code if code.is_numeric() => to_number::convert(rs, value, ty),
        TypeCode::Enum => to_enum(rs, value, ty),
        TypeCode::DateTime => to_date(rs, value, ty),
        TypeCode::TimeSpan => to_span(rs, value, ty),
        TypeCode::Type => to_type(rs, value, ty),
        TypeCode::Array => to_array::convert(rs, value, ty),
        TypeCode::ArrayBase => Ok(Value::array(crate::members::elements(rs, value)?)),
        TypeCode::Hashtable | TypeCode::IDictionary => match base {
            Value::Hash(h) => {
                let copy = Dictionary::hashtable();
                for (k, v) in h.pairs() {
                    copy.set(k, v);
                }
                Ok(Value::Hash(Rc::new(copy)))
            }
            _ => by_member::convert(rs, value, ty),
        },
        TypeCode::PSCustomObject => to_custom(rs, value),
        TypeCode::PSReference => Ok(rs.reference_to_value(value.clone())),
        TypeCode::Nullable => to_nullable(rs, value, ty),
        // A scalar has the interfaces of its type, and needs no conversion to them.
        TypeCode::Other if is_instance(base, ty) => Ok(value.clone()),
        _ => by_member::convert(rs, value, ty),
    }
}

/// Null as a value of a type.
fn null(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    Ok(match ty.code() {
        TypeCode::Void => Value::Void,
        TypeCode::String => Value::str(""),
        TypeCode::Bool => Value::Bool(false),
        TypeCode::Switch => Value::Switch(false),
        TypeCode::Char => Value::Char(0),
        code if code.is_numeric() => to_number::zero(code),
        TypeCode::Enum => return Err(enums::null_failure(ty)),
        TypeCode::PSReference => rs.reference_to_value(value.clone()),
        TypeCode::Nullable => Value::Null,
        _ if ty.is_value_type() => return Err(null_failure(ty)),
        _ => Value::Null,
    })
}

/// Like [`cast`], for an argument or a variable: typed nulls included.
///
/// # Errors
/// As [`cast`].
pub fn cast_for(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    cast(rs, value, ty)
}

/// The value itself, where it is of the type already.
fn already(value: &Value, ty: &TypeRef) -> Option<Value> {
    let hit = match (value.base(), ty.code()) {
        (Value::Int(_), TypeCode::Int32)
        | (Value::Str(_), TypeCode::String)
        | (Value::Bool(_), TypeCode::Bool)
        | (Value::Long(_), TypeCode::Int64)
        | (Value::Double(_), TypeCode::Double)
        | (Value::Switch(_), TypeCode::Switch)
        | (Value::Block(_), TypeCode::ScriptBlock)
        | (Value::Type(_), TypeCode::Type)
        | (Value::DateTime(_), TypeCode::DateTime) => true,
        (Value::Array(_) | Value::Hash(_) | Value::Object(_) | Value::Enum(_), _) => is_instance(value, ty),
        _ => false,
    };
    hit.then(|| value.clone())
}

fn to_nullable(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let [inner] = ty.generic_arguments() else { return Ok(value.clone()) };
    let rank = super::conversion_rank(value.base().type_ref().as_ref(), inner);
    if rank == super::Rank::NONE {
        return Err(convert_failure(value, ty));
    }
    cast(rs, value, inner)
}

fn to_char(value: &Value, ty: &TypeRef) -> Result<Value> {
    match value {
        Value::Char(_) => Ok(value.clone()),
        Value::Str(s) if s.len16() == 1 => Ok(Value::Char(s.unit_at(0).unwrap_or(0))),
        Value::Str(_) => Err(failure_because(
            value,
            ty,
            "InvalidCastParseTargetInvocation",
            "String must be exactly one character long.",
        )),
        Value::BigInt(_) => {
            Err(failure_because(value, ty, "InvalidCastIConvertible", "Object must implement IConvertible."))
        }
        other => match convert_number(other, TypeCode::Char) {
            Ok(v) => Ok(v),
            Err(NumberError::Overflow) => Err(failure_because(
                value,
                ty,
                "InvalidCastIConvertible",
                "Value was either too large or too small for a character.",
            )),
            Err(NumberError::NotANumber) => Err(by_member::invalid_cast(value, ty)),
        },
    }
}

fn to_enum(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let Some(info) = ty.enum_info() else { return Err(convert_failure(value, ty)) };
    match value.base() {
        Value::Str(s) => enums::from_text(value, s.lossy(), ty, info),
        Value::Enum(e) => enums::from_number(e.raw, value, ty, info),
        Value::Array(_) | Value::Object(_) => match crate::members::enumerate(rs, value.base())? {
            Some(parts) => {
                let mut names = Vec::new();
                for part in &parts {
                    names.push(match part.base() {
                        Value::Str(s) => s.lossy().to_owned(),
                        other => plain_text(&cast(rs, other, ty)?),
                    });
                }
                let joined = names.join(",");
                enums::from_text(&Value::str(joined.as_str()), &joined, ty, info)
            }
            None => by_member::convert(rs, value, ty),
        },
        base if code_of(base).is_some_and(TypeCode::is_integer) => {
            let bits = match super::whole(base) {
                Some(whole) => enums::truncated(whole, info.underlying),
                None => 0,
            };
            enums::from_number(bits, base, ty, info)
        }
        _ => by_member::convert(rs, value, ty),
    }
}

fn to_date(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let Value::Str(s) = value.base() else { return by_member::convert(rs, value, ty) };
    let now = rs.now();
    let offset = rs.utc_offset_minutes();
    parse_date(s.lossy(), now, &|_| offset).map(Value::DateTime).map_err(|error| {
        let why = error.message(s.lossy());
        failure_because(value, ty, "InvalidCastParseTargetInvocationWithFormatProvider", &why)
    })
}

fn null_failure(ty: &TypeRef) -> Box<Raised> {
    Raised::runtime(
        "nullToObjectInvalidCast",
        ErrorCategory::InvalidArgument,
        format!("Cannot convert null to type \"{}\".", ty.full_name()),
    )
}

fn to_span(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    match value.base() {
        Value::TimeSpan(_) => Ok(value.base().clone()),
        Value::Str(s) => parse_span(s.lossy()).map(Value::TimeSpan).map_err(|error| {
            let why = error.message(s.lossy());
            failure_because(value, ty, "InvalidCastParseTargetInvocationWithFormatProvider", &why)
        }),
        _ => by_member::convert(rs, value, ty),
    }
}

fn to_type(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    match value.base() {
        Value::Type(_) => Ok(value.base().clone()),
        Value::Str(s) => match rs.find_type(s.lossy()) {
            Some(found) => Ok(Value::Type(found)),
            None => Err(Raised::runtime(
                "InvalidCastFromStringToType",
                ErrorCategory::InvalidArgument,
                format!(
                    "Cannot convert the \"{}\" value of type \"System.String\" to type \"System.Type\".",
                    s.lossy()
                ),
            )),
        },
        _ => by_member::convert(rs, value, ty),
    }
}

/// `[pscustomobject]`: a table becomes an object with its pairs as properties, anything else stays.
fn to_custom(rs: &mut Runspace, value: &Value) -> Result<Value> {
    match value.base() {
        Value::Hash(h) => {
            let mut bag = PropertyBag::default();
            for (key, item) in h.pairs() {
                let name = to_text(rs, &key)?;
                bag.set(name, item);
            }
            Ok(Value::Object(Object::custom_of_table(bag)))
        }
        _ => Ok(value.clone().or_null()),
    }
}

/// A value of a named enumeration, for Rust code that answers with one.
pub fn enum_value(type_name: &str, name: &str) -> Value {
    let Some(ty) = resolve_name(type_name) else { return Value::str(name) };
    let raw = match ty.kind() {
        TypeKind::Enum(info) => info.value_of(name),
        _ => None,
    };
    match raw {
        Some(raw) => Value::Enum(Rc::new(EnumValue::new(ty, raw))),
        None => Value::str(name),
    }
}

/// `byte[]` out of bytes.
pub fn byte_array(bytes: Vec<u8>) -> Value {
    Value::Array(Rc::new(Array::bytes(bytes)))
}

/// `string[]` out of texts.
pub fn string_array<S: Into<PsStr>>(items: impl IntoIterator<Item = S>) -> Value {
    let items = items.into_iter().map(|s| Value::Str(s.into())).collect();
    Value::Array(Rc::new(Array::typed(known::string(), items)))
}
