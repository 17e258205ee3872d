//! Casts: `[type]value`, `-as`, and what parameters and typed variables do with their values.

use std::rc::Rc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::number::{NumberError, convert_number};
use super::{enums, is_true, parse_date, parse_number_text, parse_span, plain_text, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeKind, TypeRef, known, resolve_name};
use crate::value::{Array, Dictionary, EnumValue, Object, ObjectData, PropertyBag, PsStr, Value};

/// A value's text in a conversion error: `ToString()` in the culture in force, so that lists give their type.
fn shown(value: &Value) -> String {
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
    let message = if to.code() == TypeCode::SecureString {
        format!("Cannot convert the value of type \"{from}\" to type \"{}\".", to.full_name())
    } else {
        format!(
            "Cannot convert the \"{}\" value of type \"{from}\" to type \"{}\".",
            shown(value),
            to.full_name()
        )
    };
    Raised::runtime("ConvertToFinalInvalidCastException", ErrorCategory::InvalidArgument, message)
}

/// `Cannot convert value "x" to type "T". Error: "why"`.
fn failure_because(value: &Value, to: &TypeRef, id: &str, why: &str) -> Box<Raised> {
    Raised::runtime(
        id,
        ErrorCategory::InvalidArgument,
        format!("Cannot convert value \"{}\" to type \"{}\". Error: \"{why}\"", shown(value), to.full_name()),
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
    match ty.code() {
        TypeCode::Object => Ok(value.clone().or_null()),
        TypeCode::PSObject => Ok(value.clone().or_null()),
        TypeCode::Void => Ok(Value::Void),
        TypeCode::String => to_text(rs, value).map(Value::from),
        TypeCode::Bool => to_bool(value, ty),
        TypeCode::Switch => match base {
            Value::Null | Value::Void => Ok(Value::Switch(false)),
            Value::Bool(b) | Value::Switch(b) => Ok(Value::Switch(*b)),
            other if super::number::code_of(other).is_some() => Ok(Value::Switch(is_true(other))),
            _ => Err(convert_failure(value, ty)),
        },
        TypeCode::Char => to_char(base, ty),
        code if code.is_numeric() => to_number(value, ty),
        TypeCode::Enum => to_enum(rs, value, ty),
        TypeCode::DateTime => to_date(rs, base, ty),
        TypeCode::TimeSpan => to_span(rs, base, ty),
        TypeCode::Type => to_type(rs, base, ty),
        TypeCode::Array => to_array(rs, value, ty),
        TypeCode::ArrayBase => Ok(Value::array(crate::members::elements(rs, value)?)),
        TypeCode::Hashtable | TypeCode::IDictionary => match base {
            Value::Null | Value::Void => Ok(Value::Null),
            Value::Hash(h) => {
                let copy = Dictionary::hashtable();
                for (k, v) in h.pairs() {
                    copy.set(k, v);
                }
                Ok(Value::Hash(Rc::new(copy)))
            }
            _ => Err(convert_failure(value, ty)),
        },
        TypeCode::PSCustomObject => to_custom(rs, value),
        TypeCode::ScriptBlock => match base {
            Value::Null | Value::Void => Ok(Value::Null),
            Value::Str(s) => rs.script_block_of_text(s.lossy()),
            _ => Err(convert_failure(value, ty)),
        },
        TypeCode::PSReference => Ok(rs.reference_to_value(value.clone())),
        TypeCode::Nullable => match (base, ty.generic_arguments()) {
            (Value::Null | Value::Void, _) => Ok(Value::Null),
            (_, [inner]) => cast(rs, value, inner),
            _ => Ok(value.clone()),
        },
        // A scalar has the interfaces of its type, and needs no conversion to them.
        TypeCode::Other if is_instance(base, ty) => Ok(value.clone()),
        _ => to_object(rs, value, ty),
    }
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

fn to_bool(value: &Value, ty: &TypeRef) -> Result<Value> {
    // A parameter is stricter than a cast: the binder asks on its own.
    let _ = ty;
    Ok(Value::Bool(is_true(value)))
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
        Value::Null | Value::Void => Ok(Value::Char(0)),
        other => match convert_number(other, TypeCode::Char) {
            Ok(v) => Ok(v),
            Err(NumberError::Overflow) => Err(failure_because(
                value,
                ty,
                "InvalidCastIConvertible",
                "Value was either too large or too small for a character.",
            )),
            Err(NumberError::NotANumber) => {
                let from = value.type_ref().map(|t| t.name()).unwrap_or_default();
                if matches!(value, Value::Single(_) | Value::Double(_) | Value::Decimal(_) | Value::Bool(_)) {
                    return Err(failure_because(
                        value,
                        ty,
                        "InvalidCastIConvertible",
                        &format!("Invalid cast from '{from}' to 'Char'."),
                    ));
                }
                Err(convert_failure(value, ty))
            }
        },
    }
}

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

fn to_number(value: &Value, ty: &TypeRef) -> Result<Value> {
    let code = ty.code();
    match value.base() {
        Value::Null | Value::Void => Ok(zero(code)),
        Value::Str(s) => text_to_number(value, s, ty),
        Value::Array(a) if a.len() == 1 => {
            let only = a.get(0).unwrap_or(Value::Null);
            match only.base() {
                Value::Array(_) => Err(convert_failure(value, ty)),
                _ => to_number(&only, ty).map_err(|_| convert_failure(value, ty)),
            }
        }
        Value::DateTime(_) => Err(invalid_cast(value, ty)),
        Value::Char(_) if matches!(code, TypeCode::Single | TypeCode::Double | TypeCode::Decimal) => {
            Err(invalid_cast(value, ty))
        }
        base => match convert_number(base, code) {
            Ok(number) => Ok(number),
            Err(NumberError::Overflow) => {
                Err(failure_because(value, ty, "InvalidCastIConvertible", &overflow_words(base, code)))
            }
            Err(NumberError::NotANumber)
                if code == TypeCode::BigInteger && matches!(base, Value::Double(_)) =>
            {
                let why = if matches!(base, Value::Double(x) if x.is_nan()) {
                    "The value is not a number."
                } else {
                    "BigInteger cannot represent infinity."
                };
                Err(failure_because(value, ty, "InvalidCastConstructorException", why))
            }
            Err(NumberError::NotANumber) => Err(convert_failure(value, ty)),
        },
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

fn invalid_cast(value: &Value, ty: &TypeRef) -> Box<Raised> {
    let from = value.type_ref().map(|t| t.name()).unwrap_or_default();
    failure_because(
        value,
        ty,
        "InvalidCastIConvertible",
        &format!("Invalid cast from '{from}' to '{}'.", ty.name()),
    )
}

fn zero(code: TypeCode) -> Value {
    convert_number(&Value::Int(0), code).unwrap_or(Value::Int(0))
}

fn text_to_number(value: &Value, s: &PsStr, ty: &TypeRef) -> Result<Value> {
    let code = ty.code();
    let text = s.lossy();
    if let Some(number) = exact_number(text, code) {
        return Ok(number);
    }
    let id = match code {
        TypeCode::Single | TypeCode::Double => "InvalidCastFromStringToDoubleOrSingle",
        TypeCode::Decimal => "InvalidCastFromStringToDecimal",
        TypeCode::BigInteger => "InvalidCastParseTargetInvocation",
        _ => "InvalidCastFromStringToInteger",
    };
    let Some(number) = parse_number_text(text) else {
        let why = if code == TypeCode::BigInteger {
            "The value could not be parsed.".to_owned()
        } else {
            format!("The input string '{text}' was not in a correct format.")
        };
        return Err(failure_because(value, ty, id, &why));
    };
    convert_number(&number, code).map_err(|_| {
        let why = format!("Value was either too large or too small for {}.", type_words(code));
        failure_because(value, ty, id, &why)
    })
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
        TypeCode::Decimal => Decimal::from_str_exact(trimmed).ok().map(Value::decimal),
        TypeCode::BigInteger => trimmed.parse::<BigInt>().ok().map(Value::bigint),
        _ => None,
    }
}

fn to_enum(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let Some(info) = ty.enum_info() else { return Err(convert_failure(value, ty)) };
    match value.base() {
        Value::Str(s) => enums::from_text(s.lossy(), ty, info),
        Value::Enum(e) if e.type_ref() == *ty => Ok(value.clone()),
        Value::Null | Value::Void => Err(Raised::runtime(
            "nullToEnumInvalidCast",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot convert null to type \"{}\" due to enumeration values that are not valid. Specify one of the \
                 following enumeration values and try again. The possible enumeration values are \"{}\".",
                ty.full_name(),
                info.values.iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(",")
            ),
        )),
        Value::Array(_) | Value::Object(_) => {
            let parts = crate::members::elements(rs, value)?;
            let mut names = Vec::new();
            for part in &parts {
                names.push(to_text(rs, part)?);
            }
            enums::from_text(&names.join(","), ty, info)
        }
        base => match convert_number(base, TypeCode::Int64) {
            Ok(Value::Long(raw)) if super::number::code_of(base).is_some_and(TypeCode::is_integer) => {
                enums::from_number(raw, &plain_text(base), ty, info)
            }
            _ => match base {
                Value::Double(_) | Value::Single(_) | Value::Decimal(_) | Value::Char(_) => {
                    enums::from_text(&plain_text(base), ty, info)
                }
                _ => Err(convert_failure(value, ty)),
            },
        },
    }
}

fn to_date(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    match value {
        Value::Str(s) => {
            let now = rs.now();
            let offset = rs.utc_offset_minutes();
            parse_date(s.lossy(), now, &|_| offset).map(Value::DateTime).map_err(|error| {
                failure_because(
                    value,
                    ty,
                    "InvalidCastParseTargetInvocationWithFormatProvider",
                    &error.message(s.lossy()),
                )
            })
        }
        Value::Null | Value::Void => Err(null_failure(ty)),
        Value::Long(ticks) => ticks_to_date(*ticks, value, ty),
        Value::Int(ticks) => ticks_to_date(i64::from(*ticks), value, ty),
        Value::Object(_) => to_object(rs, value, ty),
        other => match super::number::code_of(other) {
            Some(TypeCode::Bool | TypeCode::Char) | None => Err(convert_failure(value, ty)),
            Some(_) => match convert_number(other, TypeCode::Int64) {
                Ok(Value::Long(ticks))
                    if !matches!(other, Value::Double(_) | Value::Single(_) | Value::Decimal(_)) =>
                {
                    ticks_to_date(ticks, value, ty)
                }
                _ => {
                    let text = plain_text(other);
                    let now = rs.now();
                    let offset = rs.utc_offset_minutes();
                    parse_date(&text, now, &|_| offset).map(Value::DateTime).map_err(|error| {
                        failure_because(
                            value,
                            ty,
                            "InvalidCastParseTargetInvocationWithFormatProvider",
                            &error.message(&text),
                        )
                    })
                }
            },
        },
    }
}

fn ticks_to_date(ticks: i64, value: &Value, ty: &TypeRef) -> Result<Value> {
    crate::value::DateTime::new(ticks, crate::value::DateTimeKind::Unspecified).map(Value::DateTime).ok_or_else(|| {
        failure_because(
            value,
            ty,
            "InvalidCastConstructorException",
            "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. (Parameter 'ticks')",
        )
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
    match value {
        Value::TimeSpan(_) => Ok(value.clone()),
        Value::Str(s) => parse_span(s.lossy()).map(Value::TimeSpan).map_err(|error| {
            failure_because(
                value,
                ty,
                "InvalidCastParseTargetInvocationWithFormatProvider",
                &error.message(s.lossy()),
            )
        }),
        Value::Long(ticks) => Ok(Value::TimeSpan(crate::value::TimeSpan::new(*ticks))),
        Value::Int(ticks) => Ok(Value::TimeSpan(crate::value::TimeSpan::new(i64::from(*ticks)))),
        Value::Null | Value::Void => Err(null_failure(ty)),
        Value::Double(_) | Value::Single(_) | Value::Decimal(_) => {
            let text = plain_text(value);
            parse_span(&text).map(Value::TimeSpan).map_err(|error| {
                failure_because(
                    value,
                    ty,
                    "InvalidCastParseTargetInvocationWithFormatProvider",
                    &error.message(&text),
                )
            })
        }
        _ => to_object(rs, value, ty),
    }
}

fn to_type(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    match value {
        Value::Null | Value::Void => Ok(Value::Null),
        Value::Type(_) => Ok(value.clone()),
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
        _ => Err(convert_failure(value, ty)),
    }
}

fn to_array(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let Some(element) = ty.element().cloned() else { return Err(convert_failure(value, ty)) };
    let items = match value.base() {
        Value::Null | Value::Void => return Ok(Value::Null),
        Value::Str(s) if element.code() == TypeCode::Char => {
            return Ok(Value::Array(Rc::new(Array::typed(
                element,
                s.to_units().into_iter().map(Value::Char).collect(),
            ))));
        }
        Value::Array(a) if a.rank() == 1 => a.to_vec(),
        other => match crate::members::enumerate(rs, other)? {
            Some(items) => items,
            None => vec![value.clone()],
        },
    };
    let single = !matches!(value.base(), Value::Array(_));
    let mut out = Vec::with_capacity(items.len());
    for item in &items {
        out.push(cast(rs, item, &element).map_err(|e| {
            if single && !matches!(item.base(), Value::Str(_)) { convert_failure(value, ty) } else { e }
        })?);
    }
    Ok(Value::Array(Rc::new(Array::typed(element, out))))
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
            Ok(Value::Object(Object::custom(bag)))
        }
        _ => Ok(value.clone().or_null()),
    }
}

/// To a type of .NET or of a script: its own rule, a constructor, `Parse`, or properties out of a table.
fn to_object(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    if matches!(value.base(), Value::Null | Value::Void) {
        if ty.is_value_type() {
            return Err(null_failure(ty));
        }
        return Ok(Value::Null);
    }
    // A number counts as its text where the type is made of texts.
    let text = super::number::code_of(value.base())
        .filter(|c| c.is_numeric())
        .map(|_| Value::str(plain_text(value.base())));
    if let Some(def) = crate::types::TypeDef::of(ty)
        && let Some(convert) = def.convert_from
    {
        if let Some(done) = convert(rs, value.base()) {
            return done.map_err(|raised| wrap_cast_error(value, ty, raised));
        }
        if let Some(done) = text.as_ref().and_then(|t| convert(rs, t)) {
            return done.map_err(|raised| wrap_cast_error(value, ty, raised));
        }
    }
    if is_convertible(value.base()) && !takes_exactly(ty, value.base()) {
        return Err(failure_because(
            value,
            ty,
            "InvalidCastIConvertible",
            &format!(
                "Invalid cast from '{}' to '{}'.",
                value.base().type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default(),
                ty.full_name()
            ),
        ));
    }
    if let [element] = ty.generic_arguments()
        && super::number::code_of(value.base()).is_some()
        && crate::types::TypeDef::of(ty).is_some_and(|d| d.enumerate.is_some())
    {
        let item = cast(rs, value, element)?;
        return crate::members::construct(rs, ty, &[Value::array(vec![item])]);
    }
    if let Value::Hash(h) = value.base() {
        return crate::members::construct_from_table(rs, ty, h);
    }
    if let Value::Object(o) = value.base()
        && let ObjectData::Custom(bag) = &o.data
    {
        let table = Dictionary::ordered();
        for (name, item) in bag.borrow().iter() {
            table.set_str(name, item.clone());
        }
        return crate::members::construct_from_table(rs, ty, &table);
    }
    let parsed = match (value.base(), &text) {
        (Value::Str(_), _) => Some(value),
        (_, Some(text)) => Some(text),
        _ => None,
    };
    if let Some(text) = parsed
        && let Some(done) = crate::members::call_static_if_any(rs, ty, "Parse", std::slice::from_ref(text))
    {
        return done.map_err(|raised| wrap_cast_error(value, ty, raised));
    }
    match crate::members::construct_from_one(rs, ty, value) {
        Some(done) => done.map_err(|raised| wrap_constructor_error(value, ty, raised)),
        None => Err(convert_failure(value, ty)),
    }
}

/// Whether .NET tries `IConvertible` on the value, which knows no type but the primitive ones.
fn is_convertible(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Char(_) | Value::DateTime(_) | Value::Enum(_))
}

/// Whether a constructor takes a value of just this type.
fn takes_exactly(ty: &TypeRef, value: &Value) -> bool {
    if ty.class_info().is_some() {
        return true;
    }
    let Some(own) = value.type_ref() else { return false };
    crate::types::native_members(ty.definition_name()).is_some_and(|m| {
        m.constructors.iter().filter(|c| c.parameters.len() == 1).any(|c| {
            c.parameters.first().is_some_and(|p| {
                let wanted = p.ty.of(ty);
                wanted == own || wanted.code() == TypeCode::Object || own.is_a(&wanted)
            })
        })
    })
}

fn inner_message(raised: &Raised) -> Option<String> {
    let record = raised.record()?;
    let exception = Value::Object(record.exception.clone());
    let base = crate::error::base_exception(&exception);
    base.native::<crate::error::Exception>().map(|e| e.message.borrow().lossy().to_owned())
}

fn wrap_cast_error(value: &Value, ty: &TypeRef, raised: Box<Raised>) -> Box<Raised> {
    // Where `Parse` takes a culture, the invariant one is given to it.
    let with_provider = crate::types::native_members(ty.definition_name()).is_some_and(|m| {
        m.methods
            .get("parse")
            .is_some_and(|all| all.iter().any(|p| p.is_static && p.signature.contains("IFormatProvider")))
    });
    let id = if with_provider {
        "InvalidCastParseTargetInvocationWithFormatProvider"
    } else {
        "InvalidCastParseTargetInvocation"
    };
    match inner_message(&raised) {
        Some(message)
            if raised.record().is_some_and(|r| r.raw.get() || r.id.borrow().ends_with("Exception")) =>
        {
            failure_because(value, ty, id, &message)
        }
        _ => raised,
    }
}

fn wrap_constructor_error(value: &Value, ty: &TypeRef, raised: Box<Raised>) -> Box<Raised> {
    match inner_message(&raised) {
        Some(message) => failure_because(value, ty, "InvalidCastConstructorException", &message),
        None => raised,
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
