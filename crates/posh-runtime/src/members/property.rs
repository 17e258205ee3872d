//! Properties.

use std::rc::Rc;

use super::invoke::call_with_this;
use super::{enumerate, instance_members};
use crate::convert::cast;
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Call, Property, TypeRef, native_members};
use crate::value::{InstanceMember, MemberValue, ObjectData, Value};

/// A property of a value; `$null` where there is none, an error in strict mode.
///
/// # Errors
/// What a getter throws; a missing property in strict mode.
pub fn get_property_strict(rs: &mut Runspace, target: &Value, name: &str) -> Result<Value> {
    if let Some(value) = get_property(rs, target, name)?
        && !(target.is_null() && rs.scope.strict_mode() >= 20)
    {
        return Ok(value);
    }
    if rs.scope.strict_mode() >= 20 {
        return Err(missing(name));
    }
    // Nothing is a collection of nothing.
    if target.is_null() && (name.eq_ignore_ascii_case("count") || name.eq_ignore_ascii_case("length")) {
        return Ok(Value::Int(0));
    }
    Ok(Value::Null)
}

fn missing(name: &str) -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.PropertyNotFoundException",
        "PropertyNotFoundStrict",
        ErrorCategory::NotSpecified,
        format!("The property '{name}' cannot be found on this object. Verify that the property exists."),
    )
}

/// A property of a value, errors of its getter dropped.
pub fn try_property(rs: &mut Runspace, target: &Value, name: &str) -> Option<Value> {
    own_property(rs, target, name).ok().flatten()
}

/// A property as the property arguments of cmdlets see it: of the value alone, and of dictionaries only hashtables have
/// their keys for properties.
///
/// # Errors
/// What a getter throws.
pub fn expressed_property(rs: &mut Runspace, target: &Value, name: &str) -> Result<Option<Value>> {
    match target.base() {
        Value::Hash(h) if h.kind() != crate::value::DictionaryKind::Hashtable => {
            native_property(rs, target, name)
        }
        _ => own_property(rs, target, name),
    }
}

/// A property of a value, or of the elements of a collection; `None` where there is none.
///
/// # Errors
/// What a getter throws.
pub fn get_property(rs: &mut Runspace, target: &Value, name: &str) -> Result<Option<Value>> {
    if let Some(value) = own_property(rs, target, name)? {
        return Ok(Some(value));
    }
    if matches!(target.base(), Value::Array(_) | Value::Object(_))
        && let Some(items) = enumerate(rs, target.base())?
    {
        return of_elements(rs, items, name);
    }
    // Everything that is no collection counts as one object, and null as none.
    if is_size(name) {
        return Ok(Some(Value::Int(i32::from(!target.is_null()))));
    }
    Ok(None)
}

fn is_size(name: &str) -> bool {
    name.eq_ignore_ascii_case("count") || name.eq_ignore_ascii_case("length")
}

fn of_elements(rs: &mut Runspace, items: Vec<Value>, name: &str) -> Result<Option<Value>> {
    let mut out = Vec::new();
    let mut found = false;
    for item in &items {
        let own = match own_property(rs, item, name)? {
            None if is_size(name) && !item.is_null() => Some(Value::Int(1)),
            own => own,
        };
        // A custom object answers for what it has not, too.
        let own = match own {
            None if matches!(item.base(), Value::Object(o) if o.bag().is_some()) => {
                if rs.scope.strict_mode() >= 20 {
                    return Err(missing(name));
                }
                Some(Value::Null)
            }
            own => own,
        };
        if let Some(value) = own {
            found = true;
            match enumerate(rs, &value)? {
                Some(inner) => out.extend(inner),
                None => out.push(value),
            }
        }
    }
    if !found {
        return Ok(None);
    }
    Ok(Some(match out.len() {
        0 => Value::Null,
        1 => out.pop().unwrap_or(Value::Null),
        _ => Value::array(out),
    }))
}

/// A property of the value itself.
fn own_property(rs: &mut Runspace, target: &Value, name: &str) -> Result<Option<Value>> {
    if let Some(members) = instance_members(target)
        && let Some(member) = members.get(name)
    {
        return member_value(rs, target, member).map(Some);
    }
    match target.base() {
        Value::Null | Value::Void => return Ok(None),
        Value::Str(s) if name.eq_ignore_ascii_case("length") => {
            return Ok(Some(Value::Int(i32::try_from(s.len16()).unwrap_or(i32::MAX))));
        }
        Value::Array(a) if name.eq_ignore_ascii_case("length") || name.eq_ignore_ascii_case("count") => {
            return Ok(Some(Value::Int(i32::try_from(a.len()).unwrap_or(i32::MAX))));
        }
        Value::Hash(h) => {
            if let Some(value) = h.get_str(name) {
                return Ok(Some(value));
            }
        }
        Value::Object(o) => match &o.data {
            ObjectData::Custom(bag) => {
                if let Some(value) = bag.borrow().get(name) {
                    return Ok(Some(value.clone()));
                }
            }
            _ if rs.type_member(target, name).is_some() => {}
            ObjectData::Class(instance) => {
                if let Some(property) = instance.class.property(name) {
                    return Ok(instance.slots.borrow().get(property.slot).cloned());
                }
                if let Some(base) = instance.base.get()
                    && let Some(value) = own_property(rs, base, name)?
                {
                    return Ok(Some(value));
                }
            }
            ObjectData::Native(_) => {
                if let Some(exception) = o.native::<Exception>()
                    && let Some(value) = exception.get(name)
                {
                    return Ok(Some(value));
                }
            }
        },
        _ => {}
    }
    if let Some(member) = rs.type_member(target, name) {
        return member_value(rs, target, member).map(Some);
    }
    if let Some(value) = crate::net::extended_property(rs, target, name)? {
        return Ok(Some(value));
    }
    native_property(rs, target, name)
}

fn member_value(rs: &mut Runspace, target: &Value, member: InstanceMember) -> Result<Value> {
    match member.value {
        MemberValue::Note(value) => Ok(value),
        MemberValue::Alias(other) => Ok(get_property(rs, target, &other)?.unwrap_or(Value::Null)),
        MemberValue::Script { get, .. } => call_with_this(rs, &get, target, &[]).map(Value::or_null),
        MemberValue::Method(block) => Ok(block),
        MemberValue::PropertySet(names) => Ok(crate::convert::string_array(names.iter().map(|n| &**n))),
        MemberValue::MemberSet(_) => Ok(Value::Null),
    }
}

/// A property that native code defines, of the type or its bases.
pub(super) fn find_native(ty: &TypeRef, name: &str, is_static: bool) -> Option<Property> {
    std::iter::once(ty.clone()).chain(ty.bases().iter().cloned()).find_map(|owner| {
        let members = native_members(owner.definition_name())?;
        members
            .properties
            .iter()
            .find(|p| p.is_static == is_static && p.name.eq_ignore_ascii_case(name))
            .cloned()
    })
}

fn native_property(rs: &mut Runspace, target: &Value, name: &str) -> Result<Option<Value>> {
    let base = target.base();
    let Some(ty) = base.type_ref() else { return Ok(None) };
    let Some(property) = find_native(&ty, name, false) else { return Ok(None) };
    let result = (property.get)(&mut Call { rs, this: base, args: &[], ty: &ty });
    result.map(|v| Some(v.or_null())).map_err(|raised| getter_failed(name, raised))
}

pub(super) fn getter_failed(name: &str, raised: Box<Raised>) -> Box<Raised> {
    let Raised::Error(object) = &*raised else { return raised };
    let Some(record) = object.native::<ErrorRecord>() else { return raised };
    if !record.raw.get() {
        return raised;
    }
    let message = record.message();
    let exception = Exception::of_type(
        TypeRef::named("System.Management.Automation.GetValueInvocationException"),
        crate::value::PsStr::from(format!("Exception getting \"{name}\": \"{message}\"")),
        Value::Object(record.exception.clone()),
    );
    ErrorRecord::new(exception, "ExceptionWhenGetting", ErrorCategory::NotSpecified, Value::Null).raise()
}

/// Sets a property of a value.
///
/// # Errors
/// Where there is none that can be set, or the value does not convert.
pub fn set_property(rs: &mut Runspace, target: &Value, name: &str, value: Value) -> Result<()> {
    let value = value.or_null();
    if let Some(members) = instance_members(target)
        && let Some(member) = members.get(name)
    {
        return set_member(rs, target, member, value);
    }
    match target.base() {
        Value::Null | Value::Void => {
            return Err(Raised::runtime(
                "PropertyNotFound",
                ErrorCategory::InvalidOperation,
                format!(
                    "The property '{name}' cannot be found on this object. Verify that the property exists and can be \
                     set."
                ),
            ));
        }
        Value::Hash(h) => {
            h.set(Value::str(name), value);
            return Ok(());
        }
        Value::Object(o) => match &o.data {
            ObjectData::Custom(bag) => {
                if bag.borrow_mut().put(name, value.clone()) {
                    return Ok(());
                }
                if let Some(member) = rs.type_member(target, name) {
                    return set_member(rs, target, member, value);
                }
                return Err(not_settable(name));
            }
            ObjectData::Class(instance) => {
                if let Some(property) = instance.class.property(name) {
                    let value = class_value(rs, &instance.class, property, value)?;
                    if let Some(place) = instance.slots.borrow_mut().get_mut(property.slot) {
                        *place = value;
                    }
                    return Ok(());
                }
            }
            ObjectData::Native(_) => {}
        },
        _ => {}
    }
    let base = target.base();
    if let Some(done) = crate::net::set_adapted(base, name, &value) {
        return done;
    }
    let ty = base.type_ref().unwrap_or_else(crate::types::known::object);
    if let Some(property) = find_native(&ty, name, false) {
        let Some(set) = property.set else {
            return Err(Raised::runtime(
                "PropertyAssignmentException",
                ErrorCategory::InvalidOperation,
                format!("'{name}' is a ReadOnly property."),
            ));
        };
        let value = match crate::types::resolve_name(property.type_name) {
            Some(wanted) => cast(rs, &value, &wanted).map_err(|raised| setter_failed(name, &raised))?,
            None => value,
        };
        return set(&mut Call { rs, this: base, args: &[value], ty: &ty })
            .map(drop)
            .map_err(|r| setter_failed(name, &r));
    }
    let missing = not_settable(name);
    let is_custom = matches!(base, Value::Object(o) if o.bag().is_some());
    Err(if is_custom { setter_failed(name, &missing) } else { missing })
}

fn class_value(
    rs: &mut Runspace,
    class: &Rc<crate::types::ClassInfo>,
    property: &crate::types::ClassProperty,
    value: Value,
) -> Result<Value> {
    let value = match &property.ty {
        Some(ty) if ty.code() == crate::types::TypeCode::String && value.is_null() => Value::Null,
        Some(ty) => cast(rs, &value, ty).map_err(|raised| setter_failed(&property.name, &raised))?,
        None => value,
    };
    let member = class.ast.members.get(property.member);
    if let Some(posh_syntax::ast::MemberAst::Property(p)) = member
        && !p.attributes.is_empty()
    {
        for attribute in &p.attributes {
            for check in crate::command::checks_of_attribute(rs, attribute, &class.source)? {
                crate::command::check_value(rs, &check, &value)
                    .map_err(|raised| setter_failed(&property.name, &raised))?;
            }
        }
    }
    Ok(value)
}

fn not_settable(name: &str) -> Box<Raised> {
    Raised::runtime(
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        format!(
            "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
        ),
    )
}

/// `Exception setting "x": "..."`
fn setter_failed(name: &str, raised: &Raised) -> Box<Raised> {
    let Some(record) = raised.record() else { return Box::new(raised.clone()) };
    let message = record.message();
    let exception = Exception::of_type(
        TypeRef::named("System.Management.Automation.SetValueInvocationException"),
        crate::value::PsStr::from(format!("Exception setting \"{name}\": \"{message}\"")),
        Value::Object(record.exception.clone()),
    );
    ErrorRecord::new(exception, "ExceptionWhenSetting", ErrorCategory::NotSpecified, Value::Null).raise()
}

fn set_member(rs: &mut Runspace, target: &Value, member: InstanceMember, value: Value) -> Result<()> {
    match &member.value {
        MemberValue::Note(_) => {
            if let Some(members) = instance_members(target) {
                members.set(InstanceMember { value: MemberValue::Note(value), ..member });
            }
            Ok(())
        }
        MemberValue::Alias(other) => set_property(rs, target, other, value),
        MemberValue::Script { set, .. } if !set.is_null() => {
            call_with_this(rs, set, target, &[value]).map(drop)
        }
        MemberValue::Script { .. } => Err(Raised::typed(
            "System.Management.Automation.SetValueException",
            "ScriptPropertyHasNoSetter",
            ErrorCategory::NotSpecified,
            format!("Set accessor for property \"{}\" is unavailable.", member.name),
        )),
        _ => Err(not_settable(&member.name)),
    }
}
