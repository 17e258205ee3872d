//! `Write-Host`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::net::{HostMessage, InformationRecord};
use posh_runtime::runspace::Runspace;
use posh_runtime::value::PsStr;
use posh_runtime::{Result, Value, format, members};

/// Writes text to the screen.
///
/// # Examples
/// Writes a line in a colour.
/// ```powershell
/// Write-Host 'Ready' -ForegroundColor Green
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Host", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteHost {
    /// Object.
    #[parameter(alias = "Msg, Message", position = 0, by_value, remaining)]
    object: Value,
    /// Adds no line ends.
    #[parameter]
    no_newline: bool,
    /// Separator.
    #[parameter]
    separator: Value,
    /// Foreground color.
    #[parameter(ty = "System.ConsoleColor")]
    foreground_color: Value,
    /// Background color.
    #[parameter(ty = "System.ConsoleColor")]
    background_color: Value,
}

/// The text of an object: elements of collections with the separator between them.
fn text_of(rs: &mut Runspace, value: &Value, separator: &str) -> Result<String> {
    match value.base() {
        Value::Null | Value::Void => return Ok(String::new()),
        Value::Str(s) => return Ok(s.lossy().to_owned()),
        Value::Hash(table) => {
            let entries = vec!["System.Collections.DictionaryEntry"; table.len()];
            return Ok(entries.join(separator));
        }
        _ => {}
    }
    match members::enumerate(rs, value)? {
        Some(items) => {
            let texts: Result<Vec<String>> = items.iter().map(|i| text_of(rs, i, separator)).collect();
            Ok(texts?.join(separator))
        }
        None => format::culture_text(rs, value),
    }
}

/// The number of a colour.
fn colour(value: &Value) -> Option<u8> {
    if let Value::Enum(e) = value.base() { u8::try_from(e.raw).ok() } else { None }
}

impl Cmdlet for WriteHost {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let separator = match &self.separator {
            Value::Null | Value::Void => " ".to_owned(),
            other => plain_text(other),
        };
        let text = text_of(pipe.rs, &self.object, &separator)?;
        let message = HostMessage {
            message: PsStr::from(text),
            no_newline: self.no_newline,
            foreground: self.foreground_color.clone(),
            background: self.background_color.clone(),
        };
        let time = Value::DateTime(pipe.rs.now());
        let record = InformationRecord {
            data: message.into_value(),
            source: super::write_information::source(pipe),
            tags: vec![PsStr::from("PSHOST")],
            foreground: colour(&self.foreground_color),
            background: colour(&self.background_color),
            no_newline: self.no_newline,
            time,
        };
        pipe.rs.write_information(record.into_value(), true)
    }
}
