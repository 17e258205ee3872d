//! `while`, `do`, `for`, `foreach`.

use std::sync::Arc;

use super::{Parser, after, error_statement};
use crate::ast::{
    DoUntilStatementAst, DoWhileStatementAst, ErrorPart, ForEachStatementAst, ForStatementAst, StatementAst,
    StatementBlockAst, VariableExpressionAst, WhileStatementAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Tok, TokValue};
use crate::{Span, TokenKind};

/// Name of a label token.
pub(super) fn label_name(label: Option<&Tok>) -> Option<Arc<str>> {
    match &label?.value {
        TokValue::Label(name) => Some(name.clone()),
        _ => None,
    }
}

/// Extent of a statement from its label or keyword on.
pub(super) fn start_of(label: Option<&Tok>, keyword: &Tok) -> Span {
    label.map_or(keyword.span, |label| label.span)
}

/// `( condition )` of a loop, or the error statement where it is broken.
type Condition = Result<(StatementAst, Tok), StatementAst>;

impl Parser<'_> {
    fn loop_condition(
        &mut self,
        start: Span,
        keyword: &Tok,
        body: Option<StatementBlockAst>,
    ) -> (Condition, Option<StatementBlockAst>) {
        let text = self.text_of(keyword);
        self.skip_newlines();
        let Some(open) = self.eat(TokenKind::LParen) else {
            self.report_incomplete(
                after(keyword.span),
                ErrorId::MissingOpenParenthesisAfterKeyword,
                &[&text],
            );
            let parts = body.map(ErrorPart::Block).into_iter().collect();
            return (Err(error_statement(start.to(keyword.span), parts)), None);
        };
        self.skip_newlines();
        let condition = self.pipeline_chain();
        let missing = condition.is_none();
        let condition = condition.unwrap_or_else(|| {
            self.report_incomplete(after(open.span), ErrorId::MissingExpressionAfterKeyword, &[&text]);
            error_statement(after(open.span), Vec::new())
        });
        self.skip_newlines();
        let Some(close) = self.eat(TokenKind::RParen) else {
            if !missing {
                let end = after(condition.span());
                self.report_incomplete(end, ErrorId::MissingEndParenthesisAfterStatement, &[&text]);
            }
            let span = start.to(condition.span());
            let mut parts: Vec<ErrorPart> = body.map(ErrorPart::Block).into_iter().collect();
            parts.push(ErrorPart::Statement(condition));
            return (Err(error_statement(span, parts)), None);
        };
        if missing && body.is_some() {
            return (
                Err(error_statement(start.to(close.span), body.map(ErrorPart::Block).into_iter().collect())),
                None,
            );
        }
        (Ok((condition, close)), body)
    }

    pub(super) fn while_statement(&mut self, label: Option<&Tok>, keyword: &Tok) -> StatementAst {
        let start = start_of(label, keyword);
        let (condition, close) = match self.loop_condition(start, keyword, None).0 {
            Ok(found) => found,
            Err(error) => return error,
        };
        let Some(body) = self.statement_block() else {
            let text = self.text_of(keyword);
            self.report_incomplete(after(close.span), ErrorId::MissingLoopStatement, &[&text]);
            return error_statement(start.to(close.span), vec![ErrorPart::Statement(condition)]);
        };
        StatementAst::While(Box::new(WhileStatementAst {
            span: start.to(body.span),
            label: label_name(label),
            condition,
            body,
        }))
    }

    pub(super) fn do_statement(&mut self, label: Option<&Tok>, keyword: &Tok) -> StatementAst {
        let start = start_of(label, keyword);
        let Some(body) = self.statement_block() else {
            let text = self.text_of(keyword);
            self.report_incomplete(after(keyword.span), ErrorId::MissingLoopStatement, &[&text]);
            return error_statement(start.to(keyword.span), Vec::new());
        };
        self.skip_newlines();
        let word = self.next();
        if !matches!(word.kind, TokenKind::While | TokenKind::Until) {
            self.unget(word);
            self.report_incomplete(after(body.span), ErrorId::MissingWhileOrUntilInDoWhile, &[]);
            return error_statement(start.to(body.span), vec![ErrorPart::Block(body)]);
        }
        let (condition, body) = self.loop_condition(start, &word, Some(body));
        let (condition, close) = match condition {
            Ok(found) => found,
            Err(error) => return error,
        };
        let Some(body) = body else { return error_statement(start, Vec::new()) };
        let span = start.to(close.span);
        let label = label_name(label);
        if word.kind == TokenKind::While {
            StatementAst::DoWhile(Box::new(DoWhileStatementAst { span, label, condition, body }))
        } else {
            StatementAst::DoUntil(Box::new(DoUntilStatementAst { span, label, condition, body }))
        }
    }

    pub(super) fn for_statement(&mut self, label: Option<&Tok>, keyword: &Tok) -> StatementAst {
        let start = start_of(label, keyword);
        self.skip_newlines();
        let text = self.text_of(keyword);
        let Some(open) = self.eat(TokenKind::LParen) else {
            self.report_incomplete(
                after(keyword.span),
                ErrorId::MissingOpenParenthesisAfterKeyword,
                &[&text],
            );
            return error_statement(start.to(keyword.span), Vec::new());
        };
        let mut end = open.span;
        let mut part = |p: &mut Self, last: bool| {
            p.skip_newlines();
            let pipeline = p.pipeline_chain();
            if let Some(pipeline) = &pipeline {
                end = pipeline.span();
            }
            if !last && let Some(semi) = p.eat(TokenKind::Semi) {
                end = semi.span;
            }
            pipeline
        };
        let initializer = part(self, false);
        let condition = part(self, false);
        let iterator = part(self, true);
        self.skip_newlines();
        let close = self.eat(TokenKind::RParen);
        let body = match &close {
            None => {
                self.report_incomplete(after(end), ErrorId::MissingEndParenthesisAfterStatement, &[&text]);
                None
            }
            Some(close) => {
                end = close.span;
                let body = self.statement_block();
                if body.is_none() {
                    self.report_incomplete(after(close.span), ErrorId::MissingLoopStatement, &[&text]);
                }
                body
            }
        };
        let Some(body) = body else {
            let parts = [initializer, condition, iterator].into_iter().flatten().map(ErrorPart::Statement);
            return error_statement(start.to(end), parts.collect());
        };
        StatementAst::For(Box::new(ForStatementAst {
            span: start.to(body.span),
            label: label_name(label),
            initializer,
            condition,
            iterator,
            body,
        }))
    }

    pub(super) fn foreach_statement(&mut self, label: Option<&Tok>, keyword: &Tok) -> StatementAst {
        let start = start_of(label, keyword);
        let mut parallel = false;
        let mut broken = false;
        let mut throttle_limit = None;
        while self.peek_kind() == TokenKind::Parameter {
            let tok = self.next();
            if tok.is_parameter("parallel") {
                parallel = true;
            } else if tok.is_parameter("throttlelimit") {
                self.skip_newlines();
                throttle_limit = self.single_argument(false);
                if throttle_limit.is_none() {
                    self.report_incomplete(after(tok.span), ErrorId::MissingThrottleLimit, &[]);
                }
            } else {
                broken = true;
                let name = tok.parameter().map_or(String::new(), |(name, _)| name.to_string());
                self.report(tok.span, ErrorId::InvalidForeachFlag, &[&name]);
            }
        }
        match self.foreach_head(keyword) {
            Ok((variable, condition, close)) => {
                let Some(body) = self.statement_block() else {
                    self.report_incomplete(after(close.span), ErrorId::MissingForeachStatement, &[]);
                    return error_statement(start.to(close.span), vec![ErrorPart::Statement(condition)]);
                };
                if broken {
                    let parts = vec![ErrorPart::Statement(condition), ErrorPart::Block(body)];
                    return error_statement(start.to(close.span), parts);
                }
                StatementAst::ForEach(Box::new(ForEachStatementAst {
                    span: start.to(body.span),
                    label: label_name(label),
                    parallel,
                    throttle_limit,
                    variable,
                    condition,
                    body,
                }))
            }
            Err((end, parts)) => error_statement(start.to(end), parts),
        }
    }

    /// `( $variable in pipeline )`, or where it breaks off and what was read.
    fn foreach_head(
        &mut self,
        keyword: &Tok,
    ) -> Result<(VariableExpressionAst, StatementAst, Tok), (Span, Vec<ErrorPart>)> {
        self.skip_newlines();
        let text = self.text_of(keyword);
        let Some(open) = self.eat(TokenKind::LParen) else {
            self.report_incomplete(
                after(keyword.span),
                ErrorId::MissingOpenParenthesisAfterKeyword,
                &[&text],
            );
            return Err((keyword.span, Vec::new()));
        };
        self.skip_newlines();
        let tok = self.next();
        let TokValue::Variable(path) = &tok.value else {
            self.unget(tok);
            self.report_incomplete(after(open.span), ErrorId::MissingVariableNameAfterForeach, &[]);
            return Err((open.span, Vec::new()));
        };
        let splatted = tok.kind == TokenKind::SplattedVariable;
        let variable = VariableExpressionAst { span: tok.span, path: (**path).clone(), splatted };
        self.skip_newlines();
        let Some(in_token) = self.eat(TokenKind::In) else {
            self.report_incomplete(after(variable.span), ErrorId::MissingInInForeach, &[]);
            let part = ErrorPart::Expression(crate::ast::ExpressionAst::Variable(variable));
            return Err((tok.span, vec![part]));
        };
        self.skip_newlines();
        let Some(pipeline) = self.pipeline_chain() else {
            self.report_incomplete(after(in_token.span), ErrorId::MissingForeachExpression, &[]);
            return Err((in_token.span, Vec::new()));
        };
        self.skip_newlines();
        let Some(close) = self.eat(TokenKind::RParen) else {
            self.report_incomplete(after(pipeline.span()), ErrorId::MissingEndParenthesisAfterForeach, &[]);
            return Err((pipeline.span(), vec![ErrorPart::Statement(pipeline)]));
        };
        Ok((variable, pipeline, close))
    }
}
