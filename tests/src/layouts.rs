//! Objects of a module, formatted at several widths.

use std::fs;
use std::io;
use std::path::Path;

use posh_runtime::Value;
use posh_runtime::convert::plain_text;
use posh_runtime::pipeline::{Collect, Discard};
use serde_json::{Value as Json, json};

use crate::options::Options;
use crate::pool;
use crate::report::{Outcome, Report};
use crate::row::{Job, session};

/// Runs the folder's rows.
///
/// # Errors
/// Where a file cannot be read, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    let path = options.layouts.join("layouts.jsonl");
    if !options.wants("layouts", "layouts") || !path.exists() {
        return Ok(());
    }
    let mut cases = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let row: Json = serde_json::from_str(line)?;
        let text = row.get("e").and_then(Json::as_str).unwrap_or("").to_owned();
        let width = row.get("width").and_then(Json::as_u64).and_then(|w| usize::try_from(w).ok());
        if options.wants_case(&text) {
            cases.push((text, width.unwrap_or(120), row.get("text").cloned().unwrap_or_default()));
        }
    }
    let folder = fs::canonicalize(&options.layouts)?;
    let jobs: Vec<Job> = cases
        .iter()
        .map(|(text, width, _)| Job::Layout { folder: folder.clone(), text: text.clone(), width: *width })
        .collect();
    let answers = pool::run(&jobs, options);
    let outcomes: Vec<Outcome> = cases
        .into_iter()
        .zip(answers)
        .map(|((text, width, want), got)| Outcome { case: format!("{text}  (width {width})"), want, got })
        .collect();
    report.area("layouts", &outcomes)
}

const SET_UP: &str = "Import-Module ./Shapes.psm1; Update-FormatData ./Shapes.format.ps1xml; \
                      $PSStyle.OutputRendering = 'PlainText'";

/// Runs one expression and gives its text.
pub fn run(folder: &Path, text: &str, width: usize, seconds: u64) -> Json {
    let (mut rs, _) = session(seconds);
    rs.location = folder.to_path_buf();
    if let Err(raised) = rs.run_text(SET_UP, None, &mut Discard) {
        return json!({ "set-up": raised.record().map(|r| r.message().lossy().to_owned()) });
    }
    let mut out = Collect::default();
    let script = "& ([scriptblock]::Create($__text)) | Out-String -Width $__width";
    let width = Value::Int(i32::try_from(width).unwrap_or(120));
    let ran = rs
        .set_variable("__text", Value::str(text))
        .and_then(|()| rs.set_variable("__width", width))
        .and_then(|()| rs.run_text(script, None, &mut out));
    match ran {
        Ok(()) => json!(plain_text(&out.into_value())),
        Err(raised) => json!({ "error": raised.record().map(|r| r.message().lossy().to_owned()) }),
    }
}
