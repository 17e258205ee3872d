//! `Microsoft.PowerShell.Security`

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

static CMDLETS: &[&CmdletDef] = &[];

/// Adds the module's cmdlets and aliases.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
}
