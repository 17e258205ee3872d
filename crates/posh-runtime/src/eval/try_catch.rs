//! `try`, `trap` and what they catch.

use std::rc::Rc;

use super::stmt::exec_block;
use super::{Flow, Frame, assign};
use crate::code::{Block, TryCode, TypeSite};
use crate::error::{ErrorRecord, Exception, Raised, Result};
use crate::pipeline::Sink;
use crate::runspace::Runspace;
use crate::types::TypeRef;
use crate::value::{Object, Value};

pub(super) fn exec_try(rs: &mut Runspace, f: &Frame<'_>, code: &TryCode, out: &mut dyn Sink) -> Result<Flow> {
    let guarded = if code.catches.is_empty() {
        // Without a catch errors that would be shown and passed over still are.
        exec_block(rs, f, &code.body, out)
    } else {
        rs.try_depth += 1;
        let result = exec_block(rs, f, &code.body, out);
        rs.try_depth -= 1;
        result
    };
    let result = match guarded {
        Err(raised) => catch(rs, f, code, raised, out),
        done => done,
    };
    let Some(finally) = &code.finally else { return result };
    // What `finally` raises or leaves by wins; otherwise what was going on goes on.
    let ended = exec_block(rs, f, finally, out)?;
    if ended == Flow::Next { result } else { Ok(ended) }
}

fn catch(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &TryCode,
    raised: Box<Raised>,
    out: &mut dyn Sink,
) -> Result<Flow> {
    let Raised::Error(object) = &*raised else { return Err(raised) };
    let object = object.clone();
    let Some((body, exception)) = handler(rs, code, &object)? else { return Err(raised) };
    rs.record_error(&object);
    rs.last_success = false;
    if let Some(record) = object.native::<ErrorRecord>() {
        record.ends_script.set(false);
        record.ends_command.set(None);
        record.reported.set(false);
    }
    let saved = assign::read_slot(f, code.item);
    assign::put_item(rs, f, code.item, Value::Object(record_of(&object, exception)));
    rs.caught.push(object);
    let result = exec_block(rs, f, body, out);
    rs.caught.pop();
    assign::restore_slot(f, code.item, saved);
    result
}

/// What `$_` is in a handler that takes `exception`: the error's record, with the cause in the place of what wraps it.
fn record_of(object: &Rc<Object>, exception: Option<Rc<Object>>) -> Rc<Object> {
    match (object.native::<ErrorRecord>(), exception) {
        (Some(record), Some(exception)) => ErrorRecord { exception, ..record.copy() }.into_object(),
        _ => object.clone(),
    }
}

/// The exception that an engine's exception wraps.
fn cause(exception: &Rc<Object>) -> Option<Rc<Object>> {
    if !exception.ty().is_a(&TypeRef::named("System.Management.Automation.RuntimeException")) {
        return None;
    }
    match exception.native::<Exception>()?.inner.borrow().base() {
        Value::Object(inner) => Some(inner.clone()),
        _ => None,
    }
}

/// The catch clause that fits an error best, with the cause that it takes in place of the exception: the cause of a
/// wrapped exception is looked at first, then the exception, then the clause without types.
#[expect(clippy::type_complexity, reason = "a clause and what it takes")]
fn handler<'c>(
    rs: &mut Runspace,
    code: &'c TryCode,
    object: &Rc<Object>,
) -> Result<Option<(&'c Block, Option<Rc<Object>>)>> {
    let Some(record) = object.native::<ErrorRecord>() else { return Ok(None) };
    let any = code.catches.iter().find(|(types, _)| types.is_empty());
    if code.catches.iter().all(|(types, _)| types.is_empty()) {
        return Ok(any.map(|(_, body)| (body, None)));
    }
    if let Some(inner) = cause(&record.exception)
        && let Some(found) = nearest(rs, code, &inner.type_ref())?
    {
        return Ok(Some((found, Some(inner))));
    }
    if let Some(found) = nearest(rs, code, &record.exception.type_ref())? {
        return Ok(Some((found, None)));
    }
    // A preference of Stop wraps the error of a command, which may wrap another.
    let mut next = cause(&record.exception);
    for _ in 0..100 {
        let Some(inner) = next.as_ref().and_then(cause) else { break };
        if let Some(found) = nearest(rs, code, &inner.type_ref())? {
            return Ok(Some((found, Some(inner))));
        }
        next = Some(inner);
    }
    Ok(any.map(|(_, body)| (body, None)))
}

fn nearest<'c>(rs: &mut Runspace, code: &'c TryCode, ty: &TypeRef) -> Result<Option<&'c Block>> {
    let mut best: Option<(usize, &Block)> = None;
    for (types, body) in &code.catches {
        for site in types {
            let wanted = site_type(rs, site)?;
            if let Some(distance) = distance(ty, &wanted)
                && best.is_none_or(|(d, _)| distance < d)
            {
                best = Some((distance, body));
            }
        }
    }
    Ok(best.map(|(_, body)| body))
}

fn distance(ty: &TypeRef, wanted: &TypeRef) -> Option<usize> {
    if ty == wanted {
        return Some(0);
    }
    ty.bases().iter().position(|b| b == wanted).map(|at| at + 1)
}

fn site_type(rs: &mut Runspace, site: &TypeSite) -> Result<TypeRef> {
    super::expr::type_at(rs, site)
}

/// The trap that fits a type of exception best.
fn nearest_trap<'b>(rs: &mut Runspace, block: &'b Block, ty: &TypeRef) -> Result<Option<&'b Block>> {
    let mut best: Option<(usize, &Block)> = None;
    for trap in &block.traps {
        let fits = match &trap.ty {
            None => Some(usize::MAX),
            Some(site) => distance(ty, &site_type(rs, site)?),
        };
        if let Some(distance) = fits
            && best.is_none_or(|(d, _)| distance < d)
        {
            best = Some((distance, &trap.body));
        }
    }
    Ok(best.map(|(_, body)| body))
}

/// Runs the trap that fits an error. `None` where there is none; otherwise how to go on: with the next statement, or by
/// leaving the block.
pub(super) fn run_traps(
    rs: &mut Runspace,
    f: &Frame<'_>,
    block: &Block,
    object: &Rc<Object>,
    out: &mut dyn Sink,
) -> Result<Option<Flow>> {
    if block.traps.is_empty() {
        return Ok(None);
    }
    let Some(record) = object.native::<ErrorRecord>() else { return Ok(None) };
    let inner = cause(&record.exception);
    let mut found = None;
    if let Some(inner) = inner {
        found = nearest_trap(rs, block, &inner.type_ref())?.map(|body| (body, Some(inner)));
    }
    if found.is_none() {
        found = nearest_trap(rs, block, &record.exception.type_ref())?.map(|body| (body, None));
    }
    let Some((body, exception)) = found else { return Ok(None) };
    rs.record_error(object);
    let slot = f.code.slot_of(crate::names::Name::of("_"));
    let item = Value::Object(record_of(object, exception));
    let saved = slot.and_then(|s| u16::try_from(s).ok()).map(|s| (s, assign::read_slot(f, s)));
    match &saved {
        Some((slot, _)) => assign::put_item(rs, f, *slot, item),
        None => f.scope.set(crate::names::Name::of("_"), item),
    }
    rs.caught.push(object.clone());
    let depth = std::mem::take(&mut rs.try_depth);
    let result = exec_block(rs, f, body, out);
    rs.try_depth = depth;
    rs.caught.pop();
    if let Some((slot, value)) = saved {
        assign::restore_slot(f, slot, value);
    }
    match result? {
        // `continue` goes on with the next statement, silently.
        Flow::Continue(None) => Ok(Some(Flow::Next)),
        Flow::Break(None) => {
            // `break` ends what the trap guards, and the error goes on.
            if let Some(record) = object.native::<ErrorRecord>() {
                record.ends_script.set(true);
            }
            Err(Box::new(Raised::Error(object.clone())))
        }
        Flow::Next => {
            rs.report_error(object)?;
            rs.last_success = false;
            Ok(Some(Flow::Next))
        }
        flow => Ok(Some(flow)),
    }
}
