//! Expression tables: one row is an expression and what PowerShell made of it.

use std::fs;
use std::io;
use std::path::Path;

use posh_runtime::convert::to_text;
use posh_runtime::pipeline::Collect;
use posh_runtime::{ErrorRecord, Raised, Runspace, Value};
use serde_json::{Map, Value as Json, json};

use crate::options::Options;
use crate::pool;
use crate::render::{render, type_text};
use crate::report::{Outcome, Report};
use crate::row::{Job, RecordingHost, session};

/// Runs every table of the folder that is wanted.
///
/// # Errors
/// Where a file cannot be read, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    for path in files(&options.tables)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !options.wants("tables", &name) {
            continue;
        }
        let mut rows = Vec::new();
        for line in fs::read_to_string(&path)?.lines() {
            let mut row: Map<String, Json> = serde_json::from_str(line)?;
            let Some(Json::String(text)) = row.shift_remove("e") else { continue };
            if options.wants_case(&text) {
                rows.push((text, Json::Object(row)));
            }
        }
        let jobs: Vec<Job> = rows
            .iter()
            .map(|(text, _)| Job::Expression { text: text.clone(), shown: name == "errors" })
            .collect();
        let answers = pool::run(&jobs, options);
        let outcomes: Vec<Outcome> =
            rows.into_iter().zip(answers).map(|((case, want), got)| Outcome { case, want, got }).collect();
        report.area(&name, &outcomes)?;
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    paths.sort();
    Ok(paths)
}

/// `&` gives the row a scope of its own; `.` runs it as at a prompt, and the error is shown while its functions live.
const CALL: &str = "try { & $__row } catch { $global:__caught = $_ }";
const DOT: &str =
    "try { . $__row } catch { $global:__caught = $_; $global:__shown = $_ | Out-String -Width 120 }";

/// Runs a row in a fresh session.
pub fn run(text: &str, shown: bool, seconds: u64) -> Json {
    let (mut rs, host) = session(seconds);
    let mut row = Map::new();
    let block = match rs.script_block_of_text(text) {
        Ok(block) => block,
        Err(raised) => {
            if let Raised::Error(object) = &*raised {
                let record = Value::Object(object.clone());
                error(&mut rs, &record, shown, &mut row);
                if shown {
                    row.insert("s".into(), json!(shown_text(&mut rs, record)));
                }
            }
            // The recordings name the base class for texts that are only incomplete too.
            row.insert("x".into(), json!("System.Management.Automation.ParseException"));
            return Json::Object(row);
        }
    };
    let mut out = Collect::default();
    let ended = rs
        .set_variable("__row", block)
        .and_then(|()| rs.run_text(if shown { DOT } else { CALL }, None, &mut out));
    // A stray `break` or `continue` ended the recorded row too, without a word.
    let ended = match ended {
        Err(raised) if matches!(*raised, Raised::Break(_) | Raised::Continue(_)) => Ok(()),
        other => other,
    };
    let caught = rs.variable("__caught").unwrap_or(Value::Null);
    outputs(&mut rs, &out.items, caught.is_null() && ended.is_ok(), &mut row);
    streams(&mut rs, &host, shown, &mut row);
    match (caught, ended) {
        (Value::Null | Value::Void, Ok(())) => {}
        (Value::Null | Value::Void, Err(raised)) => {
            row.insert("raised".into(), json!(kind(&raised)));
        }
        (caught, _) => {
            error(&mut rs, &caught, shown, &mut row);
            if shown {
                let text = rs.variable("__shown").unwrap_or(Value::Null);
                let text = posh_runtime::convert::plain_text(&text);
                row.insert("s".into(), json!(text.trim_end_matches(['\r', '\n'])));
            }
        }
    }
    Json::Object(row)
}

fn kind(raised: &Raised) -> String {
    match raised {
        Raised::Error(_) => raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default(),
        Raised::Break(_) => "break".into(),
        Raised::Continue(_) => "continue".into(),
        Raised::Return => "return".into(),
        Raised::Exit(code) => format!("exit {code}"),
        Raised::Stopped | Raised::StopUpstream(_) => "stopped".into(),
        Raised::Limit(text) => (*text).into(),
    }
}

fn outputs(rs: &mut Runspace, items: &[Value], ended_well: bool, row: &mut Map<String, Json>) {
    if items.is_empty() && !ended_well {
        return;
    }
    let mut types: Vec<Json> = items.iter().map(|v| json!(type_text(v))).collect();
    let mut texts: Vec<Json> = items.iter().map(|v| json!(render(rs, v))).collect();
    if let (1, Some(ty), Some(text)) = (items.len(), types.pop(), texts.pop()) {
        row.insert("t".into(), ty);
        row.insert("v".into(), text);
        return;
    }
    let types: Vec<Json> = items.iter().map(|v| json!(type_text(v))).collect();
    let texts: Vec<Json> = items.iter().map(|v| json!(render(rs, v))).collect();
    row.insert("t".into(), json!(types));
    row.insert("v".into(), json!(texts));
}

fn streams(rs: &mut Runspace, host: &RecordingHost, shown: bool, row: &mut Map<String, Json>) {
    let warnings = host.warnings.take();
    if !warnings.is_empty() {
        let texts: Vec<Json> = warnings.iter().map(|w| json!(to_text(rs, w).unwrap_or_default())).collect();
        row.insert("w".into(), json!(texts));
    }
    let errors = host.errors.take();
    if errors.is_empty() {
        return;
    }
    let mut list = Vec::new();
    for record in errors {
        let mut entry = Map::new();
        error(rs, &record, shown, &mut entry);
        if shown {
            entry.insert("s".into(), json!(shown_text(rs, record)));
        }
        list.push(Json::Object(entry));
    }
    row.insert("nt".into(), json!(list));
}

/// A record as the console shows it.
fn shown_text(rs: &mut Runspace, record: Value) -> String {
    let mut out = Collect::default();
    let ran = rs
        .set_variable("__record", record)
        .and_then(|()| rs.run_text("$__record | Out-String -Width 120", None, &mut out));
    let text = match ran {
        Ok(()) => posh_runtime::convert::plain_text(&out.into_value()),
        Err(raised) => kind(&raised),
    };
    text.trim_end_matches(['\r', '\n']).to_owned()
}

fn error(_: &mut Runspace, value: &Value, shown: bool, row: &mut Map<String, Json>) {
    let Some(record) = value.native::<ErrorRecord>() else {
        row.insert("err".into(), json!("(no error record)"));
        return;
    };
    row.insert("err".into(), json!(record.fully_qualified_id()));
    row.insert("x".into(), json!(record.exception.ty().full_name()));
    row.insert("m".into(), json!(record.message().lossy()));
    if shown {
        row.insert("c".into(), json!(record.category_text()));
    }
}
