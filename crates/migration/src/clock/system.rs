//! The machine's own clock.

use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{Clock, Participant, Role, Waiting, Wakeup, Woken};

/// How often a blocking wait looks at its interrupt check.
const INTERRUPT_CHECK: Duration = Duration::from_millis(40);

/// Time as the machine tells it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn is_virtual(&self) -> bool {
        false
    }

    fn register(&self, _name: &str, _role: Role) -> Participant {
        Participant::new(Box::new(SystemWaiting { signal: Arc::default(), sleep: None }))
    }

    fn settle(&self, _limit: Duration) {}
}

#[derive(Debug, Default)]
struct Signal {
    state: Mutex<SignalState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct SignalState {
    notified: bool,
    waker: Option<Waker>,
}

#[derive(Debug)]
struct SystemWaiting {
    signal: Arc<Signal>,
    /// The timer of the wait under way, with the deadline it was made for.
    sleep: Option<(SystemTime, Pin<Box<tokio::time::Sleep>>)>,
}

impl SystemWaiting {
    fn take_notification(&self, waker: Option<&Waker>) -> bool {
        let mut state = self.signal.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waker = waker.cloned();
        std::mem::take(&mut state.notified)
    }
}

impl Waiting for SystemWaiting {
    fn poll_wait(&mut self, deadline: Option<SystemTime>, cx: &mut Context<'_>) -> Poll<Woken> {
        if self.take_notification(Some(cx.waker())) {
            self.sleep = None;
            return Poll::Ready(Woken::Notified);
        }
        let Some(deadline) = deadline else { return Poll::Pending };
        loop {
            let Ok(left) = deadline.duration_since(SystemTime::now()) else {
                self.sleep = None;
                return Poll::Ready(Woken::Deadline);
            };
            if left.is_zero() {
                return Poll::Ready(Woken::Deadline);
            }
            if self.sleep.as_ref().is_none_or(|(made_for, _)| *made_for != deadline) {
                self.sleep = Some((deadline, Box::pin(tokio::time::sleep(left))));
            }
            let Some((_, sleep)) = &mut self.sleep else { return Poll::Pending };
            if sleep.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.sleep = None;
        }
    }

    fn cancel_wait(&mut self) {
        self.sleep = None;
    }

    fn block(&mut self, deadline: Option<SystemTime>, interrupted: &dyn Fn() -> bool) -> Woken {
        let mut state = self.signal.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if interrupted() {
                return Woken::Interrupted;
            }
            if std::mem::take(&mut state.notified) {
                return Woken::Notified;
            }
            let left = match deadline.map(|d| d.duration_since(SystemTime::now())) {
                Some(Err(_)) => return Woken::Deadline,
                Some(Ok(left)) if left.is_zero() => return Woken::Deadline,
                Some(Ok(left)) => left.min(INTERRUPT_CHECK),
                None => INTERRUPT_CHECK,
            };
            let waited = self.signal.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wakeup(&self) -> Wakeup {
        let signal = Arc::clone(&self.signal);
        Wakeup::new(move || {
            let mut state = signal.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.notified = true;
            let waker = state.waker.take();
            drop(state);
            signal.changed.notify_all();
            if let Some(waker) = waker {
                waker.wake();
            }
        })
    }

    fn hold(&mut self, _holding: bool) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocking_sleep_ends_at_its_deadline_and_at_an_interrupt() {
        let clock = SystemClock;
        let mut me = clock.register("me", Role::Shell);
        let start = SystemTime::now();
        assert!(me.sleep_blocking(start + Duration::from_millis(20), &|| false));
        assert!(SystemTime::now() >= start + Duration::from_millis(20));
        assert!(!me.sleep_blocking(start + Duration::from_secs(3600), &|| true));
    }

    #[tokio::test]
    async fn a_wake_up_before_the_wait_is_kept() {
        let clock = SystemClock;
        let mut me = clock.register("me", Role::Work);
        me.wakeup().wake();
        assert_eq!(me.wait(None).await, Woken::Notified);
        let soon = SystemTime::now() + Duration::from_millis(10);
        assert_eq!(me.wait(Some(soon)).await, Woken::Deadline);
    }

    #[tokio::test]
    async fn a_wake_up_from_another_thread_ends_the_wait() {
        let clock = SystemClock;
        let mut me = clock.register("me", Role::Work);
        let wakeup = me.wakeup();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(10));
            wakeup.wake();
        });
        let late = SystemTime::now() + Duration::from_secs(60);
        assert_eq!(me.wait(Some(late)).await, Woken::Notified);
        thread.join().unwrap();
    }
}
