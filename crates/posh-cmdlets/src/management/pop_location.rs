//! `Pop-Location`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, net};

use crate::support::errors::{PS_ARGUMENT, record};

/// Goes back to the location that was kept last.
///
/// # Examples
/// Comes back from a folder.
/// ```powershell
/// Pop-Location
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Pop", noun = "Location", module = "Microsoft.PowerShell.Management")]
pub(crate) struct PopLocation {
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// Stack name.
    #[parameter(by_name)]
    stack_name: Option<String>,
}

impl Cmdlet for PopLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if let Some(name) = &self.stack_name {
            return pipe.error(record(
                PS_ARGUMENT,
                format!("Cannot find location stack '{name}'. It does not exist or it is not a container."),
                "Argument",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        if let Some(folder) = pipe.rs.location_stack.pop() {
            super::set_location::enter(pipe, folder);
        }
        if self.pass_thru {
            let here = pipe.rs.location.display().to_string();
            pipe.write(net::path_info(&here))?;
        }
        Ok(())
    }
}
