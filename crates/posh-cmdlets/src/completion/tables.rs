//! Keys of hashtables: of calculated properties, of `#Requires`' modules, of a table's own index.

use super::result::Match;

/// The keys that a command's calculated properties take.
pub(super) fn calculated(command: &str) -> Option<&'static [(&'static str, &'static str)]> {
    const SELECT: &[(&str, &str)] = &[("Name", "[string]"), ("Expression", "[scriptblock]")];
    const SORT: &[(&str, &str)] =
        &[("Expression", "[scriptblock]"), ("Ascending", "[bool]"), ("Descending", "[bool]")];
    const TABLE: &[(&str, &str)] = &[
        ("Expression", "[scriptblock]"),
        ("FormatString", "[string]"),
        ("Label", "[string]"),
        ("Width", "[int]"),
        ("Alignment", "[string]"),
    ];
    Some(match command {
        "select-object" => SELECT,
        "sort-object" => SORT,
        "group-object" => &[("Expression", "[scriptblock]")],
        "format-table" => TABLE,
        "format-list" => {
            &[("Expression", "[scriptblock]"), ("FormatString", "[string]"), ("Label", "[string]")]
        }
        "format-wide" => &[("Expression", "[scriptblock]"), ("FormatString", "[string]")],
        "format-custom" => &[("Expression", "[scriptblock]"), ("Depth", "[int]")],
        _ => return None,
    })
}

/// Keys that a word begins and that are not given.
pub(super) fn keys(known: &[(&str, &str)], given: &[String], word: &str) -> Vec<Match> {
    known
        .iter()
        .filter(|(name, _)| name.to_lowercase().starts_with(&word.to_lowercase()))
        .filter(|(name, _)| !given.iter().any(|g| g.eq_ignore_ascii_case(name)))
        .map(|(name, tooltip)| Match::new(*name, *name, "Property", *tooltip))
        .collect()
}
