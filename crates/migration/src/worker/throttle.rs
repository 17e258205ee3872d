//! How hard an endpoint may be pulled: as hard as its slots allow, less when the server says it is too much.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// First wait when a busy server does not say how long; doubled each time up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// Longest wait, also when the server asks for more at a time: it is asked again then.
const LONGEST_WAIT: Duration = Duration::from_secs(900);
/// Pages without complaint after which one more mailbox is tried.
const CALM_PAGES: u32 = 20;

/// The shared throttle of one endpoint.
#[derive(Debug)]
pub(super) struct Throttle {
    state: Mutex<State>,
    running: AtomicU32,
}

#[derive(Debug)]
struct State {
    /// Mailboxes at a time that the server seems to bear.
    bearable: u32,
    pause_until: Option<SystemTime>,
    complaints: u32,
    calm_pages: u32,
}

/// One mailbox at work on the endpoint.
#[derive(Debug)]
pub(super) struct Slot(Arc<Throttle>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Throttle {
    pub(super) fn new() -> Arc<Self> {
        let state = State { bearable: u32::MAX, pause_until: None, complaints: 0, calm_pages: 0 };
        Arc::new(Self { state: Mutex::new(state), running: AtomicU32::new(0) })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a mailbox as being at work.
    pub(super) fn enter(self: &Arc<Self>) -> Slot {
        self.running.fetch_add(1, Ordering::AcqRel);
        Slot(Arc::clone(self))
    }

    /// How many more mailboxes may begin.
    pub(super) fn free(&self) -> u32 {
        self.lock().bearable.saturating_sub(self.running.load(Ordering::Acquire))
    }

    /// Whether more are at work than the server bears.
    pub(super) fn overloaded(&self) -> bool {
        self.running.load(Ordering::Acquire) > self.lock().bearable
    }

    /// Until when the server wants to be left alone.
    pub(super) fn pause_until(&self, now: SystemTime) -> Option<SystemTime> {
        self.lock().pause_until.filter(|until| *until > now)
    }

    /// The server complained. Answers until when it is left alone.
    pub(super) fn complain(
        &self,
        now: SystemTime,
        retry_after: Option<Duration>,
        too_many_connections: bool,
    ) -> SystemTime {
        let running = self.running.load(Ordering::Acquire);
        let mut state = self.lock();
        // Many mailboxes hear the same complaint at once: it is one.
        let news = state.pause_until.is_none_or(|until| until <= now);
        if news {
            let doubled = FIRST_WAIT.saturating_mul(1_u32.checked_shl(state.complaints).unwrap_or(u32::MAX));
            let wait = retry_after.unwrap_or(doubled).min(LONGEST_WAIT);
            state.complaints = (state.complaints + 1).min(16);
            state.pause_until = Some(now + wait);
        }
        if too_many_connections {
            state.bearable = running.saturating_sub(1).max(1).min(state.bearable);
        } else if news {
            state.bearable = (running / 2).max(1).min(state.bearable);
        }
        state.calm_pages = 0;
        state.pause_until.unwrap_or(now)
    }

    /// A page came through without complaint.
    pub(super) fn calm(&self) {
        let mut state = self.lock();
        state.complaints = 0;
        state.calm_pages += 1;
        if state.calm_pages >= CALM_PAGES {
            state.calm_pages = 0;
            state.bearable = state.bearable.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_halves_the_load_and_calm_raises_it() {
        let throttle = Throttle::new();
        let now = SystemTime::UNIX_EPOCH;
        let slots: Vec<_> = (0..8).map(|_| throttle.enter()).collect();
        assert!(!throttle.overloaded());
        assert_eq!(throttle.complain(now, None, false), now + FIRST_WAIT);
        assert_eq!(
            throttle.complain(now, Some(Duration::from_secs(1)), false),
            now + FIRST_WAIT,
            "the same complaint"
        );
        assert!(throttle.overloaded());
        assert_eq!(throttle.pause_until(now), Some(now + FIRST_WAIT));
        drop(slots);
        assert_eq!(throttle.free(), 4);
        (0..CALM_PAGES).for_each(|_| throttle.calm());
        assert_eq!(throttle.free(), 5);
    }

    #[test]
    fn what_the_server_asks_for_is_obeyed_and_waits_grow_otherwise() {
        let throttle = Throttle::new();
        let now = SystemTime::UNIX_EPOCH;
        let until = throttle.complain(now, Some(Duration::from_secs(77)), false);
        assert_eq!(until, now + Duration::from_secs(77));
        let again = throttle.complain(until, None, false);
        assert_eq!(again, until + FIRST_WAIT * 2);
    }

    #[test]
    fn too_many_connections_gives_up_one_at_a_time() {
        let throttle = Throttle::new();
        let slots: Vec<_> = (0..5).map(|_| throttle.enter()).collect();
        throttle.complain(SystemTime::UNIX_EPOCH, None, true);
        drop(slots);
        assert_eq!(throttle.free(), 4);
    }
}
