//! Expressions: operators, casts, hash keys, splatting, `$using:`.

use std::collections::HashSet;

use super::Checker;
use super::statements::is_ref;
use crate::TokenKind;
use crate::ast::{
    AttributeBaseAst, Constant, ConvertExpressionAst, ExpressionAst, HashtableAst, StatementAst,
    VariableExpressionAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn expression(&mut self, expression: &'a ExpressionAst) {
        match expression {
            ExpressionAst::Unary(e) => {
                let text = match e.operator {
                    TokenKind::PlusPlus | TokenKind::PostfixPlusPlus => "++",
                    TokenKind::MinusMinus | TokenKind::PostfixMinusMinus => "--",
                    _ => return,
                };
                self.target(&e.child, false, ErrorId::OperatorRequiresVariableOrProperty, &[text]);
            }
            ExpressionAst::Convert(e) => self.convert(e),
            ExpressionAst::Hashtable(e) => self.duplicate_keys(e),
            ExpressionAst::Variable(e) => {
                self.splatted(e);
                if self.not_local.contains(&e.span) {
                    self.report(e.span, ErrorId::VariableNotLocal, &[]);
                }
            }
            ExpressionAst::Using(e) => {
                if let Some(bad) = bad_using(&e.sub_expression) {
                    self.report(bad.span(), ErrorId::InvalidUsingExpression, &[]);
                }
            }
            ExpressionAst::Attributed(e) => {
                let mut child = &e.child;
                while let ExpressionAst::Attributed(inner) = child {
                    child = &inner.child;
                }
                while let ExpressionAst::Convert(inner) = child {
                    child = &inner.child;
                }
                if !matches!(child, ExpressionAst::Variable(_))
                    && let AttributeBaseAst::Attribute(attribute) = &e.attribute
                {
                    let name = attribute.type_name.to_string();
                    self.report(attribute.span, ErrorId::UnexpectedAttribute, &[&name]);
                }
            }
            ExpressionAst::Type(e) => self.type_depth(&e.type_name, e.span),
            _ => {}
        }
    }

    pub(super) fn loop_variable(&mut self, variable: &VariableExpressionAst) {
        if matches!(self.parent(1), Some(Node::Statement(StatementAst::ForEach(_)))) {
            self.splatted(variable);
        }
    }

    fn splatted(&mut self, variable: &VariableExpressionAst) {
        if !variable.splatted {
            return;
        }
        let mut up = 1;
        if matches!(self.parent(up), Some(Node::Expression(ExpressionAst::Using(_)))) {
            up += 1;
        }
        let id = match (self.parent(up), self.parent(up + 1)) {
            (Some(Node::Command(_)), _) => return,
            (Some(Node::Expression(ExpressionAst::ArrayLiteral(_))), Some(Node::Command(_))) => {
                ErrorId::SplattingNotPermittedInArgumentList
            }
            _ => ErrorId::SplattingNotPermitted,
        };
        self.report(variable.span, id, &[&variable.path.user_path]);
    }

    // --- casts ------------------------------------------------------------------------------------------------------

    fn convert(&mut self, e: &'a ConvertExpressionAst) {
        let name = e.type_constraint.type_name.to_string();
        if name.eq_ignore_ascii_case("ordered") && !matches!(e.child, ExpressionAst::Hashtable(_)) {
            self.report(e.span, ErrorId::OrderedAttributeOnlyOnHashLiteralNode, &[&name]);
        }
        if is_ref(&name) {
            self.reference(e);
        }
    }

    fn reference(&mut self, e: &'a ConvertExpressionAst) {
        let mut several = false;
        let mut child = &e.child;
        loop {
            match child {
                ExpressionAst::Convert(c) => {
                    if is_ref(&c.type_constraint.type_name.to_string()) {
                        several = true;
                        let id = ErrorId::ReferenceNeedsToBeByItselfInTypeSequence;
                        self.report(c.type_constraint.span, id, &[]);
                    }
                    child = &c.child;
                }
                ExpressionAst::Attributed(a) => child = &a.child,
                _ => break,
            }
        }
        let mut up = 1;
        while let Some(Node::Expression(parent)) = self.parent(up) {
            match parent {
                ExpressionAst::Convert(outer) if !several => {
                    if is_ref(&outer.type_constraint.type_name.to_string()) {
                        return;
                    }
                    if !self.is_assigned(up) {
                        let id = ErrorId::ReferenceNeedsToBeLastTypeInTypeConversion;
                        self.report(e.type_constraint.span, id, &[]);
                    }
                }
                ExpressionAst::Convert(_) | ExpressionAst::Attributed(_) => {}
                _ => return,
            }
            up += 1;
        }
    }

    /// Whether the expression `up` levels above is on the left of an assignment.
    fn is_assigned(&self, up: usize) -> bool {
        let Some(inner) = self.parent(up) else { return false };
        for above in up + 1.. {
            match self.parent(above) {
                Some(Node::Statement(StatementAst::Assignment(s))) => {
                    let span = inner.span();
                    return s.left.span().start <= span.start && span.end <= s.left.span().end;
                }
                Some(Node::CommandExpression(_) | Node::Statement(StatementAst::CommandExpression(_)))
                | None => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    // --- hashtables -------------------------------------------------------------------------------------------------

    fn duplicate_keys(&mut self, table: &'a HashtableAst) {
        let mut seen = HashSet::new();
        for (key, _) in &table.pairs {
            let text = match key {
                ExpressionAst::StringConstant(s) => s.value.to_string_lossy(),
                ExpressionAst::Constant(c) => match &c.value {
                    Constant::Number(number) => number_text(number),
                    Constant::Bool(b) => b.to_string(),
                    Constant::Null => continue,
                },
                _ => continue,
            };
            if !seen.insert(text.to_lowercase()) {
                self.report(key.span(), ErrorId::DuplicateKeyInHashLiteral, &[&text]);
            }
        }
    }
}

fn number_text(number: &crate::ast::Number) -> String {
    use crate::ast::Number as N;
    match number {
        N::SByte(n) => n.to_string(),
        N::Byte(n) => n.to_string(),
        N::Int16(n) => n.to_string(),
        N::UInt16(n) => n.to_string(),
        N::Int32(n) => n.to_string(),
        N::UInt32(n) => n.to_string(),
        N::Int64(n) => n.to_string(),
        N::UInt64(n) => n.to_string(),
        N::BigInteger(n) => n.to_string(),
        N::Double(n) => n.to_string(),
        N::Decimal(n) => n.to_string(),
    }
}

/// The part of a `$using:` expression that cannot be carried over.
fn bad_using(expression: &ExpressionAst) -> Option<&ExpressionAst> {
    match expression {
        ExpressionAst::Variable(_) => None,
        ExpressionAst::Member(m) if matches!(m.member, ExpressionAst::StringConstant(_)) => {
            bad_using(&m.target)
        }
        ExpressionAst::Index(i) => {
            let constant = matches!(i.index, ExpressionAst::Constant(_) | ExpressionAst::StringConstant(_));
            if constant { bad_using(&i.target) } else { Some(&i.index) }
        }
        other => Some(other),
    }
}
