//! Expressions with cmdlets, and what a real PowerShell made of them.
//!
//! `SHOW=1 cargo test -p posh-cmdlets --test tables -- --nocapture` prints the rows that differ.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod render;

use std::cell::RefCell;
use std::rc::Rc;

use posh_runtime::error::ErrorRecord;
use posh_runtime::host::{Host, Stream};
use posh_runtime::names::Name;
use posh_runtime::pipeline::Collect;
use posh_runtime::runspace::{Limits, Runspace};
use posh_runtime::{Result, Value};
use serde_json::{Map, Value as Json, json};

#[derive(Default)]
struct Recorder {
    errors: RefCell<Vec<Value>>,
    warnings: RefCell<Vec<Value>>,
}

impl Host for Recorder {
    fn stream(&self, _: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        match stream {
            Stream::Error => self.errors.borrow_mut().push(value),
            Stream::Warning => self.warnings.borrow_mut().push(value),
            _ => {}
        }
        Ok(())
    }
}

fn error(into: &mut Map<String, Json>, record: &ErrorRecord, with_category: bool) {
    into.insert("err".into(), record.fully_qualified_id().into());
    into.insert("x".into(), record.exception.ty().full_name().into());
    into.insert("m".into(), record.message().lossy().into());
    if with_category {
        into.insert("c".into(), record.category_text().into());
    }
}

fn outputs(rs: &mut Runspace, items: &[Value], into: &mut Map<String, Json>) {
    let types: Vec<Json> = items
        .iter()
        .map(|v| v.base().type_ref().map_or_else(|| "null".into(), |t| t.full_name().into()))
        .collect();
    let texts: Vec<Json> = items.iter().map(|v| render::render(rs, v, 0).into()).collect();
    let one = |mut list: Vec<Json>| if list.len() == 1 { list.pop().unwrap() } else { Json::Array(list) };
    into.insert("t".into(), one(types));
    into.insert("v".into(), one(texts));
}

fn run(expression: &str, with_category: bool) -> Map<String, Json> {
    let host = Rc::new(Recorder::default());
    let mut rs = Runspace::new(host.clone());
    posh_cmdlets::register(&mut rs);
    rs.location = "/".into();
    rs.refresh_location();
    rs.set_limits(Limits {
        deadline: Some(std::time::Instant::now() + std::time::Duration::from_secs(20)),
        ..Limits::default()
    });
    let mut row = Map::new();
    let block = match rs.script_block_of_text(expression) {
        Ok(block) => block,
        Err(raised) => {
            if let Some(record) = raised.record() {
                error(&mut row, record, with_category);
            }
            return row;
        }
    };
    rs.global.set(Name::of("__block"), block);
    let mut out = Collect::default();
    let script = "try { & $__block } catch { $global:__caught = $_ }";
    let done = rs.run_text(script, None, &mut out);
    let caught = rs.global.own_value(Name::of("__caught"));
    if caught.is_none() || !out.items.is_empty() {
        outputs(&mut rs, &out.items, &mut row);
    }
    let texts = |list: &RefCell<Vec<Value>>| -> Vec<Json> {
        list.borrow().iter().map(|v| posh_runtime::convert::plain_text(v).into()).collect()
    };
    if !host.warnings.borrow().is_empty() {
        row.insert("w".into(), texts(&host.warnings).into());
    }
    let errors: Vec<Json> = host
        .errors
        .borrow()
        .iter()
        .filter_map(|v| v.native::<ErrorRecord>())
        .map(|r| {
            let mut entry = Map::new();
            error(&mut entry, r, with_category);
            Json::Object(entry)
        })
        .collect();
    if !errors.is_empty() {
        row.insert("nt".into(), errors.into());
    }
    if let Some(record) = caught.as_ref().and_then(|v| v.native::<ErrorRecord>()) {
        error(&mut row, record, with_category);
    }
    if let Err(raised) = done
        && raised.record().is_some()
    {
        row.insert(
            "ended".into(),
            json!(raised.record().map_or_else(String::new, |r| r.message().lossy().to_owned())),
        );
    }
    row
}

/// Runs a table; how many rows came out as recorded, and how many there are.
fn table(name: &str) -> (usize, usize) {
    let path = if name.starts_with('/') {
        format!("{name}.jsonl")
    } else {
        format!("{}/../../tests/conformance/tables/{name}.jsonl", env!("CARGO_MANIFEST_DIR"))
    };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let show = std::env::var("SHOW").is_ok();
    let (mut passed, mut total) = (0, 0);
    for line in text.lines() {
        let mut expected: Map<String, Json> = serde_json::from_str(line).unwrap();
        let expression = expected.remove("e").unwrap();
        let with_category = line.contains("\"c\":");
        let strip = |row: &mut Map<String, Json>| {
            row.remove("s");
            if let Some(Json::Array(list)) = row.get_mut("nt") {
                for entry in list.iter_mut().filter_map(Json::as_object_mut) {
                    entry.remove("s");
                }
            }
        };
        strip(&mut expected);
        let actual = run(expression.as_str().unwrap(), with_category);
        total += 1;
        if actual == expected {
            passed += 1;
        } else if show {
            println!(
                "--- {}\n  want {}\n  got  {}",
                expression.as_str().unwrap(),
                Json::Object(expected),
                Json::Object(actual)
            );
        }
    }
    println!("{name}: {passed} of {total}");
    (passed, total)
}

/// The recorded rows that come out as recorded; the numbers may only rise.
#[test]
fn objects() {
    let (passed, total) = table("objects");
    assert!(passed >= 631, "{passed} of {total}");
}

/// As above, of the table of JSON, CSV, paths and texts.
#[test]
fn textcmdlets() {
    let (passed, total) = table("textcmdlets");
    assert!(passed >= 556, "{passed} of {total}");
}

/// A table that is not part of the repository, for measuring: `TABLE=/path/to/errors`.
#[test]
fn other() {
    if let Ok(path) = std::env::var("TABLE") {
        table(&path);
    }
}
