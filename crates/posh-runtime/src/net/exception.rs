//! `System.Exception` and what all exceptions have.

use crate::error::{ErrorCategory, ErrorRecord, Exception, Result};
use crate::types::{Call, TypeDef};
use crate::value::Value;

fn data<'a>(call: &'a Call<'_>) -> Option<&'a Exception> {
    call.this.native::<Exception>()
}

pub(super) fn text(value: &Value) -> Option<String> {
    let exception = value.native::<Exception>()?;
    let name = value.type_ref()?.full_name().to_owned();
    let message = exception.message.borrow().lossy().to_owned();
    let inner = exception.inner.borrow().clone();
    Some(match text(&inner) {
        Some(inner) => {
            format!("{name}: {message}\n ---> {inner}\n   --- End of inner exception stack trace ---")
        }
        None => format!("{name}: {message}"),
    })
}

fn message(call: &mut Call<'_>) -> Result<Value> {
    Ok(data(call).map_or(Value::Null, |e| Value::Str(e.message.borrow().clone())))
}

fn inner(call: &mut Call<'_>) -> Result<Value> {
    Ok(data(call).map_or(Value::Null, |e| e.inner.borrow().clone()))
}

fn stack(call: &mut Call<'_>) -> Result<Value> {
    Ok(data(call).and_then(|e| e.stack_trace.borrow().clone()).map_or(Value::Null, Value::Str))
}

fn base(call: &mut Call<'_>) -> Result<Value> {
    Ok(crate::error::base_exception(call.this))
}

fn hresult(call: &mut Call<'_>) -> Result<Value> {
    let code = match call.ty.full_name() {
        "System.ArgumentException" => -2_147_024_809,
        "System.ArgumentNullException" => -2_147_467_261,
        "System.InvalidOperationException" => -2_146_233_079,
        "System.IO.FileNotFoundException" => -2_147_024_894,
        _ => -2_146_233_087,
    };
    Ok(Value::Int(code))
}

fn null(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Null)
}

fn dictionary(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Hash(std::rc::Rc::new(crate::value::Dictionary::hashtable())))
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    Ok(text(call.this).map_or(Value::Null, Value::from))
}

/// `ErrorRecord` of a runtime exception: its own, or one made for it.
fn record(call: &mut Call<'_>) -> Result<Value> {
    let (Some(exception), Value::Object(object)) = (data(call), call.this) else { return Ok(Value::Null) };
    if let Some(known) = &*exception.record.borrow() {
        return Ok(Value::Object(known.clone()));
    }
    let made = ErrorRecord::new(object.clone(), "RuntimeException", ErrorCategory::NotSpecified, Value::Null);
    Ok(Value::Object(made.into_object()))
}

fn thrown(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(data(call).is_some_and(|e| e.thrown.get())))
}

fn source(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Null)
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        properties: &[
            ("System.Reflection.MethodBase TargetSite {get;}", null, None),
            ("string Message {get;}", message, None),
            ("System.Collections.IDictionary Data {get;}", dictionary, None),
            ("System.Exception InnerException {get;}", inner, None),
            ("string HelpLink {get;set;}", null, None),
            ("string Source {get;set;}", source, None),
            ("int HResult {get;set;}", hresult, None),
            ("string StackTrace {get;}", stack, None),
        ],
        methods: &[("System.Exception GetBaseException()", base), ("string ToString()", to_string)],
        ..TypeDef::new("System.Exception")
    },
    &TypeDef {
        properties: &[
            ("System.Management.Automation.ErrorRecord ErrorRecord {get;}", record, None),
            ("bool WasThrownFromThrowStatement {get;set;}", thrown, None),
        ],
        ..TypeDef::new("System.Management.Automation.RuntimeException")
    },
];
