//! `Get-UICulture`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

/// Gets the culture of the session's texts.
///
/// # Examples
/// Gets its name.
/// ```powershell
/// (Get-UICulture).Name
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "UICulture",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Globalization.CultureInfo"
)]
pub(crate) struct GetUICulture {}

impl Cmdlet for GetUICulture {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let own = super::culture::current();
        pipe.write(own)
    }
}
