//! `New-Alias`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::alias::{NewOne, define};

/// Makes an alias.
///
/// # Examples
/// Gives a command a short name.
/// ```powershell
/// New-Alias gmb Get-MigrationBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "Alias",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    impact = "Low",
    output = "System.Management.Automation.AliasInfo"
)]
pub(crate) struct NewAlias {
    /// The names.
    #[parameter(mandatory, position = 0, by_name)]
    name: String,
    /// The value.
    #[parameter(mandatory, position = 1, by_name)]
    value: String,
    /// A description.
    #[parameter]
    description: Option<String>,
    /// Options such as ReadOnly.
    #[parameter(ty = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The scope: a name, or a number from the current scope up.
    #[parameter]
    scope: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
}

impl Cmdlet for NewAlias {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let new = NewOne {
            name: &self.name,
            value: &self.value,
            description: self.description.as_deref(),
            option: &self.option,
            scope: self.scope.as_deref(),
            force: self.force,
            pass_thru: self.pass_thru,
            replace: false,
        };
        define(pipe, &new)
    }
}
