//! `Update-FormatData`

use std::path::Path;

use posh_derive::Cmdlet;
use posh_format::{FormatTable, load_format_file};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{ErrorCategory, ErrorRecord, Result, Value};

/// Updates the formatting data in the current session.
///
/// # Examples
/// Adds the views of a file behind the built-in ones.
/// ```powershell
/// Update-FormatData -AppendPath ./Shapes.format.ps1xml
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Update",
    noun = "FormatData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    should_process
)]
pub(crate) struct UpdateFormatData {
    /// Files whose views come behind the built-in ones.
    #[parameter(position = 0, set = "FileSet", by_value, by_name, alias = "PSPath, Path", not_null)]
    append_path: Vec<String>,
    /// Files whose views come before the built-in ones.
    #[parameter(set = "FileSet", not_null)]
    prepend_path: Vec<String>,
}

impl UpdateFormatData {
    fn load(pipe: &mut Pipe<'_>, path: &str, append: bool) -> Result<()> {
        let full = pipe.rs.absolute(path);
        if !pipe.should_process(&full.to_string_lossy(), "Update FormatData")? {
            return Ok(());
        }
        match read(&full) {
            Ok(views) => {
                let table = FormatTable::of(pipe.rs);
                if append {
                    table.append(views)
                } else {
                    table.prepend(views)
                }
                Ok(())
            }
            Err(why) => {
                let exception =
                    posh_runtime::error::Exception::new("System.Management.Automation.RuntimeException", why);
                pipe.error(ErrorRecord::new(
                    exception,
                    "FormatXmlUpdateException",
                    ErrorCategory::InvalidOperation,
                    Value::Null,
                ))
            }
        }
    }
}

fn read(path: &Path) -> std::result::Result<Vec<posh_format::View>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("There were errors in loading the format data file: \n{shown}: {e}"))?;
    load_format_file(&text)
        .map_err(|e| format!("There were errors in loading the format data file: \n{shown}: {e}"))
}

impl Cmdlet for UpdateFormatData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in std::mem::take(&mut self.prepend_path) {
            Self::load(pipe, &path, false)?;
        }
        for path in std::mem::take(&mut self.append_path) {
            Self::load(pipe, &path, true)?;
        }
        Ok(())
    }
}
