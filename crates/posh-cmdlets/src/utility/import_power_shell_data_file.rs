//! `Import-PowerShellDataFile`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::pipeline::Collect;
use posh_runtime::{Result, Value};

use crate::support::errors::record;

/// Reads the table of a data file.
///
/// # Examples
/// Reads settings.
/// ```powershell
/// $settings = Import-PowerShellDataFile ./settings.psd1
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Import",
    noun = "PowerShellDataFile",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath"
)]
pub(crate) struct ImportPowerShellDataFile {
    /// The paths; wildcards are allowed.
    #[parameter(not_null_or_empty, mandatory, position = 0, set = "ByPath")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(
        alias = "PSPath, LP",
        not_null_or_empty,
        mandatory,
        position = 0,
        by_name,
        set = "ByLiteralPath"
    )]
    literal_path: Vec<String>,
    /// Skip limit check.
    #[parameter]
    skip_limit_check: bool,
}

impl Cmdlet for ImportPowerShellDataFile {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let paths = if self.path.is_empty() { self.literal_path.clone() } else { self.path.clone() };
        for given in paths {
            let path = pipe.rs.absolute(&given);
            let Ok(bytes) = std::fs::read(&path) else {
                pipe.error(record(
                    "System.ArgumentException",
                    format!("Cannot find path '{}' because it does not exist.", path.display()),
                    "PathNotFound",
                    ErrorCategory::ObjectNotFound,
                    Value::from(given.as_str()),
                ))?;
                continue;
            };
            let text = posh_runtime::text::decode(&bytes);
            // A data section allows constants and tables alone.
            let mut out = Collect::default();
            pipe.rs.run_text(&format!("data {{\n{text}\n}}"), None, &mut out)?;
            match out.into_value() {
                table @ Value::Hash(_) => pipe.write(table)?,
                _ => pipe.error(record(
                    "System.InvalidOperationException",
                    format!("The hashtable in '{}' could not be evaluated.", path.display()),
                    "CouldNotEvaluateHashtable",
                    ErrorCategory::InvalidOperation,
                    Value::from(given.as_str()),
                ))?,
            }
        }
        Ok(())
    }
}
