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
            return;
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
    }

    /// The checks that follow the nodes of the body.
    pub(super) fn method_body(&mut self, method: &'a FunctionMemberAst) {
        let function = &method.function;
        let wrong_type = method.is_constructor && method.return_type.is_some();
        let Some(end) = &function.body.end else { return };
        if wrong_type || !end.unnamed {
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
        let mut labels: Vec<String> = Vec::new();
        if let Some(end) = &method.function.body.end {
            self.flow(Node::NamedBlock(end), &mut assigned, &mut labels);
        }
    }

    /// Follows the statements of a method in the order in which they run.
    fn flow(&mut self, node: Node<'a>, assigned: &mut HashSet<String>, labels: &mut Vec<String>) {
        match node {
            Node::ScriptBlock(_) => return,
            Node::Statement(StatementAst::Assignment(s)) => {
                self.flow(Node::Statement(&s.right), assigned, labels);
                self.flow_target(&s.left, assigned, labels);
                return;
            }
            Node::Statement(StatementAst::ForEach(s)) => {
                self.flow(Node::Statement(&s.condition), assigned, labels);
                assigned.insert(s.variable.path.name.to_ascii_lowercase());
                labels.push(s.label.as_deref().unwrap_or("").to_ascii_lowercase());
                self.flow(Node::StatementBlock(&s.body), assigned, labels);
                labels.pop();
                return;
            }
            Node::Statement(StatementAst::Data(s)) => {
                if let Some(name) = &s.variable {
                    assigned.insert(name.to_ascii_lowercase());
                }
            }
            Node::Statement(statement @ (StatementAst::Break(_) | StatementAst::Continue(_))) => {
                self.flow_label(statement, labels);
            }
            Node::Expression(ExpressionAst::Variable(v)) => self.flow_use(v, assigned),
            _ => {}
        }
        let label = match node {
            Node::Statement(statement) => loop_label(statement),
            _ => None,
        };
        if let Some(label) = label {
            labels.push(label.unwrap_or("").to_ascii_lowercase());
        }
        stacker::maybe_grow(128 * 1024, 1024 * 1024, || {
            node.children(&mut |child| self.flow(child, assigned, labels));
        });
        if label.is_some() {
            labels.pop();
        }
    }

    fn flow_target(
        &mut self,
        target: &'a ExpressionAst,
        assigned: &mut HashSet<String>,
        labels: &mut Vec<String>,
    ) {
        match target {
            ExpressionAst::Variable(v) => {
                assigned.insert(v.path.name.to_ascii_lowercase());
            }
            ExpressionAst::ArrayLiteral(list) => {
                list.elements.iter().for_each(|e| self.flow_target(e, assigned, labels));
            }
            ExpressionAst::Convert(c) => self.flow_target(&c.child, assigned, labels),
            ExpressionAst::Attributed(a) => self.flow_target(&a.child, assigned, labels),
            ExpressionAst::Paren(p) => {
                if let Some(inner) = super::assignment::pure_expression(&p.pipeline) {
                    self.flow_target(inner, assigned, labels);
                }
            }
            other => self.flow(Node::Expression(other), assigned, labels),
        }
    }

    fn flow_use(&mut self, v: &VariableExpressionAst, assigned: &HashSet<String>) {
        let local = matches!(v.path.qualifier, VariableQualifier::None | VariableQualifier::Local);
        let name = &v.path.name;
        if local
            && !assigned.contains(&name.to_ascii_lowercase())
            && !AUTOMATIC.iter().any(|a| a.eq_ignore_ascii_case(name))
        {
            self.report(v.span, ErrorId::VariableNotLocal, &[]);
        }
    }

    fn flow_label(&mut self, statement: &StatementAst, labels: &[String]) {
        let label = match statement {
            StatementAst::Break(s) => s.label.as_deref(),
            StatementAst::Continue(s) => s.label.as_deref(),
            _ => None,
        };
        let Some(ExpressionAst::StringConstant(s)) = label else { return };
        let text = s.value.to_string_lossy();
        if !labels.contains(&text.to_ascii_lowercase()) {
            self.report(statement.span(), ErrorId::LabelNotFound, &[&text]);
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
