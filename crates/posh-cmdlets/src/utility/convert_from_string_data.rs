//! `ConvertFrom-StringData`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::value::Dictionary;
use posh_runtime::{Result, Value};

use crate::support::errors::{PS_INVALID_OPERATION, record};

/// Makes a table of lines of names and values.
///
/// # Examples
/// Reads settings.
/// ```powershell
/// ConvertFrom-StringData "server=mail`nport=443"
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "StringData",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Collections.Hashtable"
)]
pub(crate) struct ConvertFromStringData {
    /// String data.
    #[parameter(allow_empty_string, mandatory, position = 0, by_value)]
    string_data: String,
    /// The separator of fields.
    #[parameter(ty = "char", position = 1)]
    delimiter: Value,
}

/// The text with its escapes read, as `Regex.Unescape` does.
fn unescape(text: &str) -> std::result::Result<String, String> {
    let mut out = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some((_, escape)) = chars.next() else {
            return Err(format!(
                "Invalid pattern '{text}' at offset {}. Illegal \\\\ at end of pattern.",
                at + 1
            ));
        };
        let mut hex = |digits: usize| {
            let mut value = 0;
            for _ in 0..digits {
                value = value * 16 + chars.next().and_then(|(_, d)| d.to_digit(16)).unwrap_or(0);
            }
            char::from_u32(value).unwrap_or('\u{fffd}')
        };
        out.push(match escape {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'u' => hex(4),
            'x' => hex(2),
            other if other.is_alphanumeric() => {
                let offset = text.get(..at).map_or(0, |t| t.chars().count()) + 2;
                return Err(format!(
                    "Invalid pattern '{text}' at offset {offset}. Unrecognized escape sequence \\{other}."
                ));
            }
            other => other,
        });
    }
    Ok(out)
}

impl ConvertFromStringData {
    fn refuse<T>(pipe: &mut Pipe<'_>, message: String) -> Result<T> {
        pipe.fatal(record(
            PS_INVALID_OPERATION,
            message,
            "InvalidOperation",
            ErrorCategory::InvalidOperation,
            Value::Null,
        ))
    }
}

impl Cmdlet for ConvertFromStringData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let table = Dictionary::hashtable();
        let separator = match self.delimiter.base() {
            Value::Char(unit) => char::from_u32(u32::from(*unit)).unwrap_or('='),
            _ => '=',
        };
        for line in self.string_data.lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let Some((name, value)) = trimmed.split_once(separator) else {
                return Self::refuse(pipe, format!("Data line '{line}' is not in 'name=value' format. "));
            };
            let name = name.trim();
            if name.is_empty() {
                return Self::refuse(pipe, format!("Data line '{line}' is not in 'name=value' format. "));
            }
            let key = Value::str(name);
            if table.contains(&key) {
                return Self::refuse(
                    pipe,
                    format!("Data item '{name}' in line '{line}' is already defined. "),
                );
            }
            match unescape(value.trim()) {
                Ok(value) => table.set(key, Value::from(value)),
                Err(message) => {
                    return pipe.fatal(record(
                        "System.Text.RegularExpressions.RegexParseException",
                        message,
                        "System.Text.RegularExpressions.RegexParseException",
                        ErrorCategory::NotSpecified,
                        Value::Null,
                    ));
                }
            }
        }
        pipe.write(Value::Hash(Rc::new(table)))
    }
}
