//! `Set-Location`

use std::path::PathBuf;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};

use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::drives;
use crate::support::errors::record;
use crate::support::locations::{Locations, Spot};
use crate::support::path::{self, Place};

/// Changes the current location.
///
/// # Examples
/// Goes to the home folder.
/// ```powershell
/// Set-Location ~
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    output = "System.Management.Automation.PathInfo, System.Management.Automation.PathInfoStack"
)]
pub(crate) struct SetLocation {
    /// The paths; wildcards are allowed.
    #[parameter(position = 0, by_value, by_name, set = "Path")]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Option<String>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// Stack name.
    #[parameter(by_name, set = "Stack")]
    stack_name: Option<String>,
}

/// Goes to a folder; false where it is not there, which is reported.
///
/// # Errors
/// Where the error action is Stop.
pub(super) fn go(pipe: &mut Pipe<'_>, target: &str, literal: bool) -> Result<bool> {
    let locations = Locations::of(pipe.rs);
    let spot = match path::place(pipe, target) {
        Err(error) => return pipe.error(error).map(|()| false),
        Ok(Place::File(_)) => {
            let found = path::files(pipe, target, literal)?;
            match found.into_iter().next() {
                Some(folder) if folder.is_dir() => spot_of(&locations, pipe, target, folder),
                Some(_) => return pipe.error(path::not_found(target)).map(|()| false),
                None => return Ok(false),
            }
        }
        Ok(place) => match drives::parts(&place) {
            Some((drive, "")) => Spot::Items(drive),
            _ => return pipe.error(path::not_found(target)).map(|()| false),
        },
    };
    locations.go(pipe.rs, spot);
    Ok(true)
}

/// A folder on the drive that a path names, or on the one where the session is.
fn spot_of(locations: &Locations, pipe: &Pipe<'_>, target: &str, folder: PathBuf) -> Spot {
    let named = path::drive(target).and_then(|(name, _)| locations.find(name));
    let here = match locations.here(pipe.rs) {
        Spot::OnDrive(name, _) if path::drive(target).is_none() && !target.starts_with('/') => {
            locations.find(&name)
        }
        _ => None,
    };
    match named.or(here) {
        Some(drive) if folder.starts_with(&drive.root) => Spot::OnDrive(drive.name, folder),
        _ => Spot::Folder(folder),
    }
}

/// `PathInfo` of the current location.
pub(super) fn here(pipe: &mut Pipe<'_>) -> Value {
    let locations = Locations::of(pipe.rs);
    let spot = locations.here(pipe.rs);
    locations.info(&spot)
}

impl SetLocation {
    /// `-` and `+`: back and forth through the locations of before.
    fn step(pipe: &mut Pipe<'_>, forward: bool) -> Result<bool> {
        let locations = Locations::of(pipe.rs);
        if locations.step(pipe.rs, forward) {
            return Ok(true);
        }
        let side = if forward { "right" } else { "left" };
        pipe.error(record(
            "System.InvalidOperationException",
            format!("There is no location history left to navigate {side}wards."),
            "InvalidOperation",
            ErrorCategory::InvalidOperation,
            Value::Null,
        ))?;
        Ok(false)
    }
}

impl Cmdlet for SetLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if let Some(name) = &self.stack_name {
            if Locations::of(pipe.rs).choose_stack(name) {
                return Ok(());
            }
            return pipe.error(super::pop_location::no_stack(name));
        }
        let done = match (&self.path, &self.literal_path) {
            (Some(path), _) if path.is_empty() => true,
            (Some(path), _) if path == "-" || path == "+" => Self::step(pipe, path == "+")?,
            (Some(path), _) => go(pipe, &path.clone(), false)?,
            (None, Some(path)) => go(pipe, &path.clone(), true)?,
            (None, None) => go(pipe, "~", true)?,
        };
        if done && self.pass_thru {
            let here = here(pipe);
            pipe.write(here)?;
        }
        Ok(())
    }
}
