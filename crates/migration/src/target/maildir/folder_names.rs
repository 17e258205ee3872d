//! Names of folders' directories.
//!
//! A level of a folder's path is written with look-alikes for what a directory or a mail server reserves (`2026/Q3`
//! becomes `2026／Q3`), then in modified UTF-7, and the levels are joined by dots. Printable ASCII may not be
//! written in base64 there: servers list such a folder and do not open it.
//!
//! Look-alikes that were in the name from the start get a [`MARK`] behind them, which no one sees, and marks that were
//! are doubled. So no two paths share a name, and every name that is not cut reads back.

use sha2::{Digest, Sha256};

use super::modified_utf7;

/// Longest name of a directory, in bytes; most file systems take 255.
const NAME_LIMIT: usize = 240;

/// A variation selector: text shows the same with and without it.
const MARK: char = '\u{fe00}';

/// What is written for an empty name.
const EMPTY: &str = "_\u{fe00}";

/// What parts the beginning of a name that was too long from its digest.
const CUT: &str = "…\u{fe00}";

/// What a directory's name cannot hold on one system or another, or the server keeps for itself.
const RESERVED: [char; 10] = ['.', '/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Distance from printable ASCII to its full-width forms (U+FF01 to U+FF5E).
const FULL_WIDTH: u32 = 0xfee0;

/// Name of a folder's directory, `.A.B`; and whether it was too long, so that the path is to be kept elsewhere.
pub(super) fn folder_directory(path: &[String]) -> (String, bool) {
    let name: String =
        levels(path).iter().map(|level| format!(".{}", modified_utf7::encode(level))).collect();
    if name.len() <= NAME_LIMIT {
        return (name, false);
    }
    let digest = Sha256::digest(name.as_bytes());
    let digest: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let mut head: Vec<char> = levels(path).join(".").chars().take(NAME_LIMIT).collect();
    loop {
        let shown: String = head.iter().collect::<String>() + CUT + &digest;
        // Dots stand for themselves in modified UTF-7.
        let name = format!(".{}", modified_utf7::encode(&shown));
        if name.len() <= NAME_LIMIT || head.is_empty() {
            return (name, true);
        }
        head.pop();
    }
}

/// The path of a directory's name, as far as the name tells it.
pub(super) fn folder_path(directory: &str) -> Option<Vec<String>> {
    let levels = directory.strip_prefix('.')?;
    Some(levels.split('.').map(|level| shown_as(&modified_utf7::decode(level))).collect())
}

/// The levels as they are shown. A first level that reads INBOX is the inbox to a server, in whatever case; only the
/// inbox's own children may say so, and every other folder of that name is marked.
fn levels(path: &[String]) -> Vec<String> {
    let mut levels: Vec<String> = path.iter().map(|level| show(level)).collect();
    if let Some(first) = levels.first_mut()
        && first.eq_ignore_ascii_case("INBOX")
        && (path.len() == 1 || first != "INBOX")
    {
        first.push(MARK);
    }
    levels
}

/// A level without what is reserved.
fn show(level: &str) -> String {
    if level.is_empty() {
        return EMPTY.to_owned();
    }
    let end = level.chars().count() - 1;
    let mut shown = String::with_capacity(level.len());
    for (at, c) in level.chars().enumerate() {
        match c {
            MARK => shown.extend([MARK, MARK]),
            c if is_look_alike(c) => shown.extend([c, MARK]),
            // Some systems and clients take blanks away at the ends.
            ' ' if at == 0 || at == end => shown.push('\u{a0}'),
            '~' if at == 0 => shown.push(full_width('~')),
            c if RESERVED.contains(&c) => shown.push(full_width(c)),
            c => shown.push(c),
        }
    }
    shown
}

/// The level that is shown so. A name that this module did not write stands for itself as far as it can.
fn shown_as(shown: &str) -> String {
    if shown == EMPTY {
        return String::new();
    }
    let mut level = String::with_capacity(shown.len());
    let mut rest = shown.chars().peekable();
    while let Some(c) = rest.next() {
        let mut marks = usize::from(c == MARK);
        while rest.next_if_eq(&MARK).is_some() {
            marks += 1;
        }
        match (c, marks % 2) {
            (MARK, _) => {}
            (c, 0) => level.push(ascii_of(c).unwrap_or(c)),
            (c, _) => level.push(c),
        }
        level.extend(std::iter::repeat_n(MARK, marks / 2));
    }
    level
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + FULL_WIDTH).unwrap_or(c)
}

/// The character that a look-alike stands for.
fn ascii_of(c: char) -> Option<char> {
    if c == '\u{a0}' {
        return Some(' ');
    }
    let ascii = u32::from(c).checked_sub(FULL_WIDTH).and_then(char::from_u32)?;
    (ascii == '~' || RESERVED.contains(&ascii)).then_some(ascii)
}

fn is_look_alike(c: char) -> bool {
    ascii_of(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn directory(path: &[&str]) -> String {
        let path: Vec<String> = path.iter().map(|level| (*level).to_owned()).collect();
        folder_directory(&path).0
    }

    fn read(directory: &str) -> Vec<String> {
        folder_path(directory).unwrap_or_default()
    }

    #[test]
    fn ordinary_names_are_what_a_server_writes() {
        assert_eq!(directory(&["Projects", "2024"]), ".Projects.2024");
        assert_eq!(directory(&["Entwürfe"]), ".Entw&APw-rfe");
        assert_eq!(directory(&["R&D"]), ".R&-D");
        assert_eq!(directory(&["Sent Items"]), ".Sent Items");
    }

    #[test]
    fn what_is_reserved_is_shown_by_its_look_alike() {
        for (name, shown) in [
            ("2026/Q3", "2026／Q3"),
            ("v1.2", "v1．2"),
            ("..", "．．"),
            ("~peter", "～peter"),
            ("a~", "a~"),
            (" x y ", "\u{a0}x y\u{a0}"),
            (r#"*?"<>|:\"#, "＊？＂＜＞｜：＼"),
        ] {
            assert_eq!(modified_utf7::decode(&directory(&[name])), format!(".{shown}"));
            assert_eq!(read(&directory(&[name])), [name]);
        }
    }

    #[test]
    fn look_alikes_of_old_stay_apart() {
        let names =
            ["a/b", "a／b", "a/\u{fe00}b", "a／\u{fe00}b", "", "_", "_\u{fe00}", "\u{a0}", " ", "&", "&-"];
        let mut directories: Vec<String> = names.iter().map(|name| directory(&[name])).collect();
        for (name, directory) in names.iter().zip(&directories) {
            assert_eq!(read(directory), [*name], "{directory}");
        }
        directories.sort();
        directories.dedup();
        assert_eq!(directories.len(), names.len());
    }

    #[test]
    fn only_children_of_the_inbox_say_inbox() {
        assert_eq!(directory(&["INBOX", "Sub"]), ".INBOX.Sub");
        for path in [&["INBOX"][..], &["inbox"], &["Inbox", "Sub"]] {
            let directory = directory(path);
            let first = modified_utf7::decode(&directory);
            assert!(!first.split('.').any(|level| level.eq_ignore_ascii_case("inbox")), "{first}");
            assert_eq!(read(&directory), path);
        }
    }

    #[test]
    fn what_others_wrote_is_read() {
        assert_eq!(read(".a&AC8-b"), ["a/b"]);
        assert_eq!(read(".x\u{fe00}"), ["x"]);
        assert_eq!(read(".&"), ["&"]);
        assert_eq!(folder_path("cur"), None);
    }

    fn level() -> impl Strategy<Value = String> {
        let nasty = "[./\\\\:*?\"<>|~ &\u{a0}．／＼：＊？＂＜＞｜～\u{fe00}_…-]{0,6}";
        prop_oneof![".{0,20}", nasty, "(?i)inbox\u{fe00}{0,2}", "[a-zß台\u{1f4e6}]{200,300}"]
    }

    proptest! {
        #[test]
        fn paths_round_trip_or_are_cut(path in prop::collection::vec(level(), 1..5)) {
            let (directory, cut) = folder_directory(&path);
            prop_assert!(directory.len() <= NAME_LIMIT);
            prop_assert!(directory.bytes().all(|byte| matches!(byte, b' '..=b'~')));
            prop_assert!(!directory.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!directory.contains("..") && !directory.ends_with(['.', ' ']));
            // A server takes the name in the same form only.
            prop_assert_eq!(&modified_utf7::encode(&modified_utf7::decode(&directory)), &directory);
            if !cut {
                prop_assert_eq!(folder_path(&directory), Some(path));
            }
        }

        #[test]
        fn two_paths_have_two_names(
            one in prop::collection::vec(level(), 1..3),
            other in prop::collection::vec(level(), 1..3),
        ) {
            prop_assert_eq!(one == other, folder_directory(&one) == folder_directory(&other));
        }

        #[test]
        fn reading_never_fails(text in ".*") {
            let _ = folder_path(&text);
        }
    }
}
