//! `Import-Module`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::scope::{Scope, ScopeKind};
use posh_runtime::{Result, Value};

use super::modules::{self, load};
use crate::support::errors::record;

/// Adds the commands of a module to the session.
///
/// # Examples
/// Imports a module from its file.
/// ```powershell
/// Import-Module ./Tools.psm1 -Force
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Import",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    default_set = "Name",
    output = "System.Management.Automation.PSModuleInfo"
)]
pub(crate) struct ImportModule {
    /// Global.
    #[parameter]
    global: bool,
    /// Prefix.
    #[parameter(not_null)]
    prefix: Option<String>,
    /// The names.
    #[parameter(mandatory, position = 0, by_value, set = "CimSession, Name, PSSession, WinCompat")]
    name: Vec<String>,
    /// Fully qualified name.
    #[parameter(
        ty = "Microsoft.PowerShell.Commands.ModuleSpecification[]",
        mandatory,
        position = 0,
        by_value,
        set = "FullyQualifiedName, FullyQualifiedNameAndPSSession, FullyQualifiedNameAndWinCompat"
    )]
    fully_qualified_name: Vec<Value>,
    /// Assembly.
    #[parameter(ty = "System.Reflection.Assembly[]", mandatory, position = 0, by_value, set = "Assembly")]
    assembly: Vec<Value>,
    /// Function.
    #[parameter(not_null)]
    function: Vec<String>,
    /// Cmdlet.
    #[parameter(not_null)]
    cmdlet: Vec<String>,
    /// Variable.
    #[parameter(not_null)]
    variable: Vec<String>,
    /// Alias.
    #[parameter(not_null)]
    alias: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Skip edition check.
    #[parameter(
        set = "Assembly, CimSession, FullyQualifiedName, FullyQualifiedNameAndPSSession, ModuleInfo, Name, PSSession"
    )]
    skip_edition_check: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// As custom object.
    #[parameter]
    as_custom_object: bool,
    /// Minimum version.
    #[parameter(ty = "version", alias = "Version", set = "CimSession, Name, PSSession, WinCompat")]
    minimum_version: Value,
    /// Maximum version.
    #[parameter(set = "CimSession, Name, PSSession, WinCompat")]
    maximum_version: Option<String>,
    /// Required version.
    #[parameter(ty = "version", set = "CimSession, Name, PSSession, WinCompat")]
    required_version: Value,
    /// Module info.
    #[parameter(
        ty = "System.Management.Automation.PSModuleInfo[]",
        mandatory,
        position = 0,
        by_value,
        set = "ModuleInfo"
    )]
    module_info: Vec<Value>,
    /// The arguments.
    #[parameter(alias = "Args")]
    argument_list: Vec<Value>,
    /// Disable name checking.
    #[parameter]
    disable_name_checking: bool,
    /// Leaves existing files alone.
    #[parameter(alias = "NoOverwrite")]
    no_clobber: bool,
    /// The scope: a name, or a number from the current scope up.
    #[parameter(one_of = "Local, Global")]
    scope: Option<String>,
    /// Pssession.
    #[parameter(
        name = "PSSession",
        ty = "System.Management.Automation.Runspaces.PSSession",
        not_null,
        mandatory,
        set = "FullyQualifiedNameAndPSSession, PSSession"
    )]
    ps_session: Value,
    /// Cim session.
    #[parameter(
        ty = "Microsoft.Management.Infrastructure.CimSession",
        not_null,
        mandatory,
        set = "CimSession"
    )]
    cim_session: Value,
    /// Cim resource uri.
    #[parameter(ty = "uri", not_null, set = "CimSession")]
    cim_resource_uri: Value,
    /// Cim namespace.
    #[parameter(not_null_or_empty, set = "CimSession")]
    cim_namespace: Option<String>,
    /// Use windows power shell.
    #[parameter(alias = "UseWinPS", mandatory, set = "FullyQualifiedNameAndWinCompat, WinCompat")]
    use_windows_power_shell: bool,
}

impl ImportModule {
    fn target(&self, pipe: &Pipe<'_>) -> Rc<Scope> {
        if self.global || self.scope.as_deref().is_some_and(|s| s.eq_ignore_ascii_case("global")) {
            return pipe.rs.global.clone();
        }
        let home = pipe.rs.scope.home();
        if home.kind == ScopeKind::Module { home } else { pipe.rs.global.clone() }
    }

    fn import(&self, pipe: &mut Pipe<'_>, name: &str) -> Result<()> {
        let importer = self.target(pipe);
        let wanted = load::Wanted {
            prefix: self.prefix.clone().unwrap_or_default(),
            functions: self.function.clone(),
            aliases: self.alias.clone(),
            variables: self.variable.clone(),
            arguments: self.argument_list.clone(),
        };
        if let Some(path) = load::find(pipe, name) {
            let known =
                modules::of(pipe).loaded.borrow().iter().find(|m| m.path.as_ref() == Some(&path)).cloned();
            let module = match known {
                Some(known) if !self.force => {
                    let parts =
                        (known.name.clone(), known.path.clone(), known.scope.clone(), known.exports.clone());
                    let again = load::finish(pipe, parts, &wanted, &importer, None)?;
                    modules::Module { info: known.info, ..again }
                }
                _ => load::load(pipe, &path, &wanted, &importer, 0)?,
            };
            return if self.pass_thru { pipe.write(module.info) } else { Ok(()) };
        }
        let known =
            modules::of(pipe).loaded.borrow().iter().find(|m| m.name.eq_ignore_ascii_case(name)).cloned();
        if let Some(known) = known {
            let parts = (known.name.clone(), known.path.clone(), known.scope.clone(), known.exports.clone());
            load::finish(pipe, parts, &wanted, &importer, None)?;
            return if self.pass_thru { pipe.write(known.info) } else { Ok(()) };
        }
        if let Some(info) = load::info_of_cmdlets(pipe, name) {
            return if self.pass_thru { pipe.write(info) } else { Ok(()) };
        }
        pipe.error(record(
            "System.IO.FileNotFoundException",
            format!("The specified module '{name}' was not loaded because no valid module file was found in any module directory."),
            "Modules_ModuleNotFound",
            ErrorCategory::ResourceUnavailable,
            Value::str(name),
        ))
    }
}

impl Cmdlet for ImportModule {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut names = self.name.clone();
        for module in &self.module_info {
            let path = posh_runtime::members::try_property(pipe.rs, module, "Path").filter(|p| !p.is_null());
            names.push(path.map_or_else(|| plain_text(module), |p| plain_text(&p)));
        }
        for given in &self.fully_qualified_name {
            let name = posh_runtime::members::try_property(pipe.rs, given, "ModuleName")
                .unwrap_or_else(|| given.clone());
            names.push(plain_text(&name));
        }
        names.iter().try_for_each(|name| self.import(pipe, name))
    }
}
