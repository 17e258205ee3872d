//! What may stand on the left of an assignment.

use super::Checker;
use super::statements::{is_ref, is_void};
use crate::TokenKind;
use crate::ast::{
    AssignmentStatementAst, AttributeBaseAst, CommandBaseAst, ExpressionAst, StatementAst, TypeConstraintAst,
    VariableQualifier,
};
use crate::diagnostic::ids::ErrorId;
use crate::known::KnownTypes;
use crate::lexer::Lexer;

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
            ExpressionAst::Variable(_)
            | ExpressionAst::Member(_)
            | ExpressionAst::InvokeMember(_)
            | ExpressionAst::Index(_) => {}
            ExpressionAst::Convert(_) | ExpressionAst::Attributed(_) => {
                self.attributed_target(target, simple, id, arguments);
            }
            other => self.report(other.span(), id, arguments),
        }
    }

    /// A target behind types and attributes.
    fn attributed_target(&mut self, target: &ExpressionAst, simple: bool, id: ErrorId, arguments: &[&str]) {
        assigned_types(target, self.lex, self.known);
        let mut current = target;
        loop {
            match current {
                ExpressionAst::Convert(c) => current = &c.child,
                ExpressionAst::Attributed(a) => current = &a.child,
                _ => break,
            }
        }
        self.target(current, simple, id, arguments);
    }
}

/// Checks the types before an assigned variable.
fn assigned_types(target: &ExpressionAst, lex: &mut Lexer<'_>, known: &dyn KnownTypes) {
    let mut types: Vec<&TypeConstraintAst> = Vec::new();
    let mut current = target;
    loop {
        match current {
            ExpressionAst::Convert(c) => {
                types.push(&c.type_constraint);
                current = &c.child;
            }
            ExpressionAst::Attributed(a) => {
                if let AttributeBaseAst::TypeConstraint(t) = &a.attribute {
                    types.push(t);
                }
                current = &a.child;
            }
            _ => break,
        }
    }
    let references = types.iter().filter(|t| is_ref(&t.type_name.to_string())).count();
    for constraint in &types {
        let name = constraint.type_name.to_string();
        if is_void(&name) {
            lex.report(ErrorId::VoidTypeConstraintNotAllowed, &[], constraint.span, false);
        }
        if is_ref(&name) && types.len() > 1 && references == 1 {
            lex.report(ErrorId::ReferenceNeedsToBeByItselfInTypeConstraint, &[], constraint.span, false);
        }
    }
    if let ExpressionAst::Variable(v) = current
        && v.path.qualifier == VariableQualifier::None
        && let Some((_, full)) = AUTOMATIC.iter().find(|(n, _)| v.path.name.eq_ignore_ascii_case(n))
        && let Some(constraint) = types.last()
        && let Some(resolved) = known.resolve(&constraint.type_name.to_string(), 0)
        && !resolved.eq_ignore_ascii_case(full)
    {
        let id = ErrorId::AssignmentStatementToAutomaticNotSupported;
        lex.report(id, &[&v.path.name, full], target.span(), false);
    }
}
