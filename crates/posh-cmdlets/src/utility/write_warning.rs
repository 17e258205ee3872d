//! `Write-Warning`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Writes a warning.
///
/// # Examples
/// Warns.
/// ```powershell
/// Write-Warning 'The mailbox is larger than 50 GB.'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Warning", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteWarning {
    /// The text.
    #[parameter(alias = "Msg", allow_empty_string, mandatory, position = 0, by_value)]
    message: String,
}

impl Cmdlet for WriteWarning {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.warning(self.message.as_str())
    }
}
