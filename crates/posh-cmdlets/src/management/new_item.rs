//! `New-Item`

use std::path::Path;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::{drives, file_item};
use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::files;
use crate::support::path::{self, Place};

/// Makes files, folders and items of other drives.
///
/// # Examples
/// Makes a folder.
/// ```powershell
/// New-Item ./reports -ItemType Directory -Force
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "pathSet",
    should_process
)]
pub(crate) struct NewItem {
    /// The paths; wildcards are allowed.
    #[parameter(position = 0, by_name, set = "nameSet")]
    #[parameter(mandatory, position = 0, by_name, set = "pathSet")]
    path: Vec<String>,
    /// The names.
    #[parameter(allow_null, allow_empty_string, mandatory, by_name, set = "nameSet")]
    name: Option<String>,
    /// The kind of the item.
    #[parameter(alias = "Type", by_name)]
    item_type: Option<String>,
    /// The value.
    #[parameter(alias = "Target", by_value, by_name)]
    value: Value,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl NewItem {
    fn fails(pipe: &mut Pipe<'_>, exception: &str, message: String, id: &str, path: &Path) -> Result<()> {
        let category =
            if id == "NewItemIOError" { ErrorCategory::WriteError } else { ErrorCategory::ResourceExists };
        pipe.error(record(exception, message, id, category, Value::from(path.display().to_string())))
    }

    fn folder(&self, pipe: &mut Pipe<'_>, path: &Path) -> Result<()> {
        if path.exists() && !(self.force && path.is_dir()) {
            let message = format!("An item with the specified name {} already exists.", path.display());
            return Self::fails(pipe, "System.IO.IOException", message, "DirectoryExist", path);
        }
        if !pipe.should_process(&format!("Destination: {}", path.display()), "Create Directory")? {
            return Ok(());
        }
        files::may_write(pipe, path)?;
        match std::fs::create_dir_all(path) {
            Ok(()) => pipe.write(file_item::object(path)),
            Err(error) => {
                let denied = error.kind() == std::io::ErrorKind::PermissionDenied;
                let id =
                    if denied { "CreateDirectoryUnauthorizedAccessError" } else { "CreateDirectoryIOError" };
                files::refuse(pipe, path, &error, id)
            }
        }
    }

    fn file(&self, pipe: &mut Pipe<'_>, path: &Path) -> Result<()> {
        if path.exists() && !self.force {
            let message = format!("The file '{}' already exists.", path.display());
            return Self::fails(pipe, "System.IO.IOException", message, "NewItemIOError", path);
        }
        if let Some(folder) = path.parent()
            && !folder.is_dir()
        {
            if !self.force {
                let message = format!("Could not find a part of the path '{}'.", path.display());
                return Self::fails(
                    pipe,
                    "System.IO.DirectoryNotFoundException",
                    message,
                    "NewItemIOError",
                    path,
                );
            }
            files::may_write(pipe, folder)?;
            if let Err(error) = std::fs::create_dir_all(folder) {
                return files::refuse(pipe, folder, &error, "NewItemIOError");
            }
        }
        if !pipe.should_process(&format!("Destination: {}", path.display()), "Create File")? {
            return Ok(());
        }
        let text = if self.value.is_null() { String::new() } else { to_text(pipe.rs, &self.value)? };
        files::write_bytes(pipe, path, text.as_bytes(), files::Mode::default())?;
        if path.exists() { pipe.write(file_item::object(path)) } else { Ok(()) }
    }

    #[cfg(unix)]
    fn link(&self, pipe: &mut Pipe<'_>, path: &Path, hard: bool) -> Result<()> {
        let target = to_text(pipe.rs, &self.value)?;
        files::may_write(pipe, path)?;
        let done = if hard {
            std::fs::hard_link(pipe.rs.absolute(&target), path)
        } else {
            std::os::unix::fs::symlink(&target, path)
        };
        match done {
            Ok(()) => pipe.write(file_item::object(path)),
            Err(error) => files::refuse(pipe, path, &error, "NewItemIOError"),
        }
    }

    #[cfg(not(unix))]
    fn link(&self, _: &mut Pipe<'_>, _: &Path, _: bool) -> Result<()> {
        Err(posh_runtime::Raised::not_supported("A link"))
    }

    fn elsewhere(&self, pipe: &mut Pipe<'_>, place: &Place) -> Result<()> {
        let exists = !drives::items(pipe, place, true)?.is_empty();
        let name = drives::parts(place).map(|(_, n)| n.to_owned()).unwrap_or_default();
        if exists && !self.force {
            return pipe.error(record(
                PS_ARGUMENT,
                format!("The item at path '{name}' already exists."),
                "Argument",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        let kind = self.item_type.clone().unwrap_or_default();
        let target = format!("Item: {name} Type: {kind} Value: {}", to_text(pipe.rs, &self.value)?);
        if !pipe.should_process(&target, "New Item")? {
            return Ok(());
        }
        drives::set(pipe, place, self.value.clone())?;
        for item in drives::items(pipe, place, true)? {
            pipe.write(item)?;
        }
        Ok(())
    }
}

impl Cmdlet for NewItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut paths = self.path.clone();
        if let Some(name) = &self.name {
            paths = if paths.is_empty() { vec![".".to_owned()] } else { paths };
            for path in &mut paths {
                *path = format!("{}/{name}", path.trim_end_matches('/'));
            }
        }
        for given in paths {
            let path = match path::place(pipe, &given) {
                Ok(Place::File(path)) => path,
                Ok(place) => {
                    self.elsewhere(pipe, &place)?;
                    continue;
                }
                Err(error) => {
                    pipe.error(error)?;
                    continue;
                }
            };
            let kind = self.item_type.clone().unwrap_or_default().to_ascii_lowercase();
            match kind.as_str() {
                "" | "file" | "f" => self.file(pipe, &path)?,
                "directory" | "container" | "d" | "dir" => self.folder(pipe, &path)?,
                "symboliclink" | "junction" => self.link(pipe, &path, false)?,
                "hardlink" => self.link(pipe, &path, true)?,
                _ => {
                    return pipe.fatal(record(
                        PS_ARGUMENT,
                        "The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.",
                        "Argument",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    ));
                }
            }
        }
        Ok(())
    }
}
