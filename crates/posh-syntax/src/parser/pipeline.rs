//! Assignments, pipeline chains and pipelines.

use super::{Parser, after, error_statement};
use crate::ast::{
    AssignmentStatementAst, CommandBaseAst, CommandExpressionAst, ErrorPart, ExpressionAst, PipelineAst,
    PipelineChainAst, StatementAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, Token, TokenKind};

impl Parser<'_> {
    /// `target = statement`, or pipelines joined by `&&` and `||`.
    pub(super) fn pipeline_chain(&mut self) -> Option<StatementAst> {
        self.deeper(|p| p.in_mode(Mode::Command, Self::pipeline_chain_in_mode))
    }

    fn pipeline_chain_in_mode(&mut self) -> Option<StatementAst> {
        let (start, assign) = self.leading_expression();
        if let Some(operator) = assign {
            return start.map(|left| self.assignment(left, &operator));
        }
        let mut start = start;
        let mut chain: Option<StatementAst> = None;
        let mut operator: Option<Tok> = None;
        loop {
            let first = self.peek().plain();
            let Some(pipeline) = self.pipeline(start.take(), operator.is_none()) else {
                let operator = operator?;
                return Some(self.missing_pipeline(chain, &operator, first));
            };
            let background = if let Some(amp) = self.eat(TokenKind::Ampersand) {
                if let Some(next) = self.background_in_chain(&amp) {
                    return Some(next);
                }
                Some(amp)
            } else {
                None
            };
            let next = self.peek_kind();
            let goes_on = background.is_none() && matches!(next, TokenKind::AndAnd | TokenKind::OrOr);
            chain = Some(link(chain, operator.as_ref(), pipeline, background.as_ref()));
            if !goes_on {
                if background.is_none() {
                    self.end_of_pipeline();
                }
                return chain;
            }
            operator = Some(self.next());
            self.skip_newlines();
        }
    }

    /// What stands first, read as an expression, and the assignment operator behind it.
    fn leading_expression(&mut self) -> (Option<ExpressionAst>, Option<Tok>) {
        if self.is_plain_command() {
            return (None, None);
        }
        self.in_mode(Mode::Expression, |p| {
            let start = p.expression();
            let assign = (start.is_some() && p.peek_kind().is_assignment()).then(|| p.next());
            (start, assign)
        })
    }

    /// Whether the token, as commands have it, is a word that no expression can begin with.
    fn is_plain_command(&mut self) -> bool {
        let tok = self.peek();
        match tok.kind {
            TokenKind::Identifier => true,
            TokenKind::Generic => {
                let at = tok.at;
                self.lex.local(at, at + 1).starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            }
            _ => false,
        }
    }

    fn assignment(&mut self, left: ExpressionAst, operator: &Tok) -> StatementAst {
        self.skip_newlines();
        let right = self.statement().unwrap_or_else(|| {
            let text = self.text_of(operator);
            self.report_incomplete(after(operator.span), ErrorId::ExpectedValueExpression, &[&text]);
            error_statement(after(operator.span), Vec::new())
        });
        let right = lone_expression(right);
        StatementAst::Assignment(Box::new(AssignmentStatementAst {
            span: left.span().to(right.span()),
            left,
            operator: operator.kind,
            operator_span: operator.span,
            right,
        }))
    }

    fn missing_pipeline(
        &mut self,
        chain: Option<StatementAst>,
        operator: &Tok,
        first: Token,
    ) -> StatementAst {
        let text = self.text_of(operator);
        if first.kind == TokenKind::EndOfInput {
            self.report_incomplete(after(operator.span), ErrorId::EmptyPipelineChainElement, &[&text]);
        } else {
            self.report(operator.span.to(first.span), ErrorId::EmptyPipelineChainElement, &[&text]);
        }
        let span = chain.as_ref().map_or(operator.span, StatementAst::span);
        if !matches!(
            first.kind,
            TokenKind::EndOfInput
                | TokenKind::NewLine
                | TokenKind::Semi
                | TokenKind::RParen
                | TokenKind::RCurly
        ) {
            self.unexpected_at(first.span);
        }
        error_statement(span, chain.map(ErrorPart::Statement).into_iter().collect())
    }

    /// `a & && b`: the background operator cannot stand inside of a chain.
    fn background_in_chain(&mut self, _background: &Tok) -> Option<StatementAst> {
        if !matches!(self.peek_kind(), TokenKind::AndAnd | TokenKind::OrOr) {
            return None;
        }
        let tok = self.next();
        self.report(tok.span, ErrorId::BackgroundOperatorInPipelineChain, &[]);
        Some(error_statement(tok.span, Vec::new()))
    }

    /// Reports a token that cannot follow a pipeline; the caller sees it again.
    fn end_of_pipeline(&mut self) {
        use TokenKind as K;
        let tok = self.peek();
        if !matches!(tok.kind, K::Semi | K::NewLine | K::RParen | K::RCurly | K::EndOfInput) {
            let span = tok.span;
            self.unexpected_at(span);
        }
    }

    // --- one pipeline -----------------------------------------------------------------------------------------------

    /// `element | element`.
    /// `tried` says that no expression begins it, unless there is `start`.
    fn pipeline(&mut self, start: Option<ExpressionAst>, tried: bool) -> Option<PipelineAst> {
        let mut elements: Vec<CommandBaseAst> = Vec::new();
        let mut pipe: Option<Tok> = None;
        let mut start = start;
        let mut span: Option<Span> = None;
        loop {
            let expression = match start.take() {
                Some(expression) => Some(expression),
                None if tried && pipe.is_none() => None,
                None if self.is_plain_command() => None,
                None => self.in_mode(Mode::Expression, |p| p.expression()),
            };
            let element = match expression {
                Some(expression) => {
                    if !elements.is_empty() {
                        self.report(expression.span(), ErrorId::ExpressionsMustBeFirstInPipeline, &[]);
                    }
                    Some(self.command_expression(expression))
                }
                None => self.command(),
            };
            match element {
                Some(element) => {
                    let end = element.span();
                    span = Some(span.map_or(end, |s| s.to(end)));
                    elements.push(element);
                }
                None if pipe.is_some() || self.peek_kind() == TokenKind::Pipe => {
                    let place = match &pipe {
                        Some(pipe) => after(pipe.span),
                        None => self.peek().span,
                    };
                    self.report_incomplete(place, ErrorId::EmptyPipeElement, &[]);
                }
                None => {}
            }
            if self.peek_kind() == TokenKind::NewLine && self.lex.pipe_follows() {
                self.skip_newlines();
            }
            pipe = self.eat(TokenKind::Pipe);
            let Some(pipe) = &pipe else { break };
            self.skip_newlines();
            if self.peek_kind() == TokenKind::EndOfInput {
                self.report_incomplete(after(pipe.span), ErrorId::EmptyPipeElement, &[]);
                break;
            }
        }
        Some(PipelineAst { span: span?, elements, background: false })
    }

    /// An expression as an element, with its redirections.
    fn command_expression(&mut self, expression: ExpressionAst) -> CommandBaseAst {
        let mut span = expression.span();
        let redirections = self.in_mode(Mode::Command, |p| {
            let mut slots = super::command::Redirections::default();
            while matches!(p.peek_kind(), TokenKind::Redirection | TokenKind::RedirectInStd) {
                let tok = p.next();
                let end = p.redirection(&tok, &mut slots);
                span = span.to(end);
            }
            slots.finish()
        });
        CommandBaseAst::Expression(Box::new(CommandExpressionAst { span, expression, redirections }))
    }
}

/// Puts a pipeline behind the chain.
fn link(
    chain: Option<StatementAst>,
    operator: Option<&Tok>,
    pipeline: PipelineAst,
    background: Option<&Tok>,
) -> StatementAst {
    let (Some(lhs), Some(operator)) = (chain, operator) else {
        return StatementAst::Pipeline(PipelineAst { background: background.is_some(), ..pipeline });
    };
    StatementAst::PipelineChain(Box::new(PipelineChainAst {
        span: lhs.span().to(pipeline.span),
        lhs,
        rhs: pipeline,
        operator: operator.kind,
        background: background.is_some(),
    }))
}

/// On the right side of an assignment a pipeline of one expression is that expression.
fn lone_expression(statement: StatementAst) -> StatementAst {
    match statement {
        StatementAst::Pipeline(mut pipeline) if !pipeline.background && pipeline.elements.len() == 1 => {
            match pipeline.elements.pop() {
                Some(CommandBaseAst::Expression(element)) => StatementAst::CommandExpression(element),
                Some(other) => {
                    pipeline.elements.push(other);
                    StatementAst::Pipeline(pipeline)
                }
                None => StatementAst::Pipeline(pipeline),
            }
        }
        other => other,
    }
}
