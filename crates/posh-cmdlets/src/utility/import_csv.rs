//! `Import-Csv`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::csv::{delimiter, read::Columns};
use crate::support::files;

/// Reads objects from files of comma-separated values.
///
/// # Examples
/// Reads the users of a batch.
/// ```powershell
/// Import-Csv ./users.csv | ForEach-Object EmailAddress
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Import",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DelimiterPath"
)]
pub(crate) struct ImportCsv {
    /// The separator of fields.
    #[parameter(ty = "char", not_null, position = 1, set = "DelimiterLiteralPath, DelimiterPath")]
    delimiter: Value,
    /// The paths; wildcards are allowed.
    #[parameter(
        not_null_or_empty,
        mandatory,
        position = 0,
        by_value,
        by_name,
        set = "CulturePath, DelimiterPath"
    )]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(
        alias = "PSPath, LP",
        not_null_or_empty,
        mandatory,
        by_name,
        set = "CultureLiteralPath, DelimiterLiteralPath"
    )]
    literal_path: Vec<String>,
    /// Uses the culture's list separator.
    #[parameter(not_null, mandatory, set = "CultureLiteralPath, CulturePath")]
    use_culture: bool,
    /// The names of the columns.
    #[parameter(not_null_or_empty)]
    header: Vec<String>,
    /// The encoding of the text.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
}

impl Cmdlet for ImportCsv {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in files::paths_to_open(pipe, &self.path, &self.literal_path)? {
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) => return files::refuse_open(pipe, &path, &error),
            };
            let text = files::decode(&bytes, &self.encoding);
            let mut columns = Columns::given(pipe, &self.header)?;
            columns.read(pipe, &text, delimiter(&self.delimiter))?;
        }
        Ok(())
    }
}
