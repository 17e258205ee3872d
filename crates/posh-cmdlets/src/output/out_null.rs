//! `Out-Null`

use posh_derive::Cmdlet;
use posh_runtime::Value;
use posh_runtime::command::Cmdlet;

/// Hides the output instead of sending it down the pipeline or showing it.
///
/// # Examples
/// Runs a command for its effect alone.
/// ```powershell
/// Get-MigrationBatch | Out-Null
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Out", noun = "Null", module = "Microsoft.PowerShell.Core")]
pub(crate) struct OutNull {
    /// The objects.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
}

impl Cmdlet for OutNull {}
