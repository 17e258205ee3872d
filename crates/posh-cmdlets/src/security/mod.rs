//! `Microsoft.PowerShell.Security`

mod convert_from_secure_string;
mod convert_to_secure_string;
mod get_credential;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

static CMDLETS: &[&CmdletDef] = &[
    &convert_from_secure_string::ConvertFromSecureString::DEF,
    &convert_to_secure_string::ConvertToSecureString::DEF,
    &get_credential::GetCredential::DEF,
];

/// Adds the module's cmdlets.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
}
