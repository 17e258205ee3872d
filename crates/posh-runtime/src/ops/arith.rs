//! Arithmetic.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rust_decimal::Decimal;

use crate::convert::{cast, code_of, plain_text, to_bigint, to_decimal, to_double, to_text, whole};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::types::TypeCode;
use crate::value::{Array, DateTime, Dictionary, PsStr, TimeSpan, Value};

/// An operand as a number, as far as operators convert by themselves.
fn numeric(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null | Value::Void => Value::Int(0),
        Value::Bool(b) | Value::Switch(b) => Value::Int(i32::from(*b)),
        Value::Char(c) => Value::Int(i32::from(*c)),
        Value::Enum(e) => match e.type_ref().enum_info().map(|i| i.underlying) {
            Some(TypeCode::Int64) => Value::Long(e.raw),
            _ => i32::try_from(e.raw).map_or(Value::Long(e.raw), Value::Int),
        },
        other => {
            code_of(other)?;
            other.clone()
        }
    })
}

/// A text as a number, or the error of the other operand's type.
fn text_number(rs: &mut Runspace, text: &Value, other: &Value) -> Result<Value> {
    let Value::Str(s) = text else { return Ok(text.clone()) };
    if let Some(number) = crate::convert::parse_number_text(s.lossy()) {
        return Ok(number);
    }
    let ty = match other {
        Value::Double(_) | Value::Single(_) => crate::types::known::double(),
        Value::Decimal(_) => crate::types::known::decimal(),
        Value::BigInt(_) => crate::types::known::bigint(),
        Value::Long(_) => crate::types::known::long(),
        _ => crate::types::known::int(),
    };
    cast(rs, text, &ty)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Op {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Op {
    fn method(self) -> &'static str {
        match self {
            Self::Add => "op_Addition",
            Self::Subtract => "op_Subtraction",
            Self::Multiply => "op_Multiply",
            Self::Divide => "op_Division",
            Self::Remainder => "op_Modulus",
        }
    }
}

fn no_operator(left: &Value, op: Op) -> Box<Raised> {
    let ty = left.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
    let raised = Raised::runtime(
        "MethodNotFound",
        ErrorCategory::InvalidOperation,
        format!("Method invocation failed because [{ty}] does not contain a method named '{}'.", op.method()),
    );
    if let Some(record) = raised.record() {
        *record.target.borrow_mut() = Value::str(op.method());
    }
    raised
}

/// Two numbers of any types.
fn numbers(op: Op, left: &Value, right: &Value) -> Result<Value> {
    let class = |v: &Value| match v {
        Value::BigInt(_) => 4,
        Value::Decimal(_) => 3,
        Value::Single(_) | Value::Double(_) => 2,
        Value::ULong(_) => 1,
        _ => 0,
    };
    if matches!(left, Value::BigInt(_)) || matches!(right, Value::BigInt(_)) {
        return bigs(op, left, right);
    }
    match class(left).max(class(right)) {
        3 => decimals(op, left, right),
        2 => Ok(Value::Double(doubles(op, as_double(left), as_double(right)))),
        1 => unsigned(op, left, right),
        _ => integers(op, left, right),
    }
}

fn as_double(value: &Value) -> f64 {
    to_double(value).unwrap_or(f64::NAN)
}

fn doubles(op: Op, left: f64, right: f64) -> f64 {
    match op {
        Op::Add => left + right,
        Op::Subtract => left - right,
        Op::Multiply => left * right,
        Op::Divide => left / right,
        Op::Remainder => left % right,
    }
}

fn divide_by_zero() -> Box<Raised> {
    let exception =
        crate::error::Exception::new("System.DivideByZeroException", "Attempted to divide by zero.");
    let outer = crate::error::Exception::of_type(
        crate::types::TypeRef::named("System.Management.Automation.RuntimeException"),
        PsStr::from("Attempted to divide by zero."),
        Value::Object(exception),
    );
    crate::error::ErrorRecord::new(outer, "RuntimeException", ErrorCategory::NotSpecified, Value::Null)
        .raise()
}

fn wide(value: &Value) -> i128 {
    whole(value).unwrap_or(0)
}

/// Type in which two integers are computed: int for small ones, uint where the other is not negative, else long.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Int,
    UInt,
    Long,
    ULong,
}

fn lane(left: &Value, right: &Value) -> Lane {
    let is_uint = |v: &Value| matches!(v, Value::UInt(_));
    let is_long = |v: &Value| matches!(v, Value::Long(_));
    if is_long(left) || is_long(right) {
        return Lane::Long;
    }
    if is_uint(left) || is_uint(right) {
        let other = if is_uint(left) { right } else { left };
        if is_uint(other) || wide(other) >= 0 && !matches!(other, Value::Long(_)) {
            return Lane::UInt;
        }
        return Lane::Long;
    }
    Lane::Int
}

fn fit(value: i128, lane: Lane) -> Value {
    let double = || Value::Double(value.to_f64().unwrap_or(f64::NAN));
    match lane {
        Lane::Int => i32::try_from(value).map_or_else(|_| double(), Value::Int),
        Lane::UInt => u32::try_from(value).map_or_else(|_| double(), Value::UInt),
        Lane::Long => i64::try_from(value).map_or_else(|_| double(), Value::Long),
        Lane::ULong => u64::try_from(value).map_or_else(|_| double(), Value::ULong),
    }
}

fn integers(op: Op, left: &Value, right: &Value) -> Result<Value> {
    let lane = lane(left, right);
    compute(op, wide(left), wide(right), lane)
}

fn compute(op: Op, left: i128, right: i128, lane: Lane) -> Result<Value> {
    Ok(match op {
        Op::Add => fit(left + right, lane),
        Op::Subtract => fit(left - right, lane),
        Op::Multiply => match left.checked_mul(right) {
            Some(product) => fit(product, lane),
            None => Value::Double(left.to_f64().unwrap_or(0.0) * right.to_f64().unwrap_or(0.0)),
        },
        Op::Divide => {
            if right == 0 {
                return Err(divide_by_zero());
            }
            if left % right == 0 {
                return Ok(fit(left / right, lane));
            }
            Value::Double(left.to_f64().unwrap_or(0.0) / right.to_f64().unwrap_or(1.0))
        }
        Op::Remainder => {
            if right == 0 {
                return Err(divide_by_zero());
            }
            fit(left % right, lane)
        }
    })
}

fn unsigned(op: Op, left: &Value, right: &Value) -> Result<Value> {
    // A negative operand leaves no unsigned type: the result is a double.
    let (l, r) = (wide(left), wide(right));
    if l < 0 || r < 0 {
        return Ok(Value::Double(doubles(op, as_double(left), as_double(right))));
    }
    compute(op, l, r, Lane::ULong)
}

fn overflow() -> Box<Raised> {
    let message = "Value was either too large or too small for a Decimal.";
    let inner = crate::error::Exception::new("System.OverflowException", message);
    let outer = crate::error::Exception::of_type(
        crate::types::TypeRef::named("System.Management.Automation.RuntimeException"),
        PsStr::from(message),
        Value::Object(inner),
    );
    crate::error::ErrorRecord::new(outer, "RuntimeException", ErrorCategory::NotSpecified, Value::Null)
        .raise()
}

fn raw_overflow() -> Box<Raised> {
    Raised::typed(
        "System.OverflowException",
        "System.OverflowException",
        ErrorCategory::OperationStopped,
        "Value was either too large or too small for a Decimal.",
    )
}

fn decimals(op: Op, left: &Value, right: &Value) -> Result<Value> {
    let (Some(l), Some(r)) = (to_decimal(left), to_decimal(right)) else { return Err(raw_overflow()) };
    let result = match op {
        Op::Add => l.checked_add(r),
        Op::Subtract => l.checked_sub(r),
        Op::Multiply => multiply_decimals(l, r),
        Op::Divide if r.is_zero() => return Err(divide_by_zero()),
        Op::Divide => l.checked_div(r),
        Op::Remainder if r.is_zero() => return Err(divide_by_zero()),
        Op::Remainder => l.checked_rem(r),
    };
    result.map(Value::decimal).ok_or_else(overflow)
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

fn bigs(op: Op, left: &Value, right: &Value) -> Result<Value> {
    let big = |v: &Value| -> Result<BigInt> {
        to_bigint(v).ok_or_else(|| {
            Raised::typed(
                "System.Management.Automation.MethodException",
                "MethodArgumentConversionInvalidCastArgument",
                ErrorCategory::NotSpecified,
                format!(
                    "Cannot convert argument \"1\", with value: \"{}\", for \"{}\" to type \
                     \"System.Numerics.BigInteger\": \"Cannot convert value \"{}\" to type \
                     \"System.Numerics.BigInteger\". Error: \"The value is not a number.\"\"",
                    plain_text(v),
                    op.method(),
                    plain_text(v)
                ),
            )
        })
    };
    let (l, r) = (big(left)?, big(right)?);
    if r.is_zero() && matches!(op, Op::Divide | Op::Remainder) {
        return Err(divide_by_zero());
    }
    Ok(Value::bigint(match op {
        Op::Add => l + r,
        Op::Subtract => l - r,
        Op::Multiply => l * r,
        Op::Divide => l / r,
        Op::Remainder => l % r,
    }))
}

/// Both operands as numbers, where they are or can be.
fn both(rs: &mut Runspace, left: &Value, right: &Value, op: Op) -> Result<(Value, Value)> {
    let (l, r) = (left.base(), right.base());
    let left_number = match l {
        Value::Str(_) => text_number(rs, l, r)?,
        _ => numeric(l).ok_or_else(|| no_operator(l, op))?,
    };
    let right_number = match r {
        Value::Str(_) => text_number(rs, r, l)?,
        _ => match numeric(r) {
            Some(n) => n,
            None => return Err(right_failure(l, r, op)),
        },
    };
    Ok((left_number, right_number))
}

fn right_failure(left: &Value, right: &Value, op: Op) -> Box<Raised> {
    match left {
        Value::Decimal(_) | Value::BigInt(_) => {
            let ty = left.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
            let inner = crate::convert::convert_failure(
                right,
                &left.type_ref().unwrap_or_else(crate::types::known::object),
            );
            let inner = inner.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
            Raised::typed(
                "System.Management.Automation.MethodException",
                "MethodArgumentConversionInvalidCastArgument",
                ErrorCategory::NotSpecified,
                format!(
                    "Cannot convert argument \"1\", with value: \"{}\", for \"{}\" to type \"{ty}\": \"{inner}\"",
                    plain_text(right),
                    op.method()
                ),
            )
        }
        _ => no_operator(right, op),
    }
}

/// `+`
///
/// # Errors
/// Where the operands cannot be added.
pub fn add(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match (left.base(), right.base()) {
        (Value::Str(l), r) => {
            let text = match r {
                Value::Str(r) => return Ok(Value::Str(l.clone().concat(r))),
                other => to_text(rs, other)?,
            };
            Ok(Value::Str(l.clone().concat(&PsStr::from(text))))
        }
        (Value::Char(c), Value::Str(r)) => Ok(Value::Str(PsStr::from_units(&[*c]).concat(r))),
        (Value::Array(a), r) => add_array(rs, a, r),
        (Value::Hash(l), Value::Hash(r)) => add_tables(l, r),
        (Value::Hash(_), _) => Err(Raised::runtime(
            "AddHashTableToNonHashTable",
            ErrorCategory::InvalidOperation,
            "A hash table can only be added to another hash table.",
        )),
        (
            Value::Null | Value::Void,
            r @ (Value::Hash(_)
            | Value::Array(_)
            | Value::Object(_)
            | Value::Str(_)
            | Value::Block(_)
            | Value::DateTime(_)
            | Value::TimeSpan(_)
            | Value::Type(_)
            | Value::Char(_)),
        ) => Ok(r.clone()),
        (Value::DateTime(d), r) => date_add(rs, *d, r, 1),
        (Value::TimeSpan(a), r) => {
            let b = span_operand(rs, r, "op_Addition")?;
            span(a.ticks().checked_add(b.ticks()))
        }
        (Value::Object(_), _) => add_object(rs, left, right),
        (l, Value::Null | Value::Void) if numeric(l).is_some() => {
            numbers(Op::Add, &numeric(l).unwrap_or(Value::Int(0)), &Value::Int(0))
        }
        _ => {
            let (l, r) = both(rs, left, right, Op::Add)?;
            numbers(Op::Add, &l, &r)
        }
    }
}

fn add_object(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match members::enumerate(rs, left)? {
        Some(mut items) => {
            match members::enumerate(rs, right)? {
                Some(more) => items.extend(more),
                None => items.push(right.clone()),
            }
            Ok(Value::array(items))
        }
        None => operator_method(rs, left, right, Op::Add),
    }
}

/// An operator that a type defines as a static method.
fn operator_method(rs: &mut Runspace, left: &Value, right: &Value, op: Op) -> Result<Value> {
    let Some(ty) = left.base().type_ref() else { return Err(no_operator(left, op)) };
    match members::call_static_if_any(rs, &ty, op.method(), &[left.base().clone(), right.base().clone()]) {
        Some(done) => done,
        None => Err(no_operator(left.base(), op)),
    }
}

fn add_array(rs: &mut Runspace, a: &Array, right: &Value) -> Result<Value> {
    let mut items = a.to_vec();
    match right {
        Value::Array(b) => items.extend(b.to_vec()),
        Value::Object(_) => match members::enumerate(rs, right)? {
            Some(more) => items.extend(more),
            None => items.push(right.clone()),
        },
        Value::Void => {}
        other => items.push(other.clone()),
    }
    Ok(Value::array(items))
}

fn add_tables(l: &Dictionary, r: &Dictionary) -> Result<Value> {
    let sum = Dictionary::hashtable();
    for (k, v) in l.pairs() {
        sum.set(k, v);
    }
    for (k, v) in r.pairs() {
        if sum.contains(&k) {
            return Err(Raised::typed(
                "System.ArgumentException",
                "System.ArgumentException",
                ErrorCategory::OperationStopped,
                format!(
                    "Item has already been added. Key in dictionary: '{}'  Key being added: '{}'",
                    plain_text(&k),
                    plain_text(&k)
                ),
            ));
        }
        sum.set(k, v);
    }
    Ok(Value::Hash(Rc::new(sum)))
}

fn span(ticks: Option<i64>) -> Result<Value> {
    ticks.map(|t| Value::TimeSpan(TimeSpan::new(t))).ok_or_else(|| {
        Raised::net("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
    })
}

fn span_operand(rs: &mut Runspace, value: &Value, method: &str) -> Result<TimeSpan> {
    let converted = match value {
        Value::TimeSpan(t) => return Ok(*t),
        Value::Null | Value::Void => {
            Err(crate::convert::convert_failure(value, &crate::types::known::timespan()))
        }
        other => cast(rs, other, &crate::types::known::timespan()),
    };
    match converted {
        Ok(Value::TimeSpan(t)) => Ok(t),
        Ok(_) => Ok(TimeSpan::new(0)),
        Err(raised) => {
            let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
            Err(Raised::typed(
                "System.Management.Automation.MethodException",
                "MethodArgumentConversionInvalidCastArgument",
                ErrorCategory::NotSpecified,
                format!(
                    "Cannot convert argument \"1\", with value: \"{}\", for \"{method}\" to type \"System.TimeSpan\": \
                     \"{inner}\"",
                    plain_text(value)
                ),
            ))
        }
    }
}

fn date_add(rs: &mut Runspace, date: DateTime, right: &Value, sign: i64) -> Result<Value> {
    let method = if sign > 0 { "op_Addition" } else { "op_Subtraction" };
    let by = span_operand(rs, right, method)?;
    date.add_ticks(by.ticks().saturating_mul(sign)).map(Value::DateTime).ok_or_else(|| {
        Raised::out_of_range(
            "value",
            "The added or subtracted value results in an un-representable DateTime.",
        )
    })
}

/// `-`
///
/// # Errors
/// Where the operands cannot be subtracted.
pub fn subtract(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match (left.base(), right.base()) {
        (Value::DateTime(l), Value::DateTime(r)) => span(l.ticks().checked_sub(r.ticks())),
        (Value::DateTime(l), Value::Str(_)) => match cast(rs, right, &crate::types::known::datetime()) {
            Ok(Value::DateTime(r)) => span(l.ticks().checked_sub(r.ticks())),
            _ => date_add(rs, *l, right.base(), -1),
        },
        (Value::DateTime(l), r) => date_add(rs, *l, r, -1),
        (Value::TimeSpan(a), r) => {
            let b = span_operand(rs, r, "op_Subtraction")?;
            span(a.ticks().checked_sub(b.ticks()))
        }
        (Value::Object(_), _) => operator_method(rs, left, right, Op::Subtract),
        _ => {
            let (l, r) = both(rs, left, right, Op::Subtract)?;
            numbers(Op::Subtract, &l, &r)
        }
    }
}

/// `*`
///
/// # Errors
/// Where the operands cannot be multiplied.
pub fn multiply(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match (left.base(), right.base()) {
        (Value::Str(s), r) => {
            let times = repeat_count(rs, r)?;
            refuse_huge(s.len16(), times)?;
            match s.as_str() {
                Some(text) => Ok(Value::str(text.repeat(times))),
                None => Ok(Value::Str(PsStr::from_units(&s.to_units().repeat(times)))),
            }
        }
        (Value::Array(a), r) => {
            let times = repeat_count(rs, r)?;
            refuse_huge(a.len(), times)?;
            let items = a.to_vec();
            let repeated: Vec<Value> = std::iter::repeat_n(items, times).flatten().collect();
            if a.is_object_array() {
                return Ok(Value::array(repeated));
            }
            Ok(Value::Array(Rc::new(Array::typed(a.element(), repeated))))
        }
        (Value::Null | Value::Void, _) => Ok(Value::Null),
        (Value::TimeSpan(t), r) => {
            let factor = to_double(r).ok_or_else(|| no_operator(left, Op::Multiply))?;
            // As .NET does.
            let ticks = (t.ticks() as f64 * factor).round() as i64;
            Ok(Value::TimeSpan(TimeSpan::new(ticks)))
        }
        (Value::Object(_), _) => match members::enumerate(rs, left)? {
            Some(items) => {
                let times = repeat_count(rs, right.base())?;
                refuse_huge(items.len(), times)?;
                Ok(Value::array(std::iter::repeat_n(items, times).flatten().collect()))
            }
            None => operator_method(rs, left, right, Op::Multiply),
        },
        _ => {
            let (l, r) = both(rs, left, right, Op::Multiply)?;
            numbers(Op::Multiply, &l, &r)
        }
    }
}

fn repeat_count(rs: &mut Runspace, value: &Value) -> Result<usize> {
    let Value::Int(times) = cast(rs, value, &crate::types::known::int())? else { return Ok(0) };
    usize::try_from(times).map_err(|_| {
        Raised::typed(
            "System.ArgumentOutOfRangeException",
            "System.ArgumentOutOfRangeException",
            ErrorCategory::OperationStopped,
            format!("times ('{times}') must be a non-negative value. (Parameter 'times')\nActual value was {times}."),
        )
    })
}

/// Nothing that a script writes may take all memory at once.
pub(super) fn refuse_huge(length: usize, times: usize) -> Result<()> {
    if length.checked_mul(times).is_none_or(|n| n > 1 << 30) {
        return Err(Raised::typed(
            "System.OutOfMemoryException",
            "System.OutOfMemoryException",
            ErrorCategory::OperationStopped,
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    Ok(())
}

/// `/`
///
/// # Errors
/// Where the operands cannot be divided.
pub fn divide(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match (left.base(), right.base()) {
        (Value::TimeSpan(a), Value::TimeSpan(b)) => {
            // As .NET does.
            let ratio = a.ticks() as f64 / b.ticks() as f64;
            Ok(Value::Double(ratio))
        }
        (Value::TimeSpan(t), r) if to_double(r).is_some() => {
            // As .NET does.
            let ticks = (t.ticks() as f64 / to_double(r).unwrap_or(1.0)).round() as i64;
            Ok(Value::TimeSpan(TimeSpan::new(ticks)))
        }
        (Value::Object(_), _) => operator_method(rs, left, right, Op::Divide),
        _ => {
            let (l, r) = both(rs, left, right, Op::Divide)?;
            numbers(Op::Divide, &l, &r)
        }
    }
}

/// `%`
///
/// # Errors
/// Where the operands have no remainder.
pub fn remainder(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    if let Value::Object(_) = left.base() {
        return operator_method(rs, left, right, Op::Remainder);
    }
    let (l, r) = both(rs, left, right, Op::Remainder)?;
    numbers(Op::Remainder, &l, &r)
}

/// Unary `-`.
///
/// # Errors
/// Where the operand is no number.
pub fn negate(rs: &mut Runspace, value: &Value) -> Result<Value> {
    match value.base() {
        Value::Double(x) => Ok(Value::Double(-x)),
        Value::Single(x) => Ok(Value::Double(-f64::from(*x))),
        Value::Decimal(d) => Ok(Value::decimal(-**d)),
        Value::TimeSpan(t) => span(t.ticks().checked_neg()),
        _ => subtract(rs, &Value::Int(0), value),
    }
}

/// Unary `+`.
///
/// # Errors
/// Where the operand is no number.
pub fn plus(rs: &mut Runspace, value: &Value) -> Result<Value> {
    add(rs, &Value::Int(0), value)
}

/// A number one more or less, for `++` and `--`.
///
/// # Errors
/// `OperatorRequiresNumber` for anything but numbers.
pub fn increment(rs: &mut Runspace, value: &Value, delta: i32) -> Result<Value> {
    match value.base() {
        Value::Null | Value::Void => Ok(Value::Int(delta)),
        base if code_of(base).is_some_and(TypeCode::is_numeric) && !matches!(base, Value::BigInt(_)) => {
            numbers(Op::Add, base, &Value::Int(delta)).map(|v| keep_type(base, v))
        }
        base => {
            let _ = rs;
            let operator = if delta > 0 { "++" } else { "--" };
            let ty = base.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
            Err(Raised::runtime(
                "OperatorRequiresNumber",
                ErrorCategory::InvalidOperation,
                format!("The '{operator}' operator works only on numbers. The operand is a '{ty}'."),
            ))
        }
    }
}

fn keep_type(_before: &Value, after: Value) -> Value {
    after
}
