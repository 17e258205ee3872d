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

/// The text of an expression's output; `None` where the session could not run it without an error, or where a command
/// made text of it already, so that nothing is laid out.
fn text(e: &str, width: usize) -> Option<String> {
    let mut rs = session();
    let mut out = Collect::default();
    rs.run_text(e, None, &mut out).ok()?;
    if out.items.iter().all(|v| matches!(v, posh_runtime::Value::Str(_))) {
        return None;
    }
    let text = to_string(&mut rs, &out.items, width).ok()?;
    let errors = rs.error_list();
    if posh_runtime::convert::is_true(&errors) { None } else { Some(text) }
}

/// Rows that the session runs and this crate lays out; it may only grow.
const RUN: usize = 90;

#[test]
fn layouts_are_as_recorded() {
    let mut differences = Vec::new();
    let (mut passed, mut run, mut total) = (0, 0, 0);
    for line in read("layouts.jsonl").lines() {
        let row: Json = serde_json::from_str(line).unwrap();
        let (e, width) = (row["e"].as_str().unwrap(), row["width"].as_u64().unwrap());
        total += 1;
        let Some(actual) = text(e, usize::try_from(width).unwrap()) else { continue };
        run += 1;
        if actual == row["text"].as_str().unwrap() {
            passed += 1;
        } else {
            differences.push(format!("== {e} ({width})\n{actual}"));
        }
    }
    println!("{passed} equal of {run} run of {total}");
    assert!(differences.is_empty(), "{passed} equal of {run} run\n{}", differences.join("\n"));
    assert!(run >= RUN, "{run} of {total} rows run");
}
