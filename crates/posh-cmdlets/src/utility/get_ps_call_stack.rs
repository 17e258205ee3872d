//! `Get-PSCallStack`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, CommandInfo, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{InvocationInfo, ScriptPosition};
use posh_runtime::runspace::CallFrame;
use posh_runtime::{Result, Value};

use crate::support::objects::plain_object;

plain_object!(
    /// A call that is running.
    CallStackFrame, "System.Management.Automation.CallStackFrame", base None, text Some(show),
    [
        "string Command {get;}" => command,
        "string Location {get;}" => location,
        "string Arguments {get;}" => arguments,
        "string ScriptName {get;}" => script_name,
        "int ScriptLineNumber {get;}" => script_line_number,
        "System.Management.Automation.InvocationInfo InvocationInfo {get;}" => invocation_info,
        "string FunctionName {get;}" => function_name,
    ]
);

fn show(_: &mut posh_runtime::Runspace, value: &Value) -> Result<String> {
    let Some(frame) = value.native::<CallStackFrame>() else { return Ok(String::new()) };
    Ok(format!("at {}, {}", plain_text(&frame.function_name), plain_text(&frame.location)))
}

/// Shows the calls that are running, the innermost first.
///
/// # Examples
/// Says who called a function.
/// ```powershell
/// function Get-Caller { (Get-PSCallStack)[1].FunctionName }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "PSCallStack",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.CallStackFrame"
)]
pub(crate) struct GetPsCallStack {}

impl Cmdlet for GetPsCallStack {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let frames: Vec<Value> = pipe.rs.call_stack().iter().rev().map(frame).collect();
        for frame in frames {
            pipe.write(frame)?;
        }
        Ok(())
    }
}

fn frame(call: &CallFrame) -> Value {
    let file = call.source.file();
    let short = file.map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
    let line = call.position.as_ref().map_or(1, ScriptPosition::line_number);
    let location = match &short {
        Some(short) => format!("{short}: line {line}"),
        None => "<No file>".to_owned(),
    };
    let command = call
        .invocation
        .as_ref()
        .and_then(|i| i.native::<InvocationInfo>())
        .and_then(|i| i.command.native::<CommandInfo>().map(|c| c.kind.name().to_string()))
        .filter(|name| !name.is_empty());
    let is_script = command.is_some() && command == short;
    CallStackFrame {
        command: Value::from(command.unwrap_or_else(|| call.name.to_string())),
        location: Value::from(location),
        arguments: Value::from(arguments(call.bound.as_ref())),
        script_name: file.map_or(Value::Null, Value::str),
        script_line_number: Value::Int(i32::try_from(line).unwrap_or(i32::MAX)),
        invocation_info: call.invocation.clone().map_or(Value::Null, Value::Object),
        function_name: Value::str(if is_script { "<ScriptBlock>" } else { &*call.name }),
    }
    .into_value()
}

/// `{Name=value, ...}`
fn arguments(bound: Option<&Value>) -> String {
    let pairs = match bound {
        Some(Value::Hash(table)) => table.pairs(),
        _ => Vec::new(),
    };
    let shown: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", plain_text(name), plain_text(value))).collect();
    format!("{{{}}}", shown.join(", "))
}
