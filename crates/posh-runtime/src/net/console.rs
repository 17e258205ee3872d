//! `System.Console`, and the readers and writers of its streams, over the session's host.

use super::encoding::TextEncoding;
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// A stream of the console.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ConsoleStream {
    In,
    Out,
    Error,
}

impl Native for ConsoleStream {}

const WRITER: &str = "System.IO.TextWriter";
const READER: &str = "System.IO.TextReader";

fn stream(which: ConsoleStream) -> Value {
    let name = if which == ConsoleStream::In { READER } else { WRITER };
    Value::Object(Object::native_of(TypeRef::named(name), which))
}

/// The text of `Write`'s arguments: a value, characters, or a format with its values.
fn text_of(call: &mut Call<'_>) -> Result<String> {
    if call.args.is_empty() {
        return Ok(String::new());
    }
    if call.args.len() == 1 {
        return match call.arg(0) {
            Value::Array(a) if a.to_vec().iter().all(|v| matches!(v, Value::Char(_))) => {
                Ok(a.to_vec().iter().map(crate::convert::plain_text).collect())
            }
            value => crate::convert::to_text(call.rs, &value),
        };
    }
    let values: Vec<Value> = match call.arg(1) {
        Value::Array(a) if call.args.len() == 2 => a.to_vec(),
        _ => call.args.get(1..).unwrap_or(&[]).to_vec(),
    };
    let pattern = call.text(0);
    crate::format::composite(call.rs, pattern.lossy(), &values)
        .map_err(|why| Raised::net("System.FormatException", why))
}

fn put(call: &mut Call<'_>, end: &str) -> Result<Value> {
    let text = text_of(call)? + end;
    let host = call.rs.host.clone();
    if matches!(call.this.native::<ConsoleStream>(), Some(ConsoleStream::Error)) {
        host.write_error(&text);
    } else {
        host.write(&text, None, None);
    }
    Ok(Value::Void)
}

fn write(call: &mut Call<'_>) -> Result<Value> {
    put(call, "")
}

fn write_line(call: &mut Call<'_>) -> Result<Value> {
    put(call, "\n")
}

fn read_line(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.rs.host.clone().read_input(false).map_or(Value::Null, Value::from))
}

fn read_to_end(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::from(call.rs.host.clone().read_input(true).unwrap_or_default()))
}

fn utf8(_: &mut Call<'_>) -> Result<Value> {
    Ok(TextEncoding::Utf8 { mark: false }.object())
}

fn nothing(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Void)
}

fn size(number: usize) -> Result<Value> {
    Ok(Value::Int(i32::try_from(number).unwrap_or(i32::MAX)))
}

fn is_file(stream: &impl std::io::IsTerminal) -> Result<Value> {
    Ok(Value::Bool(!stream.is_terminal()))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        methods: &[
            ("static void WriteLine()", write_line),
            ("static void WriteLine(System.Object value)", write_line),
            ("static void WriteLine(string format, Params System.Object[] arg)", write_line),
            ("static void Write(System.Object value)", write),
            ("static void Write(string format, Params System.Object[] arg)", write),
            ("static string ReadLine()", read_line),
            ("static void ResetColor()", nothing),
            ("static void Beep()", nothing),
            ("static void Clear()", |call| {
                call.rs.host.clone().clear();
                Ok(Value::Void)
            }),
        ],
        properties: &[
            ("static System.IO.TextReader In {get;}", |_| Ok(stream(ConsoleStream::In)), None),
            ("static System.IO.TextWriter Out {get;}", |_| Ok(stream(ConsoleStream::Out)), None),
            ("static System.IO.TextWriter Error {get;}", |_| Ok(stream(ConsoleStream::Error)), None),
            ("static System.Text.Encoding InputEncoding {get;}", utf8, None),
            ("static System.Text.Encoding OutputEncoding {get;}", utf8, None),
            ("static int WindowWidth {get;}", |call| size(call.rs.host.width()), None),
            ("static int WindowHeight {get;}", |call| size(call.rs.host.height()), None),
            ("static int BufferWidth {get;}", |call| size(call.rs.host.width()), None),
            ("static int BufferHeight {get;}", |call| size(call.rs.host.height()), None),
            ("static bool IsInputRedirected {get;}", |_| is_file(&std::io::stdin()), None),
            ("static bool IsOutputRedirected {get;}", |_| is_file(&std::io::stdout()), None),
            ("static bool IsErrorRedirected {get;}", |_| is_file(&std::io::stderr()), None),
        ],
        ..TypeDef::new("System.Console")
    },
    &TypeDef {
        base: Some("System.MarshalByRefObject"),
        methods: &[
            ("void WriteLine()", write_line),
            ("void WriteLine(System.Object value)", write_line),
            ("void WriteLine(string format, Params System.Object[] arg)", write_line),
            ("void Write(System.Object value)", write),
            ("void Write(string format, Params System.Object[] arg)", write),
            ("void Flush()", nothing),
        ],
        properties: &[
            ("System.Text.Encoding Encoding {get;}", utf8, None),
            ("string NewLine {get;}", |_| Ok(Value::str("\n")), None),
        ],
        ..TypeDef::new(WRITER)
    },
    &TypeDef {
        base: Some("System.MarshalByRefObject"),
        methods: &[("string ReadLine()", read_line), ("string ReadToEnd()", read_to_end)],
        ..TypeDef::new(READER)
    },
];
