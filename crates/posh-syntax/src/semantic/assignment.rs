//! What may stand on the left of an assignment.

use super::Checker;
use super::statements::{is_ref, is_void};
use crate::Span;
use crate::TokenKind;
use crate::ast::{
    AssignmentStatementAst, AttributeBaseAst, CommandBaseAst, ExpressionAst, StatementAst, TypeConstraintAst,
    VariableQualifier,
};
use crate::diagnostic::ids::ErrorId;

/// Automatic variables that keep their type, with its name.
const AUTOMATIC: &[(&str, &str)] = &[
    ("_", "System.Object"),
    ("args", "System.Object[]"),
    ("input", "System.Object"),
    ("this", "System.Object"),
    ("PSBoundParameters", "System.Management.Automation.PSBoundParametersDictionary"),
    ("MyInvocation", "System.Management.Automation.InvocationInfo"),
    ("PSScriptRoot", "System.String"),
    ("PSCommandPath", "System.String"),
    ("PSCmdlet", "System.Management.Automation.PSScriptCmdlet"),
];

/// An expression that stands alone in its pipeline.
pub(crate) fn pure_expression(statement: &StatementAst) -> Option<&ExpressionAst> {
    let element = match statement {
        StatementAst::Pipeline(p) if p.elements.len() == 1 && !p.background => match p.elements.first()? {
            CommandBaseAst::Expression(e) => e,
            CommandBaseAst::Command(_) => return None,
        },
        StatementAst::CommandExpression(e) => e,
        _ => return None,
    };
    element.redirections.is_empty().then_some(&element.expression)
}

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn assignment(&mut self, s: &'a AssignmentStatementAst) {
        let simple = s.operator == TokenKind::Equals;
        self.target(&s.left, simple, ErrorId::InvalidLeftHandSide, &[]);
    }

    /// Checks a target; reports `id` where nothing can be assigned.
    pub(super) fn target(&mut self, target: &ExpressionAst, simple: bool, id: ErrorId, arguments: &[&str]) {
        match target {
            ExpressionAst::ArrayLiteral(list) if simple => {
                for element in &list.elements {
                    self.target(element, simple, id, arguments);
                }
            }
            ExpressionAst::Paren(paren) => match pure_expression(&paren.pipeline) {
                Some(inner) => self.target(inner, simple, id, arguments),
                None => self.report(paren.pipeline.span(), id, arguments),
            },
            ExpressionAst::Variable(_) | ExpressionAst::Member(_) | ExpressionAst::Index(_) => {}
            ExpressionAst::Convert(_) | ExpressionAst::Attributed(_) => {
                self.attributed_target(target, simple, id, arguments);
            }
            other => self.report(other.span(), id, arguments),
        }
    }

    /// A target behind types and attributes.
    fn attributed_target(&mut self, target: &ExpressionAst, simple: bool, id: ErrorId, arguments: &[&str]) {
        let mut types: Vec<(&TypeConstraintAst, Span)> = Vec::new();
        let mut current = target;
        loop {
            match current {
                ExpressionAst::Convert(c) => {
                    types.push((&c.type_constraint, c.span));
                    current = &c.child;
                }
                ExpressionAst::Attributed(a) => {
                    if let AttributeBaseAst::TypeConstraint(t) = &a.attribute {
                        types.push((t, a.span));
                    }
                    current = &a.child;
                }
                _ => break,
            }
        }
        for (constraint, _) in &types {
            let name = constraint.type_name.to_string();
            if is_void(&name) {
                self.report(constraint.span, ErrorId::VoidTypeConstraintNotAllowed, &[]);
            }
            if is_ref(&name) && types.len() > 1 {
                let others = types.iter().filter(|(t, _)| is_ref(&t.type_name.to_string())).count();
                if others == 1 {
                    self.report(constraint.span, ErrorId::ReferenceNeedsToBeByItselfInTypeConstraint, &[]);
                }
            }
        }
        if let ExpressionAst::Variable(v) = current
            && v.path.qualifier == VariableQualifier::None
            && let Some((name, full)) = AUTOMATIC.iter().find(|(n, _)| v.path.name.eq_ignore_ascii_case(n))
            && let Some((constraint, _)) = types.last()
        {
            let resolved = self.known.resolve(&constraint.type_name.to_string(), 0);
            if resolved.as_deref().is_some_and(|r| !r.eq_ignore_ascii_case(full)) {
                let _ = name;
                self.report(
                    target.span(),
                    ErrorId::AssignmentStatementToAutomaticNotSupported,
                    &[&v.path.name, full],
                );
            }
        }
        self.target(current, simple, id, arguments);
    }
}
