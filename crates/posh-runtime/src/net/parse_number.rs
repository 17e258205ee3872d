//! How .NET's `Parse` methods read numbers, which is not how PowerShell reads literals.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::error::Raised;
use crate::format::culture::Culture;
use crate::types::TypeCode;
use crate::value::Value;

/// `System.Globalization.NumberStyles`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Styles(pub(super) i64);

impl Styles {
    pub(super) const INTEGER: Self = Self(7);
    pub(super) const FLOAT: Self = Self(167 | 64);
    pub(super) const NUMBER: Self = Self(111);

    fn has(self, bit: i64) -> bool {
        self.0 & bit != 0
    }

    /// What a type's `Parse` takes where nothing is said.
    pub(super) fn of(code: TypeCode) -> Self {
        match code {
            TypeCode::Single | TypeCode::Double => Self::FLOAT,
            TypeCode::Decimal => Self::NUMBER,
            _ => Self::INTEGER,
        }
    }
}

/// Why a text is no number of a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ParseFailure {
    /// It is none at all.
    Format,
    /// It does not fit.
    Overflow,
}

impl ParseFailure {
    /// The exception that `Parse` throws.
    pub(super) fn raise(self, text: &str, code: TypeCode) -> Box<Raised> {
        match (self, code) {
            (Self::Format, TypeCode::BigInteger) => {
                Raised::net("System.FormatException", "The value could not be parsed.")
            }
            (Self::Format, _) => Raised::net(
                "System.FormatException",
                format!("The input string '{text}' was not in a correct format."),
            ),
            (Self::Overflow, _) => overflow(code),
        }
    }
}

/// `Value was either too large or too small for ...`
pub(super) fn overflow(code: TypeCode) -> Box<Raised> {
    let words = match code {
        TypeCode::SByte => "a signed byte",
        TypeCode::Byte => "an unsigned byte",
        TypeCode::Int16 => "an Int16",
        TypeCode::UInt16 => "a UInt16",
        TypeCode::UInt32 => "a UInt32",
        TypeCode::Int64 => "an Int64",
        TypeCode::UInt64 => "a UInt64",
        TypeCode::Decimal => "a Decimal",
        TypeCode::Char => "a character",
        TypeCode::Single => "a Single",
        TypeCode::Double => "a Double",
        _ => "an Int32",
    };
    Raised::net("System.OverflowException", format!("Value was either too large or too small for {words}."))
}

/// Reads a number of a type.
pub(super) fn parse(
    text: &str,
    code: TypeCode,
    styles: Styles,
    culture: &Culture,
) -> Result<Value, ParseFailure> {
    if styles.has(512) || styles.has(1024) {
        return radix(text, code, styles);
    }
    if matches!(code, TypeCode::Single | TypeCode::Double)
        && let Some(special) = named(text.trim())
    {
        return Ok(float(special, code));
    }
    let plain = plain_digits(text, styles, culture).ok_or(ParseFailure::Format)?;
    number(&plain, code)
}

fn named(text: &str) -> Option<f64> {
    Some(match text.to_ascii_lowercase().as_str() {
        "nan" | "-nan" | "+nan" => f64::NAN,
        "∞" | "infinity" | "+∞" | "+infinity" => f64::INFINITY,
        "-∞" | "-infinity" => f64::NEG_INFINITY,
        _ => return None,
    })
}

// A single keeps what it can hold.
fn float(x: f64, code: TypeCode) -> Value {
    if code == TypeCode::Single { Value::Single(x as f32) } else { Value::Double(x) }
}

/// The number as `-digits.digits` with exponent, without separators; `None` where the styles do not allow the text.
fn plain_digits(text: &str, styles: Styles, culture: &Culture) -> Option<String> {
    let mut rest = text.trim_end_matches('\0');
    if styles.has(1) {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    }
    if styles.has(2) {
        rest = rest.trim_end_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    }
    let mut negative = false;
    let mut signed = false;
    if styles.has(16) && rest.starts_with('(') {
        rest = rest.strip_prefix('(')?.strip_suffix(')')?;
        (negative, signed) = (true, true);
    }
    let currency = culture.currency_symbol.as_str();
    loop {
        if !signed
            && styles.has(4)
            && let Some((sign, tail)) = sign_of(rest, culture)
        {
            (negative, signed, rest) = (sign, true, tail);
        } else if styles.has(256) && !currency.is_empty() && rest.starts_with(currency) {
            rest = rest.strip_prefix(currency)?.trim_start();
        } else {
            break;
        }
    }
    let mut out = String::new();
    let (mut digits, mut pointed) = (0, false);
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            out.push(c);
            digits += 1;
            rest = rest.get(1..)?;
        } else if styles.has(32) && !pointed && rest.starts_with(&culture.decimal_separator) {
            out.push('.');
            pointed = true;
            rest = rest.strip_prefix(culture.decimal_separator.as_str())?;
        } else if styles.has(64) && !pointed && digits > 0 && rest.starts_with(&culture.group_separator) {
            rest = rest.strip_prefix(culture.group_separator.as_str())?;
        } else {
            break;
        }
    }
    if digits == 0 {
        return None;
    }
    if styles.has(128)
        && let Some(tail) = rest.strip_prefix(['e', 'E'])
    {
        let (sign, figures) = match tail.strip_prefix(['+', '-']) {
            Some(figures) => (if tail.starts_with('-') { "-" } else { "" }, figures),
            None => ("", tail),
        };
        let count = figures.bytes().take_while(u8::is_ascii_digit).count();
        if count > 0 {
            out.push('e');
            out.push_str(sign);
            out.push_str(figures.get(..count)?);
            rest = figures.get(count..)?;
        }
    }
    if !signed
        && styles.has(8)
        && let Some((sign, tail)) = sign_of(rest, culture)
    {
        (negative, rest) = (sign, tail);
    }
    if styles.has(256) {
        rest = rest.trim_start().strip_prefix(currency).unwrap_or(rest);
    }
    rest.is_empty().then(|| if negative { format!("-{out}") } else { out })
}

fn sign_of<'t>(text: &'t str, culture: &Culture) -> Option<(bool, &'t str)> {
    if let Some(rest) =
        text.strip_prefix(culture.negative_sign.as_str()).or_else(|| text.strip_prefix(['-', '−']))
    {
        return Some((true, rest));
    }
    text.strip_prefix('+').map(|rest| (false, rest))
}

fn number(plain: &str, code: TypeCode) -> Result<Value, ParseFailure> {
    let integer = || -> Result<i128, ParseFailure> {
        let (mantissa, exponent) = plain.split_once('e').unwrap_or((plain, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if exponent == "0" || exponent.is_empty() {
            if fraction.bytes().any(|b| b != b'0') {
                return Err(ParseFailure::Overflow);
            }
            return whole.parse().map_err(|_| ParseFailure::Overflow);
        }
        let scaled: f64 = plain.parse().map_err(|_| ParseFailure::Format)?;
        if scaled.fract() != 0.0 || scaled.abs() > 1e30 {
            return Err(ParseFailure::Overflow);
        }
        num_traits::ToPrimitive::to_i128(&scaled).ok_or(ParseFailure::Overflow)
    };
    macro_rules! whole {
        ($variant:ident, $ty:ty) => {
            <$ty>::try_from(integer()?).map(Value::$variant).map_err(|_| ParseFailure::Overflow)
        };
    }
    match code {
        TypeCode::SByte => whole!(SByte, i8),
        TypeCode::Byte => whole!(Byte, u8),
        TypeCode::Int16 => whole!(Int16, i16),
        TypeCode::UInt16 => whole!(UInt16, u16),
        TypeCode::UInt32 => whole!(UInt, u32),
        TypeCode::Int64 => whole!(Long, i64),
        TypeCode::UInt64 => whole!(ULong, u64),
        TypeCode::Single => plain.parse().map(Value::Single).map_err(|_| ParseFailure::Format),
        TypeCode::Double => plain.parse().map(Value::Double).map_err(|_| ParseFailure::Format),
        TypeCode::Decimal => decimal(plain),
        TypeCode::BigInteger => {
            let whole = plain.split('.').next().unwrap_or(plain);
            whole.parse::<BigInt>().map(Value::bigint).map_err(|_| ParseFailure::Format)
        }
        _ => whole!(Int, i32),
    }
}

fn decimal(plain: &str) -> Result<Value, ParseFailure> {
    let parsed = if plain.contains('e') {
        Decimal::from_scientific(plain)
    } else {
        Decimal::from_str_exact(plain).or_else(|_| plain.parse())
    };
    parsed.map(Value::decimal).map_err(|_| ParseFailure::Overflow)
}

/// Hexadecimal and binary digits, read as the type's bits.
fn radix(text: &str, code: TypeCode, styles: Styles) -> Result<Value, ParseFailure> {
    let mut rest = text;
    if styles.has(1) {
        rest = rest.trim_start();
    }
    if styles.has(2) {
        rest = rest.trim_end();
    }
    let base = if styles.has(512) { 16 } else { 2 };
    if rest.is_empty() || !rest.chars().all(|c| c.is_digit(base)) {
        return Err(ParseFailure::Format);
    }
    if code == TypeCode::BigInteger {
        let number = BigInt::parse_bytes(rest.as_bytes(), base).ok_or(ParseFailure::Format)?;
        let top = rest.chars().next().and_then(|c| c.to_digit(base)).unwrap_or(0);
        let bits = rest.len() * if base == 16 { 4 } else { 1 };
        let negative = top >= base / 2;
        let value = if negative { number - (BigInt::from(1) << bits) } else { number };
        return Ok(Value::bigint(value));
    }
    let bits = u64::from_str_radix(rest, base).map_err(|_| ParseFailure::Overflow)?;
    let narrow = |ok: bool, value: Value| if ok { Ok(value) } else { Err(ParseFailure::Overflow) };
    match code {
        TypeCode::SByte => {
            u8::try_from(bits).map(|b| Value::SByte(b.cast_signed())).map_err(|_| ParseFailure::Overflow)
        }
        TypeCode::Byte => u8::try_from(bits).map(Value::Byte).map_err(|_| ParseFailure::Overflow),
        TypeCode::Int16 => {
            u16::try_from(bits).map(|b| Value::Int16(b.cast_signed())).map_err(|_| ParseFailure::Overflow)
        }
        TypeCode::UInt16 => u16::try_from(bits).map(Value::UInt16).map_err(|_| ParseFailure::Overflow),
        TypeCode::UInt32 => u32::try_from(bits).map(Value::UInt).map_err(|_| ParseFailure::Overflow),
        TypeCode::Int64 => narrow(true, Value::Long(bits.cast_signed())),
        TypeCode::UInt64 => narrow(true, Value::ULong(bits)),
        _ => u32::try_from(bits).map(|b| Value::Int(b.cast_signed())).map_err(|_| ParseFailure::Overflow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, code: TypeCode) -> Option<String> {
        let culture = Culture::named("en-US").unwrap_or_else(Culture::invariant);
        parse(text, code, Styles::of(code), &culture).ok().map(|v| crate::convert::plain_text(&v))
    }

    #[test]
    fn each_type_reads_its_styles() {
        assert_eq!(read(" 12 ", TypeCode::Int32).as_deref(), Some("12"));
        assert_eq!(read("1,000", TypeCode::Int32), None);
        assert_eq!(read("1,000.5", TypeCode::Double).as_deref(), Some("1000.5"));
        assert_eq!(read("1e3", TypeCode::Double).as_deref(), Some("1000"));
        assert_eq!(read("1.50", TypeCode::Decimal).as_deref(), Some("1.50"));
        assert_eq!(read("5-", TypeCode::Decimal).as_deref(), Some("-5"));
        assert_eq!(read("0x1F", TypeCode::Int32), None);
        assert_eq!(read("", TypeCode::Int32), None);
    }
}
