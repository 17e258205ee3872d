//! Attributes: their arguments must be constants, and fit.

use std::collections::HashSet;

use super::Checker;
use crate::ast::{AttributeAst, AttributeBaseAst, ExpressionAst, StatementAst};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn attribute(&mut self, attribute: &'a AttributeAst) {
        let on_class = matches!(
            self.parent(1),
            Some(Node::Statement(StatementAst::TypeDefinition(_)) | Node::Property(_) | Node::Method(_))
        );
        if on_class {
            self.attribute_usage(attribute);
        }
        let mut names = HashSet::new();
        for named in &attribute.named {
            if !names.insert(named.name.to_ascii_lowercase()) {
                self.report(named.span, ErrorId::DuplicateNamedArgument, &[&named.name]);
                continue;
            }
            if !named.expression_omitted {
                self.constant_argument(&named.argument, on_class);
            }
        }
        for argument in &attribute.positional {
            self.constant_argument(argument, on_class);
        }
    }

    fn constant_argument(&mut self, argument: &ExpressionAst, on_class: bool) {
        if is_constant(argument) || (!on_class && matches!(argument, ExpressionAst::ScriptBlock(_))) {
            return;
        }
        let id = if on_class {
            ErrorId::ParameterAttributeArgumentNeedsToBeConstant
        } else {
            ErrorId::ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock
        };
        self.report(argument.span(), id, &[]);
    }
}

/// Whether the value is known without running anything.
pub(crate) fn is_constant(expression: &ExpressionAst) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || is_constant_rule(expression))
}

fn is_constant_rule(expression: &ExpressionAst) -> bool {
    match expression {
        ExpressionAst::Constant(_) | ExpressionAst::StringConstant(_) | ExpressionAst::Type(_) => true,
        ExpressionAst::Variable(v) => {
            !v.splatted && ["true", "false", "null"].iter().any(|n| v.path.user_path.eq_ignore_ascii_case(n))
        }
        ExpressionAst::Unary(e) => is_constant(&e.child),
        ExpressionAst::Binary(e) => is_constant(&e.left) && is_constant(&e.right),
        ExpressionAst::Ternary(e) => {
            is_constant(&e.condition) && is_constant(&e.if_true) && is_constant(&e.if_false)
        }
        ExpressionAst::Paren(e) => super::assignment::pure_expression(&e.pipeline).is_some_and(is_constant),
        ExpressionAst::ArrayLiteral(e) => e.elements.iter().all(is_constant),
        ExpressionAst::Array(e) => {
            e.body.traps.is_empty()
                && e.body
                    .statements
                    .iter()
                    .all(|s| super::assignment::pure_expression(s).is_some_and(is_constant))
        }
        ExpressionAst::Sub(e) => {
            e.body.traps.is_empty()
                && e.body
                    .statements
                    .iter()
                    .all(|s| super::assignment::pure_expression(s).is_some_and(is_constant))
        }
        ExpressionAst::Convert(e) => is_constant(&e.child),
        ExpressionAst::Attributed(e) => {
            matches!(e.attribute, AttributeBaseAst::TypeConstraint(_)) && is_constant(&e.child)
        }
        ExpressionAst::Member(e) => {
            e.is_static
                && matches!(e.target, ExpressionAst::Type(_))
                && matches!(e.member, ExpressionAst::StringConstant(_))
        }
        ExpressionAst::Index(e) => is_constant(&e.target) && is_constant(&e.index),
        _ => false,
    }
}
