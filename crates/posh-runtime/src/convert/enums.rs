//! Enumerations out of text and numbers.

use std::rc::Rc;

use super::cast::{failure_because, net_text_of};
use crate::error::{ErrorCategory, Raised, Result};
use crate::types::{TypeCode, TypeRef};
use crate::value::{EnumInfo, EnumValue, Value};

/// .NET's order of an enumeration's names: by value, unsigned, those of one value in order of the definition.
fn in_order(info: &EnumInfo) -> Vec<&(Rc<str>, i64)> {
    let mut sorted: Vec<_> = info.values.iter().collect();
    sorted.sort_by_key(|(_, v)| v.cast_unsigned());
    sorted
}

fn names(info: &EnumInfo, separator: &str) -> String {
    in_order(info).iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(separator)
}

/// Null is no value of an enumeration.
pub(super) fn null_failure(ty: &TypeRef) -> Box<Raised> {
    let names = ty.enum_info().map(|info| names(info, ",")).unwrap_or_default();
    Raised::runtime(
        "nullToEnumInvalidCast",
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot convert null to type \"{}\" due to enumeration values that are not valid. Specify one of the \
             following enumeration values and try again. The possible enumeration values are \"{names}\".",
            ty.full_name()
        ),
    )
}

fn undefined(value: &Value, ty: &TypeRef, info: &EnumInfo, id: &str) -> Box<Raised> {
    Raised::runtime(
        id,
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot convert value \"{}\" to type \"{}\" due to enumeration values that are not valid. Specify one \
             of the following enumeration values and try again. The possible enumeration values are \"{}\".",
            net_text_of(value),
            ty.full_name(),
            names(info, ",")
        ),
    )
}

/// Whether a number stands for a value of the enumeration: one of its values, or a union of its flags.
fn is_defined(info: &EnumInfo, raw: i64) -> bool {
    let signed = info.underlying != TypeCode::UInt64;
    if signed && info.values.iter().any(|(_, v)| *v < 0) {
        return true;
    }
    if signed && raw < 0 {
        return false;
    }
    if info.flags {
        let all = info.values.iter().fold(0, |bits, (_, v)| bits | v);
        return raw & !all == 0;
    }
    info.name_of(raw).is_some()
}

/// The lowest bits of an integer, as the type below an enumeration holds them.
#[expect(clippy::cast_possible_truncation, reason = "what leaves the type is cut off, as Enum.ToObject does")]
pub(super) fn truncated(whole: i128, underlying: TypeCode) -> i64 {
    match underlying {
        TypeCode::SByte => i64::from(whole as i8),
        TypeCode::Byte => i64::from(whole as u8),
        TypeCode::Int16 => i64::from(whole as i16),
        TypeCode::UInt16 => i64::from(whole as u16),
        TypeCode::UInt32 => i64::from(whole as u32),
        TypeCode::Int64 | TypeCode::UInt64 => whole as i64,
        _ => i64::from(whole as i32),
    }
}

/// An enumeration's value out of a number.
pub(super) fn from_number(number: i64, value: &Value, ty: &TypeRef, info: &EnumInfo) -> Result<Value> {
    if !is_defined(info, number) {
        return Err(undefined(value, ty, info, "UndefinedIntegerToEnum"));
    }
    Ok(Value::Enum(Rc::new(EnumValue::new(ty.clone(), number))))
}

/// An enumeration's value out of text: a number, names joined by commas, or the beginning of one name.
pub(super) fn from_text(value: &Value, text: &str, ty: &TypeRef, info: &EnumInfo) -> Result<Value> {
    let raw = match parse(text, info) {
        Ok(Some(raw)) => raw,
        Ok(None) => by_beginning(value, text, ty, info)?,
        Err(why) => return Err(failure_because(value, ty, "CaseSensitiveEnumParseThrewAnException", &why)),
    };
    if !is_defined(info, raw) {
        return Err(undefined(value, ty, info, "EnumParseUndefined"));
    }
    Ok(Value::Enum(Rc::new(EnumValue::new(ty.clone(), raw))))
}

/// `Enum.Parse`, first with, then without regard to letter case; an error where a number does not fit.
fn parse(text: &str, info: &EnumInfo) -> std::result::Result<Option<i64>, String> {
    let trimmed = text.trim();
    let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        let fits = trimmed.parse::<i128>().ok().filter(|n| i128::from(truncated(*n, info.underlying)) == *n);
        let unsigned = info.underlying == TypeCode::UInt64;
        let fits = match (fits, unsigned) {
            (Some(number), _) => Some(truncated(number, info.underlying)),
            (None, true) => trimmed.parse::<u64>().ok().map(u64::cast_signed),
            _ => None,
        };
        return fits.map(Some).ok_or_else(|| {
            format!("Value was either too large or too small for {}.", words(info.underlying))
        });
    }
    if trimmed.is_empty() {
        return Ok(None);
    }
    let mut raw = 0;
    for part in trimmed.split(',') {
        match info.value_of(part.trim()) {
            Some(value) => raw |= value,
            None => return Ok(None),
        }
    }
    Ok(Some(raw))
}

fn words(underlying: TypeCode) -> &'static str {
    match underlying {
        TypeCode::SByte => "a signed byte",
        TypeCode::Byte => "an unsigned byte",
        TypeCode::Int16 => "an Int16",
        TypeCode::UInt16 => "a UInt16",
        TypeCode::UInt32 => "a UInt32",
        TypeCode::Int64 => "an Int64",
        TypeCode::UInt64 => "a UInt64",
        _ => "an Int32",
    }
}

/// Names that win where several begin with a text.
fn preferred(ty: &TypeRef) -> &'static [&'static str] {
    if ty.full_name() == "System.IO.FileAttributes" { &["Directory", "ReadOnly", "System"] } else { &[] }
}

fn by_beginning(value: &Value, text: &str, ty: &TypeRef, info: &EnumInfo) -> Result<i64> {
    let folded = text.to_lowercase();
    let found: Vec<_> =
        in_order(info).into_iter().filter(|(n, _)| n.to_lowercase().starts_with(&folded)).collect();
    let failed = |why: String| {
        Err(failure_because(value, ty, "SubstringDisambiguationEnumParseThrewAnException", &why))
    };
    match found.as_slice() {
        [] => failed(format!(
            "Unable to match the identifier name {text} to a valid enumerator name. Specify one of the following \
             enumerator names and try again:\n{}",
            names(info, ", ")
        )),
        [(_, only)] => Ok(*only),
        several => {
            let wins = preferred(ty).iter().find_map(|p| several.iter().find(|(n, _)| **n == **p));
            if let Some((_, raw)) = wins {
                return Ok(*raw);
            }
            failed(format!(
                "The identifier name {text} cannot be processed because it is either too similar or identical to the \
                 following enumerator names: {}. Use a more specific identifier name.",
                several.iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(", ")
            ))
        }
    }
}
