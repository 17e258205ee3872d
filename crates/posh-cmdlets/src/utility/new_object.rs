//! `New-Object`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::types::TypeRef;
use posh_runtime::value::Object;
use posh_runtime::{Raised, Result, Value, members};

use crate::support::errors::{PS_ARGUMENT, record};

/// Makes an object of a type.
///
/// # Examples
/// Makes an object with properties.
/// ```powershell
/// New-Object PSObject -Property @{ Name = 'A'; Size = 1 }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "New", noun = "Object", module = "Microsoft.PowerShell.Utility", default_set = "Net")]
pub(crate) struct NewObject {
    /// Type name.
    #[parameter(mandatory, position = 0, set = "Net")]
    type_name: Option<String>,
    /// The arguments.
    #[parameter(alias = "Args", position = 1, set = "Net")]
    argument_list: Vec<Value>,
    /// Strict.
    #[parameter(set = "Com")]
    strict: bool,
    /// The properties to use: names, patterns or calculated properties.
    #[parameter(ty = "System.Collections.IDictionary")]
    property: Value,
}

impl NewObject {
    fn is_custom(ty: &TypeRef) -> bool {
        matches!(
            ty.full_name(),
            "System.Management.Automation.PSObject" | "System.Management.Automation.PSCustomObject"
        )
    }

    fn make(&self, pipe: &mut Pipe<'_>, ty: &TypeRef) -> Result<Value> {
        if Self::is_custom(ty) {
            return Ok(match self.argument_list.first() {
                Some(value) => members::wrap(value.clone()),
                None => Value::Object(Object::custom(Default::default())),
            });
        }
        members::construct(pipe.rs, ty, &self.argument_list).or_else(|raised| refused(pipe, ty, raised))
    }
}

fn refused<T>(pipe: &mut Pipe<'_>, ty: &TypeRef, raised: Box<Raised>) -> Result<T> {
    let Some(cause) = raised.record() else { return Err(raised) };
    let id = cause.id.borrow().to_string();
    if id.contains("MethodCountCouldNotFindBest") || id == "MethodNotFound" {
        return pipe.fatal(record(
            PS_ARGUMENT,
            format!(
                "A constructor was not found. Cannot find an appropriate constructor for type {}.",
                ty.display_name()
            ),
            "CannotFindAppropriateCtor",
            ErrorCategory::ObjectNotFound,
            Value::Null,
        ));
    }
    let copy = cause.copy();
    *copy.id.borrow_mut() = "ConstructorInvokedThrowException".into();
    copy.category.set(ErrorCategory::InvalidOperation);
    *copy.invocation.borrow_mut() = None;
    pipe.fatal(copy)
}

impl Cmdlet for NewObject {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let name = self.type_name.clone().unwrap_or_default();
        let Some(ty) = pipe
            .rs
            .find_type(name.trim_start_matches('[').trim_end_matches(|c| c == ']' && !name.contains('[')))
        else {
            return pipe.fatal(record(
                PS_ARGUMENT,
                format!(
                    "Cannot find type [{name}]: verify that the assembly containing this type is loaded."
                ),
                "TypeNotFound",
                ErrorCategory::InvalidType,
                Value::Null,
            ));
        };
        let object = self.make(pipe, &ty)?;
        let Value::Hash(table) = self.property.base() else { return pipe.write(object) };
        for (key, value) in table.pairs() {
            let name = plain_text(&key);
            if Self::is_custom(&ty)
                && let Value::Object(o) = &object
                && let Some(bag) = o.bag()
            {
                bag.borrow_mut().set(name.as_str(), value);
                continue;
            }
            if members::try_property(pipe.rs, &object, &name).is_none()
                && !members::has_method(&object, &name)
            {
                return pipe.fatal(record(
                    "System.InvalidOperationException",
                    format!("The member \"{name}\" was not found for the specified .NET object."),
                    "InvalidOperationException",
                    ErrorCategory::InvalidOperation,
                    Value::Null,
                ));
            }
            if members::has_method(&object, &name) && members::try_property(pipe.rs, &object, &name).is_none()
            {
                let arguments = members::elements(pipe.rs, &value)?;
                members::invoke(pipe.rs, &object, &name, &arguments)?;
                continue;
            }
            members::set_property(pipe.rs, &object, &name, value)?;
        }
        pipe.write(object)
    }
}
