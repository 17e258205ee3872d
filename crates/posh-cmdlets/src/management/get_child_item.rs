//! `Get-ChildItem`

use std::path::{Path, PathBuf};

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::selection::{Selection, places};
use super::{drives, file_item};
use crate::support::path::{self, Place};

/// Gets what is in a folder or drive.
///
/// # Examples
/// Gets all logs below a folder.
/// ```powershell
/// Get-ChildItem ./logs -Filter *.log -Recurse -File
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "ChildItem", module = "Microsoft.PowerShell.Management", default_set = "Items")]
pub(crate) struct GetChildItem {
    /// The paths; wildcards are allowed.
    #[parameter(position = 0, by_value, by_name, set = "Items")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralItems")]
    literal_path: Vec<String>,
    /// A pattern that names must match.
    #[parameter(position = 1)]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Works on everything below as well.
    #[parameter(alias = "s, r")]
    recurse: bool,
    /// How many levels deep to go.
    #[parameter(ty = "System.UInt32")]
    depth: Value,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The names.
    #[parameter]
    name: bool,
    /// Attributes.
    #[parameter(ty = "System.Management.Automation.FlagsExpression`1[System.IO.FileAttributes]")]
    attributes: Value,
    /// Follow symlink.
    #[parameter]
    follow_symlink: bool,
    /// Directory.
    #[parameter(alias = "ad")]
    directory: bool,
    /// File.
    #[parameter(alias = "af")]
    file: bool,
    /// Hidden.
    #[parameter(alias = "ah, h")]
    hidden: bool,
    /// Read only.
    #[parameter(alias = "ar")]
    read_only: bool,
    /// System.
    #[parameter(alias = "as")]
    system: bool,
}

impl GetChildItem {
    fn depth(&self) -> Option<u32> {
        match self.depth.base() {
            Value::UInt(n) => Some(*n),
            Value::Int(n) => u32::try_from(*n).ok(),
            _ => self.recurse.then_some(u32::MAX),
        }
    }

    fn is_wanted(&self, path: &Path, selection: &Selection) -> bool {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let is_hidden = name.starts_with('.');
        let is_dir = path.is_dir();
        (!is_hidden || self.force || self.hidden)
            && (is_hidden || !self.hidden)
            && (!self.directory || is_dir)
            && (!self.file || !is_dir)
            && (!self.read_only || path.metadata().is_ok_and(|m| m.permissions().readonly()))
            && !self.system
            && selection.takes(&name)
    }

    fn write(&self, pipe: &mut Pipe<'_>, base: &Path, path: &Path) -> Result<()> {
        if self.name {
            let shown = path.strip_prefix(base).unwrap_or(path).display().to_string();
            return pipe.write(shown);
        }
        pipe.write(file_item::object(path))
    }

    /// Lists a folder, then the folders in it.
    fn list(
        &self,
        pipe: &mut Pipe<'_>,
        base: &Path,
        folder: &Path,
        selection: &Selection,
        depth: u32,
    ) -> Result<()> {
        let mut folders: Vec<PathBuf> = Vec::new();
        let mut files: Vec<PathBuf> = Vec::new();
        if let Err(error) = std::fs::read_dir(folder) {
            return crate::support::files::refuse(pipe, folder, &error, "DirUnauthorizedAccessError");
        }
        for name in path::children(folder) {
            let path = folder.join(&name);
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
        for path in folders.iter().chain(&files) {
            pipe.rs.check_stop()?;
            if self.is_wanted(path, selection) {
                self.write(pipe, base, path)?;
            }
        }
        if depth == 0 {
            return Ok(());
        }
        for path in path::folders_as_stored(folder) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let is_link = std::fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
            let enter = (!name.starts_with('.') || self.force) && (!is_link || self.follow_symlink);
            if enter {
                self.list(pipe, base, &path, selection, depth - 1)?;
            }
        }
        Ok(())
    }

    fn pattern(&self, pipe: &mut Pipe<'_>, given: &str, selection: &Selection) -> Result<()> {
        let absolute = pipe.rs.absolute(given);
        let base = absolute.parent().unwrap_or(Path::new("/")).to_owned();
        // Below a folder, a pattern in the last place selects names at every level.
        if let (Some(depth), Some(last)) = (self.depth(), absolute.file_name()) {
            let last = last.to_string_lossy().into_owned();
            if Wildcard::is_pattern(&last) && base.is_dir() {
                let own = Selection::new(Some(&last), &[], &[])?;
                return self.list_both(pipe, &base, (&own, selection), depth);
            }
        }
        for path in path::expand(&absolute)? {
            if path.is_dir() && self.depth().is_some() {
                self.list(pipe, &base, &path, selection, self.depth().unwrap_or(0))?;
            } else if self.is_wanted(&path, selection) {
                self.write(pipe, &base, &path)?;
            }
        }
        Ok(())
    }

    fn list_both(
        &self,
        pipe: &mut Pipe<'_>,
        base: &Path,
        both: (&Selection, &Selection),
        depth: u32,
    ) -> Result<()> {
        let mut found = Vec::new();
        collect(pipe, base, depth, self.force, &mut found)?;
        for path in found {
            if both.0.takes_path(&path) && self.is_wanted(&path, both.1) {
                self.write(pipe, base, &path)?;
            }
        }
        Ok(())
    }
}

fn collect(
    pipe: &mut Pipe<'_>,
    folder: &Path,
    depth: u32,
    hidden: bool,
    out: &mut Vec<PathBuf>,
) -> Result<()> {
    pipe.rs.check_stop()?;
    let mut folders = Vec::new();
    let mut files = Vec::new();
    for name in path::children(folder) {
        let path = folder.join(&name);
        if path.is_dir() { folders.push(path) } else { files.push(path) }
    }
    out.extend(folders);
    out.extend(files);
    for path in path::folders_as_stored(folder) {
        let is_hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let is_link = std::fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
        if depth > 0 && !is_link && (hidden || !is_hidden) {
            collect(pipe, &path, depth - 1, hidden, out)?;
        }
    }
    Ok(())
}

impl Cmdlet for GetChildItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        let mut paths = self.path.clone();
        let literal = self.literal_path.clone();
        if paths.is_empty() && literal.is_empty() {
            paths.push(".".to_owned());
        }
        for path in paths.iter().filter(|p| Wildcard::is_pattern(p) && path::drive(p).is_none()) {
            self.pattern(pipe, path, &selection)?;
        }
        paths.retain(|p| !(Wildcard::is_pattern(p) && path::drive(p).is_none()));
        for place in places(pipe, &paths, &literal)? {
            match &place {
                Place::File(path) if path.is_dir() => {
                    self.list(pipe, path, path, &selection, self.depth().unwrap_or(0))?;
                }
                Place::File(path) => {
                    if self.is_wanted(path, &selection) {
                        let base = path.parent().unwrap_or(path).to_owned();
                        self.write(pipe, &base, path)?;
                    }
                }
                _ => {
                    let found = drives::annotated(pipe, &place, false)?;
                    let name = drives::parts(&place).map(|(_, n)| n.to_owned()).unwrap_or_default();
                    if found.is_empty() && !name.is_empty() && !Wildcard::is_pattern(&name) {
                        pipe.error(path::not_found(&name))?;
                    }
                    for item in found {
                        let shown = posh_runtime::members::try_property(pipe.rs, &item, "Name");
                        let shown = shown.map(|n| plain_text(&n)).unwrap_or_default();
                        if selection.takes(&shown) {
                            pipe.write(if self.name { Value::from(shown) } else { item })?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
