//! `Export-Clixml`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::to_clixml;
use posh_runtime::{Result, Value};

use crate::support::errors::{record, thrown};
use crate::support::files::{self, Encoding, Mode};

/// Writes objects to a file of CLIXML, from which Import-Clixml makes them again.
///
/// # Examples
/// Keeps a report for later.
/// ```powershell
/// Get-Mailbox | Export-Clixml ./mailboxes.xml
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Export",
    noun = "Clixml",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process
)]
pub(crate) struct ExportClixml {
    /// How many objects inside one another are written whole.
    #[parameter(range = "1, 2147483647")]
    depth: Option<i32>,
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, set = "ByPath")]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, set = "ByLiteralPath")]
    literal_path: Option<String>,
    /// The objects to work on.
    #[parameter(ty = "psobject", allow_null, mandatory, by_value)]
    input_object: Value,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Leaves existing files alone.
    #[parameter(alias = "NoOverwrite")]
    no_clobber: bool,
    /// The encoding of the file.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
    objects: Vec<Value>,
    active: bool,
}

impl ExportClixml {
    fn target(&self) -> String {
        self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default()
    }
}

impl Cmdlet for ExportClixml {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let target = self.target();
        self.active = pipe.should_process(&target, "Export-Clixml")?;
        if !self.active {
            return Ok(());
        }
        let path = pipe.rs.absolute(&target);
        if self.no_clobber && path.exists() {
            let shown = path.display().to_string();
            return pipe.fatal(record(
                "System.IO.IOException",
                format!("The file '{shown}' already exists."),
                "NoClobber",
                ErrorCategory::ResourceExists,
                Value::from(shown),
            ));
        }
        Ok(())
    }

    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        if self.active {
            self.objects.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.active {
            return Ok(());
        }
        let depth = self.depth.and_then(|d| usize::try_from(d).ok()).unwrap_or(2);
        let text = to_clixml(pipe.rs, &self.objects, depth).or_else(|raised| thrown(pipe, raised))?;
        let path = pipe.rs.absolute(&self.target());
        let mode = Mode { append: false, no_clobber: self.no_clobber, force: self.force };
        files::write(pipe, &path, &text, Encoding::of(&self.encoding), mode)
    }
}
