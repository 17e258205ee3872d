//! Prints the tree of each script, or what is wrong with it: `parse FILE...`.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use posh_syntax::{ParseOptions, Source, flatten, parse_with};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let source = Arc::new(Source::new(text, Some(path.as_str().into())));
        let parsed = parse_with(source, ParseOptions { tokens: true });
        for error in &parsed.diagnostics {
            let at = parsed.source.position(error.span.start);
            writeln!(out, "{path}:{}:{}: {}: {}", at.line, at.column, error.id, error.message)?;
        }
        if parsed.diagnostics.is_empty() {
            for (name, span) in flatten(&parsed.script) {
                writeln!(out, "{name} {}..{}", span.start, span.end)?;
            }
        }
    }
    Ok(())
}
