//! `Get-Module`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::modules::{self, Exports, load};

/// Gets the modules that are loaded, or that can be.
///
/// # Examples
/// Gets the modules that can be imported.
/// ```powershell
/// Get-Module -ListAvailable
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    default_set = "Loaded",
    output = "System.Management.Automation.PSModuleInfo"
)]
pub(crate) struct GetModule {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_value, set = "Available, CimSession, Loaded, PsSession")]
    name: Vec<String>,
    /// Fully qualified name.
    #[parameter(
        ty = "Microsoft.PowerShell.Commands.ModuleSpecification[]",
        by_name,
        set = "Available, CimSession, Loaded, PsSession"
    )]
    fully_qualified_name: Vec<Value>,
    /// All.
    #[parameter(set = "Available, Loaded")]
    all: bool,
    /// List available.
    #[parameter(mandatory, set = "Available")]
    #[parameter(set = "CimSession, PsSession")]
    list_available: bool,
    /// Psedition.
    #[parameter(name = "PSEdition", set = "Available, PsSession")]
    ps_edition: Option<String>,
    /// Skip edition check.
    #[parameter(set = "Available, CimSession, PsSession")]
    skip_edition_check: bool,
    /// Refresh.
    #[parameter(set = "Available, CimSession, PsSession")]
    refresh: bool,
    /// Pssession.
    #[parameter(
        name = "PSSession",
        ty = "System.Management.Automation.Runspaces.PSSession",
        not_null,
        mandatory,
        set = "PsSession"
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
}

impl GetModule {
    fn takes(&self, name: &str) -> bool {
        self.name.is_empty()
            || self.name.iter().any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(name)))
    }

    fn write_cmdlets(&self, pipe: &mut Pipe<'_>, seen: &[String]) -> Result<()> {
        let mut names: Vec<&str> = pipe.rs.cmdlets().iter().map(|d| d.module).collect();
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().filter(|n| *n != "Microsoft.PowerShell.Core" && !n.is_empty()) {
            if self.takes(name)
                && !seen.iter().any(|s| s.eq_ignore_ascii_case(name))
                && let Some(info) = load::info_of_cmdlets(pipe, name)
            {
                pipe.write(info)?;
            }
        }
        Ok(())
    }
}

impl Cmdlet for GetModule {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.list_available {
            for path in load::available() {
                let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                if self.takes(&name) {
                    let table = load::manifest(pipe, &path).ok();
                    let info = load::info_of_file(&name, &path, &Exports::default(), table.as_deref());
                    pipe.write(info)?;
                }
            }
            return self.write_cmdlets(pipe, &[]);
        }
        let loaded = modules::of(pipe).loaded.borrow().clone();
        let names: Vec<String> = loaded.iter().map(|m| m.name.to_string()).collect();
        for module in loaded.into_iter().filter(|m| self.takes(&m.name)) {
            pipe.write(module.info)?;
        }
        self.write_cmdlets(pipe, &names)
    }
}
