//! Completion of commands' names.

use std::rc::Rc;

use posh_runtime::command::{CommandKind, Pipe};
use posh_runtime::ops::pattern::Wildcard;

use super::paths::{Manner, files};
use super::result::Match;
use crate::core::command_info::{module_name, parameters_of};
use crate::core::syntax;
use crate::management::drives::{aliases, functions};

/// The commands that a word begins; the files, where there is no such command.
pub(super) fn commands(pipe: &mut Pipe<'_>, word: &str, quote: Option<char>, called: bool) -> Vec<Match> {
    if word.is_empty() {
        return Vec::new();
    }
    let manner = Manner { quote, command: !called, literal: true, ..Manner::default() };
    if word.contains('/') || word.starts_with(['.', '~']) {
        return if matches!(word, "." | "..") { Vec::new() } else { files(pipe.rs, word, manner) };
    }
    let found = named(pipe, word, quote);
    if found.is_empty() && !is_statement(word) { files(pipe.rs, word, manner) } else { found }
}

/// Words that the grammar keeps: no file of that beginning is meant.
fn is_statement(word: &str) -> bool {
    ["in", "if", "try", "end", "do", "for", "while", "until"].iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// The commands that a word begins.
pub(super) fn named(pipe: &mut Pipe<'_>, word: &str, quote: Option<char>) -> Vec<Match> {
    if ["in", "if"].iter().any(|w| w.eq_ignore_ascii_case(word)) {
        return Vec::new();
    }
    let (module, part) = match word.rsplit_once('\\') {
        Some((module, part)) => (Some(module), part),
        None => (None, word),
    };
    let Ok(pattern) = Wildcard::new(&format!("{part}*"), true) else { return Vec::new() };
    let mut kinds: Vec<CommandKind> = Vec::new();
    kinds.extend(aliases(pipe).into_iter().map(CommandKind::Alias));
    kinds.extend(functions(pipe).into_iter().map(CommandKind::Function));
    kinds.extend(pipe.rs.cmdlets().into_iter().map(CommandKind::Cmdlet));
    kinds.extend(programs(&pattern));
    kinds.retain(|kind| pattern.matches(&short_name(kind)));
    if let Some(module) = module {
        kinds.retain(|kind| module_name(kind).eq_ignore_ascii_case(module));
    }
    kinds.sort_by_key(|kind| (rank(kind), short_name(kind).to_lowercase()));
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for kind in kinds {
        let name = short_name(&kind);
        if seen.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let tooltip = tooltip(pipe, &kind);
        let text = match module {
            Some(module) => format!("{module}\\{name}"),
            None => name.clone(),
        };
        let text = match quote {
            Some(quote) => format!("{quote}{text}{quote}"),
            None => text,
        };
        found.push(Match::new(text, name.clone(), "Command", tooltip));
        seen.push(name);
    }
    found
}

/// Aliases come first, programs last.
fn rank(kind: &CommandKind) -> u8 {
    match kind {
        CommandKind::Application(_) => 1,
        _ => 0,
    }
}

fn short_name(kind: &CommandKind) -> String {
    match kind {
        CommandKind::Application(path) => {
            path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
        }
        other => other.name().to_string(),
    }
}

fn tooltip(pipe: &mut Pipe<'_>, kind: &CommandKind) -> String {
    match kind {
        CommandKind::Alias(alias) => alias.definition.to_string(),
        CommandKind::Application(path) => path.display().to_string(),
        other => {
            let name = other.name().to_string();
            match parameters_of(pipe.rs, other) {
                Ok(Some(parameters)) => {
                    let text = syntax::of_command(&name, &parameters);
                    text.lines().find(|line| !line.trim().is_empty()).unwrap_or(&name).to_owned()
                }
                _ => name,
            }
        }
    }
}

fn programs(pattern: &Wildcard) -> Vec<CommandKind> {
    let Some(paths) = std::env::var_os("PATH") else { return Vec::new() };
    let mut found = Vec::new();
    for folder in std::env::split_paths(&paths) {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if pattern.matches(&entry.file_name().to_string_lossy()) && entry.path().is_file() {
                found.push(CommandKind::Application(Rc::new(entry.path())));
            }
        }
    }
    found
}
