//! The recorded layouts of the article's objects (`tests/conformance/layouts`), replayed byte for byte.

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

fn text(e: &str, width: usize) -> String {
    let mut rs = session();
    let mut out = Collect::default();
    if let Err(raised) = rs.run_text(e, None, &mut out) {
        return match raised.record() {
            Some(r) => format!("ERROR {}", r.message()),
            None => "ERROR".into(),
        };
    }
    to_string(&mut rs, &out.items, width).unwrap_or_else(|_| "ERROR".into())
}

#[test]
fn layouts_are_as_recorded() {
    let mut missing = Vec::new();
    let (mut passed, mut total) = (0, 0);
    for line in read("layouts.jsonl").lines() {
        let row: Json = serde_json::from_str(line).unwrap();
        let (e, width) = (row["e"].as_str().unwrap(), row["width"].as_u64().unwrap());
        let actual = text(e, usize::try_from(width).unwrap());
        total += 1;
        if actual == row["text"].as_str().unwrap() {
            passed += 1;
        } else {
            missing.push(format!("== {e} ({width})\n{actual}"));
        }
    }
    println!("{passed} / {total}");
    assert!(missing.is_empty(), "{passed} / {total}\n{}", missing.join("\n"));
}
