//! Texts that nobody means well with: deep, long, cut off. Each ends soon, without a panic, and within bounds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use posh_syntax::{ParseOptions, Parsed, Source, flatten, parse_with};
use proptest::prelude::*;

fn parsed(text: &str) -> Parsed {
    parse_with(Arc::new(Source::new(text, None)), ParseOptions { tokens: true })
}

/// Parses and looks at every place that comes back.
fn check(text: &str) {
    let parsed = parsed(text);
    // The end of input stands behind the text, once for each time that it was looked at.
    let limit = text.len() as u32 + 64;
    for error in &parsed.diagnostics {
        assert!(error.span.start <= error.span.end && error.span.end <= limit, "{error:?} in {text:?}");
    }
    for token in &parsed.tokens {
        assert!(token.span.start <= token.span.end && token.span.end <= limit, "{token:?} in {text:?}");
    }
    for (name, span) in flatten(&parsed.script) {
        assert!(span.start <= span.end && span.end <= limit, "{name} {span:?} in {text:?}");
    }
}

fn soon(what: &str, text: &str) {
    let start = Instant::now();
    check(text);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{what} took {took:?}");
}

#[test]
fn deep_nesting_ends_in_an_error() {
    for open in [
        "(", "$(", "@(", "{", "@{a=", "if(1){", "[a(", "$a[", "\"$(", "-not ", ",", "[int]", "a -b:(",
        "& {[A(", "$x = ", "f {",
    ] {
        let text = open.repeat(20_000);
        soon(open, &text);
        assert!(!parsed(&text).diagnostics.is_empty(), "{open}");
    }
}

#[test]
fn moderate_nesting_is_read() {
    let deep = 200;
    for (open, close) in [("(", ")"), ("$(", ")"), ("if (1) {", "}"), ("@{ a = ", "}")] {
        let text = format!("{}1{}", open.repeat(deep), close.repeat(deep));
        assert!(parsed(&text).diagnostics.is_empty(), "{open}: {:?}", parsed(&text).diagnostics);
    }
}

#[test]
fn long_texts_take_time_in_proportion() {
    for piece in [
        "1 + ",
        "$a.b",
        "| a ",
        "a && ",
        "'x' ",
        "$x = 1; ",
        "a, ",
        "if (1) { } ",
        "# c\n",
        "@{ a = 1 }\n",
        "\"$a $(b)\"\n",
        "[int[]]$x\n",
        "foo -bar 1 'x'\n",
        "{",
        "}",
        "]",
        "<#",
        "`",
        "\"",
        "'@",
        "@'\n",
        "[A()]\n",
        "$a[0]",
        "$a++\n",
        "#requires -foo\n",
        "$(",
        "$a.b[[1 ",
        "class A { A() { } }\n",
    ] {
        soon(piece, &piece.repeat(200_000 / piece.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,120}") {
        check(&text);
    }

    #[test]
    fn any_mix_of_pieces_is_read(pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.concat());
    }
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "@(",
    "$(",
    "@{",
    "\"",
    "'",
    "@\"\n",
    "\n\"@",
    "@'\n",
    "\n'@",
    "`",
    "\n",
    " ",
    ";",
    ",",
    ".",
    "..",
    "::",
    "?",
    "?.",
    "??",
    "$a",
    "${a",
    "$x:",
    "@p",
    "1",
    "0x",
    "1kb",
    "-eq ",
    "-not ",
    "-foo:",
    "--",
    "--%",
    "+",
    "++",
    "=",
    "+=",
    "|",
    "||",
    "&",
    "&&",
    ">",
    "2>&1",
    "<",
    "<#",
    "#>",
    "#",
    "#requires -Version 5",
    "if",
    "else",
    "foreach",
    " in ",
    "while",
    "do",
    "for",
    "switch",
    "try",
    "catch",
    "finally",
    "trap",
    "function f",
    "filter ",
    "param(",
    "class A ",
    "enum E ",
    "using ",
    "namespace ",
    "module ",
    "data ",
    "begin",
    "process",
    "end",
    "clean",
    "return ",
    "break ",
    ":l ",
    "[int]",
    "[A()]",
    "[List[int]]",
    "static ",
    "hidden ",
    "base",
    "é",
    "\u{1f600}",
    "–",
    "‘",
    "”",
    "workflow w ",
    "parallel ",
    "configuration C ",
    "\r\n",
    "\u{a0}",
    "`u{41}",
    "`u{",
];
