//! `System.String`.

use crate::convert::to_text;
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::{PsStr, Value};

fn this(call: &Call<'_>) -> PsStr {
    match call.this {
        Value::Str(s) => s.clone(),
        other => PsStr::from(crate::convert::plain_text(other)),
    }
}

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn length(call: &mut Call<'_>) -> Result<Value> {
    Ok(int(this(call).len16()))
}

fn substring(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let len = s.len16();
    let start = call.int(0);
    let Ok(from) = usize::try_from(start) else {
        return Err(not_negative("startIndex", start));
    };
    if from > len {
        return Err(Raised::out_of_range("startIndex", "startIndex cannot be larger than length of string."));
    }
    let count = match call.args.get(1) {
        Some(_) => match usize::try_from(call.int(1)) {
            Ok(n) => n,
            Err(_) => return Err(not_negative("length", call.int(1))),
        },
        None => len - from,
    };
    s.substring(from, count).map(Value::Str).ok_or_else(|| {
        Raised::out_of_range("length", "Index and length must refer to a location within the string.")
    })
}

/// `x ('-1') must be a non-negative value.`
fn not_negative(name: &str, actual: i32) -> Box<Raised> {
    Raised::net(
        "System.ArgumentOutOfRangeException",
        format!(
            "{name} ('{actual}') must be a non-negative value. (Parameter '{name}')\nActual value was {actual}."
        ),
    )
}

/// `x ('2') must be less than or equal to '1'.`
fn not_beyond(name: &str, actual: i32, limit: usize) -> Box<Raised> {
    Raised::net(
        "System.ArgumentOutOfRangeException",
        format!(
            "{name} ('{actual}') must be less than or equal to '{limit}'. (Parameter '{name}')\nActual value was \
             {actual}."
        ),
    )
}

/// Letter case by the invariant culture: one character stays one character.
fn upper(text: &str) -> String {
    text.chars().map(|c| single(c, c.to_uppercase())).collect()
}

fn lower(text: &str) -> String {
    text.chars().map(|c| single(c, c.to_lowercase())).collect()
}

fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(m), None) => m,
        _ => c,
    }
}

fn cased_by_culture(call: &Call<'_>, upper: bool) -> Option<Value> {
    let culture = match call.args.first() {
        Some(given) => crate::format::culture::of_argument(given),
        None => crate::format::culture::Culture::current(),
    };
    // Of the cultures here only Turkish has letters of its own.
    culture
        .name
        .starts_with("tr")
        .then(|| Value::str(super::culture::change_case(this(call).lossy(), upper, &culture)))
}

fn normalize(call: &mut Call<'_>) -> Result<Value> {
    use unicode_normalization::UnicodeNormalization as _;
    let s = this(call);
    let text = s.lossy();
    let form = if let Some(Value::Enum(e)) = call.args.first().map(Value::base) { e.raw } else { 1 };
    Ok(Value::str(match form {
        2 => text.nfd().collect::<String>(),
        5 => text.nfkc().collect(),
        6 => text.nfkd().collect(),
        _ => text.nfc().collect(),
    }))
}

fn is_normalized(call: &mut Call<'_>) -> Result<Value> {
    let normal = normalize(call)?;
    Ok(Value::Bool(matches!(normal, Value::Str(n) if n == this(call))))
}

/// Every kind of line end, replaced.
fn replace_line_endings(call: &mut Call<'_>) -> Result<Value> {
    let by = if call.args.is_empty() { PsStr::from("\n") } else { call.text(0) };
    let s = this(call);
    let mut out = String::new();
    let mut chars = s.lossy().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push_str(by.lossy());
            }
            '\n' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str(by.lossy()),
            c => out.push(c),
        }
    }
    Ok(Value::str(out))
}

fn to_upper_here(call: &mut Call<'_>) -> Result<Value> {
    cased_by_culture(call, true).map_or_else(|| to_upper(call), Ok)
}

fn to_lower_here(call: &mut Call<'_>) -> Result<Value> {
    cased_by_culture(call, false).map_or_else(|| to_lower(call), Ok)
}

fn to_upper(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    Ok(Value::str(if s.is_ascii() { s.lossy().to_ascii_uppercase() } else { upper(s.lossy()) }))
}

fn to_lower(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    Ok(Value::str(if s.is_ascii() { s.lossy().to_ascii_lowercase() } else { lower(s.lossy()) }))
}

fn trim_set(call: &Call<'_>) -> Vec<char> {
    match call.args.first() {
        Some(Value::Array(a)) => a
            .to_vec()
            .iter()
            .filter_map(|v| match v {
                Value::Char(c) => char::from_u32(u32::from(*c)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn trim_with(call: &Call<'_>, start: bool, end: bool) -> Value {
    let s = this(call);
    let set = trim_set(call);
    let test = |c: char| if set.is_empty() { c.is_whitespace() } else { set.contains(&c) };
    let mut text = s.lossy();
    if start {
        text = text.trim_start_matches(test);
    }
    if end {
        text = text.trim_end_matches(test);
    }
    Value::str(text)
}

/// The comparison that an argument names: whether letter case counts, and whether it is ordinal.
fn comparison(value: Option<&Value>) -> (bool, bool) {
    match value.map(Value::base) {
        Some(Value::Enum(e)) => (matches!(e.raw, 1 | 3 | 5), e.raw >= 4),
        Some(Value::Bool(ignore)) => (*ignore, false),
        _ => (false, true),
    }
}

fn find(haystack: &str, needle: &str, ignore_case: bool) -> Option<usize> {
    if !ignore_case {
        return haystack.find(needle);
    }
    if haystack.is_ascii() && needle.is_ascii() {
        return haystack.to_ascii_lowercase().find(&needle.to_ascii_lowercase());
    }
    let wanted = lower(needle);
    haystack
        .char_indices()
        .map(|(i, _)| i)
        .chain([haystack.len()])
        .find(|i| haystack.get(*i..).is_some_and(|rest| lower(rest).starts_with(&wanted)))
}

fn rfind(haystack: &str, needle: &str, ignore_case: bool) -> Option<usize> {
    if !ignore_case {
        return haystack.rfind(needle);
    }
    let wanted = lower(needle);
    let mut places: Vec<usize> = haystack.char_indices().map(|(i, _)| i).chain([haystack.len()]).collect();
    places.reverse();
    places.into_iter().find(|i| haystack.get(*i..).is_some_and(|rest| lower(rest).starts_with(&wanted)))
}

/// UTF-16 offset of a byte offset.
fn unit(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |t| if t.is_ascii() { t.len() } else { t.encode_utf16().count() })
}

/// Byte offset of a UTF-16 offset.
fn byte(text: &str, unit: usize) -> Option<usize> {
    if text.is_ascii() {
        return (unit <= text.len()).then_some(unit);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return Some(at);
        }
        units += c.len_utf16();
    }
    (units >= unit).then_some(text.len())
}

fn contains(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, _) = comparison(call.args.get(1));
    Ok(Value::Bool(find(this(call).lossy(), call.text(0).lossy(), ignore).is_some()))
}

fn starts_with(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, ordinal) = comparison(call.args.get(1));
    let (s, prefix) = (this(call), call.text(0));
    if (ordinal || call.args.len() == 1)
        && !ignore
        && let (Some(s), Some(prefix)) = (s.as_str(), prefix.as_str())
    {
        return Ok(Value::Bool(s.starts_with(prefix)));
    }
    let head = s.substring(0, prefix.len16());
    Ok(Value::Bool(
        head.is_some_and(|h| same(h.lossy(), prefix.lossy(), ignore, ordinal || call.args.len() == 1)),
    ))
}

fn ends_with(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, ordinal) = comparison(call.args.get(1));
    let (s, suffix) = (this(call), call.text(0));
    if (ordinal || call.args.len() == 1)
        && !ignore
        && let (Some(s), Some(suffix)) = (s.as_str(), suffix.as_str())
    {
        return Ok(Value::Bool(s.ends_with(suffix)));
    }
    let from = s.len16().checked_sub(suffix.len16());
    let tail = from.and_then(|f| s.substring(f, suffix.len16()));
    Ok(Value::Bool(
        tail.is_some_and(|t| same(t.lossy(), suffix.lossy(), ignore, ordinal || call.args.len() == 1)),
    ))
}

fn same(a: &str, b: &str, ignore_case: bool, ordinal: bool) -> bool {
    match (ordinal, ignore_case) {
        (true, false) => a == b,
        (true, true) => crate::text::eq_fold(a, b),
        (false, ignore) => crate::text::equal(a, b, ignore),
    }
}

/// `IndexOf(value[, start[, count]][, comparison])`
fn index_of(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let needle = call.text(0);
    let numbers: Vec<i32> = call
        .args
        .iter()
        .skip(1)
        .filter_map(|v| if let Value::Int(i) = v { Some(*i) } else { None })
        .collect();
    let (ignore, _) = comparison(call.args.iter().skip(1).find(|v| matches!(v, Value::Enum(_))));
    let start = usize::try_from(numbers.first().copied().unwrap_or(0)).unwrap_or(usize::MAX);
    let text = s.lossy();
    let Some(from) = byte(text, start) else {
        return Err(Raised::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    };
    let to = match numbers.get(1) {
        Some(count) => {
            let end =
                usize::try_from(*count).ok().and_then(|c| start.checked_add(c)).and_then(|e| byte(text, e));
            end.ok_or_else(|| {
                Raised::out_of_range("count", "Count must be positive and count must refer to a location within the string/array/collection.")
            })?
        }
        None => text.len(),
    };
    let found = text.get(from..to).and_then(|part| find(part, needle.lossy(), ignore));
    Ok(found.map_or(Value::Int(-1), |at| int(unit(text, from + at))))
}

fn last_index_of(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let text = s.lossy();
    let (ignore, _) = comparison(call.args.iter().skip(1).find(|v| matches!(v, Value::Enum(_))));
    let end = match call.args.get(1) {
        Some(Value::Int(i)) => usize::try_from(*i).ok().and_then(|i| byte(text, i + 1)).unwrap_or(text.len()),
        _ => text.len(),
    };
    let found = text.get(..end).and_then(|part| rfind(part, call.text(0).lossy(), ignore));
    Ok(found.map_or(Value::Int(-1), |at| int(unit(text, at))))
}

fn any_chars(call: &Call<'_>) -> Vec<char> {
    trim_set(call)
}

fn index_of_any(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let set = any_chars(call);
    Ok(s.lossy().find(|c| set.contains(&c)).map_or(Value::Int(-1), |at| int(unit(s.lossy(), at))))
}

fn last_index_of_any(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let set = any_chars(call);
    Ok(s.lossy().rfind(|c| set.contains(&c)).map_or(Value::Int(-1), |at| int(unit(s.lossy(), at))))
}

fn replace(call: &mut Call<'_>) -> Result<Value> {
    let (s, old, new) = (this(call), call.text(0), call.text(1));
    if old.is_empty() {
        return Err(Raised::bad_argument("oldValue", "The value cannot be an empty string."));
    }
    let (ignore, _) = comparison(call.args.get(2));
    if !ignore {
        return Ok(Value::str(s.lossy().replace(old.lossy(), new.lossy())));
    }
    let mut out = String::new();
    let mut rest = s.lossy();
    while let Some(at) = find(rest, old.lossy(), true) {
        out.push_str(rest.get(..at).unwrap_or(""));
        out.push_str(new.lossy());
        rest = rest.get(at + old.lossy().len()..).unwrap_or("");
    }
    out.push_str(rest);
    Ok(Value::str(out))
}

fn insert(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let at = usize::try_from(call.int(0)).ok().filter(|a| *a <= s.len16()).ok_or_else(|| {
        Raised::out_of_range("startIndex", "Specified argument was out of the range of valid values.")
    })?;
    let (head, tail) = (s.substring(0, at), s.substring(at, s.len16() - at));
    match (head, tail) {
        (Some(h), Some(t)) => Ok(Value::Str(h.concat(&call.text(1)).concat(&t))),
        _ => Ok(Value::Str(s)),
    }
}

fn remove(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let len = s.len16();
    let Some(at) = usize::try_from(call.int(0)).ok() else {
        return Err(Raised::out_of_range("startIndex", "StartIndex cannot be less than zero."));
    };
    if at > len {
        return Err(Raised::out_of_range("startIndex", "startIndex cannot be larger than length of string."));
    }
    let count = match call.args.get(1) {
        Some(_) => usize::try_from(call.int(1)).unwrap_or(usize::MAX),
        None => len - at,
    };
    let Some(rest) = at.checked_add(count).filter(|e| *e <= len) else {
        return Err(Raised::out_of_range(
            "count",
            "Index and count must refer to a location within the string.",
        ));
    };
    match (s.substring(0, at), s.substring(rest, len - rest)) {
        (Some(h), Some(t)) => Ok(Value::Str(h.concat(&t))),
        _ => Ok(Value::Str(s)),
    }
}

fn pad(call: &mut Call<'_>, left: bool) -> Result<Value> {
    let s = this(call);
    let Ok(width) = usize::try_from(call.int(0)) else {
        return Err(not_negative("totalWidth", call.int(0)));
    };
    if width > 1 << 28 {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    let fill = match call.args.get(1) {
        Some(Value::Char(c)) => String::from_utf16_lossy(&[*c]),
        _ => " ".to_owned(),
    };
    let padding = PsStr::from(fill.repeat(width.saturating_sub(s.len16())));
    Ok(Value::Str(if left { padding.concat(&s) } else { s.concat(&padding) }))
}

/// `Split(separators[, count][, options])`, where the separators are characters, one string, or strings.
fn split(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    if let ([Value::Str(separator)], Some(text)) = (call.args, s.as_str())
        && let Some(separator) = separator.as_str().filter(|t| !t.is_empty())
    {
        return Ok(crate::convert::string_array(text.split(separator)));
    }
    let separators: Vec<String> = match call.args.first() {
        Some(Value::Array(a)) => {
            let mut out = Vec::new();
            for v in a.to_vec() {
                let text = to_text(call.rs, &v)?;
                if !text.is_empty() {
                    out.push(text);
                }
            }
            out
        }
        Some(Value::Null) | None => Vec::new(),
        Some(other) => {
            let separator = to_text(call.rs, other)?;
            if separator.is_empty() {
                return Ok(crate::convert::string_array([s]));
            }
            vec![separator]
        }
    };
    let limit = call.args.iter().skip(1).find_map(|v| if let Value::Int(i) = v { Some(*i) } else { None });
    let options =
        call.args.iter().skip(1).find_map(|v| if let Value::Enum(e) = v { Some(e.raw) } else { None });
    let (remove_empty, trim) = (options.unwrap_or(0) & 1 != 0, options.unwrap_or(0) & 2 != 0);
    let limit = match limit {
        Some(n) => {
            usize::try_from(n).map_err(|_| Raised::out_of_range("count", "Non-negative number required."))?
        }
        None => usize::MAX,
    };
    Ok(crate::convert::string_array(split_text(s.lossy(), &separators, limit, remove_empty, trim)))
}

fn split_text(
    text: &str,
    separators: &[String],
    limit: usize,
    remove_empty: bool,
    trim: bool,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if limit == 0 {
        return out;
    }
    let next = |from: usize| -> Option<(usize, usize)> {
        let rest = text.get(from..)?;
        if separators.is_empty() {
            return rest
                .char_indices()
                .find(|(_, c)| c.is_whitespace())
                .map(|(i, c)| (from + i, c.len_utf8()));
        }
        separators
            .iter()
            .filter_map(|s| rest.find(s.as_str()).map(|i| (from + i, s.len())))
            .min_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    let clean = |piece: &str| if trim { piece.trim().to_owned() } else { piece.to_owned() };
    let mut at = 0;
    while out.len() + 1 < limit {
        let Some((found, len)) = next(at) else { break };
        let piece = clean(text.get(at..found).unwrap_or(""));
        if !(remove_empty && piece.is_empty()) {
            out.push(piece);
        }
        at = found + len;
    }
    if remove_empty {
        // The last piece begins behind separators that would only make empty pieces.
        while let Some((found, len)) = next(at) {
            if found != at || limit == usize::MAX {
                break;
            }
            at = found + len;
        }
    }
    let last = clean(text.get(at..).unwrap_or(""));
    if !(remove_empty && last.is_empty()) {
        out.push(last);
    }
    out
}

fn to_char_array(call: &mut Call<'_>) -> Result<Value> {
    let s = this(call);
    let units = match call.args.len() {
        2 => {
            let len = s.len16();
            let from = usize::try_from(call.int(0)).map_err(|_| not_negative("startIndex", call.int(0)))?;
            if from > len {
                return Err(not_beyond("startIndex", call.int(0), len));
            }
            let count = usize::try_from(call.int(1)).map_err(|_| not_negative("length", call.int(1)))?;
            s.substring(from, count)
                .ok_or_else(|| not_beyond("startIndex", call.int(0), len.saturating_sub(count)))?
                .to_units()
        }
        _ => s.to_units(),
    };
    let items = units.into_iter().map(Value::Char).collect();
    Ok(Value::Array(std::rc::Rc::new(crate::value::Array::typed(crate::types::known::char(), items))))
}

fn chars(call: &mut Call<'_>) -> Result<Value> {
    let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
    this(call).unit_at(at).map(Value::Char).ok_or_else(|| {
        Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    })
}

fn equals(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, ordinal) = comparison(call.args.get(1));
    let Value::Str(other) = call.arg(0) else { return Ok(Value::Bool(false)) };
    Ok(Value::Bool(same(this(call).lossy(), other.lossy(), ignore, ordinal)))
}

fn static_equals(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, ordinal) = comparison(call.args.get(2));
    Ok(Value::Bool(match (call.arg(0), call.arg(1)) {
        (Value::Null, Value::Null) => true,
        (Value::Str(a), Value::Str(b)) => same(a.lossy(), b.lossy(), ignore, ordinal),
        _ => false,
    }))
}

fn compare_to(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(crate::text::compare(this(call).lossy(), call.text(0).lossy(), false) as i32))
}

fn copy_to(call: &mut Call<'_>) -> Result<Value> {
    let Value::Array(target) = call.arg(1) else { return Err(Raised::null_argument("destination")) };
    let units = this(call).to_units();
    let place = |at: usize| usize::try_from(call.int(at)).map_err(|_| not_negative("count", call.int(at)));
    let (from, to, count) = (place(0)?, place(2)?, place(3)?);
    let Some(part) = from.checked_add(count).and_then(|end| units.get(from..end)) else {
        return Err(Raised::out_of_range(
            "sourceIndex",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    };
    if to.saturating_add(count) > target.len() {
        return Err(Raised::out_of_range(
            "destinationIndex",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    }
    for (at, unit) in part.iter().enumerate() {
        target.set(to + at, Value::Char(*unit));
    }
    Ok(Value::Void)
}

/// Compares parts of two strings.
fn compare_parts(call: &mut Call<'_>) -> Result<Value> {
    let part = |text: PsStr, start: i32| {
        let units = text.to_units();
        let start = usize::try_from(start).unwrap_or(0).min(units.len());
        let length = usize::try_from(call.int(4)).unwrap_or(0);
        let end = start.saturating_add(length).min(units.len());
        Value::Str(PsStr::from_units(units.get(start..end).unwrap_or(&[])))
    };
    let mut args = vec![part(call.text(0), call.int(1)), part(call.text(2), call.int(3))];
    args.extend(call.args.get(5).cloned());
    compare(&mut Call { rs: call.rs, this: call.this, args: &args, ty: call.ty })
}

fn compare(call: &mut Call<'_>) -> Result<Value> {
    let (ignore, ordinal) = match call.args.get(2) {
        None => (false, false),
        some => comparison(some),
    };
    let (a, b) = (call.text(0), call.text(1));
    let order = if ordinal && !ignore {
        a.lossy().cmp(b.lossy())
    } else {
        crate::text::compare(a.lossy(), b.lossy(), ignore)
    };
    Ok(Value::Int(order as i32))
}

fn compare_ordinal(call: &mut Call<'_>) -> Result<Value> {
    let (a, b) = (call.text(0).to_units(), call.text(1).to_units());
    let differing = a.iter().zip(&b).find(|(x, y)| x != y);
    Ok(Value::Int(match differing {
        Some((x, y)) => i32::from(*x) - i32::from(*y),
        None => i32::try_from(a.len()).unwrap_or(0) - i32::try_from(b.len()).unwrap_or(0),
    }))
}

fn is_null_or_empty(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.text(0).is_empty()))
}

fn is_null_or_white_space(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.text(0).lossy().trim().is_empty()))
}

fn texts(call: &mut Call<'_>, value: &Value) -> Result<Vec<String>> {
    let items = crate::members::elements(call.rs, value)?;
    items.iter().map(|i| to_text(call.rs, i)).collect()
}

fn join(call: &mut Call<'_>) -> Result<Value> {
    let separator = call.text(0);
    let values = match call.arg(1) {
        list @ Value::Object(_) => Value::array(crate::members::elements(call.rs, &list)?),
        other => other,
    };
    let parts = texts(call, &values)?;
    Ok(Value::str(parts.join(separator.lossy())))
}

fn concat(call: &mut Call<'_>) -> Result<Value> {
    let values = call.arg(0);
    let items = crate::members::elements(call.rs, &values)?;
    let mut out = String::new();
    for item in &items {
        out.push_str(&crate::format::culture_text(call.rs, item)?);
    }
    Ok(Value::str(out))
}

fn format(call: &mut Call<'_>) -> Result<Value> {
    let pattern = call.text(0);
    let arguments = match call.arg(1) {
        Value::Array(a) => a.to_vec(),
        Value::Null => return Err(Raised::null_argument("args")),
        other => vec![other],
    };
    crate::format::composite(call.rs, pattern.lossy(), &arguments)
        .map(Value::from)
        .map_err(|why| Raised::net("System.FormatException", why))
}

fn format_in(call: &mut Call<'_>) -> Result<Value> {
    let culture = crate::format::culture::of_argument(&call.arg(0));
    let args = call.args.get(1..).unwrap_or(&[]);
    let mut inner = Call { rs: call.rs, this: call.this, args, ty: call.ty };
    crate::format::culture::with(&culture, || format(&mut inner))
}

fn new_repeated(call: &mut Call<'_>) -> Result<Value> {
    let Value::Char(c) = call.arg(0) else { return Ok(Value::str("")) };
    let Ok(count) = usize::try_from(call.int(1)) else {
        return Err(Raised::out_of_range("count", "'count' must be non-negative."));
    };
    if count > 1 << 28 {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Exception of type 'System.OutOfMemoryException' was thrown.",
        ));
    }
    Ok(Value::Str(PsStr::from_units(&vec![c; count])))
}

fn new_of_chars(call: &mut Call<'_>) -> Result<Value> {
    let units: Vec<u16> = match call.arg(0) {
        Value::Array(a) => {
            a.to_vec().iter().filter_map(|v| if let Value::Char(c) = v { Some(*c) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    Ok(Value::Str(PsStr::from_units(&units)))
}

fn enumerator(call: &mut Call<'_>) -> Result<Value> {
    let units = this(call).to_units().into_iter().map(Value::Char).collect();
    Ok(super::List::input(units))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    constructors: &[("(char c, int count)", new_repeated), ("(char[] value)", new_of_chars)],
    methods: &[
        ("string Substring(int startIndex)", substring),
        ("string Substring(int startIndex, int length)", substring),
        ("string ToUpper()", to_upper_here),
        ("string ToUpper(cultureinfo culture)", to_upper_here),
        ("string ToUpperInvariant()", to_upper),
        ("string ToLower()", to_lower_here),
        ("string ToLower(cultureinfo culture)", to_lower_here),
        ("string ToLowerInvariant()", to_lower),
        ("string Trim()", |c| Ok(trim_with(c, true, true))),
        ("string Trim(Params char[] trimChars)", |c| Ok(trim_with(c, true, true))),
        ("string TrimStart()", |c| Ok(trim_with(c, true, false))),
        ("string TrimStart(Params char[] trimChars)", |c| Ok(trim_with(c, true, false))),
        ("string TrimEnd()", |c| Ok(trim_with(c, false, true))),
        ("string TrimEnd(Params char[] trimChars)", |c| Ok(trim_with(c, false, true))),
        ("bool Contains(string value)", contains),
        ("bool Contains(string value, System.StringComparison comparisonType)", contains),
        ("bool StartsWith(string value)", starts_with),
        ("bool StartsWith(string value, System.StringComparison comparisonType)", starts_with),
        ("bool StartsWith(string value, bool ignoreCase, System.Object culture)", starts_with),
        ("bool EndsWith(string value)", ends_with),
        ("bool EndsWith(string value, System.StringComparison comparisonType)", ends_with),
        ("bool EndsWith(string value, bool ignoreCase, System.Object culture)", ends_with),
        ("int IndexOf(string value)", index_of),
        ("int IndexOf(string value, int startIndex)", index_of),
        ("int IndexOf(string value, int startIndex, int count)", index_of),
        ("int IndexOf(string value, System.StringComparison comparisonType)", index_of),
        ("int IndexOf(string value, int startIndex, System.StringComparison comparisonType)", index_of),
        ("int LastIndexOf(string value)", last_index_of),
        ("int LastIndexOf(string value, int startIndex)", last_index_of),
        ("int LastIndexOf(string value, System.StringComparison comparisonType)", last_index_of),
        ("int IndexOfAny(char[] anyOf)", index_of_any),
        ("int LastIndexOfAny(char[] anyOf)", last_index_of_any),
        ("string Replace(string oldValue, string newValue)", replace),
        ("string Replace(string oldValue, string newValue, System.StringComparison comparisonType)", replace),
        ("string Insert(int startIndex, string value)", insert),
        ("string Remove(int startIndex)", remove),
        ("string Remove(int startIndex, int count)", remove),
        ("string PadLeft(int totalWidth)", |c| pad(c, true)),
        ("string PadLeft(int totalWidth, char paddingChar)", |c| pad(c, true)),
        ("string PadRight(int totalWidth)", |c| pad(c, false)),
        ("string PadRight(int totalWidth, char paddingChar)", |c| pad(c, false)),
        ("string[] Split(char separator)", split),
        ("string[] Split(Params char[] separator)", split),
        ("string[] Split(char separator, System.StringSplitOptions options)", split),
        ("string[] Split(char separator, int count)", split),
        ("string[] Split(char separator, int count, System.StringSplitOptions options)", split),
        ("string[] Split(char[] separator, int count)", split),
        ("string[] Split(char[] separator, System.StringSplitOptions options)", split),
        ("string[] Split(char[] separator, int count, System.StringSplitOptions options)", split),
        ("string[] Split(string separator)", split),
        ("string[] Split(string separator, System.StringSplitOptions options)", split),
        ("string[] Split(string separator, int count)", split),
        ("string[] Split(string separator, int count, System.StringSplitOptions options)", split),
        ("string[] Split(string[] separator, System.StringSplitOptions options)", split),
        ("string[] Split(string[] separator, int count, System.StringSplitOptions options)", split),
        ("char[] ToCharArray()", to_char_array),
        ("char[] ToCharArray(int startIndex, int length)", to_char_array),
        ("char Chars(int index)", chars),
        ("bool Equals(System.Object obj)", equals),
        ("bool Equals(string value, System.StringComparison comparisonType)", equals),
        ("int CompareTo(string strB)", compare_to),
        ("int CompareTo(System.Object value)", |c| match c.arg(0) {
            Value::Null => Ok(Value::Int(1)),
            Value::Str(_) => compare_to(c),
            _ => Err(Raised::net("System.ArgumentException", "Object must be of type String.")),
        }),
        ("void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)", copy_to),
        ("System.Object EnumerateRunes()", |c| {
            let runes = this(c).lossy().chars().map(super::rune::rune).collect();
            Ok(Value::array(runes))
        }),
        ("System.Object Clone()", |c| Ok(c.this.clone())),
        ("string ToString()", |c| Ok(c.this.clone())),
        ("string ToString(System.Object provider)", |c| Ok(c.this.clone())),
        ("System.Object GetEnumerator()", enumerator),
        ("string Normalize()", normalize),
        ("string Normalize(System.Text.NormalizationForm normalizationForm)", normalize),
        ("bool IsNormalized()", is_normalized),
        ("bool IsNormalized(System.Text.NormalizationForm normalizationForm)", is_normalized),
        ("string ReplaceLineEndings()", replace_line_endings),
        ("string ReplaceLineEndings(string replacementText)", replace_line_endings),
        ("System.TypeCode GetTypeCode()", |_| Ok(crate::convert::enum_value("System.TypeCode", "String"))),
        (
            "static string Format(System.IFormatProvider provider, string format, Params System.Object[] args)",
            format_in,
        ),
        ("static bool IsNullOrEmpty(string value)", is_null_or_empty),
        ("static bool IsNullOrWhiteSpace(string value)", is_null_or_white_space),
        ("static string Join(string separator, Params System.Object[] values)", join),
        ("static string Join(string separator, System.Collections.Generic.IEnumerable[string] values)", join),
        ("static string Intern(string str)", |c| Ok(c.arg(0))),
        ("static string Copy(string str)", |c| Ok(c.arg(0))),
        ("static string Concat(Params System.Object[] values)", concat),
        ("static string Format(string format, Params System.Object[] args)", format),
        ("static int Compare(string strA, string strB)", compare),
        ("static int Compare(string strA, string strB, bool ignoreCase)", compare),
        ("static int Compare(string strA, string strB, System.StringComparison comparisonType)", compare),
        ("static int CompareOrdinal(string strA, string strB)", compare_ordinal),
        ("static int Compare(string strA, int indexA, string strB, int indexB, int length)", compare_parts),
        (
            "static int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase)",
            compare_parts,
        ),
        (
            "static int Compare(string strA, int indexA, string strB, int indexB, int length, System.StringComparison comparisonType)",
            compare_parts,
        ),
        ("static bool Equals(string a, string b)", static_equals),
        ("static bool Equals(string a, string b, System.StringComparison comparisonType)", static_equals),
    ],
    properties: &[
        ("int Length {get;}", length, None),
        ("static string Empty {get;}", |_| Ok(Value::str("")), None),
    ],
    ..TypeDef::new("System.String")
}];
