//! `Microsoft.PowerShell.Core`

mod clear_host;
pub(crate) mod command_info;
mod export_module_member;
mod foreach_object;
mod get_command;
mod get_help;
mod get_history;
mod get_module;
mod import_module;
mod invoke_command;
mod modules;
mod new_module;
pub(crate) mod parameter_info;
mod remove_module;
mod set_strict_mode;
pub(crate) mod syntax;
mod tab_expansion;
mod where_object;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;
use posh_runtime::types::TypeDef;

static CMDLETS: &[&CmdletDef] = &[
    &clear_host::ClearHost::DEF,
    &export_module_member::ExportModuleMember::DEF,
    &foreach_object::ForEachObject::DEF,
    &get_command::GetCommand::DEF,
    &get_help::GetHelp::DEF,
    &get_history::GetHistory::DEF,
    &get_module::GetModule::DEF,
    &import_module::ImportModule::DEF,
    &invoke_command::InvokeCommand::DEF,
    &new_module::NewModule::DEF,
    &remove_module::RemoveModule::DEF,
    &set_strict_mode::SetStrictMode::DEF,
    &tab_expansion::TabExpansion2::DEF,
    &where_object::WhereObject::DEF,
];

const TYPES: &[&TypeDef] = &[
    &command_info::COMMAND_INFO,
    &command_info::FUNCTION_INFO,
    &command_info::FILTER_INFO,
    &command_info::CMDLET_INFO,
    &command_info::ALIAS_INFO,
    &command_info::SCRIPT_INFO,
    &command_info::APPLICATION_INFO,
    &modules::PSModuleInfo::TYPE,
];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    posh_runtime::types::register(TYPES);
    posh_runtime::types::register(parameter_info::TYPES);
}
