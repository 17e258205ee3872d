//! The recorded layouts of the article's objects (`tests/conformance/layouts`), replayed byte for byte.
#![allow(clippy::unwrap_used, reason = "helpers of tests: a file that cannot be read fails the test")]

use std::path::PathBuf;
use std::rc::Rc;

use posh_format::{FormatTable, load_format_file, to_string};
use posh_runtime::Runspace;
use posh_runtime::host::NullHost;
use posh_runtime::pipeline::{Collect, Discard};
use serde_json::Value as Json;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/layouts")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

/// A session with the module's functions and views.
fn session() -> Runspace {
    let mut rs = Runspace::new(Rc::new(NullHost));
    posh_cmdlets::register(&mut rs);
    rs.run_text("function Export-ModuleMember { }", None, &mut Discard).ok().unwrap();
    rs.run_text(&read("Shapes.psm1"), None, &mut Discard).ok().unwrap();
    FormatTable::of(&mut rs).append(load_format_file(&read("Shapes.format.ps1xml")).unwrap());
    rs
}

/// The text of an expression's output, or why there is none.
fn text(e: &str, width: usize) -> String {
    let mut rs = session();
    let mut out = Collect::default();
    if let Err(raised) = rs.run_text(e, None, &mut out) {
        return format!("{raised:?}");
    }
    match to_string(&mut rs, &out.items, width) {
        Ok(text) => text,
        Err(raised) => format!("{raised:?}"),
    }
}

/// Expressions whose text differs, and why. The list only shrinks: one that comes out right must leave it.
const KNOWN_DIFFERENCES: &[(&str, &str)] = &[(
    "Get-MigrationBatch | ConvertTo-Json -Depth 3",
    "the CultureInfo in Locale lacks properties: CultureTypes, Calendar, OptionalCalendars, the parts of CompareInfo and \
     TextInfo, and the data of the neutral culture 'en'",
)];

#[test]
fn layouts_are_as_recorded() {
    let mut differences = Vec::new();
    let (mut total, mut known) = (0, 0);
    for line in read("layouts.jsonl").lines() {
        let row: Json = serde_json::from_str(line).unwrap();
        let (e, width) = (row["e"].as_str().unwrap(), row["width"].as_u64().unwrap());
        total += 1;
        let (actual, expected) = (text(e, usize::try_from(width).unwrap()), row["text"].as_str().unwrap());
        if let Some((_, reason)) = KNOWN_DIFFERENCES.iter().find(|(known, _)| *known == e) {
            assert!(actual != expected, "{e} ({width}) is right now: take it off the list ({reason})");
            known += 1;
        } else if actual != expected {
            differences.push(format!("== {e} ({width})\n-- expected\n{expected}\n-- actual\n{actual}"));
        }
    }
    println!("{} of {total} equal, {known} known differences", total - known - differences.len());
    assert!(differences.is_empty(), "{} of {total} differ\n{}", differences.len(), differences.join("\n"));
}
