//! `function`, `filter`, `workflow`.

use std::sync::Arc;

use super::{Parser, after, error_statement};
use crate::TokenKind;
use crate::ast::{FunctionDefinitionAst, ParameterAst, StatementAst};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Tok, TokValue};

impl Parser<'_> {
    pub(super) fn function_statement(&mut self, keyword: &Tok) -> StatementAst {
        use TokenKind as K;
        self.skip_newlines();
        let name = self.next();
        let names = matches!(name.kind, K::Identifier | K::Generic | K::Number | K::Parameter)
            || name.kind.is_keyword();
        if !names {
            self.unget(name);
            let text = self.text_of(keyword);
            self.report_incomplete(after(keyword.span), ErrorId::MissingNameAfterKeyword, &[&text]);
            return error_statement(keyword.span, Vec::new());
        }
        if name.kind.is_keyword() {
            self.lex.change_kind(name.span, K::Generic);
        }
        let is_workflow = keyword.kind == K::Workflow;
        let outer_workflow = self.in_workflow;
        self.in_workflow |= is_workflow;
        let statement = self.function_rest(keyword, &name);
        self.in_workflow = outer_workflow;
        statement
    }

    fn function_rest(&mut self, keyword: &Tok, name: &Tok) -> StatementAst {
        let is_filter = keyword.kind == TokenKind::Filter;
        let mut end = name.span;
        let errors = self.lex.diagnostics.len();
        let parameters = self.function_parameters(&mut end);
        self.skip_newlines();
        if self.lex.reported_since(errors, ErrorId::MissingEndParenthesisInFunctionParameterList)
            && self.peek_kind() != TokenKind::LCurly
        {
            return error_statement(keyword.span.to(end), Vec::new());
        }
        let Some(open) = self.eat(TokenKind::LCurly) else {
            self.report_incomplete(after(end), ErrorId::MissingFunctionBody, &[]);
            return error_statement(keyword.span.to(end), Vec::new());
        };
        let body = self.arc_block(&open, is_filter);
        StatementAst::FunctionDefinition(Arc::new(FunctionDefinitionAst {
            span: keyword.span.to(body.span),
            name: self.name_of(name),
            name_span: name.span,
            is_filter,
            is_workflow: keyword.kind == TokenKind::Workflow,
            parameters,
            body,
        }))
    }

    /// `( parameters )` behind a name, where they are; `end` follows.
    pub(super) fn function_parameters(&mut self, end: &mut crate::Span) -> Option<Vec<ParameterAst>> {
        let back = self.restore_point();
        self.skip_newlines();
        let Some(open) = self.eat(TokenKind::LParen) else {
            self.rewind(back);
            return None;
        };
        let parameters = self.parameter_list();
        self.skip_newlines();
        *end = parameters.last().map_or(open.span, |p| p.span);
        match self.eat(TokenKind::RParen) {
            Some(close) => *end = close.span,
            None => {
                self.report_incomplete(
                    after(*end),
                    ErrorId::MissingEndParenthesisInFunctionParameterList,
                    &[],
                );
            }
        }
        Some(parameters)
    }

    /// The text of a name token, escapes resolved.
    fn name_of(&self, tok: &Tok) -> Arc<str> {
        match &tok.value {
            TokValue::String(s) => s.value.to_string_lossy().into(),
            _ => self.text_arc(tok.span),
        }
    }
}
