//! `Invoke-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Raised, Result, Value};

use super::drives;
use super::selection::{Selection, places};
use crate::support::files;
use crate::support::path::Place;

/// Opens items with the program that the system has for them.
///
/// # Examples
/// Opens a page.
/// ```powershell
/// Invoke-Item ./report.html
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Invoke",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct InvokeItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl Cmdlet for InvokeItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        for place in places(pipe, &self.path.clone(), &self.literal_path.clone())? {
            let Place::File(path) = place else {
                pipe.error(drives::not_supported())?;
                continue;
            };
            if !selection.takes_path(&path)
                || !pipe.should_process(&path.display().to_string(), "Invoke Item")?
            {
                continue;
            }
            if !pipe.rs.host.allows_programs() {
                return Err(Raised::not_supported("Invoke-Item in this session"));
            }
            let started = std::process::Command::new("xdg-open")
                .arg(&path)
                .stdin(std::process::Stdio::null())
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn();
            if let Err(error) = started {
                files::refuse(pipe, &path, &error, "InvokeItemError")?;
            }
        }
        Ok(())
    }
}
