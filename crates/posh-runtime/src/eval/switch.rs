//! `switch`.

use super::stmt::{BodyEnd, after_body, exec_block, value_of};
use super::{Flow, Frame, assign, eval};
use crate::code::{Expr, SwitchCode};
use crate::convert::{is_true, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::ops::pattern::{Regex, Wildcard};
use crate::pipeline::Sink;
use crate::runspace::Runspace;
use crate::value::Value;

pub(super) fn exec_switch(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &SwitchCode,
    out: &mut dyn Sink,
) -> Result<Flow> {
    let condition = value_of(rs, f, &code.condition)?;
    let items = if code.flags.file { file_lines(rs, &condition)? } else { items_of(rs, condition)? };
    let saved = assign::read_slot(f, code.item);
    let result = over_items(rs, f, code, items, out);
    assign::restore_slot(f, code.item, saved);
    result
}

fn items_of(rs: &mut Runspace, condition: Value) -> Result<Vec<Value>> {
    Ok(match condition {
        Value::Void => Vec::new(),
        other => match crate::members::enumerate(rs, &other)? {
            Some(items) => items,
            None => vec![other],
        },
    })
}

fn file_lines(rs: &mut Runspace, name: &Value) -> Result<Vec<Value>> {
    let path = to_text(rs, name)?;
    let full = rs.absolute(&path);
    let bytes = std::fs::read(&full).map_err(|_| {
        Raised::typed(
            "System.IO.FileNotFoundException",
            "FileReadError",
            ErrorCategory::InvalidOperation,
            format!("Could not find file '{}'.", full.display()),
        )
    })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().map(|line| Value::str(line.trim_start_matches('\u{feff}'))).collect())
}

fn over_items(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &SwitchCode,
    items: Vec<Value>,
    out: &mut dyn Sink,
) -> Result<Flow> {
    'items: for item in items {
        rs.check_stop()?;
        assign::set_local(rs, f, code.item, item.clone())?;
        let mut matched = false;
        for (test, body) in &code.clauses {
            if !clause_matches(rs, f, code, test, &item)? {
                continue;
            }
            matched = true;
            assign::set_local(rs, f, code.item, item.clone())?;
            match body_end(exec_block(rs, f, body, out), code)? {
                End::NextClause => {}
                End::NextItem => continue 'items,
                End::Leave => return Ok(Flow::Next),
                End::Up(flow) => return Ok(flow),
            }
        }
        if !matched && let Some(body) = &code.default {
            match body_end(exec_block(rs, f, body, out), code)? {
                End::NextClause | End::NextItem => {}
                End::Leave => return Ok(Flow::Next),
                End::Up(flow) => return Ok(flow),
            }
        }
    }
    Ok(Flow::Next)
}

enum End {
    NextClause,
    NextItem,
    Leave,
    Up(Flow),
}

fn body_end(result: Result<Flow>, code: &SwitchCode) -> Result<End> {
    if matches!(result, Ok(Flow::Next)) {
        return Ok(End::NextClause);
    }
    Ok(match after_body(result, code.label)? {
        BodyEnd::Again => End::NextItem,
        BodyEnd::Leave => End::Leave,
        BodyEnd::Up(flow) => End::Up(flow),
    })
}

fn clause_matches(
    rs: &mut Runspace,
    f: &Frame<'_>,
    code: &SwitchCode,
    test: &Expr,
    item: &Value,
) -> Result<bool> {
    if let Expr::Block(template) = test {
        let mut collected = crate::pipeline::Collect::default();
        let block = crate::value::ScriptBlock::new(template.clone());
        super::call_block(rs, &block, Vec::new(), None, &mut collected)?;
        return Ok(is_true(&collected.into_value()));
    }
    let wanted = eval(rs, f, test)?;
    let case = code.flags.case_sensitive;
    if let Value::Block(block) = wanted.base() {
        let mut collected = crate::pipeline::Collect::default();
        super::call_block(rs, block, Vec::new(), None, &mut collected)?;
        return Ok(is_true(&collected.into_value()));
    }
    if code.flags.regex {
        let text = to_text(rs, item)?;
        let regex = match Regex::of_value(&wanted) {
            Some(regex) => regex,
            None => std::rc::Rc::new(Regex::compile(&to_text(rs, &wanted)?, !case)?),
        };
        return crate::ops::matching::match_one(rs, &regex, &text);
    }
    if code.flags.wildcard {
        let text = to_text(rs, item)?;
        let pattern = to_text(rs, &wanted)?;
        return Ok(Wildcard::new(&pattern, !case)?.matches(&text));
    }
    crate::ops::compare::switch_equal(rs, item, &wanted, case)
}
