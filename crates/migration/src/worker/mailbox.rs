//! One mailbox: provision it, then copy what is new, folder by folder, until all of it has been seen.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use tokio::task::block_in_place;

use super::context::WorkerContext;
use super::groups;
use super::page::{FolderCopy, Suspects};
use super::provision::{self, ProvisionError};
use super::tasks::TaskGuard;
use super::throttle::Throttle;
use crate::model::{MigrationUser, ReportLevel, UserError, UserEvent};
use crate::source::words::mailbox_words;
use crate::source::{SourceError, SourceMailbox};
use crate::store::{Change, FolderRow, ReportOwner, StoreError};
use crate::target::TargetError;

/// Failures in a row, without a page between them, after which a mailbox fails.
const TRIES: u32 = 8;
/// Complaints of a busy server in a row after which a mailbox fails.
const PATIENCE: u32 = 100;
/// First wait after a failure that may pass, doubled each time up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How a mailbox's task ended.
pub(super) enum MailboxEnd {
    /// All that was at the source when the pass began is at the target.
    Done {
        /// When the pass began.
        began: SystemTime,
    },
    /// The server bears fewer mailboxes at a time; this one comes again.
    Deferred {
        /// Not before.
        until: SystemTime,
    },
    /// It failed.
    Failed(UserError),
}

/// Why a pass broke off.
#[derive(Debug)]
pub(super) enum PassError {
    Source(SourceError),
    Target(TargetError),
    Store(StoreError),
}

impl From<SourceError> for PassError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<TargetError> for PassError {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
    }
}

impl From<StoreError> for PassError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The task of one mailbox.
pub(super) struct MailboxTask {
    context: Arc<WorkerContext>,
    user: MigrationUser,
    endpoint: String,
    throttle: Arc<Throttle>,
    memory: Arc<Semaphore>,
    guard: TaskGuard,
    suspects: Suspects,
    /// Pages recorded since the last failure.
    progressed: bool,
}

impl MailboxTask {
    pub(super) fn new(
        context: Arc<WorkerContext>,
        user: MigrationUser,
        endpoint: String,
        throttle: Arc<Throttle>,
        memory: Arc<Semaphore>,
        guard: TaskGuard,
    ) -> Self {
        Self {
            context,
            user,
            endpoint,
            throttle,
            memory,
            guard,
            suspects: Suspects::default(),
            progressed: false,
        }
    }

    fn report(&self, level: ReportLevel, text: impl Into<String>) {
        self.context.report(ReportOwner::User(self.user.id), level, text);
    }

    pub(super) async fn run(mut self) -> MailboxEnd {
        let _slot = self.throttle.enter();
        if !self.user.state.initial_sync_done
            && let Err(error) = block_in_place(|| self.provision())
        {
            return MailboxEnd::Failed(error);
        }
        let mut failures = 0;
        loop {
            if let Some(until) = self.throttle.pause_until(self.context.clock.now()) {
                self.stall(until).await;
            }
            let began = self.context.clock.now();
            let error = match self.pass().await {
                Ok(()) => return MailboxEnd::Done { began },
                Err(error) => error,
            };
            failures = if std::mem::take(&mut self.progressed) { 1 } else { failures + 1 };
            match self.after_failure(error, failures).await {
                Some(end) => return end,
                None => continue,
            }
        }
    }

    fn provision(&mut self) -> Result<(), UserError> {
        let guid = match provision::mailbox(&self.context, &self.user) {
            Ok(guid) => guid,
            Err(ProvisionError::User(error)) => return Err(error),
            Err(ProvisionError::Store(error)) => return Err(store_error(&error)),
        };
        self.context.target.open_mailbox(&self.user.source.smtp_address).map_err(|e| target_error(&e))?;
        let recipient = |user: &mut MigrationUser| user.recipient_guid = Some(guid);
        let late = self.user.recipient_guid.is_none();
        self.context
            .apply(self.user.id, UserEvent::Provisioned, None, &recipient)
            .map_err(|e| store_error(&e))?;
        if late {
            groups::add_late(&self.context, &self.user).map_err(|e| store_error(&e))?;
        }
        self.report(ReportLevel::Information, "The mailbox exists at the target; the initial sync begins.");
        Ok(())
    }

    /// Waits until then; books the wait as stalled.
    async fn stall(&mut self, until: SystemTime) {
        let now = self.context.clock.now();
        self.guard.participant.sleep_until(until).await;
        let stalled = until.duration_since(now).unwrap_or_default();
        // Only a statistic: not worth failing for.
        let _ = self.context.store.update_user(self.user.id, &mut |user| {
            user.progress.stalled += stalled;
            Change::Keep
        });
    }

    /// Decides what follows a failure: `None` to try again, after a wait where one is due.
    async fn after_failure(&mut self, error: PassError, failures: u32) -> Option<MailboxEnd> {
        let now = self.context.clock.now();
        match error {
            PassError::Source(SourceError::Busy { retry_after, too_many_connections, detail, server }) => {
                let until = self.throttle.complain(now, retry_after, too_many_connections);
                if failures > PATIENCE {
                    let error = SourceError::Busy { retry_after, too_many_connections, detail, server };
                    return Some(MailboxEnd::Failed(source_error(&error)));
                }
                if failures == 1 {
                    self.report(
                        ReportLevel::Warning,
                        format!("{server} is busy: {detail}. Waiting as it asks."),
                    );
                }
                if self.throttle.overloaded() {
                    return Some(MailboxEnd::Deferred { until });
                }
                self.stall(until).await;
                None
            }
            PassError::Source(error) if error.is_transient() && failures < TRIES => {
                self.report(ReportLevel::Warning, format!("{error}. Trying again."));
                let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(failures - 1)).min(LONGEST_WAIT);
                self.stall(now + wait).await;
                None
            }
            PassError::Source(error) => Some(MailboxEnd::Failed(source_error(&error))),
            PassError::Store(StoreError::Busy) if failures < TRIES => {
                self.stall(now + FIRST_WAIT).await;
                None
            }
            PassError::Store(error) => Some(MailboxEnd::Failed(store_error(&error))),
            PassError::Target(error) => Some(MailboxEnd::Failed(target_error(&error))),
        }
    }

    /// Goes over all folders once.
    async fn pass(&mut self) -> Result<(), PassError> {
        let (source, _) = self.context.open_source(&self.endpoint).await?;
        let mut mailbox = source.open_mailbox(&self.user.source).await?;
        let folders = mailbox.folders().await?;
        self.estimate(&folders)?;
        let mut cursors: HashMap<String, FolderRow> = self
            .context
            .store
            .folders(self.user.id)?
            .into_iter()
            .map(|row| (row.source_id.clone(), row))
            .collect();
        let address = self.user.source.smtp_address.clone();
        let mut target = block_in_place(|| self.context.target.open_mailbox(&address))?;
        let count = folders.len();
        for folder in folders {
            let cursor = cursors.remove(&folder.source_id).and_then(|row| row.cursor);
            let open = block_in_place(|| target.open_folder(&folder.path, folder.kind))?;
            let mut copy = FolderCopy {
                context: &self.context,
                user_id: self.user.id,
                folder: &folder,
                target: open,
                memory: &self.memory,
                throttle: &self.throttle,
                suspects: &mut self.suspects,
                participant: &mut self.guard.participant,
                progressed: &mut self.progressed,
            };
            copy.run(mailbox.as_mut(), cursor).await?;
        }
        self.context.store.update_user(self.user.id, &mut |user| {
            user.progress.synced_folder_count = u64::try_from(count).unwrap_or(u64::MAX);
            Change::Keep
        })?;
        self.report(ReportLevel::Information, format!("All {count} folders are in step with the source."));
        Ok(())
    }

    fn estimate(&self, folders: &[crate::source::SourceFolder]) -> Result<(), StoreError> {
        let items = folders.iter().map(|folder| folder.item_count).sum::<u64>();
        let size = folders.iter().map(|folder| folder.size).sum::<u64>();
        self.context.store.update_user(self.user.id, &mut |user| {
            let progress = &mut user.progress;
            let dealt_with = progress.synced_item_count + progress.skipped_item_count;
            // Items deleted at the source since they were copied count as its own.
            progress.estimated_total_count = items.max(dealt_with);
            progress.estimated_total_size = size.max(progress.bytes_transferred);
            Change::Keep
        })?;
        Ok(())
    }
}

/// Keeps the trait object's type in one place.
pub(super) type OpenMailbox = dyn SourceMailbox;

fn source_error(error: &SourceError) -> UserError {
    let words = mailbox_words(error);
    UserError {
        exception: words.short_name().to_owned(),
        message: words.message,
        inner: vec![error.to_string()],
        remedy: Some(error.remedy()),
        transient: error.is_transient(),
    }
}

fn store_error(error: &StoreError) -> UserError {
    UserError {
        exception: "MigrationTransientException".to_owned(),
        message: "The migration's own records can't be written.".to_owned(),
        inner: vec![error.to_string()],
        remedy: Some("Check the disk of the state folder, then Start-MigrationBatch.".to_owned()),
        transient: true,
    }
}

fn target_error(error: &TargetError) -> UserError {
    let remedy = if error.out_of_space {
        "Make room at the target, then Start-MigrationBatch."
    } else {
        "Check the target folder and its permissions, then Start-MigrationBatch."
    };
    UserError {
        exception: "MigrationTransientException".to_owned(),
        message: "The target mailbox can't be written.".to_owned(),
        inner: vec![error.to_string()],
        remedy: Some(remedy.to_owned()),
        transient: error.out_of_space,
    }
}
