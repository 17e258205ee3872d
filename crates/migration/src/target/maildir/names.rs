//! File and folder names of a Maildir++.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::{Digest, Sha256};

use crate::model::{ItemFlags, ItemKey};

/// What parts a file's name from its marks. A colon, as the format says, but for systems that know drives.
pub(super) const INFO_SEPARATOR: char = if cfg!(windows) { ';' } else { ':' };

/// Longest name of a folder, in bytes; most file systems take 255.
const NAME_LIMIT: usize = 240;

/// Base name of every item's file: the key and who wrote it.
const SUFFIX: &str = ".cutover";

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Encodes a folder's name in modified UTF-7 (RFC 3501, 5.1.3). A dot, which parts levels, a slash and what no file
/// name may hold are encoded too, so every name has its place and none leaves the mailbox.
pub(super) fn encode_folder(name: &str) -> String {
    let mut encoded = String::new();
    let mut run: Vec<u16> = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') && !matches!(c, '.' | '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        {
            flush(&mut run, &mut encoded);
            encoded.push(c);
            if c == '&' {
                encoded.push('-');
            }
        } else {
            run.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut run, &mut encoded);
    if encoded.is_empty() { "&-".to_owned() } else { encoded }
}

fn flush(run: &mut Vec<u16>, encoded: &mut String) {
    if run.is_empty() {
        return;
    }
    let bytes: Vec<u8> = run.drain(..).flat_map(u16::to_be_bytes).collect();
    encoded.push('&');
    encoded.push_str(&BASE64.encode(bytes));
    encoded.push('-');
}

/// Decodes modified UTF-7; what is not well-formed stays as it is.
pub(super) fn decode_folder(encoded: &str) -> String {
    if encoded == "&-" {
        return "&".to_owned();
    }
    let mut decoded = String::new();
    let mut rest = encoded;
    while let Some((plain, after)) = rest.split_once('&') {
        decoded.push_str(plain);
        let Some((run, tail)) = after.split_once('-') else {
            decoded.push('&');
            rest = after;
            continue;
        };
        match decode_run(run) {
            Some(text) => decoded.push_str(&text),
            None => decoded.extend(["&", run, "-"]),
        }
        rest = tail;
    }
    decoded.push_str(rest);
    decoded
}

fn decode_run(run: &str) -> Option<String> {
    if run.is_empty() {
        return Some("&".to_owned());
    }
    let bytes = BASE64.decode(run).ok()?;
    let units: Vec<u16> =
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes)).collect();
    String::from_utf16(&units).ok()
}

/// Name of a folder's directory: `.A.B`. One too long is cut and made distinct by a digest.
pub(super) fn folder_directory(path: &[String]) -> String {
    let name: String = path.iter().map(|level| format!(".{}", encode_folder(level))).collect();
    if name.len() <= NAME_LIMIT {
        return name;
    }
    let digest = Sha256::digest(name.as_bytes());
    let tail: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let head: String = name.chars().take(NAME_LIMIT - tail.len() - 1).collect();
    format!("{head}~{tail}")
}

/// Levels of a folder's directory name.
pub(super) fn folder_path(directory: &str) -> Option<Vec<String>> {
    let levels = directory.strip_prefix('.')?;
    Some(levels.split('.').map(decode_folder).collect())
}

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
    fn known_encodings() {
        assert_eq!(encode_folder("Entwürfe"), "Entw&APw-rfe");
        assert_eq!(encode_folder("台北"), "&U,BTFw-");
        assert_eq!(encode_folder("R&D"), "R&-D");
        assert_eq!(encode_folder(".."), "&AC4ALg-");
        assert_eq!(encode_folder("a/b"), "a&AC8-b");
        assert_eq!(folder_directory(&["Projects".into(), "v1.2".into()]), ".Projects.v1&AC4-2");
        assert_eq!(folder_path(".Projects.v1&AC4-2"), Some(vec!["Projects".into(), "v1.2".into()]));
    }

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        let (a, b) = ("x".repeat(300) + "a", "x".repeat(300) + "b");
        let (a, b) = (folder_directory(&[a]), folder_directory(&[b]));
        assert!(a.len() <= 255 && b.len() <= 255);
        assert_ne!(a, b);
    }

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
        fn folder_names_round_trip(name in "\\PC{1,40}") {
            let encoded = encode_folder(&name);
            prop_assert!(encoded.is_ascii() && !encoded.contains(['.', '/', '\\']));
            prop_assert_eq!(decode_folder(&encoded), name);
        }

        #[test]
        fn decoding_never_fails(text in ".*") {
            let _ = decode_folder(&text);
            let _ = key_of(&text);
        }
    }
}
