//! `Export-ModuleMember`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::scope::ScopeKind;
use posh_runtime::{Result, Value};

use super::modules::{self, Exports};
use crate::support::errors::record;

/// Says what a module exports.
///
/// # Examples
/// Exports one function of a module.
/// ```powershell
/// Export-ModuleMember -Function Get-Greeting
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Export", noun = "ModuleMember", module = "Microsoft.PowerShell.Core")]
pub(crate) struct ExportModuleMember {
    /// Function.
    #[parameter(allow_empty_collection, position = 0, by_value, by_name)]
    function: Vec<String>,
    /// Cmdlet.
    #[parameter(allow_empty_collection, by_name)]
    cmdlet: Vec<String>,
    /// Variable.
    #[parameter(not_null, by_name)]
    variable: Vec<String>,
    /// Alias.
    #[parameter(not_null, by_name)]
    alias: Vec<String>,
}

fn chosen(all: Vec<String>, patterns: &[String]) -> Vec<String> {
    all.into_iter()
        .filter(|n| patterns.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(n))))
        .collect()
}

impl Cmdlet for ExportModuleMember {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let scope = pipe.rs.scope.home();
        let modules = modules::of(pipe);
        let mut stack = modules.exporting.borrow_mut();
        let Some(slot) = stack.last_mut().filter(|_| scope.kind == ScopeKind::Module) else {
            drop(stack);
            return pipe.fatal(record(
                "System.InvalidOperationException",
                "The Export-ModuleMember cmdlet can only be called from inside a module.",
                "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
                ErrorCategory::PermissionDenied,
                Value::Null,
            ));
        };
        let exports = slot.get_or_insert_with(Exports::default);
        let functions = scope.own_functions().iter().map(|f| f.name.to_string()).collect();
        exports.functions.extend(chosen(functions, &self.function));
        let aliases = scope.own_aliases().iter().map(|a| a.name.to_string()).collect();
        exports.aliases.extend(chosen(aliases, &self.alias));
        let variables = scope.own_variables().iter().map(|v| v.name.to_string()).collect();
        exports.variables.extend(chosen(variables, &self.variable));
        Ok(())
    }
}
