//! Bit operators.

use num_traits::ToPrimitive;

use super::arith::{numeric_operand, text_number};
use super::numeric::{
    DECIMAL, DOUBLE, INT, LONG, SINGLE, UINT, ULONG, double_of, integer_of, operand_code, undefined_operator,
};
use super::operator_methods::{Operator, call};
use crate::code::BinaryOp;
use crate::convert::{Rank, cast, conversion_rank, convert_failure};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{TypeRef, known};
use crate::value::{EnumValue, Value};

/// Width of the integers that bits are combined in.
#[derive(Clone, Copy)]
enum Lane {
    Int,
    UInt,
    Long,
    ULong,
}

impl Lane {
    /// The narrowest that holds operands of a type code.
    fn of(code: u8) -> Self {
        match code {
            code if code <= INT => Self::Int,
            UINT => Self::UInt,
            LONG => Self::Long,
            _ => Self::ULong,
        }
    }

    fn ty(self) -> TypeRef {
        match self {
            Self::Int => known::int(),
            Self::UInt => known::uint(),
            Self::Long => known::long(),
            Self::ULong => known::ulong(),
        }
    }

    /// The lowest bits as a value of the lane.
    #[expect(clippy::cast_possible_truncation, reason = "the bits above the lane are cut off, as .NET does")]
    fn value(self, bits: i128) -> Value {
        match self {
            Self::Int => Value::Int(bits as i32),
            Self::UInt => Value::UInt(bits as u32),
            Self::Long => Value::Long(bits as i64),
            Self::ULong => Value::ULong(bits as u64),
        }
    }
}

/// Code of an operand's type in .NET's order; those that are no numbers come first or last.
fn type_code(value: &Value) -> u8 {
    match value {
        Value::DateTime(_) => 16,
        Value::Str(_) => 18,
        other => operand_code(other).unwrap_or(1),
    }
}

fn operator_of(op: BinaryOp) -> Operator {
    match op {
        BinaryOp::BitAnd => Operator { method: "op_BitwiseAnd", written: "-band" },
        BinaryOp::BitOr => Operator { method: "op_BitwiseOr", written: "-bor" },
        _ => Operator { method: "op_ExclusiveOr", written: "-bxor" },
    }
}

fn apply(op: BinaryOp, l: i128, r: i128) -> i128 {
    match op {
        BinaryOp::BitAnd => l & r,
        BinaryOp::BitOr => l | r,
        _ => l ^ r,
    }
}

/// `-band`, `-bor`, `-bxor`.
///
/// # Errors
/// Where an operand is no number.
pub fn combine(rs: &mut Runspace, op: BinaryOp, left: &Value, right: &Value) -> Result<Value> {
    let (l, r) = (left.base(), right.base());
    if l.is_null() && r.is_null() {
        return Ok(Value::Int(0));
    }
    let (left_code, right_code) = (operand_code(l), operand_code(r));
    if left_code.is_some() || right_code.is_some() {
        let code = type_code(l).max(type_code(r));
        let number = match (left_code, right_code) {
            (None, Some(other)) => numeric_operand(rs, l, &Lane::of(other).ty())?.map(|n| (n, r.clone())),
            (Some(other), None) => numeric_operand(rs, r, &Lane::of(other).ty())?.map(|n| (l.clone(), n)),
            _ => Some((l.clone(), r.clone())),
        };
        match (code, number) {
            (DECIMAL | DOUBLE | SINGLE, None) => return Err(null_reference()),
            (DECIMAL, Some((a, b))) => {
                let (a, b) = (cast(rs, &a, &known::decimal())?, cast(rs, &b, &known::decimal())?);
                return floating(rs, op, &a, &b);
            }
            (DOUBLE | SINGLE, Some((a, b))) => {
                let (a, b) = (Value::Double(double_of(&a)), Value::Double(double_of(&b)));
                return floating(rs, op, &a, &b);
            }
            (code, Some((a, b))) => {
                let bits = apply(op, integer_of(&a), integer_of(&b));
                let value = Lane::of(code).value(bits);
                return Ok(as_left(l, value));
            }
            (_, None) => {}
        }
    }
    if matches!(l, Value::Str(_)) || matches!(r, Value::Str(_)) {
        let (a, b) = (text_number(rs, l, r)?, text_number(rs, r, l)?);
        return combine(rs, op, &a, &b);
    }
    call(rs, l, r, operator_of(op))
}

/// The result is of the left operand's enumeration, where that is one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the bits above the enumeration's are cut off, as .NET does"
)]
fn as_left(left: &Value, value: Value) -> Value {
    let Value::Enum(e) = left else { return value };
    let bits = integer_of(&value);
    let raw = match operand_code(left) {
        Some(5) => i64::from(bits as i8),
        Some(6) => i64::from(bits as u8),
        Some(7) => i64::from(bits as i16),
        Some(8) => i64::from(bits as u16),
        Some(INT) => i64::from(bits as i32),
        Some(UINT) => i64::from(bits as u32),
        _ => bits as i64,
    };
    Value::Enum(std::rc::Rc::new(EnumValue::new(e.type_ref(), raw)))
}

/// What .NET throws where PowerShell's binder finds no number for an operand.
fn null_reference() -> Box<Raised> {
    Raised::typed(
        "System.NullReferenceException",
        "System.NullReferenceException",
        ErrorCategory::OperationStopped,
        "Object reference not set to an instance of an object.",
    )
}

/// Bits of doubles or decimals: those of an unsigned long, of a long where one is negative.
fn floating(rs: &mut Runspace, op: BinaryOp, left: &Value, right: &Value) -> Result<Value> {
    let (l, l_negative) = wide_bits(rs, left)?;
    let (r, r_negative) = wide_bits(rs, right)?;
    let lane = if l_negative || r_negative { Lane::Long } else { Lane::ULong };
    Ok(lane.value(apply(op, l, r)))
}

fn wide_bits(rs: &mut Runspace, value: &Value) -> Result<(i128, bool)> {
    let negative = double_of(value) < 0.0;
    let ty = if negative { known::long() } else { known::ulong() };
    Ok((integer_of(&cast(rs, value, &ty)?), negative))
}

/// `-bnot`.
///
/// # Errors
/// Where the operand is no number.
pub fn not(rs: &mut Runspace, value: &Value) -> Result<Value> {
    let base = value.base();
    match base {
        Value::Null | Value::Void => return Ok(Value::Int(-1)),
        Value::BigInt(i) => return Ok(Value::bigint(!(**i).clone())),
        Value::Str(_) => {
            let number = text_number(rs, base, &Value::Int(0))?;
            return not(rs, &number);
        }
        Value::Double(_) | Value::Single(_) | Value::Decimal(_) => {
            let (lane, bits) = narrowest(rs, base)?;
            return Ok(lane.value(!bits));
        }
        _ => {}
    }
    let code = operand_code(base).filter(|c| *c > 4);
    let Some(code) = code else {
        for ty in [known::int(), known::long()] {
            if conversion_rank(base.type_ref().as_ref(), &ty) != Rank::NONE {
                let number = cast(rs, base, &ty)?;
                return not(rs, &number);
            }
        }
        return Err(convert_failure(value, &known::int()));
    };
    Ok(as_left(base, Lane::of(code).value(!integer_of(base))))
}

/// A floating number as the narrowest of int, uint, long and ulong that holds it.
fn narrowest(rs: &mut Runspace, value: &Value) -> Result<(Lane, i128)> {
    let x = double_of(value);
    let within = |low: f64, high: f64| x >= low && x <= high;
    let (int, uint) = (f64::from(i32::MAX), f64::from(u32::MAX));
    let (long, ulong) = (i64::MAX.to_f64().unwrap_or(0.0), u64::MAX.to_f64().unwrap_or(0.0));
    let lane = if within(f64::from(i32::MIN), int) {
        Lane::Int
    } else if within(0.0, uint) {
        Lane::UInt
    } else if within(-long, long) {
        Lane::Long
    } else if within(0.0, ulong) {
        Lane::ULong
    } else {
        let to = if matches!(value, Value::Decimal(_)) { known::int() } else { known::ulong() };
        return Err(convert_failure(value, &to));
    };
    Ok((lane, integer_of(&cast(rs, value, &lane.ty())?)))
}

/// `-shl`, `-shr`.
///
/// # Errors
/// Where an operand is no number.
pub fn shift(rs: &mut Runspace, left: &Value, right: &Value, to_left: bool) -> Result<Value> {
    let (l, r) = (left.base(), right.base());
    if l.is_null() {
        return Ok(Value::Int(0));
    }
    if matches!(l, Value::Str(_)) || matches!(r, Value::Str(_)) {
        let (a, b) = (text_number(rs, l, r)?, text_number(rs, r, l)?);
        return shift(rs, &a, &b, to_left);
    }
    let code = operand_code(l).filter(|c| *c > 4);
    let Some(code) = code else {
        let operator = if to_left {
            Operator { method: "op_LeftShift", written: "-shl" }
        } else {
            Operator { method: "op_RightShift", written: "-shr" }
        };
        return call(rs, l, r, operator);
    };
    if conversion_rank(r.type_ref().as_ref(), &known::int()) == Rank::NONE {
        return Err(convert_failure(right, &known::int()));
    }
    if let Value::Enum(e) = l {
        return Err(undefined_operator(if to_left { "LeftShift" } else { "RightShift" }, &e.type_ref()));
    }
    let by = match cast(rs, r, &known::int())? {
        Value::Int(i) => i,
        _ => 0,
    };
    if matches!(code, SINGLE | DOUBLE | DECIMAL) {
        let (lane, bits) = narrowest(rs, l)?;
        return Ok(lane.value(shifted(lane, bits, by, to_left)));
    }
    let lane = Lane::of(code);
    let bits = shifted(lane, integer_of(l), by, to_left);
    Ok(narrow(code, lane, bits))
}

fn shifted(lane: Lane, bits: i128, by: i32, to_left: bool) -> i128 {
    let mask = if matches!(lane, Lane::Int | Lane::UInt) { 31 } else { 63 };
    let by = by & mask;
    if to_left { bits << by } else { bits >> by }
}

/// The result of a shift is of its left operand's type.
#[expect(clippy::cast_possible_truncation, reason = "what leaves the type is cut off, as .NET does")]
fn narrow(code: u8, lane: Lane, bits: i128) -> Value {
    match code {
        5 => Value::SByte(bits as i8),
        6 => Value::Byte(bits as u8),
        7 => Value::Int16(bits as i16),
        8 => Value::UInt16(bits as u16),
        ULONG => Value::ULong(bits as u64),
        _ => lane.value(bits),
    }
}
