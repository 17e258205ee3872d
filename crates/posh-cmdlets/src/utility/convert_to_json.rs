//! `ConvertTo-Json`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value};

use super::json::write::{Escapes, Writer};

/// Makes JSON of objects.
///
/// # Examples
/// Shows a batch as JSON.
/// ```powershell
/// Get-MigrationBatch | ConvertTo-Json -Depth 4
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Json",
    module = "Microsoft.PowerShell.Utility",
    output = "System.String"
)]
pub(crate) struct ConvertToJson {
    /// The objects to work on.
    #[parameter(allow_null, mandatory, position = 0, by_value)]
    input_object: Value,
    /// How many levels deep to go.
    #[parameter(range = "0, 100")]
    depth: Option<i32>,
    /// Compress.
    #[parameter]
    compress: bool,
    /// Enums as strings.
    #[parameter]
    enums_as_strings: bool,
    /// As array.
    #[parameter]
    as_array: bool,
    /// Escape handling.
    #[parameter(ty = "Newtonsoft.Json.StringEscapeHandling")]
    escape_handling: Value,
    items: Vec<Value>,
}

impl Cmdlet for ConvertToJson {
    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.items.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return Ok(());
        }
        let root = if items.len() > 1 || self.as_array {
            Value::array(items)
        } else {
            items.pop().unwrap_or(Value::Null)
        };
        let depth = self.depth.map_or(2, |d| usize::try_from(d).unwrap_or(0));
        let mut writer = Writer {
            depth,
            compress: self.compress,
            enum_names: self.enums_as_strings,
            escapes: match plain_text(&self.escape_handling).as_str() {
                "EscapeNonAscii" => Escapes::NonAscii,
                "EscapeHtml" => Escapes::Html,
                _ => Escapes::Default,
            },
            truncated: false,
            text: String::new(),
        };
        writer.value(pipe, &root, 0)?;
        if writer.truncated {
            pipe.warning(format!(
                "Resulting JSON is truncated as serialization has exceeded the set depth of {depth}."
            ))?;
        }
        pipe.write(writer.text)
    }
}
