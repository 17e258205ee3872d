//! One mailbox: provision it, then copy what is new, folder by folder, until all of it has been seen.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use tokio::task::block_in_place;

use super::context::WorkerContext;
use super::groups;
use super::page::{FolderCopy, Suspects};
use super::patience::Patience;
use super::provision::{self, ProvisionError};
use super::tasks::TaskGuard;
use super::throttle::Throttle;
use crate::model::{MigrationUser, ReportLevel, UserError, UserEvent};
use crate::source::words::mailbox_words;
use crate::source::{SourceError, SourceMailbox};
use crate::store::{Change, FolderRow, ReportOwner, StoreError};
use crate::target::TargetError;

/// Tries when the store is busy.
const STORE_TRIES: u32 = 5;
/// Wait between them.
const STORE_WAIT: Duration = Duration::from_secs(2);

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
    /// The mailbox could not be opened: the pass may be begun again.
    Source(SourceError),
    /// Trying again makes no sense.
    GaveUp(SourceError),
    /// The slot is to be given back until then.
    Defer(SystemTime),
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
    patience: Patience,
    suspects: Suspects,
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
        let patience = Patience::new(Arc::clone(&context), Arc::clone(&throttle), guard, user.id);
        Self { context, user, endpoint, throttle, memory, patience, suspects: Suspects::default() }
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
        let mut store_failures = 0;
        loop {
            self.patience.wait_for_pause().await;
            let began = self.context.clock.now();
            let mut outcome = self.pass().await;
            if let Err(PassError::Source(error)) = outcome {
                outcome = self.patience.after(error).await;
                if outcome.is_ok() {
                    continue;
                }
            }
            match outcome {
                Ok(()) => return MailboxEnd::Done { began },
                Err(PassError::Defer(until)) => return MailboxEnd::Deferred { until },
                Err(PassError::Source(error) | PassError::GaveUp(error)) => {
                    return MailboxEnd::Failed(source_error(&error));
                }
                Err(PassError::Store(StoreError::Busy)) if store_failures < STORE_TRIES => {
                    store_failures += 1;
                    self.patience.sleep(STORE_WAIT).await;
                }
                Err(PassError::Store(error)) => return MailboxEnd::Failed(store_error(&error)),
                Err(PassError::Target(error)) => return MailboxEnd::Failed(target_error(&error)),
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

    /// Goes over all folders once.
    async fn pass(&mut self) -> Result<(), PassError> {
        let (source, _) = self.context.open_source(&self.endpoint).await?;
        let mut mailbox = source.open_mailbox(&self.user.source).await?;
        let folders = loop {
            match mailbox.folders().await {
                Ok(folders) => break folders,
                Err(error) => self.patience.after(error).await?,
            }
        };
        self.patience.restore();
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
                patience: &mut self.patience,
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

/// An opened mailbox as the worker handles it.
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
