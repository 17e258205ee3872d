//! `Pop-Location`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{ErrorRecord, Result, Value};

use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::locations::Locations;

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

/// `Cannot find location stack ...`
pub(super) fn no_stack(name: &str) -> ErrorRecord {
    record(
        PS_ARGUMENT,
        format!("Cannot find location stack '{name}'. It does not exist or it is not a container."),
        "Argument",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
}

impl Cmdlet for PopLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let locations = Locations::of(pipe.rs);
        match locations.pop(self.stack_name.as_deref()) {
            None => return pipe.error(no_stack(self.stack_name.as_deref().unwrap_or(""))),
            Some(Some(spot)) => locations.go(pipe.rs, spot),
            Some(None) => {}
        }
        if self.pass_thru {
            let here = super::set_location::here(pipe);
            pipe.write(here)?;
        }
        Ok(())
    }
}
