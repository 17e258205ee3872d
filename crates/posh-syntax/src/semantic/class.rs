//! Classes: their properties, and the rules for resources of desired state configuration.

use super::Checker;
use super::statements::is_void;
use crate::ast::{
    AttributeAst, FunctionMemberAst, MemberAst, PropertyMemberAst, StatementAst, TypeDefinitionAst,
    TypeDefinitionKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

/// Types that a key property may have, besides enumerations.
const KEY_TYPES: &[&str] = &[
    "string", "byte", "sbyte", "short", "int16", "ushort", "uint16", "int", "int32", "uint", "uint32",
    "long", "int64", "ulong", "uint64",
];

fn named(attribute: &AttributeAst, name: &str) -> bool {
    let written = attribute.type_name.to_string();
    let short = written.rsplit('.').next().unwrap_or(&written);
    short.eq_ignore_ascii_case(name) || short.eq_ignore_ascii_case(&format!("{name}Attribute"))
}

impl<'a> Checker<'a, '_, '_> {
    pub(super) fn class(&mut self, class: &'a TypeDefinitionAst) {
        for attribute in class.attributes.iter().filter(|a| named(a, "DscResource")) {
            self.resource(class, attribute);
        }
    }

    fn resource(&mut self, class: &'a TypeDefinitionAst, attribute: &AttributeAst) {
        let (mut set, mut get, mut test, mut key) = (false, false, false, false);
        let (mut constructor, mut default_constructor) = (false, false);
        let mut current = Some(class);
        let mut own = true;
        // Members of base classes count, too.
        for _ in 0..32 {
            let Some(level) = current else { break };
            for member in &level.members {
                match member {
                    MemberAst::Function(m) if m.is_constructor && own => {
                        constructor = true;
                        default_constructor |= no_parameters(m);
                    }
                    MemberAst::Function(m) if m.is_constructor => {}
                    MemberAst::Function(m) => {
                        let name = &m.function.name;
                        if name.eq_ignore_ascii_case("set") {
                            set |= no_parameters(m) && returns_void(m);
                        } else if name.eq_ignore_ascii_case("test") {
                            test |= no_parameters(m) && returns(m, "bool");
                        } else if name.eq_ignore_ascii_case("get") {
                            get |= no_parameters(m);
                            if own && no_parameters(m) && !returns(m, &class.name) {
                                self.report(m.span, ErrorId::DscResourceInvalidGetMethod, &[&class.name]);
                            }
                        }
                    }
                    MemberAst::Property(p) => key |= self.key_property(p),
                }
            }
            current = level.base_types.first().and_then(|base| self.class_named(&base.type_name.to_string()));
            own = false;
        }
        let name = [&*class.name];
        let missing = [
            (set, ErrorId::DscResourceMissingSetMethod),
            (get, ErrorId::DscResourceMissingGetMethod),
            (test, ErrorId::DscResourceMissingTestMethod),
            (default_constructor || !constructor, ErrorId::DscResourceMissingDefaultConstructor),
            (key, ErrorId::DscResourceMissingKeyProperty),
        ];
        for (found, id) in missing {
            if !found {
                self.report(attribute.span, id, &name);
            }
        }
    }

    /// Whether the property is a key; reports one of a type that no key can have.
    fn key_property(&mut self, property: &PropertyMemberAst) -> bool {
        let is_key = property
            .attributes
            .iter()
            .filter(|a| named(a, "DscProperty"))
            .any(|a| a.named.iter().any(|n| n.name.eq_ignore_ascii_case("Key")));
        if is_key {
            let type_name =
                property.property_type.as_ref().map(|t| t.type_name.to_string().to_ascii_lowercase());
            let fits = type_name.as_deref().is_some_and(|t| {
                let short = t.strip_prefix("system.").unwrap_or(t);
                KEY_TYPES.contains(&short) || self.is_enum(t)
            });
            if !fits {
                self.report(property.span, ErrorId::DscResourceInvalidKeyProperty, &[]);
            }
        }
        is_key
    }

    fn class_named(&self, name: &str) -> Option<&'a TypeDefinitionAst> {
        let Some(Node::ScriptBlock(script)) = self.parents.first() else { return None };
        script.end.iter().flat_map(|b| &b.statements).find_map(|s| match s {
            StatementAst::TypeDefinition(t) if t.name.eq_ignore_ascii_case(name) => Some(&**t),
            _ => None,
        })
    }

    fn is_enum(&self, name: &str) -> bool {
        self.class_named(name).is_some_and(|t| t.kind == TypeDefinitionKind::Enum)
            || self.known.resolve(name, 0).is_some_and(|full| self.known.derives(&full, "System.Enum"))
    }

    pub(super) fn property(&mut self, property: &'a PropertyMemberAst) {
        if let Some(t) = &property.property_type {
            let name = t.type_name.to_string();
            if is_void(&name) {
                self.report(t.span, ErrorId::TypeNotAllowedForProperty, &[&name]);
            }
        }
    }
}

fn no_parameters(method: &FunctionMemberAst) -> bool {
    method.function.parameters.as_ref().is_none_or(Vec::is_empty)
}

fn returns_void(method: &FunctionMemberAst) -> bool {
    method.return_type.as_ref().is_none_or(|t| is_void(&t.type_name.to_string()))
}

fn returns(method: &FunctionMemberAst, name: &str) -> bool {
    method.return_type.as_ref().is_some_and(|t| t.type_name.to_string().eq_ignore_ascii_case(name))
}
