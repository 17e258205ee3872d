//! `CommandInfo` and its kinds, as scripts see them.

use std::rc::Rc;

use posh_runtime::command::{CommandInfo, CommandKind, CommandParameters, Parameter};
use posh_runtime::convert::enum_value;
use posh_runtime::types::{Call, PropertyDef, TypeDef};
use posh_runtime::value::{Dictionary, Object, ScriptBlock};
use posh_runtime::{Raised, Result, Runspace, Value};

use super::parameter_info::{metadata, parameter_sets, with_common};
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

/// The parameters of a command, without the common ones; `None` of what has none that are known.
///
/// # Errors
/// Where a function's parameters cannot be read, or a script's file.
pub(crate) fn parameters_of(rs: &mut Runspace, kind: &CommandKind) -> Result<Option<Rc<CommandParameters>>> {
    match kind {
        CommandKind::Cmdlet(def) => Ok(Some(posh_runtime::command::cmdlet_parameters(def))),
        CommandKind::Alias(alias) => {
            let definition = alias.definition.clone();
            match rs.try_command(&definition)? {
                Some(target) if !matches!(target, CommandKind::Alias(_)) => parameters_of(rs, &target),
                _ => Ok(None),
            }
        }
        CommandKind::Application(_) => Ok(None),
        CommandKind::Script(file) => {
            let Ok(bytes) = std::fs::read(&file.path) else { return Ok(None) };
            let block = rs.script_block_of_text(&posh_runtime::text::decode(&bytes))?;
            let Value::Block(block) = block else { return Ok(None) };
            posh_runtime::command::function_parameters(rs, block.code()).map(Some)
        }
        other => match block_of(other) {
            Some(block) => posh_runtime::command::function_parameters(rs, block.code()).map(Some),
            None => Ok(None),
        },
    }
}

/// A command's parameters with the common ones.
///
/// # Errors
/// Where a function's parameters cannot be read.
pub(crate) fn parameter_list(rs: &mut Runspace, kind: &CommandKind) -> Result<Vec<Parameter>> {
    Ok(parameters_of(rs, kind)?.map(|p| with_common(&p)).unwrap_or_default())
}

fn parameters(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    let table = Dictionary::ordered();
    for p in parameter_list(call.rs, &kind)? {
        table.set(Value::str(&*p.name), metadata(&p));
    }
    Ok(Value::Hash(Rc::new(table)))
}

fn sets(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    Ok(parameters_of(call.rs, &kind)?.map_or(Value::Null, |p| parameter_sets(&p)))
}

fn resolve_parameter(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    let written = call.text(0).lossy().to_owned();
    let list = parameter_list(call.rs, &kind)?;
    let found =
        list.iter().find(|p| p.is_named(&written)).or_else(|| list.iter().find(|p| p.begins_with(&written)));
    found.map(metadata).ok_or_else(|| {
        Raised::net(
            "System.Management.Automation.ParameterBindingException",
            format!("A parameter cannot be found that matches parameter name '{written}'."),
        )
    })
}

fn cmdlet_binding(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    Ok(Value::Bool(parameters_of(call.rs, &kind)?.is_some_and(|p| p.advanced)))
}

fn default_set(call: &mut Call<'_>) -> Result<Value> {
    let Some(kind) = kind(call).cloned() else { return Ok(Value::Null) };
    let known = parameters_of(call.rs, &kind)?;
    Ok(known.and_then(|p| p.default_set.clone()).map_or(Value::Null, |d| Value::str(&*d)))
}

/// `OutputType`: what the attribute names, or the cmdlet's definition.
fn output_type(call: &mut Call<'_>) -> Result<Value> {
    let names: Vec<String> = match kind(call) {
        Some(CommandKind::Cmdlet(def)) => def.output.iter().map(|n| (*n).to_owned()).collect(),
        Some(other) => block_of(other).map(|b| output_names(&b)).unwrap_or_default(),
        None => Vec::new(),
    };
    let list = names.into_iter().map(|n| {
        let ty = posh_runtime::types::resolve_name(&n);
        let name = ty.as_ref().map_or(n, |t| t.full_name().to_owned());
        let object = Object::of_properties([
            ("Name", Value::from(name)),
            ("Type", ty.map_or(Value::Null, Value::Type)),
        ]);
        object
            .members()
            .set_type_names(vec!["System.Management.Automation.PSTypeName".into(), "System.Object".into()]);
        Value::Object(object)
    });
    Ok(Value::array(list.collect()))
}

/// Types that the `[OutputType()]` attributes of a block name.
fn output_names(block: &ScriptBlock) -> Vec<String> {
    let code = block.code();
    let of_param = code.ast.param_block.iter().flat_map(|p| &p.attributes);
    of_param
        .chain(&code.ast.attributes)
        .filter(|a| {
            code.source.slice(a.span).trim_start_matches('[').to_ascii_lowercase().starts_with("outputtype")
        })
        .flat_map(|a| a.positional.iter())
        .map(|e| code.source.slice(e.span()).trim_matches(['[', ']', '\'', '"']).to_owned())
        .collect()
}

fn version(call: &mut Call<'_>) -> Result<Value> {
    Ok(match kind(call) {
        Some(CommandKind::Cmdlet(_)) => posh_runtime::net::version_of("7.0.0.0").unwrap_or(Value::Null),
        Some(CommandKind::Application(_)) => posh_runtime::net::version_of("0.0.0.0").unwrap_or(Value::Null),
        _ => Value::Null,
    })
}

fn visibility(_: &mut Call<'_>) -> Result<Value> {
    Ok(enum_value("System.Management.Automation.SessionStateEntryVisibility", "Public"))
}

fn resolved_name(call: &mut Call<'_>) -> Result<Value> {
    let target = resolved(call)?;
    Ok(target.native::<CommandInfo>().map_or(Value::Null, |i| Value::str(&*i.kind.name())))
}

const COMMON: &[PropertyDef] = &[
    ("string Name {get;}", name, None),
    ("System.Management.Automation.CommandTypes CommandType {get;}", command_type, None),
    ("string Source {get;}", source, None),
    ("string ModuleName {get;}", module, None),
    ("version Version {get;}", version, None),
    ("System.Management.Automation.SessionStateEntryVisibility Visibility {get;set;}", visibility, None),
    ("string Definition {get;}", definition, None),
    ("System.Object OutputType {get;}", output_type, None),
    ("System.Object Parameters {get;}", parameters, None),
    ("System.Object ParameterSets {get;}", sets, None),
];

const METHODS: &[posh_runtime::types::Member] =
    &[("System.Management.Automation.ParameterMetadata ResolveParameter(string name)", resolve_parameter)];

fn show(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<CommandInfo>().map(|i| i.kind.name().to_string()).unwrap_or_default())
}

/// `System.Management.Automation.CommandInfo`
pub(crate) static COMMAND_INFO: TypeDef = TypeDef {
    base: Some("System.Object"),
    properties: COMMON,
    methods: METHODS,
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

const OF_FUNCTION: &[PropertyDef] = &[
    ("scriptblock ScriptBlock {get;}", script_block, None),
    ("bool CmdletBinding {get;}", cmdlet_binding, None),
    ("string DefaultParameterSet {get;}", default_set, None),
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
    &[
        ("string Verb {get;}", verb, None),
        ("string Noun {get;}", noun, None),
        ("string DefaultParameterSet {get;}", default_set, None),
    ],
);
/// `AliasInfo`
pub(crate) static ALIAS_INFO: TypeDef = info(
    "System.Management.Automation.AliasInfo",
    &[
        ("string DisplayName {get;}", display_name, None),
        ("System.Management.Automation.CommandInfo ReferencedCommand {get;}", resolved, None),
        ("System.Management.Automation.CommandInfo ResolvedCommand {get;}", resolved, None),
        ("string ResolvedCommandName {get;}", resolved_name, None),
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
