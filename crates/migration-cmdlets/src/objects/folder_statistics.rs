//! `MailboxFolderStatistics`

use migration::model::{FolderKind, FolderStatistics};
use posh_runtime::{Runspace, Value};

use super::size::size;
use super::{local, long, object};

/// A folder's counts at the target.
pub(crate) fn folder_statistics(rs: &Runspace, mailbox: &str, s: &FolderStatistics) -> Value {
    let path = s.path.to_string();
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    let kind = match s.kind {
        FolderKind::Mail if s.path.is_inbox() => "Inbox",
        FolderKind::Mail => "User Created",
        FolderKind::Calendar => "Calendar",
        FolderKind::Contacts => "Contacts",
        FolderKind::Tasks => "Tasks",
    };
    object(
        "Microsoft.Exchange.Management.Tasks.MailboxFolderConfiguration",
        vec![
            ("Name", Value::str(name)),
            ("FolderPath", Value::str(path.as_str())),
            ("FolderType", Value::str(kind)),
            ("ItemsInFolder", long(s.items_in_folder)),
            ("FolderSize", size(s.folder_size)),
            ("ItemsInFolderAndSubfolders", long(s.items_in_folder)),
            ("FolderAndSubfolderSize", size(s.folder_size)),
            ("OldestItemReceivedDate", local(rs, s.oldest_item_received)),
            ("NewestItemReceivedDate", local(rs, s.newest_item_received)),
            ("Identity", Value::str(format!("{mailbox}{}", path.replace('/', "\\")))),
        ],
    )
}
