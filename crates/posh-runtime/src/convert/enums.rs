//! Enumerations out of text and numbers.

use std::rc::Rc;

use crate::error::{ErrorCategory, Raised, Result};
use crate::types::TypeRef;
use crate::value::{EnumInfo, EnumValue, Value};

fn names(info: &EnumInfo) -> String {
    info.values.iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(",")
}

fn unknown_name(text: &str, part: &str, ty: &TypeRef, info: &EnumInfo) -> Box<Raised> {
    let spaced = info.values.iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(", ");
    Raised::runtime(
        "SubstringDisambiguationEnumParseThrewAnException",
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot convert value \"{text}\" to type \"{}\". Error: \"Unable to match the identifier name {part} to a \
             valid enumerator name. Specify one of the following enumerator names and try again:\n{spaced}\"",
            ty.full_name()
        ),
    )
}

fn undefined(text: &str, ty: &TypeRef, info: &EnumInfo, id: &str) -> Box<Raised> {
    Raised::runtime(
        id,
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot convert value \"{text}\" to type \"{}\" due to enumeration values that are not valid. Specify one \
             of the following enumeration values and try again. The possible enumeration values are \"{}\".",
            ty.full_name(),
            names(info)
        ),
    )
}

/// Whether a number stands for a value of the enumeration: one of its values, or a union of its flags.
fn is_defined(info: &EnumInfo, raw: i64) -> bool {
    if info.name_of(raw).is_some() {
        return true;
    }
    if !info.flags {
        return false;
    }
    let all = info.values.iter().fold(0, |bits, (_, v)| bits | v);
    raw & !all == 0
}

/// An enumeration's value out of a number.
pub(super) fn from_number(number: i64, text: &str, ty: &TypeRef, info: &EnumInfo) -> Result<Value> {
    if !is_defined(info, number) {
        return Err(undefined(text, ty, info, "UndefinedIntegerToEnum"));
    }
    Ok(Value::Enum(Rc::new(EnumValue::new(ty.clone(), number))))
}

/// An enumeration's value out of text: names or unambiguous beginnings of names, joined by commas, or a number.
pub(super) fn from_text(text: &str, ty: &TypeRef, info: &EnumInfo) -> Result<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(unknown_name(text, "", ty, info));
    }
    if let Ok(number) = trimmed.parse::<i64>() {
        if !is_defined(info, number) {
            return Err(undefined(text, ty, info, "EnumParseUndefined"));
        }
        return Ok(Value::Enum(Rc::new(EnumValue::new(ty.clone(), number))));
    }
    let mut raw = 0;
    for part in trimmed.split(',') {
        raw |= one_name(part.trim(), text, ty, info)?;
    }
    if !info.flags && trimmed.contains(',') && !is_defined(info, raw) {
        return Err(undefined(text, ty, info, "EnumParseUndefined"));
    }
    Ok(Value::Enum(Rc::new(EnumValue::new(ty.clone(), raw))))
}

fn one_name(part: &str, text: &str, ty: &TypeRef, info: &EnumInfo) -> Result<i64> {
    if let Some(value) = info.value_of(part) {
        return Ok(value);
    }
    if let Ok(number) = part.parse::<i64>() {
        return Ok(number);
    }
    let folded = part.to_lowercase();
    let found: Vec<_> = info.values.iter().filter(|(n, _)| n.to_lowercase().starts_with(&folded)).collect();
    match found.as_slice() {
        [(_, value)] if !part.is_empty() => Ok(*value),
        [(_, first), rest @ ..] if !part.is_empty() && rest.iter().all(|(_, v)| v == first) => Ok(*first),
        [_, ..] if !part.is_empty() => Err(Raised::runtime(
            "SubstringDisambiguationEnumParseThrewAnException",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot convert value \"{text}\" to type \"{}\". Error: \"The identifier name {part} cannot be \
                 processed because it is not unique. Specify one of the following names: {}.\"",
                ty.full_name(),
                found.iter().map(|(n, _)| &**n).collect::<Vec<_>>().join(", ")
            ),
        )),
        _ => Err(unknown_name(text, part, ty, info)),
    }
}
