//! `foreach`.

use super::stmt::{BodyEnd, after_body, exec_block, value_of};
use super::{Flow, Frame, assign};
use crate::code::{Binary, BinaryOp, Expr, ForEachCode, StmtKind, Target};
use crate::error::Result;
use crate::pipeline::Sink;
use crate::runspace::Runspace;
use crate::value::Value;

pub(super) fn exec_foreach(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &ForEachCode,
    out: &mut dyn Sink,
) -> Result<Flow> {
    // A range of numbers needs no array.
    if let StmtKind::Expr(Expr::Binary(binary)) = &code.condition.kind
        && binary.op == BinaryOp::Range
    {
        return over_range(rs, f, code, binary, out);
    }
    let values = value_of(rs, f, &code.condition)?;
    match values {
        Value::Void | Value::Null => Ok(Flow::Next),
        Value::Array(array) => {
            let mut at = 0;
            while let Some(item) = array.get(at) {
                at += 1;
                if let Some(flow) = round(rs, f, code, item, out)? {
                    return Ok(flow);
                }
            }
            Ok(Flow::Next)
        }
        value => match crate::members::enumerate(rs, &value)? {
            None => Ok(round(rs, f, code, value, out)?.unwrap_or(Flow::Next)),
            Some(items) => {
                let count = items.len();
                for item in items {
                    if let Some(flow) = round(rs, f, code, item, out)? {
                        return Ok(flow);
                    }
                    crate::members::check_unchanged(&value, count)?;
                }
                Ok(Flow::Next)
            }
        },
    }
}

/// One round; `Some` where the loop is over.
fn round(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &ForEachCode,
    item: Value,
    out: &mut dyn Sink,
) -> Result<Option<Flow>> {
    rs.check_stop()?;
    match &code.variable {
        Target::Local(slot) => assign::set_local(rs, f, *slot, item)?,
        other => assign::assign(rs, f, other, item)?,
    }
    Ok(match after_body(exec_block(rs, f, &code.body, out), code.label)? {
        BodyEnd::Again => None,
        BodyEnd::Leave => Some(Flow::Next),
        BodyEnd::Up(flow) => Some(flow),
    })
}

fn over_range(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &ForEachCode,
    binary: &Binary,
    out: &mut dyn Sink,
) -> Result<Flow> {
    let left = super::eval(rs, f, &binary.left)?;
    let right = super::eval(rs, f, &binary.right)?;
    let (Value::Int(from), Value::Int(to)) = (&left, &right) else {
        let values = crate::ops::range::range(rs, &left, &right)?;
        for item in crate::members::elements(rs, &values)? {
            if let Some(flow) = round(rs, f, code, item, out)? {
                return Ok(flow);
            }
        }
        return Ok(Flow::Next);
    };
    let (from, to) = (*from, *to);
    let mut at = from;
    loop {
        if let Some(flow) = round(rs, f, code, Value::Int(at), out)? {
            return Ok(flow);
        }
        if at == to {
            return Ok(Flow::Next);
        }
        at += if from <= to { 1 } else { -1 };
    }
}
