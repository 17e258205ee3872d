//! Completion of files and of places on other drives.

use std::path::{Path, PathBuf};

use posh_runtime::Runspace;
use posh_runtime::ops::pattern::Wildcard;

use super::result::Match;

/// How a path is to be written.
#[derive(Clone, Copy, Default)]
pub(super) struct Manner {
    /// The quote that the word begins with.
    pub(super) quote: Option<char>,
    /// Wildcards mean themselves.
    pub(super) literal: bool,
    /// Folders alone.
    pub(super) folders: bool,
    /// In the place of a command: what needs quotes needs the call operator.
    pub(super) command: bool,
}

/// Whether a name has to stand in quotes.
fn needs_quotes(name: &str, literal: bool) -> bool {
    let special =
        |c: char| c.is_whitespace() || "'\"`$&;,(){}|<>".contains(c) || (!literal && matches!(c, '[' | ']'));
    name.starts_with(['@', '#', '-']) || name.contains(special)
}

/// A path as it is written into the line.
pub(super) fn written(path: &str, name: &str, manner: Manner) -> String {
    let mut path = path.to_owned();
    if !manner.literal {
        path = path.replace('`', "``").replace('[', "`[").replace(']', "`]");
    }
    match manner.quote {
        Some('"') => format!("\"{}\"", path.replace('`', "``").replace('$', "`$")),
        Some(_) => format!("'{}'", path.replace('\'', "''")),
        None if needs_quotes(name, manner.literal) => {
            let call = if manner.command { "& " } else { "" };
            format!("{call}'{}'", path.replace('\'', "''"))
        }
        None => path,
    }
}

/// Files that a word begins.
pub(super) fn files(rs: &Runspace, word: &str, manner: Manner) -> Vec<Match> {
    let word = word.replace('\\', "/");
    let (shown, part) = match word.rsplit_once('/') {
        Some((folder, part)) => (format!("{folder}/"), part.to_owned()),
        None => (String::new(), word.clone()),
    };
    let home = std::env::var("HOME").unwrap_or_default();
    let here = rs.location.clone();
    let folder: PathBuf = match shown.as_str() {
        "" => here,
        "~/" => PathBuf::from(&home),
        other => match other.strip_prefix("~/") {
            Some(rest) => Path::new(&home).join(rest),
            None => here.join(other),
        },
    };
    let shown = match shown.as_str() {
        "" => "./".to_owned(),
        s if s.starts_with(['/', '~', '.']) => shown,
        s => format!("./{s}"),
    };
    let Ok(pattern) = Wildcard::new(&format!("{part}*"), true) else { return Vec::new() };
    let mut names: Vec<(String, bool)> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()))
        .filter(|(name, is_folder)| pattern.matches(name) && (*is_folder || !manner.folders))
        .collect();
    names.sort_by(|a, b| posh_runtime::text::compare(&a.0, &b.0, true));
    let absolute = clean(&folder);
    names
        .into_iter()
        .map(|(name, is_folder)| {
            let text = written(&format!("{shown}{name}"), &name, manner);
            let full = format!("{}/{name}", absolute.trim_end_matches('/'));
            Match::new(text, name, if is_folder { "ProviderContainer" } else { "ProviderItem" }, full)
        })
        .collect()
}

/// A path without `.` and `..`.
fn clean(path: &Path) -> String {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out.to_string_lossy().into_owned()
}
