//! `Get-Variable`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::runspace::VariableObject;

use super::variables;

/// Gets variables.
///
/// # Examples
/// Gets the value of a variable by its name.
/// ```powershell
/// Get-Variable batch -ValueOnly
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.PSVariable"
)]
pub(crate) struct GetVariable {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_value, by_name)]
    name: Vec<String>,
    /// Value only.
    #[parameter]
    value_only: bool,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// The scope: a name, or a number from the current scope up.
    #[parameter(not_null_or_empty)]
    scope: Option<String>,
}

impl Cmdlet for GetVariable {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let names = if self.name.is_empty() { vec!["*".to_owned()] } else { self.name.clone() };
        for name in names {
            for variable in variables::find(pipe, &name, self.scope.as_deref())? {
                if !variables::is_included(&variable.name, &self.include, &self.exclude)? {
                    continue;
                }
                if self.value_only {
                    pipe.write(variable.get())?;
                } else {
                    pipe.write(VariableObject::of(variable))?;
                }
            }
        }
        Ok(())
    }
}
