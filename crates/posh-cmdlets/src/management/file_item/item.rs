//! A file or folder as it was when it was asked for.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use posh_runtime::value::Native;

/// A file or folder as it was when it was asked for.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) path: PathBuf,
    pub(super) is_dir: bool,
    pub(super) is_link: bool,
    pub(super) read_only: bool,
    pub(super) owner: Owner,
    pub(super) length: i64,
    pub(super) modified: SystemTime,
    pub(super) created: SystemTime,
    pub(super) accessed: SystemTime,
}

/// The item of an object: what sets something of it, or `Refresh()`, looks again.
pub(super) struct Held(pub(super) RefCell<Item>);

impl Native for Held {}

impl Held {
    /// The item now.
    pub(super) fn item(&self) -> Item {
        self.0.borrow().clone()
    }

    /// Looks again.
    pub(super) fn refresh(&self) {
        let path = self.0.borrow().path.clone();
        *self.0.borrow_mut() = Item::of(&path);
    }
}

impl Item {
    pub(super) fn of(path: &Path) -> Self {
        let own = std::fs::symlink_metadata(path).ok();
        let target = std::fs::metadata(path).ok().or_else(|| own.clone());
        let modified = target.as_ref().and_then(|m| m.modified().ok()).unwrap_or(SystemTime::UNIX_EPOCH);
        Self {
            path: path.to_owned(),
            is_dir: target.as_ref().is_some_and(std::fs::Metadata::is_dir),
            is_link: own.as_ref().is_some_and(std::fs::Metadata::is_symlink),
            owner: Owner::of(target.as_ref()),
            read_only: target.as_ref().is_some_and(|m| m.permissions().readonly()),
            length: target.as_ref().map_or(0, |m| i64::try_from(m.len()).unwrap_or(i64::MAX)),
            modified,
            created: target.as_ref().and_then(|m| m.created().ok()).unwrap_or(modified),
            accessed: target.as_ref().and_then(|m| m.accessed().ok()).unwrap_or(modified),
        }
    }

    pub(super) fn name(&self) -> String {
        self.path.file_name().map_or_else(|| "/".to_owned(), |n| n.to_string_lossy().into_owned())
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.name().starts_with('.')
    }

    pub(super) fn mode(&self) -> String {
        let flag = |on: bool, c: char| if on { c } else { '-' };
        let first = if self.is_link { 'l' } else { flag(self.is_dir, 'd') };
        [first, '-', flag(self.read_only, 'r'), flag(self.is_hidden(), 'h'), '-'].iter().collect()
    }
}

/// Permissions and owners of Unix.
#[derive(Clone, Copy, Default)]
pub(super) struct Owner {
    mode: u32,
    user: u32,
    group: u32,
}

impl Owner {
    #[cfg(unix)]
    fn of(metadata: Option<&std::fs::Metadata>) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        metadata.map_or_else(Self::default, |m| Self { mode: m.mode(), user: m.uid(), group: m.gid() })
    }

    #[cfg(not(unix))]
    fn of(_: Option<&std::fs::Metadata>) -> Self {
        Self::default()
    }

    /// `-rw-r--r--`
    pub(super) fn unix_mode(self, first: char) -> String {
        let bit = |n: u32, c: char| if self.mode & (1 << n) != 0 { c } else { '-' };
        let special =
            |n: u32, x: u32, with: char, without: char| match (self.mode & (1 << n), self.mode & (1 << x)) {
                (0, 0) => '-',
                (0, _) => 'x',
                (_, 0) => without,
                _ => with,
            };
        [
            first,
            bit(8, 'r'),
            bit(7, 'w'),
            special(11, 6, 's', 'S'),
            bit(5, 'r'),
            bit(4, 'w'),
            special(10, 3, 's', 'S'),
            bit(2, 'r'),
            bit(1, 'w'),
            special(9, 0, 't', 'T'),
        ]
        .iter()
        .collect()
    }

    /// Name of the user; the number where there is none.
    pub(super) fn user(self) -> String {
        name_in("/etc/passwd", self.user)
    }

    /// Name of the group; the number where there is none.
    pub(super) fn group(self) -> String {
        name_in("/etc/group", self.group)
    }
}

/// The name of a number in a file of `name:x:number:` lines.
fn name_in(file: &str, number: u32) -> String {
    let wanted = number.to_string();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|l| l.split(':').nth(2) == Some(&wanted));
    line.and_then(|l| l.split(':').next()).map_or(wanted.clone(), str::to_owned)
}
