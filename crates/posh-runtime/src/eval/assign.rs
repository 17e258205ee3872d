//! Assignments.

use std::rc::Rc;

use super::Frame;
use super::expr::{self, eval};
use super::stmt::value_of;
use crate::code::{
    Assign, AssignOp, BinaryOp, ConstrainedTarget, Constraint, Expr, Increment, SlotIndex, StmtKind, Target,
};
use crate::error::{ErrorCategory, Raised, Result};
use crate::names::Name;
use crate::ops;
use crate::runspace::Runspace;
use crate::scope::{Slot, VariableInfo};
use crate::types::{TypeCode, known};
use crate::value::{Array, Value};

fn name_of(f: &Frame<'_>, slot: SlotIndex) -> Name {
    f.code.names.get(usize::from(slot)).copied().unwrap_or_else(|| Name::of(""))
}

/// Runs an assignment of integers between plain slots of the block, without making values; whether it could.
#[inline]
pub(super) fn quick_assign(rs: &mut Runspace, f: &Frame<'_>, code: &Assign) -> bool {
    let (Target::Local(slot), StmtKind::Expr(e)) = (&code.target, &code.value.kind) else { return false };
    let Some(right) = expr::quick_int(rs, f, e) else { return false };
    let mut slots = f.slots.borrow_mut();
    let done = match slots.get_mut(usize::from(*slot)) {
        Some(Slot::Plain(place)) => assign_int(code.op, place, right),
        Some(Slot::Shared(variable)) => variable.update(|place| assign_int(code.op, place, right)),
        _ => None,
    };
    if done.is_some() {
        rs.last_success = true;
    }
    done.is_some()
}

/// Sets or changes a number by an integer; `None` where that takes more than a number.
#[inline]
fn assign_int(op: AssignOp, place: &mut Value, right: i32) -> Option<()> {
    *place = match (op, &*place) {
        (AssignOp::Set, Value::Int(_) | Value::Null | Value::Bool(_)) => Value::Int(right),
        (AssignOp::Compound(BinaryOp::Add), Value::Int(i)) => Value::Int(i.checked_add(right)?),
        (AssignOp::Compound(BinaryOp::Subtract), Value::Int(i)) => Value::Int(i.checked_sub(right)?),
        (AssignOp::Compound(BinaryOp::Add), Value::Double(x)) => Value::Double(x + f64::from(right)),
        (AssignOp::Compound(BinaryOp::Subtract), Value::Double(x)) => Value::Double(x - f64::from(right)),
        _ => return None,
    };
    Some(())
}

/// Runs an assignment; the value that was assigned.
pub(super) fn exec_assign(rs: &mut Runspace, f: &Frame<'_>, code: &Assign) -> Result<Value> {
    match code.op {
        AssignOp::Set => {
            let value = match &code.value.kind {
                // `$a = $b = 1` assigns the same value to both.
                StmtKind::Assign(inner) => exec_assign(rs, f, inner)?,
                _ => right_side(rs, f, code)?,
            };
            // A variable that got no output keeps that: piped on, it gives nothing.
            let value = match &code.target {
                Target::Local(_) | Target::Variable(_) => value,
                _ => value.or_null(),
            };
            if let Target::Local(slot) = &code.target {
                set_local(rs, f, *slot, value.clone())?;
            } else {
                assign(rs, f, &code.target, value.clone())?;
            }
            if let StmtKind::Expr(e) = &code.value.kind {
                rs.last_success |= !expr::keeps_success(e);
            }
            Ok(value)
        }
        AssignOp::Compound(op) => compound(rs, f, code, op),
        AssignOp::Coalesce => {
            let current = read_target(rs, f, &code.target)?;
            if !current.is_null() {
                return Ok(current);
            }
            let value = right_side(rs, f, code)?.or_null();
            assign(rs, f, &code.target, value.clone())?;
            Ok(value)
        }
    }
}

/// `+=` and `-=` on numbers that need no conversion but an integer's to a double.
#[inline]
fn number_in_place(op: BinaryOp, place: &mut Value, right: &Value) -> Option<Value> {
    let sum = match (&*place, right) {
        (Value::Int(a), Value::Int(b)) => Value::Int(match op {
            BinaryOp::Add => a.checked_add(*b)?,
            BinaryOp::Subtract => a.checked_sub(*b)?,
            _ => return None,
        }),
        (Value::Double(a), Value::Int(b)) => double_sum(op, *a, f64::from(*b))?,
        (Value::Double(a), Value::Double(b)) => double_sum(op, *a, *b)?,
        _ => return None,
    };
    place.clone_from(&sum);
    Some(sum)
}

#[inline]
fn double_sum(op: BinaryOp, a: f64, b: f64) -> Option<Value> {
    Some(Value::Double(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        _ => return None,
    }))
}

/// The value to assign. An expression's errors are the whole assignment's; those of commands and statements are theirs.
fn right_side(rs: &mut Runspace, f: &Frame<'_>, code: &Assign) -> Result<Value> {
    match &code.value.kind {
        StmtKind::Expr(e) if !matches!(e, Expr::Sub(_)) => eval(rs, f, e),
        _ => value_of(rs, f, &code.value),
    }
}

fn compound(rs: &mut Runspace, f: &Frame<'_>, code: &Assign, op: BinaryOp) -> Result<Value> {
    let right = right_side(rs, f, code)?.or_null();
    if let Target::Local(slot) = &code.target {
        // Numbers in a plain slot need no look at anything else.
        let sum = match f.slots.borrow_mut().get_mut(usize::from(*slot)) {
            Some(Slot::Plain(place)) => number_in_place(op, place, &right),
            Some(Slot::Shared(variable)) => variable.update(|place| number_in_place(op, place, &right)),
            _ => None,
        };
        if let Some(sum) = sum {
            return Ok(sum);
        }
        if op == BinaryOp::Add {
            let current = take_local(f, *slot);
            if let Some(current) = current {
                let sum = append(rs, current.clone(), &right, current);
                return match sum {
                    Ok(sum) => {
                        set_local(rs, f, *slot, sum.clone())?;
                        Ok(sum)
                    }
                    Err((raised, old)) => {
                        restore_slot(f, *slot, Slot::Plain(old));
                        Err(raised)
                    }
                };
            }
        }
    }
    let current = read_target(rs, f, &code.target)?;
    let value = ops::binary(rs, op, &current, &right, None)?;
    assign(rs, f, &code.target, value.clone())?;
    rs.last_success = true;
    Ok(value)
}

/// `+=` on a value that the variable gave up; arrays and strings that nobody else holds grow in place.
fn append(
    rs: &mut Runspace,
    current: Value,
    right: &Value,
    spare: Value,
) -> std::result::Result<Value, (Box<Raised>, Value)> {
    drop(spare);
    match (current, right) {
        (Value::Array(mut array), _) => {
            if let Some(own) = Rc::get_mut(&mut array)
                && own.is_object_array()
                && own.rank() == 1
            {
                match right {
                    Value::Array(more) if more.rank() == 1 => {
                        let items = more.to_vec();
                        own.extend(items);
                    }
                    Value::Object(_) => match crate::members::enumerate(rs, right) {
                        Ok(Some(items)) => own.extend(items),
                        Ok(None) => own.extend([right.clone()]),
                        Err(raised) => return Err((raised, Value::Array(array))),
                    },
                    other => own.extend([other.clone()]),
                }
                return Ok(Value::Array(array));
            }
            let current = Value::Array(array);
            ops::binary(rs, BinaryOp::Add, &current, right, None).map_err(|e| (e, current))
        }
        (Value::Str(text), Value::Str(more)) => Ok(Value::Str(text.concat(more))),
        (current, right) => ops::binary(rs, BinaryOp::Add, &current, right, None).map_err(|e| (e, current)),
    }
}

/// Takes the value out of a plain slot, for a change in place.
fn take_local(f: &Frame<'_>, slot: SlotIndex) -> Option<Value> {
    match f.slots.borrow_mut().get_mut(usize::from(slot))? {
        Slot::Plain(value) => Some(std::mem::replace(value, Value::Null)),
        Slot::Shared(variable) if variable.is_plain() => Some(variable.take()),
        _ => None,
    }
}

/// Sets a variable of the block's slots.
#[inline]
pub(super) fn set_local(rs: &mut Runspace, f: &Frame<'_>, slot: SlotIndex, value: Value) -> Result<()> {
    let index = usize::from(slot);
    let shared = match f.slots.borrow_mut().get_mut(index) {
        Some(Slot::Plain(place)) => {
            // The old value is dropped outside the borrow: what it held may run nothing, but may be large.
            let old = std::mem::replace(place, value);
            drop(old);
            return Ok(());
        }
        Some(Slot::Shared(variable)) => Some(variable.clone()),
        _ => None,
    };
    if let Some(variable) = shared {
        if variable.is_plain() {
            variable.put(value);
            return Ok(());
        }
        return rs.assign(&variable, value);
    }
    set_unset(rs, f, slot, value)
}

#[cold]
fn set_unset(rs: &mut Runspace, f: &Frame<'_>, slot: SlotIndex, value: Value) -> Result<()> {
    let name = name_of(f, slot);
    if !f.dotted {
        if let Some(shared) = rs.all_scope_variable(name) {
            return rs.assign(&shared, value);
        }
        if let Some(own) = f.scope.own(name) {
            return rs.assign(&own, value);
        }
        if let Some(place) = f.slots.borrow_mut().get_mut(usize::from(slot)) {
            *place = Slot::Plain(value);
        }
        return Ok(());
    }
    let variable = match rs.all_scope_variable(name) {
        Some(shared) => shared,
        None => f.scope.declare(name),
    };
    if let Some(place) = f.slots.borrow_mut().get_mut(usize::from(slot)) {
        *place = Slot::Shared(variable.clone());
    }
    rs.assign(&variable, value)
}

/// What stands in a slot now, to be put back later.
pub(super) fn read_slot(f: &Frame<'_>, slot: SlotIndex) -> Slot {
    match f.slots.borrow().get(usize::from(slot)) {
        Some(Slot::Plain(value)) => Slot::Plain(value.clone()),
        Some(Slot::Shared(variable)) => Slot::Plain(variable.get()),
        _ => Slot::Unset,
    }
}

/// Puts a value back into a slot.
pub(super) fn restore_slot(f: &Frame<'_>, slot: SlotIndex, saved: Slot) {
    let mut slots = f.slots.borrow_mut();
    let Some(place) = slots.get_mut(usize::from(slot)) else { return };
    match (&*place, saved) {
        (Slot::Shared(variable), Slot::Plain(value)) => variable.put(value),
        (Slot::Shared(variable), Slot::Unset) => {
            if f.dotted {
                variable.put(Value::Null);
            } else {
                *place = Slot::Unset;
            }
        }
        (_, saved) => *place = saved,
    }
}

/// Sets `$_` for a body.
pub(super) fn put_item(rs: &mut Runspace, f: &Frame<'_>, slot: SlotIndex, value: Value) {
    // `$_` has neither type nor options, so nothing refuses.
    let _ = set_local(rs, f, slot, value);
}

/// Assigns to any target.
pub(super) fn assign(rs: &mut Runspace, f: &Frame<'_>, target: &Target, value: Value) -> Result<()> {
    match target {
        Target::Local(slot) => set_local(rs, f, *slot, value),
        Target::Variable(variable) => {
            if let Some(constant) = constant_name(&variable.name.text()) {
                return if constant == "null" {
                    Ok(())
                } else {
                    Err(crate::runspace::not_writable(constant))
                };
            }
            rs.set_scoped(&variable.place, variable.name, value)
        }
        Target::Constrained(constrained) => assign_constrained(rs, f, constrained, value),
        Target::Member(member) => {
            let object = eval(rs, f, &member.target)?;
            let name = expr::member_name(rs, f, &member.name)?;
            if member.is_static {
                return crate::members::set_static(rs, &object, &name, value);
            }
            crate::members::set_property(rs, &object, &name, value)
        }
        Target::Index(index) => {
            let object = eval(rs, f, &index.target)?;
            let key = eval(rs, f, &index.index)?;
            if let Expr::ArrayLiteral(_) = &index.index {
                return crate::members::set_index_many(rs, &object, &key, value);
            }
            crate::members::set_index(rs, &object, &key, value)
        }
        Target::List(targets) => assign_list(rs, f, targets, &value),
        Target::Paren(inner) => assign(rs, f, inner, value),
        Target::Invalid => Err(Raised::runtime(
            "InvalidLeftHandSide",
            ErrorCategory::InvalidOperation,
            "The assignment expression is not valid. The input to an assignment operator must be an object that is \
             able to accept assignments, such as a variable or a property.",
        )),
    }
}

/// `$a, $b = ...`: one element each, the rest to the last.
fn assign_list(rs: &mut Runspace, f: &Frame<'_>, targets: &[Target], value: &Value) -> Result<()> {
    let items = match value {
        Value::Null | Value::Void => Vec::new(),
        other => match crate::members::enumerate(rs, other)? {
            Some(items) => items,
            None => vec![other.clone()],
        },
    };
    let last = targets.len().saturating_sub(1);
    for (at, target) in targets.iter().enumerate() {
        let part = if at < last || items.len() <= at + 1 {
            items.get(at).cloned().unwrap_or(Value::Null)
        } else {
            Value::array(items.get(at..).unwrap_or(&[]).to_vec())
        };
        assign(rs, f, target, part)?;
    }
    Ok(())
}

/// `[int]$x = ...`: the variable gets the type and keeps it.
fn assign_constrained(rs: &mut Runspace, f: &Frame<'_>, c: &ConstrainedTarget, value: Value) -> Result<()> {
    let mut info = VariableInfo::default();
    for constraint in &c.constraints {
        match constraint {
            Constraint::Type(site) => {
                let ty = expr::type_at(rs, site)?;
                if ty.code() == TypeCode::PSReference {
                    continue;
                }
                info.types.push(ty);
            }
            Constraint::Attribute(site) => info.checks.extend(expr::attribute_checks(rs, f, site)?),
        }
    }
    let (name, scope) = match &c.target {
        Target::Local(slot) => (name_of(f, *slot), f.scope.clone()),
        Target::Variable(v) => {
            use crate::code::VariablePlace as P;
            let scope = match v.place {
                P::Global => rs.global.clone(),
                P::Script => f.scope.script_scope(),
                _ => f.scope.clone(),
            };
            (v.name, scope)
        }
        other => {
            let mut value = value;
            for ty in info.types.iter().rev() {
                value = crate::convert::cast(rs, &value, ty)?;
            }
            return assign(rs, f, other, value);
        }
    };
    let dotted_like_prompt = f.dotted;
    let mut value = value.or_null();
    for ty in info.types.iter().rev() {
        value = if dotted_like_prompt {
            constrain_type(rs, &value, ty)?
        } else if *ty == known::string() && value.is_null() {
            Value::str("")
        } else {
            crate::convert::cast(rs, &value, ty)?
        };
    }
    for check in &info.checks {
        if crate::command::check_value(rs, check, &value).is_err() {
            return Err(Raised::typed(
                "System.Management.Automation.ValidationMetadataException",
                "ValidateSetFailure",
                ErrorCategory::MetadataError,
                format!(
                    "The attribute cannot be added because variable {} with value {} would no longer be valid.",
                    name.text(),
                    crate::runspace::net_text(&value)
                ),
            ));
        }
    }
    if let Some(existing) = scope.own(name)
        && let Some(old) = existing.info.borrow().as_deref()
        && (old.read_only || old.constant)
    {
        return Err(crate::runspace::not_writable(&existing.name));
    }
    let variable = scope.declare(name);
    variable.put(value);
    *variable.info.borrow_mut() = Some(Box::new(info));
    if let Target::Local(slot) = &c.target
        && let Some(place) = f.slots.borrow_mut().get_mut(usize::from(*slot))
    {
        *place = Slot::Shared(variable);
    }
    Ok(())
}

fn constrain_type(rs: &mut Runspace, value: &Value, ty: &crate::types::TypeRef) -> Result<Value> {
    let info = VariableInfo { types: vec![ty.clone()], ..Default::default() };
    rs.constrain(&info, "", value.clone())
}

/// The value of a target, for compound assignments.
fn read_target(rs: &mut Runspace, f: &Frame<'_>, target: &Target) -> Result<Value> {
    match target {
        Target::Local(slot) => expr::read_local(rs, f, *slot),
        Target::Variable(variable) => {
            Ok(rs.scoped_value(&variable.place, variable.name)?.unwrap_or(Value::Null))
        }
        Target::Constrained(c) => read_target(rs, f, &c.target),
        Target::Member(member) => expr::eval_member(rs, f, member),
        Target::Index(index) => expr::eval_index(rs, f, index),
        Target::Paren(inner) => read_target(rs, f, inner),
        Target::List(targets) => {
            let mut items = Vec::new();
            for target in targets {
                items.push(read_target(rs, f, target)?);
            }
            Ok(Value::Array(Rc::new(Array::new(items))))
        }
        Target::Invalid => Ok(Value::Null),
    }
}

/// `++`, `--`.
pub(super) fn increment(rs: &mut Runspace, f: &Frame<'_>, code: &Increment) -> Result<Value> {
    if let Target::Local(slot) = &code.target {
        let before = match f.slots.borrow_mut().get_mut(usize::from(*slot)) {
            Some(Slot::Plain(place)) => increment_int(place, code.delta),
            Some(Slot::Shared(variable)) => variable.update(|place| increment_int(place, code.delta)),
            _ => None,
        };
        if let Some(before) = before {
            return Ok(Value::Int(if code.postfix { before } else { before + code.delta }));
        }
    }
    let before = read_target(rs, f, &code.target)?;
    let before = match before {
        Value::Null | Value::Void => Value::Int(0),
        other => other,
    };
    let after = ops::arith::increment(rs, &before, code.delta)?;
    assign(rs, f, &code.target, after.clone())?;
    Ok(if code.postfix { before } else { after })
}

/// Names that stand for a value wherever they are read.
fn constant_name(name: &str) -> Option<&'static str> {
    ["null", "true", "false", "?", "Host"].into_iter().find(|n| n.eq_ignore_ascii_case(name))
}

/// Adds to an integer in place; what it was.
#[inline]
fn increment_int(place: &mut Value, delta: i32) -> Option<i32> {
    let Value::Int(i) = place else { return None };
    let before = *i;
    *i = before.checked_add(delta)?;
    Some(before)
}
