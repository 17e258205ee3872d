//! `Write-Debug`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Writes text to the debug stream.
///
/// # Examples
/// Shows a text that is hidden by default.
/// ```powershell
/// Write-Debug "x is $x" -Debug
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Debug", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteDebug {
    /// The text.
    #[parameter(alias = "Msg", allow_empty_string, mandatory, position = 0, by_value)]
    message: String,
}

impl Cmdlet for WriteDebug {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.debug(self.message.as_str())
    }
}
