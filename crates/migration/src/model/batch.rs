//! Migration batches.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BatchDirection, BatchStatus, MigrationType, ReportFile, UserStatusSummary};

/// A migration batch as `Get-MigrationBatch` shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Name, the identity; unique without regard to case.
    pub name: String,
    /// `BatchGuid`.
    pub guid: Uuid,
    /// Where it stands. `Starting`, `Stopping` and `Removing` are wishes that a worker has yet to carry out.
    pub status: BatchStatus,
    /// Whether the source's address book has been read and the users recorded.
    pub listed: bool,
    /// What it was made with.
    pub settings: BatchSettings,
    /// Users by status.
    pub counts: BatchCounts,
    /// Batch-level failure, or a remark.
    pub message: Option<String>,
    /// When it was made.
    pub created: SystemTime,
    /// When it was first started.
    pub started: Option<SystemTime>,
    /// When every user had had its initial sync, or had failed.
    pub initial_sync_finished: Option<SystemTime>,
    /// The oldest last sync among the users that are synced: everything that had arrived at the source by then
    /// is at the target.
    pub last_synced: Option<SystemTime>,
    /// When it was last changed.
    pub changed: SystemTime,
    /// Reports written so far.
    pub reports: Vec<ReportFile>,
}

/// What a batch was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchSettings {
    /// Kind of migration.
    pub migration_type: MigrationType,
    /// Direction.
    pub direction: BatchDirection,
    /// Name of the source endpoint.
    pub source_endpoint: String,
    /// Time zone it was made with.
    pub time_zone: String,
    /// Who is told.
    pub notification_emails: Vec<String>,
    /// Who made it.
    pub submitted_by: String,
    /// Whether incremental syncs follow the initial one.
    pub allow_incremental_syncs: bool,
    /// How often reports are written; zero for never.
    pub report_interval: Duration,
    /// Not to be started before.
    pub start_after: Option<SystemTime>,
    /// Recorded, without effect on a cutover.
    pub complete_after: Option<SystemTime>,
    /// Skipped items that are tolerated (recorded; a cutover never needs approval).
    pub bad_item_limit: Option<u32>,
    /// Large items that are tolerated (recorded).
    pub large_item_limit: Option<u32>,
    /// Locale of the mailboxes made.
    pub locale: Option<String>,
    /// How many times failed users are retried without being asked.
    pub auto_retry_count: Option<u32>,
}

impl BatchSettings {
    /// A cutover over `source_endpoint` with every default.
    pub fn cutover(source_endpoint: &str) -> Self {
        Self {
            migration_type: MigrationType::ExchangeOutlookAnywhere,
            direction: BatchDirection::Onboarding,
            source_endpoint: source_endpoint.to_owned(),
            time_zone: "UTC".to_owned(),
            notification_emails: Vec::new(),
            submitted_by: String::new(),
            allow_incremental_syncs: true,
            report_interval: Duration::from_secs(24 * 3600),
            start_after: None,
            complete_after: None,
            bad_item_limit: None,
            large_item_limit: None,
            locale: None,
            auto_retry_count: None,
        }
    }
}

/// How many users of a batch are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BatchCounts {
    /// All.
    pub total: u32,
    /// Queued, provisioning, syncing ...
    pub active: u32,
    /// Stopped.
    pub stopped: u32,
    /// Initial sync done.
    pub synced: u32,
    /// Finalized.
    pub finalized: u32,
    /// Failed.
    pub failed: u32,
    /// Of the active ones, those that wait for a slot.
    pub pending: u32,
    /// Whose object exists in the target organisation.
    pub provisioned: u32,
}

impl BatchCounts {
    /// Adds `n` users of one status.
    pub fn add(&mut self, summary: UserStatusSummary, queued: bool, n: u32) {
        self.total += n;
        let part = match summary {
            UserStatusSummary::Active => &mut self.active,
            UserStatusSummary::Failed => &mut self.failed,
            UserStatusSummary::Synced => &mut self.synced,
            UserStatusSummary::Completed => &mut self.finalized,
            UserStatusSummary::Stopped => &mut self.stopped,
        };
        *part += n;
        if queued {
            self.pending += n;
        }
    }
}
