//! `ConvertTo-CliXml`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::net::to_clixml;
use posh_runtime::{Result, Value};

use crate::support::errors::thrown;

/// Writes objects as one text of CLIXML.
///
/// # Examples
/// Writes a number.
/// ```powershell
/// 5 | ConvertTo-CliXml
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "CliXml",
    module = "Microsoft.PowerShell.Utility",
    class = "Microsoft.PowerShell.Commands.ConvertToClixmlCommand"
)]
pub(crate) struct ConvertToCliXml {
    /// The objects to work on.
    #[parameter(ty = "psobject", mandatory, position = 0, by_value)]
    input_object: Value,
    /// How many objects inside one another are written whole.
    #[parameter(range = "1, 2147483647")]
    depth: Option<i32>,
    objects: Vec<Value>,
}

impl Cmdlet for ConvertToCliXml {
    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.objects.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let depth = self.depth.and_then(|d| usize::try_from(d).ok()).unwrap_or(2);
        let text = to_clixml(pipe.rs, &self.objects, depth).or_else(|raised| thrown(pipe, raised))?;
        pipe.write(text)
    }
}
