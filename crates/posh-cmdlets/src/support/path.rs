//! Paths: drives, wildcards, files.

use std::path::{Path, PathBuf};

use posh_runtime::command::Pipe;
use posh_runtime::error::{ErrorCategory, ErrorRecord};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::errors::{ITEM_NOT_FOUND, record};
use super::locations::Locations;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The file system.
    File(PathBuf),
    /// `Env:`
    Env(String),
    /// `Variable:`
    Variable(String),
    /// `Function:`
    Function(String),
    /// `Alias:`
    Alias(String),
}

/// The drive of a path and the rest, where it names one.
pub(crate) fn drive(path: &str) -> Option<(&str, &str)> {
    let (head, rest) = path.split_once(':')?;
    if head.is_empty() || head.contains(['/', '\\', '*', '?']) || rest.starts_with(':') {
        return None;
    }
    Some((head, rest))
}

/// `Cannot find drive. ...`
pub(crate) fn no_drive(drive: &str) -> ErrorRecord {
    record(
        "System.Management.Automation.DriveNotFoundException",
        format!("Cannot find drive. A drive with the name '{drive}' does not exist."),
        "DriveNotFound",
        ErrorCategory::ObjectNotFound,
        Value::str(drive),
    )
}

/// `Cannot find path ...`
pub(crate) fn not_found(path: &str) -> ErrorRecord {
    record(
        ITEM_NOT_FOUND,
        format!("Cannot find path '{path}' because it does not exist."),
        "PathNotFound",
        ErrorCategory::ObjectNotFound,
        Value::str(path),
    )
}

/// An item of a drive without folders.
pub(crate) fn item_place(drive: &str, name: &str) -> Place {
    let name = name.to_owned();
    match drive {
        "Env" => Place::Env(name),
        "Function" => Place::Function(name),
        "Alias" => Place::Alias(name),
        _ => Place::Variable(name),
    }
}

fn outside(path: &str) -> ErrorRecord {
    let message = format!(
        "Cannot process argument because the value of argument \"path\" is not valid. Change the value of the \"path\" \
         argument and run the operation again. ({path})"
    );
    let kind = super::errors::PS_ARGUMENT;
    record(kind, message, kind, ErrorCategory::InvalidArgument, Value::str(path))
}

/// Where a path leads; an error record where its drive is not there.
#[expect(clippy::result_large_err, reason = "the record goes to the error stream at once, not up the stack")]
pub(crate) fn place(pipe: &Pipe<'_>, path: &str) -> std::result::Result<Place, ErrorRecord> {
    let bare = path.split_once("::").filter(|(head, _)| !head.contains('/'));
    if let Some((provider, rest)) = bare {
        let name = provider.rsplit('\\').next().unwrap_or(provider);
        return match name.to_ascii_lowercase().as_str() {
            "environment" => Ok(Place::Env(rest.to_owned())),
            "variable" => Ok(Place::Variable(rest.to_owned())),
            "function" => Ok(Place::Function(rest.to_owned())),
            "alias" => Ok(Place::Alias(rest.to_owned())),
            _ => Ok(Place::File(pipe.rs.absolute(rest))),
        };
    }
    let locations = pipe.rs.extension::<Locations>();
    let Some((drive, rest)) = drive(path) else {
        let here = locations.as_ref().and_then(|l| l.item_drive());
        return Ok(match here {
            Some(drive) if !path.starts_with('/') => {
                let name = path.trim_start_matches("./");
                item_place(drive, if matches!(name, "." | "") { "" } else { name })
            }
            _ => Place::File(pipe.rs.absolute(path)),
        });
    };
    let name = rest.trim_start_matches(['/', '\\']).to_owned();
    if let Some(known) = locations.and_then(|l| l.find(drive)) {
        let joined = if name.is_empty() { known.root.clone() } else { known.root.join(&name) };
        let path = pipe.rs.absolute(&joined.display().to_string());
        if !path.starts_with(&known.root) {
            return Err(outside(&name));
        }
        return Ok(Place::File(path));
    }
    match drive.to_ascii_lowercase().as_str() {
        "env" => Ok(Place::Env(name)),
        "variable" => Ok(Place::Variable(name)),
        "function" => Ok(Place::Function(name)),
        "alias" => Ok(Place::Alias(name)),
        "temp" => Ok(Place::File(std::env::temp_dir().join(name))),
        _ => Err(no_drive(drive)),
    }
}

/// The files and folders that a path names; errors are written.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn files(pipe: &mut Pipe<'_>, path: &str, literal: bool) -> Result<Vec<PathBuf>> {
    let place = match place(pipe, path) {
        Ok(Place::File(file)) => file,
        Ok(_) => return Ok(Vec::new()),
        Err(error) => return pipe.error(error).map(|()| Vec::new()),
    };
    if !literal && Wildcard::is_pattern(path) {
        return expand(&place);
    }
    // An escaped character stands for itself.
    let place = match (literal, path.contains('`')) {
        (false, true) => PathBuf::from(unescape(&place.display().to_string())),
        _ => place,
    };
    if std::fs::symlink_metadata(&place).is_err() {
        let shown =
            if literal && Wildcard::is_pattern(path) { path.to_owned() } else { place.display().to_string() };
        pipe.error(not_found(&shown))?;
        return Ok(Vec::new());
    }
    Ok(vec![place])
}

/// What a pattern matches, sorted; hidden names only where the pattern begins with a dot.
///
/// # Errors
/// Where the pattern is not valid.
pub(crate) fn expand(pattern: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![PathBuf::from("/")];
    for part in pattern.components() {
        let std::path::Component::Normal(name) = part else { continue };
        let name = name.to_string_lossy();
        if !Wildcard::is_pattern(&name) {
            for path in &mut found {
                path.push(unescape(&name));
            }
            found.retain(|p| std::fs::symlink_metadata(p).is_ok());
            continue;
        }
        let wildcard = Wildcard::new(&name, true)?;
        let mut next = Vec::new();
        for folder in &found {
            let names = folders_first(folder);
            next.extend(
                names
                    .into_iter()
                    .filter(|n| wildcard.matches(n) && (!n.starts_with('.') || name.starts_with('.')))
                    .map(|n| folder.join(n)),
            );
        }
        found = next;
    }
    Ok(found)
}

fn unescape(name: &str) -> String {
    name.replace('`', "")
}

/// Names in a folder, in the order in which they are listed.
pub(crate) fn children(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|e| e.ok()).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort_by(|a, b| posh_runtime::text::compare(a, b, true));
    names
}

/// Names in a folder, folders before files.
fn folders_first(folder: &Path) -> Vec<String> {
    let mut names = children(folder);
    names.sort_by_key(|name| !folder.join(name).is_dir());
    names
}

/// The folders in a folder in the order in which the file system has them: that of `-Recurse`.
pub(crate) fn folders_as_stored(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|e| e.ok()).map(|e| e.path()).filter(|p| p.is_dir()).collect()
}

/// A path with forward slashes.
pub(crate) fn forward(path: &str) -> String {
    path.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::drive;

    #[test]
    fn a_drive_stands_before_a_colon() {
        assert_eq!(drive("env:PATH"), Some(("env", "PATH")));
        assert_eq!(drive("C:\\a"), Some(("C", "\\a")));
        assert_eq!(drive("a/b:c"), None);
        assert_eq!(drive("plain"), None);
        assert_eq!(drive("FileSystem::/a"), None);
    }
}
