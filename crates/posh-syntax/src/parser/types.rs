//! Type names, type constraints and attributes.

use std::sync::Arc;

use super::{Parser, after, before};
use crate::ast::{
    AttributeAst, AttributeBaseAst, Constant, ConstantExpressionAst, ExpressionAst,
    NamedAttributeArgumentAst, TypeConstraintAst, TypeName, TypeNameKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, TokenKind};

/// Dimensions that an array may have.
const MAX_RANK: usize = 32;

impl Parser<'_> {
    /// Attributes and type constraints in a row.
    pub(super) fn attribute_list(&mut self, in_expression: bool) -> Vec<AttributeBaseAst> {
        let mut list = Vec::new();
        while let Some(attribute) = self.attribute() {
            let is_attribute = matches!(attribute, AttributeBaseAst::Attribute(_));
            list.push(attribute);
            if !in_expression || is_attribute {
                self.skip_newlines();
            }
        }
        list
    }

    /// `[type]` or `[attribute(...)]`.
    pub(super) fn attribute(&mut self) -> Option<AttributeBaseAst> {
        let bracket = match &self.ungot {
            Some(_) => self.begins_with_bracket(),
            // A token read here could hide a member access from the expression around.
            None => self.lex.bracket_follows(),
        };
        if !bracket {
            return None;
        }
        self.deeper(|p| p.in_mode(Mode::TypeName, Self::attribute_in_mode))
    }

    fn attribute_in_mode(&mut self) -> Option<AttributeBaseAst> {
        let open = self.eat(TokenKind::LBracket)?;
        self.skip_newlines();
        let Some(type_name) = self.type_name(true) else {
            self.rewind(open.at);
            self.report_incomplete(after(open.span), ErrorId::MissingTypename, &[]);
            return None;
        };
        let tok = self.next();
        if tok.kind == TokenKind::LParen {
            return Some(AttributeBaseAst::Attribute(self.attribute_arguments(&open, &tok, type_name)));
        }
        let end = if tok.kind == TokenKind::RBracket {
            tok.span
        } else {
            let place = before(tok.span);
            self.unget(tok);
            let end = type_name.span;
            self.report(place, ErrorId::EndSquareBracketExpectedAtEndOfAttribute, &[]);
            end
        };
        Some(AttributeBaseAst::TypeConstraint(TypeConstraintAst { span: open.span.to(end), type_name }))
    }

    fn attribute_arguments(&mut self, open: &Tok, paren: &Tok, type_name: TypeName) -> AttributeAst {
        let mut positional = Vec::new();
        let mut named: Vec<NamedAttributeArgumentAst> = Vec::new();
        let no_commas = std::mem::replace(&mut self.no_commas, true);
        let mut end = self.in_mode(Mode::Expression, |p| {
            p.skip_newlines();
            p.attribute_argument_list(paren, &mut positional, &mut named)
        });
        self.skip_newlines();
        let close = self.eat(TokenKind::RParen);
        match &close {
            Some(close) => end = close.span,
            None => self.report_incomplete(after(end), ErrorId::MissingEndParenthesisInExpression, &[]),
        }
        self.skip_newlines();
        match self.eat(TokenKind::RBracket) {
            Some(bracket) => end = bracket.span,
            None => {
                if close.is_some() {
                    self.report_incomplete(
                        after(end),
                        ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                        &[],
                    );
                }
            }
        }
        self.no_commas = no_commas;
        AttributeAst { span: open.span.to(end), type_name, positional, named }
    }

    /// The arguments up to the closing parenthesis; answers where they end.
    fn attribute_argument_list(
        &mut self,
        paren: &Tok,
        positional: &mut Vec<ExpressionAst>,
        named: &mut Vec<NamedAttributeArgumentAst>,
    ) -> Span {
        let mut end = paren.span;
        let mut comma: Option<Tok> = None;
        loop {
            self.skip_newlines();
            let name = self.eat(TokenKind::Identifier);
            if let Some(name) = name {
                let argument = self.named_argument(&name);
                if !argument.expression_omitted {
                    end = argument.span;
                }
                named.push(argument);
            } else if let Some(argument) = self.expression() {
                end = argument.span();
                positional.push(argument);
            } else {
                // A comma in front of the first argument does no harm.
                if let Some(comma) = &comma {
                    self.report_incomplete(after(comma.span), ErrorId::MissingExpressionAfterToken, &[","]);
                    positional.push(super::error_expression(after(comma.span), Vec::new()));
                    return comma.span;
                }
            }
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            match &comma {
                Some(comma) => end = comma.span,
                None => return end,
            }
        }
    }

    fn named_argument(&mut self, name: &Tok) -> NamedAttributeArgumentAst {
        let text: Arc<str> = self.text_arc(name.span);
        let omitted =
            |span: Span| ExpressionAst::Constant(ConstantExpressionAst { span, value: Constant::Bool(true) });
        let Some(equals) = self.eat(TokenKind::Equals) else {
            let argument = omitted(name.span);
            return NamedAttributeArgumentAst {
                span: name.span,
                name: text,
                argument,
                expression_omitted: true,
            };
        };
        self.skip_newlines();
        let argument = self.expression().unwrap_or_else(|| {
            let place = after(equals.span);
            self.report_incomplete(place, ErrorId::MissingExpressionInNamedArgument, &[]);
            super::error_expression(place, Vec::new())
        });
        let span = name.span.to(argument.span());
        NamedAttributeArgumentAst { span, name: text, argument, expression_omitted: false }
    }

    // --- type names -------------------------------------------------------------------------------------------------

    /// A type's name; nothing where none begins.
    pub(super) fn type_name(&mut self, allow_assembly: bool) -> Option<TypeName> {
        self.in_mode(Mode::TypeName, |p| {
            let name = p.eat(TokenKind::Identifier)?;
            Some(p.finish_type_name(&name, !allow_assembly))
        })
    }

    /// A type's name that is the whole text.
    pub(crate) fn whole_type_name(&mut self) -> Option<TypeName> {
        self.lex.mode = Mode::TypeName;
        let name = self.type_name(true)?;
        let complete = self.peek_kind() == TokenKind::EndOfInput && self.lex.diagnostics.is_empty();
        complete.then_some(name)
    }

    fn simple(&self, tok: &Tok) -> TypeName {
        let name = self.text_arc(tok.span);
        TypeName { span: tok.span, kind: TypeNameKind::Simple { name, assembly: None } }
    }

    /// What follows a name: `[]`, `[arguments]`, `, assembly`.
    fn finish_type_name(&mut self, name: &Tok, unbracketed: bool) -> TypeName {
        self.deeper(|p| p.finish_type_name_rule(name, unbracketed))
    }

    fn finish_type_name_rule(&mut self, name: &Tok, unbracketed: bool) -> TypeName {
        use TokenKind as K;
        let simple = self.simple(name);
        if let Some(open) = self.eat(K::LBracket) {
            self.skip_newlines();
            let tok = self.next();
            return match tok.kind {
                K::RBracket | K::Comma => self.array_type(simple, tok, unbracketed),
                K::LBracket | K::Identifier => self.generic_type(simple, &tok, unbracketed),
                K::EndOfInput => {
                    self.unget(tok);
                    self.report_incomplete(after(open.span), ErrorId::MissingTypename, &[]);
                    simple
                }
                _ => {
                    self.unexpected(&tok);
                    self.sync(true, &[K::RBracket]);
                    simple
                }
            };
        }
        self.assembly(simple, unbracketed)
    }

    /// `, assembly, Version=...` behind a name.
    fn assembly(&mut self, name: TypeName, unbracketed: bool) -> TypeName {
        if unbracketed {
            return name;
        }
        let Some(comma) = self.eat(TokenKind::Comma) else { return name };
        let Some((spec, span)) = self.lex.assembly_name() else {
            self.report(after(comma.span), ErrorId::MissingAssemblyNameSpecification, &[]);
            return name;
        };
        let full = name.span.to(span);
        with_assembly(TypeName { span: full, kind: name.kind }, &spec)
    }

    fn array_type(&mut self, element: TypeName, first: Tok, unbracketed: bool) -> TypeName {
        use TokenKind as K;
        let mut element = element;
        let mut tok = first;
        loop {
            match tok.kind {
                K::Comma => {
                    let mut rank = 1usize;
                    let first = tok.span;
                    let mut last;
                    loop {
                        last = tok;
                        rank += 1;
                        tok = self.next();
                        if tok.kind != K::Comma {
                            break;
                        }
                    }
                    if rank > MAX_RANK {
                        let commas = first.to(last.span);
                        self.report(commas, ErrorId::ArrayHasTooManyDimensions, &[&rank.to_string()]);
                    }
                    let mut end = tok.span;
                    if tok.kind != K::RBracket {
                        self.unget(tok);
                        end = last.span;
                        self.report(after(end), ErrorId::EndSquareBracketExpectedAtEndOfAttribute, &[]);
                    }
                    let span = element.span.to(end);
                    element = array_of(element, span, rank);
                }
                K::RBracket => {
                    let span = element.span.to(tok.span);
                    element = array_of(element, span, 1);
                }
                K::EndOfInput => {
                    let place = before(tok.span);
                    self.unget(tok);
                    self.report(place, ErrorId::EndSquareBracketExpectedAtEndOfAttribute, &[]);
                }
                _ => {
                    self.unexpected(&tok);
                    self.sync(true, &[K::RBracket]);
                }
            }
            if self.eat(K::LBracket).is_none() {
                return self.assembly(element, unbracketed);
            }
            tok = self.next();
        }
    }

    fn generic_type(&mut self, definition: TypeName, first: &Tok, unbracketed: bool) -> TypeName {
        use TokenKind as K;
        let (argument, mut end) = self.generic_argument(first);
        let mut arguments = vec![argument];
        let close = loop {
            self.skip_newlines();
            let Some(comma) = self.eat(K::Comma) else { break self.next() };
            self.skip_newlines();
            let (argument, argument_end) = if matches!(self.peek_kind(), K::Identifier | K::LBracket) {
                let tok = self.next();
                self.generic_argument(&tok)
            } else {
                self.report_incomplete(after(comma.span), ErrorId::MissingTypename, &[]);
                let kind = TypeNameKind::Simple { name: ":ErrorTypeName:".into(), assembly: None };
                (TypeName { span: comma.span, kind }, comma.span)
            };
            end = argument_end;
            arguments.push(argument);
        };
        if close.kind == K::RBracket {
            end = close.span;
        } else {
            let place = before(close.span);
            self.unget(close);
            self.report_incomplete(place, ErrorId::EndSquareBracketExpectedAtEndOfAttribute, &[]);
        }
        let span = definition.span.to(end);
        let generic =
            TypeName { span, kind: TypeNameKind::Generic { definition: Box::new(definition), arguments } };
        if self.eat(K::LBracket).is_some() {
            let tok = self.next();
            return self.array_type(generic, tok, unbracketed);
        }
        self.assembly(generic, unbracketed)
    }

    /// An argument of a generic type: a name, or a name in brackets with its assembly.
    /// Answers the last extent that was read, too.
    pub(super) fn generic_argument(&mut self, first: &Tok) -> (TypeName, Span) {
        if first.kind == TokenKind::Identifier {
            let name = self.finish_type_name(first, true);
            let end = name.span;
            return (name, end);
        }
        let Some(name) = self.deeper(|p| p.type_name(true)) else {
            let place = if self.peek_kind() == TokenKind::EndOfInput { first.span } else { self.peek().span };
            self.report_incomplete(after(place), ErrorId::MissingTypename, &[]);
            let kind = TypeNameKind::Simple { name: ":ErrorTypeName:".into(), assembly: None };
            return (TypeName { span: first.span, kind }, first.span);
        };
        let mut end = name.span;
        match self.eat(TokenKind::RBracket) {
            Some(close) => end = close.span,
            None => {
                let place = before(self.peek().span);
                self.report_incomplete(place, ErrorId::EndSquareBracketExpectedAtEndOfType, &[]);
            }
        }
        (name, end)
    }
}

fn array_of(element: TypeName, span: Span, rank: usize) -> TypeName {
    let rank = u8::try_from(rank).unwrap_or(u8::MAX);
    TypeName { span, kind: TypeNameKind::Array { element: Box::new(element), rank } }
}

/// Puts the assembly's name on the innermost name of the type itself.
fn with_assembly(name: TypeName, spec: &str) -> TypeName {
    let kind = match name.kind {
        TypeNameKind::Simple { name, .. } => TypeNameKind::Simple { name, assembly: Some(spec.into()) },
        TypeNameKind::Array { element, rank } => {
            TypeNameKind::Array { element: Box::new(with_assembly(*element, spec)), rank }
        }
        TypeNameKind::Generic { definition, arguments } => {
            TypeNameKind::Generic { definition: Box::new(with_assembly(*definition, spec)), arguments }
        }
    };
    TypeName { span: name.span, kind }
}
