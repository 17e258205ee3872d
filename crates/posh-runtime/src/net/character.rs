//! `System.Char`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Raised, Result};
use crate::types::{Call, Member};
use crate::value::{EnumValue, PsStr, Value};

/// `UnicodeCategory` in the order of its values, and the engine's names.
const CATEGORIES: [&str; 30] = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs",
    "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
];
const SURROGATE: usize = 16;
const UNASSIGNED: usize = 29;

thread_local! {
    static TABLES: RefCell<Option<Rc<[fancy_regex::Regex]>>> = const { RefCell::new(None) };
}

/// The engine's class of each category, compiled when first asked for.
fn tables() -> Rc<[fancy_regex::Regex]> {
    TABLES.with(|t| {
        t.borrow_mut()
            .get_or_insert_with(|| {
                CATEGORIES
                    .iter()
                    .filter_map(|name| {
                        let name = if *name == "Cs" { "Cn" } else { name };
                        fancy_regex::Regex::new(&format!("^\\p{{{name}}}$")).ok()
                    })
                    .collect()
            })
            .clone()
    })
}

/// Number of a UTF-16 unit's category.
fn category(unit: u16) -> usize {
    let Some(c) = char::from_u32(u32::from(unit)) else { return SURROGATE };
    let text = c.to_string();
    let found =
        tables().iter().enumerate().position(|(i, t)| i != SURROGATE && t.is_match(&text).unwrap_or(false));
    found.unwrap_or(UNASSIGNED)
}

/// The character of a call: `(char c)`, or `(string s, int index)`.
fn unit(call: &Call<'_>) -> Result<u16> {
    match call.arg(0) {
        Value::Char(c) => Ok(c),
        Value::Str(s) => usize::try_from(call.int(1)).ok().and_then(|i| s.unit_at(i)).ok_or_else(|| {
            Raised::out_of_range(
                "index",
                "Index was out of range. Must be non-negative and less than the size of the collection.",
            )
        }),
        _ => Ok(0),
    }
}

fn test(call: &Call<'_>, holds: fn(usize) -> bool) -> Result<Value> {
    Ok(Value::Bool(holds(category(unit(call)?))))
}

fn within(call: &Call<'_>, holds: fn(u16) -> bool) -> Result<Value> {
    Ok(Value::Bool(holds(unit(call)?)))
}

fn is_digit(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n == 8)
}

fn is_letter(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n <= 4)
}

fn is_letter_or_digit(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n <= 4 || n == 8)
}

fn is_number(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| (8..=10).contains(&n))
}

fn is_punctuation(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| (18..=24).contains(&n))
}

fn is_symbol(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| (25..=28).contains(&n))
}

fn is_separator(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| (11..=13).contains(&n))
}

fn is_control(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n == 14)
}

fn is_upper(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n == 0)
}

fn is_lower(call: &mut Call<'_>) -> Result<Value> {
    test(call, |n| n == 1)
}

fn is_white_space(call: &mut Call<'_>) -> Result<Value> {
    within(call, |u| char::from_u32(u32::from(u)).is_some_and(char::is_whitespace))
}

fn is_high(call: &mut Call<'_>) -> Result<Value> {
    within(call, |u| (0xD800..0xDC00).contains(&u))
}

fn is_low(call: &mut Call<'_>) -> Result<Value> {
    within(call, |u| (0xDC00..0xE000).contains(&u))
}

fn is_surrogate(call: &mut Call<'_>) -> Result<Value> {
    within(call, |u| (0xD800..0xE000).contains(&u))
}

fn unicode_category(call: &mut Call<'_>) -> Result<Value> {
    let raw = i64::try_from(category(unit(call)?)).unwrap_or(29);
    let ty = crate::types::TypeRef::named("System.Globalization.UnicodeCategory");
    Ok(Value::Enum(Rc::new(EnumValue::new(ty, raw))))
}

/// The number that a character stands for; -1 where it is none.
fn numeric_value(call: &mut Call<'_>) -> Result<Value> {
    let unit = unit(call)?;
    let Some(c) = char::from_u32(u32::from(unit)) else { return Ok(Value::Double(-1.0)) };
    let value = match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¹' => 1.0,
        '²' => 2.0,
        '³' => 3.0,
        '⁰' => 0.0,
        '⁴'..='⁹' => f64::from(unit - 0x2070),
        '₀'..='₉' => f64::from(unit - 0x2080),
        'Ⅰ'..='Ⅻ' => f64::from(unit - 0x215F),
        '①'..='⑳' => f64::from(unit - 0x245F),
        // Decimal digits stand in rows of ten.
        _ if category(unit) == 8 => {
            let before =
                (1..10).take_while(|n| unit.checked_sub(*n).is_some_and(|u| category(u) == 8)).count();
            f64::from(u32::try_from(before % 10).unwrap_or(0))
        }
        _ => -1.0,
    };
    Ok(Value::Double(value))
}

fn from_utf32(call: &mut Call<'_>) -> Result<Value> {
    let code = u32::try_from(call.int(0)).ok().and_then(char::from_u32);
    code.map(Value::str).ok_or_else(|| {
        Raised::out_of_range(
            "utf32",
            "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint \
             values (0x00d800 ~ 0x00dfff).",
        )
    })
}

fn to_utf32(call: &mut Call<'_>) -> Result<Value> {
    let units = match (call.arg(0), call.arg(1)) {
        (Value::Char(high), Value::Char(low)) => vec![high, low],
        (Value::Str(s), Value::Int(i)) => {
            s.to_units().into_iter().skip(usize::try_from(i).unwrap_or(usize::MAX)).take(2).collect()
        }
        _ => Vec::new(),
    };
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => Ok(Value::Int(i32::try_from(u32::from(c)).unwrap_or(0))),
        _ => Err(Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        )),
    }
}

fn parse(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text = call.text(0);
    match (text.len16(), text.unit_at(0)) {
        (1, Some(unit)) => Ok(Value::Char(unit)),
        _ => Err(Raised::net("System.FormatException", "String must be exactly one character long.")),
    }
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let done = parse(call);
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(done.as_ref().cloned().unwrap_or(Value::Char(0)));
    }
    Ok(Value::Bool(done.is_ok()))
}

fn map(call: &Call<'_>, change: fn(char) -> Option<char>) -> Result<Value> {
    let unit = unit(call)?;
    let mapped =
        char::from_u32(u32::from(unit)).and_then(change).and_then(|c| u16::try_from(u32::from(c)).ok());
    Ok(Value::Char(mapped.unwrap_or(unit)))
}

fn only(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    match (mapped.next(), mapped.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    }
}

fn to_upper(call: &mut Call<'_>) -> Result<Value> {
    map(call, |c| only(c.to_uppercase()))
}

fn to_lower(call: &mut Call<'_>) -> Result<Value> {
    map(call, |c| only(c.to_lowercase()))
}

fn text(call: &mut Call<'_>) -> Result<Value> {
    let value = if call.args.is_empty() { call.this.clone() } else { call.arg(0) };
    Ok(match value {
        Value::Char(c) => Value::Str(PsStr::from_units(&[c])),
        _ => Value::str(""),
    })
}

fn compare_to(call: &mut Call<'_>) -> Result<Value> {
    match (call.this, call.arg(0)) {
        (Value::Char(a), Value::Char(b)) => Ok(Value::Int(i32::from(*a) - i32::from(b))),
        _ => Err(Raised::net("System.ArgumentException", "Object must be of type Char.")),
    }
}

macro_rules! tests {
    ($($name:literal $code:expr),* $(,)?) => {
        &[
            $(
                (concat!("static bool ", $name, "(char c)"), $code),
                (concat!("static bool ", $name, "(string s, int index)"), $code),
            )*
            ("string ToString()", text),
            ("static string ToString(char c)", text),
            ("int CompareTo(char value)", compare_to),
            ("System.TypeCode GetTypeCode()", |_| Ok(crate::convert::enum_value("System.TypeCode", "Char"))),
            ("static bool IsAscii(char c)", |c| within(c, |u| u < 0x80)),
            ("static bool IsAsciiDigit(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_digit()))),
            ("static bool IsAsciiLetter(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_alphabetic()))),
            ("static bool IsAsciiLetterLower(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_lowercase()))),
            ("static bool IsAsciiLetterUpper(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_uppercase()))),
            ("static bool IsAsciiLetterOrDigit(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_alphanumeric()))),
            ("static bool IsAsciiHexDigit(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_hexdigit()))),
            ("static bool IsAsciiHexDigitUpper(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b)))),
            ("static bool IsAsciiHexDigitLower(char c)", |c| within(c, |u| u8::try_from(u).is_ok_and(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))),
            ("static System.Globalization.UnicodeCategory GetUnicodeCategory(char c)", unicode_category),
            ("static System.Globalization.UnicodeCategory GetUnicodeCategory(string s, int index)", unicode_category),
            ("static double GetNumericValue(char c)", numeric_value),
            ("static double GetNumericValue(string s, int index)", numeric_value),
            ("static string ConvertFromUtf32(int utf32)", from_utf32),
            ("static int ConvertToUtf32(char highSurrogate, char lowSurrogate)", to_utf32),
            ("static int ConvertToUtf32(string s, int index)", to_utf32),
            ("static char Parse(string s)", parse),
            ("static bool TryParse(string s, [ref] char result)", try_parse),
            ("static char ToUpper(char c)", to_upper),
            ("static char ToUpper(char c, cultureinfo culture)", to_upper),
            ("static char ToUpperInvariant(char c)", to_upper),
            ("static char ToLower(char c)", to_lower),
            ("static char ToLower(char c, cultureinfo culture)", to_lower),
            ("static char ToLowerInvariant(char c)", to_lower),
        ]
    };
}

pub(super) const METHODS: &[Member] = tests![
    "IsDigit" is_digit,
    "IsLetter" is_letter,
    "IsLetterOrDigit" is_letter_or_digit,
    "IsNumber" is_number,
    "IsPunctuation" is_punctuation,
    "IsSymbol" is_symbol,
    "IsSeparator" is_separator,
    "IsControl" is_control,
    "IsUpper" is_upper,
    "IsLower" is_lower,
    "IsWhiteSpace" is_white_space,
    "IsHighSurrogate" is_high,
    "IsLowSurrogate" is_low,
    "IsSurrogate" is_surrogate,
];
