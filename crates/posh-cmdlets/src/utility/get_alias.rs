//! `Get-Alias`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::Value;
use posh_runtime::command::{Cmdlet, CommandKind, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;

use crate::management::drives::{aliases, command};
use crate::support::errors::{ITEM_NOT_FOUND, record};

/// Gets aliases.
///
/// # Examples
/// Gets the aliases of a command.
/// ```powershell
/// Get-Alias -Definition Where-Object
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Alias",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    output = "System.Management.Automation.AliasInfo"
)]
pub(crate) struct GetAlias {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_value, by_name, set = "Default")]
    name: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// The scope: a name, or a number from the current scope up.
    #[parameter]
    scope: Option<String>,
    /// Definition.
    #[parameter(not_null_or_empty, set = "Definition")]
    definition: Vec<String>,
}

impl Cmdlet for GetAlias {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let by_definition = !self.definition.is_empty();
        let patterns = match (by_definition, self.name.is_empty()) {
            (true, _) => self.definition.clone(),
            (false, true) => vec!["*".to_owned()],
            (false, false) => self.name.clone(),
        };
        for pattern in patterns {
            let wildcard = Wildcard::new(&pattern, true)?;
            let mut found = false;
            for alias in aliases(pipe) {
                let own = if by_definition { &alias.definition } else { &alias.name };
                let excluded =
                    self.exclude.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(&alias.name)));
                if wildcard.matches(own) && !excluded {
                    found = true;
                    pipe.write(command(CommandKind::Alias(alias)))?;
                }
            }
            if !found && !Wildcard::is_pattern(&pattern) {
                let kind = if by_definition { "definition" } else { "name" };
                pipe.error(record(
                    ITEM_NOT_FOUND,
                    format!("This command cannot find a matching alias because an alias with the {kind} '{pattern}' does not exist."),
                    "ItemNotFoundException",
                    ErrorCategory::ObjectNotFound,
                    Value::str(pattern.as_str()),
                ))?;
            }
        }
        Ok(())
    }
}
