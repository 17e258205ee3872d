//! Copying and moving of files.

use std::path::{Path, PathBuf};

use posh_runtime::Result;
use posh_runtime::command::Pipe;

use super::selection::Selection;

/// Where a source goes: into a folder that is there, or to the name that was given.
pub(super) fn destination(source: &Path, target: &Path) -> PathBuf {
    match source.file_name() {
        Some(name) if target.is_dir() => target.join(name),
        _ => target.to_owned(),
    }
}

/// Copies a folder and what is below it.
///
/// # Errors
/// Of the file system.
pub(super) fn copy_folder(
    pipe: &mut Pipe<'_>,
    from: &Path,
    to: &Path,
    recurse: bool,
    selection: &Selection,
) -> Result<std::io::Result<()>> {
    if to.starts_with(from) && to != from {
        return Ok(Err(std::io::Error::other("a folder cannot be copied into itself")));
    }
    if let Err(error) = std::fs::create_dir_all(to) {
        return Ok(Err(error));
    }
    if !recurse {
        return Ok(Ok(()));
    }
    for name in crate::support::path::children(from) {
        pipe.rs.check_stop()?;
        let (source, target) = (from.join(&name), to.join(&name));
        let done = if source.is_dir() {
            copy_folder(pipe, &source, &target, true, selection)?
        } else if selection.takes(&name) {
            std::fs::copy(&source, &target).map(drop)
        } else {
            Ok(())
        };
        if done.is_err() {
            return Ok(done);
        }
    }
    Ok(Ok(()))
}
