//! Completion in comments: `#Requires` and the keywords of comment-based help.

use super::result::{Completion, Match};
use super::tables::keys;

const REQUIRES: [(&str, &str); 4] = [
    ("Modules", "[string] or [hashtable]"),
    ("PSEdition", "[string]"),
    ("RunAsAdministrator", "[switch]"),
    ("Version", "[version]"),
];
const MODULE_KEYS: [(&str, &str); 5] = [
    ("GUID", "[string]"),
    ("MaximumVersion", "[string]"),
    ("ModuleName", "[string]"),
    ("ModuleVersion", "[string]"),
    ("RequiredVersion", "[string]"),
];
const EDITIONS: [(&str, &str); 2] = [
    ("Core", "Specifies that the script requires PowerShell 7+ to run."),
    ("Desktop", "Specifies that the script requires Windows PowerShell to run."),
];

/// Completes within the comment from `start` on.
pub(super) fn complete(text: &str, start: usize, cursor: usize) -> Completion {
    let before = text.get(start..cursor).unwrap_or("");
    let lower = before.to_ascii_lowercase();
    if !lower.starts_with("#requires") {
        return Completion { place: Some((start, text.len() - start)), matches: Vec::new() };
    }
    let word = before.rsplit([' ', '-', ',', ';', '{']).next().unwrap_or("");
    let place = Some((cursor - word.len(), word.len()));
    let head = before.get(..before.len() - word.len()).unwrap_or("");
    let known: &[(&str, &str)] = if head.ends_with('-') {
        &REQUIRES
    } else if head.contains("@{") {
        &MODULE_KEYS
    } else if lower.contains("-psedition") {
        let begins = |(name, _): &&(&str, &str)| name.to_lowercase().starts_with(&word.to_lowercase());
        let found = EDITIONS.iter().filter(begins);
        let matches = found.map(|(n, t)| Match::new(*n, *n, "ParameterValue", *t)).collect();
        return Completion { place, matches };
    } else {
        return Completion { place: Some((start, text.len() - start)), matches: Vec::new() };
    };
    let kind = if head.ends_with('-') { "ParameterName" } else { "ParameterValue" };
    let matches = keys(known, &[], word).into_iter().map(|m| Match { kind, ..m }).collect();
    Completion { place, matches }
}
