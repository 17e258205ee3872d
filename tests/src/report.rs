//! Counts what passed, and shows what did not.

use std::fs::File;
use std::io::{self, Write};

use serde_json::Value;

use crate::options::Options;

/// A case that ran.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The text or script.
    pub case: String,
    /// What PowerShell did.
    pub want: Value,
    /// What happened here.
    pub got: Value,
}

impl Outcome {
    /// Whether both are the same.
    pub fn passed(&self) -> bool {
        self.want == self.got
    }
}

/// Writes the report.
pub struct Report<'a> {
    options: &'a Options,
    out: Box<dyn Write + 'a>,
    file: Option<File>,
    passed: usize,
    total: usize,
}

impl<'a> Report<'a> {
    /// A report to `out`.
    ///
    /// # Errors
    /// Where the file of differences cannot be made.
    pub fn new(options: &'a Options, out: impl Write + 'a) -> io::Result<Self> {
        let file = options.out.as_ref().map(File::create).transpose()?;
        Ok(Self { options, out: Box::new(out), file, passed: 0, total: 0 })
    }

    /// Takes an area's outcomes and prints its line.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn area(&mut self, name: &str, outcomes: &[Outcome]) -> io::Result<()> {
        let passed = outcomes.iter().filter(|o| o.passed()).count();
        self.passed += passed;
        self.total += outcomes.len();
        writeln!(self.out, "{name}: {passed} / {}", outcomes.len())?;
        let shown = if self.options.case.is_some() { usize::MAX } else { self.options.failures };
        let mut failed = outcomes.iter().filter(|o| !o.passed());
        for outcome in failed.by_ref().take(shown) {
            self.difference(outcome)?;
        }
        if let Some(file) = &mut self.file {
            for o in outcomes.iter().filter(|o| !o.passed()) {
                let line = serde_json::json!({ "area": name, "e": o.case, "want": o.want, "got": o.got });
                writeln!(file, "{line}")?;
            }
        }
        self.out.flush()
    }

    /// Says why an area did not run.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn skipped(&mut self, name: &str, reason: &str) -> io::Result<()> {
        writeln!(self.out, "{name}: skipped: {reason}")
    }

    /// Prints the sum; whether everything passed.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<bool> {
        writeln!(self.out, "total: {} / {}", self.passed, self.total)?;
        self.out.flush()?;
        Ok(self.passed == self.total)
    }

    fn difference(&mut self, outcome: &Outcome) -> io::Result<()> {
        writeln!(self.out, "  {}", outcome.case)?;
        let empty = serde_json::Map::new();
        let (want, got) = match (&outcome.want, &outcome.got) {
            (Value::Object(want), Value::Object(got)) => (want, got),
            (want, got) => {
                writeln!(self.out, "    want {want}\n    got  {got}")?;
                (&empty, &empty)
            }
        };
        let mut keys: Vec<&String> = want.keys().chain(got.keys()).collect();
        keys.dedup();
        let mut seen = Vec::new();
        for key in keys {
            if want.get(key) == got.get(key) || seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let text = |v: Option<&Value>| match v {
                Some(Value::String(s)) if s.contains('\n') => format!("\n{s}"),
                Some(v) => v.to_string(),
                None => "(nothing)".into(),
            };
            writeln!(self.out, "    {key}: want {}", text(want.get(key)))?;
            writeln!(self.out, "    {key}: got  {}", text(got.get(key)))?;
        }
        Ok(())
    }
}
