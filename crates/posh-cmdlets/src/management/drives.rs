//! The drives that are no file systems: `Env:`, `Variable:`, `Function:`, `Alias:`.

use std::rc::Rc;

use posh_runtime::command::Pipe;
use posh_runtime::command::{Alias, CommandInfo, CommandKind, Function};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorRecord};
use posh_runtime::names::Name;
use posh_runtime::net::{drive_info, environment, provider_info};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::runspace::VariableObject;
use posh_runtime::types::TypeRef;
use posh_runtime::value::{InstanceMember, MemberValue, Object};
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::locations::item_drive;
use crate::support::path::Place;

/// The drive's name and the item's.
pub(super) fn parts(place: &Place) -> Option<(&'static str, &str)> {
    Some(match place {
        Place::File(_) => return None,
        Place::Env(name) => ("Env", name),
        Place::Variable(name) => ("Variable", name),
        Place::Function(name) => ("Function", name),
        Place::Alias(name) => ("Alias", name),
    })
}

fn entry(name: &str, value: &str) -> Value {
    posh_runtime::net::dictionary_entry(Value::str(name), Value::str(value))
}

/// A command as an object.
pub(crate) fn command(kind: CommandKind) -> Value {
    let name = match &kind {
        CommandKind::Function(f) if f.is_filter => "System.Management.Automation.FilterInfo",
        CommandKind::Function(_) => "System.Management.Automation.FunctionInfo",
        CommandKind::Cmdlet(_) => "System.Management.Automation.CmdletInfo",
        CommandKind::Alias(_) => "System.Management.Automation.AliasInfo",
        CommandKind::Script(_) => "System.Management.Automation.ExternalScriptInfo",
        CommandKind::Application(_) => "System.Management.Automation.ApplicationInfo",
        CommandKind::Block(_) => "System.Management.Automation.ScriptInfo",
    };
    Value::Object(Object::native_of(TypeRef::named(name), CommandInfo { kind }))
}

/// All functions that are seen from here, sorted.
pub(crate) fn functions(pipe: &Pipe<'_>) -> Vec<Rc<Function>> {
    let mut all: Vec<Rc<Function>> = Vec::new();
    for scope in pipe.rs.scope.chain() {
        for function in scope.own_functions() {
            if !all.iter().any(|f| f.name.eq_ignore_ascii_case(&function.name)) {
                all.push(function);
            }
        }
    }
    all.sort_by_key(|f| f.name.to_lowercase());
    all
}

/// All aliases that are seen from here, sorted.
pub(crate) fn aliases(pipe: &Pipe<'_>) -> Vec<Rc<Alias>> {
    let mut all: Vec<Rc<Alias>> = Vec::new();
    for scope in pipe.rs.scope.chain() {
        for alias in scope.own_aliases() {
            if !all.iter().any(|a| a.name.eq_ignore_ascii_case(&alias.name)) {
                all.push(alias);
            }
        }
    }
    all.sort_by_key(|a| a.name.to_lowercase());
    all
}

/// The items of a drive that a name or pattern means; all for an empty one.
///
/// # Errors
/// Where the pattern is not valid.
pub(super) fn items(pipe: &mut Pipe<'_>, place: &Place, literal: bool) -> Result<Vec<Value>> {
    let Some((_, name)) = parts(place) else { return Ok(Vec::new()) };
    let pattern = if name.is_empty() { "*" } else { name };
    let wildcard = if literal && !name.is_empty() { None } else { Some(Wildcard::new(pattern, true)?) };
    let wanted = |n: &str| match &wildcard {
        Some(w) => w.matches(n),
        None => n.eq_ignore_ascii_case(name),
    };
    Ok(match place {
        Place::File(_) => Vec::new(),
        // Names of environment variables are told apart by letter case.
        Place::Env(_) => {
            let all = environment::all();
            let same = |n: &str| {
                if wildcard.is_some() && Wildcard::is_pattern(pattern) {
                    wanted(n)
                } else {
                    n == name || name.is_empty()
                }
            };
            all.iter().filter(|(n, _)| same(n)).map(|(n, v)| entry(n, v)).collect()
        }
        Place::Variable(_) => {
            let found = super::super::utility::variables::visible(pipe);
            found.into_iter().filter(|v| wanted(&v.name)).map(VariableObject::of).collect()
        }
        Place::Function(_) => {
            let all = functions(pipe);
            all.into_iter().filter(|f| wanted(&f.name)).map(|f| command(CommandKind::Function(f))).collect()
        }
        Place::Alias(_) => {
            let all = aliases(pipe);
            all.into_iter().filter(|a| wanted(&a.name)).map(|a| command(CommandKind::Alias(a))).collect()
        }
    })
}

/// `Cannot find path 'Env:/x' ...`
pub(super) fn not_found(place: &Place) -> ErrorRecord {
    let shown = parts(place).map(|(drive, name)| format!("{drive}:/{name}")).unwrap_or_default();
    crate::support::path::not_found(&shown)
}

/// The value of an item, as Get-Content gives it.
pub(super) fn content(pipe: &mut Pipe<'_>, place: &Place) -> Option<Value> {
    match place {
        Place::File(_) => None,
        Place::Env(name) => environment::get(name).map(Value::from),
        Place::Variable(name) => pipe.rs.variable(name),
        Place::Function(name) => {
            let function = pipe.rs.scope.find_function(Name::of(name))?;
            let block = posh_runtime::value::ScriptBlock::new(function.template.clone());
            Some(Value::Block(block))
        }
        Place::Alias(name) => pipe.rs.scope.find_alias(Name::of(name)).map(|a| Value::str(&*a.definition)),
    }
}

/// Sets an item.
///
/// # Errors
/// Where the item refuses the value.
pub(super) fn set(pipe: &mut Pipe<'_>, place: &Place, value: Value) -> Result<()> {
    use posh_runtime::code::VariablePlace;
    let (kind, name) = match place {
        Place::File(_) => return Ok(()),
        Place::Env(name) => (VariablePlace::Env, name),
        Place::Variable(name) => (VariablePlace::Any, name),
        Place::Function(name) => (VariablePlace::Function, name),
        Place::Alias(name) => (VariablePlace::Alias, name),
    };
    let value = match (&kind, value.base()) {
        (VariablePlace::Function, Value::Str(text)) => {
            let text = text.lossy().to_owned();
            pipe.rs.script_block_of_text(&text)?
        }
        (VariablePlace::Function, Value::Block(_)) => value,
        (VariablePlace::Function, _) => {
            return pipe.error(record(
                crate::support::errors::PS_ARGUMENT,
                "Cannot process argument because the value of argument \"value\" is not valid. Change the value of the \
                 \"value\" argument and run the operation again.",
                "Argument",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        _ => value,
    };
    let name = Name::of(name);
    match pipe.rs.set_scoped(&kind, name, value) {
        Ok(()) => Ok(()),
        Err(raised) => crate::support::errors::demote(pipe, raised),
    }
}

/// Takes an item away; false where there is none.
pub(super) fn remove(pipe: &mut Pipe<'_>, place: &Place, force: bool) -> Result<bool> {
    Ok(match place {
        Place::File(_) => false,
        Place::Env(name) => {
            let known = environment::get(name).is_some();
            environment::set(name, None);
            known
        }
        Place::Variable(name) => super::super::utility::variables::remove(pipe, name, force)?,
        Place::Function(name) => {
            let name = Name::of(name);
            pipe.rs.scope.clone().chain().any(|s| s.remove_function(name))
        }
        Place::Alias(name) => {
            let name = Name::of(name);
            pipe.rs.scope.clone().chain().any(|s| s.remove_alias(name))
        }
    })
}

/// The places of the items that a name or pattern means.
///
/// # Errors
/// Where the pattern is not valid, or nothing is there and the error action is Stop.
pub(super) fn named(pipe: &mut Pipe<'_>, place: &Place, literal: bool) -> Result<Vec<Place>> {
    let (drive, name) = parts(place).map(|(d, n)| (d, n.to_owned())).unwrap_or_default();
    let found = items(pipe, place, literal)?;
    if found.is_empty() && !Wildcard::is_pattern(&name) {
        pipe.error(not_found(place))?;
    }
    let mut out = Vec::new();
    for item in found {
        let name = posh_runtime::members::try_property(pipe.rs, &item, "Name");
        let name = name.map(|n| plain_text(&n)).unwrap_or_default();
        out.push(crate::support::path::item_place(drive, &name));
    }
    Ok(out)
}

/// Empties an item: a variable holds `$null`, everything else goes away.
///
/// # Errors
/// Where the item refuses it.
pub(super) fn clear(pipe: &mut Pipe<'_>, place: &Place, force: bool) -> Result<()> {
    match place {
        Place::Variable(_) => set(pipe, place, Value::Null),
        other => remove(pipe, other, force).map(drop),
    }
}

/// `Cannot call method. ...`: what the file system does not do.
pub(super) fn not_supported() -> ErrorRecord {
    record(
        "System.Management.Automation.PSNotSupportedException",
        "Cannot call method. The provider does not support the use of this method.",
        "NotSupported",
        ErrorCategory::NotImplemented,
        Value::Null,
    )
}

/// The items with the notes that their provider adds.
///
/// # Errors
/// Where the pattern is not valid.
pub(super) fn annotated(pipe: &mut Pipe<'_>, place: &Place, literal: bool) -> Result<Vec<Value>> {
    let found = items(pipe, place, literal)?;
    let Some((drive, _)) = parts(place) else { return Ok(found) };
    let drive = item_drive(drive);
    let provider = drive.provider;
    let drive = drive_info(drive);
    for item in &found {
        let name = posh_runtime::members::try_property(pipe.rs, item, "Name");
        let name = name.map(|n| plain_text(&n)).unwrap_or_default();
        let Some(own) = posh_runtime::members::instance_members(item) else { continue };
        let notes = [
            ("PSPath", Value::from(format!("Microsoft.PowerShell.Core\\{provider}::{name}"))),
            ("PSDrive", drive.clone()),
            ("PSProvider", provider_info(provider)),
            ("PSIsContainer", Value::Bool(false)),
        ];
        for (name, note) in notes {
            own.set(InstanceMember { name: name.into(), value: MemberValue::Note(note), hidden: false });
        }
    }
    Ok(found)
}
