//! Members, method calls and indexes.

use super::{Parser, after, error_expression};
use crate::ast::{
    ExpressionAst, IndexExpressionAst, InvokeMemberExpressionAst, MemberExpressionAst, TypeName,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, TokenKind};

impl Parser<'_> {
    /// The operator of a member access, where it follows without a gap.
    pub(super) fn next_member_access(&mut self, allow_bracket: bool) -> Option<Tok> {
        if self.ungot.is_some() {
            return None;
        }
        self.lex.member_access(allow_bracket)
    }

    /// All that follows an operand: `.name`, `::name`, `(arguments)`, `[index]`.
    pub(super) fn member_accesses(&mut self, first: Tok, target: ExpressionAst) -> ExpressionAst {
        let mut target = target;
        let mut next = Some(first);
        while let Some(access) = next {
            target = match access.kind {
                TokenKind::LBracket | TokenKind::QuestionLBracket => self.index(target, &access),
                _ => self.member(target, &access),
            };
            next = self.next_member_access(true);
        }
        target
    }

    fn index(&mut self, target: ExpressionAst, open: &Tok) -> ExpressionAst {
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let (index, end) = self.in_mode(Mode::Expression, |p| {
            p.skip_newlines();
            let index = p.expression();
            let missing = index.is_none();
            let index = index.unwrap_or_else(|| {
                p.report_incomplete(after(open.span), ErrorId::MissingArrayIndexExpression, &[]);
                error_expression(open.span, Vec::new())
            });
            p.skip_newlines();
            let end = match p.eat(TokenKind::RBracket) {
                Some(close) => close.span,
                None => {
                    if !missing {
                        p.report_incomplete(after(index.span()), ErrorId::MissingEndSquareBracket, &[]);
                    }
                    index.span()
                }
            };
            (index, end)
        });
        self.no_commas = no_commas;
        ExpressionAst::Index(Box::new(IndexExpressionAst {
            span: target.span().to(end),
            target,
            index,
            null_conditional: open.kind == TokenKind::QuestionLBracket,
        }))
    }

    fn member(&mut self, target: ExpressionAst, operator: &Tok) -> ExpressionAst {
        let is_static = operator.kind == TokenKind::ColonColon;
        let null_conditional = operator.kind == TokenKind::QuestionDot;
        let Some(member) = self.member_name() else {
            self.report_incomplete(after(operator.span), ErrorId::MissingPropertyName, &[]);
            let member = self
                .single_argument(false)
                .unwrap_or_else(|| error_expression(target.span().to(operator.span), Vec::new()));
            let span = target.span().to(member.span());
            return ExpressionAst::Member(Box::new(MemberExpressionAst {
                span,
                target,
                member,
                is_static,
                null_conditional,
            }));
        };
        if self.ungot.is_none() {
            let Ok(generic_arguments) = self.generic_method_arguments() else {
                let span = target.span().to(member.span());
                return ExpressionAst::Member(Box::new(MemberExpressionAst {
                    span,
                    target,
                    member,
                    is_static,
                    null_conditional,
                }));
            };
            let open = match self.lex.immediately('(', TokenKind::LParen) {
                Some(open) => Some(open),
                None => self.lex.immediately('{', TokenKind::LCurly),
            };
            if let Some(open) = open {
                let (arguments, end) = self.invocation(&open);
                return ExpressionAst::InvokeMember(Box::new(InvokeMemberExpressionAst {
                    span: target.span().to(member.span()).to(end),
                    target,
                    member,
                    arguments,
                    is_static,
                    null_conditional,
                    generic_arguments: generic_arguments.unwrap_or_default(),
                }));
            }
        }
        let span = target.span().to(member.span());
        ExpressionAst::Member(Box::new(MemberExpressionAst {
            span,
            target,
            member,
            is_static,
            null_conditional,
        }))
    }

    fn member_name(&mut self) -> Option<ExpressionAst> {
        self.in_mode(Mode::Expression, |p| {
            p.skip_newlines();
            if let Some(tok) = p.eat(TokenKind::Identifier) {
                return Some(p.bare_word(&tok));
            }
            p.primary(false).or_else(|| if p.begins_unary() { p.array_literal_element() } else { None })
        })
    }

    /// `[int, string]` between a method's name and its parenthesis; nothing where it is an index, and an error where it
    /// begins like types and goes on otherwise.
    fn generic_method_arguments(&mut self) -> Result<Option<Vec<TypeName>>, ()> {
        let back = self.lex.pos;
        if self.lex.peek() != '[' {
            return Ok(None);
        }
        let errors = self.lex.diagnostics.len();
        let nested = self.lex.bracket_follows_bracket();
        let found = self.in_mode(Mode::TypeName, Self::generic_method_list);
        let found = match found {
            // `[[` may as well begin an index by a type.
            Err(()) if nested => {
                self.lex.forget_errors(errors);
                None
            }
            other => other?,
        };
        if let Some(arguments) = found
            && matches!(self.lex.peek(), '(' | '{')
            && self.ungot.is_none()
        {
            return Ok(Some(arguments));
        }
        self.rewind(back);
        Ok(None)
    }

    fn generic_method_list(&mut self) -> Result<Option<Vec<TypeName>>, ()> {
        let mut last = self.next();
        let mut arguments = Vec::new();
        loop {
            self.skip_newlines();
            let first = self.next();
            if !matches!(first.kind, TokenKind::Identifier | TokenKind::LBracket) {
                self.unget(first);
                if arguments.is_empty() {
                    return Ok(None);
                }
                self.report_incomplete(after(last.span), ErrorId::MissingTypename, &[]);
                let place = super::before(self.peek().span);
                self.report_incomplete(place, ErrorId::EndSquareBracketExpectedAtEndOfType, &[]);
                return Err(());
            }
            let (argument, _) = self.generic_argument(&first);
            arguments.push(argument);
            self.skip_newlines();
            last = self.next();
            match last.kind {
                TokenKind::Comma => {}
                TokenKind::RBracket => return Ok(Some(arguments)),
                _ => {
                    let place = super::before(last.span);
                    self.unget(last);
                    self.report_incomplete(place, ErrorId::EndSquareBracketExpectedAtEndOfType, &[]);
                    return Err(());
                }
            }
        }
    }

    fn invocation(&mut self, open: &Tok) -> (Vec<ExpressionAst>, Span) {
        if open.kind == TokenKind::LParen {
            return self.in_mode(Mode::Expression, |p| p.arguments(open));
        }
        let argument = self.script_block_expression(open);
        let end = argument.span();
        (vec![argument], end)
    }

    /// `arguments )` of a method, behind its parenthesis, and where they end.
    pub(super) fn arguments(&mut self, open: &Tok) -> (Vec<ExpressionAst>, Span) {
        let no_commas = std::mem::replace(&mut self.no_commas, true);
        let mut arguments: Vec<ExpressionAst> = Vec::new();
        let mut comma: Option<Tok> = None;
        let mut reported = false;
        let mut end = open.span;
        loop {
            self.skip_newlines();
            let Some(argument) = self.expression() else {
                if let Some(comma) = &comma {
                    self.report_incomplete(after(comma.span), ErrorId::MissingExpressionAfterToken, &[","]);
                    reported = true;
                }
                break;
            };
            end = argument.span();
            arguments.push(argument);
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            match &comma {
                Some(comma) => end = comma.span,
                None => break,
            }
        }
        self.skip_newlines();
        match self.eat(TokenKind::RParen) {
            Some(close) => end = close.span,
            None => {
                if !reported {
                    let last = arguments.last().map_or(open.span, ExpressionAst::span);
                    self.report_incomplete(after(last), ErrorId::MissingEndParenthesisInMethodCall, &[]);
                }
            }
        }
        self.no_commas = no_commas;
        (arguments, end)
    }
}
