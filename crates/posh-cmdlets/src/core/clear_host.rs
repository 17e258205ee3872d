//! `Clear-Host`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Clears the screen.
///
/// # Examples
/// Clears the screen.
/// ```powershell
/// Clear-Host
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Clear", noun = "Host", module = "Microsoft.PowerShell.Core", class = "Clear-Host")]
pub(crate) struct ClearHost {}

impl Cmdlet for ClearHost {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.rs.host.clear();
        Ok(())
    }
}
