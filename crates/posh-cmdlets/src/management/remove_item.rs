//! `Remove-Item`

use std::path::Path;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::drives;
use super::selection::{Selection, places};
use crate::support::files;
use crate::support::path::Place;

/// Removes files, folders and items of other drives.
///
/// # Examples
/// Removes a folder with all that is in it.
/// ```powershell
/// Remove-Item ./old -Recurse -Force
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct RemoveItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
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
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl RemoveItem {
    fn file(&self, pipe: &mut Pipe<'_>, path: &Path) -> Result<()> {
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
        let is_dir = path.is_dir() && !is_link;
        let operation = if is_dir { "Remove Directory" } else { "Remove File" };
        if !pipe.should_process(&path.display().to_string(), operation)? {
            return Ok(());
        }
        let has_children = is_dir && std::fs::read_dir(path).is_ok_and(|mut d| d.next().is_some());
        if has_children && !self.recurse {
            let query = format!(
                "The item at {} has children and the Recurse parameter was not specified. If you continue, all children will be \
                 removed with the item. Are you sure you want to continue?",
                path.display()
            );
            if !pipe.should_continue(&query, "Confirm")? {
                return Ok(());
            }
        }
        files::may_write(pipe, path)?;
        let done = if is_dir { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        match done {
            Ok(()) => Ok(()),
            Err(error) => files::refuse(pipe, path, &error, "RemoveFileSystemItemUnAuthorizedAccess"),
        }
    }
}

impl Cmdlet for RemoveItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        for place in places(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if let Place::File(path) = &place {
                if selection.takes_path(path) {
                    self.file(pipe, path)?;
                }
                continue;
            }
            for one in drives::named(pipe, &place, self.path.is_empty())? {
                let name = drives::parts(&one).map(|(_, n)| n.to_owned()).unwrap_or_default();
                if selection.takes(&name) && pipe.should_process(&format!("Item: {name}"), "Remove Item")? {
                    drives::remove(pipe, &one, self.force)?;
                }
            }
        }
        Ok(())
    }
}
