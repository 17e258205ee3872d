//! `Invoke-Expression`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::Exception;
use posh_runtime::types::TypeRef;
use posh_runtime::{Raised, Result};

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

/// A text that is not complete is an error as every other: no more of it comes.
fn complete(raised: Box<Raised>) -> Box<Raised> {
    let Some(record) = raised.record() else { return raised };
    if record.exception.ty().full_name() != "System.Management.Automation.IncompleteParseException" {
        return raised;
    }
    let Some(data) = record.exception.native::<Exception>() else { return raised };
    let ty = TypeRef::named("System.Management.Automation.ParseException");
    let exception = Exception::of_type(ty, data.message.borrow().clone(), data.inner.borrow().clone());
    if let Some(made) = exception.native::<Exception>() {
        made.properties.borrow_mut().clone_from(&data.properties.borrow());
    }
    record.copy().with_exception(exception).raise()
}

impl Cmdlet for InvokeExpression {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.rs.run_text(&self.command, None, pipe.out).map_err(complete)
    }
}
