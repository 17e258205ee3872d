//! Names of mailboxes and of items' files. Those of folders are in [`super::folder_names`].

use crate::model::{ItemFlags, ItemKey};

/// What parts a file's name from its marks. A colon, as the format says, but for systems that know drives.
pub(super) const INFO_SEPARATOR: char = if cfg!(windows) { ';' } else { ':' };

/// Base name of every item's file: the key and who wrote it.
const SUFFIX: &str = ".cutover";

/// Name of a mailbox's directory: its address, with what no file name may hold written as `%XX`.
pub(super) fn mailbox_directory(address: &str) -> String {
    let mut name = String::new();
    for byte in address.to_lowercase().bytes() {
        let plain = byte.is_ascii_alphanumeric()
            || b"@-_+=~!#$'^{}".contains(&byte)
            || (byte == b'.' && !name.is_empty());
        if plain {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

/// Base name of an item's file.
pub(super) fn base_name(key: ItemKey) -> String {
    format!("{key}{SUFFIX}")
}

/// The key in a file's name, whatever marks follow; `None` for files of others.
pub(super) fn key_of(file_name: &str) -> Option<ItemKey> {
    let base = file_name.split_once(INFO_SEPARATOR).map_or(file_name, |(base, _)| base);
    let hex = base.strip_suffix(SUFFIX)?;
    let bytes: Option<Vec<u8>> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    ItemKey::from_bytes(&bytes?)
}

/// The marks part of a file's name: letters in ASCII order.
pub(super) fn info(flags: ItemFlags) -> String {
    let letters = [
        (flags.draft, 'D'),
        (flags.flagged, 'F'),
        (flags.passed, 'P'),
        (flags.replied, 'R'),
        (flags.seen, 'S'),
    ];
    let set: String = letters.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect();
    format!("{INFO_SEPARATOR}2,{set}")
}

/// The file's name with the mark `S` on or off; other marks stay.
pub(super) fn with_seen(file_name: &str, seen: bool) -> String {
    let (base, marks) = file_name.split_once(INFO_SEPARATOR).unwrap_or((file_name, "2,"));
    let mut letters: Vec<char> = marks.trim_start_matches("2,").chars().filter(|c| *c != 'S').collect();
    if seen {
        letters.push('S');
        letters.sort_unstable();
    }
    format!("{base}{INFO_SEPARATOR}2,{}", letters.into_iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mailbox_names_cannot_climb() {
        assert_eq!(mailbox_directory("Alice@Contoso.com"), "alice@contoso.com");
        assert_eq!(mailbox_directory("../etc@x"), "%2E.%2Fetc@x");
        assert_eq!(mailbox_directory("."), "%2E");
    }

    #[test]
    fn marks() {
        let flags = ItemFlags { seen: true, replied: true, passed: false, flagged: true, draft: false };
        let name = format!("{}{}", base_name(ItemKey::of("x")), info(flags));
        assert!(name.ends_with("2,FRS"), "{name}");
        assert_eq!(key_of(&name), Some(ItemKey::of("x")));
        assert!(with_seen(&name, false).ends_with("2,FR"));
        assert_eq!(with_seen(&with_seen(&name, false), true), name);
        assert_eq!(key_of("1234.M1P1.host:2,S"), None);
    }

    proptest! {
        #[test]
        fn reading_a_name_never_fails(text in ".*") {
            let _ = key_of(&text);
        }
    }
}
