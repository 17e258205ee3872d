//! Values as the text of a cell or a line.

use std::cell::RefCell;
use std::rc::Rc;

use posh_runtime::convert::{plain_text, to_text};
use posh_runtime::format::{culture_text, format_number, format_value};
use posh_runtime::types::TypeCode;
use posh_runtime::{Result, Runspace, Value, members};

use crate::generate::Failure;

/// How values become text.
#[derive(Clone, Debug)]
pub(crate) struct TextRules {
    /// `$FormatEnumerationLimit`: elements of a collection that are shown; none where all are.
    pub(crate) limit: Option<usize>,
    /// Whether a value that cannot be computed shows as `#ERR`, one that cannot be formatted as `#FMTERR`.
    pub(crate) display_error: bool,
    /// Where failures are noted, if they are.
    pub(crate) failures: Option<Rc<RefCell<Vec<Failure>>>>,
}

impl TextRules {
    /// As the session says.
    pub(crate) fn of(rs: &Runspace) -> Self {
        let limit = rs.variable("FormatEnumerationLimit").map(|v| plain_text(&v));
        match limit.as_deref().map(str::parse::<i64>) {
            Some(Ok(n)) => Self { limit: usize::try_from(n).ok(), display_error: false, failures: None },
            _ => Self { limit: Some(4), display_error: false, failures: None },
        }
    }
}

/// Whether the value is one of the types that are shown as a line of text.
pub(crate) fn is_scalar(value: &Value) -> bool {
    match value.base() {
        Value::Bool(_)
        | Value::Char(_)
        | Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_)
        | Value::BigInt(_)
        | Value::Str(_)
        | Value::Enum(_) => true,
        other => other.type_ref().is_some_and(|t| {
            matches!(t.full_name(), "System.Security.SecureString" | "System.IntPtr" | "System.UIntPtr")
        }),
    }
}

/// Text of a value, with the format string of a column where it has one.
///
/// # Errors
/// What a `ToString` or an enumerator throws.
pub(crate) fn value_text(
    rs: &mut Runspace,
    value: &Value,
    format: Option<&str>,
    rules: &TextRules,
) -> Result<String> {
    if let Some(format) = format
        && !value.is_null()
    {
        return formatted(rs, value, format);
    }
    if let Value::Hash(_) = value.base() {
        let entries = entries(rs, value)?;
        return collection_text(rs, &entries, rules);
    }
    match members::enumerate(rs, value)? {
        Some(_) if value.is_null() => Ok(String::new()),
        Some(items) => collection_text(rs, &items, rules),
        None => object_text(rs, value),
    }
}

/// `ToString()` of a value that stands on a line of its own.
///
/// # Errors
/// What a `ToString` throws.
pub(crate) fn line_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    object_text(rs, value)
}

fn scalar_text(rs: &mut Runspace, value: &Value) -> String {
    let text = match value.base() {
        Value::Double(_) | Value::Single(_) => object_text(rs, value),
        _ => culture_text(rs, value),
    };
    text.unwrap_or_default()
}

/// `ToString()` in the session's culture.
fn object_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    // PowerShell shows numbers with the digits that are certain.
    match value.base() {
        Value::Double(x) if x.is_normal() => return format_number(value.base(), "G15"),
        Value::Single(x) if x.is_normal() => return format_number(value.base(), "G7"),
        _ => {}
    }
    let is_custom = matches!(value.base(), Value::Object(o) if o.bag().is_some());
    if !is_custom || members::script_to_string(rs, value)?.is_some() {
        return culture_text(rs, value);
    }
    let mut items = Vec::new();
    for (name, property) in members::properties_of(rs, value)? {
        let text = match property.base() {
            Value::Object(o) if o.bag().is_some() => String::new(),
            _ => scalar_text(rs, &property),
        };
        items.push(format!("{name}={text}"));
    }
    Ok(if items.is_empty() { String::new() } else { format!("@{{{}}}", items.join("; ")) })
}

/// The entries of a dictionary.
pub(crate) fn entries(rs: &mut Runspace, table: &Value) -> Result<Vec<Value>> {
    let pairs = members::invoke(rs, table, "GetEnumerator", &[])?;
    Ok(members::enumerate(rs, &pairs)?.unwrap_or_default())
}

/// A format string with braces is a composite one.
fn formatted(rs: &mut Runspace, value: &Value, format: &str) -> Result<String> {
    if format.contains("{0") || format.contains('}') {
        return posh_runtime::format::composite(rs, format, std::slice::from_ref(value))
            .map_err(|e| posh_runtime::Raised::net("System.FormatException", e));
    }
    format_value(rs, value, format)
}

fn collection_text(rs: &mut Runspace, items: &[Value], rules: &TextRules) -> Result<String> {
    let shown = rules.limit.unwrap_or(items.len()).min(items.len());
    let mut texts = Vec::with_capacity(shown);
    for item in items.iter().take(shown) {
        texts.push(element_text(rs, item)?);
    }
    let more = if shown < items.len() { crate::text::ELLIPSIS } else { "" };
    Ok(format!("{{{}{more}}}", texts.join(", ")))
}

fn element_text(rs: &mut Runspace, item: &Value) -> Result<String> {
    match item.base() {
        Value::Null | Value::Void => return Ok("$null".into()),
        Value::Array(a) => return joined(rs, &a.to_vec()),
        _ => {}
    }
    let Some(ty) = item.base().type_ref() else { return Ok(String::new()) };
    if is_entry(item) {
        let key = members::try_property(rs, item, "Key").unwrap_or_default();
        let value = members::try_property(rs, item, "Value").unwrap_or_default();
        return Ok(format!("[{}, {}]", culture_text(rs, &key)?, culture_text(rs, &value)?));
    }
    let text = object_text(rs, item)?;
    if text == ty.full_name()
        && ty.code() != TypeCode::PSCustomObject
        && matches!(item.base(), Value::Object(_))
    {
        // An object without a text of its own shows the property that names it.
        if let Some(name) = crate::property::display_name(rs, item)? {
            let value = members::try_property(rs, item, &name).unwrap_or_default();
            return to_text(rs, &value);
        }
    }
    Ok(text)
}

/// The elements of an array in an array; arrays in it are named by their type.
fn joined(rs: &mut Runspace, items: &[Value]) -> Result<String> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(match item.base() {
            Value::Array(inner) => inner.type_ref().full_name().to_owned(),
            _ => to_text(rs, item)?,
        });
    }
    Ok(texts.join(" "))
}

fn is_entry(value: &Value) -> bool {
    value.base().type_ref().is_some_and(|t| {
        let name = t.definition_name();
        name == "System.Collections.DictionaryEntry" || name == "System.Collections.Generic.KeyValuePair`2"
    })
}
