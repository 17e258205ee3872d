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
    let mut parser = parser::Parser::new(&source, options.tokens, known);
    let mut script = parser.script();
    script.requirements = parser.requirements();
    parser.report_code_after_signature(&script);
    if parser.has_symbols {
        semantic::resolve(&script, &mut parser.lex, known);
    }
    semantic::check(&script, &mut parser.lex, known);
    let tokens = std::mem::take(&mut parser.lex.tokens);
    let diagnostics = std::mem::take(&mut parser.lex.diagnostics);
    drop(parser);
    Parsed { source, script: Arc::new(script), tokens, diagnostics }
}

/// A string's parts, as `$ExecutionContext.InvokeCommand.ExpandString` reads them: the text as if between double quotes,
/// in which quotes are only characters. Errors are in [`ParsedString::diagnostics`].
pub fn parse_expandable(source: Arc<Source>) -> ParsedString {
    let mut parser = parser::Parser::new(&source, false, &StandardTypes);
    let expression = parser.whole_expandable();
    let diagnostics = std::mem::take(&mut parser.lex.diagnostics);
    drop(parser);
    ParsedString { source, expression, diagnostics }
}

/// What [`parse_expandable`] makes of a text.
#[derive(Debug)]
pub struct ParsedString {
    /// The text.
    pub source: Arc<Source>,
    /// A string constant, or an expandable string.
    pub expression: ast::ExpressionAst,
    /// Errors in the sub-expressions.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text that is no type's name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{0}' is not the name of a type; write it as 'System.Int32', 'int[]' or 'List[string]'")]
pub struct TypeNameError(pub String);

/// Reads a type's name, as `[type]'...'` takes it; brackets around it are no part of it.
///
/// # Errors
///
/// Where the text is not a type's name from end to end.
pub fn parse_type_name(text: &str) -> Result<ast::TypeName, TypeNameError> {
    let source = Source::new(text, None);
    let mut parser = parser::Parser::new(&source, false, &StandardTypes);
    parser.whole_type_name().ok_or_else(|| TypeNameError(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{ExpandablePart, ExpressionAst, TypeNameKind};

    #[test]
    fn type_names_are_read_whole() {
        let name = parse_type_name("System.Collections.Generic.Dictionary[string,int[]]").unwrap();
        assert_eq!(name.to_string(), "System.Collections.Generic.Dictionary[string,int[]]");
        assert!(matches!(parse_type_name("int[,]").unwrap().kind, TypeNameKind::Array { rank: 2, .. }));
        for bad in ["", "[", "int[", "a b", "int]", "1"] {
            assert!(parse_type_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn expandable_text_keeps_its_quotes() {
        let parsed = parse_expandable(Arc::new(Source::new("say \"$x\" and $(1 + 2)", None)));
        let ExpressionAst::ExpandableString(string) = parsed.expression else {
            panic!("{:?}", parsed.expression)
        };
        assert_eq!(string.parts.len(), 4);
        assert!(matches!(&string.parts[0], ExpandablePart::Literal(t) if t.as_str() == Some("say \"")));
    }

    #[test]
    fn nodes_stay_small() {
        assert!(size_of::<ExpressionAst>() <= 96, "{}", size_of::<ExpressionAst>());
        assert!(size_of::<ast::StatementAst>() <= 64, "{}", size_of::<ast::StatementAst>());
    }
}
