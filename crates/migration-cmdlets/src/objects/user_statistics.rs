//! `MigrationUserStatistics`

use migration::model::SkipReason;
use migration::service::UserStatistics;
use posh_runtime::{Runspace, Value};

use super::identity::identity;
use super::size::size;
use super::{int, local, long, object, span, text};

pub(crate) const TYPE: &str = "Microsoft.Exchange.Data.Storage.Management.MigrationUserStatistics";

/// A user's statistics as Get-MigrationUserStatistics outputs them.
pub(crate) fn user_statistics(rs: &Runspace, s: &UserStatistics) -> Value {
    let u = &s.user;
    let p = &u.progress;
    let error = u.error.as_ref();
    let skipped = s.skipped_items.iter().map(|i| skipped_item(rs, i)).collect();
    let report: Vec<String> = s.report.iter().map(|e| e.message.clone()).collect();
    object(
        TYPE,
        vec![
            ("Identity", identity(&u.identity)),
            ("BatchId", identity(&u.batch_name)),
            ("EmailAddress", Value::str(u.identity.as_str())),
            ("RecipientType", Value::str(u.recipient_type.to_string())),
            ("SkippedItemCount", long(p.skipped_item_count)),
            ("SyncedItemCount", long(p.synced_item_count)),
            ("MailboxGuid", u.recipient_guid.map_or(Value::Null, |g| Value::str(g.to_string()))),
            ("MailboxLegacyDN", Value::str(u.source.legacy_dn.as_str())),
            ("RequestGuid", Value::str(u.guid.to_string())),
            ("LastSuccessfulSyncTime", local(rs, p.last_successful_sync)),
            ("Status", Value::str(u.status().to_string())),
            ("StatusSummary", Value::str(u.status_summary().to_string())),
            ("LastSubscriptionCheckTime", local(rs, p.status_since)),
            ("ErrorSummary", Value::str(error.map(|e| e.message.clone()).unwrap_or_default())),
            ("ErrorType", error.map_or(Value::Null, |e| Value::str(e.exception.as_str()))),
            ("TotalItemsInSourceMailboxCount", long(p.estimated_total_count)),
            ("TotalQueuedDuration", span(p.queued)),
            ("TotalInProgressDuration", span(p.in_progress)),
            ("TotalSyncedDuration", span(p.synced)),
            ("TotalStalledDuration", span(p.stalled)),
            ("Error", error.map_or_else(|| Value::str(""), |e| Value::str(error_text(e)))),
            ("MigrationType", Value::str("ExchangeOutlookAnywhere")),
            ("EstimatedTotalTransferSize", size(p.estimated_total_size)),
            ("EstimatedTotalTransferCount", long(p.estimated_total_count)),
            ("BytesTransferred", size(p.bytes_transferred)),
            ("AverageBytesTransferredPerHour", size(s.average_bytes_transferred_per_hour)),
            ("CurrentBytesTransferredPerMinute", size(s.average_bytes_transferred_per_hour / 60)),
            ("PercentageComplete", int(s.percentage_complete)),
            ("DataConsistencyScore", Value::str(s.data_consistency_score.to_string())),
            ("HasUnapprovedSkippedItems", Value::Bool(false)),
            ("SkippedItems", Value::array(skipped)),
            ("DiagnosticInfo", Value::Null),
            ("Report", if report.is_empty() { Value::Null } else { Value::str(report.join("\n")) }),
            ("IsValid", Value::Bool(true)),
            ("ObjectState", Value::str("Unchanged")),
        ],
    )
}

/// `Error: Exception: message --> inner`, and what mends it.
fn error_text(error: &migration::model::UserError) -> String {
    let text = format!("Error: {error}");
    match &error.remedy {
        Some(remedy) if !text.contains(remedy.as_str()) => format!("{text} {remedy}"),
        _ => text,
    }
}

fn skipped_item(rs: &Runspace, i: &SkipReason) -> Value {
    object(
        "Microsoft.Exchange.Data.Storage.Management.MigrationUserSkippedItem",
        vec![
            ("Kind", Value::str(i.kind.as_str())),
            ("FolderName", Value::str(i.folder_name.as_str())),
            ("Sender", text(i.sender.as_ref())),
            ("Recipient", Value::Null),
            ("Subject", text(i.subject.as_ref())),
            ("MessageClass", Value::str(i.message_class.as_str())),
            ("MessageSize", size(i.message_size)),
            ("DateSent", Value::Null),
            ("DateReceived", local(rs, i.date_received)),
            ("Failure", Value::str(i.failure.as_str())),
            ("Category", Value::Null),
            ("ScoringClassifications", Value::Null),
        ],
    )
}
