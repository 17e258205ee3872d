//! `Microsoft.PowerShell.Management`


use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

static CMDLETS: &[&CmdletDef] = &[
];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
}
