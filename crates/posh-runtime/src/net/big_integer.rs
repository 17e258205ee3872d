//! Members of `System.Numerics.BigInteger`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::error::{Raised, Result};
use crate::types::{Call, Member, PropertyDef};
use crate::value::Value;

/// Powers beyond this many bits are refused: they would take all memory.
const MOST_BITS: u64 = 1 << 26;

fn big(value: &Value) -> BigInt {
    crate::convert::to_bigint(value.base()).unwrap_or_default()
}

fn x(call: &Call<'_>) -> BigInt {
    big(&call.arg(0))
}

fn y(call: &Call<'_>) -> BigInt {
    big(&call.arg(1))
}

fn give(value: BigInt) -> Result<Value> {
    Ok(Value::bigint(value))
}

fn divisor(call: &Call<'_>) -> Result<BigInt> {
    let d = y(call);
    if d.is_zero() {
        return Err(Raised::net("System.DivideByZeroException", "Attempted to divide by zero."));
    }
    Ok(d)
}

fn power(call: &mut Call<'_>) -> Result<Value> {
    let base = x(call);
    let Ok(exponent) = u32::try_from(call.int(1)) else {
        return Err(Raised::out_of_range(
            "exponent",
            &format!("exponent ('{}') must be a non-negative value.", call.int(1)),
        ));
    };
    if base.bits().saturating_mul(u64::from(exponent)) > MOST_BITS && base.bits() > 1 {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    give(base.pow(exponent))
}

fn mod_power(call: &mut Call<'_>) -> Result<Value> {
    let (base, exponent, modulus) = (x(call), y(call), big(&call.arg(2)));
    if exponent.is_negative() {
        return Err(Raised::out_of_range("exponent", "The number must be greater than or equal to zero."));
    }
    if modulus.is_zero() {
        return Err(Raised::net("System.DivideByZeroException", "Attempted to divide by zero."));
    }
    // The result takes the sign of the dividend.
    let negative = base.is_negative() && exponent.is_odd();
    let magnitude = base.abs().modpow(&exponent, &modulus.abs());
    give(if negative { -magnitude } else { magnitude })
}

fn log(value: &BigInt, base: f64) -> f64 {
    if value.is_negative() {
        return f64::NAN;
    }
    if value.is_zero() {
        return f64::NEG_INFINITY;
    }
    let bits = value.bits();
    if bits <= 1000 {
        return value.to_f64().unwrap_or(f64::NAN).log(base);
    }
    let shift = bits - 64;
    let top: BigInt = value >> shift;
    // A count of bits.
    let rest = shift as f64 * std::f64::consts::LN_2;
    (top.to_f64().unwrap_or(f64::NAN).ln() + rest) / base.ln()
}

fn log10(call: &mut Call<'_>) -> Result<Value> {
    let value = x(call);
    Ok(Value::Double(if value.is_positive() && value.bits() <= 1000 {
        value.to_f64().unwrap_or(f64::NAN).log10()
    } else {
        log(&value, 10.0)
    }))
}

fn to_bytes(call: &mut Call<'_>) -> Result<Value> {
    Ok(crate::convert::byte_array(big(call.this).to_signed_bytes_le()))
}

fn quotient(call: &mut Call<'_>) -> Result<Value> {
    let d = divisor(call)?;
    give(x(call) / d)
}

fn remainder(call: &mut Call<'_>) -> Result<Value> {
    let d = divisor(call)?;
    give(x(call) % d)
}

fn div_rem(call: &mut Call<'_>) -> Result<Value> {
    let d = divisor(call)?;
    let (q, r) = (x(call) / &d, x(call) % &d);
    if let Some(reference) = call.arg(2).native::<crate::runspace::Reference>() {
        reference.0.put(Value::bigint(r));
        return give(q);
    }
    Ok(super::tuple::value_tuple(vec![Value::bigint(q), Value::bigint(r)]))
}

fn compare_to(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0) {
        Value::BigInt(other) => Ok(Value::Int(big(call.this).cmp(&other) as i32)),
        Value::Null => Ok(Value::Int(1)),
        _ => Err(Raised::bad_argument("obj", "The parameter must be a BigInteger.")),
    }
}

fn from_bytes(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0).base() {
        Value::Array(a) => give(BigInt::from_signed_bytes_le(&a.to_bytes().unwrap_or_default())),
        other => give(big(other)),
    }
}

fn bit_length(call: &mut Call<'_>) -> Result<Value> {
    let value = big(call.this);
    let bits = if value.is_negative() { (-value - 1_i32).bits() } else { value.bits() };
    Ok(Value::Long(i64::try_from(bits).unwrap_or(i64::MAX)))
}

fn is_power_of_two(call: &mut Call<'_>) -> Result<Value> {
    let value = big(call.this);
    Ok(Value::Bool(value.is_positive() && (&value & (&value - 1_i32)).is_zero()))
}

pub(super) const CONSTRUCTORS: &[Member] = &[
    ("(int value)", from_bytes),
    ("(long value)", from_bytes),
    ("(ulong value)", from_bytes),
    ("(double value)", from_bytes),
    ("(decimal value)", from_bytes),
    ("(byte[] value)", from_bytes),
];

pub(super) const METHODS: &[Member] = &[
    ("byte[] ToByteArray()", to_bytes),
    ("long GetBitLength()", bit_length),
    ("int CompareTo(System.Object obj)", compare_to),
    ("static bigint Abs(bigint value)", |c| give(x(c).abs())),
    ("static bigint Add(bigint left, bigint right)", |c| give(x(c) + y(c))),
    ("static bigint Subtract(bigint left, bigint right)", |c| give(x(c) - y(c))),
    ("static bigint Multiply(bigint left, bigint right)", |c| give(x(c) * y(c))),
    ("static bigint Divide(bigint dividend, bigint divisor)", quotient),
    ("static bigint Remainder(bigint dividend, bigint divisor)", remainder),
    ("static System.Object DivRem(bigint left, bigint right)", div_rem),
    ("static bigint DivRem(bigint dividend, bigint divisor, [ref] bigint remainder)", div_rem),
    ("static bigint Negate(bigint value)", |c| give(-x(c))),
    ("static bigint Pow(bigint value, int exponent)", power),
    ("static bigint ModPow(bigint value, bigint exponent, bigint modulus)", mod_power),
    ("static double Log(bigint value)", |c| Ok(Value::Double(log(&x(c), std::f64::consts::E)))),
    ("static double Log(bigint value, double baseValue)", |c| Ok(Value::Double(log(&x(c), c.double(1))))),
    ("static double Log10(bigint value)", log10),
    ("static bigint Max(bigint left, bigint right)", |c| give(x(c).max(y(c)))),
    ("static bigint Min(bigint left, bigint right)", |c| give(x(c).min(y(c)))),
    ("static int Compare(bigint left, bigint right)", |c| Ok(Value::Int(x(c).cmp(&y(c)) as i32))),
    ("static bigint GreatestCommonDivisor(bigint left, bigint right)", |c| give(x(c).gcd(&y(c)))),
    ("static bool IsPow2(bigint value)", |c| {
        let v = x(c);
        Ok(Value::Bool(v.is_positive() && (&v & (&v - 1_i32)).is_zero()))
    }),
];

pub(super) const PROPERTIES: &[PropertyDef] = &[
    ("bool IsPowerOfTwo {get;}", is_power_of_two, None),
    ("bool IsZero {get;}", |c| Ok(Value::Bool(big(c.this).is_zero())), None),
    ("bool IsOne {get;}", |c| Ok(Value::Bool(big(c.this).is_one())), None),
    ("bool IsEven {get;}", |c| Ok(Value::Bool(big(c.this).is_even())), None),
    (
        "int Sign {get;}",
        |c| {
            Ok(Value::Int(match big(c.this).sign() {
                Sign::Minus => -1,
                Sign::NoSign => 0,
                Sign::Plus => 1,
            }))
        },
        None,
    ),
    ("static bigint Zero {get;}", |_| give(BigInt::zero()), None),
    ("static bigint One {get;}", |_| give(BigInt::one()), None),
    ("static bigint MinusOne {get;}", |_| give(-BigInt::one()), None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_of_large_numbers() {
        let large = BigInt::from(10).pow(400);
        assert!((log(&large, 10.0) - 400.0).abs() < 1e-9);
        assert!(log(&BigInt::from(-1), 10.0).is_nan());
    }
}
