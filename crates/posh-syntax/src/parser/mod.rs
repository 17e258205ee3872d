//! The grammar: recursive descent over the lazy [`Lexer`], with a loop for binary operators.
//!
//! Each rule answers `None` where its construct does not begin here and nothing was read; what is begun and cannot be
//! finished becomes an error node, with a diagnostic where PowerShell would put it.

mod class;
mod class_member;
mod command;
mod data;
mod expression;
mod function;
mod hash;
mod loops;
mod member;
mod pipeline;
mod primary;
mod requires;
mod script;
mod statement;
mod string;
mod switch;
mod try_catch;
mod types;
mod using;

use std::sync::Arc;

use crate::ast::{
    ErrorExpressionAst, ErrorPart, ErrorStatementAst, ExpressionAst, ScriptBlockAst, StatementAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Lexer, Mode, Tok, TokValue};
use crate::{KnownTypes, Source, Span, TokenKind};

/// Nesting beyond which a script is too complicated.
const MAX_DEPTH: u32 = 1500;
/// Stack that must be left before a rule goes deeper, and what is added where it is not.
const RED_ZONE: usize = 128 * 1024;
const STACK_STEP: usize = 2 * 1024 * 1024;

/// The state of a parse.
pub(crate) struct Parser<'s> {
    pub(crate) lex: Lexer<'s>,
    source: &'s Source,
    /// Which assemblies there are.
    known: &'s dyn KnownTypes,
    /// A token that was looked at, and not taken.
    ungot: Option<Tok>,
    depth: u32,
    /// Whether a comma separates arguments rather than making an array.
    no_commas: bool,
    /// Whether the script defines types, or uses modules: then there are symbols to resolve.
    pub(crate) has_symbols: bool,
    /// Whether a `workflow` is around, in which `parallel` and `sequence` are known.
    in_workflow: bool,
}

/// The empty extent behind `span`.
fn after(span: Span) -> Span {
    Span::new(span.end, span.end)
}

/// The empty extent before `span`, as PowerShell has it: one character earlier.
fn before(span: Span) -> Span {
    let start = span.start.saturating_sub(1);
    Span::new(start, start)
}

impl<'s> Parser<'s> {
    pub(crate) fn new(source: &'s Source, record_tokens: bool, known: &'s dyn KnownTypes) -> Self {
        Self {
            lex: Lexer::new(source.text(), record_tokens),
            source,
            known,
            ungot: None,
            depth: 0,
            no_commas: false,
            has_symbols: false,
            in_workflow: false,
        }
    }

    // --- tokens -----------------------------------------------------------------------------------------------------

    fn next(&mut self) -> Tok {
        match self.ungot.take() {
            Some(tok) => tok,
            None => self.lex.next(),
        }
    }

    fn peek(&mut self) -> &Tok {
        let lex = &mut self.lex;
        self.ungot.get_or_insert_with(|| lex.next())
    }

    fn peek_kind(&mut self) -> TokenKind {
        self.peek().kind
    }

    fn skip(&mut self) {
        self.next();
    }

    fn unget(&mut self, tok: Tok) {
        self.ungot = Some(tok);
    }

    /// Takes the next token where it is of this kind.
    fn eat(&mut self, kind: TokenKind) -> Option<Tok> {
        if self.peek_kind() == kind { Some(self.next()) } else { None }
    }

    /// Chooses the mode; a token that was looked at is read again in it.
    fn set_mode(&mut self, mode: Mode) -> Mode {
        let old = self.lex.mode;
        if mode != old
            && let Some(tok) = &self.ungot
            && !matches!(tok.kind, TokenKind::NewLine | TokenKind::EndOfInput)
        {
            let at = tok.at;
            self.rewind(at);
        }
        self.lex.mode = mode;
        old
    }

    /// Runs a rule in another mode.
    fn in_mode<T>(&mut self, mode: Mode, rule: impl FnOnce(&mut Self) -> T) -> T {
        let old = self.set_mode(mode);
        let result = rule(self);
        self.set_mode(old);
        result
    }

    fn restore_point(&self) -> usize {
        self.ungot.as_ref().map_or(self.lex.pos, |tok| tok.at)
    }

    fn rewind(&mut self, at: usize) {
        self.ungot = None;
        self.lex.rewind(at);
    }

    fn skip_newlines(&mut self) {
        while self.peek_kind() == TokenKind::NewLine {
            self.skip();
        }
    }

    fn skip_newlines_and_semicolons(&mut self) {
        while matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
            self.skip();
        }
    }

    /// Reads on to one of `kinds` that is not nested, to go on behind an error.
    fn sync(&mut self, consume: bool, kinds: &[TokenKind]) {
        use TokenKind as K;
        let (mut parens, mut braces, mut brackets) = (0u32, 0u32, 0u32);
        loop {
            let tok = self.next();
            let nested = parens + braces + brackets > 0;
            if !nested && kinds.contains(&tok.kind) {
                if !consume {
                    self.unget(tok);
                }
                return;
            }
            match tok.kind {
                K::LParen | K::AtParen | K::DollarParen => parens += 1,
                K::LCurly | K::AtCurly => braces += 1,
                K::LBracket => brackets += 1,
                K::RParen if parens > 0 => parens -= 1,
                K::RCurly if braces > 0 => braces -= 1,
                K::RBracket if brackets > 0 => brackets -= 1,
                K::RParen | K::RCurly | K::EndOfInput => {
                    self.unget(tok);
                    return;
                }
                _ => {}
            }
        }
    }

    fn text_of(&self, tok: &Tok) -> String {
        self.source.slice(tok.span).to_owned()
    }

    fn text_arc(&self, span: Span) -> Arc<str> {
        self.source.slice(span).into()
    }

    // --- errors -----------------------------------------------------------------------------------------------------

    fn report(&mut self, span: Span, id: ErrorId, arguments: &[&str]) {
        self.lex.report(id, arguments, span, false);
    }

    /// Reports an error that more input could mend, where the text ends at the error.
    fn report_incomplete(&mut self, span: Span, id: ErrorId, arguments: &[&str]) {
        self.report_incomplete_at(span, span, id, arguments);
    }

    /// The same, with the place of the error and the place where it shows.
    fn report_incomplete_at(&mut self, span: Span, detected: Span, id: ErrorId, arguments: &[&str]) {
        let incomplete = self.lex.is_at_end(detected);
        self.lex.report(id, arguments, span, incomplete);
    }

    fn unexpected(&mut self, tok: &Tok) {
        self.unexpected_at(tok.span);
    }

    fn unexpected_at(&mut self, span: Span) {
        let text = self.source.slice(span).to_owned();
        self.report(span, ErrorId::UnexpectedToken, &[&text]);
    }

    /// No code may stand behind the signature block.
    pub(crate) fn report_code_after_signature(&mut self, script: &ScriptBlockAst) {
        let last = script.end.as_ref().and_then(|b| b.statements.last()).map(StatementAst::span);
        if let (Some(signature), Some(last)) = (self.lex.signature, last)
            && last.start as usize > signature
        {
            self.report(last, ErrorId::TokenAfterEndOfValidScriptText, &[]);
        }
    }

    // --- depth ------------------------------------------------------------------------------------------------------

    /// Runs a rule one level deeper. A script that nests too deep, or makes the parser read too much again, ends here.
    fn deeper<T>(&mut self, rule: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.lex.fuel == 0 {
            self.give_up();
        }
        let result = stacker::maybe_grow(RED_ZONE, STACK_STEP, || rule(self));
        self.depth -= 1;
        result
    }

    /// Reports that the script is too complicated, and makes every rule see the end of the text.
    fn give_up(&mut self) {
        let span = self.ungot.as_ref().map_or(self.lex.span(self.lex.pos, self.lex.pos), |tok| tok.span);
        self.lex.stop(span);
        self.ungot = None;
    }
}

// --- error nodes ----------------------------------------------------------------------------------------------------

fn error_expression(span: Span, parts: Vec<ErrorPart>) -> ExpressionAst {
    ExpressionAst::Error(Box::new(ErrorExpressionAst { span, parts }))
}

fn error_statement(span: Span, parts: Vec<ErrorPart>) -> StatementAst {
    StatementAst::Error(Box::new(ErrorStatementAst { span, parts }))
}

impl Tok {
    /// Name of a parameter token, without dash and colon.
    fn parameter(&self) -> Option<(&Arc<str>, bool)> {
        match &self.value {
            TokValue::Parameter(name, colon) => Some((name, *colon)),
            _ => None,
        }
    }

    /// Whether this is the parameter `name`, or the beginning of its name.
    fn is_parameter(&self, name: &str) -> bool {
        self.parameter().is_some_and(|(written, _)| {
            name.get(..written.len()).is_some_and(|start| start.eq_ignore_ascii_case(written))
        })
    }
}
