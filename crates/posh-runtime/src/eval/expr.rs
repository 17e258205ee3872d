//! Expressions.

use std::rc::Rc;

use super::stmt::{exec, exec_block, value_of};
use super::{Flow, Frame, assign, hash};
use crate::code::{
    AttributeSite, Binary, BinaryOp, Comparison, Convert, ExpandPiece, Expr, IndexExpr, InvokeExpr,
    MemberExpr, MemberName, SlotIndex, TypeSite,
};
use crate::command::Check;
use crate::convert::{cast, is_true, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::ops;
use crate::pipeline::{Collect, write_enumerated};
use crate::runspace::Runspace;
use crate::scope::Slot;
use crate::types::{TypeCode, TypeRef};
use crate::value::{Array, PsStr, ScriptBlock, Value};

/// A statement inside an expression left by `break`, `continue` or `return`: that goes on up.
pub(super) fn leave(flow: Flow) -> Result<()> {
    Err(Box::new(match flow {
        Flow::Next => return Ok(()),
        Flow::Break(label) => Raised::Break(label.map(|l| l.text())),
        Flow::Continue(label) => Raised::Continue(label.map(|l| l.text())),
        Flow::Return => Raised::Return,
    }))
}

/// A comparison of two small integers, without making values: most conditions of loops.
#[inline]
pub(super) fn quick_bool(rs: &Runspace, f: &Frame<'_>, e: &Expr) -> Option<bool> {
    let Expr::Binary(b) = e else { return None };
    let BinaryOp::Compare { op, .. } = b.op else { return None };
    let left = quick_int(rs, f, &b.left)?;
    let right = quick_int(rs, f, &b.right)?;
    Some(compare_ints(op, left, right))
}

#[inline]
fn compare_ints(op: Comparison, left: i32, right: i32) -> bool {
    match op {
        Comparison::Eq => left == right,
        Comparison::Ne => left != right,
        Comparison::Lt => left < right,
        Comparison::Le => left <= right,
        Comparison::Gt => left > right,
        Comparison::Ge => left >= right,
    }
}

/// The value of an expression of plain local integers and constants.
#[inline]
pub(super) fn quick_int(rs: &Runspace, f: &Frame<'_>, e: &Expr) -> Option<i32> {
    match e {
        Expr::Const(Value::Int(i)) => Some(*i),
        Expr::Local(slot) => match f.slots.borrow().get(usize::from(*slot)) {
            Some(Slot::Plain(Value::Int(i))) => Some(*i),
            Some(Slot::Shared(v)) => v.int(),
            _ => None,
        },
        Expr::Binary(b) => {
            if !matches!(b.op, BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Remainder)
            {
                return None;
            }
            let left = quick_int(rs, f, &b.left)?;
            let right = quick_int(rs, f, &b.right)?;
            match b.op {
                BinaryOp::Add => left.checked_add(right),
                BinaryOp::Subtract => left.checked_sub(right),
                BinaryOp::Multiply => left.checked_mul(right),
                _ => left.checked_rem(right),
            }
        }
        _ => None,
    }
}

/// Evaluates an expression.
pub(crate) fn eval(rs: &mut Runspace, f: &Frame<'_>, e: &Expr) -> Result<Value> {
    match e {
        Expr::Const(value) => Ok(value.clone()),
        Expr::Local(slot) => read_local(rs, f, *slot),
        Expr::Binary(b) => eval_binary(rs, f, b),
        Expr::Member(m) => eval_member(rs, f, m),
        Expr::Invoke(i) => eval_invoke(rs, f, i),
        Expr::Index(i) => eval_index(rs, f, i),
        Expr::Expand(pieces) => expand(rs, f, pieces),
        Expr::Variable(v) => match rs.scoped_value(&v.place, v.name)? {
            Some(value) => Ok(value),
            None => unset(rs, &v.written),
        },
        Expr::LastSuccess => Ok(Value::Bool(rs.last_success)),
        Expr::And(pair) => {
            let left = truth(rs, f, &pair.0)?;
            Ok(Value::Bool(left && truth(rs, f, &pair.1)?))
        }
        Expr::Or(pair) => {
            let left = truth(rs, f, &pair.0)?;
            Ok(Value::Bool(left || truth(rs, f, &pair.1)?))
        }
        Expr::Coalesce(pair) => {
            let left = eval(rs, f, &pair.0)?;
            if left.is_null() { eval(rs, f, &pair.1) } else { Ok(left) }
        }
        Expr::Not(inner) => Ok(Value::Bool(!truth(rs, f, inner)?)),
        Expr::BinaryNot(inner) => {
            let value = eval(rs, f, inner)?;
            ops::bits::not(rs, &value)
        }
        Expr::Negate(inner) => {
            let value = eval(rs, f, inner)?;
            ops::arith::negate(rs, &value)
        }
        Expr::Plus(inner) => {
            let value = eval(rs, f, inner)?;
            ops::arith::plus(rs, &value)
        }
        Expr::JoinAll(inner) => {
            let value = eval(rs, f, inner)?;
            ops::strings::join(rs, &value, "")
        }
        Expr::SplitAll(inner) => {
            let value = eval(rs, f, inner)?;
            ops::strings::split_blanks(rs, &value)
        }
        Expr::Comma(inner) => Ok(Value::array(vec![eval(rs, f, inner)?])),
        Expr::Increment(code) => assign::increment(rs, f, code),
        Expr::Ternary(parts) => {
            let (condition, yes, no) = &**parts;
            if truth(rs, f, condition)? { eval(rs, f, yes) } else { eval(rs, f, no) }
        }
        Expr::Convert(c) => convert(rs, f, c),
        Expr::Attributed(inner) => eval(rs, f, inner),
        Expr::ArrayLiteral(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(eval(rs, f, item)?.or_null());
            }
            Ok(Value::Array(Rc::new(Array::new(values))))
        }
        Expr::Array(block) => array(rs, f, block),
        Expr::Sub(block) => {
            let mut collected = Collect::default();
            let flow = exec_block(rs, f, block, &mut collected)?;
            leave(flow)?;
            Ok(collected.into_value())
        }
        Expr::Paren(stmt) => match &stmt.kind {
            crate::code::StmtKind::Assign(a) => assign::exec_assign(rs, f, a),
            _ => value_of(rs, f, stmt),
        },
        Expr::Hash(literal) => hash::hashtable(rs, f, literal),
        Expr::Block(template) => {
            let home = f.scope.home();
            Ok(Value::Block(if home.kind == crate::scope::ScopeKind::Module {
                ScriptBlock::of_module(template.clone(), home)
            } else {
                ScriptBlock::new(template.clone())
            }))
        }
        Expr::Type(site) => type_at(rs, site).map(Value::Type),
        Expr::Using(inner) => eval(rs, f, inner),
        Expr::Unsupported(construct) => Err(Raised::not_supported(construct)),
    }
}

/// Whether `$?` behind an expression says what its commands did: parentheses around a pipeline.
pub(super) fn keeps_success(e: &Expr) -> bool {
    use crate::code::StmtKind as K;
    matches!(e, Expr::Paren(stmt) if matches!(stmt.kind, K::Pipeline(_) | K::Chain(_)))
}

/// Truth of an expression.
#[inline]
fn truth(rs: &mut Runspace, f: &Frame<'_>, e: &Expr) -> Result<bool> {
    if let Some(quick) = quick_bool(rs, f, e) {
        return Ok(quick);
    }
    eval(rs, f, e).map(|v| is_true(&v))
}

/// The value of a variable of the block's slots.
#[inline]
pub(super) fn read_local(rs: &mut Runspace, f: &Frame<'_>, slot: SlotIndex) -> Result<Value> {
    match f.slots.borrow().get(usize::from(slot)) {
        Some(Slot::Plain(value)) => return Ok(value.clone()),
        Some(Slot::Shared(variable)) => return Ok(variable.get()),
        _ => {}
    }
    read_outer(rs, f, slot)
}

#[cold]
fn read_outer(rs: &mut Runspace, f: &Frame<'_>, slot: SlotIndex) -> Result<Value> {
    let Some(name) = f.code.names.get(usize::from(slot)).copied() else { return Ok(Value::Null) };
    if f.dotted
        && let Some(own) = f.scope.own(name)
    {
        if let Some(place) = f.slots.borrow_mut().get_mut(usize::from(slot)) {
            *place = Slot::Shared(own.clone());
        }
        return Ok(own.get());
    }
    if let Some(value) = f.scope.find_value(name) {
        return Ok(value);
    }
    match rs.automatic(&name.text()) {
        Some(value) => Ok(value),
        None => unset(rs, &name.text()),
    }
}

fn unset(rs: &Runspace, name: &str) -> Result<Value> {
    if rs.scope.strict_mode() > 0 && !matches!(name, "_" | "args" | "input" | "this" | "StackTrace") {
        let raised = Raised::runtime(
            "VariableIsUndefined",
            ErrorCategory::InvalidOperation,
            format!("The variable '${name}' cannot be retrieved because it has not been set."),
        );
        if let Some(record) = raised.record() {
            *record.target.borrow_mut() = Value::str(name);
        }
        return Err(raised);
    }
    Ok(Value::Null)
}

#[inline]
fn eval_binary(rs: &mut Runspace, f: &Frame<'_>, b: &Binary) -> Result<Value> {
    if let (Some(left), Some(right)) = (quick_int(rs, f, &b.left), quick_int(rs, f, &b.right))
        && let Some(value) = ints(b.op, left, right)
    {
        return Ok(value);
    }
    let left = eval(rs, f, &b.left)?;
    let right = eval(rs, f, &b.right)?;
    match (&left, &right) {
        (Value::Int(l), Value::Int(r)) => {
            if let Some(value) = ints(b.op, *l, *r) {
                return Ok(value);
            }
        }
        (Value::Double(l), Value::Double(r)) => {
            if let Some(value) = doubles(b.op, *l, *r) {
                return Ok(value);
            }
        }
        _ => {}
    }
    ops::binary(rs, b.op, &left.or_null(), &right.or_null(), Some(&b.pattern))
}

#[inline]
fn ints(op: BinaryOp, left: i32, right: i32) -> Option<Value> {
    Some(match op {
        BinaryOp::Add => Value::Int(left.checked_add(right)?),
        BinaryOp::Subtract => Value::Int(left.checked_sub(right)?),
        BinaryOp::Multiply => Value::Int(left.checked_mul(right)?),
        BinaryOp::Remainder => Value::Int(left.checked_rem(right)?),
        BinaryOp::Divide if right != 0 && left.checked_rem(right) == Some(0) => Value::Int(left / right),
        BinaryOp::Compare { op, .. } => Value::Bool(compare_ints(op, left, right)),
        BinaryOp::BitAnd => Value::Int(left & right),
        BinaryOp::BitOr => Value::Int(left | right),
        BinaryOp::BitXor => Value::Int(left ^ right),
        _ => return None,
    })
}

#[inline]
// `-eq` on doubles is exact.
fn doubles(op: BinaryOp, left: f64, right: f64) -> Option<Value> {
    Some(match op {
        BinaryOp::Add => Value::Double(left + right),
        BinaryOp::Subtract => Value::Double(left - right),
        BinaryOp::Multiply => Value::Double(left * right),
        BinaryOp::Divide => Value::Double(left / right),
        BinaryOp::Remainder => Value::Double(left % right),
        BinaryOp::Compare { op, .. } if !left.is_nan() && !right.is_nan() => Value::Bool(match op {
            Comparison::Eq => left == right,
            Comparison::Ne => left != right,
            Comparison::Lt => left < right,
            Comparison::Le => left <= right,
            Comparison::Gt => left > right,
            Comparison::Ge => left >= right,
        }),
        _ => return None,
    })
}

/// The value of a part of a string. The first strict mode lets variables in strings be unset.
fn piece_value(rs: &mut Runspace, f: &Frame<'_>, e: &Expr) -> Result<Value> {
    let value = eval(rs, f, e);
    if value.is_err()
        && matches!(e, Expr::Local(_) | Expr::Variable(_))
        && (1..20).contains(&rs.scope.strict_mode())
    {
        return Ok(Value::Null);
    }
    value
}

fn expand(rs: &mut Runspace, f: &Frame<'_>, pieces: &[ExpandPiece]) -> Result<Value> {
    let mut text = String::new();
    let mut units: Option<Vec<u16>> = None;
    for piece in pieces {
        match piece {
            ExpandPiece::Text(literal) => push(&mut text, &mut units, literal),
            ExpandPiece::Value(e) => match piece_value(rs, f, e)? {
                Value::Str(s) => push(&mut text, &mut units, &s),
                Value::Int(i) if units.is_none() => {
                    use std::fmt::Write as _;
                    // Writing to a String cannot fail.
                    let _ = write!(text, "{i}");
                }
                value => {
                    let part = PsStr::from(to_text(rs, &value)?);
                    push(&mut text, &mut units, &part);
                }
            },
        }
    }
    Ok(Value::Str(match units {
        Some(units) => PsStr::from_units(&units),
        None => PsStr::from(text),
    }))
}

/// Appends a piece; from the first lone surrogate on, code units are kept.
fn push(text: &mut String, units: &mut Option<Vec<u16>>, piece: &PsStr) {
    match (units.as_mut(), piece.as_str()) {
        (None, Some(s)) => text.push_str(s),
        (Some(units), _) => units.extend(piece.to_units()),
        (None, None) => {
            let mut all: Vec<u16> = text.encode_utf16().collect();
            all.extend(piece.to_units());
            *units = Some(all);
        }
    }
}

fn array(rs: &mut Runspace, f: &Frame<'_>, block: &crate::code::Block) -> Result<Value> {
    // `@(1, 2)` is the array itself, not a copy of its elements through a pipeline.
    if let [stmt] = block.statements.as_slice()
        && let crate::code::StmtKind::Expr(Expr::ArrayLiteral(_)) = &stmt.kind
    {
        return value_of(rs, f, stmt);
    }
    let mut collected = Collect::default();
    for stmt in &block.statements {
        if let crate::code::StmtKind::Expr(e) = &stmt.kind
            && !matches!(e, Expr::Sub(_))
        {
            let value = value_of(rs, f, stmt)?;
            let _ = e;
            write_enumerated(rs, &mut collected, value)?;
            continue;
        }
        let flow = if block.traps.is_empty() && rs.try_depth > 0 {
            exec(rs, f, stmt, &mut collected)?
        } else {
            let flow = exec_block(rs, f, block, &mut collected)?;
            leave(flow)?;
            return Ok(Value::array(collected.items));
        };
        leave(flow)?;
    }
    Ok(Value::array(collected.items))
}

/// The type at a place in the text.
pub(super) fn type_at(rs: &mut Runspace, site: &TypeSite) -> Result<TypeRef> {
    if let Some(found) = &*site.found.borrow() {
        return Ok(found.clone());
    }
    let found = rs.resolve_type(&site.name)?;
    if !matches!(found.code(), TypeCode::Class) {
        *site.found.borrow_mut() = Some(found.clone());
    }
    Ok(found)
}

fn convert(rs: &mut Runspace, f: &Frame<'_>, c: &Convert) -> Result<Value> {
    if c.literal
        && let Expr::Hash(literal) = &c.child
    {
        if crate::code::is_simple_name(&c.ty.name, "ordered") {
            return hash::ordered(rs, f, literal);
        }
        if crate::code::is_simple_name(&c.ty.name, "pscustomobject") {
            return hash::custom(rs, f, literal);
        }
    }
    if crate::code::is_simple_name(&c.ty.name, "ref") {
        return reference(rs, f, &c.child);
    }
    let value = eval(rs, f, &c.child)?;
    if crate::code::is_simple_name(&c.ty.name, "pscustomobject") && matches!(value.base(), Value::Hash(_)) {
        // The accelerator names PSObject, but a table becomes a custom object.
        return cast(rs, &value, &crate::types::known::custom_object());
    }
    let ty = type_at(rs, &c.ty)?;
    cast(rs, &value, &ty)
}

/// `[ref]$x`: the variable itself.
fn reference(rs: &mut Runspace, f: &Frame<'_>, child: &Expr) -> Result<Value> {
    let variable = match child {
        Expr::Local(slot) => {
            let name = f.code.names.get(usize::from(*slot)).copied();
            let Some(name) = name else { return Ok(Value::Null) };
            let found =
                if f.dotted { f.scope.find(name) } else { f.scope.own(name).or_else(|| f.scope.find(name)) };
            found.ok_or_else(no_variable)?
        }
        Expr::Variable(v) => {
            let found = match v.place {
                crate::code::VariablePlace::Global => rs.global.own(v.name),
                crate::code::VariablePlace::Script => f.scope.script_scope().own(v.name),
                _ => f.scope.find(v.name),
            };
            found.ok_or_else(no_variable)?
        }
        other => {
            let value = eval(rs, f, other)?;
            return Ok(rs.reference_to_value(value));
        }
    };
    let ty = crate::types::known::reference();
    Ok(Value::Object(crate::value::Object::native_of(ty, crate::runspace::Reference(variable))))
}

fn no_variable() -> Box<Raised> {
    Raised::runtime(
        "NonExistingVariableReference",
        ErrorCategory::InvalidOperation,
        "[ref] cannot be applied to a variable that does not exist.",
    )
}

/// The name of a member.
pub(super) fn member_name(rs: &mut Runspace, f: &Frame<'_>, name: &MemberName) -> Result<Rc<str>> {
    match name {
        MemberName::Fixed(name) => Ok(name.clone()),
        MemberName::Dynamic(e) => {
            let value = eval(rs, f, e)?;
            Ok(to_text(rs, &value)?.into())
        }
    }
}

/// `x.name`.
pub(super) fn eval_member(rs: &mut Runspace, f: &Frame<'_>, m: &MemberExpr) -> Result<Value> {
    let target = eval(rs, f, &m.target)?;
    if m.null_conditional && target.is_null() {
        return Ok(Value::Null);
    }
    if let MemberName::Fixed(name) = &m.name {
        if m.is_static {
            return members::get_static(rs, &target, name);
        }
        // The place at which the property stood last time is looked at first.
        if let Value::Object(o) = &target
            && let Some(bag) = o.bag()
            && o.members().is_empty()
        {
            let bag = bag.borrow();
            let place = m.place.get() as usize;
            if let Some(value) = bag.get_at(place, name) {
                return Ok(value.clone());
            }
            if let Some(place) = bag.place(name) {
                m.place.set(u32::try_from(place).unwrap_or(0));
                return Ok(bag.get_at(place, name).or_else(|| bag.get(name)).cloned().unwrap_or(Value::Null));
            }
        }
        return members::get_property_strict(rs, &target, name);
    }
    let name = member_name(rs, f, &m.name)?;
    if m.is_static {
        return members::get_static(rs, &target, &name);
    }
    members::get_property_strict(rs, &target, &name)
}

fn eval_invoke(rs: &mut Runspace, f: &Frame<'_>, i: &InvokeExpr) -> Result<Value> {
    let target = eval(rs, f, &i.target)?;
    if i.null_conditional && target.is_null() {
        return Ok(Value::Null);
    }
    let mut arguments: smallvec::SmallVec<[Value; 4]> = smallvec::SmallVec::with_capacity(i.arguments.len());
    for argument in &i.arguments {
        arguments.push(eval(rs, f, argument)?.or_null());
    }
    rs.set_call_position(f.code, i.span);
    let name = member_name(rs, f, &i.name)?;
    if i.is_static {
        return members::invoke_static(rs, &target, &name, &arguments, Some(&i.site));
    }
    members::invoke_at(rs, &target, &name, &arguments, Some(&i.site))
}

/// `x[i]`.
pub(super) fn eval_index(rs: &mut Runspace, f: &Frame<'_>, i: &IndexExpr) -> Result<Value> {
    let target = eval(rs, f, &i.target)?;
    if i.null_conditional && target.is_null() {
        return Ok(Value::Null);
    }
    let index = eval(rs, f, &i.index)?;
    match (&target, &index) {
        (Value::Array(array), Value::Int(at)) if *at >= 0 && array.rank() == 1 => {
            if let Some(value) = array.get(usize::try_from(*at).unwrap_or(usize::MAX)) {
                return Ok(value);
            }
        }
        (Value::Hash(table), Value::Str(_)) => {
            return Ok(table.get(&index).unwrap_or(Value::Null));
        }
        _ => {}
    }
    members::get_index(rs, &target, &index)
}

/// The checks of an attribute before a variable.
pub(super) fn attribute_checks(rs: &mut Runspace, f: &Frame<'_>, site: &AttributeSite) -> Result<Vec<Check>> {
    let mut positional = Vec::new();
    for e in &site.positional {
        positional.push(eval(rs, f, e)?);
    }
    let mut named = Vec::new();
    for (name, e) in &site.named {
        named.push((name.clone(), eval(rs, f, e)?));
    }
    crate::command::checks_of(rs, &site.name, &positional, &named)
}
