//! Operators on strings: `-join`, `-split`, `-f`.

use super::pattern::Regex;
use crate::convert::{is_true, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::value::{PsStr, Value};

/// `-join`.
///
/// # Errors
/// Where an element does not convert to text.
pub fn join(rs: &mut Runspace, value: &Value, separator: &str) -> Result<Value> {
    // An enumerator, such as `$input`, is no collection here: its text has all it gives.
    if value.native::<crate::net::List>().is_some_and(crate::net::List::is_input) {
        return to_text(rs, value).map(Value::from);
    }
    let Some(items) = members::enumerate(rs, value)? else {
        return to_text(rs, value).map(Value::from);
    };
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push_str(separator);
        }
        match item {
            Value::Str(s) => text.push_str(s.lossy()),
            // A list in a list shows as its type.
            Value::Array(inner) => text.push_str(inner.type_ref().full_name()),
            other => text.push_str(&to_text(rs, other)?),
        }
    }
    Ok(Value::str(text))
}

/// Unary `-split`: at blanks.
///
/// # Errors
/// Where an element does not convert to text.
pub fn split_blanks(rs: &mut Runspace, value: &Value) -> Result<Value> {
    let mut out = Vec::new();
    for item in texts(rs, value)? {
        out.extend(item.split_whitespace().map(Value::from));
    }
    Ok(crate::convert::string_array(out.iter().filter_map(|v| match v {
        Value::Str(s) => Some(s.clone()),
        _ => None,
    })))
}

fn texts(rs: &mut Runspace, value: &Value) -> Result<Vec<String>> {
    let items = match members::enumerate(rs, value)? {
        Some(items) => items,
        None => vec![value.clone()],
    };
    items.iter().map(|item| to_text(rs, item)).collect()
}

struct SplitOptions {
    simple: bool,
    ignore_case: bool,
    options: super::pattern::RegexOptions,
}

/// `-split`.
///
/// # Errors
/// Where the pattern is no regular expression.
pub fn split(rs: &mut Runspace, left: &Value, right: &Value, case: bool) -> Result<Value> {
    let inputs = texts(rs, left)?;
    let operands = members::elements(rs, right)?;
    let mut operands = operands.into_iter();
    let separator = operands.next().unwrap_or(Value::Null);
    let limit = match operands.next() {
        Some(Value::Null) | None => 0,
        Some(value) => match crate::convert::cast(rs, &value, &crate::types::known::int())? {
            Value::Int(i) => i,
            _ => 0,
        },
    };
    let options = split_options(rs, operands.next(), case)?;
    let mut out: Vec<PsStr> = Vec::new();
    if let Value::Block(_) = separator.base() {
        for input in inputs {
            split_by_block(rs, &input, &separator, limit, &mut out)?;
        }
        return Ok(crate::convert::string_array(out));
    }
    let pattern = to_text(rs, &separator)?;
    if options.simple {
        for input in inputs {
            split_simple(&input, &pattern, limit, options.ignore_case, &mut out);
        }
        return Ok(crate::convert::string_array(out));
    }
    let regex = match Regex::of_value(&separator) {
        Some(regex) => regex,
        None => std::rc::Rc::new(Regex::compile_with(&pattern, options.options)?),
    };
    for input in inputs {
        if input.is_empty() && pattern.is_empty() {
            out.push(PsStr::from(""));
            continue;
        }
        out.extend(regex.split(&input, limit)?.into_iter().map(PsStr::from));
    }
    Ok(crate::convert::string_array(out))
}

fn split_options(rs: &mut Runspace, value: Option<Value>, case: bool) -> Result<SplitOptions> {
    let text = match &value {
        Some(v) => to_text(rs, v)?.to_lowercase(),
        None => String::new(),
    };
    let raw = match value.as_ref().map(Value::base) {
        Some(Value::Enum(e)) => e.text().to_lowercase(),
        _ => text,
    };
    let has = |name: &str| raw.split(',').any(|p| p.trim() == name);
    let ignore_case = !case || has("ignorecase");
    Ok(SplitOptions {
        simple: has("simplematch"),
        ignore_case,
        options: super::pattern::RegexOptions {
            ignore_case,
            multiline: has("multiline"),
            singleline: has("singleline"),
            ignore_white_space: has("ignorepatternwhitespace"),
            explicit_capture: has("explicitcapture"),
            right_to_left: false,
        },
    })
}

fn split_simple(input: &str, separator: &str, limit: i32, ignore_case: bool, out: &mut Vec<PsStr>) {
    if separator.is_empty() {
        out.push(input.into());
        return;
    }
    let (haystack, needle) = if ignore_case {
        (input.to_lowercase(), separator.to_lowercase())
    } else {
        (input.to_owned(), separator.to_owned())
    };
    if haystack.len() != input.len() {
        // Folding changed lengths: split as written.
        out.extend(input.split(separator).map(PsStr::from));
        return;
    }
    let mut start = 0;
    let mut pieces: i32 = 1;
    for (at, _) in haystack.match_indices(&needle) {
        if at < start {
            continue;
        }
        if limit > 0 && pieces >= limit {
            break;
        }
        out.extend(input.get(start..at).map(PsStr::from));
        start = at + needle.len();
        pieces += 1;
    }
    out.extend(input.get(start..).map(PsStr::from));
}

fn split_by_block(
    rs: &mut Runspace,
    input: &str,
    block: &Value,
    limit: i32,
    out: &mut Vec<PsStr>,
) -> Result<()> {
    let mut current = String::new();
    let mut pieces: i32 = 1;
    for c in input.chars() {
        let is_separator = if limit > 0 && pieces >= limit {
            false
        } else {
            let result = rs.invoke_block_with_item(block, Value::str(c), &[])?;
            is_true(&crate::pipeline::Collect { items: result }.into_value())
        };
        if is_separator {
            out.push(std::mem::take(&mut current).into());
            pieces += 1;
        } else {
            current.push(c);
        }
    }
    out.push(current.into());
    Ok(())
}

/// `-f`.
///
/// # Errors
/// `FormatError`.
pub fn format(rs: &mut Runspace, left: &Value, right: &Value) -> Result<Value> {
    let pattern = match left {
        Value::Str(text) => text.clone(),
        other => to_text(rs, other)?.into(),
    };
    let pattern = pattern.lossy();
    let arguments = match right.base() {
        // Only arrays of objects are lists of arguments.
        Value::Array(a) if a.rank() == 1 && !a.element().is_value_type() => a.to_vec(),
        _ => vec![right.clone()],
    };
    crate::format::composite(rs, pattern, &arguments).map(Value::from).map_err(|why| {
        let raised = Raised::runtime(
            "FormatError",
            ErrorCategory::InvalidOperation,
            format!("Error formatting a string: {why}."),
        );
        if let Some(record) = raised.record() {
            *record.target.borrow_mut() = Value::str(pattern);
        }
        raised
    })
}
