//! Methods of classes: their blocks, returns, labels and variables.

use std::collections::HashSet;

use super::Checker;
use super::flow::loop_label;
use super::statements::is_void;
use crate::Span;
use crate::ast::{
    BlockKind, ExpressionAst, FunctionMemberAst, ReturnStatementAst, StatementAst, StatementBlockAst,
    TrapStatementAst, VariableExpressionAst, VariableQualifier,
};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

/// Variables that are there without being assigned.
const AUTOMATIC: &[&str] = &[
    "_",
    "args",
    "this",
    "input",
    "PSCmdlet",
    "PSBoundParameters",
    "MyInvocation",
    "PSScriptRoot",
    "PSCommandPath",
    "true",
    "false",
    "null",
    "?",
    "^",
    "$",
    "Error",
    "ExecutionContext",
    "Home",
    "Host",
    "PID",
    "PSCulture",
    "PSHome",
    "PSUICulture",
    "PSVersionTable",
    "ShellId",
    "PSEdition",
    "IsLinux",
    "IsMacOS",
    "IsWindows",
    "IsCoreCLR",
    "Matches",
    "foreach",
    "switch",
    "LASTEXITCODE",
    "ErrorActionPreference",
    "DebugPreference",
    "VerbosePreference",
    "WarningPreference",
    "InformationPreference",
    "ProgressPreference",
    "WhatIfPreference",
    "ConfirmPreference",
    "StackTrace",
    "PSItem",
    "OFS",
    "NestedPromptLevel",
    "PSStyle",
    "EnabledExperimentalFeatures",
    "PROFILE",
    "PWD",
    "PSDefaultParameterValues",
    "OutputEncoding",
    "Event",
    "EventArgs",
    "EventSubscriber",
    "Sender",
];

fn is_void_method(method: &FunctionMemberAst) -> bool {
    method.return_type.as_ref().is_none_or(|t| is_void(&t.type_name.to_string()))
}

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn method(&mut self, method: &'a FunctionMemberAst) {
        let function = &method.function;
        if let Some(parameters) = &function.parameters {
            self.duplicate_parameters(parameters);
        }
        let body = &function.body;
        if method.is_constructor
            && let Some(return_type) = &method.return_type
        {
            self.report(return_type.span, ErrorId::ConstructorCantHaveReturnType, &[]);
        }
        if let Some(block) = &body.param_block {
            self.report(block.span, ErrorId::ParamBlockNotAllowedInMethod, &[]);
        }
        let blocks = [&body.begin, &body.process, &body.clean, &body.dynamic_param, &body.end];
        if let Some(block) = blocks.into_iter().flatten().find(|b| !b.unnamed) {
            // PowerShell gives no place for a `clean` block.
            let span = if block.kind == BlockKind::Clean { Span::default() } else { block.span };
            self.report(span, ErrorId::NamedBlockNotAllowedInMethod, &[]);
        }
        if let Some(block) = &body.param_block
            && function.parameters.as_ref().is_some_and(|p| !p.is_empty())
        {
            self.report(block.span, ErrorId::OnlyOneParameterListAllowed, &[]);
        }
        self.method_body(method);
    }

    fn method_body(&mut self, method: &'a FunctionMemberAst) {
        let function = &method.function;
        let Some(end) = &function.body.end else { return };
        if !end.unnamed {
            return;
        }
        self.method_variables(method);
        if !is_void_method(method) && !exits(&end.statements) {
            self.report(function.name_span, ErrorId::MethodHasCodePathNotReturn, &[]);
        }
    }

    /// The method that a `return` leaves, if it is one.
    fn method_around(&self) -> Option<&'a FunctionMemberAst> {
        for node in self.parents.iter().rev() {
            match node {
                Node::MethodFunction(method) => return Some(method),
                Node::ScriptBlock(_) => return None,
                _ => {}
            }
        }
        None
    }

    pub(super) fn method_return(&mut self, s: &ReturnStatementAst) {
        let Some(method) = self.method_around() else { return };
        let void = is_void_method(method);
        if void && s.pipeline.is_some() {
            self.report(s.span, ErrorId::VoidMethodHasReturn, &[]);
        } else if !void && s.pipeline.is_none() {
            self.report(s.span, ErrorId::NonVoidMethodMissingReturnValue, &[]);
        }
    }

    // --- variables and labels ---------------------------------------------------------------------------------------

    fn method_variables(&mut self, method: &'a FunctionMemberAst) {
        let mut assigned: HashSet<String> = HashSet::new();
        for parameter in method.function.parameters.iter().flatten() {
            assigned.insert(parameter.name.path.name.to_ascii_lowercase());
        }
        if let Some(end) = &method.function.body.end {
            self.flow(Node::NamedBlock(end), &mut assigned);
        }
    }

    /// Follows the statements of a method in the order in which they run.
    fn flow(&mut self, node: Node<'a>, assigned: &mut HashSet<String>) {
        match node {
            Node::ScriptBlock(_)
            | Node::Statement(StatementAst::Error(_))
            | Node::Expression(ExpressionAst::Error(_)) => return,
            Node::Statement(StatementAst::Assignment(s)) => {
                self.flow(Node::Statement(&s.right), assigned);
                self.flow_target(&s.left, assigned);
                return;
            }
            Node::Statement(StatementAst::ForEach(s)) => {
                self.flow(Node::Statement(&s.condition), assigned);
                assigned.insert(s.variable.path.name.to_ascii_lowercase());
                self.flow(Node::StatementBlock(&s.body), assigned);
                return;
            }
            Node::Statement(StatementAst::Data(s)) => {
                if let Some(name) = &s.variable {
                    assigned.insert(name.to_ascii_lowercase());
                }
            }
            Node::Expression(ExpressionAst::Variable(v)) => self.flow_use(v, assigned),
            _ => {}
        }
        stacker::maybe_grow(128 * 1024, 1024 * 1024, || {
            node.children(&mut |child| self.flow(child, assigned));
        });
    }

    fn flow_target(&mut self, target: &'a ExpressionAst, assigned: &mut HashSet<String>) {
        match target {
            ExpressionAst::Variable(v) => {
                assigned.insert(v.path.name.to_ascii_lowercase());
            }
            ExpressionAst::ArrayLiteral(list) => {
                list.elements.iter().for_each(|e| self.flow_target(e, assigned));
            }
            ExpressionAst::Convert(c) => self.flow_target(&c.child, assigned),
            ExpressionAst::Attributed(a) => self.flow_target(&a.child, assigned),
            ExpressionAst::Paren(p) => {
                if let Some(inner) = super::assignment::pure_expression(&p.pipeline) {
                    self.flow_target(inner, assigned);
                }
            }
            other => self.flow(Node::Expression(other), assigned),
        }
    }

    fn flow_use(&mut self, v: &VariableExpressionAst, assigned: &HashSet<String>) {
        let local = matches!(v.path.qualifier, VariableQualifier::None | VariableQualifier::Local);
        let name = &v.path.name;
        if local
            && !assigned.contains(&name.to_ascii_lowercase())
            && !AUTOMATIC.iter().any(|a| a.eq_ignore_ascii_case(name))
        {
            self.not_local.insert(v.span);
        }
    }

    /// A `break` or `continue` to a label that no loop of the method has.
    pub(super) fn method_label(&mut self, span: Span, label: Option<&ExpressionAst>) {
        let Some(ExpressionAst::StringConstant(s)) = label else { return };
        let text = s.value.to_string_lossy();
        for node in self.parents.iter().rev() {
            match node {
                Node::Statement(statement) => {
                    let here = loop_label(statement).flatten();
                    if here.is_some_and(|l| l.eq_ignore_ascii_case(&text)) {
                        return;
                    }
                }
                Node::Method(_) => {
                    self.report(span, ErrorId::LabelNotFound, &[&text]);
                    return;
                }
                _ => {}
            }
        }
    }
}

// --- returning ------------------------------------------------------------------------------------------------------

/// Whether control never reaches the end of the statements.
fn exits(statements: &[StatementAst]) -> bool {
    statements.iter().any(statement_exits)
}

fn block_exits(block: &StatementBlockAst) -> bool {
    let traps: &[TrapStatementAst] = &block.traps;
    traps.iter().all(|t| block_exits(&t.body)) && exits(&block.statements)
}

fn statement_exits(statement: &StatementAst) -> bool {
    match statement {
        StatementAst::Return(_) | StatementAst::Throw(_) | StatementAst::Exit(_) => true,
        StatementAst::If(s) => {
            s.else_clause.as_ref().is_some_and(block_exits)
                && s.clauses.iter().all(|(_, body)| block_exits(body))
        }
        StatementAst::Switch(s) => {
            s.default.as_ref().is_some_and(block_exits) && s.clauses.iter().all(|(_, body)| block_exits(body))
        }
        StatementAst::Try(s) => {
            s.finally.as_ref().is_some_and(block_exits)
                || (block_exits(&s.body) && s.catches.iter().all(|c| block_exits(&c.body)))
        }
        StatementAst::DoWhile(s) => block_exits(&s.body),
        StatementAst::DoUntil(s) => block_exits(&s.body),
        StatementAst::Block(s) => block_exits(&s.body),
        _ => false,
    }
}
