//! Comparing and folding text as PowerShell does: by ICU's order, letter case aside unless asked.

use std::cell::OnceCell;
use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};

/// The text with letter case folded.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Whether two texts are the same but for letter case, character by character.
pub fn eq_fold(a: &str, b: &str) -> bool {
    if a.len() == b.len() && a.eq_ignore_ascii_case(b) {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        return false;
    }
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

struct Collators {
    sensitive: Option<CollatorBorrowed<'static>>,
    insensitive: Option<CollatorBorrowed<'static>>,
}

thread_local! {
    static COLLATORS: OnceCell<Collators> = const { OnceCell::new() };
}

fn collator(strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    options.alternate_handling = Some(AlternateHandling::NonIgnorable);
    Collator::try_new(Default::default(), options).ok()
}

/// Whether ASCII text compares the same byte by byte as by ICU's rules for equality: control characters are ignorable
/// there.
fn plain_ascii(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

/// Whether a text has characters that are the wide or narrow form of others.
fn has_width(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| ('\u{ff00}'..='\u{ffef}').contains(&c))
}

/// Order of two texts in the culture's (ICU) order.
pub fn compare(a: &str, b: &str, ignore_case: bool) -> Ordering {
    COLLATORS.with(|cell| {
        let collators = cell.get_or_init(|| Collators {
            sensitive: collator(Strength::Tertiary),
            insensitive: collator(Strength::Secondary),
        });
        let collator = if ignore_case { &collators.insensitive } else { &collators.sensitive };
        match collator {
            Some(c) => match c.compare(a, b) {
                // .NET keeps the width of characters apart.
                Ordering::Equal if (has_width(a) || has_width(b)) && !eq_fold(a, b) => a.cmp(b),
                order => order,
            },
            None => a.cmp(b),
        }
    })
}

/// Whether two texts are equal in the culture's order.
pub fn equal(a: &str, b: &str, ignore_case: bool) -> bool {
    if a == b {
        return true;
    }
    if plain_ascii(a) && plain_ascii(b) {
        return ignore_case && a.eq_ignore_ascii_case(b);
    }
    compare(a, b, ignore_case) == Ordering::Equal
}

/// Text of a file's bytes: UTF-8, or what its byte order mark says.
pub fn decode(bytes: &[u8]) -> String {
    let units = |bytes: &[u8], join: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| join([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_that_of_icu() {
        assert_eq!(compare("co-op", "coop", true), Ordering::Less);
        assert_eq!(compare("a", "B", false), Ordering::Less);
        assert_eq!(compare("a", "A", false), Ordering::Less);
        assert!(equal("Straße", "STRASSE", true) || !equal("Straße", "STRASSE", false));
        assert!(equal("ABC", "abc", true));
        assert!(!equal("ABC", "abc", false));
    }
}
