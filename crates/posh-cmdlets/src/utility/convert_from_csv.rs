//! `ConvertFrom-Csv`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value};

use super::csv::{delimiter, read::Columns};

/// Makes objects of comma-separated values.
///
/// # Examples
/// Makes objects of text.
/// ```powershell
/// 'Alias,Size', 'ann,10' | ConvertFrom-Csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter"
)]
pub(crate) struct ConvertFromCsv {
    /// The separator of fields.
    #[parameter(ty = "char", not_null, not_null_or_empty, position = 1, set = "Delimiter")]
    delimiter: Value,
    /// Uses the culture's list separator.
    #[parameter(not_null, not_null_or_empty, mandatory, set = "UseCulture")]
    use_culture: bool,
    /// The objects to work on.
    #[parameter(ty = "psobject[]", mandatory, position = 0, by_value, by_name)]
    input_object: Vec<Value>,
    /// The names of the columns.
    #[parameter(not_null, not_null_or_empty)]
    header: Vec<String>,
    columns: Columns,
}

impl Cmdlet for ConvertFromCsv {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.columns = Columns::given(pipe, &self.header)?;
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for item in self.input_object.clone() {
            let text = plain_text(&item);
            self.columns.read(pipe, &text, delimiter(&self.delimiter))?;
        }
        Ok(())
    }
}
