//! `Get-Command`

use std::path::PathBuf;
use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, CommandKind, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, Exception};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::command_info::{module_name, parameter_list, parameters_of, type_name};
use super::syntax;
use crate::management::drives::{aliases, command, functions};
use crate::support::errors::record;

/// Gets commands by name, verb, noun or module.
///
/// # Examples
/// Gets all commands for batches.
/// ```powershell
/// Get-Command *-MigrationBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Command",
    module = "Microsoft.PowerShell.Core",
    default_set = "CmdletSet",
    output = "System.Management.Automation.AliasInfo, System.Management.Automation.ApplicationInfo, System.Management.Automation.FunctionInfo, System.Management.Automation.CmdletInfo, System.Management.Automation.ExternalScriptInfo, System.Management.Automation.FilterInfo, System.String, System.Management.Automation.PSObject"
)]
pub(crate) struct GetCommand {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_value, by_name, set = "AllCommandSet")]
    name: Vec<String>,
    /// Verb.
    #[parameter(by_name, set = "CmdletSet")]
    verb: Vec<String>,
    /// Noun.
    #[parameter(by_name, set = "CmdletSet")]
    noun: Vec<String>,
    /// The modules.
    #[parameter(alias = "PSSnapin", by_name)]
    module: Vec<String>,
    /// Exclude module.
    #[parameter]
    exclude_module: Vec<String>,
    /// Fully qualified module.
    #[parameter(ty = "Microsoft.PowerShell.Commands.ModuleSpecification[]", by_name)]
    fully_qualified_module: Vec<Value>,
    /// The kinds of commands.
    #[parameter(
        ty = "System.Management.Automation.CommandTypes",
        alias = "Type",
        by_name,
        set = "AllCommandSet"
    )]
    command_type: Value,
    /// How many lines to read from the beginning.
    #[parameter(by_name)]
    total_count: Option<i32>,
    /// Syntax.
    #[parameter(by_name)]
    syntax: bool,
    /// Show command info.
    #[parameter]
    show_command_info: bool,
    /// The arguments.
    #[parameter(alias = "Args", allow_null, allow_empty_collection, position = 1, remaining)]
    argument_list: Vec<Value>,
    /// All.
    #[parameter(by_name)]
    all: bool,
    /// List imported.
    #[parameter(by_name)]
    list_imported: bool,
    /// Parameter name.
    #[parameter(not_null_or_empty)]
    parameter_name: Vec<String>,
    /// Parameter type.
    #[parameter(ty = "System.Management.Automation.PSTypeName[]", not_null_or_empty)]
    parameter_type: Vec<Value>,
    /// Use fuzzy matching.
    #[parameter(set = "AllCommandSet")]
    use_fuzzy_matching: bool,
    /// Fuzzy minimum distance.
    #[parameter(ty = "System.UInt32", set = "AllCommandSet")]
    fuzzy_minimum_distance: Value,
    /// Use abbreviation expansion.
    #[parameter(by_name, set = "AllCommandSet")]
    use_abbreviation_expansion: bool,
}

impl GetCommand {
    fn takes_kind(&self, kind: &CommandKind) -> bool {
        let wanted = plain_text(&self.command_type);
        let own = type_name(kind);
        let by_type = match wanted.as_str() {
            "" | "All" => true,
            list => list.split(',').any(|t| t.trim().eq_ignore_ascii_case(own)),
        };
        let module = module_name(kind);
        let by_module = self.module.is_empty()
            || self.module.iter().any(|m| Wildcard::new(m, true).is_ok_and(|w| w.matches(&module)));
        let name = kind.name();
        let part = |list: &[String], own: &str| {
            list.is_empty() || list.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(own)))
        };
        let (verb, noun) = name.split_once('-').unwrap_or(("", ""));
        let by_verb = self.verb.is_empty() && self.noun.is_empty()
            || (!verb.is_empty() && part(&self.verb, verb) && part(&self.noun, noun));
        by_type && by_module && by_verb
    }

    /// All commands that a pattern matches: aliases, functions, cmdlets.
    fn matching(&self, pipe: &mut Pipe<'_>, pattern: &str) -> Result<Vec<CommandKind>> {
        let wildcard = Wildcard::new(pattern, true)?;
        let mut found: Vec<CommandKind> = Vec::new();
        let named = !self.name.is_empty();
        if named || !self.command_type.is_null() {
            found.extend(aliases(pipe).into_iter().map(CommandKind::Alias));
        }
        found.extend(functions(pipe).into_iter().map(CommandKind::Function));
        found.extend(pipe.rs.cmdlets().into_iter().map(CommandKind::Cmdlet));
        if named && pattern != "*" {
            found.extend(programs(&wildcard));
        }
        found.retain(|k| wildcard.matches(&k.name()) && self.takes_kind(k));
        Ok(found)
    }

    fn exact(&self, pipe: &mut Pipe<'_>, name: &str) -> Result<()> {
        let alias = aliases(pipe).into_iter().find(|a| a.name.eq_ignore_ascii_case(name));
        let found = match alias {
            Some(alias) => Some(CommandKind::Alias(alias)),
            None => pipe.rs.try_command(name).ok().flatten(),
        };
        let bare = name.rsplit('\\').next().unwrap_or(name);
        // `Noun` alone runs `Get-Noun`, but is no command of that name.
        let found = found.filter(|k| {
            let is_file = matches!(k, CommandKind::Script(_) | CommandKind::Application(_));
            (is_file || k.name().eq_ignore_ascii_case(bare)) && self.takes_kind(k)
        });
        match found {
            Some(kind) => self.write(pipe, &kind),
            None => {
                let message = format!(
                    "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable \
                     program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and \
                     try again."
                );
                let error = record(
                    "System.Management.Automation.CommandNotFoundException",
                    message,
                    "CommandNotFoundException",
                    ErrorCategory::ObjectNotFound,
                    Value::str(name),
                );
                if let Some(data) = error.exception.native::<Exception>() {
                    data.set("CommandName", Value::str(name));
                }
                pipe.error(error)
            }
        }
    }

    fn write(&self, pipe: &mut Pipe<'_>, kind: &CommandKind) -> Result<()> {
        if !self.parameter_name.is_empty() {
            let list = parameter_list(pipe.rs, kind)?;
            let has = self.parameter_name.iter().any(|p| {
                let named = |w: &Wildcard| {
                    list.iter().any(|p| w.matches(&p.name) || p.aliases.iter().any(|a| w.matches(a)))
                };
                Wildcard::new(p, true).is_ok_and(|w| named(&w))
            });
            if !has {
                return Ok(());
            }
        }
        if !self.syntax {
            return pipe.write(command(kind.clone()));
        }
        let text = self.syntax_of(pipe, kind)?;
        pipe.write(text)
    }

    fn syntax_of(&self, pipe: &mut Pipe<'_>, kind: &CommandKind) -> Result<String> {
        match kind {
            CommandKind::Cmdlet(def) => Ok(syntax::of_cmdlet(def)),
            CommandKind::Alias(alias) => {
                let definition = alias.definition.clone();
                match pipe.rs.try_command(&definition)? {
                    Some(target) if !matches!(target, CommandKind::Alias(_)) => {
                        let name = &alias.name;
                        let parameters = parameters_of(pipe.rs, &target)?.unwrap_or_default();
                        let text = syntax::of_command(name, &parameters);
                        Ok(format!("\n{name} (alias) -> {}{text}", target.name()))
                    }
                    _ => Ok(definition.to_string()),
                }
            }
            other => match parameters_of(pipe.rs, other)? {
                Some(parameters) => {
                    let name = other.name();
                    let text = syntax::of_command(&name, &parameters);
                    let is_script = matches!(other, CommandKind::Script(_));
                    Ok(if is_script { format!("{name} (alias) -> {name}\n{text}") } else { text })
                }
                None => Ok(other.name().to_string()),
            },
        }
    }
}

fn programs(wildcard: &Wildcard) -> Vec<CommandKind> {
    let Some(paths) = std::env::var_os("PATH") else { return Vec::new() };
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in std::env::split_paths(&paths) {
        let names = crate::support::path::children(&folder);
        found.extend(names.into_iter().filter(|n| wildcard.matches(n)).map(|n| folder.join(n)));
    }
    found.into_iter().map(|p| CommandKind::Application(Rc::new(p))).collect()
}

impl Cmdlet for GetCommand {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let names = if self.name.is_empty() { vec!["*".to_owned()] } else { self.name.clone() };
        let mut left = self.total_count.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        for name in names {
            if !Wildcard::is_pattern(&name) {
                self.exact(pipe, &name)?;
                continue;
            }
            for kind in self.matching(pipe, &name)? {
                if left == 0 {
                    return Ok(());
                }
                left -= 1;
                self.write(pipe, &kind)?;
            }
        }
        Ok(())
    }
}
