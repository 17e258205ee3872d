//! `Write-Output`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

/// Sends objects down the pipeline.
///
/// # Examples
/// Sends a text on.
/// ```powershell
/// Write-Output 'done' | Set-Variable result
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Output", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteOutput {
    /// The objects to work on.
    #[parameter(
        ty = "psobject",
        allow_null,
        allow_empty_collection,
        mandatory,
        position = 0,
        by_value,
        remaining
    )]
    input_object: Value,
    /// No enumerate.
    #[parameter]
    no_enumerate: bool,
}

impl Cmdlet for WriteOutput {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let value = self.input_object.clone();
        if self.no_enumerate { pipe.write(value) } else { pipe.write_all(value) }
    }
}
