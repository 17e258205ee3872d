//! `Clear-Variable`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::runspace::VariableObject;
use posh_runtime::{Result, Value};

use super::variables;
use crate::support::errors::demote;

/// Sets variables to null.
///
/// # Examples
/// Forgets a password.
/// ```powershell
/// Clear-Variable password
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Clear",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    output = "System.Management.Automation.PSVariable"
)]
pub(crate) struct ClearVariable {
    /// The names.
    #[parameter(mandatory, position = 0, by_name)]
    name: Vec<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The scope: a name, or a number from the current scope up.
    #[parameter(not_null_or_empty)]
    scope: Option<String>,
}

impl Cmdlet for ClearVariable {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for name in self.name.clone() {
            for variable in variables::find(pipe, &name, self.scope.as_deref())? {
                if !variables::is_included(&variable.name, &self.include, &self.exclude)? {
                    continue;
                }
                if variables::is_locked(&variable, self.force) {
                    variables::refuse_write(pipe, &variable.name.clone())?;
                    continue;
                }
                if let Err(raised) = pipe.rs.assign(&variable, Value::Null) {
                    demote(pipe, raised)?;
                }
                if self.pass_thru {
                    pipe.write(VariableObject::of(variable))?;
                }
            }
        }
        Ok(())
    }
}
