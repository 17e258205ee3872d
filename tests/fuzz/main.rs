//! Throws made-up input at what reads text: nothing may panic or fail to end. `scripts/fuzz` gives it more time.
//!
//! Each target replays the corpus below `__fuzz__` first, then inputs of its own. An input that fails is printed, and
//! belongs into the corpus.

mod vocabulary;

use std::rc::Rc;
use std::sync::Arc;

use posh_runtime::Runspace;
use posh_runtime::host::Host;
use posh_runtime::runspace::Limits;
use posh_runtime::value::PsStr;
use posh_syntax::Source;

use vocabulary::script;

/// Loop rounds and pipeline objects after which a script ends.
const STEPS: u64 = 20_000;

/// A host without a terminal, files or programs.
struct Nobody;

impl Host for Nobody {
    fn may_write(&self, _: &std::path::Path) -> Result<(), PsStr> {
        Err(PsStr::from("Nothing is written here."))
    }

    fn allows_programs(&self) -> bool {
        false
    }
}

fn session() -> Runspace {
    let mut rs = Runspace::new(Rc::new(Nobody));
    posh_cmdlets::register(&mut rs);
    rs.set_limits(Limits { steps: STEPS, call_depth: 200, ..Limits::default() });
    rs
}

fn parse(text: &str) {
    let parsed = posh_syntax::parse(Arc::new(Source::new(text, None)));
    for diagnostic in &parsed.diagnostics {
        // PowerShell counts each look behind the end of the text, so that an error there can stand behind it.
        let span = diagnostic.span;
        assert!(span.start <= span.end, "{diagnostic:?} of {text:?}");
        assert!(
            span.start as usize <= text.len() + parsed.diagnostics.len() + 1,
            "{diagnostic:?} of {text:?}"
        );
    }
}

/// Runs a text; what it raises is its own affair.
fn run(text: &str) {
    let mut out = posh_runtime::pipeline::Collect::default();
    let _ = session().run_text(text, None, &mut out);
}

#[test]
fn lexer_and_parser_take_any_text() {
    bolero::check!().for_each(|bytes| parse(&String::from_utf8_lossy(bytes)));
}

#[test]
fn lexer_and_parser_take_any_words_of_the_language() {
    bolero::check!().for_each(|bytes| parse(&script(bytes, 200)));
}

#[test]
fn scripts_end_within_their_limits() {
    bolero::check!().for_each(|bytes| run(&script(bytes, 30)));
}

#[test]
fn expandable_strings_expand() {
    bolero::check!().for_each(|bytes| {
        let inner = script(bytes, 12).replace('"', "`\"");
        run(&format!("$a = 1, 'x'; \"{inner}\""));
    });
}

#[test]
fn formats_of_numbers_and_dates_format() {
    bolero::check!().for_each(|bytes| {
        let format = String::from_utf8_lossy(bytes).replace('\'', "''");
        for value in ["12345", "-0.5", "1e300", "[decimal]1.50", "[datetime]0", "[timespan]5000", "255"] {
            run(&format!("({value}).ToString('{format}'); '{{0:{format}}}' -f ({value})"));
        }
    });
}

#[test]
fn wildcards_match_in_bounded_time() {
    bolero::check!().for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (pattern, subject) = text.split_at(text.floor_char_boundary(text.len() / 2));
        if let Ok(wildcard) = posh_runtime::ops::pattern::Wildcard::new(pattern, true) {
            wildcard.matches(subject);
        }
    });
}

#[test]
fn regular_expressions_translate() {
    bolero::check!().for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let (pattern, subject) = text.split_at(text.floor_char_boundary(text.len() / 2));
        if let Ok(regex) = posh_runtime::ops::pattern::Regex::compile(pattern, true) {
            let _ = regex.is_match(subject);
        }
    });
}
