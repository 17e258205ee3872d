//! `Remove-Alias`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::{Result, Value};

use super::variables;
use crate::support::errors::{ITEM_NOT_FOUND, record};

/// Removes aliases.
///
/// # Examples
/// Removes an alias.
/// ```powershell
/// Remove-Alias gmb
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Remove", noun = "Alias", module = "Microsoft.PowerShell.Utility", default_set = "Default")]
pub(crate) struct RemoveAlias {
    /// The names.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    name: Vec<String>,
    /// The scope: a name, or a number from the current scope up.
    #[parameter]
    scope: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
}

impl Cmdlet for RemoveAlias {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for name in self.name.clone() {
            let key = Name::of(&name);
            let own = match self.scope.as_deref() {
                Some(scope) => Some(variables::scope(pipe, Some(scope))?),
                None => None,
            };
            let scopes = match &own {
                Some(scope) => vec![scope.clone()],
                None => pipe.rs.scope.chain().collect(),
            };
            let holder = scopes
                .into_iter()
                .find(|s| s.own_aliases().iter().any(|a| a.name.eq_ignore_ascii_case(&name)));
            let Some(scope) = holder else {
                pipe.error(record(
                    ITEM_NOT_FOUND,
                    format!("This command cannot find a matching alias because an alias with the name '{name}' does not exist."),
                    "ItemNotFoundException",
                    ErrorCategory::ObjectNotFound,
                    Value::str(name.as_str()),
                ))?;
                continue;
            };
            let locked = scope.own_aliases().iter().any(|a| {
                let option = |wanted: &str| a.options.borrow().iter().any(|o| &**o == wanted);
                a.name.eq_ignore_ascii_case(&name)
                    && (option("Constant") || (option("ReadOnly") && !self.force))
            });
            if locked {
                pipe.error(record(
                    "System.Management.Automation.SessionStateUnauthorizedAccessException",
                    format!("Alias was not removed because alias {name} is constant or read-only."),
                    "AliasNotRemovable",
                    ErrorCategory::WriteError,
                    Value::str(name.as_str()),
                ))?;
                continue;
            }
            scope.remove_alias(key);
        }
        Ok(())
    }
}
