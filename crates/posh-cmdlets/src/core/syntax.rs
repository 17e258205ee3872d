//! The syntax of commands as text (`Get-Command -Syntax`).

use posh_runtime::command::{CmdletDef, CommandParameters, InSet, Parameter};
use posh_runtime::types::{TypeKind, TypeRef};

/// Name of a type as syntax shows it: short, `int` for what has a word of its own.
pub(crate) fn type_text(ty: &TypeRef) -> String {
    match ty.kind() {
        TypeKind::Array { element, .. } => format!("{}[]", type_text(element)),
        TypeKind::Generic { definition, arguments } if definition.starts_with("System.Nullable") => {
            arguments.first().map(type_text).unwrap_or_default()
        }
        TypeKind::Generic { definition, arguments } => {
            let head = definition.rsplit('.').next().unwrap_or(definition);
            let head = head.split('`').next().unwrap_or(head);
            let inner: Vec<String> = arguments.iter().map(type_text).collect();
            format!("{head}[{}]", inner.join(","))
        }
        _ => {
            let shown = ty.display_name();
            if shown == "System.Object" || shown == "object" {
                return "Object".to_owned();
            }
            shown.rsplit('.').next().unwrap_or(&shown).to_owned()
        }
    }
}

/// The type of a parameter as syntax shows it. Some take more than their type says, and are loosely typed here.
pub(crate) fn parameter_type(p: &Parameter) -> String {
    let shown = type_text(&p.ty);
    match (&*p.name, shown.as_str()) {
        ("Attributes", "Object") => "FlagsExpression[FileAttributes]".to_owned(),
        ("Encoding", "Object") => "Encoding".to_owned(),
        _ => shown,
    }
}

/// A parameter as one set shows it.
fn parameter_text(p: &Parameter, set: &InSet) -> String {
    let name = if set.position.is_some() && !p.is_switch {
        format!("[-{}]", p.name)
    } else {
        format!("-{}", p.name)
    };
    let body = if p.is_switch { name } else { format!("{name} <{}>", parameter_type(p)) };
    if set.mandatory { body } else { format!("[{body}]") }
}

/// Names of a command's sets, the default one first; one without a name where it has none.
pub(crate) fn set_names(parameters: &CommandParameters) -> Vec<String> {
    let mut names: Vec<String> = parameters.default_set.iter().map(|d| d.to_string()).collect();
    for set in &parameters.sets {
        if !names.iter().any(|n| n.eq_ignore_ascii_case(set)) {
            names.push(set.to_string());
        }
    }
    if names.is_empty() { vec![String::new()] } else { names }
}

/// The parameters of one set in the order in which syntax shows them.
pub(crate) fn in_set<'a>(parameters: &'a CommandParameters, set: &str) -> Vec<(&'a Parameter, &'a InSet)> {
    let set = (!set.is_empty()).then_some(set);
    let members: Vec<(&Parameter, &InSet)> =
        parameters.list.iter().filter_map(|p| p.in_set(set).map(|s| (p, s))).collect();
    let mut positional: Vec<_> = members.iter().filter(|(_, s)| s.position.is_some()).copied().collect();
    positional.sort_by_key(|(_, s)| s.position);
    let mandatory = members.iter().filter(|(_, s)| s.position.is_none() && s.mandatory).copied();
    let others = members.iter().filter(|(_, s)| s.position.is_none() && !s.mandatory).copied();
    positional.into_iter().chain(mandatory).chain(others).collect()
}

/// The parameters of one set as text.
pub(crate) fn of_set(parameters: &CommandParameters, set: &str) -> String {
    let mut words: Vec<String> =
        in_set(parameters, set).into_iter().map(|(p, s)| parameter_text(p, s)).collect();
    if parameters.should_process {
        words.push("[-WhatIf]".into());
        words.push("[-Confirm]".into());
    }
    if parameters.paging {
        words.extend(["[-IncludeTotalCount]", "[-Skip <ulong>]", "[-First <ulong>]"].map(str::to_owned));
    }
    if parameters.advanced {
        words.push("[<CommonParameters>]".into());
    }
    words.join(" ")
}

/// The syntax of all sets under a command's name.
pub(crate) fn of_command(name: &str, parameters: &CommandParameters) -> String {
    let lines: Vec<String> =
        set_names(parameters).iter().map(|set| format!("{name} {}", of_set(parameters, set))).collect();
    format!("\n{}\n", lines.join("\n\n"))
}

/// The syntax of a cmdlet.
pub(crate) fn of_cmdlet(def: &'static CmdletDef) -> String {
    of_command(&def.full_name(), &posh_runtime::command::cmdlet_parameters(def))
}
