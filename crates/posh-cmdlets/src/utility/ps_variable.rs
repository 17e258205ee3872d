//! `PSVariable`: a variable as an object.

use posh_runtime::convert::enum_value;
use posh_runtime::runspace::VariableObject;
use posh_runtime::types::{Call, TypeDef};
use posh_runtime::{Result, Value};

fn variable<'a>(call: &'a Call<'_>) -> Option<&'a VariableObject> {
    call.this.native::<VariableObject>()
}

fn name(call: &mut Call<'_>) -> Result<Value> {
    Ok(variable(call).map_or(Value::Null, |v| Value::str(&*v.0.name)))
}

fn value(call: &mut Call<'_>) -> Result<Value> {
    Ok(variable(call).map_or(Value::Null, |v| v.0.get()))
}

fn set_value(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    if let Some(variable) = variable(call).map(|v| v.0.clone()) {
        call.rs.assign(&variable, value)?;
    }
    Ok(Value::Void)
}

fn description(call: &mut Call<'_>) -> Result<Value> {
    let text = variable(call).and_then(|v| v.0.info.borrow().as_ref().and_then(|i| i.description.clone()));
    Ok(text.map_or_else(|| Value::str(""), Value::Str))
}

fn options(call: &mut Call<'_>) -> Result<Value> {
    let mut names = Vec::new();
    if let Some(v) = variable(call)
        && let Some(info) = v.0.info.borrow().as_ref()
    {
        let flags = [
            (info.read_only && !info.constant, "ReadOnly"),
            (info.constant, "Constant"),
            (info.private, "Private"),
            (info.all_scope, "AllScope"),
        ];
        names.extend(flags.into_iter().filter(|(on, _)| *on).map(|(_, name)| name));
    }
    let text = if names.is_empty() { "None".to_owned() } else { names.join(", ") };
    Ok(enum_value("System.Management.Automation.ScopedItemOptions", &text))
}

/// `System.Management.Automation.PSVariable`
pub(crate) static PS_VARIABLE: TypeDef = TypeDef {
    base: Some("System.Object"),
    properties: &[
        ("string Name {get;}", name, None),
        ("string Description {get;set;}", description, None),
        ("System.Object Value {get;set;}", value, Some(set_value)),
        ("System.Management.Automation.ScopedItemOptions Options {get;set;}", options, None),
    ],
    ..TypeDef::new("System.Management.Automation.PSVariable")
};
