//! `Remove-Variable`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::names::Name;

use super::variables;

/// Removes variables.
///
/// # Examples
/// Removes a variable.
/// ```powershell
/// Remove-Variable batch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Remove", noun = "Variable", module = "Microsoft.PowerShell.Utility", should_process)]
pub(crate) struct RemoveVariable {
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
    /// The scope: a name, or a number from the current scope up.
    #[parameter(not_null_or_empty)]
    scope: Option<String>,
}

impl Cmdlet for RemoveVariable {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for name in self.name.clone() {
            let automatic = ["null", "true", "false"].iter().any(|n| name.eq_ignore_ascii_case(n));
            if automatic {
                let scope = pipe.rs.global.clone();
                variables::remove_from(pipe, &scope, &name, self.force)?;
                continue;
            }
            for variable in variables::find(pipe, &name, self.scope.as_deref())? {
                if !variables::is_included(&variable.name, &self.include, &self.exclude)? {
                    continue;
                }
                let own = variable.name.to_string();
                let key = Name::of(&own);
                let holder = pipe.rs.scope.clone().chain().find(|s| s.own(key).is_some());
                if let Some(scope) = holder
                    && pipe.should_process(&format!("Name: {own}"), "Remove variable")?
                {
                    variables::remove_from(pipe, &scope, &own, self.force)?;
                }
            }
        }
        Ok(())
    }
}
