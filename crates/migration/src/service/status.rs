//! What the store knows at a glance: `cutover status` and the summary at the end of a run.

use std::time::SystemTime;

use super::{Service, ServiceError};
use crate::model::{BatchCounts, BatchStatus, UserRecipientType, UserStatusSummary};
use crate::store::{LeaseHolder, UserQuery};

/// Failures shown of a batch.
const FAILURES: u32 = 100;

/// What the store knows at a glance.
#[derive(Debug, Clone)]
pub struct StatusSummary {
    /// Each batch.
    pub batches: Vec<BatchSummary>,
    /// Who is the worker, if anybody is.
    pub worker: Option<LeaseHolder>,
    /// Where the mailboxes are.
    pub target: String,
}

/// One batch at a glance.
#[derive(Debug, Clone)]
pub struct BatchSummary {
    /// Name.
    pub name: String,
    /// Status.
    pub status: BatchStatus,
    /// Users by status.
    pub counts: BatchCounts,
    /// Items copied.
    pub synced_items: u64,
    /// Items skipped.
    pub skipped_items: u64,
    /// Items the source says it has.
    pub estimated_items: u64,
    /// Bytes copied.
    pub bytes_transferred: u64,
    /// Mailboxes among the users.
    pub mailboxes: u32,
    /// Users that failed, and why.
    pub failures: Vec<UserFailure>,
    /// Batch-level failure.
    pub message: Option<String>,
    /// Everything that had arrived by then is at the target.
    pub last_synced: Option<SystemTime>,
    /// When its next work is due.
    pub next_sync: Option<SystemTime>,
}

/// A user that failed.
#[derive(Debug, Clone)]
pub struct UserFailure {
    /// Who.
    pub identity: String,
    /// Why, with its causes.
    pub error: String,
    /// What mends it.
    pub remedy: Option<String>,
}

impl Service {
    /// Everything at a glance.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn status_summary(&self) -> Result<StatusSummary, ServiceError> {
        let mut batches = Vec::new();
        for batch in self.batches()? {
            let users = self.store.users(&UserQuery { batch: Some(batch.guid), ..UserQuery::default() })?;
            let failed = users.iter().filter(|user| user.status_summary() == UserStatusSummary::Failed);
            let failures =
                failed.take(usize::try_from(FAILURES).unwrap_or(usize::MAX)).map(|user| UserFailure {
                    identity: user.identity.clone(),
                    error: user.error.as_ref().map(ToString::to_string).unwrap_or_default(),
                    remedy: user.error.as_ref().and_then(|error| error.remedy.clone()),
                });
            let mailboxes =
                users.iter().filter(|user| user.recipient_type == UserRecipientType::Mailbox).count();
            batches.push(BatchSummary {
                failures: failures.collect(),
                synced_items: users.iter().map(|user| user.progress.synced_item_count).sum(),
                skipped_items: users.iter().map(|user| user.progress.skipped_item_count).sum(),
                estimated_items: users.iter().map(|user| user.progress.estimated_total_count).sum(),
                bytes_transferred: users.iter().map(|user| user.progress.bytes_transferred).sum(),
                mailboxes: u32::try_from(mailboxes).unwrap_or(u32::MAX),
                next_sync: self.store.next_due(batch.guid, self.now())?,
                name: batch.name,
                status: batch.status,
                counts: batch.counts,
                message: batch.message,
                last_synced: batch.last_synced,
            });
        }
        let worker = self.store.lease()?.filter(|lease| lease.expires > SystemTime::now());
        Ok(StatusSummary { batches, worker, target: self.target_location() })
    }

    /// Whether any batch has work under way: a run that ends now leaves something to go on with.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn is_syncing(&self) -> Result<bool, ServiceError> {
        use BatchStatus as S;
        let busy =
            |status| matches!(status, S::Starting | S::Syncing | S::Stopping | S::Removing | S::Waiting);
        Ok(self.batches()?.iter().any(|batch| busy(batch.status)))
    }

    /// Whether any batch goes on with incremental syncs.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn has_incremental_syncs(&self) -> Result<bool, ServiceError> {
        use BatchStatus as S;
        let synced = |status| matches!(status, S::Synced | S::SyncedWithErrors | S::IncrementalSyncing);
        Ok(self.batches()?.iter().any(|b| synced(b.status) && b.settings.allow_incremental_syncs))
    }
}
