//! The arithmetic of numbers: which type two operands are computed in, and what comes out.

use std::cmp::Ordering;

use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::Arithmetic;
use crate::convert::{to_decimal, whole};
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::types::{TypeCode, TypeRef};
use crate::value::{EnumValue, PsStr, Value};

/// .NET's code of an operand's type, in .NET's order, where it is a number, a truth value or a character; of an
/// enumeration the code of the integers below.
pub(super) fn operand_code(value: &Value) -> Option<u8> {
    Some(match value {
        Value::Bool(_) => 3,
        Value::Char(_) => 4,
        Value::SByte(_) => 5,
        Value::Byte(_) => 6,
        Value::Int16(_) => 7,
        Value::UInt16(_) => 8,
        Value::Int(_) => INT,
        Value::UInt(_) => UINT,
        Value::Long(_) => LONG,
        Value::ULong(_) => ULONG,
        Value::Single(_) => SINGLE,
        Value::Double(_) => DOUBLE,
        Value::Decimal(_) => DECIMAL,
        Value::Enum(e) => match e.info()?.underlying {
            TypeCode::SByte => 5,
            TypeCode::Byte => 6,
            TypeCode::Int16 => 7,
            TypeCode::UInt16 => 8,
            TypeCode::UInt32 => UINT,
            TypeCode::Int64 => LONG,
            TypeCode::UInt64 => ULONG,
            _ => INT,
        },
        _ => return None,
    })
}

pub(super) const INT: u8 = 9;
pub(super) const UINT: u8 = 10;
pub(super) const LONG: u8 = 11;
pub(super) const ULONG: u8 = 12;
pub(super) const SINGLE: u8 = 13;
pub(super) const DOUBLE: u8 = 14;
pub(super) const DECIMAL: u8 = 15;

/// Whether .NET counts the operand as a number: enumerations too, truth values and characters not.
pub(super) fn is_numeric(value: &Value) -> bool {
    operand_code(value).is_some_and(|c| c > 4)
}

fn is_signed(code: u8) -> bool {
    matches!(code, 5 | 7 | INT | LONG)
}

/// An operand that is an integer, a truth value, a character or an enumeration, as an integer.
pub(super) fn integer_of(value: &Value) -> i128 {
    match value {
        Value::Bool(b) => i128::from(*b),
        Value::Char(c) => i128::from(*c),
        Value::Enum(e) if e.info().is_some_and(|i| i.underlying == TypeCode::UInt64) => {
            i128::from(e.raw.cast_unsigned())
        }
        Value::Enum(e) => i128::from(e.raw),
        other => whole(other).unwrap_or(0),
    }
}

/// An operand as a double.
pub(super) fn double_of(value: &Value) -> f64 {
    match value {
        Value::Double(x) => *x,
        Value::Single(x) => f64::from(*x),
        Value::Decimal(d) => d.to_f64().unwrap_or(f64::NAN),
        other => integer_of(other).to_f64().unwrap_or(f64::NAN),
    }
}

/// The type that two numbers are computed in.
enum Lane {
    Int,
    UInt,
    Long,
    ULong,
    /// Decimal, and double where that overflows: an unsigned long and a negative number.
    DecimalOrDouble,
    Double,
    Decimal,
}

/// Two numbers. Both operands have an [`operand_code`].
pub(super) fn compute(op: Arithmetic, left: &Value, right: &Value) -> Result<Value> {
    let (l, r) = (operand_code(left).unwrap_or(INT), operand_code(right).unwrap_or(INT));
    let lane = lane(left, right, l, r)?;
    let result = match lane {
        Lane::Int => integers(op, left, right, INT),
        Lane::UInt => integers(op, left, right, UINT),
        Lane::Long => integers(op, left, right, LONG),
        Lane::ULong => integers(op, left, right, ULONG),
        Lane::Double => {
            for operand in [left, right] {
                if let Value::Enum(e) = operand {
                    return Err(unable_to_cast(&e.type_ref(), "System.Double"));
                }
            }
            Ok(Value::Double(doubles(op, double_of(left), double_of(right))))
        }
        Lane::Decimal => decimals(op, checked_decimal(left)?, checked_decimal(right)?),
        Lane::DecimalOrDouble => match (to_decimal(left), to_decimal(right)) {
            (Some(a), Some(b)) => match decimals(op, a, b) {
                Err(raised) if !is_overflow(&raised) => Err(raised),
                Ok(value) => Ok(value),
                Err(_) => Ok(Value::Double(doubles(op, double_of(left), double_of(right)))),
            },
            _ => Ok(Value::Double(doubles(op, double_of(left), double_of(right)))),
        },
    }?;
    match left {
        Value::Enum(e) => as_enum(e, result),
        _ => Ok(result),
    }
}

fn lane(left: &Value, right: &Value, l: u8, r: u8) -> Result<Lane> {
    Ok(match l.max(r) {
        code if code <= INT => Lane::Int,
        code @ (UINT | ULONG) => {
            let signed = if is_signed(l) {
                Some(left)
            } else if is_signed(r) {
                Some(right)
            } else {
                None
            };
            let negative = match signed {
                Some(operand) => {
                    let negative = integer_of(operand) < 0;
                    if let Value::Enum(e) = operand {
                        return Err(no_order(&e.type_ref(), negative));
                    }
                    negative
                }
                None => false,
            };
            match (code, negative) {
                (UINT, false) => Lane::UInt,
                (UINT, true) => Lane::Long,
                (_, false) => Lane::ULong,
                (_, true) => Lane::DecimalOrDouble,
            }
        }
        LONG => Lane::Long,
        DECIMAL => Lane::Decimal,
        _ => Lane::Double,
    })
}

/// Order of two numbers as the operators compare them; `None` where one is not a number (NaN).
pub(super) fn compare_numbers(left: &Value, right: &Value) -> Result<Option<Ordering>> {
    let (l, r) = (operand_code(left).unwrap_or(INT), operand_code(right).unwrap_or(INT));
    Ok(match lane(left, right, l, r)? {
        Lane::Int | Lane::UInt | Lane::Long | Lane::ULong => Some(integer_of(left).cmp(&integer_of(right))),
        Lane::Double => double_of(left).partial_cmp(&double_of(right)),
        Lane::Decimal | Lane::DecimalOrDouble => {
            let is_floating = |code| matches!(code, SINGLE | DOUBLE);
            match (to_decimal(left), to_decimal(right)) {
                // A double that no decimal holds compares as a double.
                (a, b) if (is_floating(l) && a.is_none()) || (is_floating(r) && b.is_none()) => {
                    double_of(left).partial_cmp(&double_of(right))
                }
                _ => Some(checked_decimal(left)?.cmp(&checked_decimal(right)?)),
            }
        }
    })
}

/// Where the sign of an enumeration's value would have to be known, .NET has no operator for it.
fn no_order(ty: &TypeRef, negative: bool) -> Box<Raised> {
    let operator = if negative { "LessThan" } else { "GreaterThanOrEqual" };
    undefined_operator(operator, ty)
}

/// `The binary operator X is not defined for the types 'E' and 'System.Int32'.`
pub(super) fn undefined_operator(operator: &str, ty: &TypeRef) -> Box<Raised> {
    Raised::typed(
        "System.InvalidOperationException",
        "System.InvalidOperationException",
        ErrorCategory::OperationStopped,
        format!(
            "The binary operator {operator} is not defined for the types '{}' and 'System.Int32'.",
            ty.full_name()
        ),
    )
}

fn unable_to_cast(from: &TypeRef, to: &str) -> Box<Raised> {
    Raised::typed(
        "System.InvalidCastException",
        "System.InvalidCastException",
        ErrorCategory::OperationStopped,
        format!("Unable to cast object of type '{}' to type '{to}'.", from.full_name()),
    )
}

/// The result of an enumeration's arithmetic is of the enumeration, where it is an integer of the type below it.
fn as_enum(of: &EnumValue, result: Value) -> Result<Value> {
    let ty = of.type_ref();
    let underlying = ty.enum_info().map(|i| i.underlying).unwrap_or(TypeCode::Int32);
    let own = result.type_ref().unwrap_or_else(crate::types::known::object);
    if own.code() != underlying {
        return Err(unable_to_cast(&own, ty.full_name()));
    }
    let raw = match result {
        Value::ULong(i) => i.cast_signed(),
        other => i64::try_from(integer_of(&other)).unwrap_or(0),
    };
    Ok(Value::Enum(std::rc::Rc::new(EnumValue::new(ty, raw))))
}

fn doubles(op: Arithmetic, left: f64, right: f64) -> f64 {
    match op {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Remainder => left % right,
    }
}

fn fit(value: i128, code: u8) -> Option<Value> {
    match code {
        INT => i32::try_from(value).ok().map(Value::Int),
        UINT => u32::try_from(value).ok().map(Value::UInt),
        LONG => i64::try_from(value).ok().map(Value::Long),
        _ => u64::try_from(value).ok().map(Value::ULong),
    }
}

fn integers(op: Arithmetic, left: &Value, right: &Value, code: u8) -> Result<Value> {
    let (l, r) = (integer_of(left), integer_of(right));
    let as_double = |value: i128| Value::Double(value.to_f64().unwrap_or(f64::NAN));
    Ok(match op {
        Arithmetic::Add => fit(l + r, code).unwrap_or_else(|| as_double(l + r)),
        Arithmetic::Subtract => fit(l - r, code).unwrap_or_else(|| as_double(l - r)),
        Arithmetic::Multiply => {
            // The longest product is shorter than 2^128 by one bit where both are unsigned.
            let product = l.checked_mul(r);
            match product.and_then(|p| fit(p, code)) {
                Some(value) => value,
                None => Value::Double(product_as_double(l, r, code)),
            }
        }
        Arithmetic::Divide => {
            if r == 0 {
                return Err(divide_by_zero());
            }
            let exact = if l % r == 0 { fit(l / r, code) } else { None };
            exact.unwrap_or_else(|| Value::Double(l.to_f64().unwrap_or(0.0) / r.to_f64().unwrap_or(1.0)))
        }
        Arithmetic::Remainder => {
            if r == 0 {
                return Err(divide_by_zero());
            }
            fit(l % r, code).unwrap_or(Value::Int(0))
        }
    })
}

/// A product that does not fit its type: .NET computes that of longs as a big integer, whose conversion to double
/// cuts off what does not fit instead of rounding.
fn product_as_double(l: i128, r: i128, code: u8) -> f64 {
    if code == INT || code == UINT {
        return l.checked_mul(r).and_then(|p| p.to_f64()).unwrap_or(f64::NAN);
    }
    let negative = (l < 0) != (r < 0);
    let magnitude = l.unsigned_abs().saturating_mul(r.unsigned_abs());
    let value = truncated_double(magnitude);
    if negative { -value } else { value }
}

/// The greatest double not above a number.
fn truncated_double(magnitude: u128) -> f64 {
    let bits = 128 - magnitude.leading_zeros();
    let kept = if bits > 53 { (magnitude >> (bits - 53)) << (bits - 53) } else { magnitude };
    kept.to_f64().unwrap_or(f64::NAN)
}

/// An exception of .NET that the engine passes on as one of its own.
fn passed_on(exception: &str, message: &str) -> Box<Raised> {
    let inner = Exception::new(exception, message);
    let outer = Exception::of_type(
        TypeRef::named("System.Management.Automation.RuntimeException"),
        PsStr::from(message),
        Value::Object(inner),
    );
    ErrorRecord::new(outer, "RuntimeException", ErrorCategory::NotSpecified, Value::Null).raise()
}

pub(super) fn divide_by_zero() -> Box<Raised> {
    passed_on("System.DivideByZeroException", "Attempted to divide by zero.")
}

const DECIMAL_OVERFLOW: &str = "Value was either too large or too small for a Decimal.";

fn is_overflow(raised: &Raised) -> bool {
    raised.record().is_some_and(|r| r.message().lossy() == DECIMAL_OVERFLOW)
}

fn checked_decimal(value: &Value) -> Result<Decimal> {
    let from = match value {
        Value::Bool(_) => Some("System.Boolean".to_owned()),
        Value::Enum(e) => Some(e.type_ref().full_name().to_owned()),
        _ => None,
    };
    if let Some(from) = from {
        return Err(Raised::typed(
            "System.InvalidOperationException",
            "System.InvalidOperationException",
            ErrorCategory::OperationStopped,
            format!("No coercion operator is defined between types '{from}' and 'System.Decimal'."),
        ));
    }
    let converted = match value {
        Value::Char(c) => Some(Decimal::from(*c)),
        other => to_decimal(other),
    };
    converted.ok_or_else(|| {
        Raised::typed(
            "System.OverflowException",
            "System.OverflowException",
            ErrorCategory::OperationStopped,
            DECIMAL_OVERFLOW,
        )
    })
}

fn decimals(op: Arithmetic, l: Decimal, r: Decimal) -> Result<Value> {
    let result = decimal_result(op, l, r).ok_or_else(divide_by_zero)?;
    result.map(Value::decimal).ok_or_else(|| passed_on("System.OverflowException", DECIMAL_OVERFLOW))
}

/// `None` for a division by zero, `Some(None)` for a result that is too large.
pub(super) fn decimal_result(op: Arithmetic, l: Decimal, r: Decimal) -> Option<Option<Decimal>> {
    Some(match op {
        Arithmetic::Add => l.checked_add(r),
        Arithmetic::Subtract => l.checked_sub(r),
        Arithmetic::Multiply => multiply_decimals(l, r),
        Arithmetic::Divide | Arithmetic::Remainder if r.is_zero() => return None,
        Arithmetic::Divide => l.checked_div(r),
        Arithmetic::Remainder => l.checked_rem(r),
    })
}

/// Keeps the scale of both factors, as .NET does.
fn multiply_decimals(l: Decimal, r: Decimal) -> Option<Decimal> {
    let product = l.checked_mul(r)?;
    let scale = l.scale() + r.scale();
    if scale <= 28 && product.scale() < scale {
        let mut scaled = product;
        scaled.rescale(scale);
        if scaled.scale() == scale {
            return Some(scaled);
        }
    }
    Some(product)
}
