//! Variables by name and scope, as the variable cmdlets see them.

use std::rc::Rc;

use posh_runtime::command::Pipe;
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::scope::{Scope, ScopeKind, Variable, VariableInfo};
use posh_runtime::value::PsStr;
use posh_runtime::{Result, Value};

use crate::support::errors::{ITEM_NOT_FOUND, PS_ARGUMENT, record};

/// The scope that `-Scope` means; the current one where it is not given.
///
/// # Errors
/// Where there is no such scope.
pub(crate) fn scope(pipe: &mut Pipe<'_>, name: Option<&str>) -> Result<Rc<Scope>> {
    let here = pipe.rs.scope.clone();
    let Some(name) = name else { return Ok(here) };
    match name.to_ascii_lowercase().as_str() {
        "global" => return Ok(pipe.rs.global.clone()),
        "local" | "private" => return Ok(here),
        "script" => {
            return Ok(here.chain().find(|s| s.kind != ScopeKind::Local).unwrap_or(here.clone()));
        }
        _ => {}
    }
    let Ok(number) = name.parse::<usize>() else {
        let limit = here.chain().count();
        return pipe.fatal(record(
            PS_ARGUMENT,
            format!(
                "Cannot process argument because the value of parameter \"Scope\" is not valid. Valid values are \"Global\", \
                 \"Local\", or \"Script\", or a number relative to the current scope (0 through the number of scopes where 0 is \
                 the current scope and 1 is its parent). Change the value of the \"{}\" parameter and run the operation again.",
                if limit > 0 { "Scope" } else { "" }
            ),
            "Argument",
            ErrorCategory::InvalidArgument,
            Value::Null,
        ));
    };
    match here.chain().nth(number) {
        Some(scope) => Ok(scope),
        None => pipe.fatal(record(
            "System.Management.Automation.PSArgumentOutOfRangeException",
            format!(
                "The scope number '{number}' exceeds the number of active scopes. (Parameter 'Scope')\nActual value was {number}."
            ),
            "ArgumentOutOfRange",
            ErrorCategory::InvalidArgument,
            Value::Null,
        )),
    }
}

/// All variables that are seen from the current scope, sorted by name.
pub(crate) fn visible(pipe: &Pipe<'_>) -> Vec<Rc<Variable>> {
    let mut all: Vec<Rc<Variable>> = Vec::new();
    for (depth, scope) in pipe.rs.scope.chain().enumerate() {
        for variable in scope.own_variables() {
            let private = variable.info.borrow().as_ref().is_some_and(|i| i.private);
            let hidden = all.iter().any(|v| v.name.eq_ignore_ascii_case(&variable.name));
            if !hidden && (depth == 0 || !private) {
                all.push(variable);
            }
        }
    }
    all.sort_by_key(|v| v.name.to_lowercase());
    all
}

/// The variables that names and patterns mean, in a scope or seen from the current one. What is not there is reported.
///
/// # Errors
/// Where a pattern is not valid, or the error action is Stop.
pub(crate) fn find(pipe: &mut Pipe<'_>, name: &str, scope: Option<&str>) -> Result<Vec<Rc<Variable>>> {
    let (name, scope) = match name.split_once(':') {
        Some((s, rest))
            if ["global", "local", "script", "private"].iter().any(|k| s.eq_ignore_ascii_case(k)) =>
        {
            (rest, Some(s))
        }
        Some((s, rest)) if s.eq_ignore_ascii_case("variable") => (rest, scope),
        _ => (name, scope),
    };
    let own = match scope {
        Some(_) => Some(self::scope(pipe, scope)?),
        None => None,
    };
    if Wildcard::is_pattern(name) {
        let wildcard = Wildcard::new(name, true)?;
        let list = match &own {
            Some(scope) => scope.own_variables(),
            None => visible(pipe),
        };
        return Ok(list.into_iter().filter(|v| wildcard.matches(&v.name)).collect());
    }
    let key = Name::of(name);
    let found = match &own {
        Some(scope) => scope.own(key),
        None => pipe.rs.scope.find(key),
    };
    match found {
        Some(variable) => Ok(vec![variable]),
        None => {
            pipe.error(record(
                ITEM_NOT_FOUND,
                format!("Cannot find a variable with the name '{name}'."),
                "VariableNotFound",
                ErrorCategory::ObjectNotFound,
                Value::str(name),
            ))?;
            Ok(Vec::new())
        }
    }
}

/// `-Option` and its kin put into a variable.
pub(crate) fn describe(variable: &Variable, option: &Value, description: Option<&str>) {
    let text = posh_runtime::convert::plain_text(option).to_lowercase();
    if text.is_empty() && description.is_none() {
        return;
    }
    let mut info = variable.info.borrow_mut();
    let info: &mut VariableInfo = info.get_or_insert_default();
    if let Some(description) = description {
        info.description = Some(PsStr::from(description));
    }
    if !text.is_empty() {
        info.read_only = text.contains("readonly");
        info.constant = text.contains("constant");
        info.private = text.contains("private");
        info.all_scope = text.contains("allscope");
    }
}

/// Whether a variable can be changed.
pub(crate) fn is_locked(variable: &Variable, force: bool) -> bool {
    variable.info.borrow().as_ref().is_some_and(|i| i.constant || (i.read_only && !force))
}

/// `Cannot overwrite variable ...`
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn refuse_write(pipe: &mut Pipe<'_>, name: &str) -> Result<()> {
    pipe.error(record(
        "System.Management.Automation.SessionStateUnauthorizedAccessException",
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
        "VariableNotWritable",
        ErrorCategory::WriteError,
        Value::str(name),
    ))
}

/// Takes a variable away; false where it stays.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn remove(pipe: &mut Pipe<'_>, name: &str, force: bool) -> Result<bool> {
    let key = Name::of(name);
    let holder = pipe.rs.scope.clone().chain().find(|s| s.own(key).is_some());
    let Some(scope) = holder else { return Ok(false) };
    remove_from(pipe, &scope, name, force)
}

/// Takes a variable of a scope away; false where it stays.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn remove_from(pipe: &mut Pipe<'_>, scope: &Rc<Scope>, name: &str, force: bool) -> Result<bool> {
    let key = Name::of(name);
    let locked = ["null", "true", "false"].iter().any(|n| name.eq_ignore_ascii_case(n))
        || scope.own(key).is_some_and(|v| is_locked(&v, force));
    if locked {
        pipe.error(record(
            "System.Management.Automation.SessionStateUnauthorizedAccessException",
            format!(
                "Cannot remove variable {name} because it is constant or read-only. If the variable is read-only, try the \
                 operation again specifying the Force option."
            ),
            "VariableNotRemovable",
            ErrorCategory::WriteError,
            Value::str(name),
        ))?;
        return Ok(false);
    }
    Ok(scope.remove(key))
}

/// Whether a name is among those that `-Include` and `-Exclude` leave.
///
/// # Errors
/// Where a pattern is not valid.
pub(crate) fn is_included(name: &str, include: &[String], exclude: &[String]) -> Result<bool> {
    let any = |patterns: &[String]| -> Result<bool> {
        for pattern in patterns {
            if Wildcard::new(pattern, true)?.matches(name) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok((include.is_empty() || any(include)?) && !any(exclude)?)
}
