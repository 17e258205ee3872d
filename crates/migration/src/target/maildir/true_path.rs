//! The path of a folder whose directory could not hold its whole name: a file in the directory, an array of names in JSON.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::super::TargetError;
use super::failed;
use crate::model::FolderPath;

/// Name of the file.
pub(super) const FILE: &str = "cutover-folder";

/// Keeps the path in the folder's directory.
pub(super) fn keep(dir: &Path, path: &FolderPath) -> Result<(), TargetError> {
    let file = dir.join(FILE);
    let text = serde_json::to_string(&path.0).unwrap_or_default();
    let written = fs::File::create(&file).and_then(|mut out| {
        out.write_all(text.as_bytes())?;
        out.sync_all()
    });
    written.map_err(|e| failed("cannot write", &file, &e))
}

/// The path that was kept, if one was.
pub(super) fn kept(dir: &Path) -> Option<FolderPath> {
    let text = fs::read_to_string(dir.join(FILE)).ok()?;
    serde_json::from_str(&text).ok().map(FolderPath)
}
