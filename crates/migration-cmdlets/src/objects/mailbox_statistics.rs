//! `MailboxStatistics`

use migration::model::MailboxStatistics;
use posh_runtime::Value;

use super::size::size;
use super::{long, object};

/// A mailbox's counts at the target.
pub(crate) fn mailbox_statistics(s: &MailboxStatistics) -> Value {
    object(
        "Microsoft.Exchange.Management.MapiTasks.Presentation.MailboxStatistics",
        vec![
            ("DisplayName", Value::str(s.display_name.as_str())),
            ("ItemCount", long(s.item_count)),
            ("StorageLimitStatus", Value::Null),
            ("LastLogonTime", Value::Null),
            ("TotalItemSize", size(s.total_item_size)),
            ("FolderCount", long(s.folder_count)),
            ("MailboxGuid", Value::str(s.mailbox_guid.to_string())),
            ("Identity", Value::str(s.primary_smtp_address.as_str())),
        ],
    )
}
