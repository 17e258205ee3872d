//! `Microsoft.PowerShell.Utility`, but for formatting and output.

mod get_date;
mod read_host;
mod start_sleep;
mod uformat;
mod write_debug;
mod write_error;
mod write_host;
mod write_information;
mod write_output;
mod write_progress;
mod write_verbose;
mod write_warning;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;
use posh_runtime::types::TypeDef;

static CMDLETS: &[&CmdletDef] = &[
    &get_date::GetDate::DEF,
    &read_host::ReadHost::DEF,
    &start_sleep::StartSleep::DEF,
    &write_debug::WriteDebug::DEF,
    &write_error::WriteError::DEF,
    &write_host::WriteHost::DEF,
    &write_information::WriteInformation::DEF,
    &write_output::WriteOutput::DEF,
    &write_progress::WriteProgress::DEF,
    &write_verbose::WriteVerbose::DEF,
    &write_warning::WriteWarning::DEF,
];

const TYPES: &[&TypeDef] = &[&write_progress::ProgressRecord::TYPE];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    posh_runtime::types::register(TYPES);
}
