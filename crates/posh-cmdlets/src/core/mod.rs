//! `Microsoft.PowerShell.Core`

mod foreach_object;
mod where_object;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

static CMDLETS: &[&CmdletDef] = &[
    &foreach_object::ForEachObject::DEF,
    &where_object::WhereObject::DEF,
];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
}
