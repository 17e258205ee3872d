//! What the parser said of recorded texts: errors, tokens, tree.

use std::fs;
use std::io;
use std::sync::Arc;

use posh_syntax::{ParseOptions, Parsed, Source, Span, flatten, parse_with};
use serde_json::{Value, json};

use crate::options::Options;
use crate::report::{Outcome, Report};

/// Compares every file of the folder, an aspect a line.
///
/// # Errors
/// Where a file cannot be read, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    for file in ["seeds", "errors", "mutants"] {
        let path = options.parse.join(format!("{file}.jsonl"));
        if !options.wants("parse", &format!("parse/{file}")) || !path.exists() {
            continue;
        }
        let mut aspects: Vec<(&str, Vec<Outcome>)> =
            ["first error", "all errors", "incomplete", "tokens", "tree"].map(|a| (a, Vec::new())).into();
        for line in fs::read_to_string(path)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let text = row.get("s").and_then(Value::as_str).unwrap_or("");
            if row.get("throws").is_none() && options.wants_case(text) {
                compare(text, &row, &mut aspects);
            }
        }
        for (aspect, outcomes) in aspects.iter().filter(|(_, o)| !o.is_empty()) {
            report.area(&format!("parse/{file} {aspect}"), outcomes)?;
        }
    }
    Ok(())
}

fn compare(text: &str, row: &Value, aspects: &mut [(&str, Vec<Outcome>)]) {
    let parsed = parse_with(Arc::new(Source::new(text, None)), ParseOptions { tokens: true });
    let units = Units::new(text);
    let want: Vec<Value> = row.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
    let got = errors(&parsed, &units);
    for (aspect, outcomes) in aspects {
        let (want, got) = match *aspect {
            "first error" => {
                (want.first().cloned().unwrap_or_default(), got.first().cloned().unwrap_or_default())
            }
            "all errors" => (json!(want), json!(got)),
            "incomplete" => (incomplete(&want), incomplete(&got)),
            "tokens" => match row.get("tokens") {
                Some(want) => (want.clone(), tokens(&parsed, &units)),
                None => continue,
            },
            _ => match row.get("ast") {
                Some(want) => (want.clone(), tree(&parsed, &units)),
                None => continue,
            },
        };
        outcomes.push(Outcome { case: text.to_owned(), want, got });
    }
}

fn incomplete(errors: &[Value]) -> Value {
    json!(errors.first().and_then(|e| e.get("incomplete")).and_then(Value::as_bool).unwrap_or(false))
}

fn errors(parsed: &Parsed, units: &Units) -> Vec<Value> {
    let error = |d: &posh_syntax::Diagnostic| {
        let (start, end) = units.pair(d.span);
        json!({ "id": &*d.id, "m": &*d.message, "start": start, "end": end, "incomplete": d.incomplete })
    };
    parsed.diagnostics.iter().map(error).collect()
}

fn tokens(parsed: &Parsed, units: &Units) -> Value {
    let token = |t: &posh_syntax::Token| {
        let (start, end) = units.pair(t.span);
        json!([format!("{:?}", t.kind), start, end])
    };
    json!(parsed.tokens.iter().map(token).collect::<Vec<_>>())
}

fn tree(parsed: &Parsed, units: &Units) -> Value {
    let nodes: Vec<Value> = flatten(&parsed.script)
        .iter()
        .map(|(name, span)| {
            let (start, end) = units.pair(*span);
            json!([name, start, end])
        })
        .collect();
    json!(nodes)
}

/// Maps byte offsets to UTF-16 offsets; an offset behind the end counts on from there.
struct Units(Vec<u64>);

impl Units {
    fn new(text: &str) -> Self {
        let mut map = Vec::with_capacity(text.len() + 1);
        let mut units = 0;
        for c in text.chars() {
            map.extend(std::iter::repeat_n(units, c.len_utf8()));
            units += c.len_utf16() as u64;
        }
        map.push(units);
        Self(map)
    }

    fn at(&self, offset: u32) -> u64 {
        let last = self.0.len() - 1;
        let inside = (offset as usize).min(last);
        self.0.get(inside).copied().unwrap_or(0) + (offset as usize - inside) as u64
    }

    fn pair(&self, span: Span) -> (u64, u64) {
        (self.at(span.start), self.at(span.end))
    }
}
