//! `Write-Verbose`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Writes text to the verbose stream.
///
/// # Examples
/// Shows a text that is hidden by default.
/// ```powershell
/// Write-Verbose 'Connecting' -Verbose
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Verbose", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteVerbose {
    /// The text.
    #[parameter(alias = "Msg", allow_empty_string, mandatory, position = 0, by_value)]
    message: String,
}

impl Cmdlet for WriteVerbose {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.verbose(self.message.as_str())
    }
}
