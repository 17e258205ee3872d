//! `Get-Help`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, CmdletDef, CommandKind, ParamDef, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::{InstanceMember, MemberValue};
use posh_runtime::{Result, Value, members};

use super::syntax;
use crate::management::drives::{aliases, functions};
use crate::support::errors::record;

/// Shows what commands do and how they are called.
///
/// # Examples
/// Shows examples of a command.
/// ```powershell
/// Get-Help New-MigrationBatch -Examples
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "Help", module = "Microsoft.PowerShell.Core", default_set = "AllUsersView")]
pub(crate) struct GetHelp {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_name)]
    name: Option<String>,
    /// The paths; wildcards are allowed.
    #[parameter]
    path: Option<String>,
    /// The category.
    #[parameter(
        one_of = "Alias, Cmdlet, Provider, General, FAQ, Glossary, HelpFile, ScriptCommand, Function, Filter, ExternalScript, All, DefaultHelp, DscResource, Class, Configuration"
    )]
    category: Vec<String>,
    /// Detailed.
    #[parameter(mandatory, set = "DetailedView")]
    detailed: bool,
    /// Full.
    #[parameter(set = "AllUsersView")]
    full: bool,
    /// Examples.
    #[parameter(mandatory, set = "Examples")]
    examples: bool,
    /// Parameter.
    #[parameter(mandatory, set = "Parameters")]
    parameter: Vec<String>,
    /// Component.
    #[parameter]
    component: Vec<String>,
    /// Functionality.
    #[parameter]
    functionality: Vec<String>,
    /// Role.
    #[parameter]
    role: Vec<String>,
    /// Online.
    #[parameter(mandatory, set = "Online")]
    online: bool,
}

/// Text of one parameter.
fn parameter_text(p: &ParamDef) -> String {
    let kind = if p.ty == "switch" { String::new() } else { format!(" <{}>", p.ty) };
    let required = p.sets.iter().any(|s| s.mandatory);
    let position = p.sets.iter().find_map(|s| s.position);
    let pipeline = match (p.sets.iter().any(|s| s.by_value), p.sets.iter().any(|s| s.by_name)) {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        (false, false) => "false",
    };
    let aliases = if p.aliases.is_empty() { "none".to_owned() } else { p.aliases.join(", ") };
    let default = if p.default.is_empty() { "None" } else { p.default };
    format!(
        "    -{}{kind}\n        {}\n\n        Required?                    {required}\n        Position?                    {}\n        \
         Default value                {default}\n        Accept pipeline input?       {pipeline}\n        Aliases                      \
         {aliases}\n",
        p.name,
        p.help,
        position.map_or_else(|| "named".to_owned(), |n| n.to_string()),
    )
}

impl GetHelp {
    fn text(&self, def: &'static CmdletDef) -> String {
        let mut out = format!("\nNAME\n    {}\n\nSYNOPSIS\n    {}\n\n", def.full_name(), def.help.synopsis);
        if !self.examples {
            let parameters = posh_runtime::command::cmdlet_parameters(def);
            let lines: Vec<String> = syntax::set_names(&parameters)
                .iter()
                .map(|s| format!("{} {}", def.full_name(), syntax::of_set(&parameters, s)))
                .collect();
            out.push_str(&format!("SYNTAX\n    {}\n\n", lines.join("\n\n    ")));
            let description =
                if def.help.description.is_empty() { def.help.synopsis } else { def.help.description };
            out.push_str(&format!("DESCRIPTION\n    {}\n\n", description.replace('\n', "\n    ")));
        }
        if self.full || self.detailed {
            out.push_str("PARAMETERS\n");
            for p in def.parameters {
                out.push_str(&parameter_text(p));
                out.push('\n');
            }
        }
        if self.full || self.detailed || self.examples {
            for (number, example) in def.help.examples.iter().enumerate() {
                out.push_str(&format!(
                    "    -------------------------- Example {}: {} --------------------------\n\n    {}\n\n",
                    number + 1,
                    example.title,
                    example.code.replace('\n', "\n    ")
                ));
                if !example.remarks.is_empty() {
                    out.push_str(&format!("    {}\n\n", example.remarks));
                }
            }
        }
        out
    }

    /// The text, with the parts of the help as properties.
    fn object(&self, def: &'static CmdletDef) -> Value {
        let value = members::wrap(Value::from(self.text(def)));
        let examples: Vec<Value> = def.help.examples.iter().map(|e| Value::str(e.code)).collect();
        let parts = [
            ("Name", Value::from(def.full_name())),
            ("Synopsis", Value::str(def.help.synopsis)),
            ("Description", Value::str(def.help.description)),
            ("ModuleName", Value::str(def.module)),
            ("Category", Value::str("Cmdlet")),
            ("Examples", Value::array(examples)),
        ];
        if let Some(own) = members::instance_members(&value) {
            for (name, part) in parts {
                own.set(InstanceMember { name: name.into(), value: MemberValue::Note(part), hidden: true });
            }
        }
        value
    }

    fn cmdlet(&self, pipe: &mut Pipe<'_>, def: &'static CmdletDef) -> Result<()> {
        if self.parameter.is_empty() {
            return pipe.write(self.object(def));
        }
        for wanted in &self.parameter {
            let pattern = Wildcard::new(wanted, true)?;
            for p in def.parameters.iter().filter(|p| pattern.matches(p.name)) {
                pipe.write(parameter_text(p))?;
            }
        }
        Ok(())
    }

    fn not_found(pipe: &mut Pipe<'_>, name: &str) -> Result<()> {
        pipe.error(record(
            "Microsoft.PowerShell.Commands.HelpNotFoundException",
            format!(
                "Get-Help could not find {name} in a help file in this session. To download updated help topics type: \
                 \"Update-Help\". To get help online, search for the help topic in the TechNet library at \
                 https://go.microsoft.com/fwlink/?LinkID=107116."
            ),
            "HelpNotFound",
            ErrorCategory::ResourceUnavailable,
            Value::Null,
        ))
    }
}

impl Cmdlet for GetHelp {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let name = self.name.clone().unwrap_or_else(|| "Get-Help".to_owned());
        if Wildcard::is_pattern(&name) {
            let pattern = Wildcard::new(&name, true)?;
            for def in pipe.rs.cmdlets().into_iter().filter(|d| pattern.matches(&d.full_name())) {
                pipe.write(format!("{:<34}{}", def.full_name(), def.help.synopsis))?;
            }
            return Ok(());
        }
        let alias = aliases(pipe).into_iter().find(|a| a.name.eq_ignore_ascii_case(&name));
        let target = alias.map_or(name.clone(), |a| a.definition.to_string());
        match pipe.rs.try_command(&target).ok().flatten() {
            Some(CommandKind::Cmdlet(def)) => self.cmdlet(pipe, def),
            Some(kind) if functions(pipe).iter().any(|f| f.name == kind.name()) => {
                pipe.write(format!("\nNAME\n    {}\n\nSYNTAX\n    {}\n\n", kind.name(), kind.name()))
            }
            _ => Self::not_found(pipe, &name),
        }
    }
}
