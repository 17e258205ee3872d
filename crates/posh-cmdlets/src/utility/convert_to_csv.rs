//! `ConvertTo-Csv`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value};

use super::csv::{delimiter, write::Writer};

/// Makes comma-separated values of objects.
///
/// # Examples
/// Shows mailboxes as text.
/// ```powershell
/// Get-Mailbox | Select-Object Alias | ConvertTo-Csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    output = "System.String"
)]
pub(crate) struct ConvertToCsv {
    /// The objects to work on.
    #[parameter(ty = "psobject", mandatory, position = 0, by_value, by_name)]
    input_object: Value,
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
}

impl Cmdlet for ConvertToCsv {
    fn begin(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.writer = Writer {
            delimiter: delimiter(&self.delimiter),
            quotes: plain_text(&self.use_quotes),
            quote_fields: self.quote_fields.clone(),
            type_line: self.include_type_information,
            no_header: self.no_header,
            names: None,
        };
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let object = self.input_object.clone();
        for line in self.writer.lines(pipe, &object)? {
            pipe.write(line)?;
        }
        Ok(())
    }
}
