//! `-like`, `-match`, `-replace`.

use std::rc::Rc;

use super::PatternCache;
use super::pattern::{Pattern, Regex, Wildcard};
use crate::convert::to_text;
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::names::Name;
use crate::runspace::Runspace;
use crate::value::{Dictionary, PsStr, Value};

fn compiled(
    rs: &mut Runspace,
    operand: &Value,
    cache: Option<&PatternCache>,
    make: impl FnOnce(&str) -> Result<Pattern>,
) -> Result<Rc<Pattern>> {
    let text = match operand.base() {
        Value::Str(s) => s.clone(),
        other => PsStr::from(to_text(rs, other)?),
    };
    if let Some(cache) = cache
        && let Some((known, pattern)) = &*cache.borrow()
        && *known == text
    {
        return Ok(pattern.clone());
    }
    let made = Rc::new(make(text.lossy())?);
    if let Some(cache) = cache {
        *cache.borrow_mut() = Some((text, made.clone()));
    }
    Ok(made)
}

/// `-like`, `-notlike`.
///
/// # Errors
/// Where the pattern is none.
pub fn like(
    rs: &mut Runspace,
    left: &Value,
    right: &Value,
    negated: bool,
    case: bool,
    cache: Option<&PatternCache>,
) -> Result<Value> {
    let pattern = compiled(rs, right, cache, |text| Wildcard::new(text, !case).map(Pattern::Wildcard))?;
    let Pattern::Wildcard(wildcard) = &*pattern else { return Ok(Value::Bool(false)) };
    if matches!(left.base(), Value::Array(_) | Value::Object(_))
        && let Some(items) = members::enumerate(rs, left.base())?
    {
        let mut out = Vec::new();
        for item in items {
            let text = to_text(rs, &item)?;
            if wildcard.matches(&text) != negated {
                out.push(Value::str(text));
            }
        }
        return Ok(Value::array(out));
    }
    let matched = match left.base() {
        Value::Str(s) => wildcard.matches(s.lossy()),
        other => wildcard.matches(&to_text(rs, other)?),
    };
    Ok(Value::Bool(matched != negated))
}

fn regex_of(
    rs: &mut Runspace,
    operand: &Value,
    case: bool,
    cache: Option<&PatternCache>,
) -> Result<Rc<Pattern>> {
    if let Some(regex) = Regex::of_value(operand) {
        return Ok(Rc::new(Pattern::Regex((*regex).clone())));
    }
    compiled(rs, operand, cache, |text| Regex::compile(text, !case).map(Pattern::Regex))
}

/// Matches one text and sets `$Matches`.
///
/// # Errors
/// Where matching gives up.
pub fn match_one(rs: &mut Runspace, regex: &Regex, text: &str) -> Result<bool> {
    let Some(groups) = regex.captures(text)? else { return Ok(false) };
    let table = Dictionary::hashtable();
    for (key, value) in groups {
        table.set(key, Value::Str(value));
    }
    rs.scope.set(Name::of("Matches"), Value::Hash(Rc::new(table)));
    Ok(true)
}

/// `-match`, `-notmatch`.
///
/// # Errors
/// Where the pattern is none.
pub fn match_op(
    rs: &mut Runspace,
    left: &Value,
    right: &Value,
    negated: bool,
    case: bool,
    cache: Option<&PatternCache>,
) -> Result<Value> {
    let pattern = regex_of(rs, right, case, cache)?;
    let Pattern::Regex(regex) = &*pattern else { return Ok(Value::Bool(false)) };
    if matches!(left.base(), Value::Array(_) | Value::Object(_))
        && let Some(items) = members::enumerate(rs, left.base())?
    {
        let mut out = Vec::new();
        for item in items {
            let text = to_text(rs, &item)?;
            if regex.is_match(&text)? != negated {
                out.push(item);
            }
        }
        return Ok(Value::array(out));
    }
    let matched = match left.base() {
        Value::Str(s) => match_one(rs, regex, s.lossy())?,
        other => {
            let text = to_text(rs, other)?;
            match_one(rs, regex, &text)?
        }
    };
    Ok(Value::Bool(matched != negated))
}

/// `-replace`.
///
/// # Errors
/// Where the pattern is none.
pub fn replace(
    rs: &mut Runspace,
    left: &Value,
    right: &Value,
    case: bool,
    cache: Option<&PatternCache>,
) -> Result<Value> {
    let operands = match right.base() {
        Value::Array(a) => a.to_vec(),
        Value::Object(_) => members::elements(rs, right)?,
        other => vec![other.clone()],
    };
    if operands.len() > 2 {
        return Err(Raised::runtime(
            "BadReplaceArgument",
            ErrorCategory::InvalidOperation,
            format!(
                "The -{}replace operator allows only two elements to follow it, not {}.",
                if case { "c" } else { "" },
                operands.len()
            ),
        ));
    }
    let what = operands.first().cloned().unwrap_or(Value::Null);
    let by = operands.get(1).cloned().unwrap_or(Value::Null);
    let pattern = regex_of(rs, &what, case, cache)?;
    let Pattern::Regex(regex) = &*pattern else { return Ok(left.clone()) };
    if matches!(left.base(), Value::Array(_) | Value::Object(_))
        && let Some(items) = members::enumerate(rs, left.base())?
    {
        let mut out = Vec::new();
        for item in items {
            out.push(Value::str(replace_one(rs, regex, &item, &by)?));
        }
        return Ok(Value::array(out));
    }
    replace_one(rs, regex, left, &by).map(Value::from)
}

fn replace_one(rs: &mut Runspace, regex: &Regex, item: &Value, by: &Value) -> Result<String> {
    let text = to_text(rs, item)?;
    if let Value::Block(_) = by.base() {
        return replace_by_block(rs, regex, &text, by);
    }
    let replacement = to_text(rs, by)?;
    regex.replace(&text, &replacement, -1)
}

fn replace_by_block(rs: &mut Runspace, regex: &Regex, text: &str, block: &Value) -> Result<String> {
    let mut out = String::new();
    let mut at = 0;
    for found in regex.find_all(text)? {
        out.push_str(text.get(at..found.start).unwrap_or(""));
        let item = crate::net::match_object(regex, text, &found);
        let result = rs.invoke_block_with_item(block, item, &[])?;
        let value = crate::pipeline::Collect { items: result }.into_value();
        out.push_str(&to_text(rs, &value)?);
        at = found.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    Ok(out)
}
