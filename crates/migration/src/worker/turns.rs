//! The worker's main task: one turn over all batches whenever something may have changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use tokio::task::JoinError;
use uuid::Uuid;

use super::context::WorkerContext;
use super::mailbox::{MailboxEnd, MailboxTask};
use super::tasks::{Owner, Pool, TaskEnd, TaskGuard, Tasks};
use super::throttle::Throttle;
use super::{groups, listing, provision, reports};
use crate::clock::{Participant, Role};
use crate::model::{
    Batch, BatchEvent, BatchState, BatchStatus, Effect, MigrationUser, ReportLevel, UserError, UserEvent,
    UserRecipientType, UserStatus, transition_batch,
};
use crate::store::{Change, ReportOwner, StoreError, UserQuery};

/// How often the store is looked at for what other processes want.
const POLL: Duration = Duration::from_secs(1);
/// Wait after the store could not be used.
const STORE_PAUSE: Duration = Duration::from_secs(2);
/// Memory for contents on their way, in KiB, over all mailboxes.
pub(super) const MEMORY_KIB: usize = 256 * 1024;

/// The worker's main task.
pub(super) struct Turns {
    context: Arc<WorkerContext>,
    me: Participant,
    stop: Arc<AtomicBool>,
    tasks: Tasks,
    throttles: HashMap<String, Arc<Throttle>>,
    memory: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new(context: WorkerContext, me: Participant, stop: Arc<AtomicBool>) -> Self {
        Self {
            context: Arc::new(context),
            me,
            stop,
            tasks: Tasks::default(),
            throttles: HashMap::new(),
            memory: Arc::new(Semaphore::new(MEMORY_KIB)),
        }
    }

    pub(super) async fn run(mut self) {
        while !self.stopping() && self.recover().is_err() {
            tokio::time::sleep(STORE_PAUSE).await;
        }
        while !self.stopping() {
            let next = match self.turn().await {
                Ok(next) => next,
                Err(_) if self.stopping() => break,
                Err(_) => {
                    // The store is busy or its disk is full: what is under way goes on failing or not by itself.
                    tokio::time::sleep(STORE_PAUSE).await;
                    let _ = self.recover();
                    continue;
                }
            };
            self.wait(next).await;
        }
        self.tasks.shutdown().await;
        // If the store cannot be used now, the next worker does this.
        let _ = self.recover();
        let _ = self.context.store.release_lease(self.context.lease);
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Takes back users that no task is on although their status says so: a worker that is gone had them, or the
    /// store could not be written when their task ended.
    fn recover(&self) -> Result<(), StoreError> {
        use UserStatus as S;
        for status in [S::Provisioning, S::ProvisionUpdating, S::Syncing, S::IncrementalSyncing, S::Stopping]
        {
            let query = UserQuery { status: Some(status), ..UserQuery::default() };
            for user in self.context.store.users(&query)? {
                let is_group = user.recipient_type == UserRecipientType::Group;
                let waits = is_group && status == S::ProvisionUpdating;
                if !waits && !self.tasks.has(Owner::User(user.id)) {
                    self.context.apply(user.id, UserEvent::WorkerLost, None, &|_| {})?;
                }
            }
        }
        Ok(())
    }

    async fn wait(&mut self, next: Option<SystemTime>) {
        let now = self.context.clock.now();
        let poll = (!self.context.clock.is_virtual()).then(|| now + POLL);
        let deadline = [next, poll].into_iter().flatten().min();
        // A task that ends wakes this participant.
        self.me.wait(deadline).await;
    }

    /// Looks at everything once. Answers when there is something to do next.
    async fn turn(&mut self) -> Result<Option<SystemTime>, StoreError> {
        self.reap().await?;
        loop {
            let mut next = None;
            let mut changed = false;
            for batch in self.context.store.batches()? {
                match self.advance(&batch)? {
                    Advance::Changed => changed = true,
                    Advance::Until(at) => next = [next, at].into_iter().flatten().min(),
                }
            }
            // Cancelled work is seen to its end here, awake, so that virtual time stands until it is.
            while self.tasks.winding_up() {
                let Some((owner, end)) = self.tasks.next().await else { break };
                self.ended(owner, end)?;
                changed = true;
            }
            if !changed {
                return Ok(next);
            }
        }
    }

    /// Takes the tasks that have ended. A task's guard is gone a moment before the task is: that moment is waited
    /// for here, awake.
    async fn reap(&mut self) -> Result<(), StoreError> {
        while self.tasks.any_finished() {
            let Some((owner, end)) = self.tasks.next().await else { break };
            self.ended(owner, end)?;
        }
        Ok(())
    }

    fn advance(&mut self, batch: &Batch) -> Result<Advance, StoreError> {
        use BatchStatus as S;
        let now = self.context.clock.now();
        match batch.status {
            S::Waiting if batch.settings.start_after.is_some_and(|at| at > now) => {
                Ok(Advance::Until(batch.settings.start_after))
            }
            S::Waiting | S::Starting => self.begin(batch),
            S::Stopping | S::Removing => self.wind_up(batch),
            S::Syncing | S::Synced | S::SyncedWithErrors | S::IncrementalSyncing => self.work(batch),
            _ => Ok(Advance::Until(None)),
        }
    }

    /// Lets an event happen to a batch. Answers the effects, or `None` when it does not go with its state.
    fn apply_batch(
        &self,
        guid: Uuid,
        event: BatchEvent,
        also: &dyn Fn(&mut Batch),
    ) -> Result<Option<Vec<Effect>>, StoreError> {
        let now = self.context.clock.now();
        let mut happened = None;
        self.context.store.update_batch(guid, &mut |batch| {
            happened = None;
            let state = BatchState { status: batch.status, listed: batch.listed };
            let Ok((next, effects)) = transition_batch(state, event) else { return Change::Discard };
            (batch.status, batch.listed, batch.changed) = (next.status, next.listed, now);
            also(batch);
            happened = Some(effects);
            Change::Keep
        })?;
        Ok(happened)
    }

    fn begin(&mut self, batch: &Batch) -> Result<Advance, StoreError> {
        if let Some(effects) = self.apply_batch(batch.guid, BatchEvent::Begin, &|_| {})? {
            let owner = ReportOwner::Batch(batch.guid);
            self.context.report(owner, ReportLevel::Information, "The batch was started.");
            if effects.contains(&Effect::StartUsers) {
                for status in [UserStatus::Stopped, UserStatus::Failed, UserStatus::IncrementalFailed] {
                    for user in self.users(batch, status, None)? {
                        self.context.apply(user.id, UserEvent::Start, None, &|_| {})?;
                    }
                }
            }
        }
        Ok(Advance::Changed)
    }

    fn wind_up(&mut self, batch: &Batch) -> Result<Advance, StoreError> {
        self.tasks.cancel_batch(batch.guid);
        if self.tasks.any_of(batch.guid) {
            return Ok(Advance::Changed);
        }
        if batch.status == BatchStatus::Removing {
            self.context.store.delete_batch(batch.guid)?;
            return Ok(Advance::Changed);
        }
        for user in
            self.context.store.users(&UserQuery { batch: Some(batch.guid), ..UserQuery::default() })?
        {
            self.context.apply(user.id, UserEvent::Stop, None, &|_| {})?;
            self.context.apply(user.id, UserEvent::WorkEnded, None, &|_| {})?;
        }
        self.apply_batch(batch.guid, BatchEvent::WorkEnded, &|_| {})?;
        self.context.report(
            ReportOwner::Batch(batch.guid),
            ReportLevel::Information,
            "The batch was stopped.",
        );
        Ok(Advance::Changed)
    }

    fn users(
        &self,
        batch: &Batch,
        status: UserStatus,
        limit: Option<u32>,
    ) -> Result<Vec<MigrationUser>, StoreError> {
        let query =
            UserQuery { batch: Some(batch.guid), status: Some(status), limit, ..UserQuery::default() };
        self.context.store.users(&query)
    }

    /// A running batch: read its users, carry out what is wanted of single users, fill the slots, see whether it is
    /// synced.
    fn work(&mut self, batch: &Batch) -> Result<Advance, StoreError> {
        if !batch.listed {
            self.list(batch);
            return Ok(Advance::Until(None));
        }
        self.carry_out_user_wishes(batch)?;
        let provisioned = provision::contacts(&self.context, batch)?;
        let grouped = groups::provision(&self.context, batch)?;
        if provisioned || grouped {
            return Ok(Advance::Changed);
        }
        self.fill_slots(batch)?;
        self.settle(batch)?;
        Ok(Advance::Until(self.context.store.next_due(batch.guid, self.context.clock.now())?))
    }

    fn guard(&self) -> TaskGuard {
        self.tasks.guard(self.context.clock.register("task", Role::Work), self.me.wakeup())
    }

    fn list(&mut self, batch: &Batch) {
        let owner = Owner::Listing(batch.guid);
        if !self.tasks.has(owner) {
            let work = listing::read(
                Arc::clone(&self.context),
                batch.settings.source_endpoint.clone(),
                self.guard(),
            );
            self.tasks.spawn(owner, batch.guid, None, async { TaskEnd::Listing(work.await) });
        }
    }

    fn carry_out_user_wishes(&mut self, batch: &Batch) -> Result<(), StoreError> {
        for user in self.users(batch, UserStatus::Starting, None)? {
            self.context.apply(user.id, UserEvent::Queue, None, &|_| {})?;
        }
        for user in self.users(batch, UserStatus::Stopping, None)? {
            self.tasks.cancel(Owner::User(user.id));
            if !self.tasks.has(Owner::User(user.id)) {
                self.context.apply(user.id, UserEvent::WorkEnded, None, &|_| {})?;
            }
        }
        for user in self.users(batch, UserStatus::Removing, None)? {
            self.tasks.cancel(Owner::User(user.id));
            if !self.tasks.has(Owner::User(user.id)) {
                self.context.store.delete_user(user.id)?;
            }
        }
        Ok(())
    }

    fn fill_slots(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let name = &batch.settings.source_endpoint;
        let Some(endpoint) = self.context.store.endpoint(name)? else { return Ok(()) };
        let config = self.context.store.config()?;
        let name = endpoint.name;
        let throttle = Arc::clone(self.throttles.entry(name.clone()).or_insert_with(Throttle::new));
        let now = self.context.clock.now();
        let pools = [
            (Pool::Initial, &[UserStatus::Queued][..], endpoint.limits.max_concurrent_migrations),
            (
                Pool::Incremental,
                &[UserStatus::Synced, UserStatus::IncrementalFailed],
                endpoint.limits.max_concurrent_incremental_syncs,
            ),
        ];
        for (pool, statuses, slots) in pools {
            for &status in statuses {
                let mut free = slots.saturating_sub(self.tasks.count(Some(&name), pool)).min(throttle.free());
                if pool == Pool::Initial {
                    let everywhere = self.tasks.count(None, pool);
                    free = free.min(config.max_concurrent_migrations.saturating_sub(everywhere));
                }
                if free == 0 {
                    continue;
                }
                let query = UserQuery {
                    batch: Some(batch.guid),
                    status: Some(status),
                    recipient_type: Some(UserRecipientType::Mailbox),
                    due_by: Some(now),
                    limit: Some(free),
                    ..UserQuery::default()
                };
                for user in self.context.store.users(&query)? {
                    self.grant(batch, &name, pool, &throttle, user.id)?;
                }
            }
        }
        Ok(())
    }

    fn grant(
        &mut self,
        batch: &Batch,
        endpoint: &str,
        pool: Pool,
        throttle: &Arc<Throttle>,
        user_id: i64,
    ) -> Result<(), StoreError> {
        let owner = Owner::User(user_id);
        if self.tasks.has(owner) {
            return Ok(());
        }
        let Some(user) = self.context.apply(user_id, UserEvent::SlotGranted, None, &|_| {})? else {
            return Ok(());
        };
        let task = MailboxTask::new(
            Arc::clone(&self.context),
            user,
            endpoint.to_owned(),
            Arc::clone(throttle),
            Arc::clone(&self.memory),
            self.guard(),
        );
        let slot = Some((endpoint.to_owned(), pool));
        self.tasks.spawn(owner, batch.guid, slot, async { TaskEnd::Mailbox(task.run().await) });
        Ok(())
    }

    /// Says whether the batch is synced.
    fn settle(&self, batch: &Batch) -> Result<(), StoreError> {
        let counts = self.context.store.status_counts(batch.guid)?;
        let some =
            |statuses: &[UserStatus]| counts.iter().any(|(status, n)| *n > 0 && statuses.contains(status));
        use UserStatus as S;
        if some(&[S::Queued, S::Starting, S::Provisioning, S::ProvisionUpdating, S::Syncing]) {
            self.apply_batch(batch.guid, BatchEvent::UsersPending, &|_| {})?;
            return Ok(());
        }
        let with_errors = some(&[S::Failed, S::IncrementalFailed, S::CompletionFailed, S::Corrupted]);
        let now = self.context.clock.now();
        let event = BatchEvent::UsersSettled { with_errors };
        let settled = self.apply_batch(batch.guid, event, &|batch| {
            batch.initial_sync_finished = batch.initial_sync_finished.or(Some(now));
        })?;
        if settled.is_some() {
            reports::write(&self.context, batch.guid)?;
        }
        Ok(())
    }

    fn ended(&mut self, owner: Owner, end: Result<TaskEnd, JoinError>) -> Result<(), StoreError> {
        match (owner, end) {
            (Owner::Listing(batch), Ok(TaskEnd::Listing(outcome))) => self.listed(batch, outcome),
            (Owner::User(id), Ok(TaskEnd::Mailbox(end))) => self.mailbox_ended(id, end),
            (Owner::User(id), Err(error)) if error.is_panic() => {
                let error = internal_error();
                self.mailbox_ended(id, MailboxEnd::Failed(error))
            }
            // Cancelled: whoever cancelled it has said what it is now. One that was broken off otherwise is taken
            // back into the queue.
            (Owner::User(id), _) => {
                if self.context.apply(id, UserEvent::WorkEnded, None, &|_| {})?.is_none() {
                    self.context.apply(id, UserEvent::WorkerLost, None, &|_| {})?;
                }
                Ok(())
            }
            (Owner::Listing(batch), Err(error)) if error.is_panic() => {
                self.listing_failed(batch, &internal_error().message)
            }
            (Owner::Listing(_), _) => Ok(()),
        }
    }

    fn listed(
        &mut self,
        batch: Uuid,
        outcome: Result<Vec<crate::source::SourcePerson>, crate::source::SourceError>,
    ) -> Result<(), StoreError> {
        match outcome {
            Ok(people) => {
                let added = self.context.store.record_users(batch, &people, self.context.clock.now());
                match added {
                    Ok(added) => {
                        let text = format!("{added} users were read from the source's address book.");
                        self.context.report(ReportOwner::Batch(batch), ReportLevel::Information, text);
                        Ok(())
                    }
                    // Removed meanwhile.
                    Err(StoreError::NotFound(_)) => Ok(()),
                    Err(other) => Err(other),
                }
            }
            Err(error) => {
                let words = crate::source::words::words(&error);
                let text =
                    std::iter::once(words.message).chain(words.inner).collect::<Vec<_>>().join(" --> ");
                self.listing_failed(batch, &text)
            }
        }
    }

    fn listing_failed(&self, batch: Uuid, message: &str) -> Result<(), StoreError> {
        self.apply_batch(batch, BatchEvent::ListingFailed, &|batch| {
            batch.message = Some(message.to_owned())
        })?;
        self.context.report(ReportOwner::Batch(batch), ReportLevel::Error, message);
        Ok(())
    }

    fn mailbox_ended(&mut self, id: i64, end: MailboxEnd) -> Result<(), StoreError> {
        let Some(user) = self.context.store.user(id)? else { return Ok(()) };
        let batch = self.context.store.batch_by_guid(user.batch_guid)?;
        let interval = batch
            .is_some_and(|b| b.settings.allow_incremental_syncs)
            .then_some(self.context.incremental_interval);
        let happened = match end {
            MailboxEnd::Done { began } => {
                let next_pass = interval.map(|interval| began + interval);
                self.context.apply(id, UserEvent::PassDone, next_pass, &|user| {
                    user.progress.last_successful_sync = Some(began);
                    user.progress.passes += 1;
                })?
            }
            MailboxEnd::Deferred { until } => {
                self.context.apply(id, UserEvent::Defer, None, &|user| user.next_due = Some(until))?
            }
            MailboxEnd::Failed(error) => {
                let next_pass = interval.map(|interval| self.context.clock.now() + interval);
                self.context.report(ReportOwner::User(id), ReportLevel::Error, error.to_string());
                self.context.apply(id, UserEvent::Fail, next_pass, &|user| {
                    user.failed_attempts += 1;
                    user.error = Some(error.clone());
                })?
            }
        };
        // It was stopped or removed in its last moment.
        if happened.is_none() {
            self.context.apply(id, UserEvent::WorkEnded, None, &|_| {})?;
        }
        Ok(())
    }
}

enum Advance {
    /// Something changed: look again.
    Changed,
    /// Nothing more to do until then, or until somebody says so.
    Until(Option<SystemTime>),
}

fn internal_error() -> UserError {
    UserError {
        exception: "MigrationPermanentException".to_owned(),
        message: "The migration of this user was broken off by an internal error.".to_owned(),
        inner: Vec::new(),
        remedy: Some("Start the batch again with Start-MigrationBatch.".to_owned()),
        transient: false,
    }
}
