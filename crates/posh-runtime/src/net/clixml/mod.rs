//! CLIXML: objects as XML and back, and `System.Management.Automation.PSSerializer`.

mod escape;
mod read;
mod time;
mod tree;
mod types;
mod write;

pub use read::from_clixml;
pub use write::to_clixml;

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::Value;

/// Depth of `PSSerializer.Serialize` without one.
const DEFAULT_DEPTH: usize = 1;

/// Arguments of .NET methods lose the members that were put on a string.
fn argument(value: Value) -> Value {
    match value.base() {
        Value::Str(_) => value.base().clone(),
        _ => value,
    }
}

fn serialize(call: &mut Call<'_>) -> Result<Value> {
    let depth = if call.args.len() > 1 { i64::from(call.int(1)) } else { DEFAULT_DEPTH as i64 };
    let depth = usize::try_from(depth).ok().filter(|d| *d > 0).ok_or_else(|| {
        Raised::net(
            "System.Management.Automation.PSArgumentException",
            "Value of depth parameter must be greater than or equal to 1.",
        )
    })?;
    let value = argument(call.arg(0));
    to_clixml(call.rs, &[value], depth).map(Value::from)
}

/// One object as itself, several as an array.
fn one_or_all(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::Null,
        1 => values.pop().unwrap_or(Value::Null),
        _ => Value::array(values),
    }
}

fn deserialize(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    from_clixml(call.rs, text.lossy()).map(one_or_all)
}

fn deserialize_list(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    from_clixml(call.rs, text.lossy()).map(Value::array)
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static string Serialize(System.Object source)", serialize),
        ("static string Serialize(System.Object source, int depth)", serialize),
        ("static System.Object Deserialize(string source)", deserialize),
        ("static System.Object[] DeserializeAsList(string source)", deserialize_list),
    ],
    ..TypeDef::new("System.Management.Automation.PSSerializer")
}];

/// What an error record is written as: not its properties, but what makes it.
fn error_members(rs: &mut crate::Runspace, value: &Value) -> Vec<(std::rc::Rc<str>, Value)> {
    let Some(record) = value.native::<crate::error::ErrorRecord>() else { return Vec::new() };
    let text = |t: String| Value::from(t);
    let mut out: Vec<(std::rc::Rc<str>, Value)> = vec![
        ("Exception".into(), Value::Object(record.exception.clone())),
        ("TargetObject".into(), record.target.borrow().clone()),
        ("FullyQualifiedErrorId".into(), text(record.fully_qualified_id())),
        ("InvocationInfo".into(), record.invocation.borrow().clone().map_or(Value::Null, Value::Object)),
        ("ErrorCategory_Category".into(), Value::Int(record.category.get() as i32)),
        ("ErrorCategory_Activity".into(), Value::str(&**record.activity.borrow())),
        ("ErrorCategory_Reason".into(), text(record.reason_text())),
        ("ErrorCategory_TargetName".into(), text(record.target_name_text())),
        ("ErrorCategory_TargetType".into(), text(record.target_type_text())),
        ("ErrorCategory_Message".into(), text(record.category_text())),
    ];
    if let Some(details) = &*record.details.borrow() {
        out.push(("ErrorDetails_Message".into(), Value::Str(details.message.clone())));
        out.push(("ErrorDetails_RecommendedAction".into(), Value::Str(details.recommended_action.clone())));
    }
    out.push(("SerializeExtendedInfo".into(), Value::Bool(false)));
    let trace = crate::members::try_property(rs, value, "ScriptStackTrace").unwrap_or(Value::Null);
    out.push(("ErrorDetails_ScriptStackTrace".into(), trace));
    out.push(("PSMessageDetails".into(), Value::Null));
    out
}
