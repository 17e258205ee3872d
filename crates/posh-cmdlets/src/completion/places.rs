//! Parameters whose values the session knows: variables, drives, modules, encodings ...

use posh_runtime::command::Pipe;

use super::result::Match;
use super::values;
use crate::management::drives::aliases;
use crate::utility::variables::visible;

const ENCODINGS: [&str; 11] = [
    "ansi",
    "ascii",
    "bigendianunicode",
    "bigendianutf32",
    "oem",
    "unicode",
    "utf7",
    "utf8",
    "utf8BOM",
    "utf8NoBOM",
    "utf32",
];
const PROVIDERS: [&str; 5] = ["Alias", "Environment", "FileSystem", "Function", "Variable"];

/// The values of a parameter that has a completer of its own; `None` where it has none.
pub(super) fn special(
    pipe: &mut Pipe<'_>,
    command: &str,
    parameter: &str,
    word: &str,
    quote: Option<char>,
) -> Option<Vec<Match>> {
    let known = |list: &[&str]| {
        let list: Vec<String> = list.iter().map(|v| (*v).to_owned()).collect();
        Some(values::begun_by(&list, word, quote))
    };
    let texts = |list: &[&str]| {
        let begins = |v: &&&str| v.to_lowercase().starts_with(&word.to_lowercase());
        Some(list.iter().filter(begins).map(|v| Match::plain(*v, "Text")).collect())
    };
    match (command, parameter.to_ascii_lowercase().as_str()) {
        (_, "encoding") => {
            let begins = |v: &&&str| v.to_lowercase().starts_with(&word.to_lowercase());
            Some(ENCODINGS.iter().filter(begins).map(|v| Match::plain(*v, "ParameterValue")).collect())
        }
        (_, "psprovider") => known(&PROVIDERS),
        ("get-psprovider", _) => known(&PROVIDERS),
        ("get-psdrive", "name") => known(&["/", "Alias", "Env", "Function", "Temp", "Variable"]),
        ("new-item", "itemtype") => texts(&["Directory", "File", "HardLink", "SymbolicLink"]),
        ("set-strictmode", "version") => texts(&["Latest", "3.0", "2.0", "1.0"]),
        (_, "scope") if command.ends_with("-variable") || command.ends_with("-alias") => {
            texts(&["Global", "Local", "Script"])
        }
        ("get-variable" | "set-variable" | "remove-variable" | "clear-variable", "name") => {
            Some(variable_names(pipe, word))
        }
        ("get-alias" | "remove-alias", "name") => {
            let names: Vec<String> = aliases(pipe).iter().map(|a| a.name.to_string()).collect();
            Some(values::begun_by(&names, word, quote))
        }
        ("get-command", "verb") => {
            let mut verbs: Vec<String> =
                pipe.rs.cmdlets().iter().map(|def| def.verb.to_owned()).filter(|v| !v.is_empty()).collect();
            verbs.sort();
            verbs.dedup();
            let begins = |v: &String| v.to_lowercase().starts_with(&word.to_lowercase());
            Some(verbs.into_iter().filter(begins).map(|v| Match::plain(v, "Text")).collect())
        }
        _ => None,
    }
}

/// Names of variables; `?` would be a wildcard.
fn variable_names(pipe: &Pipe<'_>, word: &str) -> Vec<Match> {
    let mut found: Vec<String> = visible(pipe).iter().map(|v| v.name.to_string()).collect();
    found.retain(|name| name.to_lowercase().starts_with(&word.to_lowercase()));
    found.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
    let shown = |name: String| {
        let text = if name == "?" { "'`?'".to_owned() } else { name.clone() };
        Match::new(text, name.clone(), "ParameterValue", name)
    };
    found.into_iter().map(shown).collect()
}
