//! Expandable strings: the variables and sub-expressions in them.

use std::sync::Arc;

use super::{MAX_DEPTH, Parser};
use crate::ast::{ExpandablePart, ExpandableStringExpressionAst, ExpressionAst, StringConstantExpressionAst};
use crate::lexer::{Mode, RawPart, StringTok, SubText, Tok, TokValue};

impl Parser<'_> {
    /// A string token with its parts read.
    pub(super) fn expandable_string(&mut self, tok: &Tok) -> ExpressionAst {
        match &tok.value {
            TokValue::String(string) if !string.parts.is_empty() => {
                let string = Arc::clone(string);
                self.expand(tok, &string)
            }
            _ => super::primary::string_literal(tok),
        }
    }

    /// The whole text as the inside of an expandable string.
    pub(crate) fn whole_expandable(&mut self) -> ExpressionAst {
        let tok = self.lex.whole_as_string();
        self.expandable_string(&tok)
    }

    fn expand(&mut self, tok: &Tok, string: &StringTok) -> ExpressionAst {
        let parts: Vec<ExpandablePart> = string.parts.iter().filter_map(|part| self.part(part)).collect();
        if parts.iter().all(|p| matches!(p, ExpandablePart::Literal(_))) {
            let value = string.value.clone();
            return ExpressionAst::StringConstant(StringConstantExpressionAst {
                span: tok.span,
                kind: string.kind,
                value,
            });
        }
        ExpressionAst::ExpandableString(Box::new(ExpandableStringExpressionAst {
            span: tok.span,
            kind: string.kind,
            value: string.value.clone(),
            parts,
        }))
    }

    fn part(&mut self, part: &RawPart) -> Option<ExpandablePart> {
        Some(match part {
            RawPart::Literal(text) => ExpandablePart::Literal(text.clone()),
            RawPart::Variable(span, path) => {
                ExpandablePart::Expression(self.variable_from(*span, (**path).clone(), false, false))
            }
            RawPart::Sub(sub) => ExpandablePart::Expression(self.nested(sub)?),
        })
    }

    /// Reads a `$( ... )` of a string.
    fn nested(&mut self, sub: &SubText) -> Option<ExpressionAst> {
        if self.depth > MAX_DEPTH {
            return None;
        }
        let ungot = self.ungot.take();
        let outer = self.lex.enter(sub);
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let mut open = self.lex.next();
        open.kind = crate::TokenKind::DollarParen;
        open.span.start = sub.span.start;
        let expression = self.deeper(|p| p.in_mode(Mode::Command, |p| p.sub_expression(&open)));
        self.no_commas = no_commas;
        self.ungot = ungot;
        self.lex.leave(sub, outer);
        Some(expression)
    }
}
