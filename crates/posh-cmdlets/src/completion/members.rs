//! Completion of members: of the value of a variable, of a text, of a type.

use posh_runtime::Value;
use posh_runtime::command::Pipe;
use posh_runtime::members::{MemberInfo, members_of};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::pipeline::Collect;

use super::result::Match;
use crate::utility::get_member::statics;

/// Parts an expression such as `$a.B.C` or `[math]::P` at its last member.
pub(super) fn last_member(text: &str) -> Option<(&str, &str, bool)> {
    let member = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '*');
    let part = text.get(member.len()..)?;
    if let Some(base) = member.strip_suffix("::") {
        return Some((base, part, true));
    }
    member.strip_suffix('.').map(|base| (base, part, false))
}

/// The members of what `base` stands for.
pub(super) fn members(pipe: &mut Pipe<'_>, base: &str, part: &str, of_type: bool) -> Vec<Match> {
    let Ok(pattern) = Wildcard::new(&format!("{part}*"), true) else { return Vec::new() };
    let Some(value) = value_of(pipe, base) else { return Vec::new() };
    let list = match (&value, of_type) {
        (Value::Type(ty), true) => statics(ty),
        (_, true) => return Vec::new(),
        (Value::Null, false) => return Vec::new(),
        (value, false) => members_of(pipe.rs, value).unwrap_or_default(),
    };
    let mut list: Vec<MemberInfo> = list
        .into_iter()
        .filter(|m| pattern.matches(&m.name) && !m.kind.ends_with("Set") && m.kind != "Event")
        // Accessors, and what only an interface shows, are left out.
        .filter(|m| !(is_method(m) && (is_accessor(&m.name) || m.name.contains('.'))))
        .filter(|m| !m.name.contains('['))
        .collect();
    list.sort_by(|a, b| {
        let by_kind = rank(a.kind).cmp(&rank(b.kind));
        by_kind.then_with(|| posh_runtime::text::compare(&a.name, &b.name, true))
    });
    if let (Value::Hash(table), false) = (value.base(), of_type) {
        let keys = table.keys().into_iter().map(|key| posh_runtime::convert::plain_text(&key));
        let keys = keys.filter(|key| pattern.matches(key));
        let at = list.iter().take_while(|m| rank(m.kind) <= rank("Property")).count();
        let notes =
            keys.map(|key| MemberInfo { name: key.as_str().into(), kind: "NoteProperty", definition: key });
        list.splice(at..at, notes);
    }
    let mut found: Vec<Match> = list.iter().map(shown).collect();
    if !of_type && matches!(value.base(), Value::Array(_)) {
        for (name, tooltip) in [
            ("Where", "Where({ expression } [, mode [, numberToReturn]])"),
            ("ForEach", "ForEach(expression [, arguments...])"),
        ] {
            if pattern.matches(name) {
                found.push(Match::new(format!("{name}("), name, "Method", tooltip));
            }
        }
    }
    found
}

/// The order of the kinds of members.
fn rank(kind: &str) -> u8 {
    match kind {
        "AliasProperty" => 0,
        "CodeProperty" => 1,
        "Property" => 2,
        "NoteProperty" => 3,
        kind if !kind.ends_with("Method") => 4,
        "Method" => 5,
        _ => 6,
    }
}

fn is_method(m: &MemberInfo) -> bool {
    m.kind.ends_with("Method")
}

fn is_accessor(name: &str) -> bool {
    ["get_", "set_", "add_", "remove_", "op_", ".ctor"].iter().any(|prefix| name.starts_with(prefix))
}

fn shown(member: &MemberInfo) -> Match {
    if is_method(member) {
        let first = first_overload(&member.definition);
        return Match::new(format!("{}(", member.name), &*member.name, "Method", first);
    }
    let tooltip = member.definition.trim_end_matches(" field");
    Match::new(&*member.name, &*member.name, "Property", tooltip)
}

/// The first of several overloads in one text.
fn first_overload(definition: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in definition.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return definition.get(..=at).unwrap_or(definition);
                }
            }
            _ => {}
        }
    }
    definition
}

/// The value of an expression, where finding it out changes nothing: variables, texts, types, and their members.
fn value_of(pipe: &mut Pipe<'_>, base: &str) -> Option<Value> {
    let first = base.chars().next()?;
    let safe = match first {
        '$' => !base.contains(['(', '{', '=', ';', '`']) || calls_are_pure(pipe, base),
        '\'' => true,
        '"' => !base.contains('$'),
        '[' => !base.contains(['(', '$', ';', '{']),
        '0'..='9' => base.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    if !safe {
        return None;
    }
    let mut out = Collect::default();
    let text = format!(",({base})");
    let ran = pipe.rs.raising(|rs| rs.run_text(&text, None, &mut out));
    match ran {
        Ok(()) => match out.into_value() {
            Value::Array(items) => items.to_vec().into_iter().next(),
            other => Some(other),
        },
        Err(_) => None,
    }
}

/// Whether the calls in an expression are methods of a value that cannot change.
fn calls_are_pure(pipe: &Pipe<'_>, base: &str) -> bool {
    let name = base.get(1..).unwrap_or("").split(['.', '[']).next().unwrap_or("");
    let frozen = matches!(
        pipe.rs.variable(name),
        Some(
            Value::Str(_)
                | Value::Int(_)
                | Value::Long(_)
                | Value::Double(_)
                | Value::DateTime(_)
                | Value::Bool(_)
        )
    );
    frozen && !base.contains(['$', ';', '{'])
        || frozen && base.matches('$').count() == 1 && !base.contains([';', '{'])
}
