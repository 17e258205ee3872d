//! Operands: variables, literals, parentheses, script blocks.

use std::sync::Arc;

use super::{Parser, after, error_statement};
use crate::ast::{
    ArrayExpressionAst, Constant, ConstantExpressionAst, ExpressionAst, Number, ParenExpressionAst,
    ScriptBlockExpressionAst, StatementBlockAst, StringConstantExpressionAst, SubExpressionAst,
    UsingExpressionAst, VariableExpressionAst, VariablePath, VariableQualifier,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok, TokValue};
use crate::{Span, TokenKind};

impl Parser<'_> {
    /// An operand; with the members and indexes behind it where asked for.
    pub(super) fn primary(&mut self, with_members: bool) -> Option<ExpressionAst> {
        use TokenKind as K;
        let tok = self.next();
        let expression = match tok.kind {
            K::Variable | K::SplattedVariable => self.variable(tok, with_members),
            K::Number => number(&tok),
            K::StringLiteral | K::HereStringLiteral => string_literal(&tok),
            K::StringExpandable | K::HereStringExpandable => self.expandable_string(&tok),
            K::LParen => self.parenthesized(&tok),
            K::AtParen | K::DollarParen => self.sub_expression(&tok),
            K::AtCurly => self.hashtable(&tok),
            K::LCurly => self.script_block_expression(&tok),
            _ => {
                self.unget(tok);
                return None;
            }
        };
        if !with_members {
            return Some(expression);
        }
        match self.next_member_access(true) {
            Some(access) => Some(self.member_accesses(access, expression)),
            None => Some(expression),
        }
    }

    /// `$name`, or `$using:name` with all that belongs to it.
    fn variable(&mut self, tok: Tok, with_members: bool) -> ExpressionAst {
        let splatted = tok.kind == TokenKind::SplattedVariable;
        match tok.value {
            TokValue::Variable(path) => {
                self.variable_from(tok.span, Arc::unwrap_or_clone(path), splatted, with_members)
            }
            _ => self.bare_word(&tok),
        }
    }

    pub(super) fn variable_from(
        &mut self,
        span: Span,
        path: VariablePath,
        splatted: bool,
        with_members: bool,
    ) -> ExpressionAst {
        if path.qualifier != VariableQualifier::Using {
            return ExpressionAst::Variable(VariableExpressionAst { span, path, splatted });
        }
        let path = VariablePath::parse(&path.name);
        let mut child = ExpressionAst::Variable(VariableExpressionAst { span, path, splatted });
        if with_members && let Some(access) = self.next_member_access(true) {
            child = self.member_accesses(access, child);
        }
        ExpressionAst::Using(Box::new(UsingExpressionAst { span: child.span(), sub_expression: child }))
    }

    fn parenthesized(&mut self, open: &Tok) -> ExpressionAst {
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let expression = self.in_mode(Mode::Command, |p| {
            p.skip_newlines();
            let pipeline = p.pipeline_chain().unwrap_or_else(|| {
                p.report_incomplete(after(open.span), ErrorId::ExpectedExpression, &[]);
                error_statement(after(open.span), Vec::new())
            });
            p.skip_newlines();
            let end = match p.eat(TokenKind::RParen) {
                Some(close) => close.span,
                None => {
                    let end = pipeline.span();
                    p.report_incomplete(after(end), ErrorId::MissingEndParenthesisInExpression, &[]);
                    end
                }
            };
            ExpressionAst::Paren(Box::new(ParenExpressionAst { span: open.span.to(end), pipeline }))
        });
        self.no_commas = no_commas;
        expression
    }

    /// `$( ... )` and `@( ... )`.
    pub(super) fn sub_expression(&mut self, open: &Tok) -> ExpressionAst {
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let expression = self.in_mode(Mode::Command, |p| {
            let list = p.statement_list();
            let end = match p.eat(TokenKind::RParen) {
                Some(close) => close.span,
                None => {
                    let found = p.peek().span;
                    p.report_incomplete(found, ErrorId::MissingEndParenthesisInSubexpression, &[]);
                    list.span.unwrap_or(open.span)
                }
            };
            let span = open.span.to(end);
            let body_span = list.span.unwrap_or_default();
            let body = StatementBlockAst { span: body_span, traps: list.traps, statements: list.statements };
            if open.kind == TokenKind::AtParen {
                ExpressionAst::Array(Box::new(ArrayExpressionAst { span, body }))
            } else {
                ExpressionAst::Sub(Box::new(SubExpressionAst { span, body }))
            }
        });
        self.no_commas = no_commas;
        expression
    }

    pub(super) fn script_block_expression(&mut self, open: &Tok) -> ExpressionAst {
        let script_block = self.arc_block(open, false);
        ExpressionAst::ScriptBlock(ScriptBlockExpressionAst { span: script_block.span, script_block })
    }
}

fn number(tok: &Tok) -> ExpressionAst {
    let value = match &tok.value {
        TokValue::Number(value) => value.clone(),
        _ => Number::Int32(0),
    };
    ExpressionAst::Constant(ConstantExpressionAst { span: tok.span, value: Constant::Number(value) })
}

/// A string without anything to expand, or a word.
pub(super) fn string_literal(tok: &Tok) -> ExpressionAst {
    use crate::ast::StringConstantKind;
    let (kind, value) = match &tok.value {
        TokValue::String(string) => (string.kind, string.value.clone()),
        _ => (StringConstantKind::BareWord, "".into()),
    };
    ExpressionAst::StringConstant(StringConstantExpressionAst { span: tok.span, kind, value })
}
