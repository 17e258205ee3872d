//! Members of a class: properties, methods, constructors.

use std::sync::Arc;

use super::{Parser, after};
use crate::ast::{
    AttributeAst, AttributeBaseAst, BaseConstructorCall, ErrorPart, FunctionDefinitionAst, FunctionMemberAst,
    MemberAst, PropertyMemberAst, TypeConstraintAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Tok, TokValue};
use crate::{Span, TokenKind};

/// What stands before a member's name.
#[derive(Default)]
struct Qualifiers {
    attributes: Vec<AttributeAst>,
    member_type: Option<TypeConstraintAst>,
    is_static: bool,
    is_hidden: bool,
    first: Option<Span>,
    last: Option<Span>,
}

impl Qualifiers {
    fn saw(&mut self, span: Span) {
        self.first.get_or_insert(span);
        self.last = Some(span);
    }
}

impl Parser<'_> {
    pub(super) fn class_member(&mut self, class: &str, broken: &mut Vec<ErrorPart>) -> Option<MemberAst> {
        let mut before = Qualifiers::default();
        self.qualifiers(&mut before);
        let tok = self.peek().clone();
        match (&tok.value, tok.kind) {
            (TokValue::Variable(path), TokenKind::Variable) => {
                self.skip();
                let name = Arc::clone(&path.user_path);
                Some(self.property(before, &tok, name))
            }
            (_, TokenKind::Identifier) => {
                self.skip();
                self.method(before, &tok, class, broken)
            }
            _ => {
                if let Some(last) = before.last {
                    self.report_incomplete(after(last), ErrorId::IncompleteMemberDefinition, &[]);
                    broken.extend(before.member_type.map(ErrorPart::TypeConstraint));
                    broken.extend(before.attributes.into_iter().map(ErrorPart::Attribute));
                }
                None
            }
        }
    }

    fn qualifiers(&mut self, found: &mut Qualifiers) {
        loop {
            self.skip_newlines();
            if let Some(attribute) = self.attribute() {
                found.saw(attribute.span());
                match attribute {
                    AttributeBaseAst::Attribute(a) => found.attributes.push(a),
                    AttributeBaseAst::TypeConstraint(t) if found.member_type.is_none() => {
                        found.member_type = Some(t)
                    }
                    AttributeBaseAst::TypeConstraint(t) => self.report(t.span, ErrorId::TooManyTypes, &[]),
                }
                continue;
            }
            let tok = self.peek().clone();
            if tok.kind != TokenKind::Identifier {
                return;
            }
            let word = self.text_of(&tok);
            let (slot, kind) = if word.eq_ignore_ascii_case("static") {
                (&mut found.is_static, TokenKind::Static)
            } else if word.eq_ignore_ascii_case("hidden") {
                (&mut found.is_hidden, TokenKind::Hidden)
            } else {
                return;
            };
            let again = std::mem::replace(slot, true);
            self.skip();
            self.lex.change_kind(tok.span, kind);
            if again {
                self.report(tok.span, ErrorId::DuplicateQualifier, &[&word]);
            }
            found.saw(tok.span);
        }
    }

    fn property(&mut self, before: Qualifiers, tok: &Tok, name: Arc<str>) -> MemberAst {
        let mut end = tok.span;
        let mut initial_value = None;
        let mut missing = false;
        if let Some(equals) = self.eat(TokenKind::Equals) {
            self.skip_newlines();
            initial_value = self.expression();
            match &initial_value {
                Some(value) => end = value.span(),
                None => {
                    missing = true;
                    end = equals.span;
                }
            }
        }
        if !missing {
            end = self.property_terminator(end);
        }
        MemberAst::Property(PropertyMemberAst {
            span: before.first.unwrap_or(tok.span).to(end),
            attributes: before.attributes,
            property_type: before.member_type,
            name,
            name_span: tok.span,
            initial_value,
            is_static: before.is_static,
            is_hidden: before.is_hidden,
        })
    }

    fn method(
        &mut self,
        before: Qualifiers,
        name: &Tok,
        class: &str,
        broken: &mut Vec<ErrorPart>,
    ) -> Option<MemberAst> {
        let text = self.text_arc(name.span);
        let is_constructor = text.eq_ignore_ascii_case(class);
        let mut end = name.span;
        let errors = self.lex.diagnostics.len();
        let parameters = self.function_parameters(&mut end);
        let mut failed =
            self.lex.reported_since(errors, ErrorId::MissingEndParenthesisInFunctionParameterList);
        if parameters.is_none() {
            self.report(after(name.span), ErrorId::MissingMethodParameterList, &[]);
        }
        let mut base_call = None;
        let body_place = end;
        if is_constructor && parameters.is_some() {
            match self.base_call(&mut end) {
                Ok(call) => base_call = call,
                Err(()) => failed = true,
            }
            if base_call.is_none() && !before.is_static {
                base_call = Some(BaseConstructorCall {
                    span: Span::default(),
                    keyword_span: Span::default(),
                    arguments: Vec::new(),
                    explicit: false,
                });
            }
        }
        self.skip_newlines();
        let open = self.eat(TokenKind::LCurly);
        if open.is_none() && !failed {
            self.report_incomplete(after(body_place), ErrorId::MissingFunctionBody, &[]);
        }
        let (Some(open), false) = (open, failed) else {
            self.sync(false, &[TokenKind::RCurly]);
            broken.push(ErrorPart::Expression(super::error_expression(name.span, Vec::new())));
            broken.extend(parameters.into_iter().flatten().map(ErrorPart::Parameter));
            return None;
        };
        let body = self.arc_block(&open, false);
        let function = FunctionDefinitionAst {
            span: name.span.to(body.span),
            name: text,
            name_span: name.span,
            is_filter: false,
            is_workflow: false,
            parameters: Some(parameters.unwrap_or_default()),
            body,
        };
        Some(MemberAst::Function(FunctionMemberAst {
            span: before.first.unwrap_or(name.span).to(function.span),
            attributes: before.attributes,
            return_type: before.member_type,
            function: Arc::new(function),
            is_static: before.is_static,
            is_hidden: before.is_hidden,
            is_constructor,
            base_call,
        }))
    }

    /// `: base(arguments)` of a constructor.
    fn base_call(&mut self, end: &mut Span) -> Result<Option<BaseConstructorCall>, ()> {
        let back = self.restore_point();
        self.skip_newlines();
        let Some(colon) = self.colon() else {
            self.rewind(back);
            return Ok(None);
        };
        self.skip_newlines();
        let word = self.eat(TokenKind::Identifier);
        let Some(word) = word.filter(|w| self.text_of(w).eq_ignore_ascii_case("base")) else {
            self.report_incomplete(after(colon.span), ErrorId::MissingBaseCtorCall, &[]);
            return Err(());
        };
        self.lex.change_kind(word.span, TokenKind::Base);
        self.skip_newlines();
        let Some(open) = self.eat(TokenKind::LParen) else {
            self.report_incomplete(after(word.span), ErrorId::MissingMethodParameterList, &[]);
            return Err(());
        };
        let (arguments, last) = self.arguments(&open);
        *end = last;
        Ok(Some(BaseConstructorCall {
            span: word.span.to(last),
            keyword_span: word.span,
            arguments,
            explicit: true,
        }))
    }
}
