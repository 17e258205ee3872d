//! `Join-String`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::format::composite;
use posh_runtime::{Result, Value};

use crate::support::property;

/// Joins objects to one text.
///
/// # Examples
/// Joins names with commas.
/// ```powershell
/// 'a', 'b' | Join-String -Separator ', '
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Join",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    class = "Microsoft.PowerShell.Commands.Utility.JoinStringCommand",
    default_set = "default",
    output = "System.String"
)]
pub(crate) struct JoinString {
    /// The properties to use: names, patterns or calculated properties.
    #[parameter(position = 0)]
    property: Value,
    /// Separator.
    #[parameter(allow_empty_string, position = 1)]
    separator: Option<String>,
    /// Output prefix.
    #[parameter(alias = "op")]
    output_prefix: Option<String>,
    /// Output suffix.
    #[parameter(alias = "os")]
    output_suffix: Option<String>,
    /// Single quote.
    #[parameter(set = "SingleQuote")]
    single_quote: bool,
    /// Double quote.
    #[parameter(set = "DoubleQuote")]
    double_quote: bool,
    /// Format string.
    #[parameter(set = "Format")]
    format_string: Option<String>,
    /// Uses the culture's list separator.
    #[parameter]
    use_culture: bool,
    /// The objects to work on.
    #[parameter(ty = "psobject[]", by_value)]
    input_object: Vec<Value>,
    parts: Vec<String>,
}

impl JoinString {
    fn text(&self, pipe: &mut Pipe<'_>, item: &Value) -> Result<Option<String>> {
        let value = if self.property.is_null() {
            item.clone()
        } else {
            let property = property::parse(pipe, std::slice::from_ref(&self.property), &[])?;
            let mut found = match property.first() {
                Some(p) => p.resolve(pipe.rs, item)?,
                None => Vec::new(),
            };
            found.pop().and_then(|one| one.value).unwrap_or(Value::Null)
        };
        if value.is_null() {
            return Ok(if self.property.is_null() { None } else { Some(String::new()) });
        }
        if let Some(format) = &self.format_string {
            let text = composite(pipe.rs, format, &[value])
                .map_err(|message| posh_runtime::Raised::net("System.FormatException", message))?;
            return Ok(Some(text));
        }
        let text = to_text(pipe.rs, &value)?;
        Ok(Some(match (self.single_quote, self.double_quote) {
            (true, _) => format!("'{text}'"),
            (_, true) => format!("\"{text}\""),
            _ => text,
        }))
    }
}

impl Cmdlet for JoinString {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for item in self.input_object.clone() {
            if let Some(text) = self.text(pipe, &item)? {
                self.parts.push(text);
            }
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let separator = match (&self.separator, self.use_culture) {
            (Some(text), _) => text.clone(),
            (None, true) => ",".to_owned(),
            (None, false) => match pipe.rs.variable("OFS") {
                Some(value) if !value.is_null() => to_text(pipe.rs, &value)?,
                _ => String::new(),
            },
        };
        let prefix = self.output_prefix.as_deref().unwrap_or("");
        let suffix = self.output_suffix.as_deref().unwrap_or("");
        pipe.write(format!("{prefix}{}{suffix}", self.parts.join(&separator)))
    }
}
