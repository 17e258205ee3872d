//! `Set-Location`

use std::path::PathBuf;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, net};

use crate::support::path;

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
    let found = path::files(pipe, target, literal)?;
    match found.into_iter().next() {
        Some(folder) if folder.is_dir() => {
            enter(pipe, folder);
            Ok(true)
        }
        Some(file) => pipe.error(path::not_found(&file.display().to_string())).map(|()| false),
        None => Ok(false),
    }
}

/// Makes a folder the current location.
pub(super) fn enter(pipe: &mut Pipe<'_>, folder: PathBuf) {
    pipe.rs.location = folder;
    pipe.rs.refresh_location();
}

impl Cmdlet for SetLocation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if let Some(name) = &self.stack_name {
            return pipe.error({
                let error = path::not_found(name);
                *error.id.borrow_mut() = "StackNotFound".into();
                error
            });
        }
        let done = match (&self.path, &self.literal_path) {
            (Some(path), _) if path.is_empty() => true,
            (Some(path), _) => go(pipe, &path.clone(), false)?,
            (None, Some(path)) => go(pipe, &path.clone(), true)?,
            (None, None) => go(pipe, "~", true)?,
        };
        if done && self.pass_thru {
            let here = pipe.rs.location.display().to_string();
            pipe.write(net::path_info(&here))?;
        }
        Ok(())
    }
}
