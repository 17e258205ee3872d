//! What follows a failure of the source: wait and try the same again, give the slot back, or give up.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::context::WorkerContext;
use super::mailbox::PassError;
use super::tasks::TaskGuard;
use super::throttle::Throttle;
use crate::model::ReportLevel;
use crate::source::SourceError;
use crate::store::{Change, ReportOwner};

/// Failures in a row after which a mailbox fails: with the waits between them about half an hour.
const TRIES: u32 = 14;
/// Complaints of a busy server in a row after which a mailbox fails.
const COMPLAINTS: u32 = 100;
/// First wait after a failure that may pass, doubled each time up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// The patience of one mailbox's task. It holds the task's place on the clock, since it does the waiting.
pub(super) struct Patience {
    context: Arc<WorkerContext>,
    throttle: Arc<Throttle>,
    guard: TaskGuard,
    user_id: i64,
    failures: u32,
    complaints: u32,
}

impl Patience {
    pub(super) fn new(
        context: Arc<WorkerContext>,
        throttle: Arc<Throttle>,
        guard: TaskGuard,
        user_id: i64,
    ) -> Self {
        Self { context, throttle, guard, user_id, failures: 0, complaints: 0 }
    }

    /// The source has given what it was asked for.
    pub(super) fn restore(&mut self) {
        self.failures = 0;
        self.complaints = 0;
    }

    /// Waits on the clock.
    pub(super) async fn sleep(&mut self, time: Duration) {
        let until = self.context.clock.now() + time;
        self.guard.participant.sleep_until(until).await;
    }

    /// Waits as long as the server wants to be left alone.
    pub(super) async fn wait_for_pause(&mut self) {
        while let Some(until) = self.throttle.pause_until(self.context.clock.now()) {
            self.stall(until).await;
        }
    }

    /// Waits, and books the wait as stalled.
    async fn stall(&mut self, until: SystemTime) {
        let now = self.context.clock.now();
        self.guard.participant.sleep_until(until).await;
        let stalled = until.duration_since(now).unwrap_or_default();
        // Only a statistic: not worth failing for.
        let _ = self.context.store.update_user(self.user_id, &mut |user| {
            user.progress.stalled += stalled;
            Change::Keep
        });
    }

    /// Returns when the same may be tried again.
    ///
    /// # Errors
    /// [`PassError::GaveUp`] when trying again makes no sense, [`PassError::Defer`] when the slot is to be given
    /// back.
    pub(super) async fn after(&mut self, error: SourceError) -> Result<(), PassError> {
        let now = self.context.clock.now();
        if let SourceError::Busy { retry_after, too_many_connections, .. } = &error {
            let until = self.throttle.complain(now, *retry_after, *too_many_connections);
            self.complaints += 1;
            if self.complaints > COMPLAINTS {
                return Err(PassError::GaveUp(error));
            }
            if self.complaints == 1 {
                self.report(format!("{error}. Waiting as it asks."));
            }
            if self.throttle.overloaded() {
                return Err(PassError::Defer(until));
            }
            self.stall(until).await;
            return Ok(());
        }
        self.failures += 1;
        if !error.is_transient() || self.failures >= TRIES {
            return Err(PassError::GaveUp(error));
        }
        self.report(format!("{error}. Trying again."));
        let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.failures - 1)).min(LONGEST_WAIT);
        // A virtual clock stood still while the answer was waited for.
        let silence = match error {
            SourceError::Timeout { after, .. } if self.context.clock.is_virtual() => after,
            _ => Duration::ZERO,
        };
        self.stall(now + silence + wait).await;
        Ok(())
    }

    fn report(&self, text: String) {
        self.context.report(ReportOwner::User(self.user_id), ReportLevel::Warning, text);
    }
}
