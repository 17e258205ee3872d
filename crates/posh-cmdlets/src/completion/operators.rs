//! Operators, by their names.

use super::result::Match;

const COLLECTION: &str = "When the left operand is a collection, returns values from the collection that";

/// The operators that a word such as `-i` begins.
pub(super) fn operators(word: &str) -> Vec<Match> {
    let part = word.trim_start_matches('-').to_ascii_lowercase();
    let mut all: Vec<(String, String)> =
        PLAIN.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
    for (prefix, cased) in [("", "case insensitive"), ("c", "case sensitive"), ("i", "case insensitive")] {
        all.extend(COMPARING.iter().map(|(name, what, verb)| {
            let verb = if prefix != "c" && *name == "contains" { &RIGHT_IN_ANY } else { verb };
            let text = match *verb {
                "" => format!("{what} - {cased}."),
                verb if verb.starts_with(char::is_uppercase) => format!("{what} - {cased}. {verb}"),
                verb => {
                    let single = singular(verb);
                    format!(
                        "{what} - {cased}. {COLLECTION} {verb} the right {operand}, otherwise returns TRUE if the left \
                         operand {single} the right operand.",
                        operand = if verb.contains("match") { "hand operand" } else { "operand" },
                    )
                }
            };
            (format!("{prefix}{name}"), text)
        }));
    }
    all.retain(|(name, _)| name.starts_with(&part));
    all.sort();
    all.into_iter().map(|(name, text)| Match::new(format!("-{name}"), name, "ParameterName", text)).collect()
}

fn singular(verb: &str) -> String {
    match verb {
        "equal" => "equals".to_owned(),
        "match" => "matches".to_owned(),
        "are greater than" => "is greater than".to_owned(),
        "are greater than or equal to" => "is greater than or equal to".to_owned(),
        "are less than" => "is less than".to_owned(),
        "are less than or equal to" => "is less than or equal to".to_owned(),
        "do not equal" => "does not equal".to_owned(),
        "do not match" => "does not match".to_owned(),
        other => other.to_owned(),
    }
}

const PLAIN: [(&str, &str); 15] = [
    ("and", "Logical and. Returns TRUE when both statements are TRUE."),
    ("as", "Converts the left operand to the specified .NET Framework type (right operand)."),
    ("band", "Bitwise AND"),
    ("bnot", "Bitwise NOT"),
    ("bor", "Bitwise OR (inclusive)"),
    ("bxor", "Bitwise OR (exclusive)"),
    ("f", "Formats strings by using the format method of string objects."),
    (
        "is",
        "Returns TRUE when the left operand is an instance of the specified .NET Framework type (right operand).",
    ),
    (
        "isnot",
        "Returns TRUE when the left operand is not an instance of the specified .NET Framework type (right operand).",
    ),
    ("join", "Combine one or more strings into a single string."),
    ("not", "Logical not. Negates the statement that follows it."),
    ("or", "Logical or. Returns TRUE when either statement is TRUE."),
    (
        "shl",
        "Shift Left bit operator. Inserts zero in the right-most bit position. For signed values, sign bit is preserved.",
    ),
    (
        "shr",
        "Shift Right bit operator. Inserts zero in the left-most bit position. For signed values, sign bit is preserved.",
    ),
    ("xor", "Logical exclusive or. Returns TRUE when one statement is TRUE and the other is FALSE."),
];

const LEFT_IN: &str = "Returns TRUE when the test value (left operand) exactly matches at least one of the values in the right operand.";
const LEFT_NOT_IN: &str = "Returns TRUE when the test value (left operand) exactly matches none of the values in the right operand.";
const RIGHT_IN: &str = "Returns TRUE only when the test value (right operand) exactly matches at least one of the values in the left operand.";
const RIGHT_IN_ANY: &str = "Returns TRUE when the test value (right operand) exactly matches at least one of the values in the left operand.";
const RIGHT_NOT_IN: &str = "Returns TRUE when the test value (right operand) exactly matches none of the values in the left operand.";

/// Name, what it is, and what it does: a verb of collections, or a sentence.
const COMPARING: [(&str, &str, &str); 16] = [
    ("contains", "Containment operator", RIGHT_IN),
    ("eq", "Equal to", "equal"),
    ("ge", "Greater than or equal to", "are greater than or equal to"),
    ("gt", "Greater than", "are greater than"),
    ("in", "Containment operator", LEFT_IN),
    ("le", "Less than or equal to", "are less than or equal to"),
    ("like", "Wildcard matching operator", "match"),
    ("lt", "Less than", "are less than"),
    ("match", "Regular expression matching operator", "match"),
    ("ne", "Not equal to", "do not equal"),
    ("notcontains", "Containment operator", RIGHT_NOT_IN),
    ("notin", "Containment operator", LEFT_NOT_IN),
    ("notlike", "Wildcard matching operator", "do not match"),
    ("notmatch", "Regular expression matching operator", "do not match"),
    (
        "replace",
        "Replace operator",
        "Changes the left operand. Example: (dir *.ps1).FullName -replace '.ps1$','.ps1.bak'",
    ),
    ("split", "Split", "Split one or more strings into substrings."),
];
