//! `New-Guid`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::types::TypeRef;
use posh_runtime::{Result, Value, convert, members};

use crate::support::errors::demote;

/// Makes a GUID.
///
/// # Examples
/// Makes a random GUID.
/// ```powershell
/// New-Guid
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "Guid",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    output = "System.Guid"
)]
pub(crate) struct NewGuid {
    /// Empty.
    #[parameter(set = "Empty")]
    empty: bool,
    /// The objects to work on.
    #[parameter(position = 0, by_value, set = "InputObject")]
    input_object: Option<String>,
}

impl Cmdlet for NewGuid {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let ty = TypeRef::named("System.Guid");
        let text = match (&self.input_object, self.empty) {
            (Some(text), _) => text.as_str(),
            (None, true) => "00000000-0000-0000-0000-000000000000",
            (None, false) => {
                let made = members::invoke_static(pipe.rs, &Value::Type(ty), "NewGuid", &[], None)?;
                return pipe.write(made);
            }
        };
        match convert::cast(pipe.rs, &Value::str(text), &ty) {
            Ok(made) => pipe.write(made),
            Err(raised) => demote(pipe, raised),
        }
    }
}
