//! Constructors.

use std::rc::Rc;

use super::invoke::{method_failed, no_overload, run_native};
use super::overload::choose;
use crate::convert::{plain_text, to_text};
use crate::error::{ErrorCategory, Exception, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeRef, native_members};
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
    if let Some(members) = native_members(ty.definition_name())
        && !members.constructors.is_empty()
    {
        let constructors = members.constructors.clone();
        let Some(method) = choose(rs, &constructors, ty, args) else {
            return Err(no_overload("new", args.len()));
        };
        let mut method = method.clone();
        method.name = ".ctor".into();
        return run_native(rs, &method, &Value::Null, ty, args);
    }
    if ty.is_a(&TypeRef::named("System.Exception")) {
        return exception(rs, ty, args);
    }
    match (ty.code(), args) {
        (TypeCode::Object, []) => Ok(Value::Object(crate::value::Object::custom(Default::default()))),
        (code, []) if code.is_numeric() => Ok(crate::convert::zero_of(code)),
        (TypeCode::Hashtable, []) => Ok(Value::Hash(Rc::new(Dictionary::hashtable()))),
        (_, []) if ty.is_value_type() => Ok(crate::eval::static_default(Some(ty))),
        _ => Err(no_overload("new", args.len())),
    }
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
    let members = native_members(ty.definition_name())?;
    let constructors = members.constructors.clone();
    let one: Vec<_> = constructors.into_iter().filter(|c| c.parameters.len() == 1).collect();
    let method = choose(rs, &one, ty, std::slice::from_ref(value))?.clone();
    Some(run_native(rs, &method, &Value::Null, ty, std::slice::from_ref(value)))
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
    let made = construct(rs, ty, &[]).map_err(|raised| failed(&raised))?;
    for (key, value) in table.pairs() {
        let name = plain_text(&key);
        if super::get_property(rs, &made, &name)?.is_none() && !has_property(ty, &name) {
            let settable: Vec<String> = super::property_names(rs, &made)?
                .iter()
                .map(|n| format!("[{n} <{}>]", property_type(ty, n)))
                .collect();
            let tail = if settable.is_empty() {
                "There is no settable property available.".to_owned()
            } else {
                format!("The settable properties are: {}.", settable.join(", "))
            };
            return Err(Raised::runtime(
                "ObjectCreationError",
                ErrorCategory::InvalidArgument,
                format!(
                    "Cannot create object of type \"{}\". The property '{name}' was not found for the '{}' object. \
                     {tail}",
                    ty.full_name(),
                    ty.full_name()
                ),
            ));
        }
        super::set_property(rs, &made, &name, value).map_err(|raised| failed(&raised))?;
    }
    Ok(made)
}

fn has_property(ty: &TypeRef, name: &str) -> bool {
    ty.class_info().is_some_and(|c| c.property(name).is_some())
        || super::property::find_native(ty, name, false).is_some()
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
    let members = native_members(ty.definition_name())?;
    let methods = members.methods.get(name.to_lowercase().as_str())?;
    let statics: Vec<_> =
        methods.iter().filter(|m| m.is_static && m.parameters.len() == args.len()).cloned().collect();
    let method = choose(rs, &statics, ty, args)?.clone();
    Some(run_native(rs, &method, &Value::Null, ty, args))
}
