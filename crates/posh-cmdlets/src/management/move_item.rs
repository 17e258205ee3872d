//! `Move-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::selection::Selection;
use super::{drives, file_item, transfer};
use crate::support::errors::record;
use crate::support::files;
use crate::support::path::{self, Place};

/// Moves files and folders.
///
/// # Examples
/// Moves logs to an archive.
/// ```powershell
/// Move-Item ./*.log ./archive
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Move",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct MoveItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Where it goes.
    #[parameter(position = 1, by_name)]
    destination: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl Cmdlet for MoveItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        let destination = self.destination.clone().unwrap_or_else(|| ".".to_owned());
        let target = match path::place(pipe, &destination) {
            Ok(Place::File(target)) => target,
            Ok(_) => return pipe.error(drives::not_supported()),
            Err(error) => return pipe.error(error),
        };
        for source in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if !selection.takes_path(&source) {
                continue;
            }
            let to = transfer::destination(&source, &target);
            let shown = format!("Item: {} Destination: {}", source.display(), to.display());
            let operation = if source.is_dir() { "Move Directory" } else { "Move File" };
            if !pipe.should_process(&shown, operation)? {
                continue;
            }
            if to.parent().is_some_and(|p| !p.exists()) {
                pipe.error(record(
                    "System.IO.DirectoryNotFoundException",
                    format!("Could not find a part of the path '{}'.", to.display()),
                    "MoveFileInfoItemIOError",
                    ErrorCategory::WriteError,
                    Value::from(source.display().to_string()),
                ))?;
                continue;
            }
            if to.exists() && !self.force {
                pipe.error(record(
                    "System.IO.IOException",
                    "Cannot create a file when that file already exists.",
                    "MoveFileInfoItemIOError",
                    ErrorCategory::WriteError,
                    Value::from(source.display().to_string()),
                ))?;
                continue;
            }
            files::may_write(pipe, &source)?;
            files::may_write(pipe, &to)?;
            let mut done = std::fs::rename(&source, &to);
            if done.is_err() && source.is_file() {
                // Another file system: copied, then removed.
                done = std::fs::copy(&source, &to).and_then(|_| std::fs::remove_file(&source));
            }
            match done {
                Ok(()) if self.pass_thru => pipe.write(file_item::object(&to))?,
                Ok(()) => {}
                Err(error) => files::refuse(pipe, &to, &error, "MoveFileInfoItemIOError")?,
            }
        }
        Ok(())
    }
}
