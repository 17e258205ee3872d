//! Expressions: ternary, binary, array and unary operators.

use super::{Parser, after, error_expression};
use crate::TokenKind;
use crate::ast::{
    ArrayLiteralAst, AttributeBaseAst, AttributedExpressionAst, BinaryExpressionAst, ConvertExpressionAst,
    ErrorPart, ExpressionAst, TernaryExpressionAst, TypeExpressionAst, UnaryExpressionAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};

impl Parser<'_> {
    /// `binary`, or `binary ? expression : expression`.
    pub(super) fn expression(&mut self) -> Option<ExpressionAst> {
        self.expression_ending(false)
    }

    /// The same; `ternary_ends` says whether `?` and `:` end a number.
    pub(super) fn expression_ending(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        self.deeper(|p| p.in_mode(Mode::Expression, |p| p.ternary(ternary_ends)))
    }

    fn ternary(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        let condition = self.binary(ternary_ends, 0)?;
        let Some(question) = self.eat(TokenKind::QuestionMark) else {
            return Some(condition);
        };
        self.skip_newlines();
        let text = self.text_of(&question);
        let if_true = self.expression_ending(true);
        let missing = if_true.is_none();
        let if_true = if_true.unwrap_or_else(|| {
            self.report_incomplete(after(question.span), ErrorId::ExpectedValueExpression, &[&text]);
            error_expression(question.span, Vec::new())
        });
        self.skip_newlines();
        let Some(colon) = self.eat(TokenKind::Colon) else {
            let place = self.peek().span;
            if !missing {
                self.report_incomplete(place, ErrorId::MissingColonInTernaryExpression, &[]);
            }
            let span = condition.span().to(place);
            let parts = vec![ErrorPart::Expression(condition), ErrorPart::Expression(if_true)];
            return Some(error_expression(span, parts));
        };
        self.skip_newlines();
        let Some(if_false) = self.expression() else {
            let text = self.text_of(&colon);
            self.report_incomplete(after(colon.span), ErrorId::ExpectedValueExpression, &[&text]);
            let span = condition.span().to(colon.span);
            let parts = vec![ErrorPart::Expression(condition), ErrorPart::Expression(if_true)];
            return Some(error_expression(span, parts));
        };
        let span = condition.span().to(if_false.span());
        Some(ExpressionAst::Ternary(Box::new(TernaryExpressionAst { span, condition, if_true, if_false })))
    }

    /// Operators that bind at least as tightly as `minimum`; all are left associative.
    fn binary(&mut self, ternary_ends: bool, minimum: u8) -> Option<ExpressionAst> {
        let mut left = self.array_literal(ternary_ends)?;
        if minimum == 0 && self.peek_kind() == TokenKind::Parameter {
            return Some(self.parameter_in_expression(left));
        }
        while let Some(precedence) = self.peek_kind().binary_precedence() {
            if precedence < minimum {
                return Some(left);
            }
            let operator = self.next();
            left = self.binary_right(left, &operator, precedence, ternary_ends);
        }
        if minimum == 0 && self.peek_kind() == TokenKind::Parameter {
            return Some(self.parameter_in_expression(left));
        }
        Some(left)
    }

    fn binary_right(
        &mut self,
        left: ExpressionAst,
        operator: &Tok,
        precedence: u8,
        ternary_ends: bool,
    ) -> ExpressionAst {
        self.skip_newlines();
        let right = self.deeper(|p| p.binary(ternary_ends, precedence + 1)).unwrap_or_else(|| {
            let place = after(operator.span);
            let text = self.text_of(operator);
            self.report_incomplete(place, ErrorId::ExpectedValueExpression, &[&text]);
            error_expression(place, Vec::new())
        });
        ExpressionAst::Binary(Box::new(BinaryExpressionAst {
            span: left.span().to(right.span()),
            left,
            operator: operator.kind,
            operator_span: operator.span,
            right,
        }))
    }

    /// A parameter where an operator should be.
    fn parameter_in_expression(&mut self, left: ExpressionAst) -> ExpressionAst {
        let tok = self.next();
        self.unexpected(&tok);
        error_expression(left.span().to(tok.span), vec![ErrorPart::Expression(left)])
    }

    /// `a, b, c`.
    pub(super) fn array_literal(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        let first = self.unary(ternary_ends)?;
        if self.no_commas || self.peek_kind() != TokenKind::Comma {
            return Some(first);
        }
        let start = first.span();
        let mut end = start;
        let mut elements = vec![first];
        while let Some(comma) = self.eat(TokenKind::Comma) {
            self.skip_newlines();
            let Some(element) = self.unary(ternary_ends) else {
                self.report_incomplete(after(comma.span), ErrorId::MissingExpressionAfterToken, &[","]);
                elements.push(error_expression(comma.span, Vec::new()));
                end = comma.span;
                break;
            };
            end = element.span();
            elements.push(element);
        }
        Some(ExpressionAst::ArrayLiteral(ArrayLiteralAst { span: start.to(end), elements }))
    }

    /// One element of an array literal, on its own.
    pub(super) fn array_literal_element(&mut self) -> Option<ExpressionAst> {
        self.unary(false)
    }

    // --- unary ------------------------------------------------------------------------------------------------------

    /// Operators before and behind an operand, casts among them.
    pub(super) fn unary(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        self.deeper(|p| p.unary_rule(ternary_ends))
    }

    fn unary_rule(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        let kind = self.peek_operand(ternary_ends);
        let operand = if kind.is_unary() {
            if self.no_commas && kind == TokenKind::Comma {
                return None;
            }
            return self.prefix_operator(ternary_ends).map(|e| self.postfix_operator(e));
        } else if kind == TokenKind::LBracket {
            self.type_or_cast(ternary_ends)?
        } else {
            self.primary(true)?
        };
        Some(self.postfix_operator(operand))
    }

    /// Looks at a token where an operand is expected: a sign there belongs to the number behind it.
    fn peek_operand(&mut self, ternary_ends: bool) -> TokenKind {
        if let Some(tok) = &self.ungot
            && matches!(tok.kind, TokenKind::Minus | TokenKind::Plus | TokenKind::Number | TokenKind::Generic)
        {
            let at = tok.at;
            self.rewind(at);
        }
        let signed = std::mem::replace(&mut self.lex.signed_numbers, true);
        let ends = std::mem::replace(&mut self.lex.ternary_ends_number, ternary_ends);
        let kind = self.peek_kind();
        self.lex.signed_numbers = signed;
        self.lex.ternary_ends_number = ends;
        kind
    }

    /// Whether an operator stands here that takes an operand behind it.
    pub(super) fn begins_unary(&mut self) -> bool {
        let kind = self.peek_operand(false);
        kind != TokenKind::Comma
            && (kind.is_unary() || kind == TokenKind::LBracket || kind == TokenKind::Number)
    }

    fn prefix_operator(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        let operator = self.next();
        self.skip_newlines();
        let Some(child) = self.unary(ternary_ends) else {
            let text = self.text_of(&operator);
            self.report_incomplete(after(operator.span), ErrorId::MissingExpressionAfterOperator, &[&text]);
            return Some(error_expression(operator.span, Vec::new()));
        };
        let span = operator.span.to(child.span());
        Some(if operator.kind == TokenKind::Comma {
            ExpressionAst::ArrayLiteral(ArrayLiteralAst { span, elements: vec![child] })
        } else {
            ExpressionAst::Unary(Box::new(UnaryExpressionAst { span, operator: operator.kind, child }))
        })
    }

    fn postfix_operator(&mut self, operand: ExpressionAst) -> ExpressionAst {
        let operator = match self.peek_kind() {
            TokenKind::PlusPlus => TokenKind::PostfixPlusPlus,
            TokenKind::MinusMinus => TokenKind::PostfixMinusMinus,
            _ => return operand,
        };
        let tok = self.next();
        let span = operand.span().to(tok.span);
        ExpressionAst::Unary(Box::new(UnaryExpressionAst { span, operator, child: operand }))
    }

    // --- [type] -----------------------------------------------------------------------------------------------------

    /// `[type]`, `[type]::member`, `[type]operand`, `[attribute()]operand`.
    fn type_or_cast(&mut self, ternary_ends: bool) -> Option<ExpressionAst> {
        let mut attributes = self.attribute_list(true);
        let last = attributes.pop()?;
        let mut expression = match last {
            AttributeBaseAst::Attribute(attribute) => {
                self.skip_newlines();
                let Some(child) = self.unary(ternary_ends) else {
                    let name = attribute.type_name.to_string();
                    self.report_incomplete(attribute.span, ErrorId::UnexpectedAttribute, &[&name]);
                    let start = attributes.first().map_or(attribute.span, AttributeBaseAst::span);
                    return Some(error_expression(start.to(attribute.span), Vec::new()));
                };
                attributed(AttributeBaseAst::Attribute(attribute), child)
            }
            AttributeBaseAst::TypeConstraint(constraint) => {
                let type_expression = |c: crate::ast::TypeConstraintAst| {
                    ExpressionAst::Type(TypeExpressionAst { span: c.span, type_name: c.type_name })
                };
                if let Some(access) = self.next_member_access(false) {
                    self.member_accesses(access, type_expression(constraint))
                } else if matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Comma) {
                    type_expression(constraint)
                } else {
                    match self.unary(ternary_ends) {
                        Some(child) => attributed(AttributeBaseAst::TypeConstraint(constraint), child),
                        None => type_expression(constraint),
                    }
                }
            }
        };
        while let Some(attribute) = attributes.pop() {
            expression = attributed(attribute, expression);
        }
        Some(expression)
    }
}

fn attributed(attribute: AttributeBaseAst, child: ExpressionAst) -> ExpressionAst {
    let span = attribute.span().to(child.span());
    match attribute {
        AttributeBaseAst::TypeConstraint(type_constraint) => {
            ExpressionAst::Convert(Box::new(ConvertExpressionAst { span, type_constraint, child }))
        }
        attribute => ExpressionAst::Attributed(Box::new(AttributedExpressionAst { span, attribute, child })),
    }
}
