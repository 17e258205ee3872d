//! `Push-Location`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use crate::support::locations::Locations;

/// Keeps the current location and changes it.
///
/// # Examples
/// Works in a folder and comes back.
/// ```powershell
/// Push-Location ./reports; Get-ChildItem; Pop-Location
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Push", noun = "Location", module = "Microsoft.PowerShell.Management", default_set = "Path")]
pub(crate) struct PushLocation {
    /// The paths; wildcards are allowed.
    #[parameter(position = 0, by_value, by_name, set = "Path")]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", by_name, set = "LiteralPath")]
    literal_path: Option<String>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// Stack name.
    #[parameter(by_name)]
    stack_name: Option<String>,
}

impl Cmdlet for PushLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let locations = Locations::of(pipe.rs);
        let here = locations.here(pipe.rs);
        let literal = self.path.is_none();
        let done = match self.path.clone().or_else(|| self.literal_path.clone()) {
            Some(path) => super::set_location::go(pipe, &path, literal)?,
            None => true,
        };
        if done {
            locations.push(self.stack_name.as_deref(), here);
        }
        if done && self.pass_thru {
            let here = super::set_location::here(pipe);
            pipe.write(here)?;
        }
        Ok(())
    }
}
