//! Number literals: grammar (nom) and the type a literal gets.

use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while, take_while1};
use nom::character::complete::{char, digit0, digit1, one_of};
use nom::combinator::{opt, recognize, value};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};
use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;

use super::chars::is_dash;
use crate::ast::Number;

/// The letters behind the digits that choose a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Suffix {
    None,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int64,
    UInt64,
    Unsigned,
    BigInteger,
    Decimal,
}

/// How the digits are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Digits<'s> {
    Hex(&'s str),
    Binary(&'s str),
    Integer(&'s str),
    Real(&'s str),
}

/// A literal as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Literal<'s> {
    negative: bool,
    digits: Digits<'s>,
    suffix: Suffix,
    multiplier: u64,
}

fn suffix(input: &str) -> IResult<&str, Suffix> {
    alt((
        value(Suffix::Byte, tag_no_case("uy")),
        value(Suffix::UInt16, tag_no_case("us")),
        value(Suffix::UInt64, tag_no_case("ul")),
        value(Suffix::Unsigned, tag_no_case("u")),
        value(Suffix::SByte, tag_no_case("y")),
        value(Suffix::Int16, tag_no_case("s")),
        value(Suffix::Int64, tag_no_case("l")),
        value(Suffix::BigInteger, tag_no_case("n")),
        value(Suffix::Decimal, tag_no_case("d")),
    ))
    .parse(input)
}

fn multiplier(input: &str) -> IResult<&str, u64> {
    alt((
        value(1 << 10, tag_no_case("kb")),
        value(1 << 20, tag_no_case("mb")),
        value(1 << 30, tag_no_case("gb")),
        value(1 << 40, tag_no_case("tb")),
        value(1 << 50, tag_no_case("pb")),
    ))
    .parse(input)
}

fn exponent(input: &str) -> IResult<&str, &str> {
    recognize((one_of("eE"), opt(one_of("+-\u{2013}\u{2014}\u{2015}")), digit1)).parse(input)
}

/// `12`, `1.5`, `.5`, `1.`, `1e3`; a point before another point belongs to the range operator.
fn decimal_digits(input: &str) -> IResult<&str, Digits<'_>> {
    let (rest, whole) = digit0(input)?;
    let point = rest.strip_prefix('.').filter(|after| {
        !after.starts_with('.') && (!whole.is_empty() || after.starts_with(|c: char| c.is_ascii_digit()))
    });
    let (rest, real) = match point {
        Some(after) => (digit0(after)?.0, true),
        None if whole.is_empty() => (digit1(input)?.0, false),
        None => (rest, false),
    };
    let (rest, power) = opt(exponent).parse(rest)?;
    let written = input.get(..input.len() - rest.len()).unwrap_or("");
    Ok((rest, if real || power.is_some() { Digits::Real(written) } else { Digits::Integer(written) }))
}

fn digits(input: &str) -> IResult<&str, Digits<'_>> {
    alt((
        preceded(pair(char('0'), one_of("xX")), take_while(|c: char| c.is_ascii_hexdigit())).map(Digits::Hex),
        preceded(pair(char('0'), one_of("bB")), take_while1(|c: char| c == '0' || c == '1'))
            .map(Digits::Binary),
        decimal_digits,
    ))
    .parse(input)
}

/// A literal at the start of `input`, and its length. The sign is read only where `signed` says so.
pub(crate) fn scan(input: &str, signed: bool) -> Option<(Literal<'_>, usize)> {
    let sign = input.chars().next().filter(|&c| signed && (is_dash(c) || c == '+'));
    let after = input.get(sign.map_or(0, char::len_utf8)..)?;
    let negative = sign.is_some_and(is_dash);
    let mut parser = (digits, opt(suffix), opt(multiplier), take_while(|_| false));
    let (rest, (digits, suffix, multiplier, _)) = parser.parse(after).ok()?;
    let literal = Literal {
        negative,
        digits,
        suffix: suffix.unwrap_or(Suffix::None),
        multiplier: multiplier.unwrap_or(1),
    };
    Some((literal, input.len() - rest.len()))
}

/// A big integer as a double: .NET cuts off the bits that do not fit.
fn truncated(value: &BigInt) -> Option<f64> {
    let kept = match value.bits().checked_sub(53) {
        Some(extra) if extra > 0 => BigInt::from_biguint(value.sign(), value.magnitude() >> extra << extra),
        _ => value.clone(),
    };
    kept.to_string().parse().ok()
}

/// Value of a text that is a number literal from end to end, white space around it allowed; a sign may stand before it.
pub fn parse_number(text: &str) -> Option<Number> {
    let text = text.trim();
    let (literal, len) = scan(text, true)?;
    if len == text.len() { literal.value() } else { None }
}

impl Literal<'_> {
    /// The typed value, or nothing where it does not fit the type that the suffix asks for.
    pub(crate) fn value(&self) -> Option<Number> {
        match self.digits {
            Digits::Hex(d) => self.hexadecimal(d),
            Digits::Binary(d) => self.binary(d),
            Digits::Integer(d) if d.len() <= 9 && self.suffix == Suffix::None && self.multiplier == 1 => {
                let value: i32 = d.parse().ok()?;
                Some(Number::Int32(if self.negative { -value } else { value }))
            }
            Digits::Integer(d) => {
                let value = BigInt::parse_bytes(d.as_bytes(), 10)?;
                self.integer(if self.negative { -value } else { value })
            }
            Digits::Real(d) => self.real(d),
        }
    }

    /// Hexadecimal digits as many as the wanted type has set its sign bit.
    fn hexadecimal(&self, digits: &str) -> Option<Number> {
        // `0x` alone is zero.
        let value =
            if digits.is_empty() { BigInt::ZERO } else { BigInt::parse_bytes(digits.as_bytes(), 16)? };
        let full = match self.suffix {
            Suffix::SByte => 2,
            Suffix::Int16 => 4,
            Suffix::Int64 => 16,
            _ if digits.len() < 15 => 8,
            _ => 16,
        };
        let signed = !self.is_unsigned() && digits.len() == full;
        self.of_bits(value, signed, digits.len(), 4, digits.len() >= 15 && digits.len() <= 16)
    }

    /// Binary digits as many as some type has set its sign bit.
    fn binary(&self, digits: &str) -> Option<Number> {
        let value = BigInt::parse_bytes(digits.as_bytes(), 2)?;
        let fills = matches!(digits.len(), 8 | 16 | 32 | 64 | 96) || digits.len() >= 128;
        self.of_bits(value, !self.is_unsigned() && fills, digits.len(), 1, digits.len() == 64)
    }

    fn is_unsigned(&self) -> bool {
        matches!(self.suffix, Suffix::Byte | Suffix::UInt16 | Suffix::Unsigned | Suffix::UInt64)
    }

    fn of_bits(
        &self,
        value: BigInt,
        signed: bool,
        len: usize,
        bits_each: u64,
        is_long: bool,
    ) -> Option<Number> {
        let bits = u64::try_from(len).ok()? * bits_each;
        let value =
            if signed && bits > 0 && value.bit(bits - 1) { value - (BigInt::from(1) << bits) } else { value };
        let value = if self.negative { -value } else { value };
        let suffix = match self.suffix {
            Suffix::None if is_long => Suffix::Int64,
            Suffix::Unsigned if is_long => Suffix::UInt64,
            other => other,
        };
        match (Literal { suffix, ..*self }).integer(value)? {
            // Only decimal digits become a decimal or a double by their size.
            Number::Decimal(_) | Number::Double(_) if suffix == Suffix::None => None,
            number => Some(number),
        }
    }

    fn integer(&self, value: BigInt) -> Option<Number> {
        let value = value * self.multiplier;
        Some(match self.suffix {
            Suffix::None => {
                if let Ok(v) = i32::try_from(&value) {
                    Number::Int32(v)
                } else if let Ok(v) = i64::try_from(&value) {
                    Number::Int64(v)
                } else if let Some(v) = big_to_decimal(&value) {
                    Number::Decimal(v)
                } else {
                    Number::Double(truncated(&value)?)
                }
            }
            Suffix::SByte => Number::SByte(i8::try_from(&value).ok()?),
            Suffix::Byte => Number::Byte(u8::try_from(&value).ok()?),
            Suffix::Int16 => Number::Int16(i16::try_from(&value).ok()?),
            Suffix::UInt16 => Number::UInt16(u16::try_from(&value).ok()?),
            Suffix::Int64 => Number::Int64(i64::try_from(&value).ok()?),
            Suffix::UInt64 => Number::UInt64(u64::try_from(&value).ok()?),
            Suffix::Unsigned => match u32::try_from(&value) {
                Ok(v) => Number::UInt32(v),
                Err(_) => Number::UInt64(u64::try_from(&value).ok()?),
            },
            Suffix::BigInteger => Number::BigInteger(Box::new(value)),
            Suffix::Decimal => Number::Decimal(big_to_decimal(&value)?),
        })
    }

    fn real(&self, digits: &str) -> Option<Number> {
        let ascii: String = digits.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
        if self.suffix == Suffix::Decimal {
            let value = match ascii.find(['e', 'E']) {
                Some(_) => Decimal::from_scientific(&ascii).ok()?,
                None => ascii.trim_end_matches('.').parse::<Decimal>().ok()?,
            };
            let value = value.checked_mul(Decimal::from(self.multiplier))?;
            return Some(Number::Decimal(if self.negative { -value } else { value }));
        }
        let magnitude: f64 = ascii.parse().ok()?;
        let scale: f64 = self.multiplier.to_string().parse().ok()?;
        let value = if self.negative { -magnitude * scale } else { magnitude * scale };
        if self.suffix == Suffix::None {
            return Some(Number::Double(value));
        }
        let rounded = value.round_ties_even();
        let whole = double_to_big(rounded)?;
        Self { multiplier: 1, negative: false, digits: Digits::Integer("0"), suffix: self.suffix }
            .integer(whole)
    }
}

fn double_to_big(value: f64) -> Option<BigInt> {
    if !value.is_finite() {
        return None;
    }
    BigInt::parse_bytes(format!("{value:.0}").as_bytes(), 10)
}

/// The value as a decimal, where it fits into 96 bits.
fn big_to_decimal(value: &BigInt) -> Option<Decimal> {
    let (sign, bytes) = value.to_bytes_le();
    let mut raw = [0u8; 16];
    raw.get_mut(..bytes.len())?.copy_from_slice(&bytes);
    let magnitude = i128::try_from(u128::from_le_bytes(raw)).ok()?;
    Decimal::try_from_i128_with_scale(if sign == Sign::Minus { -magnitude } else { magnitude }, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_get_powershells_types() {
        assert_eq!(parse_number("1"), Some(Number::Int32(1)));
        assert_eq!(parse_number("-2147483648"), Some(Number::Int32(i32::MIN)));
        assert_eq!(parse_number("2147483648"), Some(Number::Int64(2_147_483_648)));
        assert_eq!(parse_number("0xFFFFFFFF"), Some(Number::Int32(-1)));
        assert_eq!(parse_number("0x0FFFFFFFF"), Some(Number::Int64(0xffff_ffff)));
        assert_eq!(parse_number("1kb"), Some(Number::Int32(1024)));
        assert_eq!(parse_number("5u"), Some(Number::UInt32(5)));
        assert_eq!(parse_number("300y"), None);
        assert_eq!(parse_number("1e400"), Some(Number::Double(f64::INFINITY)));
        assert_eq!(parse_number("1.5L"), Some(Number::Int64(2)));
        assert_eq!(parse_number("1."), Some(Number::Double(1.0)));
        assert_eq!(parse_number(".5kb"), Some(Number::Double(512.0)));
        assert_eq!(parse_number("1kbl"), None);
        assert_eq!(parse_number("0b1010"), Some(Number::Int32(10)));
        assert!(matches!(parse_number("99999999999999999999"), Some(Number::Decimal(_))));
        assert!(matches!(parse_number("5n"), Some(Number::BigInteger(_))));
    }
}
