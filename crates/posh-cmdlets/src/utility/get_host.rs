//! `Get-Host`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, net};

/// Gets the host that the session runs in.
///
/// # Examples
/// Gets the name of the host.
/// ```powershell
/// (Get-Host).Name
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Host",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.Host.PSHost"
)]
pub(crate) struct GetHost {}

impl Cmdlet for GetHost {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let host = pipe.rs.host.clone();
        pipe.write(net::host_object(&host))
    }
}
