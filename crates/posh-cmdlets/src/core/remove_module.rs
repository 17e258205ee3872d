//! `Remove-Module`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::modules;
use crate::support::errors::record;

/// Takes the commands of a module out of the session.
///
/// # Examples
/// Removes a module.
/// ```powershell
/// Remove-Module Tools
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Remove", noun = "Module", module = "Microsoft.PowerShell.Core", should_process)]
pub(crate) struct RemoveModule {
    /// The names.
    #[parameter(mandatory, position = 0, by_value, set = "name")]
    name: Vec<String>,
    /// Fully qualified name.
    #[parameter(
        ty = "Microsoft.PowerShell.Commands.ModuleSpecification[]",
        mandatory,
        position = 0,
        by_value,
        set = "FullyQualifiedName"
    )]
    fully_qualified_name: Vec<Value>,
    /// Module info.
    #[parameter(
        ty = "System.Management.Automation.PSModuleInfo[]",
        mandatory,
        position = 0,
        by_value,
        set = "ModuleInfo"
    )]
    module_info: Vec<Value>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
}

impl Cmdlet for RemoveModule {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut names = self.name.clone();
        names.extend(self.module_info.iter().chain(&self.fully_qualified_name).map(plain_text));
        let store = modules::of(pipe);
        let mut removed = false;
        let mut patterns = false;
        for name in names {
            patterns |= Wildcard::is_pattern(&name);
            let wildcard = Wildcard::new(&name, true)?;
            let (gone, kept): (Vec<_>, Vec<_>) =
                store.loaded.borrow().iter().cloned().partition(|m| wildcard.matches(&m.name));
            *store.loaded.borrow_mut() = kept;
            for module in gone {
                removed = true;
                for function in &module.imported.functions {
                    module.importer.remove_function(Name::of(function));
                }
                for alias in &module.imported.aliases {
                    module.importer.remove_alias(Name::of(alias));
                }
                for variable in &module.imported.variables {
                    module.importer.remove(Name::of(variable));
                }
            }
            let is_cmdlets = pipe.rs.cmdlets().iter().any(|d| d.module.eq_ignore_ascii_case(&name));
            removed |= is_cmdlets;
        }
        if removed || patterns {
            return Ok(());
        }
        pipe.error(record(
            "System.InvalidOperationException",
            "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in \
             the runspace.",
            "Modules_NoModulesRemoved",
            ErrorCategory::ResourceUnavailable,
            Value::Null,
        ))
    }
}
