//! Arithmetic: which rule an operator follows for its operands.

use std::rc::Rc;

use super::Arithmetic;
use super::numeric::{compute, is_numeric, operand_code};
use super::operator_methods::{Operator, call};
use crate::convert::{Rank, cast, conversion_rank, parse_number_text, plain_text, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::types::{TypeRef, known};
use crate::value::{Array, Dictionary, PsStr, Value};

impl Arithmetic {
    fn operator(self) -> Operator {
        let (method, written) = match self {
            Self::Add => ("op_Addition", "+"),
            Self::Subtract => ("op_Subtraction", "-"),
            Self::Multiply => ("op_Multiply", "*"),
            Self::Divide => ("op_Division", "/"),
            Self::Remainder => ("op_Modulus", "%"),
        };
        Operator { method, written }
    }
}

/// A text as a number: PowerShell's literals, or what the other operand's type makes of it.
///
/// # Errors
/// Where it is no number.
pub(super) fn text_number(rs: &mut Runspace, text: &Value, other: &Value) -> Result<Value> {
    let Value::Str(s) = text else { return Ok(text.clone()) };
    if let Some(number) = parse_number_text(s.lossy()) {
        return Ok(number);
    }
    let ty = other.type_ref().filter(|_| is_numeric(other)).unwrap_or_else(known::int);
    cast(rs, text, &ty)
}

/// The right operand as one that the left one's arithmetic takes; `None` where it has none.
pub(super) fn numeric_operand(rs: &mut Runspace, value: &Value, wanted: &TypeRef) -> Result<Option<Value>> {
    match value {
        Value::Null | Value::Void => return Ok(Some(Value::Int(0))),
        Value::Bool(_) if *wanted == known::decimal() => return cast(rs, value, wanted).map(Some),
        Value::Enum(_) => return cast(rs, value, wanted).map(Some),
        _ if operand_code(value).is_some() => return Ok(Some(value.clone())),
        _ => {}
    }
    if conversion_rank(value.type_ref().as_ref(), wanted) == Rank::IMPLICIT_CAST {
        return cast(rs, value, wanted).map(Some);
    }
    Ok(None)
}

/// The arithmetic of a left operand that is a number, a truth value or a character; `None` where the right one is
/// nothing that it takes.
fn with_number(rs: &mut Runspace, op: Arithmetic, left: &Value, right: &Value) -> Result<Option<Value>> {
    let Some(ty) = left.type_ref() else { return Ok(None) };
    if let Some(operand) = numeric_operand(rs, right, &ty)? {
        return compute(op, left, &operand).map(Some);
    }
    if let Value::Str(_) = right {
        let number = text_number(rs, right, left)?;
        return again(rs, op, left, &number).map(Some);
    }
    Ok(None)
}

fn again(rs: &mut Runspace, op: Arithmetic, left: &Value, right: &Value) -> Result<Value> {
    match op {
        Arithmetic::Add => add(rs, left, right),
        Arithmetic::Multiply => multiply(rs, left, right),
        _ => reduce(rs, op, left, right),
    }
}

/// `+`
///
/// # Errors
/// Where the operands cannot be added.
pub fn add(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => {
            return Ok(a
                .checked_add(*b)
                .map_or_else(|| Value::Double(f64::from(*a) + f64::from(*b)), Value::Int));
        }
        (Value::Double(a), Value::Double(b)) => return Ok(Value::Double(a + b)),
        (Value::Str(l), Value::Str(r)) => return Ok(Value::Str(l.clone().concat(r))),
        (Value::Null | Value::Void, _) => return Ok(right.clone().or_null()),
        _ => {}
    }
    let (l, r) = (left.base(), right.base());
    if operand_code(l).is_some()
        && !matches!(l, Value::Char(_))
        && let Some(sum) = with_number(rs, Arithmetic::Add, l, r)?
    {
        return Ok(sum);
    }
    match l {
        Value::Str(text) => Ok(Value::Str(text.clone().concat(&operand_text(rs, right)?))),
        Value::Char(c) => Ok(Value::Str(PsStr::from_units(&[*c]).concat(&operand_text(rs, right)?))),
        Value::Array(a) => add_array(rs, a, right),
        Value::Hash(table) => match r {
            Value::Hash(more) => add_tables(table, more),
            _ => Err(Raised::runtime(
                "AddHashTableToNonHashTable",
                ErrorCategory::InvalidOperation,
                "A hash table can only be added to another hash table.",
            )),
        },
        Value::Object(_) => match members::enumerate(rs, l)? {
            Some(mut items) => {
                match members::enumerate(rs, r)? {
                    Some(more) => items.extend(more),
                    None => items.push(right.clone().or_null()),
                }
                Ok(Value::array(items))
            }
            None => call(rs, l, r, Arithmetic::Add.operator()),
        },
        _ => call(rs, l, r, Arithmetic::Add.operator()),
    }
}

/// An operand as text.
fn operand_text(rs: &mut Runspace, value: &Value) -> Result<PsStr> {
    Ok(match value.base() {
        Value::Str(s) => s.clone(),
        _ => PsStr::from(to_text(rs, value)?),
    })
}

fn add_array(rs: &mut Runspace, a: &Array, right: &Value) -> Result<Value> {
    let mut items = a.to_vec();
    match right.base() {
        Value::Array(b) => items.extend(b.to_vec()),
        Value::Object(_) => match members::enumerate(rs, right.base())? {
            Some(more) => items.extend(more),
            None => items.push(right.clone()),
        },
        Value::Void => {}
        _ => items.push(right.clone()),
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

/// `-`
///
/// # Errors
/// Where the operands cannot be subtracted.
pub fn subtract(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    reduce(rs, Arithmetic::Subtract, left, right)
}

/// `/`
///
/// # Errors
/// Where the operands cannot be divided.
pub fn divide(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    reduce(rs, Arithmetic::Divide, left, right)
}

/// `%`
///
/// # Errors
/// Where the operands have no remainder.
pub fn remainder(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    reduce(rs, Arithmetic::Remainder, left, right)
}

/// `-`, `/` and `%`: null counts as zero, and text as a number on either side.
fn reduce(rs: &mut Runspace, op: Arithmetic, left: &Value, right: &Value) -> Result<Value> {
    let zero = Value::Int(0);
    let (l, r) = (if left.is_null() { &zero } else { left.base() }, right.base());
    if operand_code(l).is_some()
        && let Some(result) = with_number(rs, op, l, r)?
    {
        return Ok(result);
    }
    if let Value::Str(_) = l {
        let number = text_number(rs, l, r)?;
        let other = text_number(rs, r, l)?;
        return reduce(rs, op, &number, &other);
    }
    call(rs, l, r, op.operator())
}

/// `*`
///
/// # Errors
/// Where the operands cannot be multiplied.
pub fn multiply(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    let (l, r) = (left.base(), right.base());
    if l.is_null() {
        return Ok(Value::Null);
    }
    if is_numeric(l)
        && let Some(product) = with_number(rs, Arithmetic::Multiply, l, r)?
    {
        return Ok(product);
    }
    match l {
        Value::Str(s) => {
            let times = repeat_text(rs, r)?;
            refuse_huge(s.len16(), times)?;
            match s.as_str() {
                Some(text) => Ok(Value::str(text.repeat(times))),
                None => Ok(Value::Str(PsStr::from_units(&s.to_units().repeat(times)))),
            }
        }
        Value::Array(a) => {
            let times = repeat_items(rs, r)?;
            if times == 1 {
                return Ok(left.clone());
            }
            refuse_huge(a.len(), times)?;
            let repeated: Vec<Value> = std::iter::repeat_n(a.to_vec(), times).flatten().collect();
            if a.is_object_array() {
                return Ok(Value::array(repeated));
            }
            Ok(Value::Array(Rc::new(Array::typed(a.element(), repeated))))
        }
        Value::Object(_) => match members::enumerate(rs, l)? {
            Some(items) => {
                let times = repeat_items(rs, r)?;
                refuse_huge(items.len(), times)?;
                Ok(Value::array(std::iter::repeat_n(items, times).flatten().collect()))
            }
            None => call(rs, l, r, Arithmetic::Multiply.operator()),
        },
        _ => call(rs, l, r, Arithmetic::Multiply.operator()),
    }
}

fn repeat_text(rs: &mut Runspace, value: &Value) -> Result<usize> {
    let number = text_number(rs, value, &Value::Int(0))?;
    let Value::Int(times) = cast(rs, &number, &known::int())? else { return Ok(0) };
    usize::try_from(times).map_err(|_| {
        Raised::typed(
            "System.ArgumentOutOfRangeException",
            "System.ArgumentOutOfRangeException",
            ErrorCategory::OperationStopped,
            format!("times ('{times}') must be a non-negative value. (Parameter 'times')\nActual value was {times}."),
        )
    })
}

fn repeat_items(rs: &mut Runspace, value: &Value) -> Result<usize> {
    let number = text_number(rs, value, &Value::Int(0))?;
    let Value::UInt(times) = cast(rs, &number, &known::uint())? else { return Ok(0) };
    Ok(usize::try_from(times).unwrap_or(usize::MAX))
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

/// Unary `-`.
///
/// # Errors
/// Where the operand is no number.
pub fn negate(rs: &mut Runspace, value: &Value) -> Result<Value> {
    subtract(rs, &Value::Int(0), value)
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
pub fn increment(_rs: &mut Runspace, value: &Value, delta: i32) -> Result<Value> {
    let base = value.base();
    if base.is_null() {
        return Ok(Value::Int(delta));
    }
    if is_numeric(base) {
        return compute(Arithmetic::Add, base, &Value::Int(delta));
    }
    let operator = if delta > 0 { "++" } else { "--" };
    let ty = base.type_ref().map(|t| if t == known::custom_object() { known::psobject() } else { t });
    let name = ty.map(|t| t.full_name().to_owned()).unwrap_or_default();
    Err(Raised::runtime(
        "OperatorRequiresNumber",
        ErrorCategory::InvalidOperation,
        format!("The '{operator}' operator works only on numbers. The operand is a '{name}'."),
    ))
}
