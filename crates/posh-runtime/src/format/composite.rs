//! Composite format strings: `{0,-10:N2}`.

use super::{culture_text, format_value};
use crate::runspace::Runspace;
use crate::value::Value;

/// Fills a composite format string. The error is .NET's message.
///
/// # Errors
/// Where the string or a format in it is not valid, or names an argument that is not there.
pub fn composite(rs: &mut Runspace, pattern: &str, arguments: &[Value]) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '{' if chars.peek().is_some_and(|(_, n)| *n == '{') => {
                chars.next();
                out.push('{');
            }
            '}' if chars.peek().is_some_and(|(_, n)| *n == '}') => {
                chars.next();
                out.push('}');
            }
            '}' => {
                return Err(bad(at + 1, "Unexpected closing brace without a corresponding opening brace."));
            }
            '{' => {
                let rest = pattern.get(at + 1..).unwrap_or("");
                let Some(close) = rest.find('}') else {
                    return Err(bad(pattern.len(), "Format item ends prematurely."));
                };
                item(rs, rest.get(..close).unwrap_or(""), at + 1, arguments, &mut out)?;
                while chars.peek().is_some_and(|(i, _)| *i <= at + 1 + close) {
                    chars.next();
                }
            }
            c => out.push(c),
        }
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
    let shown = match format {
        Some(f) if !f.is_empty() && !value.is_null() => format_value(rs, value, f),
        _ => culture_text(rs, value),
    };
    let shown = shown
        .map_err(|raised| raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default())?;
    let len = shown.encode_utf16().count();
    let pad = usize::try_from(width.unsigned_abs()).unwrap_or(0).saturating_sub(len);
    if pad > 1 << 20 {
        return Err(bad(at, "The width is too large."));
    }
    if width > 0 {
        out.push_str(&" ".repeat(pad));
    }
    out.push_str(&shown);
    if width < 0 {
        out.push_str(&" ".repeat(pad));
    }
    Ok(())
}
