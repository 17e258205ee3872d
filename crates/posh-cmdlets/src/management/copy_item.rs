//! `Copy-Item`

use std::path::Path;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{ErrorRecord, Result, Value};

use super::selection::{Selection, places};
use super::{drives, file_item, transfer};
use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::files;
use crate::support::path::{self, Place};

/// Copies files and folders.
///
/// # Examples
/// Copies a folder with all that is in it.
/// ```powershell
/// Copy-Item ./reports ./backup -Recurse
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Copy",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct CopyItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Where it goes.
    #[parameter(position = 1, by_name)]
    destination: Option<String>,
    /// Container.
    #[parameter]
    container: bool,
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
    /// Works on everything below as well.
    #[parameter]
    recurse: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
    /// From session.
    #[parameter(ty = "System.Management.Automation.Runspaces.PSSession", not_null_or_empty)]
    from_session: Value,
    /// To session.
    #[parameter(ty = "System.Management.Automation.Runspaces.PSSession", not_null_or_empty)]
    to_session: Value,
}

impl CopyItem {
    /// Why a copy cannot be made.
    fn refusal(&self, source: &Path, target: &Path, to: &Path) -> Option<ErrorRecord> {
        let shown = source.display().to_string();
        let same = |a: &Path, b: &Path| {
            std::fs::canonicalize(a).ok().is_some_and(|a| std::fs::canonicalize(b).ok() == Some(a))
        };
        if source.is_dir() && target.is_file() {
            return Some(record(
                PS_ARGUMENT,
                "Container cannot be copied onto existing leaf item.",
                "CopyContainerItemToLeafError",
                ErrorCategory::InvalidArgument,
                Value::from(shown),
            ));
        }
        if source.is_file() && same(source, to) {
            return Some(record(
                "System.IO.IOException",
                format!("Cannot overwrite the item {shown} with itself."),
                "CopyError",
                ErrorCategory::WriteError,
                Value::from(shown),
            ));
        }
        if source.is_file() && to.parent().is_some_and(|p| !p.exists()) {
            return Some(record(
                "System.IO.DirectoryNotFoundException",
                format!("Could not find a part of the path '{}'.", to.display()),
                "CopyFileInfoItemIOError",
                ErrorCategory::WriteError,
                Value::from(shown),
            ));
        }
        None
    }

    /// Copies items of a drive that is no file system.
    fn on_drive(&self, pipe: &mut Pipe<'_>, to: &Place) -> Result<()> {
        for place in places(pipe, &self.path.clone(), &self.literal_path.clone())? {
            for one in drives::named(pipe, &place, self.path.is_empty())? {
                let name = drives::parts(&one).map(|(_, n)| n.to_owned()).unwrap_or_default();
                let (drive, wanted) = drives::parts(to).map(|(d, n)| (d, n.to_owned())).unwrap_or_default();
                let new = if wanted.is_empty() { name.clone() } else { wanted };
                if !pipe.should_process(&format!("Item: {name} Destination: {new}"), "Copy Item")? {
                    continue;
                }
                let target = path::item_place(drive, &new);
                let value = drives::content(pipe, &one).unwrap_or(Value::Null);
                drives::set(pipe, &target, value)?;
                if self.pass_thru {
                    for item in drives::annotated(pipe, &target, true)? {
                        pipe.write(item)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Cmdlet for CopyItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        let destination = self.destination.clone().unwrap_or_else(|| ".".to_owned());
        let target = match path::place(pipe, &destination) {
            Ok(Place::File(target)) => target,
            Ok(place) => return self.on_drive(pipe, &place),
            Err(error) => return pipe.error(error),
        };
        for source in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            // A folder that was named itself is copied whatever the filter says.
            let is_named = source.is_dir() && !self.path.iter().any(|p| Wildcard::is_pattern(p));
            let taken =
                if is_named { selection.takes_folder(&source) } else { selection.takes_path(&source) };
            if !taken {
                continue;
            }
            let to = transfer::destination(&source, &target);
            let shown = format!("Item: {} Destination: {}", source.display(), to.display());
            let operation = if source.is_dir() { "Copy Directory" } else { "Copy File" };
            if !pipe.should_process(&shown, operation)? {
                continue;
            }
            files::may_write(pipe, &to)?;
            if let Some(refusal) = self.refusal(&source, &target, &to) {
                pipe.error(refusal)?;
                continue;
            }
            let done = if source.is_dir() {
                transfer::copy_folder(pipe, &source, &to, self.recurse, &selection)?
            } else {
                std::fs::copy(&source, &to).map(drop)
            };
            match done {
                Ok(()) if self.pass_thru => pipe.write(file_item::object(&to))?,
                Ok(()) => {}
                Err(error) => files::refuse(pipe, &to, &error, "CopyFileInfoItemIOError")?,
            }
        }
        Ok(())
    }
}
