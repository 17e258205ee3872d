//! What a `data` section may hold: the restricted language.

use super::Checker;
use crate::TokenKind;
use crate::ast::{
    AttributeBaseAst, CommandAst, CommandElementAst, DataStatementAst, ExpressionAst, InvocationOperator,
    StatementAst, TypeName, TypeNameKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

/// Types whose names the restricted language knows.
const CORE_TYPES: &[&str] = &[
    "alias",
    "allowemptycollection",
    "allowemptystring",
    "allownull",
    "array",
    "bigint",
    "bool",
    "byte",
    "char",
    "cimclass",
    "ciminstance",
    "cimsession",
    "cimtype",
    "cimconverter",
    "cmdletbinding",
    "cultureinfo",
    "datetime",
    "decimal",
    "double",
    "float",
    "guid",
    "hashtable",
    "int",
    "int16",
    "int32",
    "int64",
    "ipaddress",
    "ipendpoint",
    "long",
    "mailaddress",
    "nullstring",
    "object",
    "objectsecurity",
    "outputtype",
    "parameter",
    "physicaladdress",
    "pscredential",
    "pscustomobject",
    "psdefaultvalue",
    "pslistmodifier",
    "psobject",
    "psprimitivedictionary",
    "pstypenameattribute",
    "ref",
    "regex",
    "sbyte",
    "securestring",
    "semver",
    "short",
    "single",
    "string",
    "supportswildcards",
    "switch",
    "timespan",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "ulong",
    "uri",
    "ushort",
    "validatecount",
    "validatedrive",
    "validatelength",
    "validatenotnull",
    "validatenotnullorempty",
    "validatepattern",
    "validaterange",
    "validatescript",
    "validateset",
    "version",
    "void",
    "x500distinguishedname",
    "x509certificate",
    "xml",
    "ordered",
];

/// Full names of the core types whose short name is not their own.
const CORE_FULL_NAMES: &[&str] = &[
    "system.boolean",
    "system.collections.hashtable",
    "system.management.automation.pscredential",
    "system.management.automation.psobject",
    "system.net.ipaddress",
    "system.numerics.biginteger",
    "system.security.securestring",
    "system.text.regularexpressions.regex",
    "system.xml.xmldocument",
    "system.globalization.cultureinfo",
    "system.management.automation.switchparameter",
];

const VARIABLES: &[&str] = &["PSCulture", "PSUICulture", "true", "false", "null"];
const VARIABLES_TEXT: &str = "$PSCulture, $PSUICulture, $true, $false, $null";

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn data_section(&mut self, data: &'a DataStatementAst) {
        let mut allowed = vec!["ConvertFrom-StringData".to_owned()];
        for command in &data.commands_allowed {
            if let ExpressionAst::StringConstant(s) = command {
                allowed.push(s.value.to_string_lossy());
            }
        }
        Node::StatementBlock(&data.body).walk(&mut |node| {
            self.restricted(node, &allowed);
            true
        });
    }

    fn restricted(&mut self, node: Node<'a>, allowed: &[String]) {
        use ErrorId as E;
        let span = node.span();
        match node {
            Node::Statement(statement) => {
                if let Some(id) = refused_statement(statement) {
                    self.report(span, id, &[]);
                }
            }
            Node::Trap(_) => self.report(span, E::TrapStatementNotSupportedInDataSection, &[]),
            Node::ScriptBlock(_) => self.report(span, E::ScriptBlockNotSupportedInDataSection, &[]),
            Node::ParamBlock(_) => self.report(span, E::ParameterDeclarationNotSupportedInDataSection, &[]),
            Node::Attribute(_) => self.report(span, E::AttributeNotSupportedInDataSection, &[]),
            Node::Redirection(_) => self.report(span, E::RedirectionNotSupportedInDataSection, &[]),
            Node::TypeConstraint(t) => self.restricted_type(&t.type_name, span),
            Node::Command(command) => self.restricted_command(command, allowed),
            Node::Variable(v) => self.restricted_variable(&v.path.user_path, span),
            Node::Expression(expression) => self.restricted_expression(expression),
            _ => {}
        }
    }

    fn restricted_variable(&mut self, name: &str, span: crate::Span) {
        if !VARIABLES.iter().any(|v| v.eq_ignore_ascii_case(name)) {
            self.report(span, ErrorId::VariableReferenceNotSupportedInDataSection, &[VARIABLES_TEXT]);
        }
    }

    fn restricted_expression(&mut self, expression: &'a ExpressionAst) {
        use ErrorId as E;
        let span = expression.span();
        match expression {
            ExpressionAst::Variable(v) => self.restricted_variable(&v.path.user_path, span),
            ExpressionAst::InvokeMember(_) => self.report(span, E::MethodCallNotSupportedInDataSection, &[]),
            ExpressionAst::Member(_) => self.report(span, E::PropertyReferenceNotSupportedInDataSection, &[]),
            ExpressionAst::Index(_) => self.report(span, E::ArrayReferenceNotSupportedInDataSection, &[]),
            ExpressionAst::ScriptBlock(_) => self.report(span, E::ScriptBlockNotSupportedInDataSection, &[]),
            ExpressionAst::Type(t) => self.restricted_type(&t.type_name, span),
            ExpressionAst::Attributed(a) if matches!(a.attribute, AttributeBaseAst::Attribute(_)) => {
                self.report(span, E::AttributeNotSupportedInDataSection, &[]);
            }
            ExpressionAst::Binary(e) => {
                if let Some(text) = refused_operator(e.operator) {
                    self.report(e.operator_span, E::OperatorNotSupportedInDataSection, &[text]);
                }
            }
            ExpressionAst::Unary(e) => {
                if let Some(text) = refused_operator(e.operator) {
                    self.report(span, E::OperatorNotSupportedInDataSection, &[text]);
                }
            }
            _ => {}
        }
    }

    fn restricted_type(&mut self, name: &TypeName, span: crate::Span) {
        let mut inner = name;
        while let TypeNameKind::Array { element, .. } = &inner.kind {
            inner = element;
        }
        let written = inner.to_string().to_ascii_lowercase();
        let short = written.strip_prefix("system.").unwrap_or(&written);
        let known = CORE_TYPES.contains(&written.as_str())
            || (written.starts_with("system.") && CORE_TYPES.contains(&short))
            || CORE_FULL_NAMES.contains(&written.as_str());
        if !known {
            self.report(span, ErrorId::TypeNotAllowedInDataSection, &[&name.to_string()]);
        }
    }

    fn restricted_command(&mut self, command: &CommandAst, allowed: &[String]) {
        if command.invocation == InvocationOperator::Dot {
            self.report(command.span, ErrorId::DotSourcingNotSupportedInDataSection, &[]);
            return;
        }
        let name = match command.elements.first() {
            Some(CommandElementAst::Argument(ExpressionAst::StringConstant(s))) => Some(s),
            _ => None,
        };
        let Some(name) = name else {
            if command.invocation == InvocationOperator::Ampersand {
                self.report(command.span, ErrorId::DotSourcingNotSupportedInDataSection, &[]);
            }
            return;
        };
        let text = name.value.to_string_lossy();
        if !allowed.iter().any(|a| a.eq_ignore_ascii_case(&text)) {
            self.report(command.span, ErrorId::CmdletNotInAllowedListForDataSection, &[&text]);
        }
    }
}

fn refused_statement(statement: &StatementAst) -> Option<ErrorId> {
    use ErrorId as E;
    Some(match statement {
        StatementAst::Assignment(_) => E::AssignmentStatementNotSupportedInDataSection,
        StatementAst::FunctionDefinition(_) => E::FunctionDeclarationNotSupportedInDataSection,
        StatementAst::Switch(_) => E::SwitchStatementNotSupportedInDataSection,
        StatementAst::ForEach(_) => E::ForeachStatementNotSupportedInDataSection,
        StatementAst::For(_) | StatementAst::While(_) => E::ForWhileStatementNotSupportedInDataSection,
        StatementAst::DoWhile(_) | StatementAst::DoUntil(_) => E::DoWhileStatementNotSupportedInDataSection,
        StatementAst::Try(_) => E::TryStatementNotSupportedInDataSection,
        StatementAst::Data(_) => E::DataSectionStatementNotSupportedInDataSection,
        StatementAst::Block(_) => E::ParallelAndSequenceBlockNotSupportedInDataSection,
        StatementAst::Break(_)
        | StatementAst::Continue(_)
        | StatementAst::Return(_)
        | StatementAst::Exit(_)
        | StatementAst::Throw(_) => E::FlowControlStatementNotSupportedInDataSection,
        _ => return None,
    })
}

fn refused_operator(operator: TokenKind) -> Option<&'static str> {
    use TokenKind as K;
    Some(match operator {
        K::DotDot => "..",
        K::Format => "-f",
        K::Join => "-join",
        K::Imatch => "-imatch",
        K::Inotmatch => "-inotmatch",
        K::Ireplace => "-ireplace",
        K::Isplit => "-isplit",
        K::Cmatch => "-cmatch",
        K::Cnotmatch => "-cnotmatch",
        K::Creplace => "-creplace",
        K::Csplit => "-csplit",
        K::As => "-as",
        K::PlusPlus | K::PostfixPlusPlus => "++",
        K::MinusMinus | K::PostfixMinusMinus => "--",
        _ => return None,
    })
}
