//! Completion of places on the drives of variables, functions, aliases and the environment.

use posh_runtime::command::Pipe;
use posh_runtime::ops::pattern::Wildcard;

use super::paths::{Manner, written};
use super::result::Match;
use crate::management::drives::{aliases, functions};
use crate::utility::variables::visible;

/// The places that a word such as `env:H` begins.
pub(super) fn places(pipe: &Pipe<'_>, word: &str, quote: Option<char>) -> Vec<Match> {
    let Some((drive, part)) = word.split_once(':') else { return Vec::new() };
    let part = part.trim_start_matches(['/', '\\']);
    let (drive, mut names): (&str, Vec<String>) = match drive.to_ascii_lowercase().as_str() {
        "env" => ("Env", posh_runtime::net::environment::all().into_keys().collect()),
        "variable" => ("Variable", visible(pipe).iter().map(|v| v.name.to_string()).collect()),
        "function" => ("Function", functions(pipe).iter().map(|f| f.name.to_string()).collect()),
        "alias" => ("Alias", aliases(pipe).iter().map(|a| a.name.to_string()).collect()),
        _ => return Vec::new(),
    };
    let Ok(pattern) = Wildcard::new(&format!("{part}*"), true) else { return Vec::new() };
    names.retain(|name| pattern.matches(name));
    names.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
    names
        .into_iter()
        .map(|name| {
            let path = format!("{drive}:/{name}");
            let text = written(&path, &name, Manner { quote, ..Manner::default() });
            Match::new(text, name, "ProviderItem", path)
        })
        .collect()
}
