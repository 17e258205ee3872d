//! Where mail goes.
//!
//! [`Target`] is the contract, [`Maildir`] the first implementation; `tests/target_contract.rs` holds every
//! implementation to it. Calls block: they are made where blocking is allowed.

mod maildir;

use std::fmt;

use crate::model::{FolderKind, FolderPath, FolderStatistics, ItemFlags, ItemHead, ItemKey};

pub use maildir::Maildir;

/// Why something could not be written to or read from the target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {detail}")]
pub struct TargetError {
    /// What was being done, with its place.
    pub what: String,
    /// What the system said.
    pub detail: String,
    /// Whether it is a lack of space, which ends for every mailbox at once.
    pub out_of_space: bool,
}

/// A store of mailboxes.
pub trait Target: Send + Sync + fmt::Debug {
    /// Opens a mailbox for writing, making it if it is not there.
    ///
    /// # Errors
    /// [`TargetError`].
    fn open_mailbox(&self, address: &str) -> Result<Box<dyn TargetMailbox>, TargetError>;

    /// What is in a mailbox, folder by folder; nothing when the mailbox is not there.
    ///
    /// # Errors
    /// [`TargetError`].
    fn folder_statistics(&self, address: &str) -> Result<Vec<FolderStatistics>, TargetError>;

    /// Where mailboxes are, for people.
    fn location(&self) -> String;
}

/// A mailbox open for writing.
pub trait TargetMailbox: Send {
    /// Opens a folder for writing, making it and its parents if they are not there.
    ///
    /// # Errors
    /// [`TargetError`].
    fn open_folder(
        &mut self,
        path: &FolderPath,
        kind: FolderKind,
    ) -> Result<Box<dyn TargetFolder>, TargetError>;
}

/// A folder open for writing.
pub trait TargetFolder: Send {
    /// Whether the item is there, whatever marks it bears by now; its bytes if so.
    ///
    /// # Errors
    /// [`TargetError`].
    fn find(&mut self, head: &ItemHead) -> Result<Option<u64>, TargetError>;

    /// Writes an item, in place of the one with its key if there is one. Answers the bytes written.
    /// A crash at any instant leaves no item, the old one or the new one; never two, never a part.
    ///
    /// # Errors
    /// [`TargetError`].
    fn deliver(&mut self, head: &ItemHead, flags: ItemFlags, content: &[u8]) -> Result<u64, TargetError>;

    /// Marks an item read or unread; nothing happens when it is not there.
    ///
    /// # Errors
    /// [`TargetError`].
    fn set_seen(&mut self, key: ItemKey, seen: bool) -> Result<(), TargetError>;

    /// Makes everything delivered so far survive the loss of power.
    ///
    /// # Errors
    /// [`TargetError`].
    fn sync(&mut self) -> Result<(), TargetError>;
}
