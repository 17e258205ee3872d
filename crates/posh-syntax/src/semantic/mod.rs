//! What the grammar lets pass and PowerShell does not: checks over the finished tree.
//!
//! PowerShell resolves symbols over the whole tree first, then checks the nodes from the top down, so errors come in that
//! order. One file holds one family of rules.

mod assignment;
mod attribute_usage;
mod attributes;
mod class;
mod data_section;
mod expressions;
mod flow;
mod method;
mod statements;
mod symbols;

pub(crate) use assignment::pure_expression;
pub(crate) use attributes::is_constant;
pub(crate) use symbols::resolve;

use std::collections::HashSet;

use crate::Span;
use crate::ast::ScriptBlockAst;
use crate::diagnostic::ids::ErrorId;
use crate::known::KnownTypes;
use crate::lexer::Lexer;
use crate::visit::Node;

/// Runs all checks; what they find goes to `lex`, which keeps the list of errors.
pub(crate) fn check(script: &ScriptBlockAst, lex: &mut Lexer<'_>, known: &dyn KnownTypes) {
    let mut checker = Checker { lex, known, parents: Vec::new(), not_local: HashSet::new() };
    checker.node(Node::ScriptBlock(script));
}

/// The state of the checks: where they are in the tree.
pub(crate) struct Checker<'a, 'l, 's> {
    lex: &'l mut Lexer<'s>,
    known: &'l dyn KnownTypes,
    /// The nodes around the current one, outermost first.
    parents: Vec<Node<'a>>,
    /// Variables of methods that nothing assigns.
    not_local: HashSet<Span>,
}

impl<'a> Checker<'a, '_, '_> {
    fn report(&mut self, span: Span, id: ErrorId, arguments: &[&str]) {
        self.lex.report(id, arguments, span, false);
    }

    /// The node `up` levels above the current one.
    fn parent(&self, up: usize) -> Option<Node<'a>> {
        self.parents.len().checked_sub(up).and_then(|i| self.parents.get(i)).copied()
    }

    fn node(&mut self, node: Node<'a>) {
        self.enter(node);
        self.parents.push(node);
        stacker::maybe_grow(128 * 1024, 1024 * 1024, || {
            node.children(&mut |child| self.node(child));
        });
        self.parents.pop();
    }

    fn enter(&mut self, node: Node<'a>) {
        match node {
            Node::Statement(statement) => self.statement(statement),
            Node::Expression(expression) => self.expression(expression),
            Node::Variable(variable) => self.loop_variable(variable),
            Node::Parameter(parameter) => self.parameter(parameter),
            Node::Attribute(attribute) => self.attribute(attribute),
            Node::TypeConstraint(constraint) => self.type_depth(&constraint.type_name, constraint.span),
            Node::ScriptBlock(block) => self.script_block(block),
            Node::Property(property) => self.property(property),
            Node::Using(using) => self.using(using),
            Node::Method(method) => self.method(method),
            _ => {}
        }
    }
}
