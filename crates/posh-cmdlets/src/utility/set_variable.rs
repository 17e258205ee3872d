//! `Set-Variable`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::names::Name;
use posh_runtime::pipeline::Collect;
use posh_runtime::runspace::VariableObject;
use posh_runtime::{Result, Value};

use super::variables;
use crate::support::errors::{demote, is_bound};

/// Sets variables.
///
/// # Examples
/// Makes a constant.
/// ```powershell
/// Set-Variable Limit 50 -Option Constant
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "Variable",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    output = "System.Management.Automation.PSVariable"
)]
pub(crate) struct SetVariable {
    /// The names.
    #[parameter(mandatory, position = 0, by_name)]
    name: Vec<String>,
    /// The value.
    #[parameter(position = 1, by_value, by_name)]
    value: Value,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// A description.
    #[parameter]
    description: Option<String>,
    /// Options such as ReadOnly.
    #[parameter(ty = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Whether the item is seen outside its scope.
    #[parameter(ty = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// Adds to what is there.
    #[parameter]
    append: bool,
    /// The scope: a name, or a number from the current scope up.
    #[parameter(not_null_or_empty)]
    scope: Option<String>,
    values: Vec<Value>,
}

impl SetVariable {
    fn set(&self, pipe: &mut Pipe<'_>, name: &str, value: Option<Value>) -> Result<()> {
        let (name, scope) = match name.split_once(':') {
            Some((scope, rest)) => (rest, Some(scope)),
            None => (name, self.scope.as_deref()),
        };
        let scope = variables::scope(pipe, scope)?;
        let key = Name::of(name);
        let existing = scope.own(key).or_else(|| {
            let shared = pipe.rs.global.own(key)?;
            let all = shared.info.borrow().as_ref().is_some_and(|i| i.all_scope);
            all.then_some(shared)
        });
        let automatic =
            ["?", "PSHOME", "Host", "null", "true", "false"].iter().any(|n| name.eq_ignore_ascii_case(n));
        let locked = existing.as_ref().is_some_and(|v| variables::is_locked(v, self.force));
        if (locked || automatic) && !name.eq_ignore_ascii_case("Error") {
            return variables::refuse_write(pipe, name);
        }
        if name.eq_ignore_ascii_case("Error") {
            return Ok(());
        }
        let shown = value.as_ref().map(|v| to_text(pipe.rs, v)).transpose()?.unwrap_or_default();
        if !pipe.should_process(&format!("Name: {name} Value: {shown}"), "Set variable")? {
            return Ok(());
        }
        let variable = existing.unwrap_or_else(|| scope.declare(key));
        if let Some(value) = value {
            let was =
                variable.info.borrow_mut().as_mut().is_some_and(|info| std::mem::take(&mut info.read_only));
            let done = pipe.rs.assign(&variable, value);
            // The options stay what they were.
            if let Some(info) = variable.info.borrow_mut().as_mut() {
                info.read_only = was;
            }
            if let Err(raised) = done {
                return demote(pipe, raised);
            }
        }
        variables::describe(&variable, &self.option, self.description.as_deref());
        if self.pass_thru { pipe.write(VariableObject::of(variable)) } else { Ok(()) }
    }
}

impl Cmdlet for SetVariable {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if is_bound(pipe, &Self::DEF, "Value") {
            self.values.push(self.value.clone());
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let given = !self.values.is_empty();
        let value = Collect { items: std::mem::take(&mut self.values) }.into_value().or_null();
        for name in self.name.clone() {
            self.set(pipe, &name, given.then(|| value.clone()))?;
        }
        Ok(())
    }
}
