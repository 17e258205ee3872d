//! PowerShell source text to syntax tree, tokens and diagnostics.
//!
//! [`parse`] never fails: it returns a tree, which has error nodes where the text could not be read, and the list of
//! [`Diagnostic`]s with PowerShell's own ids, messages and extents. The crate knows nothing of values, commands or I/O.

pub mod ast;
mod diagnostic;
mod known;
mod lexer;
mod parser;
mod semantic;
mod span;
mod text;
mod token;
pub mod visit;

use std::sync::Arc;

pub use ast::ScriptBlockAst;
pub use diagnostic::Diagnostic;
pub use known::{KnownTypes, StandardTypes};
pub use lexer::number::parse_number;
pub use span::{Position, Source, Span};
pub use text::{Text, TextBuilder};
pub use token::{Token, TokenKind};
pub use visit::flatten;

/// What [`parse`] makes of a text.
#[derive(Debug)]
pub struct Parsed {
    /// The text.
    pub source: Arc<Source>,
    /// The tree.
    pub script: Arc<ScriptBlockAst>,
    /// The tokens, comments and line ends included; empty unless asked for.
    pub tokens: Vec<Token>,
    /// Errors in the order in which PowerShell reports them.
    pub diagnostics: Vec<Diagnostic>,
}

/// What to make besides the tree.
#[derive(Clone, Copy, Default, Debug)]
pub struct ParseOptions {
    /// Whether to keep the tokens.
    pub tokens: bool,
}

/// Reads a script.
pub fn parse(source: Arc<Source>) -> Parsed {
    parse_with(source, ParseOptions::default())
}

/// Reads a script, and keeps what the options ask for.
pub fn parse_with(source: Arc<Source>, options: ParseOptions) -> Parsed {
    parse_knowing(source, options, &StandardTypes)
}

/// Reads a script; `known` says which types, assemblies and modules there are.
pub fn parse_knowing(source: Arc<Source>, options: ParseOptions, known: &dyn KnownTypes) -> Parsed {
    let mut parser = parser::Parser::new(&source, options.tokens);
    let mut script = parser.script();
    script.requirements = parser.requirements();
    parser.report_code_after_signature(&script);
    semantic::check(&script, &mut parser.lex, source.text(), known);
    let tokens = std::mem::take(&mut parser.lex.tokens);
    let diagnostics = std::mem::take(&mut parser.lex.diagnostics);
    drop(parser);
    Parsed { source, script: Arc::new(script), tokens, diagnostics }
}
