//! What a folder holds: `DirectoryInfo.GetFiles()` and its kin.

use std::path::{Path, PathBuf};

use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::types::{Call, Member};
use posh_runtime::{Raised, Result, Value};

use super::item::{Held, Item};
use super::{bare, change, item};

/// Folders inside one another beyond this depth are not listed.
const DEEPEST: usize = 256;

fn collect(
    folder: &Path,
    pattern: &Wildcard,
    deep: bool,
    depth: usize,
    out: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|e| e.ok()).map(|e| e.path()).collect();
    entries.sort();
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    out.extend(entries.iter().filter(|p| pattern.matches(&name(p))).cloned());
    if deep && depth < DEEPEST {
        for inner in entries.iter().filter(|p| p.is_dir() && !p.is_symlink()) {
            collect(inner, pattern, deep, depth + 1, out)?;
        }
    }
    Ok(())
}

/// The items below the folder that `wanted` takes, by pattern and search option.
fn items(call: &mut Call<'_>, wanted: fn(&Item) -> bool) -> Result<Value> {
    let Some(folder) = item(call) else { return Ok(Value::Null) };
    let pattern = call.text(0).lossy().to_owned();
    let pattern = if call.args.is_empty() || pattern == "*.*" { "*".to_owned() } else { pattern };
    // Only `*` and `?` are special here.
    let wildcard = Wildcard::new(&pattern.replace('[', "`["), false)?;
    let deep = matches!(call.arg(1).into_base(), Value::Enum(e) if e.raw == 1);
    let mut found = Vec::new();
    collect(&folder.path, &wildcard, deep, 0, &mut found).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Raised::net(
            "System.IO.DirectoryNotFoundException",
            format!("Could not find a part of the path '{}'.", folder.path.display()),
        ),
        _ => change::failure(&e, &folder.path),
    })?;
    let list = found.iter().map(|p| Item::of(p)).filter(wanted).map(|i| Value::Object(bare(i))).collect();
    Ok(Value::array(list))
}

fn files(call: &mut Call<'_>) -> Result<Value> {
    items(call, |i| !i.is_dir)
}

fn folders(call: &mut Call<'_>) -> Result<Value> {
    items(call, |i| i.is_dir)
}

fn all(call: &mut Call<'_>) -> Result<Value> {
    items(call, |_| true)
}

fn make(call: &Call<'_>, path: &Path) -> Result<()> {
    change::allowed(call, path)?;
    std::fs::create_dir_all(path).map_err(|e| change::failure(&e, path))
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    if let Some(i) = item(call) {
        make(call, &i.path)?;
    }
    if let Some(held) = call.this.native::<Held>() {
        held.refresh();
    }
    Ok(Value::Void)
}

fn create_inside(call: &mut Call<'_>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Null) };
    let path = i.path.join(call.text(0).lossy());
    make(call, &path)?;
    Ok(Value::Object(bare(Item::of(&path))))
}

/// Methods of `DirectoryInfo`.
pub(super) const METHODS: &[Member] = &[
    ("System.IO.FileInfo[] GetFiles()", files),
    ("System.IO.FileInfo[] GetFiles(string searchPattern)", files),
    ("System.IO.FileInfo[] GetFiles(string searchPattern, System.IO.SearchOption searchOption)", files),
    ("System.IO.DirectoryInfo[] GetDirectories()", folders),
    ("System.IO.DirectoryInfo[] GetDirectories(string searchPattern)", folders),
    (
        "System.IO.DirectoryInfo[] GetDirectories(string searchPattern, System.IO.SearchOption searchOption)",
        folders,
    ),
    ("System.IO.FileSystemInfo[] GetFileSystemInfos()", all),
    ("System.IO.FileSystemInfo[] GetFileSystemInfos(string searchPattern)", all),
    (
        "System.IO.FileSystemInfo[] GetFileSystemInfos(string searchPattern, System.IO.SearchOption searchOption)",
        all,
    ),
    ("System.Collections.Generic.IEnumerable[System.IO.FileInfo] EnumerateFiles()", files),
    (
        "System.Collections.Generic.IEnumerable[System.IO.FileInfo] EnumerateFiles(string searchPattern)",
        files,
    ),
    (
        "System.Collections.Generic.IEnumerable[System.IO.FileInfo] EnumerateFiles(string searchPattern, System.IO.SearchOption searchOption)",
        files,
    ),
    ("System.Collections.Generic.IEnumerable[System.IO.DirectoryInfo] EnumerateDirectories()", folders),
    (
        "System.Collections.Generic.IEnumerable[System.IO.DirectoryInfo] EnumerateDirectories(string searchPattern)",
        folders,
    ),
    ("void Create()", create),
    ("System.IO.DirectoryInfo CreateSubdirectory(string path)", create_inside),
    ("void Delete()", change::delete),
    ("void Delete(bool recursive)", change::delete),
    ("void MoveTo(string destDirName)", change::move_to),
];
