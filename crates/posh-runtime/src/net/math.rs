//! `System.Math`.

use std::cmp::Ordering;

use super::tuple::value_tuple;
use crate::convert::{to_decimal, to_double};
use crate::error::{Raised, Result};
use crate::types::{Call, Member, TypeDef};
use crate::value::Value;

fn x(call: &Call<'_>) -> f64 {
    call.double(0)
}

fn y(call: &Call<'_>) -> f64 {
    call.double(1)
}

fn d(value: f64) -> Result<Value> {
    Ok(Value::Double(value))
}

/// Order of two numbers of one type; `None` beside NaN.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Long(a), Value::Long(b)) => Some(a.cmp(b)),
        (Value::ULong(a), Value::ULong(b)) => Some(a.cmp(b)),
        _ => to_double(a)?.partial_cmp(&to_double(b)?),
    }
}

fn pick(call: &mut Call<'_>, wanted: Ordering) -> Result<Value> {
    let (a, b) = (call.arg(0), call.arg(1));
    Ok(match order(&a, &b) {
        Some(o) if o == wanted => a,
        Some(_) => b,
        // NaN wins over every number.
        None if to_double(&a).is_some_and(f64::is_nan) => a,
        None => b,
    })
}

fn clamp(call: &mut Call<'_>) -> Result<Value> {
    let (value, low, high) = (call.arg(0), call.arg(1), call.arg(2));
    if order(&low, &high) == Some(Ordering::Greater) {
        let (low, high) = (crate::convert::plain_text(&low), crate::convert::plain_text(&high));
        return Err(Raised::net(
            "System.ArgumentException",
            format!("'{low}' cannot be greater than {high}."),
        ));
    }
    if order(&value, &low) == Some(Ordering::Less) {
        return Ok(low);
    }
    Ok(if order(&value, &high) == Some(Ordering::Greater) { high } else { value })
}

fn abs(call: &mut Call<'_>) -> Result<Value> {
    let overflow = || {
        Raised::net(
            "System.OverflowException",
            "Negating the minimum value of a twos complement number is invalid.",
        )
    };
    match call.arg(0) {
        Value::SByte(i) => i.checked_abs().map(Value::SByte).ok_or_else(overflow),
        Value::Int16(i) => i.checked_abs().map(Value::Int16).ok_or_else(overflow),
        Value::Int(i) => i.checked_abs().map(Value::Int).ok_or_else(overflow),
        Value::Long(i) => i.checked_abs().map(Value::Long).ok_or_else(overflow),
        Value::Single(x) => Ok(Value::Single(x.abs())),
        Value::Decimal(v) => Ok(Value::decimal(v.abs())),
        other => d(to_double(&other).unwrap_or(f64::NAN).abs()),
    }
}

fn sign(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let number = to_double(&value).unwrap_or(0.0);
    if number.is_nan() {
        return Err(Raised::net(
            "System.ArithmeticException",
            "Function does not accept floating point Not-a-Number values.",
        ));
    }
    Ok(Value::Int(number.partial_cmp(&0.0).map_or(0, |o| o as i32)))
}

/// `MidpointRounding`.
#[derive(Clone, Copy)]
enum Mode {
    ToEven,
    AwayFromZero,
    ToZero,
    Down,
    Up,
}

fn mode(call: &Call<'_>) -> Mode {
    match call.args.last().map(Value::base) {
        Some(Value::Enum(e)) => match e.raw {
            1 => Mode::AwayFromZero,
            2 => Mode::ToZero,
            3 => Mode::Down,
            4 => Mode::Up,
            _ => Mode::ToEven,
        },
        _ => Mode::ToEven,
    }
}

fn digits(call: &Call<'_>) -> i32 {
    if let Some(Value::Int(n)) = call.args.get(1).map(Value::base) { *n } else { 0 }
}

fn round_double(call: &mut Call<'_>) -> Result<Value> {
    let digits = digits(call);
    if !(0..=15).contains(&digits) {
        return Err(Raised::out_of_range("digits", "Rounding digits must be between 0 and 15, inclusive."));
    }
    let value = x(call);
    if value.abs() >= 1e16 || !value.is_finite() {
        return d(value);
    }
    let scale = 10_f64.powi(digits);
    let scaled = value * scale;
    let rounded = match mode(call) {
        Mode::ToEven => scaled.round_ties_even(),
        Mode::AwayFromZero => scaled.round(),
        Mode::ToZero => scaled.trunc(),
        Mode::Down => scaled.floor(),
        Mode::Up => scaled.ceil(),
    };
    d(rounded / scale)
}

fn round_decimal(call: &mut Call<'_>) -> Result<Value> {
    use rust_decimal::RoundingStrategy as S;
    let digits = digits(call);
    let Some(places) = u32::try_from(digits).ok().filter(|n| *n <= 28) else {
        return Err(Raised::out_of_range(
            "decimals",
            "Decimal can only round to between 0 and 28 digits of precision.",
        ));
    };
    let strategy = match mode(call) {
        Mode::ToEven => S::MidpointNearestEven,
        Mode::AwayFromZero => S::MidpointAwayFromZero,
        Mode::ToZero => S::ToZero,
        Mode::Down => S::ToNegativeInfinity,
        Mode::Up => S::ToPositiveInfinity,
    };
    let value = to_decimal(&call.arg(0)).unwrap_or_default();
    Ok(Value::decimal(value.round_dp_with_strategy(places, strategy)))
}

fn decimal(call: &Call<'_>, change: fn(rust_decimal::Decimal) -> rust_decimal::Decimal) -> Result<Value> {
    Ok(Value::decimal(change(to_decimal(&call.arg(0)).unwrap_or_default())))
}

/// Quotient and remainder, in the type of both numbers.
fn div_rem(call: &mut Call<'_>) -> Result<Value> {
    let zero = || Raised::net("System.DivideByZeroException", "Attempted to divide by zero.");
    let overflow =
        || Raised::net("System.OverflowException", "Arithmetic operation resulted in an overflow.");
    macro_rules! divide {
        ($a:expr, $b:expr, $variant:ident) => {{
            if $b == 0 {
                return Err(zero());
            }
            let quotient = $a.checked_div($b).ok_or_else(overflow)?;
            (Value::$variant(quotient), Value::$variant($a % $b))
        }};
    }
    let (quotient, remainder) = match (call.arg(0), call.arg(1)) {
        (Value::SByte(a), Value::SByte(b)) => divide!(a, b, SByte),
        (Value::Byte(a), Value::Byte(b)) => divide!(a, b, Byte),
        (Value::Int16(a), Value::Int16(b)) => divide!(a, b, Int16),
        (Value::UInt16(a), Value::UInt16(b)) => divide!(a, b, UInt16),
        (Value::Int(a), Value::Int(b)) => divide!(a, b, Int),
        (Value::UInt(a), Value::UInt(b)) => divide!(a, b, UInt),
        (Value::Long(a), Value::Long(b)) => divide!(a, b, Long),
        (Value::ULong(a), Value::ULong(b)) => divide!(a, b, ULong),
        _ => return Ok(Value::Null),
    };
    if let Some(r) = call.arg(2).native::<crate::runspace::Reference>() {
        r.0.put(remainder);
        return Ok(quotient);
    }
    Ok(value_tuple(vec![quotient, remainder]))
}

fn big_mul(call: &mut Call<'_>) -> Result<Value> {
    match (call.arg(0), call.arg(1)) {
        (Value::Int(a), Value::Int(b)) => Ok(Value::Long(i64::from(a) * i64::from(b))),
        (Value::UInt(a), Value::UInt(b)) => Ok(Value::ULong(u64::from(a) * u64::from(b))),
        _ => Ok(Value::Null),
    }
}

fn remainder(call: &mut Call<'_>) -> Result<Value> {
    let (a, b) = (x(call), y(call));
    if b.is_infinite() && a.is_finite() {
        return d(a);
    }
    let rest = a % b;
    if rest.is_nan() {
        return d(f64::NAN);
    }
    if rest == 0.0 {
        return d(rest.copysign(a));
    }
    // The quotient is rounded to the nearest, ties to even.
    let other = rest - b.abs() * a.signum();
    if other.abs() < rest.abs() {
        return d(other);
    }
    let tie = (other.abs() - rest.abs()).abs() == 0.0;
    let quotient = a / b;
    d(if tie && quotient.round_ties_even().abs() > quotient.abs() { other } else { rest })
}

// An exponent is small.
fn ilogb(call: &mut Call<'_>) -> Result<Value> {
    let value = x(call).abs();
    Ok(Value::Int(if value == 0.0 {
        i32::MIN
    } else if !value.is_finite() {
        i32::MAX
    } else {
        let guess = value.log2().floor() as i32;
        // Near powers of two the logarithm may be rounded up.
        if 2_f64.powi(guess) > value { guess - 1 } else { guess }
    }))
}

fn magnitude(call: &mut Call<'_>, larger: bool) -> Result<Value> {
    let (a, b) = (x(call), y(call));
    if a.is_nan() || b.is_nan() {
        return d(f64::NAN);
    }
    let first = if a.abs() == b.abs() { (a >= b) == larger } else { (a.abs() > b.abs()) == larger };
    d(if first { a } else { b })
}

fn log(call: &mut Call<'_>) -> Result<Value> {
    let (a, base) = (x(call), y(call));
    if base == 1.0 || a != 1.0 && (base == 0.0 || base == f64::INFINITY) {
        return d(f64::NAN);
    }
    d(a.ln() / base.ln())
}

macro_rules! of_numbers {
    ($($name:literal $code:expr, [$($ty:literal)*];)*) => {
        &[$($((
            concat!("static ", $ty, " ", $name, "(", $ty, " val1, ", $ty, " val2)"),
            $code as fn(&mut Call<'_>) -> Result<Value>,
        ),)*)*]
    };
}

/// Methods of two numbers of one type, an overload for each type.
const OF_TWO: &[Member] = of_numbers![
    "Max" |c| pick(c, Ordering::Greater),
        ["byte" "decimal" "double" "short" "int" "long" "sbyte" "float" "ushort" "uint" "ulong"];
    "Min" |c| pick(c, Ordering::Less),
        ["byte" "decimal" "double" "short" "int" "long" "sbyte" "float" "ushort" "uint" "ulong"];
];

macro_rules! repeated {
    ($($head:literal $tail:literal $code:expr, [$($ty:literal)*];)*) => {
        &[$($((
            concat!("static ", $head, "(", $ty, $tail, ")"),
            $code as fn(&mut Call<'_>) -> Result<Value>,
        ),)*)*]
    };
}

const OF_ONE: &[Member] = repeated![
    "System.Object Abs" " value" abs, ["decimal" "double" "short" "int" "long" "sbyte" "float"];
    "int Sign" " value" sign, ["decimal" "double" "short" "int" "long" "sbyte" "float"];
];

const TRIPLES: &[Member] = &[
    ("static byte Clamp(byte value, byte min, byte max)", clamp),
    ("static decimal Clamp(decimal value, decimal min, decimal max)", clamp),
    ("static double Clamp(double value, double min, double max)", clamp),
    ("static short Clamp(short value, short min, short max)", clamp),
    ("static int Clamp(int value, int min, int max)", clamp),
    ("static long Clamp(long value, long min, long max)", clamp),
    ("static sbyte Clamp(sbyte value, sbyte min, sbyte max)", clamp),
    ("static float Clamp(float value, float min, float max)", clamp),
    ("static ushort Clamp(ushort value, ushort min, ushort max)", clamp),
    ("static uint Clamp(uint value, uint min, uint max)", clamp),
    ("static ulong Clamp(ulong value, ulong min, ulong max)", clamp),
    ("static System.Object DivRem(sbyte left, sbyte right)", div_rem),
    ("static System.Object DivRem(byte left, byte right)", div_rem),
    ("static System.Object DivRem(short left, short right)", div_rem),
    ("static System.Object DivRem(ushort left, ushort right)", div_rem),
    ("static System.Object DivRem(int left, int right)", div_rem),
    ("static System.Object DivRem(uint left, uint right)", div_rem),
    ("static System.Object DivRem(long left, long right)", div_rem),
    ("static System.Object DivRem(ulong left, ulong right)", div_rem),
    ("static int DivRem(int a, int b, [ref] int result)", div_rem),
    ("static long DivRem(long a, long b, [ref] long result)", div_rem),
    ("static long BigMul(int a, int b)", big_mul),
    ("static ulong BigMul(uint a, uint b)", big_mul),
    ("static decimal Round(decimal d)", round_decimal),
    ("static decimal Round(decimal d, int decimals)", round_decimal),
    ("static decimal Round(decimal d, System.MidpointRounding mode)", round_decimal),
    ("static decimal Round(decimal d, int decimals, System.MidpointRounding mode)", round_decimal),
    ("static double Round(double a)", round_double),
    ("static double Round(double value, int digits)", round_double),
    ("static double Round(double value, System.MidpointRounding mode)", round_double),
    ("static double Round(double value, int digits, System.MidpointRounding mode)", round_double),
    ("static decimal Floor(decimal d)", |c| decimal(c, |v| v.floor())),
    ("static double Floor(double d)", |c| d(x(c).floor())),
    ("static decimal Ceiling(decimal d)", |c| decimal(c, |v| v.ceil())),
    ("static double Ceiling(double a)", |c| d(x(c).ceil())),
    ("static decimal Truncate(decimal d)", |c| decimal(c, |v| v.trunc())),
    ("static double Truncate(double d)", |c| d(x(c).trunc())),
];

const DOUBLES: &[Member] = &[
    ("static double Sqrt(double d)", |c| d(x(c).sqrt())),
    ("static double Cbrt(double d)", |c| d(x(c).cbrt())),
    ("static double Pow(double x, double y)", |c| d(x(c).powf(y(c)))),
    ("static double Exp(double d)", |c| d(x(c).exp())),
    ("static double Log(double d)", |c| d(x(c).ln())),
    ("static double Log(double a, double newBase)", log),
    ("static double Log10(double d)", |c| d(x(c).log10())),
    ("static double Log2(double x)", |c| d(x(c).log2())),
    ("static double Sin(double a)", |c| d(x(c).sin())),
    ("static double Cos(double d)", |c| d(x(c).cos())),
    ("static double Tan(double a)", |c| d(x(c).tan())),
    ("static double Asin(double d)", |c| d(x(c).asin())),
    ("static double Acos(double d)", |c| d(x(c).acos())),
    ("static double Atan(double d)", |c| d(x(c).atan())),
    ("static double Atan2(double y, double x)", |c| d(x(c).atan2(y(c)))),
    ("static double Sinh(double value)", |c| d(x(c).sinh())),
    ("static double Cosh(double value)", |c| d(x(c).cosh())),
    ("static double Tanh(double value)", |c| d(x(c).tanh())),
    ("static double Asinh(double d)", |c| d(x(c).asinh())),
    ("static double Acosh(double d)", |c| d(x(c).acosh())),
    ("static double Atanh(double d)", |c| d(x(c).atanh())),
    ("static int ILogB(double x)", ilogb),
    ("static double ScaleB(double x, int n)", |c| d(x(c) * 2_f64.powi(c.int(1)))),
    ("static double CopySign(double x, double y)", |c| d(x(c).copysign(y(c)))),
    ("static double IEEERemainder(double x, double y)", remainder),
    ("static double MaxMagnitude(double x, double y)", |c| magnitude(c, true)),
    ("static double MinMagnitude(double x, double y)", |c| magnitude(c, false)),
    ("static double BitIncrement(double x)", |c| d(x(c).next_up())),
    ("static double BitDecrement(double x)", |c| d(x(c).next_down())),
    ("static double FusedMultiplyAdd(double x, double y, double z)", |c| d(x(c).mul_add(y(c), c.double(2)))),
    ("static double ReciprocalEstimate(double d)", |c| d(x(c).recip())),
];

/// All of them in one table.
const METHODS: &[Member] = &{
    const TOTAL: usize = OF_TWO.len() + OF_ONE.len() + TRIPLES.len() + DOUBLES.len();
    let mut all = [DOUBLES[0]; TOTAL];
    let groups = [OF_TWO, OF_ONE, TRIPLES, DOUBLES];
    let (mut at, mut group) = (0, 0);
    while group < groups.len() {
        let mut i = 0;
        while i < groups[group].len() {
            all[at] = groups[group][i];
            at += 1;
            i += 1;
        }
        group += 1;
    }
    all
};

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: METHODS,
    properties: &[
        ("static double PI {get;}", |_| d(std::f64::consts::PI), None),
        ("static double E {get;}", |_| d(std::f64::consts::E), None),
        ("static double Tau {get;}", |_| d(std::f64::consts::TAU), None),
    ],
    ..TypeDef::new("System.Math")
}];
