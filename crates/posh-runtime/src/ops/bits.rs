//! Bit operators.

use crate::code::BinaryOp;
use crate::convert::cast;
use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::{TypeCode, known};
use crate::value::{EnumValue, Value};

#[derive(Clone, Copy)]
enum Lane {
    Int,
    UInt,
    Long,
    ULong,
}

fn lane_of(value: &Value) -> Lane {
    match value {
        Value::UInt(_) => Lane::UInt,
        Value::Long(_) => Lane::Long,
        Value::ULong(_) => Lane::ULong,
        Value::Double(_) | Value::Single(_) | Value::Decimal(_) => Lane::Long,
        Value::Str(s) => match crate::convert::parse_number_text(s.lossy()) {
            Some(Value::Int(_)) | None => Lane::Int,
            Some(other) => lane_of(&other),
        },
        Value::Enum(e) => match e.type_ref().enum_info().map(|i| i.underlying) {
            Some(TypeCode::Int64) => Lane::Long,
            Some(TypeCode::UInt64) => Lane::ULong,
            Some(TypeCode::UInt32) => Lane::UInt,
            _ => Lane::Int,
        },
        _ => Lane::Int,
    }
}

fn bits(rs: &mut Runspace, value: &Value, lane: Lane) -> Result<i64> {
    if value.is_null() {
        return Ok(0);
    }
    if let Value::Enum(e) = value.base() {
        return Ok(e.raw);
    }
    let ty = match lane {
        Lane::Int => known::int(),
        Lane::UInt => known::uint(),
        Lane::Long => known::long(),
        Lane::ULong => known::ulong(),
    };
    Ok(match cast(rs, value.base(), &ty) {
        Ok(Value::Int(i)) => i64::from(i),
        Ok(Value::UInt(i)) => i64::from(i),
        Ok(Value::Long(i)) => i,
        Ok(Value::ULong(i)) => i.cast_signed(),
        Ok(_) => 0,
        // A number that is too large for its lane is tried as a long.
        Err(raised) => match cast(rs, value.base(), &known::long()) {
            Ok(Value::Long(i)) => i,
            _ => return Err(raised),
        },
    })
}

fn wider(a: Lane, b: Lane) -> Lane {
    match (a, b) {
        (Lane::ULong, _) | (_, Lane::ULong) => Lane::ULong,
        (Lane::Long, _) | (_, Lane::Long) => Lane::Long,
        (Lane::UInt, Lane::UInt) => Lane::UInt,
        (Lane::UInt, Lane::Int) | (Lane::Int, Lane::UInt) => Lane::Long,
        (Lane::Int, Lane::Int) => Lane::Int,
    }
}

fn result(raw: i64, lane: Lane) -> Value {
    match lane {
        Lane::Int => i32::try_from(raw).map_or(Value::Long(raw), Value::Int),
        Lane::UInt => u32::try_from(raw).map_or(Value::Long(raw), Value::UInt),
        Lane::Long => Value::Long(raw),
        Lane::ULong => Value::ULong(raw.cast_unsigned()),
    }
}

/// `-band`, `-bor`, `-bxor`.
///
/// # Errors
/// Where an operand is no number.
pub fn combine(rs: &mut Runspace, op: BinaryOp, left: &Value, right: &Value) -> Result<Value> {
    let lane = wider(lane_of(left.base()), lane_of(right.base()));
    let (l, r) = (bits(rs, left, lane)?, bits(rs, right, lane)?);
    let raw = match op {
        BinaryOp::BitAnd => l & r,
        BinaryOp::BitOr => l | r,
        _ => l ^ r,
    };
    // Two values of one enumeration give a value of it.
    if let Value::Enum(e) = left.base() {
        let same = match right.base() {
            Value::Enum(other) => other.type_ref() == e.type_ref(),
            _ => false,
        };
        if same {
            return Ok(Value::Enum(std::rc::Rc::new(EnumValue::new(e.type_ref(), raw))));
        }
    }
    Ok(result(raw, lane))
}

/// `-bnot`.
///
/// # Errors
/// Where the operand is no number.
pub fn not(rs: &mut Runspace, value: &Value) -> Result<Value> {
    let lane = lane_of(value.base());
    let raw = bits(rs, value, lane)?;
    Ok(match lane {
        Lane::Int => result(!raw, lane),
        Lane::UInt => Value::UInt(!u32::try_from(raw).unwrap_or(0)),
        Lane::Long => Value::Long(!raw),
        Lane::ULong => Value::ULong(!raw.cast_unsigned()),
    })
}

/// `-shl`, `-shr`.
///
/// # Errors
/// Where an operand is no number.
pub fn shift(rs: &mut Runspace, left: &Value, right: &Value, to_left: bool) -> Result<Value> {
    let lane = lane_of(left.base());
    let raw = bits(rs, left, lane)?;
    let by = match cast(rs, right, &known::int())? {
        Value::Int(i) => i,
        _ => 0,
    };
    let by32 = (by & 31).cast_unsigned();
    let by64 = (by & 63).cast_unsigned();
    Ok(match lane {
        Lane::Int => {
            let value = i32::try_from(raw).unwrap_or(0);
            Value::Int(if to_left { value.wrapping_shl(by32) } else { value.wrapping_shr(by32) })
        }
        Lane::UInt => {
            let value = u32::try_from(raw).unwrap_or(0);
            Value::UInt(if to_left { value.wrapping_shl(by32) } else { value.wrapping_shr(by32) })
        }
        Lane::Long => Value::Long(if to_left { raw.wrapping_shl(by64) } else { raw.wrapping_shr(by64) }),
        Lane::ULong => {
            let value = raw.cast_unsigned();
            Value::ULong(if to_left { value.wrapping_shl(by64) } else { value.wrapping_shr(by64) })
        }
    })
}
