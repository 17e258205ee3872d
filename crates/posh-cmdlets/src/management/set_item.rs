//! `Set-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::drives;
use crate::support::errors::record;
use crate::support::path::{self, Place};

/// Sets items of the drives of variables, functions, aliases and the environment.
///
/// # Examples
/// Sets a variable of the environment.
/// ```powershell
/// Set-Item Env:MODE test
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct SetItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// The value.
    #[parameter(position = 1, by_value, by_name)]
    value: Value,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
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

impl Cmdlet for SetItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let paths = if self.path.is_empty() { self.literal_path.clone() } else { self.path.clone() };
        for given in paths {
            match path::place(pipe, &given) {
                Err(error) => pipe.error(error)?,
                Ok(Place::File(_)) => pipe.error(record(
                    "System.Management.Automation.PSNotSupportedException",
                    "Cannot call method. The provider does not support the use of this method.",
                    "NotSupported",
                    ErrorCategory::NotImplemented,
                    Value::Null,
                ))?,
                Ok(place) => {
                    let name = drives::parts(&place).map(|(_, n)| n.to_owned()).unwrap_or_default();
                    let target = format!("Item: {name} Value: {}", plain_text(&self.value));
                    if !pipe.should_process(&target, "Set Item")? {
                        continue;
                    }
                    if name.is_empty() {
                        pipe.error(drives::not_supported())?;
                        continue;
                    }
                    drives::set(pipe, &place, self.value.clone())?;
                    if self.pass_thru {
                        for item in drives::items(pipe, &place, true)? {
                            pipe.write(item)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
