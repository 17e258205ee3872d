//! `Invoke-Expression`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Runs a text as a script.
///
/// # Examples
/// Runs a command that was put together.
/// ```powershell
/// Invoke-Expression "Get-$noun"
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Invoke", noun = "Expression", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct InvokeExpression {
    /// Command.
    #[parameter(mandatory, position = 0, by_value)]
    command: String,
}

impl Cmdlet for InvokeExpression {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.rs.run_text(&self.command, None, pipe.out)
    }
}
