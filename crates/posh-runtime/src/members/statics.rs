//! Static members.

use super::candidates::{best, overloads};
use super::invoke::{CallSite, run_native};
use super::property::find_native;
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Call, TypeKind, TypeRef, native_members};
use crate::value::{EnumValue, Value};

/// The type that a static member is of: a type object, or the type of an object.
fn type_of(target: &Value) -> Option<TypeRef> {
    match target.base() {
        Value::Type(t) => Some(t.clone()),
        other => other.type_ref(),
    }
}

/// `[type]::Name`.
///
/// # Errors
/// What a getter throws; a missing property in strict mode.
pub fn get_static(rs: &mut Runspace, target: &Value, name: &str) -> Result<Value> {
    let Some(ty) = type_of(target) else { return Ok(Value::Null) };
    if let TypeKind::Enum(info) = ty.kind()
        && let Some(raw) = info.value_of(name)
    {
        return Ok(Value::Enum(std::rc::Rc::new(EnumValue::new(ty.clone(), raw))));
    }
    if let Some(class) = ty.class_info()
        && let Some((owner, property)) = class.static_property(name)
    {
        return Ok(owner.statics.borrow().get(property.slot).cloned().unwrap_or(Value::Null));
    }
    if let Some(property) = find_native(&ty, name, true) {
        return (property.get)(&mut Call { rs, this: &Value::Null, args: &[], ty: &ty });
    }
    if name.eq_ignore_ascii_case("new") || has_static_method(&ty, name) {
        return Ok(crate::net::method_group(&ty, name));
    }
    if rs.scope.strict_mode() >= 20 {
        return Err(Raised::typed(
            "System.Management.Automation.PropertyNotFoundException",
            "PropertyNotFoundStrict",
            ErrorCategory::NotSpecified,
            format!("The property '{name}' cannot be found on this object. Verify that the property exists."),
        ));
    }
    Ok(Value::Null)
}

fn has_static_method(ty: &TypeRef, name: &str) -> bool {
    let folded = name.to_lowercase();
    native_members(ty.definition_name())
        .is_some_and(|m| m.methods.get(folded.as_str()).is_some_and(|ms| ms.iter().any(|m| m.is_static)))
}

/// `[type]::Name = value`.
///
/// # Errors
/// Where there is no such property, or it cannot be set.
pub fn set_static(rs: &mut Runspace, target: &Value, name: &str, value: Value) -> Result<()> {
    let Some(ty) = type_of(target) else { return Ok(()) };
    if let Some(class) = ty.class_info()
        && let Some((owner, property)) = class.static_property(name)
    {
        let value = match &property.ty {
            Some(wanted) => crate::convert::cast(rs, &value, wanted)?,
            None => value,
        };
        if let Some(place) = owner.statics.borrow_mut().get_mut(property.slot) {
            *place = value;
        }
        return Ok(());
    }
    if let Some(property) = find_native(&ty, name, true)
        && let Some(set) = property.set
    {
        let value = match crate::types::resolve_name(property.type_name) {
            Some(wanted) => crate::convert::cast(rs, &value, &wanted)?,
            None => value,
        };
        return set(&mut Call { rs, this: &Value::Null, args: &[value], ty: &ty }).map(drop);
    }
    Err(Raised::runtime(
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        format!(
            "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
        ),
    ))
}

/// `[type]::Name(...)`.
///
/// # Errors
/// Where there is no such method, no overload fits, or it throws.
pub fn invoke_static(
    rs: &mut Runspace,
    target: &Value,
    name: &str,
    args: &[Value],
    site: Option<&CallSite>,
) -> Result<Value> {
    let _ = site;
    if target.is_null() {
        return Err(Raised::runtime(
            "InvokeMethodOnNull",
            ErrorCategory::InvalidOperation,
            "You cannot call a method on a null-valued expression.",
        ));
    }
    let Some(ty) = type_of(target) else { return Ok(Value::Null) };
    if name.eq_ignore_ascii_case("new") {
        return super::construct(rs, &ty, args);
    }
    if let Some(class) = ty.class_info().cloned()
        && let Some(done) = crate::eval::call_class_method(rs, &class, name, &Value::Null, args, true)
    {
        return done;
    }
    let all = overloads(&ty, name, true);
    if !all.is_empty() {
        let (chosen, converted) = best(rs, &all, &ty, args)?.map_err(|why| why.raise(name, args.len()))?;
        return run_native(rs, &chosen.method, &Value::Null, &ty, converted.as_deref().unwrap_or(args));
    }
    Err(super::no_such_method(&crate::net::reflection_name(&ty), name))
}
