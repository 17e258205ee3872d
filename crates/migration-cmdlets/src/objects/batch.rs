//! `MigrationBatch`

use migration::model::Batch;
use migration::service::Service;
use posh_runtime::{Runspace, Value};

use super::identity::identity;
use super::{int, local, object, text, texts, utc};

pub(crate) const TYPE: &str = "Microsoft.Exchange.Data.Storage.Management.MigrationBatch";

/// A batch as Get-MigrationBatch outputs it. `TargetLocation` and `StateFolder` are this service's own: where the mail
/// and its accounts are.
pub(crate) fn batch(rs: &Runspace, service: &Service, b: &Batch, report: Value) -> Value {
    let c = &b.counts;
    let s = &b.settings;
    let initial =
        b.initial_sync_finished.zip(b.started).and_then(|(end, start)| end.duration_since(start).ok());
    object(
        TYPE,
        vec![
            ("Identity", identity(&b.name)),
            ("Status", Value::str(b.status.to_string())),
            ("State", Value::str(state(b))),
            ("DataConsistencyScore", Value::Null),
            ("Flags", Value::str("None")),
            ("WorkflowStage", Value::Null),
            ("TriggeredAction", Value::str("None")),
            ("BatchGuid", Value::str(b.guid.to_string())),
            ("TotalCount", int(c.total)),
            ("ActiveCount", int(c.active)),
            ("StoppedCount", int(c.stopped)),
            ("SyncedCount", int(c.synced)),
            ("FinalizedCount", int(c.finalized)),
            ("FailedCount", int(c.failed)),
            ("CompletedWithWarningCount", int(0)),
            ("PostMigrationSyncCount", int(0)),
            ("PendingCount", int(c.pending)),
            ("ProvisionedCount", int(c.provisioned)),
            ("ValidationWarningCount", int(0)),
            ("ValidationWarnings", Value::array(Vec::new())),
            ("Message", text(b.message.as_ref())),
            ("CreationDateTime", local(rs, Some(b.created))),
            ("CreationDateTimeUTC", utc(Some(b.created))),
            ("StartDateTime", local(rs, b.started)),
            ("StartDateTimeUTC", utc(b.started)),
            ("ExpirationDateTime", Value::Null),
            ("ExpirationDateTimeUTC", Value::Null),
            ("LastSyncedDateTime", local(rs, b.last_synced)),
            ("LastSyncedDateTimeUTC", utc(b.last_synced)),
            ("SubmittedByUser", Value::str(s.submitted_by.as_str())),
            ("OwnerId", Value::str(s.submitted_by.as_str())),
            ("OwnerExchangeObjectId", Value::Null),
            ("NotificationEmails", texts(&s.notification_emails)),
            ("MigrationType", Value::str(s.migration_type.to_string())),
            ("BatchDirection", Value::str(s.direction.to_string())),
            ("Locale", text(s.locale.as_ref())),
            (
                "Reports",
                Value::array(b.reports.iter().map(|r| Value::str(r.path.display().to_string())).collect()),
            ),
            ("IsProvisioning", Value::Bool(c.total > 0 && c.provisioned < c.total)),
            ("IsLargeArchiveOnboarding", Value::Bool(false)),
            ("IsOnboardingRestore", Value::Bool(false)),
            ("InitialSyncDateTime", local(rs, b.initial_sync_finished)),
            ("InitialSyncDuration", initial.map_or(Value::Null, super::span)),
            ("StartAfter", local(rs, s.start_after)),
            ("StartAfterUTC", utc(s.start_after)),
            ("SourceEndpoint", Value::str(s.source_endpoint.as_str())),
            ("UserTimeZone", Value::str(s.time_zone.as_str())),
            ("TargetLocation", Value::str(service.target_location())),
            (
                "StateFolder",
                Value::str(
                    service.reports_dir().parent().map(|p| p.display().to_string()).unwrap_or_default(),
                ),
            ),
            ("CompleteAfter", local(rs, s.complete_after)),
            ("CompleteAfterUTC", utc(s.complete_after)),
            ("Report", report),
            ("IsValid", Value::Bool(true)),
            ("ObjectState", Value::str("Unchanged")),
        ],
    )
}

fn state(b: &Batch) -> &'static str {
    use migration::model::BatchStatus as S;
    match b.status {
        S::Created | S::Waiting => "Waiting",
        S::Stopping | S::Stopped => "Stopped",
        S::Completed | S::CompletedWithErrors => "Completed",
        S::Failed | S::Corrupted => "Failed",
        S::Removing => "Disabled",
        _ => "Active",
    }
}
