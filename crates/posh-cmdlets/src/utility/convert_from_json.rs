//! `ConvertFrom-Json`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::json::read::{DateKind, Failure, Options, read};
use crate::support::errors::record;

/// Makes objects of JSON.
///
/// # Examples
/// Reads a configuration file.
/// ```powershell
/// Get-Content ./config.json -Raw | ConvertFrom-Json
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "ConvertFrom", noun = "Json", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct ConvertFromJson {
    /// The objects to work on.
    #[parameter(allow_empty_string, mandatory, position = 0, by_value)]
    input_object: String,
    /// As hashtable.
    #[parameter]
    as_hashtable: bool,
    /// How many levels deep to go.
    #[parameter(range = "1, 2147483647")]
    depth: Option<i32>,
    /// No enumerate.
    #[parameter]
    no_enumerate: bool,
    /// Date kind.
    #[parameter(ty = "Microsoft.PowerShell.Commands.JsonDateKind")]
    date_kind: Value,
    texts: Vec<String>,
}

impl ConvertFromJson {
    fn options(&self) -> Options {
        Options {
            max_depth: self.depth.map_or(1024, |d| usize::try_from(d).unwrap_or(1024)),
            tables: self.as_hashtable,
            dates: match plain_text(&self.date_kind).as_str() {
                "Local" => DateKind::Local,
                "Utc" => DateKind::Utc,
                "String" => DateKind::Text,
                _ => DateKind::Default,
            },
        }
    }

    fn convert(&self, pipe: &mut Pipe<'_>, text: &str) -> Result<()> {
        let value = match read(pipe.rs, text, &self.options()) {
            Ok(value) => value.unwrap_or(Value::Null),
            Err(failure) => return refuse(pipe, failure),
        };
        if self.no_enumerate { pipe.write(value) } else { pipe.write_all(value) }
    }
}

fn refuse(pipe: &mut Pipe<'_>, failure: Failure) -> Result<()> {
    let (exception, id, category, message) = match failure {
        Failure::Syntax(message) => (
            "System.ArgumentException",
            "System.ArgumentException",
            ErrorCategory::NotSpecified,
            format!("Conversion from JSON failed with error: {message}"),
        ),
        Failure::Casing(first, second) => (
            "System.InvalidOperationException",
            "KeysWithDifferentCasingInJsonString",
            ErrorCategory::InvalidOperation,
            format!(
                "Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable \
                 switch instead. The key that was attempted to be added to the existing key '{first}' was '{second}'."
            ),
        ),
        Failure::EmptyKey => (
            "System.InvalidOperationException",
            "EmptyKeyInJsonString",
            ErrorCategory::InvalidOperation,
            "The provided JSON includes a property whose name is an empty string, this is only supported using the \
             -AsHashTable switch."
                .to_owned(),
        ),
    };
    pipe.fatal(record(exception, message, id, category, Value::Null))
}

impl Cmdlet for ConvertFromJson {
    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.texts.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let texts = std::mem::take(&mut self.texts);
        // Where the first line is JSON by itself, each is; else they are one text.
        let each = texts.len() < 2
            || texts.first().is_some_and(|t| matches!(read(pipe.rs, t, &self.options()), Ok(Some(_))));
        if !each {
            return self.convert(pipe, &texts.join("\n"));
        }
        texts.iter().try_for_each(|text| self.convert(pipe, text))
    }
}
