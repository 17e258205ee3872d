//! A process that runs rows, one after another: a row that takes it down takes down nothing else.

use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use crate::row::Job;
use crate::{layouts, tables};

/// What stands before an answer, so that it cannot be mistaken for output of a row.
pub const MARK: char = '\u{1}';

/// Answers jobs, one a line, until the input ends.
///
/// # Errors
/// Where standard input or output fails.
pub fn serve(seconds: u64) -> io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = match serde_json::from_str::<Job>(&line) {
            Ok(job) => catch_unwind(AssertUnwindSafe(|| run(&job, seconds))).unwrap_or_else(|panic| {
                let text = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied());
                json!({ "panic": text.unwrap_or("?") })
            }),
            Err(error) => json!({ "job": error.to_string() }),
        };
        let mut out = io::stdout().lock();
        writeln!(out, "{MARK}{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn run(job: &Job, seconds: u64) -> Value {
    match job {
        Job::Expression { text, shown } => tables::run(text, *shown, seconds),
        Job::Layout { folder, text, width } => layouts::run(folder, text, *width, seconds),
    }
}
