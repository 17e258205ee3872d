//! Comparison.

use std::cmp::Ordering;

use super::arith::{numeric_operand, text_number};
use super::numeric::{compare_numbers, double_of, is_numeric};
use crate::code::Comparison;
use crate::convert::{
    Rank, cast, code_of, conversion_rank, is_instance, net_text_of, plain_text, to_decimal, to_double,
    to_text, whole,
};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::types::{TypeDef, known};
use crate::value::Value;

impl Value {
    /// `Equals` of .NET: the same type and value, or the same object.
    // Equals is exact.
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null | Self::Void, Self::Null | Self::Void) => true,
            (Self::Bool(a), Self::Bool(b)) | (Self::Switch(a), Self::Switch(b)) => a == b,
            (Self::Char(a), Self::Char(b)) => a == b,
            (Self::SByte(a), Self::SByte(b)) => a == b,
            (Self::Byte(a), Self::Byte(b)) => a == b,
            (Self::Int16(a), Self::Int16(b)) => a == b,
            (Self::UInt16(a), Self::UInt16(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::UInt(a), Self::UInt(b)) => a == b,
            (Self::Long(a), Self::Long(b)) => a == b,
            (Self::ULong(a), Self::ULong(b)) => a == b,
            (Self::Single(a), Self::Single(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Double(a), Self::Double(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Decimal(a), Self::Decimal(b)) => a == b,
            (Self::BigInt(a), Self::BigInt(b)) => a == b,
            (Self::DateTime(a), Self::DateTime(b)) => a.ticks() == b.ticks(),
            (Self::TimeSpan(a), Self::TimeSpan(b)) => a == b,
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Enum(a), Self::Enum(b)) => a.raw == b.raw && a.type_ref() == b.type_ref(),
            (Self::Type(a), Self::Type(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                self.same(other)
                    || (a.ty() == b.ty()
                        && TypeDef::of(a.ty())
                            .and_then(|d| d.equals)
                            .is_some_and(|equals| equals(self, other)))
            }
            (Self::Wrapped(w), _) => w.base.equals(other),
            (_, Self::Wrapped(w)) => self.equals(&w.base),
            _ => self.same(other),
        }
    }
}

/// A total order of any values, for sorted dictionaries: numbers by value, everything else by its text.
pub fn total_order(a: &Value, b: &Value) -> Ordering {
    match (to_double(a.base()), to_double(b.base())) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        _ => crate::text::compare(&plain_text(a), &plain_text(b), false),
    }
}

fn numbers(a: &Value, b: &Value) -> Option<Ordering> {
    let is_double = |v: &Value| matches!(v, Value::Double(_) | Value::Single(_));
    let number = |v: &Value| code_of(v).is_some_and(|c| c.is_numeric());
    if !number(a) || !number(b) {
        return None;
    }
    if matches!(a, Value::BigInt(_)) || matches!(b, Value::BigInt(_)) {
        let (x, y) = (crate::convert::to_bigint(a)?, crate::convert::to_bigint(b)?);
        return Some(x.cmp(&y));
    }
    if matches!(a, Value::Decimal(_)) || matches!(b, Value::Decimal(_)) {
        if let (Some(x), Some(y)) = (to_decimal(a), to_decimal(b)) {
            return Some(x.cmp(&y));
        }
        return to_double(a)?.partial_cmp(&to_double(b)?);
    }
    if is_double(a) || is_double(b) {
        return to_double(a)?.partial_cmp(&to_double(b)?);
    }
    Some(whole(a).unwrap_or(0).cmp(&whole(b).unwrap_or(0)))
}

/// Two numbers as the operators compare them, a number of the right's where it is a text; `None` where the left one is
/// no number, or the right one is nothing that becomes one.
fn numbers_hold(rs: &mut Runspace, op: Comparison, l: &Value, r: &Value) -> Result<Option<bool>> {
    if !is_numeric(l) {
        return Ok(None);
    }
    let Some(ty) = l.type_ref() else { return Ok(None) };
    let operand = match numeric_operand(rs, r, &ty) {
        Ok(Some(operand)) => operand,
        Ok(None) => {
            let Value::Str(_) = r else { return Ok(None) };
            let number = text_number(rs, r, l)?;
            return numbers_hold(rs, op, l, &number);
        }
        Err(raised) => return Err(raised),
    };
    let order = compare_numbers(l, &operand)?;
    Ok(Some(match (op, order) {
        (Comparison::Ne, None) => true,
        (_, None) => false,
        (Comparison::Eq, Some(o)) => o.is_eq(),
        (Comparison::Ne, Some(o)) => o.is_ne(),
        (Comparison::Lt, Some(o)) => o.is_lt(),
        (Comparison::Le, Some(o)) => o.is_le(),
        (Comparison::Gt, Some(o)) => o.is_gt(),
        (_, Some(o)) => o.is_ge(),
    }))
}

/// `-eq` of two single values: the right one is converted to the left one's type.
///
/// # Errors
/// Where a text conversion of a script's object throws, or .NET has no such comparison.
pub fn values_equal(rs: &mut Runspace, left: &Value, right: &Value, case: bool) -> Result<bool> {
    let (l, r) = (left.base(), right.base());
    match (l, r) {
        (Value::Int(a), Value::Int(b)) => return Ok(a == b),
        (Value::Null | Value::Void, Value::Null | Value::Void) => return Ok(true),
        (Value::Null | Value::Void, _) | (_, Value::Null | Value::Void) => return Ok(false),
        (Value::Str(a), Value::Str(b)) => return Ok(crate::text::equal(a.lossy(), b.lossy(), !case)),
        (Value::Str(a), other) => {
            let text = to_text(rs, other)?;
            return Ok(crate::text::equal(a.lossy(), &text, !case));
        }
        (Value::Bool(a) | Value::Switch(a), other) => return Ok(*a == crate::convert::is_true(other)),
        (Value::Char(a), Value::Char(b)) => {
            if a == b {
                return Ok(true);
            }
            let fold = |c: u16| char::from_u32(u32::from(c)).map(|c| c.to_lowercase().collect::<String>());
            return Ok(!case && fold(*a) == fold(*b));
        }
        (Value::Char(a), Value::Str(b)) => {
            let text = String::from_utf16_lossy(&[*a]);
            return Ok(crate::text::equal(&text, b.lossy(), !case));
        }
        _ => {}
    }
    // What does not convert is not equal; what .NET cannot compare is an error.
    match numbers_hold(rs, Comparison::Eq, l, r) {
        Ok(Some(equal)) => return Ok(equal),
        Ok(None) => {}
        Err(raised) if is_net_failure(&raised) => return Err(raised),
        Err(_) => return Ok(false),
    }
    if l.equals(r) {
        return Ok(true);
    }
    let Some(ty) = l.type_ref() else { return Ok(false) };
    if let Value::Object(o) = l
        && (o.bag().is_some() || o.class().is_some())
    {
        return Ok(false);
    }
    if conversion_rank(r.type_ref().as_ref(), &ty) == Rank::NONE || is_instance(r, &ty) {
        return Ok(false);
    }
    match cast(rs, r, &ty) {
        Ok(converted) => Ok(l.equals(converted.base())),
        Err(_) => Ok(false),
    }
}

fn is_net_failure(raised: &Raised) -> bool {
    raised.record().is_some_and(|r| r.exception.ty().full_name() == "System.InvalidOperationException")
}

/// Order of two values as .NET sorts them: only values of one type compare, null comes first.
///
/// # Errors
/// Where they are of different types or of one that has no order.
pub fn net_order(rs: &mut Runspace, a: &Value, b: &Value) -> Result<Ordering> {
    match (a.is_null(), b.is_null()) {
        (true, true) => return Ok(Ordering::Equal),
        (true, false) => return Ok(Ordering::Less),
        (false, true) => return Ok(Ordering::Greater),
        _ => {}
    }
    if a.base().type_ref() != b.base().type_ref() {
        return Err(not_comparable(a));
    }
    compare_values(rs, a, b, false)
}

/// Order of two single values: the right one is converted to the left one's type.
///
/// # Errors
/// Where they cannot be compared.
pub fn compare_values(rs: &mut Runspace, left: &Value, right: &Value, ignore_case: bool) -> Result<Ordering> {
    let (l, r) = (left.base(), right.base());
    match (l, r) {
        (Value::Null | Value::Void, Value::Null | Value::Void) => return Ok(Ordering::Equal),
        (Value::Null | Value::Void, other) => return Ok(null_order(other).reverse()),
        (other, Value::Null | Value::Void) => return Ok(null_order(other)),
        (Value::Str(a), Value::Str(b)) => return Ok(crate::text::compare(a.lossy(), b.lossy(), ignore_case)),
        (Value::Str(a), other) => {
            let text = to_text(rs, other)?;
            return Ok(crate::text::compare(a.lossy(), &text, ignore_case));
        }
        (Value::Char(a), Value::Char(b)) => return Ok(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => return Ok(a.ticks().cmp(&b.ticks())),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => return Ok(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => return Ok(a.cmp(b)),
        _ => {}
    }
    if let Some(order) = numbers(l, r) {
        return Ok(order);
    }
    if code_of(l).is_some_and(|c| c.is_numeric())
        && let Value::Str(s) = r
        && let Some(number) = crate::convert::parse_number_text(s.lossy())
        && let Some(order) = numbers(l, &number)
    {
        return Ok(order);
    }
    if let Value::Object(o) = l {
        if let Some(def) = TypeDef::of(o.ty())
            && let Some(compare) = def.compare
        {
            let converted = cast(rs, r, o.ty()).map_err(|raised| comparison_failed(rs, l, r, &raised))?;
            return compare(l, &converted).ok_or_else(|| not_comparable(l));
        }
        if let Some(instance) = o.class() {
            let class = instance.class.clone();
            if let Some(done) =
                crate::eval::call_class_method(rs, &class, "CompareTo", l, std::slice::from_ref(right), false)
            {
                let order = done?;
                return match cast(rs, &order, &known::int())? {
                    Value::Int(i) => Ok(i.cmp(&0)),
                    _ => Ok(Ordering::Equal),
                };
            }
        }
    }
    if matches!(l, Value::Hash(_) | Value::Block(_) | Value::Object(_) | Value::Type(_) | Value::Array(_)) {
        if l.equals(r) {
            return Ok(Ordering::Equal);
        }
        let custom = matches!(l, Value::Object(o) if o.bag().is_some());
        return Err(if custom { custom_not_comparable(l, r) } else { not_comparable(l) });
    }
    let Some(ty) = l.type_ref() else { return Ok(Ordering::Equal) };
    let converted = cast(rs, r, &ty).map_err(|raised| comparison_failed(rs, l, r, &raised))?;
    match (l, converted.base()) {
        (Value::Enum(a), Value::Enum(b)) => Ok(a.raw.cmp(&b.raw)),
        (Value::Bool(a), Value::Bool(b)) | (Value::Switch(a), Value::Switch(b)) => Ok(a.cmp(b)),
        (Value::Char(a), Value::Char(b)) => Ok(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Ok(a.ticks().cmp(&b.ticks())),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => Ok(a.cmp(b)),
        (l, c) => numbers(l, c).ok_or_else(|| not_comparable(l)),
    }
}

/// Null comes before everything but negative numbers.
fn null_order(other: &Value) -> Ordering {
    if code_of(other).is_some_and(|c| c.is_numeric()) && to_double(other).is_some_and(|x| x < 0.0) {
        return Ordering::Less;
    }
    Ordering::Greater
}

fn comparison_failed(rs: &mut Runspace, l: &Value, r: &Value, raised: &Raised) -> Box<Raised> {
    let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
    let (left, right) = (to_text(rs, l).unwrap_or_default(), to_text(rs, r).unwrap_or_default());
    Raised::runtime(
        "ComparisonFailure",
        ErrorCategory::InvalidOperation,
        format!("Could not compare \"{left}\" to \"{right}\". Error: \"{inner}\""),
    )
}

fn not_comparable(l: &Value) -> Box<Raised> {
    Raised::runtime(
        "NotIcomparable",
        ErrorCategory::InvalidOperation,
        format!("Cannot compare \"{}\" because it is not IComparable.", net_text_of(l)),
    )
}

/// A custom object compares by its own rule, which knows only itself.
fn custom_not_comparable(l: &Value, r: &Value) -> Box<Raised> {
    let (left, right) = (plain_text(l), plain_text(r));
    Raised::typed(
        "System.Management.Automation.ExtendedTypeSystemException",
        "PSObjectCompareTo",
        ErrorCategory::NotSpecified,
        format!(
            "Cannot compare \"{left}\" to \"{right}\" because the objects are not the same type or the object \"{left}\" \
             does not implement \"IComparable\"."
        ),
    )
}

/// A comparison where a side is null, or both are: numbers compare with zero.
fn null_holds(op: Comparison, l: &Value, r: &Value) -> bool {
    let below_zero = |v: &Value| double_of(v) < 0.0;
    let some = |v: &Value| !v.is_null();
    match op {
        Comparison::Lt | Comparison::Le if is_numeric(l) => below_zero(l),
        Comparison::Lt | Comparison::Le if is_numeric(r) => !below_zero(r),
        Comparison::Gt | Comparison::Ge if is_numeric(l) => !below_zero(l),
        Comparison::Gt | Comparison::Ge if is_numeric(r) => below_zero(r),
        Comparison::Lt => some(r),
        Comparison::Le => !some(l),
        Comparison::Gt => some(l),
        _ => !some(r),
    }
}

fn holds(rs: &mut Runspace, op: Comparison, case: bool, left: &Value, right: &Value) -> Result<bool> {
    match (left, right, op) {
        (Value::Int(a), Value::Int(b), Comparison::Lt) => return Ok(a < b),
        (Value::Int(a), Value::Int(b), Comparison::Le) => return Ok(a <= b),
        (Value::Int(a), Value::Int(b), Comparison::Gt) => return Ok(a > b),
        (Value::Int(a), Value::Int(b), Comparison::Ge) => return Ok(a >= b),
        (_, _, Comparison::Eq) => return values_equal(rs, left, right, case),
        (_, _, Comparison::Ne) => return values_equal(rs, left, right, case).map(|equal| !equal),
        _ => {}
    }
    let (l, r) = (left.base(), right.base());
    if l.is_null() || (r.is_null() && !is_collection(rs, l)?) {
        return Ok(null_holds(op, l, r));
    }
    if let Some(done) = numbers_hold(rs, op, l, r)? {
        return Ok(done);
    }
    let order = compare_values(rs, left, right, !case)?;
    Ok(match op {
        Comparison::Lt => order.is_lt(),
        Comparison::Le => order.is_le(),
        Comparison::Gt => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn is_collection(rs: &mut Runspace, value: &Value) -> Result<bool> {
    Ok(match value {
        Value::Array(_) => true,
        Value::Object(_) => members::enumerate(rs, value)?.is_some(),
        _ => false,
    })
}

/// `-eq`, `-lt` and their kin: of a collection on the left, the elements for which it holds.
///
/// # Errors
/// Where values cannot be compared.
pub fn compare_op(
    rs: &mut Runspace,
    op: Comparison,
    case: bool,
    left: &Value,
    right: &Value,
) -> Result<Value> {
    if matches!(left.base(), Value::Array(_) | Value::Object(_))
        && let Some(items) = members::enumerate(rs, left.base())?
    {
        let mut out = Vec::new();
        for item in items {
            if holds(rs, op, case, &item, right)? {
                out.push(item);
            }
        }
        return Ok(Value::array(out));
    }
    holds(rs, op, case, left, right).map(Value::Bool)
}

/// `-contains`.
///
/// # Errors
/// Where enumerating fails.
pub fn contains(rs: &mut Runspace, collection: &Value, item: &Value, case: bool) -> Result<bool> {
    let items = match members::enumerate(rs, collection.base())? {
        Some(items) => items,
        None => vec![collection.clone()],
    };
    for candidate in &items {
        if values_equal(rs, candidate, item, case)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a `switch` clause's value is that of the item.
///
/// # Errors
/// Where converting to text fails.
pub fn switch_equal(rs: &mut Runspace, item: &Value, wanted: &Value, case: bool) -> Result<bool> {
    values_equal(rs, item, wanted, case)
}
