//! The rules of who may go where: `(state, event) -> (state, effects)`, pure and total.

use super::{BatchStatus, UserStatus};

/// Where a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserState {
    /// Its status.
    pub status: UserStatus,
    /// Whether the initial sync has been done once: what follows are incremental syncs.
    pub initial_sync_done: bool,
}

impl UserState {
    /// A user just recorded.
    pub const NEW: Self = Self { status: UserStatus::Queued, initial_sync_done: false };

    /// Whether a worker's task is on it.
    pub const fn is_running(self) -> bool {
        matches!(
            self.status,
            UserStatus::Provisioning
                | UserStatus::ProvisionUpdating
                | UserStatus::Syncing
                | UserStatus::IncrementalSyncing
        )
    }

    /// Whether the batch has to wait for it before it counts as synced.
    pub const fn is_pending(self) -> bool {
        matches!(
            self.status,
            UserStatus::Queued
                | UserStatus::Starting
                | UserStatus::Provisioning
                | UserStatus::ProvisionUpdating
                | UserStatus::Syncing
        )
    }
}

/// What happens to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserEvent {
    /// Somebody asked to start, resume or retry it.
    Start,
    /// The worker takes it into its queue.
    Queue,
    /// A slot of the right pool is free.
    SlotGranted,
    /// Its object exists at the target and content follows.
    Provisioned,
    /// Its object exists but is not complete yet.
    ProvisionedInPart,
    /// All there is to copy now has been copied.
    PassDone,
    /// The work failed.
    Fail,
    /// The work gives its slot back and comes again.
    Defer,
    /// Somebody asked to stop it.
    Stop,
    /// The work has ended because it was asked to.
    WorkEnded,
    /// The worker that was on it is gone.
    WorkerLost,
    /// It is to be forgotten.
    Remove,
}

impl UserEvent {
    /// Every event.
    pub const ALL: &'static [Self] = &[
        Self::Start,
        Self::Queue,
        Self::SlotGranted,
        Self::Provisioned,
        Self::ProvisionedInPart,
        Self::PassDone,
        Self::Fail,
        Self::Defer,
        Self::Stop,
        Self::WorkEnded,
        Self::WorkerLost,
        Self::Remove,
    ];
}

/// What a transition asks for beside the new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Run a task for it.
    BeginWork,
    /// Ask its task to end.
    CancelWork,
    /// Its next pass is due now.
    DueNow,
    /// Its next pass is due after the incremental interval.
    DueLater,
    /// Nothing is due any more.
    NothingDue,
    /// Its old error no longer holds.
    ClearError,
    /// Read the source's address book.
    ListUsers,
    /// Start every user that is stopped or has failed.
    StartUsers,
    /// Stop every user.
    StopUsers,
    /// Delete its records.
    Forget,
}

/// An event that does not go with the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It runs already.
    AlreadyRunning,
    /// It is not running.
    NotRunning,
    /// It is being stopped.
    Stopping,
    /// It is being removed.
    Removing,
    /// It has been completed.
    Completed,
    /// Its record cannot be used.
    Corrupted,
    /// The event has no meaning in this state.
    Meaningless,
}

/// The rule for users.
///
/// # Errors
/// A [`Refusal`] when the event does not go with the state; the state is then unchanged.
pub fn transition_user(state: UserState, event: UserEvent) -> Result<(UserState, Vec<Effect>), Refusal> {
    use UserEvent as E;
    use UserStatus as S;
    let to = |status: S, effects: &[Effect]| Ok((UserState { status, ..state }, effects.to_vec()));
    let done = state.initial_sync_done;
    match (event, state.status) {
        (E::Remove, S::Removing) => Err(Refusal::Removing),
        (E::Remove, _) if state.is_running() => to(S::Removing, &[Effect::CancelWork, Effect::NothingDue]),
        (E::Remove, _) => to(S::Removing, &[Effect::NothingDue]),
        (_, S::Removing) => Err(Refusal::Removing),
        (_, S::Corrupted) => Err(Refusal::Corrupted),
        (
            _,
            S::Completed
            | S::CompletedWithWarnings
            | S::Completing
            | S::CompletionSynced
            | S::CompletionFailed,
        ) => Err(Refusal::Completed),

        (E::Start, S::Stopped | S::IncrementalStopped | S::Failed | S::IncrementalFailed) => {
            to(S::Starting, &[Effect::ClearError, Effect::DueNow])
        }
        (E::Start, S::Stopping) => Err(Refusal::Stopping),
        (E::Start, _) => Err(Refusal::AlreadyRunning),

        (E::Queue, S::Starting) if done => to(S::Synced, &[Effect::DueNow]),
        (E::Queue, S::Starting) => to(S::Queued, &[Effect::DueNow]),

        (E::SlotGranted, S::Queued) if !done => to(S::Provisioning, &[Effect::BeginWork]),
        (E::SlotGranted, S::Synced | S::IncrementalFailed) if done => {
            to(S::IncrementalSyncing, &[Effect::BeginWork])
        }

        (E::Provisioned, S::Provisioning | S::ProvisionUpdating) => to(S::Syncing, &[]),
        (E::ProvisionedInPart, S::Provisioning) => to(S::ProvisionUpdating, &[]),

        (E::PassDone, S::Provisioning | S::ProvisionUpdating | S::Syncing | S::IncrementalSyncing) => Ok((
            UserState { status: S::Synced, initial_sync_done: true },
            vec![Effect::ClearError, Effect::DueLater],
        )),

        (E::Fail, S::IncrementalSyncing) => to(S::IncrementalFailed, &[Effect::DueLater]),
        (E::Fail, S::Queued | S::Provisioning | S::ProvisionUpdating | S::Syncing) => {
            to(S::Failed, &[Effect::NothingDue])
        }

        (E::Defer, S::IncrementalSyncing) => to(S::Synced, &[Effect::DueNow]),
        (E::Defer, S::Provisioning | S::ProvisionUpdating | S::Syncing) => to(S::Queued, &[Effect::DueNow]),

        (E::Stop, _) if state.is_running() => to(S::Stopping, &[Effect::CancelWork, Effect::NothingDue]),
        (E::Stop, S::Queued | S::Starting | S::Synced | S::IncrementalFailed) => {
            to(S::Stopped, &[Effect::NothingDue])
        }
        (E::Stop, S::Stopping) => Err(Refusal::Stopping),
        (E::Stop, _) => Err(Refusal::NotRunning),

        (E::WorkEnded | E::WorkerLost, S::Stopping) => to(S::Stopped, &[Effect::NothingDue]),
        (E::WorkerLost, S::Provisioning | S::ProvisionUpdating | S::Syncing) => {
            to(S::Queued, &[Effect::DueNow])
        }
        (E::WorkerLost, S::IncrementalSyncing) => to(S::Synced, &[Effect::DueNow]),

        _ => Err(Refusal::Meaningless),
    }
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BatchState {
    /// Its status.
    pub status: BatchStatus,
    /// Whether its users have been recorded.
    pub listed: bool,
}

/// What happens to a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatchEvent {
    /// `Start-MigrationBatch`.
    Start,
    /// `Stop-MigrationBatch`.
    Stop,
    /// `Remove-MigrationBatch`.
    Remove,
    /// The worker carries the wish to start out.
    Begin,
    /// Its users have been recorded.
    Listed,
    /// Its users could not be read.
    ListingFailed,
    /// Some user's initial sync is still to be done.
    UsersPending,
    /// No user's initial sync is to be done any more; whether any user has failed.
    UsersSettled {
        /// Some user has failed.
        with_errors: bool,
    },
    /// All its work has ended.
    WorkEnded,
}

impl BatchEvent {
    /// Every event.
    pub const ALL: &'static [Self] = &[
        Self::Start,
        Self::Stop,
        Self::Remove,
        Self::Begin,
        Self::Listed,
        Self::ListingFailed,
        Self::UsersPending,
        Self::UsersSettled { with_errors: false },
        Self::UsersSettled { with_errors: true },
        Self::WorkEnded,
    ];
}

/// The rule for batches.
///
/// # Errors
/// A [`Refusal`] when the event does not go with the state; the state is then unchanged.
pub fn transition_batch(state: BatchState, event: BatchEvent) -> Result<(BatchState, Vec<Effect>), Refusal> {
    use BatchEvent as E;
    use BatchStatus as S;
    let to = |status: S, effects: &[Effect]| Ok((BatchState { status, ..state }, effects.to_vec()));
    match (event, state.status) {
        (E::Remove, S::Removing) => Err(Refusal::Removing),
        (E::Remove, _) => to(S::Removing, &[Effect::StopUsers]),
        (E::WorkEnded, S::Removing) => to(S::Removing, &[Effect::Forget]),
        (_, S::Removing) => Err(Refusal::Removing),
        (_, S::Corrupted) => Err(Refusal::Corrupted),
        (_, S::Completed | S::CompletedWithErrors | S::Completing) => Err(Refusal::Completed),

        (E::Start, S::Created | S::Stopped | S::Failed | S::Synced | S::SyncedWithErrors | S::Waiting) => {
            to(S::Starting, &[])
        }
        (E::Start, S::Stopping) => Err(Refusal::Stopping),
        (E::Start, S::Starting | S::Syncing | S::IncrementalSyncing) => Err(Refusal::AlreadyRunning),

        (
            E::Stop,
            S::Starting | S::Syncing | S::Synced | S::SyncedWithErrors | S::IncrementalSyncing | S::Waiting,
        ) => to(S::Stopping, &[Effect::StopUsers]),
        (E::Stop, S::Stopping) => Err(Refusal::Stopping),
        (E::Stop, S::Created | S::Stopped | S::Failed) => Err(Refusal::NotRunning),

        (E::Begin, S::Starting | S::Waiting) if state.listed => to(S::Syncing, &[Effect::StartUsers]),
        (E::Begin, S::Starting | S::Waiting) => to(S::Syncing, &[Effect::ListUsers]),

        (E::Listed, S::Syncing) => Ok((BatchState { listed: true, ..state }, vec![])),
        (E::ListingFailed, S::Starting | S::Syncing) => to(S::Failed, &[]),

        (E::UsersPending, S::Synced | S::SyncedWithErrors) => to(S::Syncing, &[]),
        (E::UsersSettled { with_errors }, S::Syncing | S::Synced | S::SyncedWithErrors) if state.listed => {
            let status = if with_errors { S::SyncedWithErrors } else { S::Synced };
            if status == state.status { Err(Refusal::Meaningless) } else { to(status, &[]) }
        }

        (E::WorkEnded, S::Stopping) => to(S::Stopped, &[]),

        _ => Err(Refusal::Meaningless),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every_user_state() -> impl Iterator<Item = UserState> {
        UserStatus::ALL.iter().flat_map(|&status| {
            [false, true].map(|initial_sync_done| UserState { status, initial_sync_done })
        })
    }

    fn every_batch_state() -> impl Iterator<Item = BatchState> {
        BatchStatus::ALL.iter().flat_map(|&status| [false, true].map(|listed| BatchState { status, listed }))
    }

    #[test]
    fn every_pair_of_a_users_state_and_event() {
        for state in every_user_state() {
            for &event in UserEvent::ALL {
                let Ok((next, effects)) = transition_user(state, event) else { continue };
                assert!(
                    next.initial_sync_done >= state.initial_sync_done,
                    "{state:?} {event:?}: what has been synced stays synced"
                );
                assert_eq!(
                    next.initial_sync_done != state.initial_sync_done,
                    event == UserEvent::PassDone && !state.initial_sync_done,
                    "{state:?} {event:?}: only a whole pass makes the initial sync done"
                );
                assert_eq!(
                    effects.contains(&Effect::CancelWork),
                    state.is_running() && matches!(event, UserEvent::Stop | UserEvent::Remove),
                    "{state:?} {event:?}: only running work is cancelled"
                );
                assert_eq!(
                    effects.contains(&Effect::BeginWork),
                    event == UserEvent::SlotGranted,
                    "{state:?} {event:?}: work begins with a slot"
                );
                if effects.contains(&Effect::BeginWork) {
                    assert!(next.is_running());
                }
                assert_ne!((next, event), (state, UserEvent::Start), "{state:?}: a start changes something");
            }
        }
    }

    #[test]
    fn every_state_a_user_can_reach_leads_to_stopped_and_to_synced() {
        let mut reached = vec![UserState::NEW];
        let mut at = 0;
        while let Some(&state) = reached.get(at) {
            at += 1;
            for &event in UserEvent::ALL {
                if let Ok((next, _)) = transition_user(state, event)
                    && !reached.contains(&next)
                {
                    reached.push(next);
                }
            }
        }
        for &state in &reached {
            if state.status == UserStatus::Removing {
                continue;
            }
            assert!(leads_to(state, UserStatus::Synced), "{state:?} is a dead end");
            assert!(leads_to(state, UserStatus::Stopped), "{state:?} cannot be stopped");
        }
        let statuses: std::collections::BTreeSet<_> = reached.iter().map(|s| s.status).collect();
        assert_eq!(statuses.len(), 12, "{statuses:?}");
    }

    fn leads_to(from: UserState, goal: UserStatus) -> bool {
        let mut seen = vec![from];
        let mut at = 0;
        while let Some(&state) = seen.get(at) {
            if state.status == goal {
                return true;
            }
            at += 1;
            for &event in UserEvent::ALL {
                if let Ok((next, _)) = transition_user(state, event)
                    && !seen.contains(&next)
                {
                    seen.push(next);
                }
            }
        }
        false
    }

    #[test]
    fn the_documented_way_of_a_user() {
        let mut state = UserState::NEW;
        for (event, status) in [
            (UserEvent::SlotGranted, UserStatus::Provisioning),
            (UserEvent::Provisioned, UserStatus::Syncing),
            (UserEvent::PassDone, UserStatus::Synced),
            (UserEvent::SlotGranted, UserStatus::IncrementalSyncing),
            (UserEvent::Fail, UserStatus::IncrementalFailed),
            (UserEvent::SlotGranted, UserStatus::IncrementalSyncing),
            (UserEvent::Stop, UserStatus::Stopping),
            (UserEvent::WorkEnded, UserStatus::Stopped),
            (UserEvent::Start, UserStatus::Starting),
            (UserEvent::Queue, UserStatus::Synced),
            (UserEvent::Remove, UserStatus::Removing),
        ] {
            state = transition_user(state, event).unwrap().0;
            assert_eq!(state.status, status, "{event:?}");
        }
    }

    #[test]
    fn every_pair_of_a_batchs_state_and_event() {
        use BatchStatus as S;
        for state in every_batch_state() {
            for &event in BatchEvent::ALL {
                let outcome = transition_batch(state, event);
                match event {
                    BatchEvent::Start => assert_eq!(
                        outcome.is_ok(),
                        matches!(
                            state.status,
                            S::Created
                                | S::Stopped
                                | S::Failed
                                | S::Synced
                                | S::SyncedWithErrors
                                | S::Waiting
                        ),
                        "{state:?}"
                    ),
                    BatchEvent::Remove => assert_eq!(outcome.is_ok(), state.status != S::Removing),
                    BatchEvent::UsersSettled { .. } if !state.listed => {
                        assert!(
                            outcome.is_err(),
                            "{state:?}: a batch is not synced before its users are known"
                        );
                    }
                    _ => {}
                }
                if let Ok((next, effects)) = outcome {
                    assert!(next.listed >= state.listed);
                    assert_eq!(
                        effects.contains(&Effect::Forget),
                        event == BatchEvent::WorkEnded && { state.status == S::Removing }
                    );
                    assert!(state.status != S::Removing || next.status == S::Removing);
                }
            }
        }
    }

    #[test]
    fn the_documented_way_of_a_batch() {
        let mut state = BatchState { status: BatchStatus::Created, listed: false };
        for (event, status) in [
            (BatchEvent::Start, BatchStatus::Starting),
            (BatchEvent::Begin, BatchStatus::Syncing),
            (BatchEvent::Listed, BatchStatus::Syncing),
            (BatchEvent::UsersSettled { with_errors: true }, BatchStatus::SyncedWithErrors),
            (BatchEvent::Start, BatchStatus::Starting),
            (BatchEvent::Begin, BatchStatus::Syncing),
            (BatchEvent::UsersSettled { with_errors: false }, BatchStatus::Synced),
            (BatchEvent::Stop, BatchStatus::Stopping),
            (BatchEvent::WorkEnded, BatchStatus::Stopped),
            (BatchEvent::Start, BatchStatus::Starting),
            (BatchEvent::Remove, BatchStatus::Removing),
        ] {
            state = transition_batch(state, event).unwrap().0;
            assert_eq!(state.status, status, "{event:?}");
        }
    }

    proptest! {
        #[test]
        fn a_removed_user_never_comes_back(events in proptest::collection::vec(0..UserEvent::ALL.len(), 0..60)) {
            let mut state = UserState::NEW;
            let mut removed = false;
            for event in events.into_iter().filter_map(|n| UserEvent::ALL.get(n)) {
                if let Ok((next, _)) = transition_user(state, *event) {
                    state = next;
                }
                removed |= *event == UserEvent::Remove;
                prop_assert_eq!(removed, state.status == UserStatus::Removing);
            }
        }
    }
}
