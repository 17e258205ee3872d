//! Commands, their arguments and redirections.

use std::sync::Arc;

use super::{Parser, after, error_expression};
use crate::ast::{
    ArrayLiteralAst, CommandAst, CommandBaseAst, CommandElementAst, CommandExpressionAst,
    CommandParameterAst, ErrorPart, ExpressionAst, InvocationOperator, RedirectionAst, RedirectionStream,
    StringConstantExpressionAst, StringConstantKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok, TokValue};
use crate::{Span, TokenKind};

/// Where an argument stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The command's name.
    Name,
    /// The command's name behind `&` or `.`.
    InvokedName,
    /// An argument: commas make arrays.
    Argument,
    /// The value of a redirection, a `switch` file and their like.
    Single,
    /// The test of a `switch` clause.
    SwitchClause,
}

/// Redirections by the stream that they redirect: each only once.
#[derive(Default)]
pub(super) struct Redirections([Option<RedirectionAst>; 7]);

impl Redirections {
    pub(super) fn finish(self) -> Vec<RedirectionAst> {
        self.0.into_iter().flatten().collect()
    }
}

impl Parser<'_> {
    /// A command; nothing where none begins.
    pub(super) fn command(&mut self) -> Option<CommandBaseAst> {
        self.in_mode(Mode::Command, Self::command_in_mode)
    }

    fn command_in_mode(&mut self) -> Option<CommandBaseAst> {
        let first = self.next();
        let (invocation, mut place) = match first.kind {
            TokenKind::Dot => (InvocationOperator::Dot, Place::InvokedName),
            TokenKind::Ampersand => (InvocationOperator::Ampersand, Place::InvokedName),
            _ => (InvocationOperator::None, Place::Name),
        };
        let start = first.plain();
        let mut tok = if invocation == InvocationOperator::None { first } else { self.next() };
        let mut end = start.span;
        let mut elements = Vec::new();
        let mut redirections = Redirections::default();
        let mut saw_dashes = false;
        while !ends_command(tok.kind) {
            match tok.kind {
                TokenKind::MinusMinus => {
                    end = tok.span;
                    elements.push(self.double_dash(&tok, saw_dashes));
                    saw_dashes = true;
                }
                TokenKind::Comma => {
                    end = tok.span;
                    self.report(tok.span, ErrorId::MissingArgument, &[]);
                    self.skip_newlines();
                }
                TokenKind::Redirection | TokenKind::RedirectInStd if place == Place::Argument => {
                    end = self.redirection(&tok, &mut redirections);
                    tok = self.next();
                    continue;
                }
                TokenKind::Parameter if place == Place::Argument && !saw_dashes => {
                    let parameter = self.command_parameter(&tok);
                    end = parameter.span;
                    elements.push(CommandElementAst::Parameter(parameter));
                }
                _ => {
                    let verbatim = is_verbatim(&tok);
                    if let Some(argument) = self.argument(place, tok) {
                        end = argument.span();
                        elements.push(CommandElementAst::Argument(argument));
                        if verbatim && let Some(rest) = self.verbatim() {
                            end = rest.span();
                            elements.push(CommandElementAst::Argument(rest));
                        }
                    }
                }
            }
            place = Place::Argument;
            tok = self.next();
        }
        self.unget(tok);
        if elements.is_empty() {
            if invocation == InvocationOperator::None {
                let list = redirections.finish();
                if list.is_empty() {
                    return None;
                }
                return Some(command(start.span.to(end), invocation, elements, list));
            }
            let text = self.source.slice(start.span).to_owned();
            self.report(start.span, ErrorId::MissingExpression, &[&text]);
            let expression = error_expression(start.span, Vec::new());
            let element = CommandExpressionAst { span: start.span, expression, redirections: Vec::new() };
            return Some(CommandBaseAst::Expression(Box::new(element)));
        }
        Some(command(start.span.to(end), invocation, elements, redirections.finish()))
    }

    fn double_dash(&self, tok: &Tok, again: bool) -> CommandElementAst {
        if again {
            return CommandElementAst::Argument(self.bare_word(tok));
        }
        CommandElementAst::Parameter(CommandParameterAst {
            span: tok.span,
            name: "-".into(),
            error_span: tok.span,
            argument: None,
        })
    }

    fn command_parameter(&mut self, tok: &Tok) -> CommandParameterAst {
        let (name, colon) = match &tok.value {
            TokValue::Parameter(name, colon) => (Arc::clone(name), *colon),
            _ => ("".into(), false),
        };
        let mut span = tok.span;
        let mut argument = None;
        if colon && self.peek_kind() != TokenKind::Comma {
            let next = self.next();
            argument = self.argument(Place::Argument, next).map(Box::new);
            match &argument {
                Some(argument) => span = tok.span.to(argument.span()),
                None => {
                    let text = self.text_of(tok);
                    self.report(after(tok.span), ErrorId::ParameterRequiresArgument, &[&text]);
                }
            }
        }
        CommandParameterAst { span, name, error_span: tok.span, argument }
    }

    // --- arguments --------------------------------------------------------------------------------------------------

    /// One argument, without commas; `clause` says whether it is the test of a `switch` clause.
    pub(super) fn single_argument(&mut self, clause: bool) -> Option<ExpressionAst> {
        self.single_argument_at(if clause { Place::SwitchClause } else { Place::Single })
    }

    pub(super) fn single_argument_at(&mut self, place: Place) -> Option<ExpressionAst> {
        self.in_mode(Mode::Command, |p| {
            if matches!(p.peek_kind(), TokenKind::Comma | TokenKind::EndOfInput) {
                return None;
            }
            let no_commas = std::mem::replace(&mut p.no_commas, true);
            let tok = p.next();
            let argument = p.argument(place, tok);
            p.no_commas = no_commas;
            argument
        })
    }

    /// An argument that begins with `tok`, arrays included where they may be.
    fn argument(&mut self, place: Place, tok: Tok) -> Option<ExpressionAst> {
        let mut elements: Vec<ExpressionAst> = Vec::new();
        let mut comma: Option<Tok> = None;
        let mut tok = tok;
        loop {
            let redirects = matches!(tok.kind, TokenKind::Redirection | TokenKind::RedirectInStd)
                && !matches!(place, Place::Name | Place::InvokedName);
            if redirects || ends_argument(tok.kind) {
                self.unget(tok);
                let comma = comma?;
                let span = elements.first().map_or(comma.span, ExpressionAst::span).to(comma.span);
                self.report_incomplete(after(comma.span), ErrorId::MissingExpression, &[","]);
                let parts = elements.into_iter().map(ErrorPart::Expression).collect();
                return Some(error_expression(span, parts));
            }
            let expression = self.argument_value(place, tok);
            if place != Place::Argument || self.peek_kind() != TokenKind::Comma {
                if elements.is_empty() {
                    return Some(expression);
                }
                elements.push(expression);
                break;
            }
            elements.push(expression);
            comma = Some(self.next());
            self.skip_newlines();
            tok = self.next();
        }
        let start = elements.first().map(ExpressionAst::span)?;
        let span = elements.last().map_or(start, |last| start.to(last.span()));
        Some(ExpressionAst::ArrayLiteral(ArrayLiteralAst { span, elements }))
    }

    fn argument_value(&mut self, place: Place, tok: Tok) -> ExpressionAst {
        use TokenKind as K;
        match tok.kind {
            K::Variable
            | K::SplattedVariable
            | K::Number
            | K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable
            | K::LParen
            | K::AtParen
            | K::DollarParen
            | K::AtCurly
            | K::LCurly => {
                let span = tok.span;
                self.unget(tok);
                self.deeper(|p| p.primary(true)).unwrap_or_else(|| error_expression(span, Vec::new()))
            }
            K::Generic => {
                if place == Place::Name {
                    super::primary::string_literal(&tok)
                } else {
                    self.expandable_string(&tok)
                }
            }
            _ => {
                let is_default = place == Place::SwitchClause && tok.kind == K::Default;
                if place != Place::Name
                    && !is_default
                    && !matches!(tok.kind, K::Identifier | K::Parameter | K::Label)
                {
                    self.lex.change_kind(tok.span, K::Generic);
                }
                self.bare_word(&tok)
            }
        }
    }

    /// What stands behind `--%`, up to the end of the line or a pipe.
    fn verbatim(&mut self) -> Option<ExpressionAst> {
        if let Some(tok) = &self.ungot {
            let at = tok.at;
            self.rewind(at);
        }
        let (from, to) = self.lex.verbatim_argument()?;
        let span = self.lex.span(from, to);
        let value = self.source.slice(span).into();
        Some(ExpressionAst::StringConstant(StringConstantExpressionAst {
            span,
            kind: StringConstantKind::BareWord,
            value,
        }))
    }

    // --- redirections -----------------------------------------------------------------------------------------------

    /// A redirection behind its operator; answers its extent.
    pub(super) fn redirection(&mut self, tok: &Tok, slots: &mut Redirections) -> Span {
        let redirection = match tok.value {
            TokValue::Merging { from, to } => {
                if to != RedirectionStream::Output || from == to {
                    let text = self.text_of(tok);
                    self.report(tok.span, ErrorId::RedirectionNotSupported, &[&text]);
                }
                RedirectionAst::Merging { span: tok.span, from, to }
            }
            TokValue::FileRedirection { from, append } => {
                let location = self.redirection_file(tok);
                RedirectionAst::File { span: tok.span.to(location.span()), from, location, append }
            }
            _ => {
                let location = self.redirection_file(tok);
                let text = self.text_of(tok);
                self.report(tok.span, ErrorId::RedirectionNotSupported, &[&text]);
                return tok.span.to(location.span());
            }
        };
        let span = redirection.span();
        let from = match &redirection {
            RedirectionAst::Merging { from, .. } | RedirectionAst::File { from, .. } => *from,
        };
        let (slot, name) = match from {
            RedirectionStream::All => (0, "all"),
            RedirectionStream::Output => (1, "output"),
            RedirectionStream::Error => (2, "error"),
            RedirectionStream::Warning => (3, "warning"),
            RedirectionStream::Verbose => (4, "verbose"),
            RedirectionStream::Debug => (5, "debug"),
            RedirectionStream::Information => (6, "information"),
        };
        match slots.0.get_mut(slot) {
            Some(empty @ None) => *empty = Some(redirection),
            _ => {
                let name = format!("{name} stream");
                self.report(span, ErrorId::StreamAlreadyRedirected, &[&name]);
            }
        }
        span
    }

    fn redirection_file(&mut self, tok: &Tok) -> ExpressionAst {
        self.single_argument(false).unwrap_or_else(|| {
            self.report(after(tok.span), ErrorId::MissingFileSpecification, &[]);
            error_expression(tok.span, Vec::new())
        })
    }
}

fn command(
    span: Span,
    invocation: InvocationOperator,
    elements: Vec<CommandElementAst>,
    redirections: Vec<RedirectionAst>,
) -> CommandBaseAst {
    CommandBaseAst::Command(Box::new(CommandAst { span, invocation, elements, redirections }))
}

fn is_verbatim(tok: &Tok) -> bool {
    matches!(&tok.value, TokValue::String(s) if tok.kind == TokenKind::Generic && s.value.as_str() == Some("--%"))
}

fn ends_command(kind: TokenKind) -> bool {
    use TokenKind as K;
    matches!(
        kind,
        K::Pipe
            | K::RCurly
            | K::RParen
            | K::Semi
            | K::AndAnd
            | K::OrOr
            | K::NewLine
            | K::EndOfInput
            | K::Ampersand
    )
}

fn ends_argument(kind: TokenKind) -> bool {
    ends_command(kind) || kind == TokenKind::Comma
}
