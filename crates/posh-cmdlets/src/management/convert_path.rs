//! `Convert-Path`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use crate::support::path;

/// Makes paths those of the file system.
///
/// # Examples
/// Gets the full path of the current folder.
/// ```powershell
/// Convert-Path .
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Convert",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    output = "System.String"
)]
pub(crate) struct ConvertPath {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
}

impl Cmdlet for ConvertPath {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let literal = self.path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            for found in path::files(pipe, &path, literal)? {
                pipe.write(found.display().to_string())?;
            }
        }
        Ok(())
    }
}
