//! What is at the target, counted there.

use std::time::SystemTime;

use super::{FolderKind, FolderPath};

/// One folder of a mailbox at the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderStatistics {
    /// Which folder.
    pub path: FolderPath,
    /// What it holds.
    pub kind: FolderKind,
    /// Items in it.
    pub items_in_folder: u64,
    /// Their bytes.
    pub folder_size: u64,
    /// Received date of the newest item.
    pub newest_item_received: Option<SystemTime>,
    /// Received date of the oldest item.
    pub oldest_item_received: Option<SystemTime>,
}

/// One mailbox at the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxStatistics {
    /// Its address.
    pub primary_smtp_address: String,
    /// Its display name.
    pub display_name: String,
    /// Its id.
    pub mailbox_guid: uuid::Uuid,
    /// Items in all folders.
    pub item_count: u64,
    /// Their bytes.
    pub total_item_size: u64,
    /// Its folders.
    pub folder_count: u64,
}
