//! The operators.

pub mod arith;
pub mod bits;
pub mod collection;
pub mod compare;
pub mod matching;
mod numeric;
mod operator_methods;
pub mod pattern;
pub mod range;
pub mod strings;

use std::cell::RefCell;
use std::rc::Rc;

use crate::code::BinaryOp;
use crate::convert::{cast, is_instance, is_true, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::value::{PsStr, Value};

/// An operator of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A pattern that an operator's place in the text remembers.
pub type PatternCache = RefCell<Option<(PsStr, Rc<pattern::Pattern>)>>;

/// A binary operator.
///
/// # Errors
/// Where the operands do not suit it.
pub fn binary(
    rs: &mut Runspace,
    op: BinaryOp,
    left: &Value,
    right: &Value,
    cache: Option<&PatternCache>,
) -> Result<Value> {
    match op {
        BinaryOp::Add => arith::add(rs, left, right),
        BinaryOp::Subtract => arith::subtract(rs, left, right),
        BinaryOp::Multiply => arith::multiply(rs, left, right),
        BinaryOp::Divide => arith::divide(rs, left, right),
        BinaryOp::Remainder => arith::remainder(rs, left, right),
        BinaryOp::ShiftLeft => bits::shift(rs, left, right, true),
        BinaryOp::ShiftRight => bits::shift(rs, left, right, false),
        BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor => bits::combine(rs, op, left, right),
        BinaryOp::Xor => Ok(Value::Bool(is_true(left) != is_true(right))),
        BinaryOp::Compare { op, case } => compare::compare_op(rs, op, case, left, right),
        BinaryOp::Like { negated, case } => matching::like(rs, left, right, negated, case, cache),
        BinaryOp::Match { negated, case } => matching::match_op(rs, left, right, negated, case, cache),
        BinaryOp::Replace { case } => matching::replace(rs, left, right, case, cache),
        BinaryOp::Split { case } => strings::split(rs, left, right, case),
        BinaryOp::Join => {
            let separator = to_text(rs, right)?;
            strings::join(rs, left, &separator)
        }
        BinaryOp::Contains { negated, case } => {
            Ok(Value::Bool(compare::contains(rs, left, right, case)? != negated))
        }
        BinaryOp::In { negated, case } => {
            Ok(Value::Bool(compare::contains(rs, right, left, case)? != negated))
        }
        BinaryOp::Is { negated } => {
            let ty = type_operand(rs, right)?;
            Ok(Value::Bool(is_instance(left, &ty) != negated))
        }
        BinaryOp::As => {
            let ty = type_operand(rs, right)?;
            // Unlike a cast, it converts in the culture in force.
            if let (Value::DateTime(_), crate::types::TypeCode::String) = (left.base(), ty.code()) {
                return crate::format::culture_text(rs, left).map(Value::from);
            }
            Ok(cast(rs, left, &ty).unwrap_or(Value::Null))
        }
        BinaryOp::Format => strings::format(rs, left, right),
        BinaryOp::Range => range::range(rs, left, right),
    }
}

fn type_operand(rs: &mut Runspace, value: &Value) -> Result<crate::types::TypeRef> {
    match value.base() {
        Value::Type(ty) => Ok(ty.clone()),
        Value::Null | Value::Void => Err(Raised::runtime(
            "IsOperatorRequiresType",
            ErrorCategory::InvalidOperation,
            "The right operand of '-is' must be a type.",
        )),
        other => match cast(rs, other, &crate::types::TypeRef::named("System.Type"))? {
            Value::Type(ty) => Ok(ty),
            _ => Ok(crate::types::known::object()),
        },
    }
}
