//! What Set-Alias and New-Alias share.

use std::cell::RefCell;
use std::rc::Rc;

use posh_runtime::command::{Alias, CommandKind, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::{Result, Value};

use super::variables;
use crate::management::drives::command;
use crate::support::errors::record;

/// An alias that is to be.
pub(super) struct NewOne<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) option: &'a Value,
    pub(super) scope: Option<&'a str>,
    pub(super) force: bool,
    pub(super) pass_thru: bool,
    /// Whether one of that name may be there already.
    pub(super) replace: bool,
}

/// Defines an alias.
///
/// # Errors
/// Where there is one that stays, and the error action is Stop.
pub(super) fn define(pipe: &mut Pipe<'_>, new: &NewOne<'_>) -> Result<()> {
    let scope = variables::scope(pipe, new.scope)?;
    let existing = match new.scope {
        Some(_) => scope.own_aliases().into_iter().find(|a| a.name.eq_ignore_ascii_case(new.name)),
        None => pipe.rs.scope.find_alias(Name::of(new.name)),
    };
    let refuse = |pipe: &mut Pipe<'_>, id: &str, category: ErrorCategory, message: String| {
        let exception = if id == "AliasNotWritable" {
            "System.Management.Automation.SessionStateUnauthorizedAccessException"
        } else {
            "System.Management.Automation.SessionStateException"
        };
        pipe.error(record(exception, message, id, category, Value::str(new.name)))
    };
    if let Some(existing) = &existing {
        let option = |wanted: &str| existing.options.borrow().iter().any(|o| &**o == wanted);
        if !new.replace && !new.force {
            let message = format!(
                "The alias is not allowed, because an alias with the name '{}' already exists.",
                new.name
            );
            return refuse(pipe, "AliasAlreadyExists", ErrorCategory::ResourceExists, message);
        }
        if option("Constant") || (option("ReadOnly") && !new.force) {
            let message = format!(
                "Alias is not writeable because alias {} is read-only or constant and cannot be written to.",
                new.name
            );
            return refuse(pipe, "AliasNotWritable", ErrorCategory::WriteError, message);
        }
    }
    if !pipe.should_process(
        &format!("Name: {} Value: {}", new.name, new.value),
        if new.replace { "Set Alias" } else { "New Alias" },
    )? {
        return Ok(());
    }
    let options = plain_text(new.option);
    let alias = Rc::new(Alias {
        name: new.name.into(),
        definition: new.value.into(),
        options: RefCell::new(
            options.split(", ").filter(|o| !o.is_empty() && *o != "None").map(Into::into).collect(),
        ),
        description: new.description.unwrap_or("").into(),
    });
    scope.set_alias(alias.clone());
    if new.pass_thru { pipe.write(command(CommandKind::Alias(alias))) } else { Ok(()) }
}
