//! Composite format strings: `{0,-10:N2}`.

use std::fmt::Write as _;

use super::{culture_text, format_value, write_quickly};
use crate::runspace::Runspace;
use crate::value::Value;

/// Fills a composite format string. The error is .NET's message.
///
/// # Errors
/// Where the string or a format in it is not valid, or names an argument that is not there.
pub fn composite(rs: &mut Runspace, pattern: &str, arguments: &[Value]) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut at = 0;
    while let Some(rest) = pattern.get(at..).filter(|r| !r.is_empty()) {
        let Some(brace) = rest.bytes().position(|b| b == b'{' || b == b'}') else {
            out.push_str(rest);
            break;
        };
        out.push_str(rest.get(..brace).unwrap_or(""));
        at += brace;
        let rest = rest.get(brace..).unwrap_or("");
        if rest.starts_with("{{") || rest.starts_with("}}") {
            out.push_str(rest.get(..1).unwrap_or(""));
            at += 2;
            continue;
        }
        if rest.starts_with('}') {
            return Err(bad(at + 1, "Unexpected closing brace without a corresponding opening brace."));
        }
        let Some(close) = rest.find('}') else {
            return Err(bad(pattern.len(), "Format item ends prematurely."));
        };
        item(rs, rest.get(1..close).unwrap_or(""), at + 1, arguments, &mut out)?;
        at += close + 1;
    }
    Ok(out)
}

fn bad(at: usize, why: &str) -> String {
    format!("Input string was not in a correct format. Failure to parse near offset {at}. {why}")
}

fn item(
    rs: &mut Runspace,
    text: &str,
    at: usize,
    arguments: &[Value],
    out: &mut String,
) -> Result<(), String> {
    let (head, format) = match text.split_once(':') {
        Some((head, format)) => (head, Some(format)),
        None => (text, None),
    };
    let (index, width) = match head.split_once(',') {
        Some((index, width)) => (index, Some(width)),
        None => (head, None),
    };
    let digits = index.trim_end();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad(at, "Expected an ASCII digit."));
    }
    let number: usize = digits.parse().map_err(|_| bad(at, "Expected an ASCII digit."))?;
    let width: i32 = match width {
        Some(w) => w.trim().parse().map_err(|_| bad(at + index.len() + 1, "Expected an ASCII digit."))?,
        None => 0,
    };
    let Some(value) = arguments.get(number) else {
        return Err(
            "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."
                .into(),
        );
    };
    let start = out.len();
    let quickly = match (value, format) {
        (Value::Str(text), _) => {
            out.push_str(text.lossy());
            true
        }
        (Value::Int(i), None | Some("")) if *i >= 0 => write!(out, "{i}").is_ok(),
        (Value::Int(_) | Value::Double(_), Some(format)) => write_quickly(value, format, out),
        _ => false,
    };
    if !quickly {
        let shown = match format {
            Some(f) if !f.is_empty() && !value.is_null() => format_value(rs, value, f),
            _ => culture_text(rs, value),
        };
        let shown = shown
            .map_err(|raised| raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default())?;
        out.push_str(&shown);
    }
    if width == 0 {
        return Ok(());
    }
    let shown = out.get(start..).unwrap_or("");
    let len = if shown.is_ascii() { shown.len() } else { shown.encode_utf16().count() };
    let pad = usize::try_from(width.unsigned_abs()).unwrap_or(0).saturating_sub(len);
    if pad > 1 << 20 {
        return Err(bad(at, "The width is too large."));
    }
    if width < 0 {
        out.extend(std::iter::repeat_n(' ', pad));
    } else {
        out.insert_str(start, &" ".repeat(pad));
    }
    Ok(())
}
