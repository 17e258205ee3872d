//! `System.Math`.

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::Value;

fn x(call: &Call<'_>) -> f64 {
    call.double(0)
}

fn d(value: f64) -> Result<Value> {
    Ok(Value::Double(value))
}

fn pick(call: &mut Call<'_>, larger: bool) -> Result<Value> {
    let (a, b) = (call.arg(0), call.arg(1));
    let order = crate::ops::compare::compare_values(call.rs, &a, &b, false)?;
    Ok(if order.is_gt() == larger { a } else { b })
}

fn abs(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let negative = crate::ops::compare::compare_values(call.rs, &value, &Value::Int(0), false)?.is_lt();
    match value {
        Value::Int(i) => i.checked_abs().map(Value::Int).ok_or_else(|| {
            Raised::net(
                "System.OverflowException",
                "Negating the minimum value of a twos complement number is invalid.",
            )
        }),
        Value::Long(i) => i.checked_abs().map(Value::Long).ok_or_else(|| {
            Raised::net(
                "System.OverflowException",
                "Negating the minimum value of a twos complement number is invalid.",
            )
        }),
        other if negative => crate::ops::arith::negate(call.rs, &other),
        other => Ok(other),
    }
}

fn round(call: &mut Call<'_>) -> Result<Value> {
    let (digits, away) = match (call.args.len(), call.arg(1)) {
        (1, _) => (0, false),
        (2, Value::Enum(e)) => (0, e.raw == 1),
        (2, _) => (call.int(1), false),
        _ => (call.int(1), matches!(call.arg(2), Value::Enum(e) if e.raw == 1)),
    };
    if !(0..=28).contains(&digits) {
        return Err(Raised::out_of_range("digits", "Rounding digits must be between 0 and 15, inclusive."));
    }
    match call.arg(0) {
        Value::Decimal(v) => {
            let strategy = if away {
                rust_decimal::RoundingStrategy::MidpointAwayFromZero
            } else {
                rust_decimal::RoundingStrategy::MidpointNearestEven
            };
            Ok(Value::decimal(v.round_dp_with_strategy(digits.unsigned_abs(), strategy)))
        }
        other => {
            let value = crate::convert::to_double(&other).unwrap_or(f64::NAN);
            let scale = 10_f64.powi(digits);
            let scaled = value * scale;
            let rounded = if away { scaled.round() } else { scaled.round_ties_even() };
            d(if rounded.is_finite() { rounded / scale } else { value })
        }
    }
}

fn decimal_or(
    call: &Call<'_>,
    decimal: fn(rust_decimal::Decimal) -> rust_decimal::Decimal,
    double: fn(f64) -> f64,
) -> Result<Value> {
    match call.arg(0) {
        Value::Decimal(v) => Ok(Value::decimal(decimal(*v))),
        other => d(double(crate::convert::to_double(&other).unwrap_or(f64::NAN))),
    }
}

fn sign(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let order = crate::ops::compare::compare_values(call.rs, &value, &Value::Int(0), false)?;
    Ok(Value::Int(order as i32))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static System.Object Abs(System.Object value)", abs),
        ("static System.Object Max(System.Object val1, System.Object val2)", |c| pick(c, true)),
        ("static System.Object Min(System.Object val1, System.Object val2)", |c| pick(c, false)),
        ("static double Round(System.Object value)", round),
        ("static double Round(System.Object value, int digits)", round),
        ("static double Round(System.Object value, System.MidpointRounding mode)", round),
        ("static double Round(System.Object value, int digits, System.MidpointRounding mode)", round),
        ("static double Floor(System.Object d)", |c| decimal_or(c, |v| v.floor(), f64::floor)),
        ("static double Ceiling(System.Object a)", |c| decimal_or(c, |v| v.ceil(), f64::ceil)),
        ("static double Truncate(System.Object d)", |c| decimal_or(c, |v| v.trunc(), f64::trunc)),
        ("static double Sqrt(double d)", |c| d(x(c).sqrt())),
        ("static double Cbrt(double d)", |c| d(x(c).cbrt())),
        ("static double Pow(double x, double y)", |c| d(x(c).powf(c.double(1)))),
        ("static double Exp(double d)", |c| d(x(c).exp())),
        ("static double Log(double d)", |c| d(x(c).ln())),
        ("static double Log(double a, double newBase)", |c| d(x(c).ln() / c.double(1).ln())),
        ("static double Log10(double d)", |c| d(x(c).log10())),
        ("static double Log2(double x)", |c| d(x(c).log2())),
        ("static double Sin(double a)", |c| d(x(c).sin())),
        ("static double Cos(double d)", |c| d(x(c).cos())),
        ("static double Tan(double a)", |c| d(x(c).tan())),
        ("static double Asin(double d)", |c| d(x(c).asin())),
        ("static double Acos(double d)", |c| d(x(c).acos())),
        ("static double Atan(double d)", |c| d(x(c).atan())),
        ("static double Atan2(double y, double x)", |c| d(x(c).atan2(c.double(1)))),
        ("static double Sinh(double value)", |c| d(x(c).sinh())),
        ("static double Cosh(double value)", |c| d(x(c).cosh())),
        ("static double Tanh(double value)", |c| d(x(c).tanh())),
        ("static int Sign(System.Object value)", sign),
    ],
    properties: &[
        ("static double PI {get;}", |_| d(std::f64::consts::PI), None),
        ("static double E {get;}", |_| d(std::f64::consts::E), None),
        ("static double Tau {get;}", |_| d(std::f64::consts::TAU), None),
    ],
    ..TypeDef::new("System.Math")
}];
