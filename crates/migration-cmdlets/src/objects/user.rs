//! `MigrationUser`

use migration::model::MigrationUser;
use posh_runtime::{Runspace, Value};

use super::identity::identity;
use super::size::size;
use super::{int, local, long, object};

pub(crate) const TYPE: &str = "Microsoft.Exchange.Data.Storage.Management.MigrationUser";

/// A user as Get-MigrationUser outputs it.
pub(crate) fn user(rs: &Runspace, u: &MigrationUser) -> Value {
    let p = &u.progress;
    let guid = |g: Option<String>| g.map_or(Value::Null, Value::from);
    object(
        TYPE,
        vec![
            ("Identity", identity(&u.identity)),
            ("Guid", Value::str(u.guid.to_string())),
            ("Identifier", Value::str(u.identity.as_str())),
            ("BatchId", identity(&u.batch_name)),
            ("MailboxIdentifier", Value::str(u.identity.as_str())),
            ("MailboxEmailAddress", Value::str(u.identity.as_str())),
            ("Status", Value::str(u.status().to_string())),
            ("StatusSummary", Value::str(u.status_summary().to_string())),
            ("MigrationType", Value::str("ExchangeOutlookAnywhere")),
            ("State", Value::Null),
            ("Flags", Value::str("None")),
            ("WorkflowStep", Value::Null),
            ("WorkflowStage", Value::Null),
            ("EstimatedTotalCount", long(p.estimated_total_count)),
            ("EstimatedTotalSize", size(p.estimated_total_size)),
            ("EstimatedArchiveCount", int(0)),
            ("EstimatedArchiveSize", size(0)),
            ("RemoteIdentifier", Value::str(u.source.legacy_dn.as_str())),
            ("RecipientType", Value::str(u.recipient_type.to_string())),
            ("SkippedItemCount", long(p.skipped_item_count)),
            ("SyncedItemCount", long(p.synced_item_count)),
            ("TransferredItemCount", long(p.synced_item_count)),
            ("SyncedFolderCount", long(p.synced_folder_count)),
            ("MailboxGuid", guid(u.recipient_guid.map(|g| g.to_string()))),
            ("RequestGuid", Value::str(u.guid.to_string())),
            ("TriggeredAction", Value::str("None")),
            ("DataConsistencyScore", Value::Null),
            ("HasUnapprovedSkippedItems", Value::Bool(false)),
            ("ErrorSummary", Value::str(u.error.as_ref().map(|e| e.message.clone()).unwrap_or_default())),
            ("LastSuccessfulSyncTime", local(rs, p.last_successful_sync)),
            ("LastSubscriptionCheckTime", local(rs, p.status_since)),
            ("Diagnostics", Value::Null),
            ("DiagnosticInfo", Value::Null),
            ("IsValid", Value::Bool(true)),
            ("ObjectState", Value::str("Unchanged")),
        ],
    )
}
