//! Statements: reserved parameters, catch clauses, functions and their parameters.

use std::collections::HashSet;

use super::Checker;
use crate::Span;
use crate::ast::{
    AttributeBaseAst, BlockStatementAst, FunctionDefinitionAst, ParameterAst, ScriptBlockAst, StatementAst,
    TryStatementAst, TypeDefinitionKind, TypeName, TypeNameKind, UsingStatementAst, UsingStatementKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

/// Nesting of array types beyond which a type is too complicated.
const MAX_ARRAY_DEPTH: usize = 200;

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn statement(&mut self, statement: &'a StatementAst) {
        match statement {
            StatementAst::Assignment(s) => self.assignment(s),
            StatementAst::Switch(s) if s.flags.parallel => {
                self.report(s.span, ErrorId::KeywordParameterReservedForFutureUse, &["switch", "parallel"]);
            }
            StatementAst::ForEach(s) => {
                let id = ErrorId::KeywordParameterReservedForFutureUse;
                if s.parallel {
                    self.report(s.span, id, &["foreach", "parallel"]);
                } else if s.throttle_limit.is_some() {
                    self.report(s.span, id, &["foreach", "throttlelimit"]);
                    self.report(s.span, ErrorId::ThrottleLimitRequiresParallelFlag, &[]);
                }
            }
            StatementAst::Try(s) => self.catches(s),
            StatementAst::Return(s) => {
                self.leaves_finally(s.span, None);
                self.method_return(s);
            }
            StatementAst::Break(s) => {
                self.leaves_finally(s.span, Some(s.label.as_deref()));
                self.method_label(s.span, s.label.as_deref());
            }
            StatementAst::Continue(s) => {
                self.leaves_finally(s.span, Some(s.label.as_deref()));
                self.method_label(s.span, s.label.as_deref());
            }
            StatementAst::Using(s) => self.using(s),
            StatementAst::Data(s) => self.data_section(s),
            StatementAst::Block(s) => self.block_statement(s),
            StatementAst::FunctionDefinition(f) => self.function(f),
            StatementAst::TypeDefinition(t) if t.kind == TypeDefinitionKind::Class => self.class(t),
            _ => {}
        }
    }

    pub(super) fn using(&mut self, using: &UsingStatementAst) {
        let Some(name) = &using.name else { return };
        if using.alias.is_some()
            || matches!(using.kind, UsingStatementKind::Type | UsingStatementKind::Command)
        {
            self.report(using.span, ErrorId::UsingStatementNotSupported, &[]);
        } else if using.kind == UsingStatementKind::Namespace {
            let text = name.value.to_string_lossy();
            let valid = text.split('.').all(|part| {
                part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                    && part.chars().all(|c| c.is_alphanumeric() || c == '_')
            });
            if !valid {
                self.report(name.span, ErrorId::InvalidNamespaceValue, &[]);
            }
        }
    }

    fn block_statement(&mut self, s: &BlockStatementAst) {
        let in_workflow = self
            .parents
            .iter()
            .any(|p| matches!(p, Node::Statement(StatementAst::FunctionDefinition(f)) if f.is_workflow));
        if !in_workflow {
            let word = if s.parallel { "parallel" } else { "sequence" };
            let span = Span::new(s.span.start, s.span.start + 8);
            self.report(span, ErrorId::UnexpectedKeyword, &[word]);
        }
    }

    fn function(&mut self, function: &FunctionDefinitionAst) {
        if function.is_workflow {
            self.report(function.span, ErrorId::WorkflowNotSupportedInPowerShellCore, &[]);
        }
        if let Some(parameters) = &function.parameters {
            self.duplicate_parameters(parameters);
            if !parameters.is_empty()
                && let Some(block) = &function.body.param_block
            {
                self.report(block.span, ErrorId::OnlyOneParameterListAllowed, &[]);
            }
        }
    }

    pub(super) fn duplicate_parameters(&mut self, parameters: &[ParameterAst]) {
        let mut seen = HashSet::new();
        for parameter in parameters {
            let name = &parameter.name.path.user_path;
            if !seen.insert(name.to_ascii_lowercase()) {
                self.report(parameter.name.span, ErrorId::DuplicateFormalParameter, &[name]);
            }
        }
    }

    pub(super) fn script_block(&mut self, block: &'a ScriptBlockAst) {
        if let Some(params) = &block.param_block {
            self.duplicate_parameters(&params.parameters);
        }
    }

    pub(super) fn parameter(&mut self, parameter: &ParameterAst) {
        let in_method = matches!(self.parent(1), Some(Node::MethodFunction(_)));
        let mut typed = false;
        for attribute in &parameter.attributes {
            let AttributeBaseAst::TypeConstraint(constraint) = attribute else { continue };
            let name = constraint.type_name.to_string();
            if name.eq_ignore_ascii_case("ordered") {
                self.report(constraint.span, ErrorId::OrderedAttributeOnlyOnHashLiteralNode, &[&name]);
                continue;
            }
            if in_method {
                if typed {
                    self.report(constraint.span, ErrorId::MultipleTypeConstraintsOnMethodParam, &[]);
                }
                typed = true;
            }
            if is_void(&name) {
                self.report(constraint.span, ErrorId::VoidTypeConstraintNotAllowed, &[]);
            }
        }
    }

    // --- try --------------------------------------------------------------------------------------------------------

    fn catches(&mut self, s: &TryStatementAst) {
        let mut caught: Vec<String> = Vec::new();
        let count = s.catches.len();
        for (index, clause) in s.catches.iter().enumerate() {
            if clause.types.is_empty() {
                if index + 1 < count {
                    let place = Span::new(clause.span.end, clause.span.end);
                    self.report(place, ErrorId::EmptyCatchNotLast, &[]);
                }
                continue;
            }
            for caught_type in &clause.types {
                let Some(full) = self.known.resolve(&caught_type.type_name.to_string(), 0) else { continue };
                if caught.iter().any(|earlier| self.known.derives(&full, earlier)) {
                    self.report(caught_type.span, ErrorId::ExceptionTypeAlreadyCaught, &[&full]);
                }
                caught.push(full);
            }
        }
    }

    // --- types ------------------------------------------------------------------------------------------------------

    pub(super) fn type_depth(&mut self, name: &TypeName, span: Span) {
        let mut depth = 0;
        let mut name = name;
        while let TypeNameKind::Array { element, .. } = &name.kind {
            depth += 1;
            name = element;
        }
        if depth > MAX_ARRAY_DEPTH {
            self.report(span, ErrorId::ScriptTooComplicated, &[]);
        }
    }
}

pub(super) fn is_void(name: &str) -> bool {
    name.eq_ignore_ascii_case("void") || name.eq_ignore_ascii_case("system.void")
}

pub(super) fn is_ref(name: &str) -> bool {
    name.eq_ignore_ascii_case("ref") || name.eq_ignore_ascii_case("System.Management.Automation.PSReference")
}
