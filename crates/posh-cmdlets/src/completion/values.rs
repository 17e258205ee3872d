//! Values that stand for themselves: names of sets and enumerations.

use super::result::Match;

/// The values that a word begins, sorted, quoted where they must be.
pub(super) fn begun_by(values: &[String], word: &str, quote: Option<char>) -> Vec<Match> {
    let mut values: Vec<&String> = values.iter().collect();
    values.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
    values.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let begins = |value: &str| value.to_lowercase().starts_with(&word.to_lowercase());
    let fitting = values.into_iter().filter(|value| begins(value));
    fitting.map(|value| Match::new(quoted(value, quote), value, "ParameterValue", value)).collect()
}

/// A value as an argument is written.
pub(super) fn quoted(value: &str, quote: Option<char>) -> String {
    match quote {
        Some('"') => format!("\"{value}\""),
        Some(_) => format!("'{}'", value.replace('\'', "''")),
        None if value.contains([' ', '\'', '"', ';', ',', '(', ')', '{', '}', '|', '&', '$', '`']) => {
            format!("'{}'", value.replace('\'', "''"))
        }
        None => value.to_owned(),
    }
}
