//! `$Host.UI`: writing to the screen and asking the user, as scripts and modules call it.

use crate::convert::plain_text;
use crate::error::{Raised, Result};
use crate::host::{Choice, Stream};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct HostUi;

impl Native for HostUi {}

const NAME: &str = "System.Management.Automation.Internal.Host.InternalHostUserInterface";

/// The object behind `$Host.UI`.
pub(super) fn host_ui() -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), HostUi))
}

/// The text to write is the last argument; two colours may stand before it.
fn put(call: &mut Call<'_>, end: &str) -> Result<Value> {
    let colour = |value: Value| match value {
        Value::Enum(e) => u8::try_from(e.raw).ok(),
        _ => None,
    };
    let (foreground, background) = match call.args.len() {
        3 => (colour(call.arg(0)), colour(call.arg(1))),
        _ => (None, None),
    };
    let text = call.args.last().map(plain_text).unwrap_or_default() + end;
    call.rs.host.clone().write(&text, foreground, background);
    Ok(Value::Void)
}

fn write_error_line(call: &mut Call<'_>) -> Result<Value> {
    let text = format!("{}\n", call.text(0).lossy());
    call.rs.host.clone().write_error(&text);
    Ok(Value::Void)
}

fn message(call: &mut Call<'_>, stream: Stream) -> Result<Value> {
    let text = Value::Str(call.text(0));
    let host = call.rs.host.clone();
    host.stream(call.rs, stream, text)?;
    Ok(Value::Void)
}

fn read_line(call: &mut Call<'_>) -> Result<Value> {
    let line = call.rs.host.clone().read_line("").map_err(net)?;
    Ok(line.map_or(Value::Null, Value::from))
}

/// What a host raises, as the exception of a method.
fn net(raised: Box<Raised>) -> Box<Raised> {
    match raised.record() {
        Some(record) => {
            let message = record.message().lossy().to_owned();
            Raised::net("System.Management.Automation.PSInvalidOperationException", message)
        }
        None => raised,
    }
}

/// Choices are texts with `&` before the hot key, or objects with `Label` and `HelpMessage`.
fn choices(call: &mut Call<'_>, value: &Value) -> Result<Vec<Choice>> {
    let items = match value {
        Value::Array(items) => items.to_vec(),
        other => vec![other.clone()],
    };
    let mut found = Vec::new();
    for item in items {
        let label = crate::members::get_property(call.rs, &item, "Label")?;
        found.push(match label {
            None => Choice { label: plain_text(&item), help: String::new() },
            Some(label) => {
                let help = crate::members::get_property(call.rs, &item, "HelpMessage")?;
                Choice { label: plain_text(&label), help: plain_text(&help.unwrap_or_default()) }
            }
        });
    }
    Ok(found)
}

fn prompt_for_choice(call: &mut Call<'_>) -> Result<Value> {
    let (caption, text) = (call.text(0), call.text(1));
    let offered = call.arg(2);
    let choices = choices(call, &offered)?;
    let default = usize::try_from(call.int(3)).ok();
    let host = call.rs.host.clone();
    let taken = host.choose(caption.lossy(), text.lossy(), &choices, default).map_err(net)?;
    Ok(Value::Int(i32::try_from(taken).unwrap_or(0)))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Management.Automation.Host.PSHostUserInterface"),
    methods: &[
        ("void Write(string value)", |call| put(call, "")),
        (
            "void Write(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)",
            |call| put(call, ""),
        ),
        ("void WriteLine()", |call| put(call, "\n")),
        ("void WriteLine(string value)", |call| put(call, "\n")),
        (
            "void WriteLine(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)",
            |call| put(call, "\n"),
        ),
        ("void WriteErrorLine(string value)", write_error_line),
        ("void WriteWarningLine(string message)", |call| message(call, Stream::Warning)),
        ("void WriteVerboseLine(string message)", |call| message(call, Stream::Verbose)),
        ("void WriteDebugLine(string message)", |call| message(call, Stream::Debug)),
        ("string ReadLine()", read_line),
        (
            "int PromptForChoice(string caption, string message, System.Object choices, int defaultChoice)",
            prompt_for_choice,
        ),
    ],
    properties: &[("bool SupportsVirtualTerminal {get;}", |_| Ok(Value::Bool(true)), None)],
    ..TypeDef::new(NAME)
}];
