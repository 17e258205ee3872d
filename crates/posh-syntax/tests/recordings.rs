//! Replays what PowerShell's parser said about recorded sources.

mod recorded;

use std::collections::BTreeMap;

use recorded::{Row, compare, rows};

/// Cases that differ, by file and aspect; a source is named by its place in the file.
#[test]
fn same_as_powershell() {
    let known = recorded::known_differences();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in ["seeds", "errors", "mutants"] {
        for (index, row) in rows(file).iter().enumerate() {
            for (aspect, difference) in compare(row) {
                let count = counts.entry(format!("{file} {aspect}")).or_default();
                count.1 += 1;
                match difference {
                    None => count.0 += 1,
                    Some(text) => {
                        found.insert(format!("{file} {index} {aspect}"), text);
                    }
                }
            }
        }
    }
    for (name, (passed, total)) in &counts {
        println!("{name}: {passed} / {total}");
    }
    if let Ok(path) = std::env::var("POSH_SYNTAX_DIFFERENCES") {
        let lines: Vec<String> = found.iter().map(|(k, v)| format!("{k}\n{v}")).collect();
        std::fs::write(path, lines.join("\n")).unwrap();
    }
    if std::env::var_os("POSH_SYNTAX_BLESS").is_some() {
        recorded::write_known(&known, &found);
        return;
    }
    let new: Vec<&String> = found.iter().filter(|(k, _)| !known.contains(*k)).map(|(_, v)| v).collect();
    let mended: Vec<&String> = known.iter().filter(|k| !found.contains_key(*k)).collect();
    assert!(
        new.is_empty(),
        "{} cases differ that did not:\n{}",
        new.len(),
        new.iter().take(10).map(|s| s.as_str()).collect::<Vec<_>>().join("\n")
    );
    assert!(mended.is_empty(), "these no longer differ, take them off the list: {mended:?}");
}

#[test]
fn rows_are_read() {
    let all: Vec<Row> = rows("seeds");
    assert!(all.len() > 300);
    assert!(all.iter().all(|row| !row.source.is_empty()));
}
