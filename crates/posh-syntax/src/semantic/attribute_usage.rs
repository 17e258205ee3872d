//! Attributes on classes and their members: where they may stand, and which properties they have.

use super::Checker;
use crate::ast::{AttributeAst, StatementAst, TypeDefinitionKind};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

/// What can carry an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Class,
    Enum,
    Property,
    Method,
}

/// An attribute that PowerShell or .NET has.
struct Usage {
    /// Name without `Attribute`, lower case.
    name: &'static str,
    /// Name as messages show it.
    shown: &'static str,
    targets: &'static [Target],
    /// The targets as messages list them.
    targets_text: &'static str,
    /// Properties that can be set, in the order of the type.
    properties: &'static [&'static str],
    /// Properties that cannot.
    read_only: &'static [&'static str],
}

const ON_PROPERTY: &[Target] = &[Target::Property];
const PROPERTY_TEXT: &str = "Property, Field";
const TYPE_ID: &[&str] = &["TypeId"];

const fn on_property(name: &'static str, shown: &'static str, properties: &'static [&'static str]) -> Usage {
    Usage { name, shown, targets: ON_PROPERTY, targets_text: PROPERTY_TEXT, properties, read_only: TYPE_ID }
}

static USAGES: &[Usage] = &[
    on_property(
        "parameter",
        "Parameter",
        &[
            "Position",
            "ParameterSetName",
            "Mandatory",
            "ValueFromPipeline",
            "ValueFromPipelineByPropertyName",
            "ValueFromRemainingArguments",
            "HelpMessage",
            "HelpMessageBaseName",
            "HelpMessageResourceId",
            "DontShow",
        ],
    ),
    on_property("validateset", "ValidateSet", &["ErrorMessage", "IgnoreCase"]),
    on_property("validaterange", "ValidateRange", &[]),
    on_property("validatepattern", "ValidatePattern", &["Options", "ErrorMessage"]),
    on_property("validatescript", "ValidateScript", &["ErrorMessage"]),
    on_property("validatecount", "ValidateCount", &[]),
    on_property("validatelength", "ValidateLength", &[]),
    on_property("validatenotnull", "ValidateNotNull", &[]),
    on_property("validatenotnullorempty", "ValidateNotNullOrEmpty", &[]),
    on_property("allownull", "AllowNull", &[]),
    on_property("allowemptystring", "AllowEmptyString", &[]),
    on_property("allowemptycollection", "AllowEmptyCollection", &[]),
    on_property("dscproperty", "DscProperty", &["Key", "Mandatory", "NotConfigurable"]),
    Usage {
        name: "dscresource",
        shown: "DscResource",
        targets: &[Target::Class],
        targets_text: "Class",
        properties: &["RunAsCredential"],
        read_only: TYPE_ID,
    },
    Usage {
        name: "cmdletbinding",
        shown: "CmdletBinding",
        targets: &[Target::Class],
        targets_text: "Class",
        properties: &[
            "PositionalBinding",
            "DefaultParameterSetName",
            "SupportsShouldProcess",
            "SupportsPaging",
            "SupportsTransactions",
            "ConfirmImpact",
            "HelpUri",
            "RemotingCapability",
        ],
        read_only: TYPE_ID,
    },
    Usage {
        name: "flags",
        shown: "System.FlagsAttribute",
        targets: &[Target::Enum],
        targets_text: "Enum",
        properties: &[],
        read_only: TYPE_ID,
    },
];

fn usage_of(attribute: &AttributeAst) -> Option<&'static Usage> {
    let written = attribute.type_name.to_string().to_ascii_lowercase();
    let short = written.strip_prefix("system.management.automation.").unwrap_or(&written);
    let short = short.strip_prefix("system.").unwrap_or(short);
    let short = short.strip_suffix("attribute").unwrap_or(short);
    USAGES.iter().find(|u| u.name == short)
}

impl Checker<'_, '_, '_> {
    /// Checks an attribute of a type definition or member.
    pub(super) fn attribute_usage(&mut self, attribute: &AttributeAst) {
        let target = match self.parent(1) {
            Some(Node::Statement(StatementAst::TypeDefinition(t))) if t.kind == TypeDefinitionKind::Enum => {
                Target::Enum
            }
            Some(Node::Statement(StatementAst::TypeDefinition(_))) => Target::Class,
            Some(Node::Property(_)) => Target::Property,
            Some(Node::Method(_)) => Target::Method,
            _ => return,
        };
        let Some(usage) = usage_of(attribute) else { return };
        if !usage.targets.contains(&target) {
            let id = ErrorId::AttributeNotAllowedOnDeclaration;
            self.report(attribute.span, id, &[usage.shown, usage.targets_text]);
        }
        for named in &attribute.named {
            let is = |property: &&&str| property.eq_ignore_ascii_case(&named.name);
            if usage.properties.iter().any(|p| is(&p)) {
                continue;
            }
            if let Some(property) = usage.read_only.iter().find(|p| is(p)) {
                self.report(named.span, ErrorId::ReadOnlyProperty, &[property]);
            } else {
                let list = usage.properties.join(", ");
                let name = attribute.type_name.to_string();
                self.report(named.span, ErrorId::PropertyNotFoundForAttribute, &[&named.name, &name, &list]);
            }
        }
    }
}
