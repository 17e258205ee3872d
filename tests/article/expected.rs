//! Output compared with what is checked in. `UPDATE=1 cargo test -p cutover --test article` writes it anew.

use std::path::PathBuf;

/// Compares with `expected/NAME.txt`.
pub(crate) fn check(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/article/expected")
        .join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect("the expected output can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).expect("there is expected output");
    assert!(text == expected, "{name} differs\n--- expected\n{expected}\n--- actual\n{text}");
}

/// Replaces what differs from run to run: identities, instants, folders.
pub(crate) fn steady(text: &str, folders: &[(&str, &str)]) -> String {
    let mut text = text.replace('\r', "");
    for (folder, name) in folders {
        text = text.replace(folder, name);
    }
    text.split('\n').map(|l| steady_line(l).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

fn steady_line(line: &str) -> String {
    let mut line = line.to_owned();
    while let Some(at) = (0..line.len()).find(|at| line.get(*at..at + 36).is_some_and(is_guid)) {
        line.replace_range(at..at + 36, "<guid>");
    }
    if let Some((label, value)) = line.split_once(" : ")
        && label.contains("DateTime")
        && !value.is_empty()
    {
        line = format!("{label} : <instant>");
    }
    line
}
