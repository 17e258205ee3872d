//! Counting what is in a mailbox.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::super::TargetError;
use super::folder::each_file;
use super::folder_names::folder_path;
use super::true_path;
use crate::model::{FolderKind, FolderPath, FolderStatistics};

/// What is in the mailbox at `root`, folder by folder; nothing when it is not there.
pub(super) fn of_mailbox(root: &Path) -> Result<Vec<FolderStatistics>, TargetError> {
    let maildir = root.join("Maildir");
    let mut all = Vec::new();
    if maildir.join("cur").is_dir() {
        all.push(of_dirs(
            FolderPath::inbox(),
            FolderKind::Mail,
            &[&maildir.join("new"), &maildir.join("cur")],
        )?);
    }
    for name in sorted_names(&maildir)? {
        let dir = maildir.join(&name);
        if let Some(path) = folder_path(&name)
            && dir.join("cur").is_dir()
        {
            let path = true_path::kept(&dir).unwrap_or(FolderPath(path));
            all.push(of_dirs(path, FolderKind::Mail, &[&dir.join("new"), &dir.join("cur")])?);
        }
    }
    for (beside, kind) in [("Calendar", FolderKind::Calendar), ("Contacts", FolderKind::Contacts)] {
        for name in sorted_names(&root.join(beside))? {
            let dir = root.join(beside).join(&name);
            let path = true_path::kept(&dir).unwrap_or_else(|| of_name_beside(&name));
            all.push(of_dirs(path, kind, &[&dir])?);
        }
    }
    Ok(all)
}

/// The path in the name of a folder of appointments or contacts.
fn of_name_beside(name: &str) -> FolderPath {
    if name == "INBOX" {
        return FolderPath::inbox();
    }
    FolderPath(folder_path(&format!(".{name}")).unwrap_or_default())
}

fn sorted_names(dir: &Path) -> Result<Vec<String>, TargetError> {
    let mut names = Vec::new();
    each_file(dir, &mut |name| names.push(name.to_owned()))?;
    names.sort_unstable();
    Ok(names)
}

fn of_dirs(path: FolderPath, kind: FolderKind, dirs: &[&Path]) -> Result<FolderStatistics, TargetError> {
    let mut folder = FolderStatistics {
        path,
        kind,
        items_in_folder: 0,
        folder_size: 0,
        newest_item_received: None,
        oldest_item_received: None,
    };
    for dir in dirs {
        each_file(dir, &mut |name| {
            if name == true_path::FILE {
                return;
            }
            // A file that a reader moves while we look is counted where it is found, or not at all.
            let Ok(file) = fs::metadata(dir.join(name)) else { return };
            if file.is_file() {
                count(&mut folder, file.len(), file.modified().ok());
            }
        })?;
    }
    Ok(folder)
}

fn count(folder: &mut FolderStatistics, size: u64, received: Option<SystemTime>) {
    folder.items_in_folder += 1;
    folder.folder_size += size;
    folder.newest_item_received = folder.newest_item_received.max(received);
    folder.oldest_item_received = match (folder.oldest_item_received, received) {
        (Some(oldest), Some(received)) => Some(oldest.min(received)),
        (oldest, received) => oldest.or(received),
    };
}
