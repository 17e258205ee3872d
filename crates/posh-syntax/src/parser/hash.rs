//! `@{ key = value }`.

use super::{Parser, after, before, error_statement};
use crate::TokenKind;
use crate::ast::{ExpressionAst, HashtableAst, StatementAst};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};

impl Parser<'_> {
    pub(super) fn hashtable(&mut self, open: &Tok) -> ExpressionAst {
        ExpressionAst::Hashtable(self.hashtable_ast(open))
    }

    pub(super) fn hashtable_ast(&mut self, open: &Tok) -> HashtableAst {
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let table = self.deeper(|p| {
            p.in_mode(Mode::Expression, |p| {
                p.skip_newlines();
                let mut pairs = Vec::new();
                while let Some(pair) = p.key_value_pair() {
                    pairs.push(pair);
                    if !matches!(p.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
                        break;
                    }
                    p.skip_newlines_and_semicolons();
                }
                let end = match p.eat(TokenKind::RCurly) {
                    Some(close) => close.span,
                    None => {
                        let found = p.peek().span;
                        p.report_incomplete_at(after(open.span), found, ErrorId::MissingEndCurlyBrace, &[]);
                        before(found)
                    }
                };
                HashtableAst { span: open.span.to(end), pairs }
            })
        });
        self.no_commas = no_commas;
        table
    }

    fn key_value_pair(&mut self) -> Option<(ExpressionAst, StatementAst)> {
        let key = self.label_or_key()?;
        let Some(equals) = self.eat(TokenKind::Equals) else {
            let place = after(key.span());
            self.report(place, ErrorId::MissingEqualsInHashLiteral, &[]);
            self.sync(false, &[TokenKind::RCurly, TokenKind::Semi, TokenKind::NewLine]);
            return Some((key, error_statement(place, Vec::new())));
        };
        let value = self.in_mode(Mode::Command, |p| {
            p.skip_newlines();
            p.statement()
        });
        let value = value.unwrap_or_else(|| {
            self.report_incomplete(after(equals.span), ErrorId::MissingStatementInHashLiteral, &[]);
            error_statement(after(equals.span), Vec::new())
        });
        Some((key, value))
    }
}
