//! `ConvertFrom-CliXml`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::net::from_clixml;

use crate::support::errors::thrown;

/// Makes the objects again that a text of CLIXML holds.
///
/// # Examples
/// Makes a number again.
/// ```powershell
/// 5 | ConvertTo-CliXml | ConvertFrom-CliXml
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "CliXml",
    module = "Microsoft.PowerShell.Utility",
    class = "Microsoft.PowerShell.Commands.ConvertFromClixmlCommand"
)]
pub(crate) struct ConvertFromCliXml {
    /// The objects to work on.
    #[parameter(mandatory, position = 0, by_value)]
    input_object: Option<String>,
}

impl Cmdlet for ConvertFromCliXml {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let text = self.input_object.clone().unwrap_or_default();
        let objects = from_clixml(pipe.rs, &text).or_else(|raised| thrown(pipe, raised))?;
        for object in objects {
            pipe.write(object)?;
        }
        Ok(())
    }
}
