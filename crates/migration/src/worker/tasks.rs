//! The tasks a worker has under way.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
use uuid::Uuid;

use super::mailbox::MailboxEnd;
use crate::clock::{Participant, Wakeup};
use crate::source::{SourceError, SourcePerson};

/// A task's registration with the clock. When the task ends, however it ends, the worker's main task is awake before
/// this one stops counting, so that virtual time cannot slip between the two.
#[derive(Debug)]
pub(super) struct TaskGuard {
    /// The task's own participant.
    pub(super) participant: Participant,
    wakeup: Wakeup,
    finished: Arc<AtomicU64>,
}

impl Drop for TaskGuard {
    fn drop(&mut self) {
        self.finished.fetch_add(1, Ordering::AcqRel);
        self.wakeup.wake();
    }
}

/// Whose work a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    /// Reads the address book for a batch.
    Listing(Uuid),
    /// Copies a user's mailbox.
    User(i64),
}

/// Which slot pool a mailbox takes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pool {
    /// `MaxConcurrentMigrations`.
    Initial,
    /// `MaxConcurrentIncrementalSyncs`.
    Incremental,
}

/// How a task ended.
pub(super) enum TaskEnd {
    /// The address book has been read, or not.
    Listing(Result<Vec<SourcePerson>, SourceError>),
    /// A mailbox's pass has ended.
    Mailbox(MailboxEnd),
}

struct Running {
    abort: AbortHandle,
    batch: Uuid,
    endpoint: String,
    pool: Option<Pool>,
    cancelled: bool,
}

/// The tasks under way.
#[derive(Default)]
pub(super) struct Tasks {
    set: JoinSet<TaskEnd>,
    owners: HashMap<Id, Owner>,
    running: HashMap<Owner, Running>,
    /// Tasks whose guard is gone; they end any moment, if they have not yet.
    finished: Arc<AtomicU64>,
    taken: u64,
}

impl Tasks {
    /// The guard that the next task must own.
    pub(super) fn guard(&self, participant: Participant, wakeup: Wakeup) -> TaskGuard {
        TaskGuard { participant, wakeup, finished: Arc::clone(&self.finished) }
    }

    /// Runs `work` for `owner`, whose batch, endpoint and pool are given.
    pub(super) fn spawn(
        &mut self,
        owner: Owner,
        batch: Uuid,
        slot: Option<(String, Pool)>,
        work: impl Future<Output = TaskEnd> + Send + 'static,
    ) {
        let abort = self.set.spawn(work);
        self.owners.insert(abort.id(), owner);
        let (endpoint, pool) = slot.map_or((String::new(), None), |(endpoint, pool)| (endpoint, Some(pool)));
        self.running.insert(owner, Running { abort, batch, endpoint, pool, cancelled: false });
    }

    pub(super) fn has(&self, owner: Owner) -> bool {
        self.running.contains_key(&owner)
    }

    /// Whether any task works for the batch.
    pub(super) fn any_of(&self, batch: Uuid) -> bool {
        self.running.values().any(|task| task.batch == batch)
    }

    /// How many mailboxes of a pool are at work, on one endpoint or all.
    pub(super) fn count(&self, endpoint: Option<&str>, pool: Pool) -> u32 {
        let here =
            |task: &&Running| task.pool == Some(pool) && endpoint.is_none_or(|name| task.endpoint == name);
        u32::try_from(self.running.values().filter(here).count()).unwrap_or(u32::MAX)
    }

    /// Asks a task to end.
    pub(super) fn cancel(&mut self, owner: Owner) {
        if let Some(task) = self.running.get_mut(&owner) {
            task.cancelled = true;
            task.abort.abort();
        }
    }

    /// Asks all of a batch's tasks to end.
    pub(super) fn cancel_batch(&mut self, batch: Uuid) {
        for task in self.running.values_mut().filter(|task| task.batch == batch) {
            task.cancelled = true;
            task.abort.abort();
        }
    }

    /// Whether tasks that were asked to end have not ended yet.
    pub(super) fn winding_up(&self) -> bool {
        self.running.values().any(|task| task.cancelled)
    }

    /// Whether tasks have done their work whose end has not been taken yet.
    pub(super) fn any_finished(&self) -> bool {
        self.finished.load(Ordering::Acquire) > self.taken && !self.set.is_empty()
    }

    /// Waits for a task to end; `None` when there is none.
    pub(super) async fn next(&mut self) -> Option<(Owner, Result<TaskEnd, JoinError>)> {
        let ended = self.set.join_next_with_id().await?;
        Some(self.take(ended))
    }

    fn take(&mut self, ended: Result<(Id, TaskEnd), JoinError>) -> (Owner, Result<TaskEnd, JoinError>) {
        self.taken += 1;
        let (id, outcome) = match ended {
            Ok((id, end)) => (id, Ok(end)),
            Err(error) => (error.id(), Err(error)),
        };
        // Every task was entered when it was spawned.
        let owner = self.owners.remove(&id).unwrap_or(Owner::User(-1));
        self.running.remove(&owner);
        (owner, outcome)
    }

    /// Ends all tasks.
    pub(super) async fn shutdown(&mut self) {
        self.set.shutdown().await;
        self.owners.clear();
        self.running.clear();
    }
}
