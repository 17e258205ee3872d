//! Operators that a type defines as static methods (`op_Addition` ...).

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

use super::Arithmetic;
use super::numeric::decimal_result;
use crate::convert::is_primitive;
use crate::error::{ErrorCategory, Raised, Result};
use crate::members::{call_static_if_any, choose, convert_argument, failed_method, no_such_method};
use crate::runspace::Runspace;
use crate::types::{Method, OverloadKind, TypeRef, known, recorded_overloads};
use crate::value::{TimeSpan, Value};

/// An operator: the method that defines it and how it is written.
#[derive(Clone, Copy)]
pub(super) struct Operator {
    /// `op_Addition`
    pub method: &'static str,
    /// `+`
    pub written: &'static str,
}

/// Calls the operator that the left operand's type defines, or the right one's where the left is primitive or null.
///
/// # Errors
/// Where there is none, no overload fits, or it throws.
pub(super) fn call(rs: &mut Runspace, left: &Value, right: &Value, operator: Operator) -> Result<Value> {
    let (left, right) = (left.base(), right.base());
    let owner = |v: &Value| v.type_ref().filter(|t| !is_primitive(t));
    let Some(ty) = owner(left).or_else(|| owner(right)) else {
        return Err(not_defined(left, right, operator.written));
    };
    if let Some(class) = ty.class_info().cloned()
        && let Some(done) = crate::eval::call_class_method(
            rs,
            &class,
            operator.method,
            &Value::Null,
            &[left.clone(), right.clone()],
            true,
        )
    {
        return done;
    }
    let methods = recorded_overloads(&ty, OverloadKind::Operators, &operator.method.to_lowercase());
    if methods.is_empty() {
        let done = call_static_if_any(rs, &ty, operator.method, &[left.clone(), right.clone()]);
        return done.unwrap_or_else(|| Err(no_method(&ty, operator.method)));
    }
    let args = [left.clone(), right.clone()];
    let chosen = choose(methods.iter(), &ty, &args).map_err(|why| why.raise(operator.method, 2))?;
    let converted = convert(rs, chosen, &ty, &args)?;
    let done = match converted.as_slice() {
        [l, r] => run(operator.method, l, r),
        _ => None,
    };
    match done {
        Some(Ok(value)) => Ok(value),
        Some(Err(raised)) => Err(failed_method(operator.method, 2, raised)),
        None => call_static_if_any(rs, &ty, operator.method, &converted)
            .unwrap_or_else(|| Err(no_method(&ty, operator.method))),
    }
}

fn convert(rs: &mut Runspace, method: &Method, ty: &TypeRef, args: &[Value]) -> Result<Vec<Value>> {
    let mut out = Vec::with_capacity(args.len());
    for (at, (arg, parameter)) in args.iter().zip(method.parameters.iter()).enumerate() {
        let wanted = parameter.ty.of(ty);
        let converted = if arg.is_null() && wanted.is_value_type() {
            // A number takes null for zero.
            convert_argument(rs, &method.name, &at.to_string(), &wanted, &Value::Null)
        } else {
            convert_argument(rs, &method.name, &at.to_string(), &wanted, arg)
        };
        out.push(converted?);
    }
    Ok(out)
}

fn not_defined(left: &Value, right: &Value, written: &str) -> Box<Raised> {
    let name = |v: &Value| v.type_ref().map_or_else(|| "$null".to_owned(), |t| t.full_name().to_owned());
    Raised::runtime(
        "NotADefinedOperationForType",
        ErrorCategory::InvalidOperation,
        format!("The operation '[{}] {written} [{}]' is not defined.", name(left), name(right)),
    )
}

/// `Method invocation failed because [T] does not contain a method named 'op_X'.`
fn no_method(ty: &TypeRef, method: &str) -> Box<Raised> {
    let name = if *ty == known::custom_object() {
        known::psobject().full_name().to_owned()
    } else {
        crate::net::reflection_name(ty)
    };
    let raised = no_such_method(&name, method);
    if let Some(record) = raised.record() {
        *record.target.borrow_mut() = Value::str(method);
    }
    raised
}

/// The operators of the values that have no type table; `None` where the table has the operator.
fn run(method: &str, left: &Value, right: &Value) -> Option<Result<Value>> {
    match (left, right) {
        (Value::TimeSpan(a), Value::TimeSpan(b)) => spans(method, *a, *b),
        (Value::TimeSpan(a), Value::Double(x)) => match method {
            "op_Multiply" => Some(scaled(*a, *x, |t, x| t * x)),
            "op_Division" => Some(scaled(*a, *x, |t, x| t / x)),
            _ => None,
        },
        (Value::Double(x), Value::TimeSpan(a)) => Some(scaled(*a, *x, |t, x| t * x)),
        (Value::DateTime(a), Value::DateTime(b)) => {
            Some(Ok(Value::TimeSpan(TimeSpan::new(a.ticks() - b.ticks()))))
        }
        (Value::DateTime(a), Value::TimeSpan(b)) => {
            let ticks = if method == "op_Addition" { Some(b.ticks()) } else { b.ticks().checked_neg() };
            Some(ticks.and_then(|t| a.add_ticks(t)).map(Value::DateTime).ok_or_else(|| {
                Raised::out_of_range(
                    "t",
                    "The added or subtracted value results in an un-representable DateTime.",
                )
            }))
        }
        (Value::Decimal(a), Value::Decimal(b)) => {
            let op = arithmetic(method)?;
            Some(match decimal_result(op, **a, **b) {
                None => Err(zero_divisor()),
                Some(None) => Err(Raised::net(
                    "System.OverflowException",
                    "Value was either too large or too small for a Decimal.",
                )),
                Some(Some(value)) => Ok(Value::decimal(value)),
            })
        }
        (Value::BigInt(a), Value::BigInt(b)) => Some(bigs(method, a, b)),
        (Value::BigInt(a), Value::Int(by)) => Some(shifted(method, a, *by)),
        _ => None,
    }
}

fn arithmetic(method: &str) -> Option<Arithmetic> {
    Some(match method {
        "op_Addition" => Arithmetic::Add,
        "op_Subtraction" => Arithmetic::Subtract,
        "op_Multiply" => Arithmetic::Multiply,
        "op_Division" => Arithmetic::Divide,
        "op_Modulus" => Arithmetic::Remainder,
        _ => return None,
    })
}

fn zero_divisor() -> Box<Raised> {
    Raised::net("System.DivideByZeroException", "Attempted to divide by zero.")
}

fn too_long() -> Box<Raised> {
    Raised::net("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
}

fn spans(method: &str, a: TimeSpan, b: TimeSpan) -> Option<Result<Value>> {
    let ticks = match method {
        "op_Addition" => a.ticks().checked_add(b.ticks()),
        "op_Subtraction" => a.ticks().checked_sub(b.ticks()),
        "op_Division" => {
            let ratio = a.ticks().to_f64().unwrap_or(0.0) / b.ticks().to_f64().unwrap_or(0.0);
            return Some(Ok(Value::Double(ratio)));
        }
        _ => return None,
    };
    Some(ticks.map(|t| Value::TimeSpan(TimeSpan::new(t))).ok_or_else(too_long))
}

fn scaled(span: TimeSpan, by: f64, apply: fn(f64, f64) -> f64) -> Result<Value> {
    if by.is_nan() {
        return Err(Raised::bad_argument(
            "factor",
            "TimeSpan does not accept floating point Not-a-Number values.",
        ));
    }
    let ticks = apply(span.ticks().to_f64().unwrap_or(0.0), by).round_ties_even();
    if ticks.is_nan() {
        return Err(too_long());
    }
    // 2^63 itself is one too many.
    match ticks.to_i64() {
        Some(whole) if ticks < 9_223_372_036_854_775_808.0 => Ok(Value::TimeSpan(TimeSpan::new(whole))),
        _ => Err(too_long()),
    }
}

fn bigs(method: &str, a: &BigInt, b: &BigInt) -> Result<Value> {
    if b.is_zero() && matches!(method, "op_Division" | "op_Modulus") {
        return Err(zero_divisor());
    }
    Ok(Value::bigint(match method {
        "op_Addition" => a + b,
        "op_Subtraction" => a - b,
        "op_Multiply" => a * b,
        "op_Division" => a / b,
        "op_Modulus" => a % b,
        "op_BitwiseAnd" => a & b,
        "op_BitwiseOr" => a | b,
        _ => a ^ b,
    }))
}

/// Longest shift to the left, in bits: nothing that a script writes may take all memory.
const LONGEST_SHIFT: u32 = 1 << 30;

fn shifted(method: &str, value: &BigInt, by: i32) -> Result<Value> {
    let to_left = (method == "op_LeftShift") == (by >= 0);
    let bits = by.unsigned_abs();
    if to_left && bits > LONGEST_SHIFT {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    Ok(Value::bigint(if to_left { value << bits } else { value >> bits }))
}
