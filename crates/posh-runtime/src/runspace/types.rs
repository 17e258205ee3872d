//! Types by name, those of scripts included.

use posh_syntax::ast::{TypeName, TypeNameKind};

use super::Runspace;
use crate::error::{ErrorCategory, Raised, Result};
use crate::names::Name;
use crate::types::{TypeRef, resolve_name, resolve_type_name};
use crate::value::Value;

impl Runspace {
    /// The type that a name in a script means.
    ///
    /// # Errors
    /// `TypeNotFound`.
    pub fn resolve_type(&mut self, name: &TypeName) -> Result<TypeRef> {
        resolve_type_name(name, &|text| self.own_type(text)).map_err(|e| {
            let raised = Raised::runtime("TypeNotFound", ErrorCategory::InvalidOperation, e.to_string());
            if let Some(record) = raised.record() {
                *record.target.borrow_mut() = Value::str(e.0);
                *record.target_type.borrow_mut() = Some("TypeName".into());
            }
            raised
        })
    }

    /// The type of a text, such as a cast to `[type]` reads.
    pub fn find_type(&self, text: &str) -> Option<TypeRef> {
        self.own_type(text.trim()).or_else(|| resolve_name(text))
    }

    /// A type of the session's scripts, or one that `using namespace` brings near.
    fn own_type(&self, text: &str) -> Option<TypeRef> {
        if let Some(ty) = self.scope.find_type(Name::of(text)) {
            return Some(ty);
        }
        if self.namespaces.is_empty() || crate::types::find_accelerator(text).is_some() {
            return None;
        }
        self.namespaces.iter().find_map(|ns| resolve_name(&format!("{ns}.{text}")))
    }

    /// A class of a script by an attribute's name, with or without `Attribute` behind it.
    pub(crate) fn find_class_type(&self, name: &TypeName) -> Option<TypeRef> {
        let TypeNameKind::Simple { name, .. } = &name.kind else { return None };
        let found = self.scope.find_type(Name::of(name));
        let found = found.or_else(|| self.scope.find_type(Name::of(&format!("{name}Attribute"))))?;
        found.class_info().is_some().then_some(found)
    }

    /// Makes a script's class or enumeration known in the current scope and those below it.
    pub fn define_type(&mut self, ty: TypeRef) {
        self.scope.set_type(ty);
    }

    /// `using namespace`.
    pub fn use_namespace(&mut self, name: &str) {
        if !self.namespaces.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            self.namespaces.push(name.to_owned());
        }
    }
}
