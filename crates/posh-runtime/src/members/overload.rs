//! Choosing an overload.

use crate::convert::{cast, code_of, is_instance};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Method, TypeCode, TypeRef};
use crate::value::Value;

/// How far a value is from a parameter's type: 0 for the type itself, more the more must be converted; `None` where it
/// cannot be.
pub fn conversion_cost(rs: &mut Runspace, value: &Value, ty: Option<&TypeRef>) -> Option<u32> {
    let Some(ty) = ty else { return Some(30) };
    let base = value.base();
    if let Some(own) = base.type_ref()
        && own == *ty
    {
        return Some(0);
    }
    match (base, ty.code()) {
        (Value::Null | Value::Void, TypeCode::String) => return Some(4),
        (Value::Null | Value::Void, _) => return if ty.is_value_type() { Some(40) } else { Some(3) },
        (_, TypeCode::Object) => return Some(30),
        (_, TypeCode::PSObject) => return Some(29),
        _ => {}
    }
    if is_instance(base, ty) {
        return Some(2);
    }
    let from = code_of(base);
    let number = numeric_cost(from, ty.code());
    if number.is_some() {
        return number;
    }
    if let (Value::Str(s), TypeCode::Char) = (base, ty.code()) {
        return (s.len16() == 1).then_some(10);
    }
    if let (Value::Char(_), TypeCode::String) = (base, ty.code()) {
        return Some(8);
    }
    match ty.code() {
        TypeCode::String => return Some(if matches!(base, Value::Array(_)) { 60 } else { 25 }),
        TypeCode::Bool => return Some(35),
        TypeCode::Array
            if !matches!(base, Value::Array(_))
                && ty.element().is_some_and(|e| e.code() == TypeCode::Object) =>
        {
            return Some(45);
        }
        TypeCode::ScriptBlock if !matches!(base, Value::Block(_)) => return None,
        _ => {}
    }
    // A conversion that does work is the last resort.
    cast(rs, value, ty).ok().map(|_| if ty.code() == TypeCode::Enum { 15 } else { 50 })
}

fn rank(code: TypeCode) -> Option<u32> {
    Some(match code {
        TypeCode::SByte => 1,
        TypeCode::Byte => 2,
        TypeCode::Int16 => 3,
        TypeCode::UInt16 => 4,
        TypeCode::Int32 => 5,
        TypeCode::UInt32 => 6,
        TypeCode::Int64 => 7,
        TypeCode::UInt64 => 8,
        TypeCode::Decimal => 9,
        TypeCode::Single => 10,
        TypeCode::Double => 11,
        _ => return None,
    })
}

fn numeric_cost(from: Option<TypeCode>, to: TypeCode) -> Option<u32> {
    let (from, to_rank) = (rank(from?)?, rank(to)?);
    if from == to_rank {
        return Some(0);
    }
    Some(if to_rank > from { 4 + (to_rank - from) } else { 20 + (from - to_rank) })
}

/// How well arguments fit a method; `None` where they do not.
fn method_cost(rs: &mut Runspace, method: &Method, on: &TypeRef, args: &[Value]) -> Option<u32> {
    let parameters = &method.parameters;
    let fixed = if method.variadic { parameters.len() - 1 } else { parameters.len() };
    let required = parameters.iter().take(fixed).filter(|p| !p.optional).count();
    if args.len() < required || (!method.variadic && args.len() > parameters.len()) {
        return None;
    }
    let mut total = 0;
    // Where two overloads each fit one argument better, the earlier argument decides.
    let mut weight = u32::try_from(args.len()).unwrap_or(1) + 1;
    for (parameter, arg) in parameters.iter().take(fixed).zip(args) {
        weight = weight.saturating_sub(1).max(1);
        let is_reference = arg.native::<crate::runspace::Reference>().is_some();
        if parameter.by_ref != is_reference {
            return None;
        }
        if parameter.by_ref {
            continue;
        }
        total += conversion_cost(rs, arg, Some(&parameter.ty.of(on)))? * weight;
    }
    if method.variadic {
        let array = parameters.last()?.ty.of(on);
        let rest = args.get(fixed..).unwrap_or(&[]);
        if let [one] = rest
            && is_instance(one, &array)
        {
            return Some(total);
        }
        let element = array.element().cloned()?;
        for arg in rest {
            total += conversion_cost(rs, arg, Some(&element))? + 1;
        }
        total += 5;
    }
    Some(total)
}

/// The overload that fits the arguments best.
pub(super) fn choose<'m>(
    rs: &mut Runspace,
    methods: &'m [Method],
    on: &TypeRef,
    args: &[Value],
) -> Option<&'m Method> {
    if let [only] = methods
        && !only.variadic
        && only.parameters.len() == args.len()
    {
        return Some(only);
    }
    let mut best: Option<(u32, &Method)> = None;
    for method in methods {
        if let Some(cost) = method_cost(rs, method, on, args)
            && best.is_none_or(|(c, _)| cost < c)
        {
            best = Some((cost, method));
        }
    }
    best.map(|(_, m)| m).or_else(|| {
        // One overload with the right number of parameters gives the better error.
        methods.iter().find(|m| !m.variadic && m.parameters.len() == args.len() && methods.len() == 1)
    })
}

/// The arguments converted to a method's parameters.
///
/// # Errors
/// `Cannot convert argument ...`
pub(super) fn convert_arguments(
    rs: &mut Runspace,
    method: &Method,
    on: &TypeRef,
    args: &[Value],
) -> Result<Vec<Value>> {
    let parameters = method.parameters.clone();
    let fixed = if method.variadic { parameters.len() - 1 } else { parameters.len() };
    let mut out = Vec::with_capacity(args.len());
    for (parameter, arg) in parameters.iter().take(fixed).zip(args) {
        if parameter.by_ref {
            out.push(arg.clone());
            continue;
        }
        out.push(one(rs, method, &parameter.name, &parameter.ty.of(on), arg)?);
    }
    if method.variadic {
        let Some(last) = parameters.last() else { return Ok(out) };
        let array = last.ty.of(on);
        let rest = args.get(fixed..).unwrap_or(&[]);
        if let [single] = rest
            && is_instance(single, &array)
        {
            out.push(single.clone());
            return Ok(out);
        }
        let element = array.element().cloned().unwrap_or_else(crate::types::known::object);
        let mut items = Vec::with_capacity(rest.len());
        for arg in rest {
            items.push(one(rs, method, &last.name, &element, arg)?);
        }
        out.push(Value::Array(std::rc::Rc::new(crate::value::Array::typed(element, items))));
    }
    Ok(out)
}

fn one(rs: &mut Runspace, method: &Method, name: &str, ty: &TypeRef, arg: &Value) -> Result<Value> {
    match ty.code() {
        TypeCode::Object => return Ok(arg.base().clone()),
        TypeCode::PSObject => return Ok(arg.clone()),
        TypeCode::String if arg.is_null() => return Ok(Value::Null),
        _ => {}
    }
    if arg.is_null() && !ty.is_value_type() {
        return Ok(Value::Null);
    }
    cast(rs, arg, ty).map(|v| v.into_base()).map_err(|raised| {
        let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
        Raised::typed(
            "System.Management.Automation.MethodException",
            "MethodArgumentConversionInvalidCastArgument",
            ErrorCategory::NotSpecified,
            format!(
                "Cannot convert argument \"{name}\", with value: \"{}\", for \"{}\" to type \"{}\": \"{inner}\"",
                crate::convert::plain_text(arg),
                method.name,
                ty.full_name()
            ),
        )
    })
}
