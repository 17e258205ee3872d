//! Items of a mailbox, and what became of each.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The stable name of a source item: a digest of its id at the source. Names its file at the target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey([u8; 16]);

impl ItemKey {
    /// The key of the item that the source calls `source_id`.
    pub fn of(source_id: &str) -> Self {
        let digest = Sha256::digest(source_id.as_bytes());
        let mut key = [0; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(key)
    }

    /// The bytes kept in the store.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads [`ItemKey::as_bytes`] back.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemKey({self})")
    }
}

/// What an item is, which decides its form at the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ItemKind {
    /// A message (RFC 5322).
    Message,
    /// A calendar item or task (iCalendar).
    Calendar,
    /// A contact (vCard).
    Contact,
}

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FolderKind {
    /// Mail, notes, anything else.
    Mail,
    /// Calendars.
    Calendar,
    /// Contacts.
    Contacts,
    /// Tasks.
    Tasks,
}

/// Names of a folder from the top of the mailbox down; empty means the inbox.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FolderPath(pub Vec<String>);

impl FolderPath {
    /// The inbox.
    pub const fn inbox() -> Self {
        Self(Vec::new())
    }

    /// Whether this is the inbox.
    pub fn is_inbox(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for FolderPath {
    /// As Exchange prints folder paths: `/Inbox`, `/Projects/2024`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_inbox() {
            return f.write_str("/Inbox");
        }
        self.0.iter().try_for_each(|name| write!(f, "/{name}"))
    }
}

/// Marks of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct ItemFlags {
    /// Read.
    pub seen: bool,
    /// Answered.
    pub replied: bool,
    /// Forwarded.
    pub passed: bool,
    /// Flagged for follow-up.
    pub flagged: bool,
    /// Not sent yet.
    pub draft: bool,
}

/// What the source says of an item without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemHead {
    /// Its id at the source.
    pub source_id: String,
    /// Version of the item at the source.
    pub change_key: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// `IPM.Note` and kin.
    pub item_class: String,
    /// Subject, for reports.
    pub subject: Option<String>,
    /// Sender, for reports.
    pub sender: Option<String>,
    /// Size in bytes as the source reckons it.
    pub size: u64,
    /// When it was received, or made.
    pub received: Option<SystemTime>,
    /// Marks.
    pub flags: ItemFlags,
}

impl ItemHead {
    /// The key that names it at the target and in the store.
    pub fn key(&self) -> ItemKey {
        ItemKey::of(&self.source_id)
    }
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemOutcome {
    /// At the target.
    Copied {
        /// Bytes written.
        bytes: u64,
    },
    /// Not at the target, and why.
    Skipped(SkipReason),
}

/// Why an item was skipped; a row of `SkippedItems`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkipReason {
    /// `CorruptItem`, `LargeItem`, `MissingItem`.
    pub kind: String,
    /// Folder.
    pub folder_name: String,
    /// Subject.
    pub subject: Option<String>,
    /// Sender.
    pub sender: Option<String>,
    /// `IPM.Note` and kin.
    pub message_class: String,
    /// Size in bytes.
    pub message_size: u64,
    /// When it was received.
    pub date_received: Option<SystemTime>,
    /// What went wrong.
    pub failure: String,
}

/// A row of the accounts: one item, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Which item.
    pub key: ItemKey,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Its version when it was dealt with.
    pub change_key: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_stable_and_distinct() {
        let key = ItemKey::of("AAMk=");
        assert_eq!(key, ItemKey::of("AAMk="));
        assert_ne!(key, ItemKey::of("aamk="));
        assert_eq!(ItemKey::from_bytes(key.as_bytes()), Some(key));
        assert_eq!(key.to_string().len(), 32);
    }

    #[test]
    fn folder_paths_print_as_exchange_does() {
        assert_eq!(FolderPath::inbox().to_string(), "/Inbox");
        assert_eq!(FolderPath(vec!["A".into(), "B".into()]).to_string(), "/A/B");
    }
}
