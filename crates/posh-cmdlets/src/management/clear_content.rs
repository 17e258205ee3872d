//! `Clear-Content`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use crate::support::files;

/// Empties files.
///
/// # Examples
/// Empties a log.
/// ```powershell
/// Clear-Content ./migration.log
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Clear",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct ClearContent {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_name, set = "Path")]
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
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl Cmdlet for ClearContent {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if pipe.should_process(&format!("Item: {}", path.display()), "Clear Content")? {
                files::write_bytes(pipe, &path, &[], files::Mode::default())?;
            }
        }
        Ok(())
    }
}
