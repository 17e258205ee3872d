//! Completion of variables, and of what drives show as variables.

use posh_runtime::Value;
use posh_runtime::command::Pipe;
use posh_runtime::scope::Variable;

use super::result::Match;
use crate::core::syntax::type_text;
use crate::management::drives::{aliases, functions};
use crate::utility::variables::visible;

/// The variables that a word such as `$ma`, `${ma` or `$env:H` begins.
pub(super) fn variables(pipe: &Pipe<'_>, word: &str) -> Vec<Match> {
    let sigil = if word.starts_with('@') { '@' } else { '$' };
    let rest = word.get(1..).unwrap_or("");
    let braces = rest.starts_with('{');
    let rest = rest.trim_start_matches('{').trim_end_matches('}');
    let (scope, part) = match rest.rsplit_once(':') {
        Some((scope, part)) => (format!("{scope}:"), part),
        None => (String::new(), rest),
    };
    let pattern =
        if part.contains(['*', '?']) && part != "?" { part.to_owned() } else { part.replace('?', "*") };
    let fits = |name: &str| match posh_runtime::ops::pattern::Wildcard::new(&format!("{pattern}*"), true) {
        Ok(wildcard) => wildcard.matches(name),
        Err(_) => false,
    };
    let write = |name: &str| written(sigil, braces, &scope, name);
    let named = |names: Vec<String>| -> Vec<Match> {
        let mut names = names;
        names.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
        let fitting = names.into_iter().filter(|name| fits(name));
        fitting.map(|name| Match::new(write(&name), name.clone(), "Variable", name)).collect()
    };
    match scope.to_ascii_lowercase().as_str() {
        "env:" => named(posh_runtime::net::environment::all().into_keys().collect()),
        "function:" => named(functions(pipe).iter().map(|f| f.name.to_string()).collect()),
        "alias:" => named(aliases(pipe).iter().map(|a| a.name.to_string()).collect()),
        "" | "global:" | "script:" | "local:" | "private:" | "using:" | "variable:" => {
            let mut found: Vec<_> = visible(pipe).into_iter().filter(|v| fits(&v.name)).collect();
            found.sort_by(|a, b| posh_runtime::text::compare(&a.name, &b.name, true));
            let mut shown: Vec<Match> = found
                .iter()
                .map(|v| Match::new(write(&v.name), v.name.to_string(), "Variable", tooltip(v)))
                .collect();
            if scope.is_empty() && sigil == '$' && !braces {
                shown.extend(environment(part));
                shown.extend(special(part, &shown));
            }
            shown
        }
        _ => Vec::new(),
    }
}

/// The environment's variables, where the word begins `env:`.
fn environment(part: &str) -> Vec<Match> {
    if part.is_empty() || !"env:".starts_with(&part.to_lowercase()) {
        return Vec::new();
    }
    let mut names: Vec<String> =
        posh_runtime::net::environment::all().into_keys().map(|name| format!("env:{name}")).collect();
    names.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
    let shown =
        |name: String| Match::new(format!("${name}"), name.clone(), "Variable", format!("[string]{name}"));
    names.into_iter().map(shown).collect()
}

/// Variables that exist in some places only, and the names that may stand before a colon.
fn special(part: &str, known: &[Match]) -> Vec<Match> {
    const NAMES: [&str; 8] = [
        "Matches",
        "PSCmdlet",
        "PSDebugContext",
        "PSItem",
        "PSLogUserData",
        "PSModuleAutoLoadingPreference",
        "PSSenderInfo",
        "this",
    ];
    const DRIVES: [(&str, &str); 4] = [
        ("Alias", "Drive that contains a view of the aliases stored in a session state"),
        ("Env", "Drive that contains a view of the environment variables for the process"),
        ("Function", "Drive that contains a view of the functions stored in a session state"),
        ("Variable", "Drive that contains a view of those variables stored in a session state"),
    ];
    const SCOPES: [&str; 5] = ["Global:", "Local:", "Private:", "Script:", "Using:"];
    let begins = |name: &&str| !part.is_empty() && name.to_lowercase().starts_with(&part.to_lowercase());
    let new = |name: &&str| !known.iter().any(|m| m.list.eq_ignore_ascii_case(name));
    let names = NAMES.into_iter().filter(begins).filter(new);
    let mut found: Vec<Match> =
        names.map(|name| Match::new(format!("${name}"), name, "Variable", name)).collect();
    let drives = DRIVES.into_iter().filter(|(name, _)| begins(name));
    found.extend(drives.map(|(name, text)| Match::new(format!("${name}:"), name, "Variable", text)));
    let scopes = SCOPES.into_iter().filter(begins);
    found.extend(scopes.map(|name| Match::new(format!("${name}"), name, "Variable", name)));
    found
}

fn written(sigil: char, braces: bool, scope: &str, name: &str) -> String {
    let plain = name == "?"
        || name == "_"
        || (!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '~')));
    if braces || !plain { format!("{sigil}{{{scope}{name}}}") } else { format!("{sigil}{scope}{name}") }
}

/// `[type]$name - description`.
fn tooltip(variable: &Variable) -> String {
    let value = variable.get();
    let name = &variable.name;
    let info = variable.info.borrow();
    let description = info.as_ref().and_then(|i| i.description.as_ref().map(|d| d.lossy().to_owned()));
    let described = match description.filter(|text| !text.is_empty()) {
        Some(text) => format!(" - {text}"),
        None => String::new(),
    };
    match &value {
        Value::Null | Value::Void => format!("{name}{described}"),
        value => {
            let ty = match value {
                Value::Wrapped(_) => "psobject".to_owned(),
                other => other.type_ref().map(|ty| type_text(&ty)).unwrap_or_else(|| "psobject".to_owned()),
            };
            format!("[{ty}]${name}{described}")
        }
    }
}
