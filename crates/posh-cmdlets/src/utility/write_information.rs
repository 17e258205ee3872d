//! `Write-Information`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::net::InformationRecord;
use posh_runtime::value::PsStr;
use posh_runtime::{Result, Value};

/// Writes a record to the information stream.
///
/// # Examples
/// Writes a tagged record.
/// ```powershell
/// Write-Information 'Batch created' -Tags Migration
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Information", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteInformation {
    /// Message data.
    #[parameter(alias = "Msg, Message", allow_null, mandatory, position = 0, by_value)]
    message_data: Value,
    /// Tags of the record.
    #[parameter(position = 1)]
    tags: Vec<String>,
}

/// `Source` of a record: the script, or the command.
pub(super) fn source(pipe: &Pipe<'_>) -> PsStr {
    let file = pipe.rs.call_stack().last().and_then(|call| call.source.file().map(str::to_owned));
    PsStr::from(file.unwrap_or_else(|| pipe.command.name.to_string()))
}

impl Cmdlet for WriteInformation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let time = Value::DateTime(pipe.rs.now());
        let record = InformationRecord {
            data: self.message_data.clone(),
            source: source(pipe),
            tags: self.tags.iter().map(|t| PsStr::from(t.as_str())).collect(),
            foreground: None,
            background: None,
            no_newline: false,
            time,
        };
        pipe.rs.write_information(record.into_value(), false)
    }
}
