//! A page a cmdlet, from the one description that binding and Get-Help read. `UPDATE=1 cargo test -p cutover-tests
//! --test pages` writes them anew.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;

use posh_runtime::Runspace;
use posh_runtime::command::{CmdletDef, ParamDef};
use posh_runtime::host::NullHost;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/cmdlets")
}

/// Sets of a cmdlet, the default one first.
fn sets(def: &CmdletDef) -> Vec<&'static str> {
    let mut sets: Vec<&str> = def.default_set.into_iter().collect();
    for set in def.parameters.iter().flat_map(|p| p.sets).map(|s| s.set).filter(|s| !s.is_empty()) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    if sets.is_empty() { vec![""] } else { sets }
}

fn syntax(def: &CmdletDef, set: &str) -> String {
    let mut line = def.full_name();
    for parameter in def.parameters {
        let Some(place) = parameter.sets.iter().find(|s| s.set.is_empty() || s.set.eq_ignore_ascii_case(set))
        else {
            continue;
        };
        let name = match place.position {
            Some(_) => format!("[-{}]", parameter.name),
            None => format!("-{}", parameter.name),
        };
        let text = if parameter.ty == "switch" { name } else { format!("{name} <{}>", parameter.ty) };
        let _ = if place.mandatory { write!(line, " {text}") } else { write!(line, " [{text}]") };
    }
    if def.should_process {
        line.push_str(" [-WhatIf] [-Confirm]");
    }
    line.push_str(" [<CommonParameters>]");
    line
}

fn parameter(out: &mut String, p: &ParamDef) {
    let _ = write!(out, "\n### -{}\n\n", p.name);
    if !p.help.is_empty() {
        let _ = write!(out, "{}\n\n", p.help);
    }
    let _ = writeln!(out, "- Type: `{}`", p.ty);
    if !p.aliases.is_empty() {
        let _ = writeln!(out, "- Aliases: {}", p.aliases.join(", "));
    }
    for set in p.sets {
        let mut words = vec![if set.mandatory { "required".to_owned() } else { "optional".to_owned() }];
        words.extend(set.position.map(|at| format!("position {at}")));
        if set.by_value {
            words.push("from the pipeline by value".into());
        }
        if set.by_name {
            words.push("from the pipeline by property name".into());
        }
        let name =
            if set.set.is_empty() { "Every parameter set".to_owned() } else { format!("Set {}", set.set) };
        let _ = writeln!(out, "- {name}: {}", words.join(", "));
    }
    if !p.default.is_empty() {
        let _ = writeln!(out, "- Default: {}", p.default);
    }
}

fn page(def: &CmdletDef) -> String {
    let mut out = format!("# {}\n\n{}\n", def.full_name(), def.help.synopsis);
    if !def.help.description.is_empty() && def.help.description != def.help.synopsis {
        let _ = write!(out, "\n{}\n", def.help.description);
    }
    out.push_str("\n## Syntax\n\n```\n");
    for set in sets(def) {
        let _ = writeln!(out, "{}", syntax(def, set));
    }
    out.push_str("```\n");
    if !def.help.examples.is_empty() {
        out.push_str("\n## Examples\n");
    }
    for example in def.help.examples {
        let _ = write!(out, "\n{}\n\n```powershell\n{}\n```\n", example.title.trim(), example.code.trim());
        if !example.remarks.is_empty() {
            let _ = write!(out, "\n{}\n", example.remarks);
        }
    }
    if !def.parameters.is_empty() {
        out.push_str("\n## Parameters\n");
    }
    for p in def.parameters {
        parameter(&mut out, p);
    }
    if !def.output.is_empty() {
        let _ = write!(out, "\n## Outputs\n\n{}\n", def.output.join(", "));
    }
    out
}

fn pages() -> BTreeMap<String, String> {
    let mut rs = Runspace::new(Rc::new(NullHost));
    posh_cmdlets::register(&mut rs);
    migration_cmdlets::register(&mut rs);
    let mut pages = BTreeMap::new();
    let mut index: BTreeMap<&str, BTreeMap<String, &str>> = BTreeMap::new();
    for def in rs.cmdlets() {
        pages.insert(format!("{}.md", def.full_name()), page(def));
        index.entry(def.module).or_default().insert(def.full_name(), def.help.synopsis);
    }
    let mut text = String::from("# Cmdlets\n");
    for (module, cmdlets) in index {
        let _ = write!(text, "\n## {module}\n\n");
        for (name, synopsis) in cmdlets {
            let _ = writeln!(text, "- [{name}]({name}.md): {synopsis}");
        }
    }
    pages.insert("README.md".into(), text);
    pages
}

#[test]
fn pages_are_those_of_the_cmdlets() {
    let update = std::env::var_os("UPDATE").is_some();
    let pages = pages();
    for (name, text) in &pages {
        let path = folder().join(name);
        if update {
            std::fs::write(&path, text).expect("a page can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == *text, "docs/cmdlets/{name} is not of today; UPDATE=1 writes it");
    }
    for entry in std::fs::read_dir(folder()).expect("the folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(pages.contains_key(&name), "docs/cmdlets/{name} is of no cmdlet");
    }
}
