//! `Rename-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::{drives, file_item};
use crate::support::errors::record;
use crate::support::files;
use crate::support::path::{self, Place};

/// Gives an item another name.
///
/// # Examples
/// Renames a file.
/// ```powershell
/// Rename-Item ./users.csv users-old.csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Rename",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "ByPath",
    should_process
)]
pub(crate) struct RenameItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "ByPath")]
    path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "ByLiteralPath")]
    literal_path: Option<String>,
    /// The new name.
    #[parameter(mandatory, position = 1, by_name)]
    new_name: String,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl RenameItem {
    /// Renames an item of a drive that is no file system.
    fn on_drive(&self, pipe: &mut Pipe<'_>, place: &Place) -> Result<()> {
        for one in drives::named(pipe, place, self.path.is_none())? {
            let (drive, name) = drives::parts(&one).unwrap_or_default();
            let to = path::item_place(drive, &self.new_name);
            let shown = format!("Item: {name} Destination: {}", self.new_name);
            if !pipe.should_process(&shown, "Rename Item")? {
                continue;
            }
            let value = drives::content(pipe, &one).unwrap_or(Value::Null);
            drives::set(pipe, &to, value)?;
            drives::remove(pipe, &one, self.force)?;
            if self.pass_thru {
                for item in drives::annotated(pipe, &to, true)? {
                    pipe.write(item)?;
                }
            }
        }
        Ok(())
    }
}

impl Cmdlet for RenameItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let list = |p: &Option<String>| p.iter().cloned().collect::<Vec<_>>();
        let given = self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        match path::place(pipe, &given) {
            Ok(Place::File(_)) | Err(_) => {}
            Ok(place) => return self.on_drive(pipe, &place),
        }
        for source in files::paths_to_read(pipe, &list(&self.path), &list(&self.literal_path))? {
            let name = self.new_name.rsplit('/').next().unwrap_or(&self.new_name);
            let to = source.with_file_name(name);
            let shown = format!("Item: {} Destination: {}", source.display(), to.display());
            let operation = if source.is_dir() { "Rename Directory" } else { "Rename File" };
            if !pipe.should_process(&shown, operation)? {
                continue;
            }
            if to.exists() && !self.force {
                pipe.error(record(
                    "System.IO.IOException",
                    "Cannot create a file when that file already exists.",
                    "RenameItemIOError",
                    ErrorCategory::WriteError,
                    Value::from(source.display().to_string()),
                ))?;
                continue;
            }
            files::may_write(pipe, &to)?;
            match std::fs::rename(&source, &to) {
                Ok(()) if self.pass_thru => pipe.write(file_item::object(&to))?,
                Ok(()) => {}
                Err(error) => files::refuse(pipe, &to, &error, "RenameItemIOError")?,
            }
        }
        Ok(())
    }
}
