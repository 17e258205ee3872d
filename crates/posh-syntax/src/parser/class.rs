//! `class` and `enum`.

use std::sync::Arc;

use super::{Parser, after, error_statement};
use crate::ast::{
    AttributeAst, AttributeBaseAst, ErrorPart, MemberAst, PropertyMemberAst, StatementAst, TypeConstraintAst,
    TypeDefinitionAst, TypeDefinitionKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, TokenKind};

/// What stands before the body of a type.
struct Head {
    name: Tok,
    base_types: Vec<TypeConstraintAst>,
    open: Tok,
}

fn only_attributes(list: Vec<AttributeBaseAst>) -> Vec<AttributeAst> {
    list.into_iter()
        .filter_map(|a| match a {
            AttributeBaseAst::Attribute(a) => Some(a),
            AttributeBaseAst::TypeConstraint(_) => None,
        })
        .collect()
}

impl Parser<'_> {
    pub(super) fn class_definition(
        &mut self,
        attributes: Vec<AttributeBaseAst>,
        keyword: &Tok,
    ) -> StatementAst {
        let start = attributes.first().map_or(keyword.span, AttributeBaseAst::span);
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let statement = self.in_mode(Mode::Expression, |p| {
            let head = match p.type_head(keyword, start, "class") {
                Ok(head) => head,
                Err(error) => return error,
            };
            let class_name = p.text_of(&head.name);
            let (members, broken) = p.members(|p, broken| p.class_member(&class_name, broken));
            p.type_rest(attributes, TypeDefinitionKind::Class, start, head, members, broken)
        });
        self.no_commas = no_commas;
        statement
    }

    pub(super) fn enum_definition(
        &mut self,
        attributes: Vec<AttributeBaseAst>,
        keyword: &Tok,
    ) -> StatementAst {
        let start = attributes.first().map_or(keyword.span, AttributeBaseAst::span);
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let statement = self.in_mode(Mode::Expression, |p| {
            let head = match p.type_head(keyword, start, "enum") {
                Ok(head) => head,
                Err(error) => return error,
            };
            let (members, broken) = p.members(|p, _| p.enum_member());
            p.type_rest(attributes, TypeDefinitionKind::Enum, start, head, members, broken)
        });
        self.no_commas = no_commas;
        statement
    }

    /// `Name : bases {`.
    fn type_head(&mut self, keyword: &Tok, start: Span, word: &str) -> Result<Head, StatementAst> {
        self.has_symbols = true;
        self.skip_newlines();
        let Some(name) = self.simple_name() else {
            let text = self.text_of(keyword);
            self.report_incomplete(after(keyword.span), ErrorId::MissingNameAfterKeyword, &[&text]);
            return Err(error_statement(start.to(keyword.span), Vec::new()));
        };
        let mut end = name.span;
        let mut base_types = Vec::new();
        let back = self.restore_point();
        self.skip_newlines();
        if let Some(colon) = self.colon() {
            let mut separator = colon;
            loop {
                self.skip_newlines();
                let Some(type_name) = self.type_name(false) else {
                    self.report_incomplete(after(separator.span), ErrorId::TypeNameExpected, &[]);
                    break;
                };
                if word == "enum" && !is_primitive(&type_name.to_string()) {
                    let name = type_name.to_string();
                    self.report(type_name.span, ErrorId::InvalidUnderlyingType, &[&name]);
                }
                if word == "class" {
                    end = type_name.span;
                }
                base_types.push(TypeConstraintAst { span: type_name.span, type_name });
                let before_comma = self.restore_point();
                self.skip_newlines();
                match self.eat(TokenKind::Comma) {
                    Some(comma) if word == "class" => {
                        separator = comma;
                    }
                    _ => {
                        self.rewind(before_comma);
                        break;
                    }
                }
            }
        } else {
            self.rewind(back);
        }
        self.skip_newlines();
        let Some(open) = self.eat(TokenKind::LCurly) else {
            self.report_incomplete(after(end), ErrorId::MissingTypeBody, &[word]);
            let parts = base_types.into_iter().map(ErrorPart::TypeConstraint).collect();
            return Err(error_statement(start.to(end), parts));
        };
        Ok(Head { name, base_types, open })
    }

    /// A colon, which here never begins a label.
    pub(super) fn colon(&mut self) -> Option<Tok> {
        if let Some(tok) = &self.ungot
            && tok.kind == TokenKind::Label
        {
            let at = tok.at;
            self.rewind(at);
        }
        let simple = std::mem::replace(&mut self.lex.simple_names, true);
        let colon = self.eat(TokenKind::Colon);
        self.lex.simple_names = simple;
        colon
    }

    /// Members up to what is none; with the parts of a member that is broken.
    fn members(
        &mut self,
        mut rule: impl FnMut(&mut Self, &mut Vec<ErrorPart>) -> Option<MemberAst>,
    ) -> (Vec<MemberAst>, Vec<ErrorPart>) {
        let mut members = Vec::new();
        let mut broken = Vec::new();
        loop {
            self.skip_newlines_and_semicolons();
            match self.deeper(|p| rule(p, &mut broken)) {
                Some(member) => members.push(member),
                None if self.lex.take_recovered() => {}
                None => return (members, broken),
            }
        }
    }

    fn type_rest(
        &mut self,
        attributes: Vec<AttributeBaseAst>,
        kind: TypeDefinitionKind,
        start: Span,
        head: Head,
        members: Vec<MemberAst>,
        broken: Vec<ErrorPart>,
    ) -> StatementAst {
        let end = match self.eat(TokenKind::RCurly) {
            Some(close) => close.span,
            None => {
                let found = self.peek().span;
                self.report_incomplete_at(after(head.open.span), found, ErrorId::MissingEndCurlyBrace, &[]);
                members.last().map_or(head.open.span, |m| match m {
                    MemberAst::Property(p) => p.span,
                    MemberAst::Function(f) => f.span,
                })
            }
        };
        let span = start.to(end);
        if !broken.is_empty() {
            return error_statement(span, broken);
        }
        StatementAst::TypeDefinition(Arc::new(TypeDefinitionAst {
            span,
            attributes: only_attributes(attributes),
            kind,
            name: self.text_arc(head.name.span),
            name_span: head.name.span,
            base_types: head.base_types,
            members,
        }))
    }

    // --- enum -------------------------------------------------------------------------------------------------------

    fn enum_member(&mut self) -> Option<MemberAst> {
        let name = self.simple_name()?;
        let mut end = name.span;
        let mut initial_value = None;
        let mut missing = false;
        if let Some(equals) = self.eat(TokenKind::Equals) {
            end = equals.span;
            self.skip_newlines();
            initial_value = self.expression();
            match &initial_value {
                Some(value) => end = value.span(),
                None => {
                    missing = true;
                    self.report_incomplete(after(equals.span), ErrorId::ExpectedValueExpression, &["="]);
                }
            }
        }
        if !missing {
            end = self.property_terminator(end);
        }
        Some(MemberAst::Property(PropertyMemberAst {
            span: name.span.to(end),
            attributes: Vec::new(),
            property_type: None,
            name: self.text_arc(name.span),
            name_span: name.span,
            initial_value,
            is_static: false,
            is_hidden: false,
        }))
    }

    /// What must follow a property; answers where it ends, a semicolon included.
    pub(super) fn property_terminator(&mut self, end: Span) -> Span {
        use TokenKind as K;
        if let Some(semi) = self.eat(K::Semi) {
            return end.to(semi.span);
        }
        if !matches!(self.peek_kind(), K::NewLine | K::RCurly) {
            self.report_incomplete(after(end), ErrorId::MissingPropertyTerminator, &[]);
        }
        end
    }
}

/// Whether the name is that of a primitive type of .NET; which of them an enumeration can have shows when it is made.
fn is_primitive(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let short = lower.strip_prefix("system.").unwrap_or(&lower);
    matches!(
        short,
        "byte"
            | "sbyte"
            | "short"
            | "int16"
            | "ushort"
            | "uint16"
            | "int"
            | "int32"
            | "uint"
            | "uint32"
            | "long"
            | "int64"
            | "ulong"
            | "uint64"
            | "bool"
            | "boolean"
            | "char"
            | "double"
            | "float"
            | "single"
            | "intptr"
            | "uintptr"
    )
}
