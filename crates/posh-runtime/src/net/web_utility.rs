//! `System.Net.WebUtility` and the escapes of `System.Uri`.

use crate::error::Result;
use crate::types::{Call, TypeDef};
use crate::value::{PsStr, Value};

/// `text` with all but unreserved characters (RFC 3986) and those of `keep` as `%XX`.
pub(super) fn percent_encode(text: &str, keep: &[u8]) -> String {
    let mut out = String::new();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') || keep.contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// `%XX` decoded; what is no UTF-8 stays as it is.
pub(super) fn percent_decode(text: &str, plus: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let hex = |i: usize| bytes.get(i).and_then(|c| char::from(*c).to_digit(16));
        match (b, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
                continue;
            }
            (b'+', ..) if plus => out.push(b' '),
            _ => out.push(b),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn url_encode(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let mut out = String::new();
    for b in call.text(0).lossy().bytes() {
        match b {
            b' ' => out.push('+'),
            b if b.is_ascii_alphanumeric() || b"-_.!*()".contains(&b) => out.push(char::from(b)),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    Ok(Value::str(out))
}

fn url_decode(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    Ok(Value::str(percent_decode(call.text(0).lossy(), true)))
}

/// The five characters, Latin-1's upper half, and what lies beyond the first plane.
fn html_encode(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let mut out = String::new();
    for c in call.text(0).lossy().chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '\u{a0}'..='\u{ff}' => out.push_str(&format!("&#{};", u32::from(c))),
            c if u32::from(c) > 0xFFFF => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    Ok(Value::str(out))
}

fn html_decode(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let text = call.text(0);
    let mut rest = text.lossy();
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').and_then(|(name, tail)| Some((entity(name)?, tail))) {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(Value::Str(PsStr::from(out)))
}

/// Names of the characters U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const OTHERS: &[(&str, char)] = &[
    ("quot", '"'),
    ("amp", '&'),
    ("apos", '\''),
    ("lt", '<'),
    ("gt", '>'),
    ("euro", '€'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("trade", '™'),
    ("larr", '←'),
    ("uarr", '↑'),
    ("rarr", '→'),
    ("darr", '↓'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("pi", 'π'),
    ("sigma", 'σ'),
    ("omega", 'ω'),
    ("infin", '∞'),
    ("ne", '≠'),
    ("le", '≤'),
    ("ge", '≥'),
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    if let Some((_, c)) = OTHERS.iter().find(|(n, _)| *n == name) {
        return Some(*c);
    }
    let at = LATIN.split_whitespace().position(|n| n == name)?;
    char::from_u32(0xA0 + u32::try_from(at).ok()?)
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        methods: &[
            ("static string UrlEncode(string value)", url_encode),
            ("static string UrlDecode(string encodedValue)", url_decode),
            ("static string HtmlEncode(string value)", html_encode),
            ("static string HtmlDecode(string value)", html_decode),
        ],
        ..TypeDef::new("System.Net.WebUtility")
    },
    &TypeDef {
        methods: &[
            ("static string UrlEncode(string str)", |c| {
                // As WebUtility, with lower-case hex digits.
                let Value::Str(s) = url_encode(c)? else { return Ok(Value::Null) };
                let mut out = String::new();
                let mut left = 0;
                for ch in s.lossy().chars() {
                    if ch == '%' {
                        left = 3;
                    }
                    out.push(if left > 0 { ch.to_ascii_lowercase() } else { ch });
                    left = i32::max(left - 1, 0);
                }
                Ok(Value::str(out))
            }),
            ("static string UrlDecode(string str)", url_decode),
            ("static string HtmlEncode(string s)", html_encode),
            ("static string HtmlDecode(string s)", html_decode),
        ],
        ..TypeDef::new("System.Web.HttpUtility")
    },
];
