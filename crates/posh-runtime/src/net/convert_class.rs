//! `System.Convert`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::parse_number::{self, Styles};
use crate::convert::{byte_array, code_of, plain_text};
use crate::error::{Raised, Result};
use crate::format::culture::{self, Culture};
use crate::types::{Call, TypeCode, TypeDef, TypeRef};
use crate::value::Value;

fn invalid_cast(value: &Value, to: &str) -> Box<Raised> {
    let from = value.type_ref();
    let convertible = code_of(value).is_some() || matches!(value, Value::DateTime(_) | Value::Str(_));
    let message = if convertible {
        format!("Invalid cast from '{}' to '{to}'.", from.map(|t| t.name()).unwrap_or_default())
    } else {
        format!(
            "Unable to cast object of type '{}' to type 'System.IConvertible'.",
            from.map(|t| t.full_name().to_owned()).unwrap_or_default()
        )
    };
    Raised::net("System.InvalidCastException", message)
}

/// `Type.Name` of a number's type.
fn name_of(code: TypeCode) -> &'static str {
    match code {
        TypeCode::Bool => "Boolean",
        TypeCode::Char => "Char",
        TypeCode::SByte => "SByte",
        TypeCode::Byte => "Byte",
        TypeCode::Int16 => "Int16",
        TypeCode::UInt16 => "UInt16",
        TypeCode::UInt32 => "UInt32",
        TypeCode::Int64 => "Int64",
        TypeCode::UInt64 => "UInt64",
        TypeCode::Single => "Single",
        TypeCode::Double => "Double",
        TypeCode::Decimal => "Decimal",
        _ => "Int32",
    }
}

/// The value as a number of a type, as `Convert.ToXxx(object)` makes it.
fn number(value: &Value, code: TypeCode, culture: &Culture) -> Result<Value> {
    let base = match value.base() {
        Value::Enum(e) => Value::Long(e.raw),
        other => other.clone(),
    };
    let float = matches!(code, TypeCode::Single | TypeCode::Double | TypeCode::Decimal);
    let name = name_of(code);
    match &base {
        Value::Null | Value::Void => Ok(crate::convert::zero_of(code)),
        Value::Str(s) => parse_number::parse(s.lossy(), code, Styles::of(code), culture)
            .map_err(|failure| failure.raise(s.lossy(), code)),
        Value::Char(_) if float => Err(invalid_cast(&base, name)),
        Value::DateTime(_) => Err(invalid_cast(&base, name)),
        other if code_of(other).is_none() || matches!(other, Value::BigInt(_)) => {
            Err(invalid_cast(other, name))
        }
        other => crate::convert::convert_checked(other, code).ok_or_else(|| {
            // The small integers are made by way of an Int32.
            let small = matches!(code, TypeCode::SByte | TypeCode::Byte | TypeCode::Int16 | TypeCode::UInt16);
            let by_way = small
                && matches!(other, Value::Double(_) | Value::Single(_))
                && crate::convert::convert_checked(other, TypeCode::Int32).is_none();
            parse_number::overflow(if by_way { TypeCode::Int32 } else { code })
        }),
    }
}

fn to(call: &mut Call<'_>, code: TypeCode) -> Result<Value> {
    let culture = culture::of_argument(&call.arg(1));
    number(&call.arg(0), code, &culture)
}

fn to_boolean(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    match value.base() {
        Value::Str(s) => super::boxes::parse_bool(s.lossy()),
        Value::Char(_) | Value::DateTime(_) => Err(invalid_cast(value.base(), "Boolean")),
        Value::Null | Value::Void => Ok(Value::Bool(false)),
        Value::Enum(e) => Ok(Value::Bool(e.raw != 0)),
        other if code_of(other).is_some() => Ok(Value::Bool(crate::convert::is_true(other))),
        other => Err(invalid_cast(other, "Boolean")),
    }
}

fn to_char(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    match value.base() {
        Value::Null | Value::Void => Ok(Value::Char(0)),
        Value::Char(_) => Ok(value),
        Value::Str(s) if s.len16() == 1 => Ok(Value::Char(s.unit_at(0).unwrap_or(0))),
        Value::Str(_) => {
            Err(Raised::net("System.FormatException", "String must be exactly one character long."))
        }
        other @ (Value::Bool(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_)
        | Value::DateTime(_)) => Err(invalid_cast(other, "Char")),
        other if code_of(other).is_some() => crate::convert::convert_checked(other, TypeCode::Char)
            .ok_or_else(|| parse_number::overflow(TypeCode::Char)),
        other => Err(invalid_cast(other, "Char")),
    }
}

fn to_date_time(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    match value.base() {
        Value::DateTime(_) => Ok(value),
        Value::Str(s) => super::datetime::parse_in(call.rs, s.lossy(), &call.arg(1), 0).map(Value::DateTime),
        Value::Null | Value::Void => Ok(Value::DateTime(crate::value::DateTime::min())),
        other => Err(invalid_cast(other, "DateTime")),
    }
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    if value.is_null() {
        return Ok(Value::str(""));
    }
    let culture = culture::of_argument(&call.arg(1));
    let rs = &mut *call.rs;
    culture::with(&culture, || crate::format::culture_text(rs, &value)).map(Value::from)
}

fn invalid_base() -> Box<Raised> {
    Raised::net("System.ArgumentException", "Invalid Base.")
}

fn to_base(call: &mut Call<'_>) -> Result<Value> {
    let base = call.int(1);
    let value = call.arg(0);
    let (number, bits): (i64, u64) = match value.base() {
        Value::Byte(b) => (i64::from(*b), u64::from(*b)),
        Value::Int16(i) => (i64::from(*i), u64::from(i.cast_unsigned())),
        Value::Int(i) => (i64::from(*i), u64::from(i.cast_unsigned())),
        Value::Long(i) => (*i, i.cast_unsigned()),
        _ => (0, 0),
    };
    Ok(Value::str(match base {
        2 => format!("{bits:b}"),
        8 => format!("{bits:o}"),
        10 => number.to_string(),
        16 => format!("{bits:x}"),
        _ => return Err(invalid_base()),
    }))
}

/// Digits of base 2, 8, 10 or 16; in the first three they are the number's bits.
fn from_base(call: &mut Call<'_>, code: TypeCode) -> Result<Value> {
    let base = call.int(1);
    if !matches!(base, 2 | 8 | 10 | 16) {
        return Err(invalid_base());
    }
    if call.arg(0).is_null() {
        return Ok(crate::convert::zero_of(code));
    }
    let text = call.text(0);
    let whole = text.lossy();
    if whole.is_empty() {
        return Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            "Specified argument was out of the range of valid values. (Parameter 'Index was out of range. Must be \
             non-negative and less than the size of the collection.')",
        ));
    }
    let (negative, mut digits) = match whole.strip_prefix('-') {
        Some(_) if base != 10 => {
            return Err(Raised::net(
                "System.ArgumentException",
                "String cannot contain a minus sign if the base is not 10.",
            ));
        }
        Some(rest) => (true, rest),
        None => (false, whole.strip_prefix('+').unwrap_or(whole)),
    };
    if base == 16 {
        digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).unwrap_or(digits);
    }
    let radix = base.unsigned_abs();
    let good = digits.chars().take_while(|c| c.is_digit(radix)).count();
    if good == 0 {
        return Err(Raised::net("System.FormatException", "Could not find any recognizable digits."));
    }
    if good < digits.chars().count() {
        return Err(Raised::net(
            "System.FormatException",
            "Additional non-parsable characters are at the end of the string.",
        ));
    }
    let overflow = || parse_number::overflow(code);
    if base == 10 {
        let number = digits.parse::<i128>().map_err(|_| overflow())?;
        let number = if negative { -number } else { number };
        return Ok(match code {
            TypeCode::Byte => Value::Byte(u8::try_from(number).map_err(|_| overflow())?),
            TypeCode::SByte => Value::SByte(i8::try_from(number).map_err(|_| overflow())?),
            TypeCode::Int16 => Value::Int16(i16::try_from(number).map_err(|_| overflow())?),
            TypeCode::UInt16 => Value::UInt16(u16::try_from(number).map_err(|_| overflow())?),
            TypeCode::UInt32 => Value::UInt(u32::try_from(number).map_err(|_| overflow())?),
            TypeCode::Int64 => Value::Long(i64::try_from(number).map_err(|_| overflow())?),
            TypeCode::UInt64 => Value::ULong(u64::try_from(number).map_err(|_| overflow())?),
            _ => Value::Int(i32::try_from(number).map_err(|_| overflow())?),
        });
    }
    let bits = u64::from_str_radix(digits, radix).map_err(|_| overflow())?;
    Ok(match code {
        TypeCode::Byte => Value::Byte(u8::try_from(bits).map_err(|_| overflow())?),
        TypeCode::SByte => Value::SByte(u8::try_from(bits).map_err(|_| overflow())?.cast_signed()),
        TypeCode::Int16 => Value::Int16(u16::try_from(bits).map_err(|_| overflow())?.cast_signed()),
        TypeCode::UInt16 => Value::UInt16(u16::try_from(bits).map_err(|_| overflow())?),
        TypeCode::UInt32 => Value::UInt(u32::try_from(bits).map_err(|_| overflow())?),
        TypeCode::Int64 => Value::Long(bits.cast_signed()),
        TypeCode::UInt64 => Value::ULong(bits),
        _ => Value::Int(u32::try_from(bits).map_err(|_| overflow())?.cast_signed()),
    })
}

fn bytes(value: &Value, parameter: &str) -> Result<Vec<u8>> {
    match value.base() {
        Value::Array(a) => Ok(a.to_bytes().unwrap_or_default()),
        _ => Err(Raised::null_argument(parameter)),
    }
}

fn to_base64(call: &mut Call<'_>) -> Result<Value> {
    let mut input = bytes(&call.arg(0), "inArray")?;
    if call.args.len() >= 3 {
        let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
        let count = usize::try_from(call.int(2)).unwrap_or(usize::MAX);
        input = start
            .checked_add(count)
            .and_then(|end| input.get(start..end))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| {
                Raised::out_of_range("offset", "Offset and length must refer to a position in the string.")
            })?;
    }
    let text = STANDARD.encode(input);
    let breaks = matches!(call.args.last().map(Value::base), Some(Value::Enum(e)) if e.raw == 1);
    if !breaks {
        return Ok(Value::str(text));
    }
    let lines: Vec<&str> = text.as_bytes().chunks(76).filter_map(|c| std::str::from_utf8(c).ok()).collect();
    Ok(Value::str(lines.join("\r\n")))
}

fn from_base64(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text: String =
        call.text(0).lossy().chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).collect();
    let lenient = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    );
    lenient.decode(text).map(byte_array).map_err(|_| {
        Raised::net(
            "System.FormatException",
            "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding \
             characters, or an illegal character among the padding characters.",
        )
    })
}

fn to_hex(call: &mut Call<'_>) -> Result<Value> {
    let input = bytes(&call.arg(0), "inArray")?;
    Ok(Value::str(input.iter().map(|b| format!("{b:02X}")).collect::<String>()))
}

fn to_hex_lower(call: &mut Call<'_>) -> Result<Value> {
    let input = bytes(&call.arg(0), "inArray")?;
    Ok(Value::str(input.iter().map(|b| format!("{b:02x}")).collect::<String>()))
}

fn from_hex(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text = call.text(0);
    let units = text.to_units();
    if !units.len().is_multiple_of(2) {
        return Err(Raised::net(
            "System.FormatException",
            "The input is not a valid hex string as its length is not a multiple of 2.",
        ));
    }
    let digit = |u: &u16| char::from_u32(u32::from(*u)).and_then(|c| c.to_digit(16));
    let decoded: Option<Vec<u8>> = units
        .chunks(2)
        .map(|pair| match pair {
            [a, b] => u8::try_from(digit(a)? * 16 + digit(b)?).ok(),
            _ => None,
        })
        .collect();
    decoded.map(byte_array).ok_or_else(|| {
        Raised::net(
            "System.FormatException",
            "The input is not a valid hex string as it contains a non-hex character.",
        )
    })
}

fn change_type(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let ty = match call.arg(1) {
        Value::Type(t) => t,
        Value::Enum(e) => {
            match TypeRef::named("System.TypeCode").enum_info().and_then(|i| i.name_of(e.raw).cloned()) {
                Some(name) => TypeRef::named(&format!("System.{name}")),
                None => return Err(Raised::null_argument("conversionType")),
            }
        }
        _ => return Err(Raised::null_argument("conversionType")),
    };
    if value.is_null() {
        if ty.is_value_type() {
            return Err(Raised::net(
                "System.InvalidCastException",
                "Null object cannot be converted to a value type.",
            ));
        }
        return Ok(Value::Null);
    }
    if value.base().type_ref().as_ref() == Some(&ty) || ty.code() == TypeCode::Object {
        return Ok(value);
    }
    let args = [value.clone(), call.arg(2)];
    let mut inner = Call { rs: call.rs, this: &Value::Null, args: &args, ty: call.ty };
    match ty.code() {
        TypeCode::Bool => to_boolean(&mut inner),
        TypeCode::Char => to_char(&mut inner),
        TypeCode::DateTime => to_date_time(&mut inner),
        TypeCode::String => to_string(&mut inner),
        TypeCode::BigInteger => Err(invalid_cast(value.base(), ty.full_name())),
        code if code.is_numeric() => to(&mut inner, code),
        _ => Err(Raised::net(
            "System.InvalidCastException",
            format!(
                "Invalid cast from '{}' to '{}'.",
                value.base().type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default(),
                ty.full_name()
            ),
        )),
    }
}

fn type_code(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let name = match value.base() {
        Value::Null | Value::Void => "Empty",
        Value::Str(_) => "String",
        Value::DateTime(_) => "DateTime",
        Value::BigInt(_) => "Object",
        other => match code_of(other) {
            Some(code) => {
                let name = name_of(code);
                return Ok(crate::convert::enum_value("System.TypeCode", name));
            }
            None => "Object",
        },
    };
    Ok(crate::convert::enum_value("System.TypeCode", name))
}

fn is_db_null(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(plain_text(&call.arg(0)) == "System.DBNull"))
}

macro_rules! numbers {
    ($($name:literal $text:literal $code:ident),* $(,)?) => {
        &[
            $(
                (concat!("static ", $text, " To", $name, "(System.Object value)"), |c| to(c, TypeCode::$code)),
                (
                    concat!("static ", $text, " To", $name, "(System.Object value, System.IFormatProvider provider)"),
                    |c| to(c, TypeCode::$code),
                ),
                (
                    concat!("static ", $text, " To", $name, "(string value, int fromBase)"),
                    |c| from_base(c, TypeCode::$code),
                ),
            )*
            ("static float ToSingle(System.Object value)", |c| to(c, TypeCode::Single)),
            ("static float ToSingle(System.Object value, System.IFormatProvider provider)", |c| to(c, TypeCode::Single)),
            ("static double ToDouble(System.Object value)", |c| to(c, TypeCode::Double)),
            ("static double ToDouble(System.Object value, System.IFormatProvider provider)", |c| to(c, TypeCode::Double)),
            ("static decimal ToDecimal(System.Object value)", |c| to(c, TypeCode::Decimal)),
            ("static decimal ToDecimal(System.Object value, System.IFormatProvider provider)", |c| to(c, TypeCode::Decimal)),
            ("static bool ToBoolean(System.Object value)", to_boolean),
            ("static bool ToBoolean(System.Object value, System.IFormatProvider provider)", to_boolean),
            ("static char ToChar(System.Object value)", to_char),
            ("static datetime ToDateTime(System.Object value)", to_date_time),
            ("static datetime ToDateTime(System.Object value, System.IFormatProvider provider)", to_date_time),
            ("static string ToString(System.Object value)", to_string),
            ("static string ToString(System.Object value, System.IFormatProvider provider)", to_string),
            ("static string ToString(byte value, int toBase)", to_base),
            ("static string ToString(short value, int toBase)", to_base),
            ("static string ToString(int value, int toBase)", to_base),
            ("static string ToString(long value, int toBase)", to_base),
            ("static string ToBase64String(byte[] inArray)", to_base64),
            ("static string ToBase64String(byte[] inArray, System.Base64FormattingOptions options)", to_base64),
            ("static string ToBase64String(byte[] inArray, int offset, int length)", to_base64),
            ("static byte[] FromBase64String(string s)", from_base64),
            ("static string ToHexString(byte[] inArray)", to_hex),
            ("static string ToHexStringLower(byte[] inArray)", to_hex_lower),
            ("static byte[] FromHexString(string s)", from_hex),
            ("static System.Object ChangeType(System.Object value, type conversionType)", change_type),
            ("static System.Object ChangeType(System.Object value, System.TypeCode typeCode)", change_type),
            ("static System.Object ChangeType(System.Object value, type conversionType, System.IFormatProvider provider)", change_type),
            ("static System.TypeCode GetTypeCode(System.Object value)", type_code),
            ("static bool IsDBNull(System.Object value)", is_db_null),
        ]
    };
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: numbers![
        "SByte" "sbyte" SByte,
        "Byte" "byte" Byte,
        "Int16" "short" Int16,
        "UInt16" "ushort" UInt16,
        "Int32" "int" Int32,
        "UInt32" "uint" UInt32,
        "Int64" "long" Int64,
        "UInt64" "ulong" UInt64,
    ],
    ..TypeDef::new("System.Convert")
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::PsStr;

    #[test]
    fn bits_are_read_as_the_type() {
        let mut rs = crate::Runspace::new(std::rc::Rc::new(crate::host::NullHost));
        let ty = TypeRef::named("System.Convert");
        let args = [Value::Str(PsStr::from("ffffffff")), Value::Int(16)];
        let mut call = Call { rs: &mut rs, this: &Value::Null, args: &args, ty: &ty };
        assert!(matches!(from_base(&mut call, TypeCode::Int32), Ok(Value::Int(-1))));
        assert!(from_base(&mut call, TypeCode::Int16).is_err());
    }
}
