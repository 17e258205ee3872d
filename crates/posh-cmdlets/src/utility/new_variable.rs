//! `New-Variable`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::runspace::VariableObject;
use posh_runtime::scope::Variable;
use posh_runtime::{Result, Value};

use super::variables;
use crate::support::errors::record;

/// Makes a variable.
///
/// # Examples
/// Makes a variable that only -Force can change.
/// ```powershell
/// New-Variable Server 'mail01' -Option ReadOnly
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    impact = "Low",
    output = "System.Management.Automation.PSVariable"
)]
pub(crate) struct NewVariable {
    /// The names.
    #[parameter(mandatory, position = 0, by_name)]
    name: String,
    /// The value.
    #[parameter(position = 1, by_value, by_name)]
    value: Value,
    /// A description.
    #[parameter]
    description: Option<String>,
    /// Options such as ReadOnly.
    #[parameter(ty = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Whether the item is seen outside its scope.
    #[parameter(ty = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
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

impl Cmdlet for NewVariable {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let scope = variables::scope(pipe, self.scope.as_deref())?;
        let key = Name::of(&self.name);
        let existing = scope.own(key);
        let automatic = ["null", "true", "false", "?"].iter().any(|n| self.name.eq_ignore_ascii_case(n));
        if automatic || (existing.is_some() && !self.force) {
            return pipe.error(record(
                "System.Management.Automation.SessionStateException",
                format!("A variable with name '{}' already exists.", self.name),
                "VariableAlreadyExists",
                ErrorCategory::ResourceExists,
                Value::str(self.name.as_str()),
            ));
        }
        if existing.is_some_and(|v| variables::is_locked(&v, self.force)) {
            return variables::refuse_write(pipe, &self.name.clone());
        }
        if !pipe.should_process(&format!("Name: {} Value: ", self.name), "New variable")? {
            return Ok(());
        }
        let variable = Variable::new(self.name.as_str(), self.value.clone());
        variables::describe(&variable, &self.option, self.description.as_deref());
        scope.put(key, variable.clone());
        if self.pass_thru { pipe.write(VariableObject::of(variable)) } else { Ok(()) }
    }
}
