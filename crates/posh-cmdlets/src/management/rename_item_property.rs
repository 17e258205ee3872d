//! `Rename-ItemProperty`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::item_properties;

/// Renames a property of an item; no provider of this system has properties that can be renamed.
///
/// # Examples
/// Is refused.
/// ```powershell
/// Rename-ItemProperty ./x -Name Owner -NewName User -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Rename",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct RenameItemProperty {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Option<String>,
    /// The names.
    #[parameter(alias = "PSProperty", mandatory, position = 1, by_name)]
    name: Option<String>,
    /// New name.
    #[parameter(mandatory, position = 2, by_name)]
    new_name: Option<String>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
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

impl Cmdlet for RenameItemProperty {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        item_properties::refuse(pipe)
    }
}
