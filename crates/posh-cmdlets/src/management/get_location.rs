//! `Get-Location`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, net};

/// Gets the current location.
///
/// # Examples
/// Gets the current folder.
/// ```powershell
/// Get-Location
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    default_set = "Location",
    output = "System.Management.Automation.PathInfo, System.Management.Automation.PathInfoStack"
)]
pub(crate) struct GetLocation {
    /// Psprovider.
    #[parameter(name = "PSProvider", by_name, set = "Location")]
    ps_provider: Vec<String>,
    /// Psdrive.
    #[parameter(name = "PSDrive", by_name, set = "Location")]
    ps_drive: Vec<String>,
    /// Stack.
    #[parameter(set = "Stack")]
    stack: bool,
    /// Stack name.
    #[parameter(by_name, set = "Stack")]
    stack_name: Vec<String>,
}

impl Cmdlet for GetLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.stack {
            for path in pipe.rs.location_stack.clone().iter().rev() {
                pipe.write(net::path_info(&path.display().to_string()))?;
            }
            return Ok(());
        }
        let here = pipe.rs.location.display().to_string();
        pipe.write(net::path_info(&here))
    }
}
