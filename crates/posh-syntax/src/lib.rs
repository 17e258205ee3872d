//! PowerShell source text to syntax tree, tokens and diagnostics.
//!
//! [`parse`] never fails: it returns a tree, which has error nodes where the text could not be read, and the list of
//! [`Diagnostic`]s with PowerShell's own ids, messages and extents. The crate knows nothing of values, commands or I/O.

pub mod ast;
mod diagnostic;
mod span;
mod text;
mod token;

use std::sync::Arc;

pub use ast::ScriptBlockAst;
pub use diagnostic::Diagnostic;
pub use span::{Position, Source, Span};
pub use text::{Text, TextBuilder};
pub use token::{Token, TokenKind};

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
