//! `Clear-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::drives;
use super::selection::{Selection, places};
use crate::support::path::Place;

/// Empties items of drives: variables, environment variables, functions.
///
/// # Examples
/// Empties a variable.
/// ```powershell
/// Clear-Item Variable:result
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Clear",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct ClearItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
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

impl Cmdlet for ClearItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        for place in places(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if matches!(place, Place::File(_)) {
                pipe.error(drives::not_supported())?;
                continue;
            }
            for one in drives::named(pipe, &place, self.path.is_empty())? {
                let name = drives::parts(&one).map(|(_, n)| n.to_owned()).unwrap_or_default();
                if selection.takes(&name) && pipe.should_process(&format!("Item: {name}"), "Clear Item")? {
                    drives::clear(pipe, &one, self.force)?;
                }
            }
        }
        Ok(())
    }
}
