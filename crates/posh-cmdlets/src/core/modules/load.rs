//! Finding, running and importing of modules.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use posh_runtime::command::{Alias, Function, Pipe};
use posh_runtime::convert::{enum_value, plain_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::names::Name;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::pipeline::{Argument, Collect};
use posh_runtime::scope::{Scope, ScopeKind};
use posh_runtime::value::{Dictionary, ScriptBlock};
use posh_runtime::{Result, Value, members, net};

use super::{Exports, Module, PSModuleInfo, of};
use crate::support::errors::record;

/// Modules that are nested deeper than this are refused.
const MAX_DEPTH: usize = 50;

/// What an import takes of a module.
#[derive(Clone, Default)]
pub(in crate::core) struct Wanted {
    pub(in crate::core) prefix: String,
    pub(in crate::core) functions: Vec<String>,
    pub(in crate::core) aliases: Vec<String>,
    pub(in crate::core) variables: Vec<String>,
    pub(in crate::core) arguments: Vec<Value>,
}

fn folders() -> Vec<PathBuf> {
    let paths = posh_runtime::net::environment::get("PSModulePath").unwrap_or_default();
    std::env::split_paths(&paths).filter(|p| !p.as_os_str().is_empty()).collect()
}

/// The file of a module in a folder of its name.
fn in_folder(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_string_lossy().into_owned();
    let direct = ["psd1", "psm1"].map(|e| folder.join(format!("{name}.{e}")));
    if let Some(found) = direct.into_iter().find(|p| p.is_file()) {
        return Some(found);
    }
    // A version's folder below.
    let mut versions = crate::support::path::children(folder);
    versions.sort();
    versions.into_iter().rev().find_map(|v| {
        ["psd1", "psm1"]
            .map(|e| folder.join(&v).join(format!("{name}.{e}")))
            .into_iter()
            .find(|p| p.is_file())
    })
}

/// The file that a module's name or path means.
pub(in crate::core) fn find(pipe: &Pipe<'_>, name: &str) -> Option<PathBuf> {
    let is_path = name.contains(['/', '\\']) || name.starts_with('.');
    let lower = name.to_lowercase();
    if is_path || [".psm1", ".psd1", ".ps1"].iter().any(|e| lower.ends_with(e)) {
        let path = pipe.rs.absolute(name);
        if path.is_file() {
            return Some(path);
        }
        if path.is_dir() {
            return in_folder(&path);
        }
        return ["psd1", "psm1", "ps1"]
            .into_iter()
            .map(|e| PathBuf::from(format!("{}.{e}", path.display())))
            .find(|p| p.is_file());
    }
    folders().into_iter().find_map(|folder| in_folder(&folder.join(name)))
}

/// All modules in the folders of modules.
pub(in crate::core) fn available() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders() {
        let names = crate::support::path::children(&folder);
        found.extend(names.into_iter().filter_map(|n| in_folder(&folder.join(n))));
    }
    found
}

/// A data file's table.
///
/// # Errors
/// Where it does not parse or is no table.
pub(in crate::core) fn manifest(pipe: &mut Pipe<'_>, path: &Path) -> Result<Rc<Dictionary>> {
    let bytes =
        std::fs::read(path).map_err(|e| posh_runtime::Raised::net("System.IO.IOException", e.to_string()))?;
    let text = posh_runtime::text::decode(&bytes);
    let scope = Scope::new(ScopeKind::Module, Some(pipe.rs.global.clone()));
    let folder = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
    scope.set(Name::of("PSScriptRoot"), Value::from(folder));
    let saved = std::mem::replace(&mut pipe.rs.scope, scope);
    let mut out = Collect::default();
    let file = path.display().to_string();
    let done = pipe.rs.run_text(&text, Some(&file), &mut out);
    pipe.rs.scope = saved;
    done?;
    match out.into_value().base() {
        Value::Hash(table) => Ok(table.clone()),
        _ => pipe.fatal(record(
            "System.InvalidOperationException",
            format!("The module manifest '{file}' could not be processed because it is not a valid PowerShell restricted language file."),
            "Modules_InvalidManifest",
            ErrorCategory::ResourceUnavailable,
            Value::from(file.as_str()),
        )),
    }
}

/// Entries of a manifest as texts; `None` where it has none of that name.
fn texts(pipe: &mut Pipe<'_>, table: &Dictionary, key: &str) -> Result<Option<Vec<String>>> {
    let Some(value) = table.get_str(key).filter(|v| !v.is_null()) else { return Ok(None) };
    let items = members::elements(pipe.rs, &value)?;
    Ok(Some(items.iter().map(plain_text).filter(|t| !t.is_empty()).collect()))
}

/// Loads a module from its file and imports it.
///
/// # Errors
/// What its code raises.
pub(in crate::core) fn load(
    pipe: &mut Pipe<'_>,
    path: &Path,
    wanted: &Wanted,
    importer: &Rc<Scope>,
    depth: usize,
) -> Result<Module> {
    if depth > MAX_DEPTH {
        return Err(posh_runtime::Raised::not_supported("A module nested in itself"));
    }
    let name: Rc<str> = path.file_stem().map(|n| n.to_string_lossy().into()).unwrap_or_else(|| "".into());
    if !path.extension().is_some_and(|e| e.eq_ignore_ascii_case("psd1")) {
        let block = read_block(pipe, path)?;
        let (scope, exports) = run(pipe, &name, &block, Some(path), &wanted.arguments)?;
        return finish(pipe, (name, Some(path.to_owned()), scope, exports), wanted, importer, None);
    }
    let table = manifest(pipe, path)?;
    let folder = path.parent().unwrap_or(path).to_owned();
    let required = texts(pipe, &table, "RequiredModules")?.unwrap_or_default();
    for other in required {
        if let Some(found) = find(pipe, &other) {
            load(pipe, &found, &Wanted::default(), importer, depth + 1)?;
        }
    }
    for script in texts(pipe, &table, "ScriptsToProcess")?.unwrap_or_default() {
        let block = read_block(pipe, &folder.join(script))?;
        pipe.rs.invoke_dotted(&block, Vec::new(), pipe.out)?;
    }
    let scope = Scope::new(ScopeKind::Module, Some(pipe.rs.global.clone()));
    *scope.module.borrow_mut() = Some(name.clone());
    let mut exports = Exports::default();
    for nested in texts(pipe, &table, "NestedModules")?.unwrap_or_default() {
        if let Some(file) = nested_file(pipe, &folder, &nested) {
            let inner = load(pipe, &file, &Wanted::default(), &scope, depth + 1)?;
            exports.functions.extend(inner.exports.functions);
            exports.aliases.extend(inner.exports.aliases);
        }
    }
    let mut root = texts(pipe, &table, "RootModule")?.unwrap_or_default();
    root.extend(texts(pipe, &table, "ModuleToProcess")?.unwrap_or_default());
    let files: Vec<PathBuf> = root.iter().filter_map(|r| nested_file(pipe, &folder, r)).collect();
    for file in files {
        let block = read_block(pipe, &file)?;
        let own = run_in(pipe, &scope, &block, Some(&file), &wanted.arguments)?;
        exports.functions.extend(own.functions);
        exports.aliases.extend(own.aliases);
        exports.variables.extend(own.variables);
    }
    let keep = |list: &mut Vec<String>, patterns: Option<Vec<String>>| {
        if let Some(patterns) = patterns {
            list.retain(|n| patterns.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(n))));
        }
    };
    keep(&mut exports.functions, texts(pipe, &table, "FunctionsToExport")?);
    keep(&mut exports.aliases, texts(pipe, &table, "AliasesToExport")?);
    keep(&mut exports.variables, texts(pipe, &table, "VariablesToExport")?);
    finish(pipe, (name, Some(path.to_owned()), scope, exports), wanted, importer, Some(&table))
}

fn nested_file(pipe: &Pipe<'_>, folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(name.replace('\\', "/"));
    let with = |e: &str| PathBuf::from(format!("{}.{e}", path.display()));
    [path.clone(), with("psm1"), with("psd1")].into_iter().find(|p| p.is_file()).or_else(|| find(pipe, name))
}

fn read_block(pipe: &mut Pipe<'_>, path: &Path) -> Result<Rc<ScriptBlock>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return pipe.fatal(record(
                "System.IO.FileNotFoundException",
                format!("The module file '{}' could not be read: {error}", path.display()),
                "Modules_ModuleFileNotFound",
                ErrorCategory::ResourceUnavailable,
                Value::from(path.display().to_string()),
            ));
        }
    };
    let text = posh_runtime::text::decode(&bytes);
    let file: std::sync::Arc<str> = path.display().to_string().into();
    let source = std::sync::Arc::new(posh_syntax::Source::new(text, Some(file)));
    let parsed = posh_syntax::parse(source.clone());
    if !parsed.diagnostics.is_empty() {
        return Err(pipe.rs.parse_error(&source, &parsed.diagnostics));
    }
    Ok(ScriptBlock::new(posh_runtime::code::BlockTemplate::new(parsed.script, source)))
}

/// Runs a module's code in a scope of its own; the scope and what it exports.
///
/// # Errors
/// What the code raises.
pub(in crate::core) fn run(
    pipe: &mut Pipe<'_>,
    name: &Rc<str>,
    block: &Rc<ScriptBlock>,
    path: Option<&Path>,
    arguments: &[Value],
) -> Result<(Rc<Scope>, Exports)> {
    let scope = Scope::new(ScopeKind::Module, Some(pipe.rs.global.clone()));
    *scope.module.borrow_mut() = Some(name.clone());
    let exports = run_in(pipe, &scope, block, path, arguments)?;
    Ok((scope, exports))
}

fn run_in(
    pipe: &mut Pipe<'_>,
    scope: &Rc<Scope>,
    block: &Rc<ScriptBlock>,
    path: Option<&Path>,
    arguments: &[Value],
) -> Result<Exports> {
    if let Some(path) = path {
        let folder = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
        scope.set(Name::of("PSScriptRoot"), Value::from(folder));
        scope.set(Name::of("PSCommandPath"), Value::from(path.display().to_string()));
    }
    let modules = of(pipe);
    modules.exporting.borrow_mut().push(None);
    let saved = std::mem::replace(&mut pipe.rs.scope, scope.clone());
    let own = ScriptBlock::of_module(block.template.clone(), scope.clone());
    let arguments: Vec<Argument> = arguments.iter().cloned().map(Argument::positional).collect();
    let done = pipe.rs.invoke_dotted(&own, arguments, pipe.out);
    pipe.rs.scope = saved;
    let said = modules.exporting.borrow_mut().pop().flatten();
    done?;
    Ok(said.unwrap_or_else(|| Exports {
        functions: scope.own_functions().iter().map(|f| f.name.to_string()).collect(),
        aliases: scope.own_aliases().iter().map(|a| a.name.to_string()).collect(),
        variables: Vec::new(),
    }))
}

/// Puts what a module exports into the importer's scope, and keeps the module.
///
/// # Errors
/// Where a pattern is not valid.
pub(in crate::core) fn finish(
    pipe: &mut Pipe<'_>,
    module: (Rc<str>, Option<PathBuf>, Rc<Scope>, Exports),
    wanted: &Wanted,
    importer: &Rc<Scope>,
    manifest: Option<&Dictionary>,
) -> Result<Module> {
    let (name, path, scope, mut exports) = module;
    for list in [&mut exports.functions, &mut exports.aliases, &mut exports.variables] {
        list.sort();
        list.dedup();
    }
    let imported = import(&scope, importer, &name, &exports, wanted);
    let info = info_of(&name, path.as_deref(), &exports, manifest);
    pipe.rs.set_module_scope(&info, scope.clone());
    let module = Module { name, path, scope, importer: importer.clone(), exports, imported, info };
    let modules = of(pipe);
    let mut loaded = modules.loaded.borrow_mut();
    loaded.retain(|m| !(m.name == module.name && m.path == module.path));
    loaded.push(module.clone());
    Ok(module)
}

fn takes(patterns: &[String], name: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(name)))
}

/// `Get-Thing` with the prefix `My` is `Get-MyThing`.
fn prefixed(name: &str, prefix: &str) -> String {
    match name.split_once('-') {
        Some((verb, noun)) if !prefix.is_empty() => format!("{verb}-{prefix}{noun}"),
        _ => format!("{prefix}{name}"),
    }
}

fn import(
    scope: &Rc<Scope>,
    importer: &Rc<Scope>,
    module: &Rc<str>,
    exports: &Exports,
    wanted: &Wanted,
) -> Exports {
    let mut imported = Exports::default();
    for name in exports.functions.iter().filter(|n| takes(&wanted.functions, n)) {
        let Some(function) = scope.find_function(Name::of(name)) else { continue };
        let shown = prefixed(name, &wanted.prefix);
        importer.set_function(Rc::new(Function {
            name: shown.as_str().into(),
            is_filter: function.is_filter,
            template: function.template.clone(),
            home: function.home.clone().or_else(|| Some(scope.clone())),
            module: Some(module.clone()),
            options: function.options.clone(),
        }));
        imported.functions.push(shown);
    }
    for name in exports.aliases.iter().filter(|n| takes(&wanted.aliases, n)) {
        let Some(alias) = scope.find_alias(Name::of(name)) else { continue };
        importer.set_alias(Rc::new(Alias {
            name: alias.name.clone(),
            definition: alias.definition.clone(),
            options: alias.options.clone(),
            description: alias.description.clone(),
        }));
        imported.aliases.push(name.clone());
    }
    for name in exports.variables.iter().filter(|n| takes(&wanted.variables, n)) {
        if let Some(variable) = scope.own(Name::of(name)) {
            importer.put(Name::of(name), variable);
            imported.variables.push(name.clone());
        }
    }
    imported
}

fn names(list: &[String]) -> Value {
    let table = Dictionary::ordered();
    for name in list {
        table.set(Value::str(name.as_str()), Value::str(name.as_str()));
    }
    Value::Hash(Rc::new(table))
}

/// The object of a module that is not loaded.
pub(in crate::core) fn info_of_file(
    name: &str,
    path: &Path,
    exports: &Exports,
    manifest: Option<&Dictionary>,
) -> Value {
    info_of(name, Some(path), exports, manifest)
}

fn info_of(name: &str, path: Option<&Path>, exports: &Exports, manifest: Option<&Dictionary>) -> Value {
    let entry = |key: &str| manifest.and_then(|m| m.get_str(key)).unwrap_or(Value::Null);
    let version = plain_text(&entry("ModuleVersion"));
    let version = if version.is_empty() { "0.0".to_owned() } else { version };
    let kind =
        if manifest.is_some_and(|m| m.get_str("RootModule").is_none()) { "Manifest" } else { "Script" };
    let all: Vec<String> = exports.functions.iter().chain(&exports.aliases).cloned().collect();
    PSModuleInfo {
        name: Value::str(name),
        path: path.map_or(Value::Null, |p| Value::from(p.display().to_string())),
        module_base: path
            .and_then(Path::parent)
            .map_or(Value::Null, |p| Value::from(p.display().to_string())),
        version: net::version_of(&version).unwrap_or(Value::Null),
        module_type: enum_value("System.Management.Automation.ModuleType", kind),
        description: entry("Description"),
        author: entry("Author"),
        exported_functions: names(&exports.functions),
        exported_cmdlets: names(&[]),
        exported_aliases: names(&exports.aliases),
        exported_variables: names(&exports.variables),
        exported_commands: names(&all),
        private_data: entry("PrivateData"),
    }
    .into_value()
}

/// The object of a module of cmdlets.
pub(in crate::core) fn info_of_cmdlets(pipe: &Pipe<'_>, module: &str) -> Option<Value> {
    let all = pipe.rs.cmdlets();
    let own: Vec<String> =
        all.iter().filter(|d| d.module.eq_ignore_ascii_case(module)).map(|d| d.full_name()).collect();
    let name = all.iter().find(|d| d.module.eq_ignore_ascii_case(module))?.module;
    let version = if name.starts_with("Microsoft.PowerShell") { "7.0.0.0" } else { "1.0" };
    Some(
        PSModuleInfo {
            name: Value::str(name),
            version: net::version_of(version).unwrap_or(Value::Null),
            module_type: enum_value("System.Management.Automation.ModuleType", "Manifest"),
            exported_functions: names(&[]),
            exported_cmdlets: names(&own),
            exported_aliases: names(&[]),
            exported_variables: names(&[]),
            exported_commands: names(&own),
            ..PSModuleInfo::default()
        }
        .into_value(),
    )
}
