//! Completion: what may stand at the cursor of a line.
//!
//! [`complete`] reads the line up to the cursor (`scan`), and asks what has a say there: commands, parameters and their
//! values, variables, members, files, operators, keys of hashtables. `TabExpansion2` and the prompt share it.

mod arguments;
mod commands;
mod comments;
mod drives;
mod members;
mod operators;
mod paths;
mod places;
mod result;
mod scan;
mod tables;
mod values;
mod variables;

use posh_runtime::command::{CommandKind, Pipe};

pub use result::{Completion, Match};

use paths::{Manner, files};
use scan::{At, Frame, Kind, Open, Scene, Word, scan};

const PREFERENCES: [&str; 7] =
    ["Break", "Continue", "Ignore", "Inquire", "SilentlyContinue", "Stop", "Suspend"];

/// Completes `text` at the byte `cursor`, which must be at a character's border.
pub fn complete(pipe: &mut Pipe<'_>, text: &str, cursor: usize) -> Completion {
    let cursor = cursor.min(text.len());
    if cursor == 0 {
        let end = text.find([' ', '\n', ';', '|']).unwrap_or(text.len());
        let place = (end > 0).then_some((0, end));
        return Completion { place, matches: Vec::new() };
    }
    let scene = scan(text, cursor);
    match scene.at {
        At::Verbatim => Completion::default(),
        At::Comment(start, _) => comments::complete(text, start, cursor),
        At::Gap => at_gap(pipe, text, cursor, &scene),
        At::Word(word) => at_word(pipe, text, &scene, word),
    }
}

fn raw<'a>(text: &'a str, word: &Word) -> &'a str {
    text.get(word.start..word.end).unwrap_or("")
}

/// Between words: the next argument, key or file.
fn at_gap(pipe: &mut Pipe<'_>, text: &str, cursor: usize, scene: &Scene) -> Completion {
    let Some(frame) = scene.frame() else { return Completion::default() };
    let here = Some((cursor, 0));
    if frame.open == Open::Index && frame.words.is_empty() {
        return Completion { place: here, matches: index_keys(pipe, text, scene, "") };
    }
    if let Some(matches) = table_keys(pipe, text, scene, "") {
        return Completion { place: here, matches };
    }
    if let Some(matches) = preference_values(text, frame, "", None) {
        return Completion { place: here, matches };
    }
    let redirected = frame.words.last().is_some_and(|w| w.kind == Kind::Redirection);
    if redirected {
        let literal = Manner { literal: true, ..Manner::default() };
        return Completion { place: here, matches: files(pipe.rs, "", literal) };
    }
    if !is_command(frame) || frame.words.is_empty() {
        return Completion::default();
    }
    let operator = frame.words.first().is_some_and(|w| raw(text, w).starts_with('-'));
    if operator || label(text, frame).is_some() {
        return Completion::default();
    }
    match arguments::call(pipe, text, &frame.words) {
        Some(call) => Completion { place: here, matches: call.values(pipe, "", None) },
        None => Completion::default(),
    }
}

/// Whether the frame's words are a command and its arguments.
fn is_command(frame: &Frame) -> bool {
    frame.called || frame.words.first().is_none_or(|w| w.kind == Kind::Bare)
}

fn label(text: &str, frame: &Frame) -> Option<()> {
    let first = frame.words.first()?;
    let statement = ["break", "continue", "return", "exit", "throw", "function", "filter", "data", "using"];
    statement.iter().any(|s| s.eq_ignore_ascii_case(raw(text, first))).then_some(())
}

fn at_word(pipe: &mut Pipe<'_>, text: &str, scene: &Scene, word: Word) -> Completion {
    // The whole word counts, wherever in it the cursor is.
    let prefix = raw(text, &word);
    let whole = Some((word.start, word.end - word.start));
    match word.kind {
        Kind::Variable | Kind::Group => at_variable(pipe, word, prefix),
        Kind::Type => at_type(pipe, word, prefix),
        Kind::Quoted(quote) => at_text(pipe, text, scene, word, prefix, quote),
        Kind::Bare => at_bare(pipe, text, scene, word, prefix),
        Kind::Comma | Kind::Redirection | Kind::Number => Completion { place: whole, matches: Vec::new() },
    }
}

fn at_variable(pipe: &mut Pipe<'_>, word: Word, prefix: &str) -> Completion {
    let whole = Some((word.start, word.end - word.start));
    let chained = prefix.get(1..).is_some_and(|rest| rest.contains(['.', '[', '(']) || rest.contains("::"));
    let chained = chained || prefix.starts_with(['\'', '"']);
    if !chained {
        return Completion { place: whole, matches: variables::variables(pipe, prefix) };
    }
    member(pipe, word, prefix)
}

fn member(pipe: &mut Pipe<'_>, word: Word, prefix: &str) -> Completion {
    let whole = Some((word.start, word.end - word.start));
    let Some((base, part, of_type)) = members::last_member(prefix) else {
        return Completion { place: whole, matches: Vec::new() };
    };
    let matches = members::members(pipe, base, part, of_type);
    // Where nothing is known of the value, the whole expression is what nothing was found for.
    if matches.is_empty() && part.is_empty() {
        return Completion { place: whole, matches };
    }
    let start = word.start + prefix.len() - part.len();
    let length = word.end.saturating_sub(start);
    Completion { place: Some((start, length)), matches }
}

fn at_type(pipe: &mut Pipe<'_>, word: Word, prefix: &str) -> Completion {
    if prefix.contains(']') {
        return member(pipe, word, prefix);
    }
    let whole = if prefix == "[" {
        (word.start, word.end - word.start)
    } else {
        (word.start + 1, word.end - word.start - 1)
    };
    Completion { place: Some(whole), matches: Vec::new() }
}

fn at_text(
    pipe: &mut Pipe<'_>,
    text: &str,
    scene: &Scene,
    word: Word,
    prefix: &str,
    quote: char,
) -> Completion {
    let place = Some((word.start, word.end - word.start));
    let Some(frame) = scene.frame() else { return Completion::default() };
    let inner = prefix.get(1..).unwrap_or("").trim_end_matches(quote);
    if frame.open == Open::Index && frame.words.is_empty() {
        return Completion { place, matches: index_keys(pipe, text, scene, inner) };
    }
    if let Some(matches) = preference_values(text, frame, inner, Some(quote)) {
        return Completion { place, matches };
    }
    if frame.open == Open::Table && frame.target.is_none() {
        let defaults = scene.frames.iter().rev().nth(1).and_then(|outer| outer.target.as_ref());
        let is_defaults = defaults
            .and_then(|words| words.last())
            .is_some_and(|w| raw(text, w).eq_ignore_ascii_case("$PSDefaultParameterValues"));
        let matches = if is_defaults { commands::named(pipe, inner, Some(quote)) } else { Vec::new() };
        return Completion { place, matches };
    }
    let expanded = expanded(pipe, inner, quote);
    if frame.words.is_empty() {
        let matches = if frame.target.is_some() || inner.contains('/') {
            files(pipe.rs, &expanded, Manner { quote: Some(quote), ..Manner::default() })
        } else {
            commands::commands(pipe, &expanded, Some(quote), true)
        };
        return Completion { place, matches };
    }
    if !is_command(frame) {
        return Completion { place, matches: Vec::new() };
    }
    let matches = match arguments::call(pipe, text, &frame.words) {
        Some(call) => call.values(pipe, &expanded, Some(quote)),
        None => Vec::new(),
    };
    Completion { place, matches }
}

/// A text with its variables' values.
fn expanded(pipe: &Pipe<'_>, text: &str, quote: char) -> String {
    if quote == '\'' || !text.contains('$') {
        return text.to_owned();
    }
    let (name, rest) = match text.strip_prefix('$').and_then(|t| t.split_once('/')) {
        Some((name, rest)) => (name, rest),
        None => return text.to_owned(),
    };
    match pipe.rs.variable(name) {
        Some(value) => format!("{}/{rest}", posh_runtime::convert::plain_text(&value)),
        None => text.to_owned(),
    }
}

fn at_bare(pipe: &mut Pipe<'_>, text: &str, scene: &Scene, word: Word, prefix: &str) -> Completion {
    let place = Some((word.start, word.end - word.start));
    let Some(frame) = scene.frame() else { return Completion::default() };
    if let Some(matches) = table_keys(pipe, text, scene, prefix) {
        return Completion { place, matches };
    }
    if frame.words.last().is_some_and(|w| w.kind == Kind::Redirection) {
        let literal = Manner { literal: true, ..Manner::default() };
        return Completion { place, matches: files(pipe.rs, prefix, literal) };
    }
    if frame.words.is_empty() {
        let whole = raw(text, &word);
        return Completion { place, matches: commands::commands(pipe, whole, None, frame.called) };
    }
    let behind_member = prefix.starts_with('.') && frame.words.last().is_some_and(|w| w.end == word.start);
    if !is_command(frame) {
        if behind_member {
            return Completion { place, matches: Vec::new() };
        }
        let negated = frame.words.last().is_some_and(|w| w.kind == Kind::Comma);
        let matches =
            if prefix.starts_with('-') && !negated { operators::operators(prefix) } else { Vec::new() };
        return Completion { place, matches };
    }
    if label(text, frame).is_some() {
        return at_statement(pipe, text, scene, word, prefix);
    }
    at_argument(pipe, text, frame, word, prefix)
}

/// Behind `break`, `return` and their kin.
fn at_statement(pipe: &mut Pipe<'_>, text: &str, scene: &Scene, word: Word, prefix: &str) -> Completion {
    let place = Some((word.start, word.end - word.start));
    let first =
        scene.frame().and_then(|f| f.words.first()).map(|w| raw(text, w).to_lowercase()).unwrap_or_default();
    let matches = match first.as_str() {
        "return" | "exit" | "throw" => commands::commands(pipe, prefix, None, false),
        _ => Vec::new(),
    };
    Completion { place, matches }
}

fn at_argument(pipe: &mut Pipe<'_>, text: &str, frame: &Frame, word: Word, prefix: &str) -> Completion {
    let place = Some((word.start, word.end - word.start));
    let Some(call) = arguments::call(pipe, text, &frame.words) else {
        return Completion { place, matches: Vec::new() };
    };
    if prefix.starts_with('-') && call.parameters.is_some() {
        if let Some((name, value)) = prefix.split_once(':') {
            let matches = call.values_of_name(pipe, name.trim_start_matches('-'), value);
            let start = word.end - value.len();
            return Completion { place: Some((start, word.end - start)), matches };
        }
        return Completion { place, matches: call.names(prefix) };
    }
    let bare = prefix.replace("` ", " ");
    let bare = if bare.starts_with('$') { expanded(pipe, &bare, '"') } else { bare };
    Completion { place, matches: call.values(pipe, &bare, None) }
}

/// Values of a preference variable that is being assigned to.
fn preference_values(text: &str, frame: &Frame, part: &str, quote: Option<char>) -> Option<Vec<Match>> {
    let [target] = frame.target.as_deref()? else { return None };
    let name = raw(text, target);
    if !name.to_ascii_lowercase().ends_with("preference") || !frame.words.is_empty() {
        return None;
    }
    let quote = quote.unwrap_or('\'');
    let begins = |v: &&str| v.to_lowercase().starts_with(&part.to_lowercase());
    let shown = |v: &str| Match::plain(format!("{quote}{v}{quote}"), "Text");
    Some(PREFERENCES.into_iter().filter(begins).map(shown).collect())
}

/// Keys of the table that an index is asked of: `$table['`.
fn index_keys(pipe: &Pipe<'_>, text: &str, scene: &Scene, part: &str) -> Vec<Match> {
    let outer = scene.frames.iter().rev().nth(1);
    let Some(base) = outer.and_then(|f| f.words.last()).map(|w| raw(text, w)) else { return Vec::new() };
    let value = pipe.rs.variable(base.trim_start_matches('$'));
    let Some(posh_runtime::Value::Hash(table)) = value.as_ref().map(posh_runtime::Value::base) else {
        return Vec::new();
    };
    let mut keys: Vec<String> = table.keys().iter().map(posh_runtime::convert::plain_text).collect();
    keys.retain(|key| key.to_lowercase().starts_with(&part.to_lowercase()));
    keys.sort_by(|a, b| {
        let spaced = |key: &str| !key.contains(' ');
        spaced(a).cmp(&spaced(b)).then_with(|| posh_runtime::text::compare(a, b, true))
    });
    let shown =
        |key: String| Match::new(format!("'{}'", key.replace('\'', "''")), key.clone(), "Property", key);
    keys.into_iter().map(shown).collect()
}

/// Keys of a calculated property's table. `None` where the cursor is at no key of one.
fn table_keys(pipe: &mut Pipe<'_>, text: &str, scene: &Scene, part: &str) -> Option<Vec<Match>> {
    let frame =
        scene.frame().filter(|f| f.open == Open::Table && f.target.is_none() && f.words.is_empty())?;
    let outer = scene.frames.iter().rev().nth(1)?;
    let first = outer.words.first().filter(|w| w.kind == Kind::Bare)?;
    let name = raw(text, first);
    let command = match pipe.rs.try_command(name).ok().flatten() {
        Some(CommandKind::Alias(alias)) => alias.definition.to_lowercase(),
        _ => name.to_lowercase(),
    };
    let Some(known) = tables::calculated(&command) else { return Some(Vec::new()) };
    let mut given: Vec<String> = frame.keys.iter().map(|w| raw(text, w).to_owned()).collect();
    for (short, long) in [("n", "Name"), ("e", "Expression"), ("l", "Label")] {
        if given.iter().any(|key| key.eq_ignore_ascii_case(short)) {
            given.push(long.to_owned());
        }
    }
    // A column has one name.
    if command.starts_with("format-") && given.iter().any(|key| key.eq_ignore_ascii_case("Name")) {
        given.push("Label".to_owned());
    }
    Some(tables::keys(known, &given, part))
}
