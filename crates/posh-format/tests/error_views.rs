//! The recorded error views (`tests/conformance/tables/errors.jsonl`, column `s`) of the errors that the runtime raises
//! as PowerShell does, and the parse errors of `tests/conformance/parse/stderr.jsonl` in plain text and in colour.
#![allow(clippy::unwrap_used, reason = "helpers of tests: a file that cannot be read fails the test")]

use std::path::PathBuf;
use std::rc::Rc;

use posh_format::{Style, format_error};
use posh_runtime::host::NullHost;
use posh_runtime::pipeline::Discard;
use posh_runtime::{Raised, Runspace, Value};
use serde_json::Value as Json;

fn rows(path: &str) -> Vec<Json> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance").join(path);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn session() -> Runspace {
    let mut rs = Runspace::new(Rc::new(NullHost));
    posh_cmdlets::register(&mut rs);
    rs
}

/// The error that a text ends with inside of a `try`, as the recordings were made.
fn error_of(rs: &mut Runspace, e: &str) -> Option<Value> {
    let block = match rs.script_block_of_text(e) {
        Ok(block) => block,
        Err(raised) => return object(*raised),
    };
    let Value::Block(block) = block else { return None };
    rs.raising(|rs| rs.invoke_dotted(&block, Vec::new(), &mut Discard)).err().and_then(|r| object(*r))
}

fn object(raised: Raised) -> Option<Value> {
    match raised {
        Raised::Error(object) => Some(Value::Object(object)),
        _ => None,
    }
}

#[test]
fn error_views_are_as_recorded() {
    let (mut same_error, mut passed) = (0, 0);
    let mut differences = Vec::new();
    for row in rows("tables/errors.jsonl") {
        let (Some(message), Some(shown)) = (row["m"].as_str(), row["s"].as_str()) else { continue };
        let mut rs = session();
        let Some(error) = error_of(&mut rs, row["e"].as_str().unwrap()) else { continue };
        let record = error.native::<posh_runtime::ErrorRecord>().unwrap();
        let is_same = record.message().lossy() == message
            && record.category_text() == row["c"].as_str().unwrap_or_default()
            && record.fully_qualified_id() == row["err"].as_str().unwrap_or_default();
        if !is_same {
            continue;
        }
        same_error += 1;
        let text = format_error(&mut rs, &error, 120, Style::Plain, None);
        if text.trim_end_matches('\n') == shown {
            passed += 1;
        } else {
            differences.push(format!("== {}\n-- want\n{shown}\n-- got\n{text}", row["e"].as_str().unwrap()));
        }
    }
    println!("error views: {passed} / {same_error}");
    assert!(same_error >= 540, "{same_error} rows raise the recorded error");
    assert!(differences.is_empty(), "{passed} / {same_error}\n{}", differences.join("\n"));
}

#[test]
fn parse_errors_are_as_recorded() {
    let mut differences = Vec::new();
    let (mut passed, mut total) = (0, 0);
    for row in rows("parse/stderr.jsonl") {
        let source = row["s"].as_str().unwrap();
        let mut rs = session();
        let raised = rs.run_text(source, Some("<DIR>/t.ps1"), &mut Discard).err();
        for (mode, style) in [("plain", Style::Plain), ("color", Style::Ansi)] {
            let Some(want) = row[mode]["err"].as_str().filter(|w| w.contains("ParserError: ")) else {
                continue;
            };
            // Errors of types that are compiled at the first run are the runtime's to raise.
            let Some(error) = raised.as_deref().cloned().and_then(object) else { continue };
            total += 1;
            let got = format_error(&mut rs, &error, 80, style, None) + "\n";
            if got == want {
                passed += 1;
            } else {
                differences.push(format!("== {mode}: {source}\n-- want\n{want:?}\n-- got\n{got:?}"));
            }
        }
    }
    println!("parse errors: {passed} / {total}");
    assert!(total >= 70, "{total} rows raise a parse error");
    assert!(differences.is_empty(), "{passed} / {total}\n{}", differences.join("\n"));
}
