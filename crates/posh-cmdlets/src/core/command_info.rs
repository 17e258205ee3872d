//! `CommandInfo` and its kinds, as scripts see them.

use std::rc::Rc;

use posh_runtime::command::{CmdletDef, CommandInfo, CommandKind};
use posh_runtime::convert::enum_value;
use posh_runtime::types::{Call, PropertyDef, TypeDef};
use posh_runtime::value::{Dictionary, Object, ScriptBlock};
use posh_runtime::{Result, Runspace, Value};

use super::syntax;
use crate::management::drives::command;

fn kind<'a>(call: &'a Call<'_>) -> Option<&'a CommandKind> {
    call.this.native::<CommandInfo>().map(|i| &i.kind)
}

/// `CommandType`
pub(crate) fn type_name(kind: &CommandKind) -> &'static str {
    match kind {
        CommandKind::Function(f) if f.is_filter => "Filter",
        CommandKind::Function(_) => "Function",
        CommandKind::Cmdlet(_) => "Cmdlet",
        CommandKind::Alias(_) => "Alias",
        CommandKind::Script(_) => "ExternalScript",
        CommandKind::Application(_) => "Application",
        CommandKind::Block(_) => "Script",
    }
}

/// The module that a command belongs to.
pub(crate) fn module_name(kind: &CommandKind) -> String {
    match kind {
        CommandKind::Cmdlet(def) => def.module.to_owned(),
        CommandKind::Function(f) => f.module.as_deref().unwrap_or("").to_owned(),
        _ => String::new(),
    }
}

fn name(call: &mut Call<'_>) -> Result<Value> {
    Ok(kind(call).map_or(Value::Null, |k| Value::str(&*k.name())))
}

fn command_type(call: &mut Call<'_>) -> Result<Value> {
    let name = kind(call).map_or("All", type_name);
    Ok(enum_value("System.Management.Automation.CommandTypes", name))
}

fn source(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Script(s)) => Value::from(s.path.display().to_string()),
        Some(CommandKind::Application(p)) => Value::from(p.display().to_string()),
        Some(kind) => Value::from(module_name(kind)),
        None => Value::Null,
    })
}

fn module(call: &mut Call<'_>) -> Result<Value> {
    Ok(kind(call).map_or(Value::Null, |k| Value::from(module_name(k))))
}

/// The code of a function or script.
pub(crate) fn block_of(kind: &CommandKind) -> Option<Rc<ScriptBlock>> {
    match kind {
        CommandKind::Function(f) => Some(Rc::new(ScriptBlock {
            template: f.template.clone(),
            home: f.home.clone(),
            is_filter: f.is_filter,
        })),
        CommandKind::Block(block) => Some(block.clone()),
        _ => None,
    }
}

fn definition(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Alias(alias)) => Value::str(&*alias.definition),
        Some(CommandKind::Cmdlet(def)) => Value::from(syntax::of_cmdlet(def)),
        Some(CommandKind::Script(s)) => Value::from(s.path.display().to_string()),
        Some(CommandKind::Application(p)) => Value::from(p.display().to_string()),
        Some(kind) => block_of(kind).map_or(Value::Null, |b| Value::str(b.text())),
        None => Value::Null,
    })
}

fn script_block(call: &mut Call<'_>) -> Result<Value> {
    Ok(kind(call).and_then(block_of).map_or(Value::Null, Value::Block))
}

fn resolved(call: &mut Call<'_>) -> Result<Value> {
    let Some(CommandKind::Alias(alias)) = kind(call) else { return Ok(Value::Null) };
    let definition = alias.definition.clone();
    Ok(call.rs.try_command(&definition).ok().flatten().map_or(Value::Null, command))
}

fn description(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Alias(alias)) => Value::str(&*alias.description),
        _ => Value::str(""),
    })
}

fn options(call: &mut Call<'_>) -> Result<Value> {
    let text = match kind(call) {
        Some(CommandKind::Alias(alias)) => alias.options.borrow().join(", "),
        Some(CommandKind::Function(f)) => f.options.borrow().join(", "),
        _ => String::new(),
    };
    let text = if text.is_empty() { "None" } else { &text };
    Ok(enum_value("System.Management.Automation.ScopedItemOptions", text))
}

fn path(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Script(s)) => Value::from(s.path.display().to_string()),
        Some(CommandKind::Application(p)) => Value::from(p.display().to_string()),
        _ => Value::Null,
    })
}

fn display_name(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Alias(alias)) => Value::from(format!("{} -> {}", alias.name, alias.definition)),
        _ => Value::Null,
    })
}

fn verb(call: &mut Call<'_>) -> Result<Value> {
    Ok(kind(call).map_or(Value::Null, |k| {
        let name = k.name();
        Value::str(name.split_once('-').map_or("", |(v, _)| v))
    }))
}

fn noun(call: &mut Call<'_>) -> Result<Value> {
    Ok(kind(call).map_or(Value::Null, |k| {
        let name = k.name();
        Value::str(name.split_once('-').map_or("", |(_, n)| n))
    }))
}

fn parameters(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    let table = Dictionary::ordered();
    for (name, ty) in parameter_list(call.rs, &kind)? {
        let object = Object::of_properties([("Name", Value::from(name.as_str())), ("ParameterType", ty)]);
        table.set(Value::from(name), Value::Object(object));
    }
    Ok(Value::Hash(Rc::new(table)))
}

/// Names and types of a command's parameters.
///
/// # Errors
/// Where a function's parameters cannot be read.
pub(crate) fn parameter_list(rs: &mut Runspace, kind: &CommandKind) -> Result<Vec<(String, Value)>> {
    let of_cmdlet = |def: &CmdletDef| -> Vec<(String, Value)> {
        let ty = |name: &str| posh_runtime::types::resolve_name(name).map_or(Value::Null, Value::Type);
        def.parameters.iter().map(|p| (p.name.to_owned(), ty(p.ty))).collect()
    };
    let mut list = match kind {
        CommandKind::Cmdlet(def) => of_cmdlet(def),
        CommandKind::Alias(alias) => {
            let definition = alias.definition.clone();
            return match rs.try_command(&definition)? {
                Some(target) if !matches!(target, CommandKind::Alias(_)) => parameter_list(rs, &target),
                _ => Ok(Vec::new()),
            };
        }
        other => match block_of(other) {
            Some(block) => {
                let known = posh_runtime::command::function_parameters(rs, block.code())?;
                let list =
                    known.list.iter().map(|p| (p.name.to_string(), Value::Type(p.ty.clone()))).collect();
                if !known.advanced {
                    return Ok(list);
                }
                list
            }
            None => return Ok(Vec::new()),
        },
    };
    for (name, _, ty) in posh_runtime::command::COMMON_PARAMETERS {
        let ty = posh_runtime::types::resolve_name(ty).map_or(Value::Null, Value::Type);
        list.push(((*name).to_owned(), ty));
    }
    Ok(list)
}

const COMMON: &[PropertyDef] = &[
    ("string Name {get;}", name, None),
    ("System.Management.Automation.CommandTypes CommandType {get;}", command_type, None),
    ("string Source {get;}", source, None),
    ("string ModuleName {get;}", module, None),
    ("string Definition {get;}", definition, None),
    ("System.Object Parameters {get;}", parameters, None),
];

fn show(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<CommandInfo>().map(|i| i.kind.name().to_string()).unwrap_or_default())
}

/// `System.Management.Automation.CommandInfo`
pub(crate) static COMMAND_INFO: TypeDef = TypeDef {
    base: Some("System.Object"),
    properties: COMMON,
    text: Some(show),
    ..TypeDef::new("System.Management.Automation.CommandInfo")
};

const fn info(name: &'static str, properties: &'static [PropertyDef]) -> TypeDef {
    TypeDef {
        base: Some("System.Management.Automation.CommandInfo"),
        properties,
        text: Some(show),
        ..TypeDef::new(name)
    }
}

fn cmdlet_binding(call: &mut Call<'_>) -> Result<Value> {
    let block = kind(call).and_then(block_of);
    Ok(Value::Bool(block.is_some_and(|b| b.code().advanced)))
}

fn default_set(call: &mut Call<'_>) -> Result<Value> {
    let Some(block) = kind(call).and_then(block_of) else { return Ok(Value::Null) };
    let known = posh_runtime::command::function_parameters(call.rs, block.code())?;
    Ok(known.default_set.as_deref().map_or(Value::Null, Value::str))
}

const OF_FUNCTION: &[PropertyDef] = &[
    ("bool CmdletBinding {get;}", cmdlet_binding, None),
    ("string DefaultParameterSet {get;}", default_set, None),
    ("scriptblock ScriptBlock {get;}", script_block, None),
    ("string Description {get;set;}", description, None),
    ("System.Management.Automation.ScopedItemOptions Options {get;set;}", options, None),
    ("string Verb {get;}", verb, None),
    ("string Noun {get;}", noun, None),
];

/// `FunctionInfo`
pub(crate) static FUNCTION_INFO: TypeDef = info("System.Management.Automation.FunctionInfo", OF_FUNCTION);
/// `FilterInfo`
pub(crate) static FILTER_INFO: TypeDef = info("System.Management.Automation.FilterInfo", OF_FUNCTION);
/// `CmdletInfo`
pub(crate) static CMDLET_INFO: TypeDef = info(
    "System.Management.Automation.CmdletInfo",
    &[("string Verb {get;}", verb, None), ("string Noun {get;}", noun, None)],
);
/// `AliasInfo`
pub(crate) static ALIAS_INFO: TypeDef = info(
    "System.Management.Automation.AliasInfo",
    &[
        ("string DisplayName {get;}", display_name, None),
        ("System.Management.Automation.CommandInfo ReferencedCommand {get;}", resolved, None),
        ("System.Management.Automation.CommandInfo ResolvedCommand {get;}", resolved, None),
        ("string Description {get;set;}", description, None),
        ("System.Management.Automation.ScopedItemOptions Options {get;set;}", options, None),
    ],
);
/// `ExternalScriptInfo`
pub(crate) static SCRIPT_INFO: TypeDef =
    info("System.Management.Automation.ExternalScriptInfo", &[("string Path {get;}", path, None)]);
/// `ApplicationInfo`
pub(crate) static APPLICATION_INFO: TypeDef =
    info("System.Management.Automation.ApplicationInfo", &[("string Path {get;}", path, None)]);
