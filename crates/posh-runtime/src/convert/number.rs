//! Numbers out of other values, and between number types.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use posh_syntax::ast::Number;
use rust_decimal::Decimal;

use crate::types::TypeCode;
use crate::value::Value;

/// A literal's value.
pub fn number_of(number: &Number) -> Value {
    match number {
        Number::SByte(i) => Value::SByte(*i),
        Number::Byte(i) => Value::Byte(*i),
        Number::Int16(i) => Value::Int16(*i),
        Number::UInt16(i) => Value::UInt16(*i),
        Number::Int32(i) => Value::Int(*i),
        Number::UInt32(i) => Value::UInt(*i),
        Number::Int64(i) => Value::Long(*i),
        Number::UInt64(i) => Value::ULong(*i),
        Number::BigInteger(i) => Value::bigint((**i).clone()),
        Number::Double(x) => Value::Double(*x),
        Number::Decimal(d) => Value::decimal(*d),
    }
}

/// A string as a number the way the operators read it: PowerShell's literals, blanks around it, a sign, nothing as 0.
pub fn parse_number_text(text: &str) -> Option<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(Value::Int(0));
    }
    if let Ok(i) = trimmed.parse::<i32>()
        && !trimmed.starts_with('+')
    {
        return Some(Value::Int(i));
    }
    let (negative, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    if digits.starts_with(['+', '-']) || digits.is_empty() {
        return None;
    }
    let number = posh_syntax::parse_number(digits)?;
    let value = number_of(&number);
    if negative { negate(value) } else { Some(value) }
}

fn negate(value: Value) -> Option<Value> {
    Some(match value {
        Value::SByte(i) => Value::SByte(i.checked_neg()?),
        Value::Int16(i) => Value::Int16(i.checked_neg()?),
        Value::Byte(i) => Value::Int(-i32::from(i)),
        Value::UInt16(i) => Value::Int(-i32::from(i)),
        Value::Int(i) => i.checked_neg().map_or_else(|| Value::Long(-i64::from(i)), Value::Int),
        Value::UInt(i) => Value::Long(-i64::from(i)),
        Value::Long(i) if i == 1 << 31 => Value::Int(i32::MIN),
        Value::Long(i) => Value::Long(i.checked_neg()?),
        Value::ULong(i) => Value::Double(-(i.to_f64()?)),
        Value::Double(x) => Value::Double(-x),
        Value::Decimal(d) => Value::decimal(-*d),
        Value::BigInt(i) => Value::bigint(-(*i).clone()),
        other => other,
    })
}

/// Why a number does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NumberError {
    /// Too large or too small.
    Overflow,
    /// Not a number at all.
    NotANumber,
}

/// What an integer is worth; `None` for every other value.
#[inline]
pub(crate) fn whole(value: &Value) -> Option<i128> {
    Some(match value {
        Value::SByte(i) => i128::from(*i),
        Value::Byte(i) => i128::from(*i),
        Value::Int16(i) => i128::from(*i),
        Value::UInt16(i) => i128::from(*i),
        Value::Int(i) => i128::from(*i),
        Value::UInt(i) => i128::from(*i),
        Value::Long(i) => i128::from(*i),
        Value::ULong(i) => i128::from(*i),
        _ => return None,
    })
}

/// The exact integer that a number rounds to (half to even), or why there is none.
fn to_wide(value: &Value) -> Result<i128, NumberError> {
    Ok(match value {
        Value::Bool(b) | Value::Switch(b) => i128::from(*b),
        Value::Char(c) => i128::from(*c),
        Value::Enum(e) => i128::from(e.raw),
        Value::Single(x) => round(f64::from(*x))?,
        Value::Double(x) => round(*x)?,
        Value::Decimal(d) => d.round_dp(0).to_i128().ok_or(NumberError::Overflow)?,
        Value::BigInt(i) => i.to_i128().ok_or(NumberError::Overflow)?,
        other => return whole(other).ok_or(NumberError::NotANumber),
    })
}

fn round(x: f64) -> Result<i128, NumberError> {
    if !x.is_finite() {
        return Err(NumberError::Overflow);
    }
    x.round_ties_even().to_i128().ok_or(NumberError::Overflow)
}

/// A number as a double.
pub(crate) fn to_double(value: &Value) -> Option<f64> {
    Some(match value {
        Value::Single(x) => f64::from(*x),
        Value::Double(x) => *x,
        Value::Int(i) => f64::from(*i),
        Value::Decimal(d) => d.to_f64()?,
        Value::BigInt(i) => double_of_big(i),
        Value::ULong(i) => i.to_f64()?,
        Value::Long(i) => i.to_f64()?,
        other => to_wide(other).ok()?.to_f64()?,
    })
}

/// A big integer as a double: .NET cuts off the bits that do not fit instead of rounding.
fn double_of_big(value: &BigInt) -> f64 {
    let bits = value.bits();
    let kept = match bits.checked_sub(53) {
        Some(extra) if extra > 0 => {
            let magnitude = value.magnitude() >> extra << extra;
            BigInt::from_biguint(value.sign(), magnitude)
        }
        _ => value.clone(),
    };
    kept.to_f64().unwrap_or(f64::INFINITY)
}

/// A number as a decimal; `None` where it does not fit.
pub(crate) fn to_decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(d) => Some(**d),
        Value::Double(x) => decimal_of_double(*x, 15),
        Value::Single(x) => decimal_of_double(f64::from(*x), 7),
        Value::BigInt(i) => Decimal::from_i128_with_scale_checked(i.to_i128()?),
        other => Decimal::from_i128(to_wide(other).ok()?),
    }
}

trait FromI128Checked: Sized {
    fn from_i128_with_scale_checked(value: i128) -> Option<Self>;
}

impl FromI128Checked for Decimal {
    fn from_i128_with_scale_checked(value: i128) -> Option<Self> {
        Self::try_from_i128_with_scale(value, 0).ok()
    }
}

/// A double as .NET converts it: rounded to its significant digits, trailing zeros dropped.
fn decimal_of_double(x: f64, digits: usize) -> Option<Decimal> {
    if !x.is_finite() {
        return None;
    }
    let text = format!("{x:.*e}", digits - 1);
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let negative = mantissa.starts_with('-');
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = all.trim_end_matches('0');
    let significant = if significant.is_empty() { "0" } else { significant };
    let scale = i32::try_from(significant.len()).ok()? - 1 - exponent;
    let mut number: i128 = significant.parse().ok()?;
    let scale = if scale < 0 {
        number = number.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
        0
    } else {
        scale.unsigned_abs()
    };
    if scale > 28 {
        return Decimal::try_from_i128_with_scale(0, 0).ok();
    }
    Decimal::try_from_i128_with_scale(if negative { -number } else { number }, scale).ok()
}

/// A number as a big integer, fractions cut off.
pub(crate) fn to_bigint(value: &Value) -> Option<BigInt> {
    match value {
        Value::BigInt(i) => Some((**i).clone()),
        Value::Double(x) => BigInt::from_f64(x.trunc()),
        Value::Single(x) => BigInt::from_f64(f64::from(x.trunc())),
        Value::Decimal(d) => BigInt::from_i128(d.trunc().to_i128()?),
        other => BigInt::from_i128(to_wide(other).ok()?),
    }
}

/// A number as a value of another number type, as .NET's checked conversion makes it.
pub(super) fn convert_number(value: &Value, to: TypeCode) -> Result<Value, NumberError> {
    let overflow = NumberError::Overflow;
    macro_rules! narrow {
        ($variant:ident, $ty:ty) => {
            <$ty>::try_from(to_wide(value)?).map(Value::$variant).map_err(|_| overflow)
        };
    }
    match to {
        TypeCode::SByte => narrow!(SByte, i8),
        TypeCode::Byte => narrow!(Byte, u8),
        TypeCode::Int16 => narrow!(Int16, i16),
        TypeCode::UInt16 => narrow!(UInt16, u16),
        TypeCode::Int32 => narrow!(Int, i32),
        TypeCode::UInt32 => narrow!(UInt, u32),
        TypeCode::Int64 => narrow!(Long, i64),
        TypeCode::UInt64 => narrow!(ULong, u64),
        TypeCode::Char => match value {
            Value::Single(_) | Value::Double(_) | Value::Decimal(_) | Value::Bool(_) => {
                Err(NumberError::NotANumber)
            }
            _ => narrow!(Char, u16),
        },
        // A cast to single loses what single cannot hold, as .NET's.
        TypeCode::Single => to_double(value).map(|x| Value::Single(x as f32)).ok_or(NumberError::NotANumber),
        TypeCode::Double => to_double(value).map(Value::Double).ok_or(NumberError::NotANumber),
        TypeCode::Decimal => match value {
            Value::Char(_) => Err(NumberError::NotANumber),
            _ => to_decimal(value).map(Value::decimal).ok_or(overflow),
        },
        TypeCode::BigInteger => to_bigint(value).map(Value::bigint).ok_or(NumberError::NotANumber),
        _ => Err(NumberError::NotANumber),
    }
}

/// A number as a value of another number type; `None` where it does not fit.
pub(crate) fn convert_checked(value: &Value, to: TypeCode) -> Option<Value> {
    convert_number(value, to).ok()
}

/// Code of a number's type.
pub(crate) fn code_of(value: &Value) -> Option<TypeCode> {
    Some(match value {
        Value::Bool(_) => TypeCode::Bool,
        Value::Char(_) => TypeCode::Char,
        Value::SByte(_) => TypeCode::SByte,
        Value::Byte(_) => TypeCode::Byte,
        Value::Int16(_) => TypeCode::Int16,
        Value::UInt16(_) => TypeCode::UInt16,
        Value::Int(_) => TypeCode::Int32,
        Value::UInt(_) => TypeCode::UInt32,
        Value::Long(_) => TypeCode::Int64,
        Value::ULong(_) => TypeCode::UInt64,
        Value::Single(_) => TypeCode::Single,
        Value::Double(_) => TypeCode::Double,
        Value::Decimal(_) => TypeCode::Decimal,
        Value::BigInt(_) => TypeCode::BigInteger,
        _ => return None,
    })
}

/// Zero of a number type.
pub fn zero_of(code: TypeCode) -> Value {
    convert_number(&Value::Int(0), code).unwrap_or(Value::Int(0))
}
