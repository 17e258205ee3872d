//! `Export-Csv`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::csv::{delimiter, read::Reader, write::Writer};
use crate::support::errors::record;
use crate::support::files::{self, Encoding};

/// Writes objects to a file of comma-separated values.
///
/// # Examples
/// Writes a report.
/// ```powershell
/// Get-MigrationUser | Export-Csv ./users.csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Export",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    should_process
)]
pub(crate) struct ExportCsv {
    /// The objects to work on.
    #[parameter(ty = "psobject", mandatory, by_value, by_name)]
    input_object: Value,
    /// The paths; wildcards are allowed.
    #[parameter(not_null_or_empty, position = 0)]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", not_null_or_empty)]
    literal_path: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Leaves existing files alone.
    #[parameter(alias = "NoOverwrite")]
    no_clobber: bool,
    /// The encoding of the text.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
    /// Adds to what is there.
    #[parameter]
    append: bool,
    /// The separator of fields.
    #[parameter(ty = "char", not_null, position = 1, set = "Delimiter")]
    delimiter: Value,
    /// Uses the culture's list separator.
    #[parameter(set = "UseCulture")]
    use_culture: bool,
    /// Writes a type line first.
    #[parameter(alias = "ITI")]
    include_type_information: bool,
    /// Leaves out the type line.
    #[parameter(alias = "NTI")]
    no_type_information: bool,
    /// Quote fields.
    #[parameter(alias = "QF")]
    quote_fields: Vec<String>,
    /// Use quotes.
    #[parameter(ty = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind", alias = "UQ")]
    use_quotes: Value,
    /// No header.
    #[parameter]
    no_header: bool,
    writer: Writer,
    text: String,
    active: bool,
}

impl ExportCsv {
    fn target(&self) -> Option<&String> {
        self.path.as_ref().or(self.literal_path.as_ref())
    }

    /// Takes the columns of a file that is there already.
    fn adopt_columns(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(path) = self.target().map(|p| pipe.rs.absolute(p)) else { return Ok(()) };
        let Ok(bytes) = std::fs::read(&path) else { return Ok(()) };
        let text = posh_runtime::text::decode(&bytes);
        if let Some(names) = Reader::new(&text, delimiter(&self.delimiter)).record() {
            self.writer.names = Some(names.into_iter().map(Into::into).collect());
            self.writer.no_header = true;
        }
        Ok(())
    }

    fn check_columns(&self, pipe: &mut Pipe<'_>, object: &Value) -> Result<()> {
        let (Some(names), false) = (&self.writer.names, self.force) else { return Ok(()) };
        for name in names {
            if posh_runtime::members::try_property(pipe.rs, object, name).is_none() {
                let path = self.target().cloned().unwrap_or_default();
                return pipe.fatal(record(
                    "System.InvalidOperationException",
                    format!(
                        "Cannot append CSV content to the following file: {path}. The appended object does not have a property \
                         that corresponds to the following column: {name}. To continue with mismatched properties, add the -Force \
                         parameter, and then retry the command."
                    ),
                    "CannotAppendCsvWithMismatchedPropertyNames",
                    ErrorCategory::InvalidData,
                    Value::str(&**name),
                ));
            }
        }
        Ok(())
    }
}

impl Cmdlet for ExportCsv {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(path) = self.target().cloned() else {
            return pipe.fatal(record(
                "System.InvalidOperationException",
                "You must specify either the -Path or -LiteralPath parameters, but not both.",
                "CannotSpecifyPathAndLiteralPath",
                ErrorCategory::InvalidData,
                Value::Null,
            ));
        };
        self.writer = Writer {
            delimiter: delimiter(&self.delimiter),
            quotes: plain_text(&self.use_quotes),
            quote_fields: self.quote_fields.clone(),
            type_line: self.include_type_information,
            no_header: self.no_header,
            names: None,
        };
        if self.append {
            self.adopt_columns(pipe)?;
        }
        self.active = pipe.should_process(&path, "Export-Csv")?;
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.active {
            return Ok(());
        }
        let object = self.input_object.clone();
        if self.append {
            self.check_columns(pipe, &object)?;
        }
        for line in self.writer.lines(pipe, &object)? {
            self.text.push_str(&line);
            self.text.push('\n');
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let (true, Some(path)) = (self.active, self.target().cloned()) else { return Ok(()) };
        let path = pipe.rs.absolute(&path);
        let encoding = Encoding::of(&self.encoding);
        files::write(
            pipe,
            &path,
            &self.text,
            encoding,
            files::Mode { append: self.append, no_clobber: self.no_clobber, force: self.force },
        )
    }
}
