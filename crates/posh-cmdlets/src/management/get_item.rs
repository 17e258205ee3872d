//! `Get-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::selection::{Selection, places};
use super::{drives, file_item};
use crate::support::path::Place;

/// Gets files, folders and items of other drives.
///
/// # Examples
/// Gets a file.
/// ```powershell
/// Get-Item ./users.csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "Item", module = "Microsoft.PowerShell.Management", default_set = "Path")]
pub(crate) struct GetItem {
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
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl Cmdlet for GetItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        for place in places(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if let Place::File(path) = &place {
                if selection.takes_path(path) {
                    pipe.write(file_item::object(path))?;
                }
                continue;
            }
            let found = drives::annotated(pipe, &place, self.path.is_empty())?;
            let name = drives::parts(&place).map(|(_, n)| n.to_owned()).unwrap_or_default();
            if found.is_empty() && !Wildcard::is_pattern(&name) {
                pipe.error(drives::not_found(&place))?;
            }
            for item in found {
                pipe.write(item)?;
            }
        }
        Ok(())
    }
}
