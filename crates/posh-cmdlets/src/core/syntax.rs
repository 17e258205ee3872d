//! The syntax of commands as text (`Get-Command -Syntax`).

use posh_runtime::command::{CmdletDef, ParamDef, ParamSetDef};
use posh_runtime::types::{TypeKind, TypeRef, resolve_name};

/// Name of a type as syntax shows it: short, `int` for what has a word of its own.
fn type_text(ty: &TypeRef) -> String {
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
            shown.rsplit(['.', '+']).next().unwrap_or(&shown).to_owned()
        }
    }
}

fn type_of(p: &ParamDef) -> String {
    match resolve_name(p.ty) {
        Some(ty) => type_text(&ty),
        None => p.ty.rsplit(['.', '+']).next().unwrap_or(p.ty).to_owned(),
    }
}

fn is_switch(p: &ParamDef) -> bool {
    p.ty == "switch"
}

/// A parameter as one set shows it.
fn parameter_text(p: &ParamDef, set: &ParamSetDef) -> String {
    let name = if set.position.is_some() && !is_switch(p) {
        format!("[-{}]", p.name)
    } else {
        format!("-{}", p.name)
    };
    let body = if is_switch(p) { name } else { format!("{name} <{}>", type_of(p)) };
    if set.mandatory { body } else { format!("[{body}]") }
}

fn in_set<'a>(p: &'a ParamDef, set: &str) -> Option<&'a ParamSetDef> {
    p.sets.iter().find(|s| s.set == set).or_else(|| p.sets.iter().find(|s| s.set.is_empty()))
}

/// Names of a cmdlet's sets; one without a name where it has none.
pub(crate) fn set_names(def: &CmdletDef) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    if let Some(default) = def.default_set {
        names.push(default);
    }
    for set in def.parameters.iter().flat_map(|p| p.sets) {
        if !set.set.is_empty() && !names.contains(&set.set) {
            names.push(set.set);
        }
    }
    if names.is_empty() { vec![""] } else { names }
}

/// One line of syntax.
pub(crate) fn of_set(def: &CmdletDef, set: &str) -> String {
    let members: Vec<(&ParamDef, &ParamSetDef)> =
        def.parameters.iter().filter_map(|p| in_set(p, set).map(|s| (p, s))).collect();
    let mut positional: Vec<_> = members.iter().filter(|(_, s)| s.position.is_some()).collect();
    positional.sort_by_key(|(_, s)| s.position);
    let mandatory = members.iter().filter(|(_, s)| s.position.is_none() && s.mandatory);
    let others = members.iter().filter(|(_, s)| s.position.is_none() && !s.mandatory);
    let mut words = vec![def.full_name()];
    words.extend(positional.into_iter().chain(mandatory).chain(others).map(|(p, s)| parameter_text(p, s)));
    if def.should_process {
        words.push("[-WhatIf]".into());
        words.push("[-Confirm]".into());
    }
    words.push("[<CommonParameters>]".into());
    words.join(" ")
}

/// The syntax of all sets.
pub(crate) fn of_cmdlet(def: &CmdletDef) -> String {
    let lines: Vec<String> = set_names(def).into_iter().map(|set| of_set(def, set)).collect();
    format!("\n{}\n", lines.join("\n\n"))
}
