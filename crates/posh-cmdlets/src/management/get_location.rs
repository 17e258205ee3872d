//! `Get-Location`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use crate::support::locations::{ITEM_DRIVES, Locations, Spot};
use crate::support::path::no_drive;

/// Gets the current location.
///
/// # Examples
/// Gets the current folder.
/// ```powershell
/// Get-Location
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    default_set = "Location",
    output = "System.Management.Automation.PathInfo, System.Management.Automation.PathInfoStack"
)]
pub(crate) struct GetLocation {
    /// Psprovider.
    #[parameter(name = "PSProvider", by_name, set = "Location")]
    ps_provider: Vec<String>,
    /// Psdrive.
    #[parameter(name = "PSDrive", by_name, set = "Location")]
    ps_drive: Vec<String>,
    /// Stack.
    #[parameter(set = "Stack")]
    stack: bool,
    /// Stack name.
    #[parameter(by_name, set = "Stack")]
    stack_name: Vec<String>,
}

impl GetLocation {
    /// The location in a drive.
    fn of_drive(&self, pipe: &mut Pipe<'_>, name: &str) -> Result<()> {
        let locations = Locations::of(pipe.rs);
        let here = locations.here(pipe.rs);
        let spot = match (name.trim_end_matches(':'), &here) {
            ("/", Spot::Folder(_)) => here,
            ("/", _) => Spot::Folder(pipe.rs.location.clone()),
            (name, Spot::OnDrive(drive, _)) if drive.eq_ignore_ascii_case(name) => here,
            (name, _) => {
                match (locations.find(name), ITEM_DRIVES.iter().find(|d| d.0.eq_ignore_ascii_case(name))) {
                    (Some(drive), _) => Spot::OnDrive(drive.name, drive.root),
                    (None, Some(drive)) => Spot::Items(drive.0),
                    (None, None) => return pipe.error(no_drive(name)),
                }
            }
        };
        pipe.write(locations.info(&spot))
    }
}

impl Cmdlet for GetLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let locations = Locations::of(pipe.rs);
        if self.stack || !self.stack_name.is_empty() {
            let names =
                if self.stack_name.is_empty() { vec![String::new()] } else { self.stack_name.clone() };
            for name in names {
                let Some(stack) = locations.stack(Some(&name)) else {
                    pipe.error(super::pop_location::no_stack(&name))?;
                    continue;
                };
                for spot in stack {
                    pipe.write(locations.info(&spot))?;
                }
            }
            return Ok(());
        }
        for name in self.ps_drive.clone() {
            self.of_drive(pipe, &name)?;
        }
        if self.ps_drive.is_empty() {
            let here = super::set_location::here(pipe);
            pipe.write(here)?;
        }
        Ok(())
    }
}
