//! Constructors.

use std::rc::Rc;

use super::candidates::{Overload, best, overloads};
use super::invoke::{method_failed, run_native};
use super::overload::{NoOverload, choose};
use crate::convert::{plain_text, to_text};
use crate::error::{ErrorCategory, Exception, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Method, OverloadKind, TypeCode, TypeRef, native_members, recorded_overloads};
use crate::value::{Array, Dictionary, PsStr, Value};

/// `[type]::new(...)`.
///
/// # Errors
/// Where no constructor fits, or it throws.
pub fn construct(rs: &mut Runspace, ty: &TypeRef, args: &[Value]) -> Result<Value> {
    if let Some(class) = ty.class_info().cloned() {
        return crate::eval::construct_class(rs, ty, &class, args)
            .map_err(|raised| method_failed(rs, ".ctor", args.len(), raised, true));
    }
    if let Some(element) = ty.element().cloned() {
        return array(rs, &element, args);
    }
    let all = constructors(ty);
    if !all.is_empty() {
        if args.is_empty() && ty.is_value_type() && !all.iter().any(|c| c.method.parameters.is_empty()) {
            return Ok(crate::eval::static_default(Some(ty)));
        }
        let (chosen, converted) = best(rs, &all, ty, args)?.map_err(|why| why.raise("new", args.len()))?;
        return run_native(rs, &chosen.method, &Value::Null, ty, converted.as_deref().unwrap_or(args));
    }
    if ty.is_a(&TypeRef::named("System.Exception")) {
        return exception(rs, ty, args);
    }
    match (ty.code(), args) {
        (TypeCode::Object, []) => Ok(Value::Object(crate::value::Object::custom(Default::default()))),
        (code, []) if code.is_numeric() => Ok(crate::convert::zero_of(code)),
        (TypeCode::Hashtable, []) => Ok(Value::Hash(Rc::new(Dictionary::hashtable()))),
        (_, []) if ty.is_value_type() => Ok(crate::eval::static_default(Some(ty))),
        _ => Err(NoOverload::NoneFits.raise("new", args.len())),
    }
}

/// A type's constructors, under the name that errors give them; empty where none has code behind it.
fn constructors(ty: &TypeRef) -> Vec<Overload> {
    let Some(members) = native_members(ty.definition_name()) else { return Vec::new() };
    if members.constructors.is_empty() {
        return Vec::new();
    }
    let recorded = recorded_overloads(ty, OverloadKind::Constructors, "new");
    let parameters = |m: &Method| m.parameters.iter().map(|p| p.ty.of(ty)).collect::<Vec<_>>();
    let known: Vec<_> = members.constructors.iter().map(parameters).collect();
    let more = recorded.iter().filter(|m| !known.contains(&parameters(m)));
    members
        .constructors
        .iter()
        .chain(more)
        .map(|m| Overload { owner: ty.clone(), method: Method { name: ".ctor".into(), ..m.clone() } })
        .collect()
}

fn array(rs: &mut Runspace, element: &TypeRef, args: &[Value]) -> Result<Value> {
    let mut dims = Vec::new();
    for arg in args {
        match crate::convert::cast(rs, arg, &crate::types::known::int())? {
            Value::Int(n) if n >= 0 => dims.push(usize::try_from(n).unwrap_or(0)),
            _ => {
                return Err(Raised::typed(
                    "System.OverflowException",
                    "System.OverflowException",
                    ErrorCategory::OperationStopped,
                    "Arithmetic operation resulted in an overflow.",
                ));
            }
        }
    }
    let total = dims.iter().try_fold(1_usize, |a, b| a.checked_mul(*b)).unwrap_or(usize::MAX);
    if total > 256 * 1024 * 1024 {
        return Err(Raised::net("System.OutOfMemoryException", "Array dimensions exceeded supported range."));
    }
    let zero = crate::eval::static_default(Some(element));
    let items = vec![zero; total];
    Ok(Value::Array(Rc::new(if dims.len() == 1 {
        Array::typed(element.clone(), items)
    } else {
        Array::with_dims(element.clone(), dims.into(), items)
    })))
}

/// An exception: `()`, `(message)`, `(message, inner)`, and the parameter forms of the argument exceptions.
fn exception(rs: &mut Runspace, ty: &TypeRef, args: &[Value]) -> Result<Value> {
    let name = ty.full_name();
    let default = || match name {
        "System.ArgumentException" => "Value does not fall within the expected range.".to_owned(),
        "System.ArgumentNullException" => "Value cannot be null.".to_owned(),
        "System.ArgumentOutOfRangeException" => {
            "Specified argument was out of the range of valid values.".to_owned()
        }
        "System.InvalidOperationException" => {
            "Operation is not valid due to the current state of the object.".to_owned()
        }
        "System.NotSupportedException" => "Specified method is not supported.".to_owned(),
        "System.NotImplementedException" => "The method or operation is not implemented.".to_owned(),
        "System.FormatException" => "One of the identified items was in an invalid format.".to_owned(),
        "System.DivideByZeroException" => "Attempted to divide by zero.".to_owned(),
        "System.TimeoutException" => "The operation has timed out.".to_owned(),
        "System.UnauthorizedAccessException" => "Attempted to perform an unauthorized operation.".to_owned(),
        "System.IO.FileNotFoundException" => "Unable to find the specified file.".to_owned(),
        "System.OverflowException" => "Arithmetic operation resulted in an overflow.".to_owned(),
        "System.IndexOutOfRangeException" => "Index was outside the bounds of the array.".to_owned(),
        "System.NullReferenceException" => "Object reference not set to an instance of an object.".to_owned(),
        _ => format!("Exception of type '{name}' was thrown."),
    };
    let mut texts = Vec::new();
    let mut inner = Value::Null;
    for arg in args {
        if arg.native::<Exception>().is_some() {
            inner = arg.clone();
        } else if arg.is_null() {
            texts.push(String::new());
        } else {
            texts.push(to_text(rs, arg)?);
        }
    }
    let mut parameter = None;
    let message = match name {
        "System.ArgumentNullException" | "System.ArgumentOutOfRangeException" => match texts.as_slice() {
            [] => default(),
            [p] => {
                parameter = Some(p.clone());
                format!("{} (Parameter '{p}')", default())
            }
            [p, m, ..] => {
                parameter = Some(p.clone());
                format!("{m} (Parameter '{p}')")
            }
        },
        "System.ArgumentException" => match texts.as_slice() {
            [m, p] if !p.is_empty() => {
                parameter = Some(p.clone());
                format!("{m} (Parameter '{p}')")
            }
            [m, ..] => m.clone(),
            [] => default(),
        },
        _ => texts.first().cloned().unwrap_or_else(default),
    };
    let object = Exception::of_type(ty.clone(), PsStr::from(message), inner);
    if let Some(data) = object.native::<Exception>() {
        if let Some(parameter) = parameter {
            data.set("ParamName", Value::str(parameter));
        }
        if name == "System.IO.FileNotFoundException"
            && let Some(file) = texts.get(1)
        {
            data.set("FileName", Value::str(file.as_str()));
        }
        if name == "System.ObjectDisposedException"
            && let Some(text) = texts.first()
        {
            data.set("ObjectName", Value::str(text.as_str()));
        }
    }
    Ok(Value::Object(object))
}

/// Constructs out of one value, where a constructor takes it.
pub fn construct_from_one(rs: &mut Runspace, ty: &TypeRef, value: &Value) -> Option<Result<Value>> {
    let is_exception = ty.is_a(&TypeRef::named("System.Exception"));
    if let Some(class) = ty.class_info() {
        let takes = class.constructors.iter().any(|c| c.parameters.len() == 1);
        let of_exception = is_exception && class.constructors.is_empty();
        return (takes || of_exception).then(|| construct(rs, ty, std::slice::from_ref(value)));
    }
    if is_exception && matches!(value.base(), Value::Str(_)) {
        return Some(construct(rs, ty, std::slice::from_ref(value)));
    }
    let from = value.base().type_ref()?;
    let one: Vec<_> = constructors(ty)
        .into_iter()
        .filter(|c| c.method.built && crate::convert::constructor_takes(ty, &c.method, &from))
        .collect();
    let (chosen, _) = best(rs, &one, ty, std::slice::from_ref(value)).ok()?.ok()?;
    Some(run_native(rs, &chosen.method, &Value::Null, ty, std::slice::from_ref(value)))
}

/// Constructs with the default constructor and sets properties out of a table.
///
/// # Errors
/// Where there is no default constructor, or a property cannot be set.
pub fn construct_from_table(rs: &mut Runspace, ty: &TypeRef, table: &Dictionary) -> Result<Value> {
    let failed = |raised: &Raised| {
        let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
        Raised::runtime(
            "ObjectCreationError",
            ErrorCategory::InvalidArgument,
            format!("Cannot create object of type \"{}\". {inner}", ty.full_name()),
        )
    };
    // A struct has its default value whether or not code stands behind it; unknown names are found first.
    if ty.is_value_type()
        && let Some((key, _)) = table.pairs().into_iter().find(|(k, _)| !has_property(ty, &plain_text(k)))
    {
        return Err(unknown_property(ty, &plain_text(&key)));
    }
    let made = construct(rs, ty, &[]).map_err(|raised| failed(&raised))?;
    for (key, value) in table.pairs() {
        let name = plain_text(&key);
        if super::get_property(rs, &made, &name)?.is_none() && !has_property(ty, &name) {
            return Err(unknown_property(ty, &name));
        }
        super::set_property(rs, &made, &name, value)
            .map_err(|raised| failed(innermost(&raised).as_deref().unwrap_or(&raised)))?;
    }
    Ok(made)
}

/// What a setter's exception was made of, where it stands for a conversion that failed.
fn innermost(raised: &Raised) -> Option<Box<Raised>> {
    let record = raised.record()?;
    let exception = Value::Object(record.exception.clone());
    let inner = exception.native::<Exception>()?.inner.borrow().clone();
    if inner.is_null() {
        return None;
    }
    let message = inner.native::<Exception>()?.message.borrow().lossy().to_owned();
    Some(Raised::runtime("ObjectCreationError", ErrorCategory::InvalidArgument, message))
}

fn unknown_property(ty: &TypeRef, name: &str) -> Box<Raised> {
    let settable = settable_properties(ty);
    let tail = if settable.is_empty() {
        "There is no settable property available.".to_owned()
    } else {
        format!("The settable properties are: {}.", settable.join(", "))
    };
    Raised::runtime(
        "ObjectCreationError",
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot create object of type \"{}\". The property '{name}' was not found for the '{}' object. {tail}",
            ty.full_name(),
            crate::net::reflection_name(ty)
        ),
    )
}

/// The properties that can be set, as errors list them: `[Name <Type>]`.
fn settable_properties(ty: &TypeRef) -> Vec<String> {
    let shown = |name: &str, ty: &str| {
        let ty = crate::types::resolve_name(ty).map_or_else(|| ty.to_owned(), |t| t.full_name().to_owned());
        format!("[{name} <{ty}>]")
    };
    if let Some(class) = ty.class_info() {
        return class
            .properties
            .iter()
            .map(|p| format!("[{} <{}>]", p.name, property_type(ty, &p.name)))
            .collect();
    }
    if let Some(info) = ty.enum_info() {
        return vec![format!("[value__ <{}>]", info.underlying.full_name())];
    }
    if let Some(record) = ty.record() {
        let settable = record.properties().filter(|p| p.contains("set;"));
        return settable
            .filter_map(|p| p.split(" {").next()?.rsplit_once(' '))
            .map(|(ty, name)| shown(name, ty))
            .collect();
    }
    let Some(members) = native_members(ty.definition_name()) else { return Vec::new() };
    let settable = members.properties.iter().filter(|p| !p.is_static && p.signature.contains("set;"));
    settable.map(|p| shown(&p.name, p.type_name)).collect()
}

fn has_property(ty: &TypeRef, name: &str) -> bool {
    ty.class_info().is_some_and(|c| c.property(name).is_some())
        || super::property::find_native(ty, name, false).is_some()
        || ty.record().is_some_and(|r| {
            r.properties().any(|p| {
                p.split(" {")
                    .next()
                    .is_some_and(|h| h.to_lowercase().ends_with(&format!(" {}", name.to_lowercase())))
            })
        })
}

fn property_type(ty: &TypeRef, name: &str) -> String {
    if let Some(class) = ty.class_info()
        && let Some(p) = class.property(name)
    {
        return p.ty.as_ref().map_or_else(|| "System.Object".to_owned(), |t| t.full_name().to_owned());
    }
    super::property::find_native(ty, name, false)
        .and_then(|p| crate::types::resolve_name(p.type_name))
        .map_or_else(|| "System.Object".to_owned(), |t| t.full_name().to_owned())
}

/// Calls a static method where the type has one that takes the arguments.
pub fn call_static_if_any(
    rs: &mut Runspace,
    ty: &TypeRef,
    name: &str,
    args: &[Value],
) -> Option<Result<Value>> {
    let all = overloads(ty, name, true);
    let fitting: Vec<&Method> =
        all.iter().map(|o| &o.method).filter(|m| m.built && m.parameters.len() == args.len()).collect();
    let method = choose(fitting, ty, args).ok()?;
    Some(run_native(rs, method, &Value::Null, ty, args))
}
