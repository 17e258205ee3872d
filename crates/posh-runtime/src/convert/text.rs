//! Values as text, as PowerShell's string conversion gives it.

use crate::error::Result;
use crate::runspace::Runspace;
use crate::value::{ObjectData, Value};

/// A double as .NET prints it: the shortest text that reads back the same, `E` notation from 1E+17 and from 1E-05 down.
pub fn double_text(x: f64) -> String {
    notation(x, x.is_nan(), format!("{x:e}"), 17)
}

/// A single as .NET prints it.
pub fn single_text(x: f32) -> String {
    notation(f64::from(x), x.is_nan(), format!("{x:e}"), 9)
}

/// A double as PowerShell converts it to a string: 15 significant digits.
fn short_double(x: f64) -> String {
    notation(x, x.is_nan(), trimmed(format!("{x:.14e}")), 15)
}

/// A single as PowerShell converts it to a string: 7 significant digits.
fn short_single(x: f32) -> String {
    notation(f64::from(x), x.is_nan(), trimmed(format!("{x:.6e}")), 7)
}

/// Scientific notation without zeros at the end of the mantissa.
fn trimmed(scientific: String) -> String {
    match scientific.split_once('e') {
        Some((mantissa, exponent)) if mantissa.contains('.') => {
            format!("{}e{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => scientific,
    }
}

fn notation(x: f64, nan: bool, scientific: String, limit: i32) -> String {
    if nan {
        return "NaN".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "∞" } else { "-∞" }.into();
    }
    if x == 0.0 {
        return if x.is_sign_negative() { "-0" } else { "0" }.into();
    }
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if exponent >= limit || exponent <= -5 {
        let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
        let point = if rest.is_empty() { "" } else { "." };
        let sign_of_exponent = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{point}{rest}E{sign_of_exponent}{:02}", exponent.abs());
    }
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = usize::try_from(exponent).unwrap_or(0) + 1;
    match digits.split_at_checked(whole) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits}{}", "0".repeat(whole - digits.len())),
    }
}

/// Text of a value that needs no script to run: scalars, types, enumerations. Collections and objects give their
/// elements or type names.
pub fn plain_text(value: &Value) -> String {
    match value {
        Value::Null | Value::Void => String::new(),
        Value::Bool(b) | Value::Switch(b) => if *b { "True" } else { "False" }.into(),
        Value::Char(c) => String::from_utf16_lossy(&[*c]),
        Value::SByte(i) => i.to_string(),
        Value::Byte(i) => i.to_string(),
        Value::Int16(i) => i.to_string(),
        Value::UInt16(i) => i.to_string(),
        Value::Int(i) => i.to_string(),
        Value::UInt(i) => i.to_string(),
        Value::Long(i) => i.to_string(),
        Value::ULong(i) => i.to_string(),
        Value::Single(x) => infinity(short_single(*x)),
        Value::Double(x) => infinity(short_double(*x)),
        Value::Decimal(d) => d.to_string(),
        Value::BigInt(i) => i.to_string(),
        Value::DateTime(d) => crate::format::date_text(*d),
        Value::TimeSpan(t) => t.text(),
        Value::Str(s) => s.lossy().to_owned(),
        Value::Enum(e) => e.text(),
        Value::Type(t) => t.full_name().to_owned(),
        Value::Array(a) => a.to_vec().iter().map(plain_text).collect::<Vec<_>>().join(" "),
        Value::Hash(h) => h.type_ref().full_name().to_owned(),
        Value::Block(b) => b.text().to_owned(),
        Value::Wrapped(w) => plain_text(&w.base),
        Value::Object(o) => crate::net::value_text(value).unwrap_or_else(|| match &o.data {
            ObjectData::Custom(_) => custom_text(value),
            _ => o.ty().full_name().to_owned(),
        }),
    }
}

/// PowerShell converts with the invariant culture, whose infinity is a word.
fn infinity(text: String) -> String {
    match text.as_str() {
        "∞" => "Infinity".into(),
        "-∞" => "-Infinity".into(),
        _ => text,
    }
}

/// `@{a=1; b=2}`: what a custom object converts to.
fn custom_text(value: &Value) -> String {
    let Value::Object(o) = value else { return String::new() };
    let Some(bag) = o.bag() else { return String::new() };
    let items: Vec<String> = bag.borrow().iter().map(|(n, v)| format!("{n}={}", nested_text(v))).collect();
    format!("@{{{}}}", items.join("; "))
}

fn nested_text(value: &Value) -> String {
    match value.base() {
        Value::Object(o) if o.bag().is_some() => String::new(),
        Value::Array(a) => a.type_ref().full_name().to_owned(),
        other => plain_text(other),
    }
}

/// A value as text (`"$value"`): elements joined by `$OFS`, `ToString()` of scripts' classes and script methods called.
///
/// # Errors
/// What a `ToString()` of the script throws.
pub fn to_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    match value {
        Value::Array(a) => {
            let items = a.to_vec();
            join(rs, &items)
        }
        Value::Object(_) | Value::Wrapped(_) | Value::Hash(_) | Value::Block(_) => object_text(rs, value),
        Value::Type(ty) => Ok(ty.display_name()),
        other => Ok(plain_text(other)),
    }
}

fn join(rs: &mut Runspace, items: &[Value]) -> Result<String> {
    let separator = match rs.variable("OFS") {
        Some(Value::Null | Value::Void) | None => " ".to_owned(),
        Some(other) => plain_text(&other),
    };
    let mut text = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            text.push_str(&separator);
        }
        match item.base() {
            // Inside a list, a list shows as its type.
            Value::Array(inner) => text.push_str(inner.type_ref().full_name()),
            // .NET knows no text of a custom object.
            Value::Object(o)
                if o.bag().is_some() && crate::members::script_to_string(rs, item)?.is_none() => {}
            other => text.push_str(&to_text(rs, other)?),
        }
    }
    Ok(text)
}

fn object_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    if let Some(text) = crate::members::script_to_string(rs, value)? {
        return Ok(text);
    }
    if let Value::Object(o) = value.base() {
        if let Some(def) = crate::types::TypeDef::of(o.ty()) {
            if let Some(text) = def.text {
                return text(rs, value.base());
            }
            if let Some(enumerate) = def.enumerate {
                let items = enumerate(rs, value.base())?;
                return join(rs, &items);
            }
        }
        if o.class().is_some()
            && let Some(items) = crate::members::enumerate(rs, value)?
        {
            return join(rs, &items);
        }
        if let Some(instance) = o.class()
            && let Some(base) = instance.base.get()
        {
            return to_text(rs, base);
        }
        if o.bag().is_some() {
            return custom_text_of_script(rs, value);
        }
    }
    Ok(plain_text(value))
}

fn custom_text_of_script(rs: &mut Runspace, value: &Value) -> Result<String> {
    let properties = crate::members::properties_of(rs, value)?;
    if properties.is_empty() {
        return Ok(String::new());
    }
    let mut items = Vec::new();
    for (name, property) in properties {
        let text = match property.base() {
            Value::Array(a) => a.type_ref().full_name().to_owned(),
            Value::Object(o) if o.bag().is_some() => String::new(),
            Value::Object(_) => to_text(rs, &property).unwrap_or_default(),
            other => plain_text(other),
        };
        items.push(format!("{name}={text}"));
    }
    Ok(format!("@{{{}}}", items.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_print_as_dotnet_prints_them() {
        for (x, text) in [
            (1.0, "1"),
            (0.1, "0.1"),
            (1e15, "1000000000000000"),
            (1e17, "1E+17"),
            (0.1 + 0.2, "0.30000000000000004"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e-5, "1E-05"),
            (0.0001, "0.0001"),
            (-1.5e300, "-1.5E+300"),
            (100.0, "100"),
            (f64::MAX, "1.7976931348623157E+308"),
        ] {
            assert_eq!(double_text(x), text);
        }
    }

    #[test]
    fn strings_have_fifteen_digits() {
        for (x, text) in [
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e15, "1E+15"),
            (f64::MAX, "1.79769313486232E+308"),
            (-0.0, "-0"),
            (f64::INFINITY, "Infinity"),
            (1e-5, "1E-05"),
            (0.5, "0.5"),
        ] {
            assert_eq!(plain_text(&Value::Double(x)), text);
        }
        assert_eq!(plain_text(&Value::Single(0.1)), "0.1");
    }
}
