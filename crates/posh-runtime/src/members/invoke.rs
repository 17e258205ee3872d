//! Method calls.

use std::rc::Rc;

use super::candidates::{best, overloads};
use super::overload::{NoOverload, convert_arguments};
use super::{elements, instance_members};
use crate::convert::{plain_text, to_text};
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Call, Method, TypeCode, TypeRef, native_members};
use crate::value::{MemberValue, Value};

/// What a call site remembers.
#[derive(Default)]
pub struct CallSite {
    last: std::cell::RefCell<Option<LastCall>>,
}

/// The last call: what it was on and with, and the method that was chosen.
struct LastCall {
    ty: TypeRef,
    codes: Rc<[TypeCode]>,
    method: Rc<Method>,
    /// Whether the arguments are of the parameters' own types, so that nothing is converted.
    exact: bool,
}

/// Calls a method of a value.
///
/// # Errors
/// Where there is no such method, no overload fits, or the method throws.
pub fn invoke(rs: &mut Runspace, target: &Value, name: &str, args: &[Value]) -> Result<Value> {
    invoke_at(rs, target, name, args, None)
}

/// Calls a method of a value, at a place that remembers what it found.
///
/// # Errors
/// As [`invoke`].
pub fn invoke_at(
    rs: &mut Runspace,
    target: &Value,
    name: &str,
    args: &[Value],
    site: Option<&CallSite>,
) -> Result<Value> {
    if target.is_null() {
        if matches!(name.to_lowercase().as_str(), "foreach" | "where") {
            return Ok(crate::net::List::collection(Vec::new()));
        }
        return Err(Raised::runtime(
            "InvokeMethodOnNull",
            ErrorCategory::InvalidOperation,
            "You cannot call a method on a null-valued expression.",
        ));
    }
    if let Some(done) = instance_method(rs, target, name, args) {
        return done;
    }
    let Some(ty) = target.base().type_ref() else { return Ok(Value::Null) };
    if let Some(site) = site
        && let Some((method, exact)) = remembered(site, &ty, args)
    {
        if exact {
            return run_exact(rs, &method, target.base(), &ty, args);
        }
        return run_native(rs, &method, target.base(), &ty, args);
    }
    if let Value::Object(o) = target.base()
        && let Some(instance) = o.class()
    {
        let class = instance.class.clone();
        if let Some(done) = crate::eval::call_class_method(rs, &class, name, target.base(), args, false) {
            return done.map_err(|raised| method_failed(rs, name, args.len(), raised, true));
        }
    }
    let missing = match own_native(rs, target.base(), &ty, name, args, site) {
        Found::Done(done) => return done,
        Found::NoName => None,
        Found::NoOverload(why) => Some(why),
    };
    // The methods of the language for collections are only there where the type has none of that name.
    let of_language = matches!(name.to_lowercase().as_str(), "foreach" | "where");
    if (missing.is_none() || !of_language)
        && let Some(done) = every_value(rs, target, name, args)
    {
        return done;
    }
    if let Some(why) = missing {
        return Err(why.raise(name, args.len()));
    }
    // A method that every element has is called on each.
    if let Some(items) = super::enumerate(rs, target.base())? {
        return on_elements(rs, target, items, name, args);
    }
    Err(not_a_method(target, name))
}

fn remembered(site: &CallSite, ty: &TypeRef, args: &[Value]) -> Option<(Rc<Method>, bool)> {
    let last = site.last.borrow();
    let last = last.as_ref()?;
    if last.ty != *ty || last.codes.len() != args.len() {
        return None;
    }
    let same = args.iter().zip(last.codes.iter()).all(|(a, c)| code(a) == Some(*c));
    same.then(|| (last.method.clone(), last.exact))
}

/// Whether a call with arguments of these types passes them on as they are.
fn is_exact(method: &Method, ty: &TypeRef, codes: &[TypeCode]) -> bool {
    method.parameters.len() == codes.len()
        && method.parameters.iter().zip(codes).all(|(p, code)| {
            !p.by_ref && matches!(p.ty.of(ty).code(), c if c == *code || c == TypeCode::Object)
        })
}

/// Calls native code with arguments that are what it takes.
fn run_exact(
    rs: &mut Runspace,
    method: &Method,
    this: &Value,
    ty: &TypeRef,
    args: &[Value],
) -> Result<Value> {
    match (method.call)(&mut Call { rs, this, args, ty }) {
        Ok(_) if method.returns_void => Ok(Value::Void),
        Ok(value) => Ok(value),
        Err(raised) => Err(native_failed(rs, method, args.len(), raised)),
    }
}

#[inline]
fn code(value: &Value) -> Option<TypeCode> {
    match value {
        Value::Str(_) => Some(TypeCode::String),
        Value::Int(_) => Some(TypeCode::Int32),
        Value::Bool(_) => Some(TypeCode::Bool),
        Value::Char(_) => Some(TypeCode::Char),
        Value::Double(_) => Some(TypeCode::Double),
        Value::Long(_) => Some(TypeCode::Int64),
        _ => None,
    }
}

fn instance_method(rs: &mut Runspace, target: &Value, name: &str, args: &[Value]) -> Option<Result<Value>> {
    let own = instance_members(target).and_then(|members| members.get(name));
    let member = own.or_else(|| rs.type_member(target, name))?;
    match member.value {
        MemberValue::Method(block) => Some(call_with_this(rs, &block, target, args)),
        MemberValue::Script { .. } | MemberValue::Note(_) => None,
        _ => None,
    }
}

/// Calls a script method with `$this` set.
pub(super) fn call_with_this(
    rs: &mut Runspace,
    block: &Value,
    this: &Value,
    args: &[Value],
) -> Result<Value> {
    let Value::Block(block) = block.base() else { return Ok(Value::Null) };
    let scope = crate::scope::Scope::new(crate::scope::ScopeKind::Local, Some(rs.scope.clone()));
    scope.set(crate::names::Name::of("this"), this.clone());
    let saved = std::mem::replace(&mut rs.scope, scope);
    let mut out = crate::pipeline::Collect::default();
    let arguments = args.iter().cloned().map(crate::pipeline::Argument::positional).collect();
    let result = rs.invoke_in_scope(block, arguments, None, &mut out);
    rs.scope = saved;
    result?;
    Ok(out.into_value())
}

/// What came of looking for native code.
enum Found {
    /// It was called.
    Done(Result<Value>),
    /// There is no method of that name.
    NoName,
    /// There is, but no overload takes the arguments.
    NoOverload(NoOverload),
}

fn own_native(
    rs: &mut Runspace,
    target: &Value,
    ty: &TypeRef,
    name: &str,
    args: &[Value],
    site: Option<&CallSite>,
) -> Found {
    let all = overloads(ty, name, false);
    if all.is_empty() {
        return Found::NoName;
    }
    let (chosen, converted) = match best(rs, &all, ty, args) {
        Ok(Ok(chosen)) => chosen,
        Ok(Err(why)) => return Found::NoOverload(why),
        Err(raised) => return Found::Done(Err(raised)),
    };
    let args = converted.as_deref().unwrap_or(args);
    if let Some(site) = site
        && !chosen.method.variadic
        && converted.is_none()
    {
        let codes: Option<Rc<[_]>> = args.iter().map(code).collect();
        if let Some(codes) = codes {
            let exact = is_exact(&chosen.method, ty, &codes) && chosen.owner == *ty;
            *site.last.borrow_mut() =
                Some(LastCall { ty: ty.clone(), codes, method: Rc::new(chosen.method.clone()), exact });
        }
    }
    let this = this_of(target, &chosen.owner);
    Found::Done(run_native(rs, &chosen.method, &this, ty, args))
}

/// The object that a base class's native member works on.
fn this_of(target: &Value, owner: &TypeRef) -> Value {
    let Value::Object(o) = target else { return target.clone() };
    match o.class().and_then(|c| c.base.get()) {
        Some(base) if owner.code() != crate::types::TypeCode::Object => base.clone(),
        _ => target.clone(),
    }
}

/// Calls native code with converted arguments, its exceptions wrapped.
pub(super) fn run_native(
    rs: &mut Runspace,
    method: &Method,
    this: &Value,
    ty: &TypeRef,
    args: &[Value],
) -> Result<Value> {
    let converted = convert_arguments(rs, method, ty, args)?;
    let result = (method.call)(&mut Call { rs, this, args: &converted, ty });
    match result {
        Ok(value) if method.returns_void => {
            drop(value);
            Ok(Value::Void)
        }
        Ok(value) => Ok(value),
        Err(raised) => Err(native_failed(rs, method, args.len(), raised)),
    }
}

/// The error of native code: of a property with parameters its getter's.
fn native_failed(rs: &Runspace, method: &Method, count: usize, raised: Box<Raised>) -> Box<Raised> {
    if matches!(&*method.name, "Chars" | "Item") && !method.is_static {
        return super::property::getter_failed(&method.name, raised);
    }
    method_failed(rs, &method.name, count, raised, false)
}

/// `Exception calling "x" with "n" argument(s): "..."`
pub(super) fn method_failed(
    rs: &Runspace,
    name: &str,
    count: usize,
    raised: Box<Raised>,
    of_script: bool,
) -> Box<Raised> {
    let _ = (rs, of_script);
    wrapped(name, count, raised)
}

fn wrapped(name: &str, count: usize, raised: Box<Raised>) -> Box<Raised> {
    let Raised::Error(object) = &*raised else { return raised };
    let Some(record) = object.native::<ErrorRecord>() else { return raised };
    if !record.raw.get() {
        return raised;
    }
    let message = record.message();
    let exception = Exception::of_type(
        TypeRef::named("System.Management.Automation.MethodInvocationException"),
        crate::value::PsStr::from(format!(
            "Exception calling \"{name}\" with \"{count}\" argument(s): \"{message}\""
        )),
        Value::Object(record.exception.clone()),
    );
    let id = record.id.borrow().clone();
    ErrorRecord::new(exception, &id, ErrorCategory::NotSpecified, Value::Null).raise()
}

/// The exception of an operator's method, wrapped.
pub(crate) fn failed_method(name: &str, count: usize, raised: Box<Raised>) -> Box<Raised> {
    let raised = wrapped(name, count, raised);
    if let Some(record) = raised.record() {
        *record.id.borrow_mut() = "DotNetMethodException".into();
    }
    raised
}

fn not_a_method(target: &Value, name: &str) -> Box<Raised> {
    let own = super::instance_members(target).and_then(|m| m.type_names()).and_then(|n| n.first().cloned());
    let ty = match own {
        Some(name) => name.to_string(),
        None => target.base().type_ref().map(|t| crate::net::reflection_name(&t)).unwrap_or_default(),
    };
    no_such_method(&ty, name)
}

/// `Method invocation failed because [T] does not contain a method named 'x'.`
pub(crate) fn no_such_method(ty: &str, name: &str) -> Box<Raised> {
    Raised::runtime(
        "MethodNotFound",
        ErrorCategory::InvalidOperation,
        format!("Method invocation failed because [{ty}] does not contain a method named '{name}'."),
    )
}

/// Methods that every value has.
fn every_value(rs: &mut Runspace, target: &Value, name: &str, args: &[Value]) -> Option<Result<Value>> {
    let base = target.base();
    match (name.to_lowercase().as_str(), args) {
        ("gettype", []) => Some(Ok(base.type_ref().map_or(Value::Null, Value::Type))),
        ("tostring", []) => Some(net_text(rs, target).map(Value::from)),
        ("equals", [other]) => Some(Ok(Value::Bool(base.equals(other.base())))),
        ("gethashcode", []) => Some(Ok(Value::Int(crate::net::hash_code(base)))),
        ("compareto", [other]) => {
            Some(crate::ops::compare::compare_values(rs, base, other, false).map(|o| Value::Int(o as i32)))
        }
        ("foreach", args) => Some(crate::ops::collection::for_each(rs, target, args)),
        ("where", args) => Some(crate::ops::collection::where_object(rs, target, args)),
        _ => None,
    }
}

/// `ToString()` of .NET: collections give their type's name.
fn net_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    match value.base() {
        Value::Array(_) => Ok(value.base().type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default()),
        Value::Object(o) if o.native::<crate::net::List>().is_some() => Ok(o.ty().full_name().to_owned()),
        Value::Object(o) if o.bag().is_some() => match script_to_string(rs, value)? {
            Some(text) => Ok(text),
            None => Ok(String::new()),
        },
        _ => to_text(rs, value),
    }
}

/// The text of a `ToString` that a script defines, as a class's method or as a member put on the value.
///
/// # Errors
/// What it throws.
pub fn script_to_string(rs: &mut Runspace, value: &Value) -> Result<Option<String>> {
    if let Some(done) = instance_method(rs, value, "ToString", &[]) {
        let text = done?;
        return Ok(Some(plain_text(&text)));
    }
    if let Value::Object(o) = value.base()
        && let Some(instance) = o.class()
    {
        let class = instance.class.clone();
        if let Some(done) = crate::eval::call_class_method(rs, &class, "ToString", value.base(), &[], false) {
            return done.map(|v| Some(plain_text(&v)));
        }
    }
    Ok(None)
}

fn on_elements(
    rs: &mut Runspace,
    target: &Value,
    items: Vec<Value>,
    name: &str,
    args: &[Value],
) -> Result<Value> {
    let mut out = Vec::new();
    let mut found = false;
    for item in &items {
        if item.is_null() {
            continue;
        }
        if !has_method(item, name) {
            return Err(not_a_method(item, name));
        }
        found = true;
        let value = invoke(rs, item, name, args)?;
        out.extend(match value {
            Value::Void => Vec::new(),
            other => elements_or_null(rs, other)?,
        });
    }
    if !found {
        return Err(not_a_method(target, name));
    }
    Ok(crate::pipeline::Collect { items: out }.into_value())
}

fn elements_or_null(rs: &mut Runspace, value: Value) -> Result<Vec<Value>> {
    if value.is_null() { Ok(vec![Value::Null]) } else { elements(rs, &value) }
}

/// Whether a value has a method of that name.
pub fn has_method(value: &Value, name: &str) -> bool {
    if let Some(members) = instance_members(value)
        && let Some(member) = members.get(name)
    {
        return matches!(member.value, MemberValue::Method(_));
    }
    if matches!(name.to_lowercase().as_str(), "gettype" | "tostring" | "equals" | "gethashcode") {
        return true;
    }
    let Some(ty) = value.base().type_ref() else { return false };
    let folded = name.to_lowercase();
    std::iter::once(ty.clone()).chain(ty.bases().iter().cloned()).any(|owner| {
        if let Some(class) = owner.class_info()
            && class.methods.iter().any(|m| m.name.eq_ignore_ascii_case(name))
        {
            return true;
        }
        native_members(owner.definition_name()).is_some_and(|m| m.methods.contains_key(folded.as_str()))
    })
}
