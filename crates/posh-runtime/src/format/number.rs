//! Formats of numbers.

use std::fmt::Write as _;

use num_bigint::BigInt;
use num_traits::Signed;

use super::culture::Culture;
use crate::convert::{code_of, double_text, plain_text, single_text};
use crate::error::{Raised, Result};
use crate::value::Value;

/// Whether a value is a number that number formats suit.
pub fn is_number(value: &Value) -> bool {
    code_of(value).is_some_and(|c| c.is_numeric())
}

fn invalid() -> Box<Raised> {
    Raised::net("System.FormatException", "Format specifier was invalid.")
}

/// A number taken apart: sign, digits, and where the decimal point stands.
#[derive(Clone, Debug)]
struct Digits {
    negative: bool,
    /// Decimal digits without leading zeros.
    digits: Vec<u8>,
    /// Number of digits before the point; may be negative.
    point: i32,
}

impl Digits {
    fn of(value: &Value) -> Option<Self> {
        let text = match value {
            // Fixed formats show a double's exact value.
            Value::Double(x) => exact(*x),
            Value::Single(x) => exact(f64::from(*x)),
            other => plain_text(other),
        };
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let leading = all.iter().take_while(|d| **d == 0).count();
        let point = i32::try_from(whole.len()).ok()? - i32::try_from(leading).ok()?;
        let digits: Vec<u8> = all.into_iter().skip(leading).collect();
        if digits.is_empty() {
            return Some(Self { negative, digits, point: 0 });
        }
        Some(Self { negative, digits, point })
    }

    fn is_zero(&self) -> bool {
        self.digits.iter().all(|d| *d == 0)
    }

    /// Rounds to `places` digits behind the point: a double's half to the even digit, any other number's away from zero.
    fn round_as(self, value: &Value, places: i32) -> Self {
        let is_float = matches!(value, Value::Double(_) | Value::Single(_));
        let at = usize::try_from(self.point + places).ok();
        let tie = at.is_some_and(|at| {
            self.digits.get(at) == Some(&5) && self.digits.iter().skip(at + 1).all(|d| *d == 0)
        });
        let even = at.is_some_and(|at| {
            at.checked_sub(1).and_then(|i| self.digits.get(i)).is_none_or(|d| d.is_multiple_of(2))
        });
        if is_float && tie && even {
            let mut cut = self;
            cut.digits.truncate(at.unwrap_or(0));
            return cut;
        }
        self.round(places)
    }

    /// Rounds half away from zero to `places` digits behind the point.
    fn round(mut self, places: i32) -> Self {
        let keep = self.point + places;
        if keep < 0 {
            self.digits.clear();
            return self;
        }
        let keep = usize::try_from(keep).unwrap_or(0);
        if keep >= self.digits.len() {
            return self;
        }
        let up = self.digits.get(keep).is_some_and(|d| *d >= 5);
        self.digits.truncate(keep);
        if up {
            let mut at = keep;
            loop {
                if at == 0 {
                    self.digits.insert(0, 1);
                    self.point += 1;
                    break;
                }
                at -= 1;
                if let Some(d) = self.digits.get_mut(at) {
                    *d += 1;
                    if *d < 10 {
                        break;
                    }
                    *d = 0;
                }
            }
        }
        self
    }

    fn digit(&self, at: i32) -> u8 {
        usize::try_from(at).ok().and_then(|i| self.digits.get(i)).copied().unwrap_or(0)
    }

    /// Digits before the point, at least one.
    fn whole(&self) -> String {
        if self.point <= 0 {
            return "0".into();
        }
        (0..self.point).map(|i| char::from(b'0' + self.digit(i))).collect()
    }

    /// `places` digits behind the point.
    fn fraction(&self, places: i32) -> String {
        (0..places)
            .map(|i| {
                let at = self.point + i;
                char::from(b'0' + if at < 0 { 0 } else { self.digit(at) })
            })
            .collect()
    }
}

/// Decimal text of a double, exact to 15 significant digits or more as .NET computes.
fn exact(x: f64) -> String {
    format!("{x:.50}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The digits before the point in the culture's groups: the last size goes on to the front.
fn grouped(whole: &str, culture: &Culture) -> String {
    let mut cuts = Vec::new();
    let (mut at, mut index) = (whole.len(), 0);
    loop {
        let size = culture.group_sizes.get(index).or(culture.group_sizes.last()).copied().unwrap_or(3);
        if size == 0 || at <= size {
            break;
        }
        at -= size;
        cuts.push(at);
        index += 1;
    }
    let mut out = String::new();
    for (at, c) in whole.char_indices() {
        if cuts.contains(&at) {
            out.push_str(&culture.group_separator);
        }
        out.push(c);
    }
    out
}

/// Text of a number that needs no more than the culture's signs.
fn localized(text: &str, culture: &Culture) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' => out.push_str(&culture.negative_sign),
            '.' => out.push_str(&culture.decimal_separator),
            c => out.push(c),
        }
    }
    out
}

/// The shortest text that reads back the same.
fn shortest(value: &Value) -> String {
    match value {
        Value::Double(x) => double_text(*x),
        Value::Single(x) => single_text(*x),
        other => plain_text(other),
    }
}

fn not_finite(x: f64, culture: &Culture) -> String {
    let (nan, infinity) = &culture.specials;
    if x.is_nan() {
        nan.clone()
    } else if x > 0.0 {
        infinity.clone()
    } else {
        format!("{}{infinity}", culture.negative_sign)
    }
}

/// A number with a standard or custom format, in the culture in force.
///
/// # Errors
/// `FormatException` where the format does not suit it.
pub fn format_number(value: &Value, format: &str) -> Result<String> {
    let culture = &*Culture::in_force();
    match value {
        Value::Double(x) if !x.is_finite() => return Ok(not_finite(*x, culture)),
        Value::Single(x) if !x.is_finite() => return Ok(not_finite(f64::from(*x), culture)),
        _ => {}
    }
    let mut chars = format.chars();
    let Some(kind) = chars.next() else { return Ok(localized(&shortest(value), culture)) };
    let rest = chars.as_str();
    let is_standard = kind.is_ascii_alphabetic() && rest.bytes().all(|b| b.is_ascii_digit());
    if !is_standard {
        return custom(value, format, culture);
    }
    let precision: Option<i32> = match rest {
        "" => None,
        digits => Some(digits.parse().ok().filter(|p| *p <= 999_999_999).ok_or_else(invalid)?),
    };
    if precision.is_some_and(|p| p > 1_000_000) {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Insufficient memory to continue the execution of the program.",
        ));
    }
    let integer = code_of(value).is_some_and(|c| c.is_integer() || c == crate::types::TypeCode::BigInteger);
    match kind.to_ascii_uppercase() {
        'D' if integer => Ok(localized(&zero_padded(value, precision.unwrap_or(0)), culture)),
        'X' if integer => Ok(hexadecimal(value, precision.unwrap_or(0), kind == 'X')),
        'B' if integer => Ok(binary(value, precision.unwrap_or(0))),
        'D' | 'X' | 'B' => Err(invalid()),
        'F' => fixed(value, precision.unwrap_or(culture.digits.0), false, culture),
        'N' => fixed(value, precision.unwrap_or(culture.digits.0), true, culture),
        'C' => currency(value, precision.unwrap_or(culture.digits.1), culture),
        'P' => percent(value, precision.unwrap_or(culture.digits.2), culture),
        'E' => scientific(value, precision.unwrap_or(6), kind, 3).map(|t| localized(&t, culture)),
        'G' if precision.is_some() && matches!(value, Value::BigInt(_)) => {
            Ok(localized(&zero_padded(value, precision.unwrap_or(0)), culture))
        }
        'G' => general(value, precision.unwrap_or(0), kind).map(|t| localized(&t, culture)),
        'R' => Ok(localized(&shortest(value), culture)),
        _ => Err(invalid()),
    }
}

/// Writes a number in one of the formats that are asked for most (`D`, `N` and `F`); `false` where it is another's work.
pub fn write_quickly(value: &Value, format: &str, out: &mut String) -> bool {
    let (kind, places) = match *format.as_bytes() {
        [kind] => (kind, None),
        [kind, tens @ b'0'..=b'9'] => (kind, Some(usize::from(tens - b'0'))),
        _ => return false,
    };
    let kind = kind.to_ascii_uppercase();
    if !matches!((kind, value), (b'D', Value::Int(_)) | (b'N' | b'F', Value::Int(_) | Value::Double(_))) {
        return false;
    }
    let culture = Culture::in_force();
    let mut room = Room::new();
    let negative = match value {
        Value::Int(i) => {
            let width = if kind == b'D' { places.unwrap_or(0) } else { 0 };
            if write!(room, "{:0width$}", i.unsigned_abs()).is_err() {
                return false;
            }
            *i < 0
        }
        Value::Double(x) if x.is_finite() => {
            let places = places.unwrap_or_else(|| usize::try_from(culture.digits.0).unwrap_or(2));
            if write!(room, "{:.places$}", x.abs()).is_err() {
                return false;
            }
            x.is_sign_negative()
        }
        _ => return false,
    };
    let text = room.text();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if negative {
        out.push_str(&culture.negative_sign);
    }
    match culture.group_sizes.as_slice() {
        _ if kind != b'N' || whole.len() <= 3 => out.push_str(whole),
        [3] => {
            let (mut head, mut rest) =
                whole.split_at_checked((whole.len() - 1) % 3 + 1).unwrap_or((whole, ""));
            out.push_str(head);
            while !rest.is_empty() {
                out.push_str(&culture.group_separator);
                (head, rest) = rest.split_at_checked(3).unwrap_or((rest, ""));
                out.push_str(head);
            }
        }
        _ => out.push_str(&grouped(whole, &culture)),
    }
    if kind == b'D' {
        return true;
    }
    let places = places.unwrap_or_else(|| usize::try_from(culture.digits.0).unwrap_or(2));
    if places > 0 {
        out.push_str(&culture.decimal_separator);
        out.push_str(fraction);
        out.extend(std::iter::repeat_n('0', places.saturating_sub(fraction.len())));
    }
    true
}

/// Room for a number's digits without an allocation; longer ones do not fit.
struct Room {
    bytes: [u8; 48],
    len: usize,
}

impl Room {
    fn new() -> Self {
        Self { bytes: [0; 48], len: 0 }
    }

    fn text(&self) -> &str {
        self.bytes.get(..self.len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

impl std::fmt::Write for Room {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        let room = self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

fn zero_padded(value: &Value, width: i32) -> String {
    let text = plain_text(value);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let width = usize::try_from(width).unwrap_or(0);
    format!("{sign}{digits:0>width$}")
}

fn hexadecimal(value: &Value, width: i32, upper: bool) -> String {
    let text = match value {
        Value::SByte(i) => format!("{i:x}"),
        Value::Byte(i) => format!("{i:x}"),
        Value::Int16(i) => format!("{i:x}"),
        Value::UInt16(i) => format!("{i:x}"),
        Value::Int(i) => format!("{i:x}"),
        Value::UInt(i) => format!("{i:x}"),
        Value::Long(i) => format!("{i:x}"),
        Value::ULong(i) => format!("{i:x}"),
        Value::BigInt(i) => big_hex(i),
        _ => String::new(),
    };
    let text = if upper { text.to_uppercase() } else { text };
    let width = usize::try_from(width).unwrap_or(0);
    let fill = if matches!(value, Value::BigInt(i) if i.is_negative()) {
        if upper { 'F' } else { 'f' }
    } else {
        '0'
    };
    let mut out: String = std::iter::repeat_n(fill, width.saturating_sub(text.len())).collect();
    out.push_str(&text);
    out
}

/// Two's complement with a sign digit.
fn big_hex(i: &BigInt) -> String {
    let bytes = i.to_signed_bytes_be();
    let text: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let sign = if i.is_negative() { 'f' } else { '0' };
    let trimmed = text.trim_start_matches(sign);
    let next_is_low = trimmed.chars().next().and_then(|c| c.to_digit(16)).is_some_and(|d| d < 8);
    if i.is_negative() == next_is_low || trimmed.is_empty() {
        format!("{sign}{trimmed}")
    } else {
        trimmed.to_owned()
    }
}

/// Two's complement with a sign digit.
fn big_binary(i: &BigInt, width: i32) -> String {
    let bytes = i.to_signed_bytes_be();
    let text: String = bytes.iter().map(|b| format!("{b:08b}")).collect();
    let sign = if i.is_negative() { '1' } else { '0' };
    let trimmed = format!("{sign}{}", text.trim_start_matches(sign));
    let width = usize::try_from(width).unwrap_or(0);
    let mut out: String = std::iter::repeat_n(sign, width.saturating_sub(trimmed.len())).collect();
    out.push_str(&trimmed);
    out
}

fn binary(value: &Value, width: i32) -> String {
    let text = match value {
        Value::Int(i) => format!("{i:b}"),
        Value::Long(i) => format!("{i:b}"),
        Value::Byte(i) => format!("{i:b}"),
        Value::UInt(i) => format!("{i:b}"),
        Value::ULong(i) => format!("{i:b}"),
        Value::Int16(i) => format!("{i:b}"),
        Value::UInt16(i) => format!("{i:b}"),
        Value::SByte(i) => format!("{i:b}"),
        Value::BigInt(i) => return big_binary(i, width),
        _ => String::new(),
    };
    let width = usize::try_from(width).unwrap_or(0);
    format!("{text:0>width$}")
}

/// Sign, digits before and digits behind the point.
fn parts(value: &Value, places: i32) -> Result<(bool, String, String)> {
    let digits = Digits::of(value).ok_or_else(invalid)?.round_as(value, places);
    // .NET keeps the sign of a negative double that rounds to zero, and drops it for other types.
    let is_float = matches!(value, Value::Double(_) | Value::Single(_));
    let negative = digits.negative && (is_float || !digits.is_zero());
    Ok((negative, digits.whole(), digits.fraction(places)))
}

fn joined(whole: &str, fraction: &str, group: bool, culture: &Culture) -> String {
    let whole = if group { grouped(whole, culture) } else { whole.to_owned() };
    if fraction.is_empty() { whole } else { format!("{whole}{}{fraction}", culture.decimal_separator) }
}

fn fixed(value: &Value, places: i32, group: bool, culture: &Culture) -> Result<String> {
    let (negative, whole, fraction) = parts(value, places)?;
    let text = joined(&whole, &fraction, group, culture);
    Ok(if negative { format!("{}{text}", culture.negative_sign) } else { text })
}

const CURRENCY_POSITIVE: [&str; 4] = ["$n", "n$", "$ n", "n $"];
const CURRENCY_NEGATIVE: [&str; 17] = [
    "($n)", "-$n", "$-n", "$n-", "(n$)", "-n$", "n-$", "n$-", "-n $", "-$ n", "n $-", "$ n-", "$ -n", "n- $",
    "($ n)", "(n $)", "$- n",
];
const PERCENT_POSITIVE: [&str; 4] = ["n %", "n%", "%n", "% n"];
const PERCENT_NEGATIVE: [&str; 12] =
    ["-n %", "-n%", "-%n", "%-n", "%n-", "n-%", "n%-", "-% n", "n %-", "% n-", "% -n", "n- %"];

fn in_pattern(pattern: &str, number: &str, symbol: &str, culture: &Culture) -> String {
    let mut out = String::new();
    for c in pattern.chars() {
        match c {
            'n' => out.push_str(number),
            '$' | '%' => out.push_str(symbol),
            '-' => out.push_str(&culture.negative_sign),
            c => out.push(c),
        }
    }
    out
}

fn currency(value: &Value, places: i32, culture: &Culture) -> Result<String> {
    let (negative, whole, fraction) = parts(value, places)?;
    let text = joined(&whole, &fraction, true, culture);
    let (positive_pattern, negative_pattern) = culture.currency_patterns;
    let pattern = if negative {
        CURRENCY_NEGATIVE.get(usize::from(negative_pattern)).copied().unwrap_or("-$n")
    } else {
        CURRENCY_POSITIVE.get(usize::from(positive_pattern)).copied().unwrap_or("$n")
    };
    Ok(in_pattern(pattern, &text, &culture.currency_symbol, culture))
}

fn percent(value: &Value, places: i32, culture: &Culture) -> Result<String> {
    let mut digits = Digits::of(value).ok_or_else(invalid)?;
    if !digits.is_zero() {
        digits.point += 2;
    }
    let digits = digits.round_as(value, places);
    let text = joined(&digits.whole(), &digits.fraction(places), true, culture);
    let negative = digits.negative && (!digits.is_zero() || matches!(value, Value::Double(_)));
    let (positive_pattern, negative_pattern) = culture.percent_patterns;
    let pattern = if negative {
        PERCENT_NEGATIVE.get(usize::from(negative_pattern)).copied().unwrap_or("-n%")
    } else {
        PERCENT_POSITIVE.get(usize::from(positive_pattern)).copied().unwrap_or("n%")
    };
    Ok(in_pattern(pattern, &text, &culture.percent_symbol, culture))
}

fn scientific(value: &Value, places: i32, letter: char, exponent_digits: usize) -> Result<String> {
    let mut digits = Digits::of(value).ok_or_else(invalid)?;
    let leading = digits.digits.iter().take_while(|d| **d == 0).count();
    digits.digits.drain(..leading);
    digits.point -= i32::try_from(leading).unwrap_or(0);
    let zero = digits.digits.is_empty();
    let point = digits.point;
    digits.point = 1;
    let rounded = digits.round_as(value, places);
    let exponent = if zero { 0 } else { point - 1 + (rounded.point - 1) };
    let first = rounded.digit(0);
    let fraction: String = (1..=places).map(|i| char::from(b'0' + rounded.digit(i))).collect();
    let is_float = matches!(value, Value::Double(_) | Value::Single(_));
    let sign = if rounded.negative && (is_float || !zero) { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    Ok(format!("{sign}{first}{point}{fraction}{letter}{exponent_sign}{:0exponent_digits$}", exponent.abs()))
}

fn general(value: &Value, precision: i32, letter: char) -> Result<String> {
    if precision == 0 {
        let text = shortest(value);
        return Ok(if letter == 'g' { text.replace('E', "e") } else { text });
    }
    let digits = Digits::of(value).ok_or_else(invalid)?;
    if digits.is_zero() {
        let is_float = matches!(value, Value::Double(_) | Value::Single(_));
        return Ok(if digits.negative && is_float { "-0" } else { "0" }.into());
    }
    let exponent = digits.point - 1;
    if exponent >= precision || exponent <= -5 {
        let text = scientific(value, precision - 1, if letter == 'g' { 'e' } else { 'E' }, 2)?;
        let (mantissa, tail) =
            text.split_at_checked(text.find(['E', 'e']).unwrap_or(text.len())).unwrap_or((&text, ""));
        let mantissa = if mantissa.contains('.') {
            mantissa.trim_end_matches('0').trim_end_matches('.')
        } else {
            mantissa
        };
        return Ok(format!("{mantissa}{tail}"));
    }
    let places = precision - digits.point;
    let (negative, whole, fraction) = parts(value, places.max(0))?;
    let sign = if negative { "-" } else { "" };
    let rounded =
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    Ok(if rounded.contains('.') {
        rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        rounded
    })
}

/// A section of a custom format.
#[derive(Default)]
struct Section {
    pieces: Vec<Piece>,
    whole_digits: usize,
    whole_zeros: usize,
    fraction_zeros: usize,
    fraction_digits: usize,
    group: bool,
    scale: i32,
    exponent: Option<(String, usize)>,
}

#[derive(Clone, PartialEq)]
enum Piece {
    Zero,
    Hash,
    Point,
    Text(String),
    Exponent,
}

fn sections(format: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quote = None;
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        let current = out.last_mut();
        match (quote, c) {
            (Some(q), c) if c == q => {
                quote = None;
                if let Some(s) = current {
                    s.push(c);
                }
            }
            (None, '\'' | '"') => {
                quote = Some(c);
                if let Some(s) = current {
                    s.push(c);
                }
            }
            (None, '\\') => {
                if let Some(s) = current {
                    s.push(c);
                    s.extend(chars.next());
                }
            }
            (None, ';') => out.push(String::new()),
            _ => {
                if let Some(s) = current {
                    s.push(c);
                }
            }
        }
    }
    out
}

fn parse_section(text: &str) -> Section {
    let mut s = Section::default();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut after_point = false;
    let mut commas = 0;
    while let Some(&c) = chars.get(at) {
        at += 1;
        match c {
            '0' | '#' => {
                if commas > 0 && !after_point {
                    s.group = true;
                }
                commas = 0;
                let piece = if c == '0' { Piece::Zero } else { Piece::Hash };
                if after_point {
                    s.fraction_digits += 1;
                    if c == '0' {
                        s.fraction_zeros = s.fraction_digits;
                    }
                } else {
                    s.whole_digits += 1;
                    if c == '0' || s.whole_zeros > 0 {
                        s.whole_zeros += 1;
                    }
                }
                s.pieces.push(piece);
            }
            '.' => {
                if !after_point {
                    s.scale -= 3 * commas;
                    commas = 0;
                    after_point = true;
                    s.pieces.push(Piece::Point);
                }
            }
            ',' => {
                if s.whole_digits > 0 && !after_point {
                    commas += 1;
                }
            }
            '%' => {
                s.scale += 2;
                s.pieces.push(Piece::Text("%".into()));
            }
            '‰' => {
                s.scale += 3;
                s.pieces.push(Piece::Text("‰".into()));
            }
            '\\' => {
                s.pieces.push(Piece::Text(chars.get(at).map(ToString::to_string).unwrap_or_default()));
                at += 1;
            }
            '\'' | '"' => {
                let literal: String = chars.iter().skip(at).take_while(|x| **x != c).collect();
                at += literal.chars().count() + 1;
                s.pieces.push(Piece::Text(literal));
            }
            'E' | 'e' => {
                let mut mark = c.to_string();
                let mut look = at;
                if let Some(sign @ ('+' | '-')) = chars.get(look) {
                    mark.push(*sign);
                    look += 1;
                }
                let zeros = chars.iter().skip(look).take_while(|x| **x == '0').count();
                if zeros > 0 {
                    s.exponent = Some((mark, zeros));
                    s.pieces.push(Piece::Exponent);
                    at = look + zeros;
                } else {
                    s.pieces.push(Piece::Text(c.to_string()));
                }
            }
            other => s.pieces.push(Piece::Text(other.to_string())),
        }
    }
    s.scale -= 3 * commas;
    s
}

fn custom(value: &Value, format: &str, culture: &Culture) -> Result<String> {
    let mut digits = match value {
        // Custom formats show 15 significant digits of a double.
        Value::Double(x) => Digits::of(&Value::str(decimal15(*x))).or_else(|| Digits::of(value)),
        other => Digits::of(other),
    }
    .ok_or_else(invalid)?;
    let all = sections(format);
    let zero = digits.is_zero();
    let negative = digits.negative;
    let pick = if zero && all.len() >= 3 && all.get(2).is_some_and(|s| !s.is_empty()) {
        2
    } else if negative && !zero && all.get(1).is_some_and(|s| !s.is_empty()) {
        1
    } else {
        0
    };
    let section = parse_section(all.get(pick).map_or("", String::as_str));
    let show_sign = negative && pick == 0 && !zero;
    digits.negative = false;
    let mut exponent = 0;
    if section.exponent.is_some() {
        let wanted = i32::try_from(section.whole_digits.max(1)).unwrap_or(1);
        if !digits.is_zero() {
            exponent = digits.point - wanted;
            digits.point = wanted;
        }
    } else {
        digits.point += section.scale;
    }
    let places = i32::try_from(section.fraction_digits).unwrap_or(0);
    let digits = digits.round(places);
    let rounded_zero = digits.is_zero();
    // What rounds to nothing is shown as nothing.
    if rounded_zero && !zero && pick != 2 && all.get(2).is_some_and(|s| !s.is_empty()) {
        let section = parse_section(all.get(2).map_or("", String::as_str));
        let mut out = String::new();
        render(&section, &digits, 0, culture, &mut out);
        return Ok(out);
    }
    let is_float = matches!(value, Value::Double(_) | Value::Single(_));
    let mut out = String::new();
    if show_sign && (is_float || !rounded_zero || section.exponent.is_some()) {
        out.push_str(&culture.negative_sign);
    }
    let sign = out.len();
    render(&section, &digits, exponent, culture, &mut out);
    // A sign does not stand alone.
    if rounded_zero && out.len() == sign {
        out.clear();
    }
    Ok(out)
}

fn decimal15(x: f64) -> String {
    let text = format!("{x:.14e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let negative = mantissa.starts_with('-');
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let body = if exponent < 0 {
        format!("0.{}{digits}", "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0)))
    } else {
        let whole = usize::try_from(exponent).unwrap_or(0) + 1;
        match digits.split_at_checked(whole) {
            Some((w, f)) => format!("{w}.{f}"),
            None => format!("{digits}{}", "0".repeat(whole - digits.len())),
        }
    };
    if negative { format!("-{body}") } else { body }
}

fn render(section: &Section, digits: &Digits, exponent: i32, culture: &Culture, out: &mut String) {
    let whole = if digits.point > 0 { digits.whole() } else { String::new() };
    let whole = whole.trim_start_matches('0').to_owned();
    let wanted = section.whole_zeros.max(whole.len());
    let padded = format!("{whole:0>wanted$}");
    let total = padded.len();
    let mut written = 0;
    let mut slot = 0;
    let mut fraction_at = 0_usize;
    let mut before_point = true;
    let fraction = digits.fraction(i32::try_from(section.fraction_digits).unwrap_or(0));
    let significant = fraction.trim_end_matches('0').len().max(section.fraction_zeros);
    let push_whole = |count: usize, written: &mut usize, out: &mut String| {
        for _ in 0..count {
            if let Some(c) = padded.get(*written..*written + 1) {
                if section.group && *written > 0 && (total - *written).is_multiple_of(3) {
                    out.push_str(&culture.group_separator);
                }
                out.push_str(c);
                *written += 1;
            }
        }
    };
    if section.whole_digits == 0 && total > 0 && section.pieces.contains(&Piece::Point) {
        // `.00` shows the whole part too.
    }
    for piece in &section.pieces {
        match piece {
            Piece::Zero | Piece::Hash if before_point => {
                slot += 1;
                // Digits beyond the format's places stand before the first of them.
                let left = section.whole_digits - slot;
                let due = total.saturating_sub(left);
                push_whole(due.saturating_sub(written), &mut written, out);
            }
            Piece::Zero | Piece::Hash => {
                if fraction_at < significant
                    && let Some(c) = fraction.get(fraction_at..fraction_at + 1)
                {
                    out.push_str(c);
                }
                fraction_at += 1;
            }
            Piece::Point => {
                if section.whole_digits == 0 {
                    push_whole(total, &mut written, out);
                }
                before_point = false;
                if significant > 0 {
                    out.push_str(&culture.decimal_separator);
                }
            }
            Piece::Text(text) => out.push_str(text),
            Piece::Exponent => {
                if let Some((mark, zeros)) = &section.exponent {
                    let letter = mark.chars().next().unwrap_or('E');
                    out.push(letter);
                    if exponent < 0 {
                        out.push('-');
                    } else if mark.contains('+') {
                        out.push('+');
                    }
                    let zeros = *zeros;
                    out.push_str(&format!("{:0zeros$}", exponent.abs()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f(value: Value, format: &str) -> String {
        format_number(&value, format).unwrap()
    }

    #[test]
    fn the_quick_way_writes_the_same() {
        let doubles =
            [0.0, -0.0, 0.125, 2.5, -1234.565, 1e12, 1e40, 28_571.428_571_428_572, -0.001, 999.9999];
        let values =
            doubles.map(Value::Double).into_iter().chain([0, 7, -42, 1_234_567, i32::MIN].map(Value::Int));
        for value in values {
            for format in ["N", "N0", "N2", "F", "f3", "n9", "D", "D8"] {
                let mut out = String::new();
                if write_quickly(&value, format, &mut out) {
                    assert_eq!(out, f(value.clone(), format), "{value:?} {format}");
                }
            }
        }
    }

    #[test]
    fn standard_and_custom() {
        assert_eq!(f(Value::Int(42), "D6"), "000042");
        assert_eq!(f(Value::Int(-1), "X"), "FFFFFFFF");
        assert_eq!(f(Value::Double(1234.567), "N2"), "1,234.57");
        assert_eq!(f(Value::Double(0.125), "P1"), "12.5%");
        assert_eq!(f(Value::Double(12345.678), "E2"), "1.23E+004");
        assert_eq!(f(Value::Int(1234), "C"), "$1,234.00");
        assert_eq!(f(Value::Double(7.12345), "0.##"), "7.12");
        assert_eq!(f(Value::Int(1_234_567), "#,##0"), "1,234,567");
        assert_eq!(f(Value::Int(7), "000"), "007");
        assert_eq!(f(Value::Double(1e10), "G3"), "1E+10");
    }
}
