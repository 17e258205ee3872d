//! Mailboxes as Maildir++, with calendars as `.ics` and contacts as `.vcf` beside them.
//!
//! ```text
//! ROOT/alice@contoso.com/Maildir/{cur,new,tmp}          the inbox
//! ROOT/alice@contoso.com/Maildir/.Projects.2024/...      folders
//! ROOT/alice@contoso.com/Calendar/Calendar/KEY.ics       calendar items and tasks, one file each
//! ROOT/alice@contoso.com/Contacts/Contacts/KEY.vcf       contacts
//! ```
//!
//! A file's name derives from its item's key alone, so an item that was written but not recorded before a crash is
//! found again whatever marks a mail reader gave it since, and is not written a second time.

mod folder;
mod folder_names;
mod modified_utf7;
mod names;
mod statistics;
mod true_path;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Target, TargetError, TargetFolder, TargetMailbox};
use crate::model::{FolderKind, FolderPath, FolderStatistics};
use crate::secrets::create_private_dir;
use crate::store::Durability;
use folder::MaildirFolder;

/// A folder of Maildirs, one a mailbox.
#[derive(Debug, Clone)]
pub struct Maildir {
    root: PathBuf,
    durability: Durability,
}

impl Maildir {
    /// Mailboxes under `root`, which is made when the first mailbox is.
    pub fn new(root: impl Into<PathBuf>, durability: Durability) -> Self {
        Self { root: root.into(), durability }
    }

    fn mailbox(&self, address: &str) -> PathBuf {
        self.root.join(names::mailbox_directory(address))
    }
}

impl Target for Maildir {
    fn open_mailbox(&self, address: &str) -> Result<Box<dyn TargetMailbox>, TargetError> {
        let root = self.mailbox(address);
        let mut mailbox = MaildirMailbox { root, durability: self.durability };
        mailbox.make_maildir(&FolderPath::inbox())?;
        Ok(Box::new(mailbox))
    }

    fn folder_statistics(&self, address: &str) -> Result<Vec<FolderStatistics>, TargetError> {
        statistics::of_mailbox(&self.mailbox(address))
    }

    fn location(&self) -> String {
        self.root.display().to_string()
    }
}

#[derive(Debug)]
struct MaildirMailbox {
    root: PathBuf,
    durability: Durability,
}

impl MaildirMailbox {
    fn make_maildir(&mut self, path: &FolderPath) -> Result<PathBuf, TargetError> {
        let mut dir = self.root.join("Maildir");
        let mut cut = false;
        if !path.is_inbox() {
            let name;
            (name, cut) = folder_names::folder_directory(&path.0);
            dir.push(name);
        }
        if dir.join("cur").is_dir() && dir.join("new").is_dir() && dir.join("tmp").is_dir() {
            return Ok(dir);
        }
        // What tells of the folder comes first, so that a crash leaves no folder without it.
        make_dir(&dir.join("tmp"))?;
        if !path.is_inbox() {
            // Says to mail readers that this is a folder of the Maildir above, not a Maildir of its own.
            let mark = dir.join("maildirfolder");
            fs::write(&mark, []).map_err(|e| failed("cannot write", &mark, &e))?;
        }
        if cut {
            true_path::keep(&dir, path)?;
        }
        for part in ["new", "cur"] {
            make_dir(&dir.join(part))?;
        }
        if self.durability == Durability::Durable {
            for made in [dir.as_path(), &self.root.join("Maildir"), &self.root] {
                sync_dir(made)?;
            }
            if let Some(parent) = self.root.parent() {
                sync_dir(parent)?;
            }
        }
        Ok(dir)
    }
}

impl TargetMailbox for MaildirMailbox {
    fn open_folder(
        &mut self,
        path: &FolderPath,
        kind: FolderKind,
    ) -> Result<Box<dyn TargetFolder>, TargetError> {
        // Calendars and contacts get a Maildir only when a message turns up in them.
        if matches!(kind, FolderKind::Mail) {
            self.make_maildir(path)?;
        }
        Ok(Box::new(MaildirFolder::new(self.root.clone(), path.clone(), self.durability)))
    }
}

fn make_dir(dir: &Path) -> Result<(), TargetError> {
    create_private_dir(dir).map_err(|e| failed("cannot make the folder", dir, &e))
}

/// Makes the entries of a folder survive the loss of power.
fn sync_dir(dir: &Path) -> Result<(), TargetError> {
    if cfg!(windows) {
        return Ok(());
    }
    fs::File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| failed("cannot sync the folder", dir, &e))
}

fn failed(what: &str, path: &Path, error: &io::Error) -> TargetError {
    TargetError {
        what: format!("{what} '{}'", path.display()),
        detail: error.to_string(),
        out_of_space: matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded),
    }
}
