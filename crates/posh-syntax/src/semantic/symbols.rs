//! Symbols: the types and members that classes name and define.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::Span;
use crate::ast::{
    AttributeAst, ExpressionAst, FunctionMemberAst, MemberAst, ScriptBlockAst, StatementAst,
    TypeDefinitionAst, TypeDefinitionKind, TypeName, TypeNameKind, UsingStatementAst, UsingStatementKind,
    VariableExpressionAst, VariableQualifier,
};
use crate::diagnostic::ids::ErrorId;
use crate::known::KnownTypes;
use crate::lexer::Lexer;
use crate::visit::Node;

/// Resolves the symbols of a script.
pub(crate) fn resolve(script: &ScriptBlockAst, lex: &mut Lexer<'_>, known: &dyn KnownTypes) {
    let mut symbols = Symbols {
        lex,
        known,
        types: HashMap::new(),
        namespaces: Vec::new(),
        class: None,
        method: None,
        static_property: false,
    };
    symbols.usings(&script.usings);
    Node::ScriptBlock(script).walk(&mut |node| {
        symbols.define(node);
        true
    });
    symbols.node(Node::ScriptBlock(script));
}

struct Symbols<'a, 'l, 's> {
    lex: &'l mut Lexer<'s>,
    known: &'l dyn KnownTypes,
    /// Types of the script, by lower-case name.
    types: HashMap<String, &'a TypeDefinitionAst>,
    /// What `using namespace` brings in.
    namespaces: Vec<String>,
    class: Option<&'a TypeDefinitionAst>,
    method: Option<&'a FunctionMemberAst>,
    /// Whether the value of a static property is being looked at.
    static_property: bool,
}

impl<'a> Symbols<'a, '_, '_> {
    fn report(&mut self, span: Span, id: ErrorId, arguments: &[&str]) {
        self.lex.report(id, arguments, span, false);
    }

    fn usings(&mut self, usings: &[UsingStatementAst]) {
        for using in usings {
            if let Some(module) = &using.module
                && using.name.is_none()
                && !self.known.module(&module.name)
            {
                let written = using
                    .module_specification
                    .as_ref()
                    .map_or("", |t| self.lex.source_text(t.span))
                    .to_owned();
                self.report(using.span, ErrorId::ModuleNotFoundDuringParse, &[&written]);
            }
            let Some(name) = &using.name else { continue };
            let text = name.value.to_string_lossy();
            match using.kind {
                UsingStatementKind::Namespace => self.namespaces.push(text),
                UsingStatementKind::Module => {
                    if text.contains(['/', '\\']) {
                        continue;
                    }
                    if text.contains(['*', '?', '[']) {
                        self.report(using.span, ErrorId::WildCardModuleNameError, &[]);
                    } else if !self.known.module(&text) {
                        self.report(using.span, ErrorId::ModuleNotFoundDuringParse, &[&text]);
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes in the definitions of a block.
    fn define(&mut self, node: Node<'a>) {
        let Node::Statement(StatementAst::TypeDefinition(definition)) = node else { return };
        let key = definition.name.to_ascii_lowercase();
        match self.types.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(definition);
            }
            Entry::Occupied(_) => {
                self.report(definition.span, ErrorId::MemberAlreadyDefined, &[&definition.name])
            }
        }
    }

    fn node(&mut self, node: Node<'a>) {
        let (class, method, static_property) = (self.class, self.method, self.static_property);
        match node {
            Node::Statement(StatementAst::TypeDefinition(definition)) => {
                self.class = Some(definition);
            }
            Node::Method(m) => self.method = Some(m),
            Node::Property(p) => self.static_property = p.is_static,
            Node::Attribute(attribute) if self.class.is_some() => self.attribute(attribute),
            Node::TypeConstraint(constraint) if self.class.is_some() => self.type_name(&constraint.type_name),
            Node::Expression(ExpressionAst::Type(e)) if self.class.is_some() => self.type_name(&e.type_name),
            Node::Expression(ExpressionAst::Variable(v)) => self.this_in_static(v),
            Node::Statement(StatementAst::Assignment(s)) => self.property_target(&s.left),
            _ => {}
        }
        stacker::maybe_grow(128 * 1024, 1024 * 1024, || {
            node.children(&mut |child| self.node(child));
        });
        self.class = class;
        self.method = method;
        self.static_property = static_property;
    }

    // --- types ------------------------------------------------------------------------------------------------------

    fn exists(&self, name: &str, type_arguments: usize) -> bool {
        self.types.contains_key(&name.to_ascii_lowercase())
            || self.known.resolve(name, type_arguments).is_some()
            || (!name.contains('.')
                && self
                    .namespaces
                    .iter()
                    .any(|n| self.known.resolve(&format!("{n}.{name}"), type_arguments).is_some()))
    }

    fn type_name(&mut self, name: &TypeName) {
        self.type_name_with(name, 0);
    }

    fn type_name_with(&mut self, name: &TypeName, type_arguments: usize) {
        match &name.kind {
            TypeNameKind::Simple { name: text, assembly } => {
                if assembly.is_none() && !self.exists(text, type_arguments) {
                    self.report(name.span, ErrorId::TypeNotFound, &[text]);
                }
            }
            TypeNameKind::Array { element, .. } => self.type_name_with(element, type_arguments),
            TypeNameKind::Generic { definition, arguments } => {
                self.type_name_with(definition, arguments.len());
                for argument in arguments {
                    self.type_name_with(argument, 0);
                }
            }
        }
    }

    fn attribute(&mut self, attribute: &AttributeAst) {
        let name = attribute.type_name.to_string();
        if !self.exists(&name, 0) && !self.exists(&format!("{name}Attribute"), 0) {
            self.report(attribute.type_name.span, ErrorId::CustomAttributeTypeNotFound, &[&name]);
        }
    }

    // --- members ----------------------------------------------------------------------------------------------------

    fn this_in_static(&mut self, v: &VariableExpressionAst) {
        let in_static = self.static_property || self.method.is_some_and(|m| m.is_static);
        if in_static && v.path.user_path.eq_ignore_ascii_case("this") {
            self.report(v.span, ErrorId::NonStaticMemberAccessInStaticMember, &[&v.path.user_path]);
        }
    }

    /// An assignment to a variable that is named as a property, which was likely meant.
    fn property_target(&mut self, target: &ExpressionAst) {
        let (Some(class), Some(method)) = (self.class, self.method) else { return };
        let ExpressionAst::Variable(v) = target else { return };
        if class.kind != TypeDefinitionKind::Class || v.path.qualifier != VariableQualifier::None {
            return;
        }
        let name = &v.path.name;
        let shadowed =
            method.function.parameters.iter().flatten().any(|p| p.name.path.name.eq_ignore_ascii_case(name));
        if shadowed {
            return;
        }
        let property = class.members.iter().find_map(|m| match m {
            MemberAst::Property(p) if p.name.eq_ignore_ascii_case(name) => Some(p),
            _ => None,
        });
        let Some(property) = property else { return };
        if property.is_static {
            let owner = format!("[{}]::", class.name);
            self.report(v.span, ErrorId::MissingTypeInStaticPropertyAssignment, &[&owner, name]);
        } else {
            self.report(v.span, ErrorId::MissingThis, &["$this.", name]);
        }
    }
}
