//! `try`, `catch`, `finally`, `trap`.

use super::{Parser, after, error_statement};
use crate::ast::{
    AttributeBaseAst, CatchClauseAst, ErrorPart, StatementAst, TrapStatementAst, TryStatementAst,
    TypeConstraintAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::Tok;
use crate::{Span, TokenKind};

impl Parser<'_> {
    pub(super) fn try_statement(&mut self, keyword: &Tok) -> StatementAst {
        let Some(body) = self.statement_block() else {
            self.report_incomplete(after(keyword.span), ErrorId::MissingTryStatementBlock, &[]);
            return error_statement(keyword.span, Vec::new());
        };
        let mut error_end: Option<Span> = None;
        let mut catches: Vec<CatchClauseAst> = Vec::new();
        while let Some(clause) = self.catch_clause(&mut error_end) {
            catches.push(clause);
        }
        let mut end = catches.last().map_or(body.span, |c| c.span);
        let mut finally = None;
        if let Some(word) = self.eat(TokenKind::Finally) {
            finally = self.statement_block();
            match &finally {
                Some(block) => end = block.span,
                None => {
                    error_end = Some(word.span);
                    self.report_incomplete(after(word.span), ErrorId::MissingFinallyStatementBlock, &[]);
                }
            }
        }
        if catches.is_empty() && finally.is_none() && error_end.is_none() {
            error_end = Some(body.span);
            self.report_incomplete(after(body.span), ErrorId::MissingCatchOrFinally, &[]);
        }
        if let Some(error_end) = error_end {
            let mut parts = vec![ErrorPart::Block(body)];
            for clause in catches {
                parts.extend(clause.types.into_iter().map(ErrorPart::TypeConstraint));
                parts.push(ErrorPart::Block(clause.body));
            }
            return error_statement(keyword.span.to(end).to(error_end), parts);
        }
        StatementAst::Try(Box::new(TryStatementAst { span: keyword.span.to(end), body, catches, finally }))
    }

    fn catch_clause(&mut self, error_end: &mut Option<Span>) -> Option<CatchClauseAst> {
        self.skip_newlines();
        let keyword = self.eat(TokenKind::Catch)?;
        let mut types: Vec<TypeConstraintAst> = Vec::new();
        let mut comma: Option<Tok> = None;
        let mut end = keyword.span;
        let mut reported = false;
        loop {
            self.skip_newlines();
            match self.attribute() {
                None => {
                    if let Some(comma) = &comma {
                        reported = true;
                        end = comma.span;
                        self.report_incomplete(after(comma.span), ErrorId::MissingTypeLiteralToken, &[]);
                    }
                    break;
                }
                Some(AttributeBaseAst::TypeConstraint(t)) => {
                    end = t.span;
                    types.push(t);
                }
                Some(AttributeBaseAst::Attribute(a)) => {
                    end = a.span;
                    reported = true;
                    let name = a.type_name.to_string();
                    self.report_incomplete(a.span, ErrorId::UnexpectedAttribute, &[&name]);
                    break;
                }
            }
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            if comma.is_none() {
                break;
            }
        }
        let Some(body) = self.statement_block() else {
            if !reported {
                self.report_incomplete(after(end), ErrorId::MissingCatchHandlerBlock, &[]);
            }
            *error_end = Some(end);
            return None;
        };
        if reported {
            *error_end = Some(body.span);
        }
        Some(CatchClauseAst { span: keyword.span.to(body.span), types, body })
    }

    pub(super) fn trap_statement(&mut self, keyword: &Tok) -> Result<StatementAst, TrapStatementAst> {
        self.skip_newlines();
        let trap_type = match self.attribute() {
            Some(AttributeBaseAst::TypeConstraint(t)) => Some(t),
            Some(AttributeBaseAst::Attribute(a)) => {
                let name = a.type_name.to_string();
                self.report(a.span, ErrorId::UnexpectedAttribute, &[&name]);
                None
            }
            None => None,
        };
        let Some(body) = self.statement_block() else {
            let end = trap_type.as_ref().map_or(keyword.span, |t| t.span);
            self.report_incomplete(after(end), ErrorId::MissingTrapStatement, &[]);
            let parts = trap_type.map(ErrorPart::TypeConstraint).into_iter().collect();
            return Ok(error_statement(keyword.span.to(end), parts));
        };
        Err(TrapStatementAst { span: keyword.span.to(body.span), trap_type, body })
    }
}
