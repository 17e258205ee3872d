//! The recordings, and the comparison of a row with this parser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use posh_syntax::{ParseOptions, Parsed, Source, Span, flatten, parse_with};
use serde_json::Value;

/// A recorded source and what PowerShell said.
pub(crate) struct Row {
    pub(crate) source: String,
    value: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/parse")
}

fn known_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/known-differences.txt")
}

/// The rows of a file.
pub(crate) fn rows(file: &str) -> Vec<Row> {
    let text = fs::read_to_string(folder().join(format!("{file}.jsonl"))).unwrap_or_default();
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap_or_default();
            Row { source: value["s"].as_str().unwrap_or("").to_owned(), value }
        })
        .collect()
}

/// The cases that are known to differ. The list only gets shorter.
pub(crate) fn known_differences() -> BTreeSet<String> {
    let text = fs::read_to_string(known_path()).unwrap_or_default();
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()
}

/// Writes the list anew, without cases that were not on it before (unless it is empty).
pub(crate) fn write_known(known: &BTreeSet<String>, found: &BTreeMap<String, String>) {
    let lines: Vec<&str> =
        found.keys().filter(|k| known.is_empty() || known.contains(*k)).map(String::as_str).collect();
    let written = fs::write(known_path(), lines.join("\n") + "\n");
    assert!(written.is_ok(), "{written:?}");
}

/// Maps byte offsets to UTF-16 offsets.
struct Units(Vec<u32>);

impl Units {
    fn new(text: &str) -> Self {
        let mut map = vec![0; text.len() + 1];
        let mut units = 0;
        for (at, c) in text.char_indices() {
            for i in 0..c.len_utf8() {
                map[at + i] = units;
            }
            units += c.len_utf16() as u32;
        }
        map[text.len()] = units;
        Self(map)
    }

    fn at(&self, offset: u32) -> u64 {
        let last = self.0.len() - 1;
        let inside = (offset as usize).min(last);
        u64::from(self.0[inside]) + (offset as usize - inside) as u64
    }

    fn pair(&self, span: Span) -> (u64, u64) {
        (self.at(span.start), self.at(span.end))
    }
}

type Aspect = (&'static str, Option<String>);

/// Compares a row; each aspect with the difference, if there is one.
pub(crate) fn compare(row: &Row) -> Vec<Aspect> {
    if row.value.get("throws").is_some() {
        return Vec::new();
    }
    let parsed = parse_with(Arc::new(Source::new(row.source.as_str(), None)), ParseOptions { tokens: true });
    let units = Units::new(&row.source);
    let mut aspects = compare_errors(row, &parsed, &units);
    for (name, key) in [("tokens", "tokens"), ("tree", "ast")] {
        if let Some(expected) = row.value.get(key).and_then(Value::as_array) {
            let expected: Vec<String> = expected
                .iter()
                .map(|t| format!("{} {} {}", t[0].as_str().unwrap_or(""), t[1], t[2]))
                .collect();
            let got: Vec<String> = if key == "tokens" {
                parsed.tokens.iter().map(|t| line(&format!("{:?}", t.kind), units.pair(t.span))).collect()
            } else {
                flatten(&parsed.script).iter().map(|(n, s)| line(n, units.pair(*s))).collect()
            };
            aspects.push((name, difference(row, &expected, &got)));
        }
    }
    aspects
}

fn line(name: &str, (start, end): (u64, u64)) -> String {
    format!("{name} {start} {end}")
}

fn difference(row: &Row, expected: &[String], got: &[String]) -> Option<String> {
    (expected != got).then(|| {
        let at = expected.iter().zip(got).take_while(|(a, b)| a == b).count();
        format!(
            "  {:?}\n    wanted {:?}\n    got    {:?}",
            row.source,
            expected.iter().skip(at).take(6).collect::<Vec<_>>(),
            got.iter().skip(at).take(6).collect::<Vec<_>>()
        )
    })
}

fn compare_errors(row: &Row, parsed: &Parsed, units: &Units) -> Vec<Aspect> {
    let expected: Vec<String> = row.value["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| {
            format!(
                "{} {} {} {} {:?}",
                e["id"].as_str().unwrap_or(""),
                e["start"],
                e["end"],
                e["incomplete"],
                e["m"].as_str().unwrap_or("")
            )
        })
        .collect();
    let got: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|d| {
            let (start, end) = units.pair(d.span);
            format!("{} {start} {end} {} {:?}", d.id, d.incomplete, d.message)
        })
        .collect();
    let first = |list: &[String]| list.iter().take(1).cloned().collect::<Vec<_>>();
    let verdict =
        |list: &[String]| vec![list.first().is_some_and(|e| e.split(' ').nth(3) == Some("true")).to_string()];
    vec![
        ("first", difference(row, &first(&expected), &first(&got))),
        ("errors", difference(row, &expected, &got)),
        ("incomplete", difference(row, &verdict(&expected), &verdict(&got))),
    ]
}
