//! `Test-Json`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::files;

/// Says whether a text is JSON.
///
/// # Examples
/// Checks a configuration file.
/// ```powershell
/// Get-Content ./config.json -Raw | Test-Json
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Test",
    noun = "Json",
    module = "Microsoft.PowerShell.Utility",
    default_set = "JsonString",
    output = "System.Boolean"
)]
pub(crate) struct TestJson {
    /// Json.
    #[parameter(
        mandatory,
        position = 0,
        by_value,
        set = "JsonString, JsonStringWithSchemaFile, JsonStringWithSchemaString"
    )]
    json: Option<String>,
    /// The paths; wildcards are allowed.
    #[parameter(
        mandatory,
        position = 0,
        by_name,
        set = "JsonPath, JsonPathWithSchemaFile, JsonPathWithSchemaString"
    )]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(
        alias = "PSPath, LP",
        mandatory,
        position = 0,
        by_name,
        set = "JsonLiteralPath, JsonLiteralPathWithSchemaFile, JsonLiteralPathWithSchemaString"
    )]
    literal_path: Option<String>,
    /// Schema.
    #[parameter(
        not_null_or_empty,
        mandatory,
        position = 1,
        set = "JsonLiteralPathWithSchemaString, JsonPathWithSchemaString, JsonStringWithSchemaString"
    )]
    schema: Option<String>,
    /// Schema file.
    #[parameter(
        not_null_or_empty,
        mandatory,
        position = 1,
        set = "JsonLiteralPathWithSchemaFile, JsonPathWithSchemaFile, JsonStringWithSchemaFile"
    )]
    schema_file: Option<String>,
    /// Options.
    #[parameter(not_null_or_empty, one_of = "IgnoreComments, AllowTrailingCommas")]
    options: Vec<String>,
    /// Fetch external reference.
    #[parameter(
        set = "JsonLiteralPathWithSchemaFile, JsonLiteralPathWithSchemaString, JsonPathWithSchemaFile, JsonPathWithSchemaString, JsonStringWithSchemaFile, JsonStringWithSchemaString"
    )]
    fetch_external_reference: bool,
}

impl TestJson {
    fn text(&self, pipe: &mut Pipe<'_>) -> Result<Option<String>> {
        if let Some(text) = &self.json {
            return Ok(Some(text.clone()));
        }
        let list = |p: &Option<String>| p.iter().cloned().collect::<Vec<_>>();
        let found = files::paths_to_read(pipe, &list(&self.path), &list(&self.literal_path))?;
        match found.first() {
            Some(path) => {
                Ok(files::read(pipe, path, "FileOpenFailure")?.map(|b| posh_runtime::text::decode(&b)))
            }
            None => Ok(None),
        }
    }
}

impl Cmdlet for TestJson {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.schema.is_some() || self.schema_file.is_some() {
            return Err(posh_runtime::Raised::not_supported("A JSON schema"));
        }
        let Some(text) = self.text(pipe)? else { return Ok(()) };
        let valid = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        if let Err(error) = &valid {
            pipe.error(record(
                "System.Exception",
                format!("Cannot parse the JSON. {error}"),
                "InvalidJson",
                ErrorCategory::InvalidData,
                Value::from(text.as_str()),
            ))?;
        }
        pipe.write(valid.is_ok())
    }
}
