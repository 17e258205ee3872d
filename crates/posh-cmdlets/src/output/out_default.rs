//! `Out-Default`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

/// Sends output to the default formatter and to the host.
///
/// # Examples
/// Shows an object as the end of a pipeline does.
/// ```powershell
/// Get-Date | Out-Default
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Out", noun = "Default", module = "Microsoft.PowerShell.Core")]
pub(crate) struct OutDefault {
    /// Whether the output goes to a transcript too.
    #[parameter]
    transcript: bool,
    /// The objects.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
}

impl Cmdlet for OutDefault {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.rs.host.clone().out_default(pipe.rs, self.input_object.clone())
    }
}
