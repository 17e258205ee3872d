//! Modules: scripts whose functions belong to a scope of their own.

pub(super) mod load;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use posh_runtime::Value;
use posh_runtime::command::Pipe;
use posh_runtime::scope::Scope;

use crate::support::objects::plain_object;

plain_object!(
    /// A module as scripts see it.
    PSModuleInfo, "System.Management.Automation.PSModuleInfo", base None, text Some(show),
    [
        "string Name {get;}" => name,
        "string Path {get;}" => path,
        "string ModuleBase {get;}" => module_base,
        "version Version {get;}" => version,
        "System.Management.Automation.ModuleType ModuleType {get;}" => module_type,
        "string Description {get;set;}" => description,
        "string Author {get;}" => author,
        "System.Object ExportedFunctions {get;}" => exported_functions,
        "System.Object ExportedCmdlets {get;}" => exported_cmdlets,
        "System.Object ExportedAliases {get;}" => exported_aliases,
        "System.Object ExportedVariables {get;}" => exported_variables,
        "System.Object ExportedCommands {get;}" => exported_commands,
        "System.Object PrivateData {get;set;}" => private_data,
    ]
);

fn show(_: &mut posh_runtime::Runspace, value: &Value) -> posh_runtime::Result<String> {
    Ok(value.native::<PSModuleInfo>().map(|m| posh_runtime::convert::plain_text(&m.name)).unwrap_or_default())
}

/// What a module exports, by kind.
#[derive(Clone, Default, Debug)]
pub(super) struct Exports {
    pub(super) functions: Vec<String>,
    pub(super) variables: Vec<String>,
    pub(super) aliases: Vec<String>,
}

/// A module that is loaded.
#[derive(Clone)]
pub(super) struct Module {
    pub(super) name: Rc<str>,
    pub(super) path: Option<PathBuf>,
    pub(super) scope: Rc<Scope>,
    /// The scope into which it was imported.
    pub(super) importer: Rc<Scope>,
    pub(super) exports: Exports,
    /// Names as they were imported, a prefix included.
    pub(super) imported: Exports,
    pub(super) info: Value,
}

/// The session's modules.
#[derive(Default)]
pub(super) struct Modules {
    pub(super) loaded: RefCell<Vec<Module>>,
    /// What Export-ModuleMember said of the modules that are being loaded, the innermost last.
    pub(super) exporting: RefCell<Vec<Option<Exports>>>,
}

/// The session's modules.
pub(super) fn of(pipe: &mut Pipe<'_>) -> Rc<Modules> {
    if let Some(known) = pipe.rs.extension::<Modules>() {
        return known;
    }
    let made = Rc::new(Modules::default());
    pipe.rs.set_extension(made.clone());
    made
}
