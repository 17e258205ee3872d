//! Time that jumps: a rehearsal's days pass in a moment.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use super::{Clock, Participant, Role, Waiting, Wakeup, Woken};

/// How often a blocking wait looks at its interrupt check, in real time.
const INTERRUPT_CHECK: Duration = Duration::from_millis(20);

/// A clock that stands still while any participant is awake and jumps to the next deadline when all of them wait.
#[derive(Debug, Clone)]
pub struct VirtualClock {
    shared: Arc<Shared>,
}

impl VirtualClock {
    /// A clock that shows `start` and has no participants.
    pub fn new(start: SystemTime) -> Self {
        let state = State { now: start, next_id: 0, slots: BTreeMap::new() };
        Self { shared: Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() }) }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        self.shared.lock().now
    }

    fn is_virtual(&self) -> bool {
        true
    }

    fn register(&self, name: &str, role: Role) -> Participant {
        let mut state = self.shared.lock();
        let id = state.next_id;
        state.next_id += 1;
        let slot = Slot {
            name: name.to_owned(),
            role,
            awake: true,
            holding: true,
            notified: false,
            deadline: None,
            waker: None,
        };
        state.slots.insert(id, slot);
        drop(state);
        Participant::new(Box::new(VirtualWaiting { shared: Arc::clone(&self.shared), id }))
    }

    fn settle(&self, limit: Duration) {
        let end = Instant::now() + limit;
        let mut state = self.shared.lock();
        while state.slots.values().any(|slot| slot.role == Role::Work && slot.awake) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.shared.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Told whenever a participant wakes, waits or leaves.
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Jumps if nobody is awake, then lets go of the lock and wakes whom the jump concerns.
    fn settle_and_release(&self, mut state: MutexGuard<'_, State>) {
        let wakers = state.jump_if_all_wait();
        drop(state);
        self.changed.notify_all();
        wakers.into_iter().for_each(Waker::wake);
    }
}

#[derive(Debug)]
struct State {
    now: SystemTime,
    next_id: u64,
    slots: BTreeMap<u64, Slot>,
}

#[derive(Debug)]
struct Slot {
    /// Shown by `Debug` when a rehearsal hangs.
    #[expect(dead_code, reason = "read through the derived Debug alone")]
    name: String,
    role: Role,
    awake: bool,
    /// An awake participant that does not hold time is as good as waiting.
    holding: bool,
    notified: bool,
    deadline: Option<SystemTime>,
    waker: Option<Waker>,
}

impl Slot {
    fn wake(&mut self) -> Option<Waker> {
        self.awake = true;
        self.deadline = None;
        self.waker.take()
    }
}

impl State {
    /// INVARIANT: whoever is woken here is counted awake before the lock is released, so that a second jump
    /// cannot come before it has acted.
    fn jump_if_all_wait(&mut self) -> Vec<Waker> {
        if self.slots.values().any(|slot| slot.awake && slot.holding) {
            return Vec::new();
        }
        let Some(next) = self.slots.values().filter_map(|slot| slot.deadline).min() else {
            return Vec::new();
        };
        self.now = self.now.max(next);
        let now = self.now;
        let due = self.slots.values_mut().filter(|slot| slot.deadline.is_some_and(|at| at <= now));
        due.filter_map(Slot::wake).collect()
    }
}

#[derive(Debug)]
struct VirtualWaiting {
    shared: Arc<Shared>,
    id: u64,
}

impl VirtualWaiting {
    /// Whether the wait is over already; if so the participant is awake.
    fn over(state: &mut State, id: u64, deadline: Option<SystemTime>) -> Option<Woken> {
        let now = state.now;
        let slot = state.slots.get_mut(&id)?;
        let woken = if std::mem::take(&mut slot.notified) {
            Woken::Notified
        } else if deadline.is_some_and(|at| at <= now) {
            Woken::Deadline
        } else {
            return None;
        };
        slot.wake();
        Some(woken)
    }

    fn begin_wait(state: &mut State, id: u64, deadline: Option<SystemTime>, waker: Option<Waker>) {
        if let Some(slot) = state.slots.get_mut(&id) {
            slot.awake = false;
            slot.deadline = deadline;
            slot.waker = waker;
        }
    }
}

impl Waiting for VirtualWaiting {
    fn poll_wait(&mut self, deadline: Option<SystemTime>, cx: &mut Context<'_>) -> Poll<Woken> {
        let mut state = self.shared.lock();
        if let Some(woken) = Self::over(&mut state, self.id, deadline) {
            drop(state);
            self.shared.changed.notify_all();
            return Poll::Ready(woken);
        }
        Self::begin_wait(&mut state, self.id, deadline, Some(cx.waker().clone()));
        // The jump may be to this very deadline: its waker is then called and this is polled again.
        self.shared.settle_and_release(state);
        Poll::Pending
    }

    fn cancel_wait(&mut self) {
        let mut state = self.shared.lock();
        if let Some(slot) = state.slots.get_mut(&self.id) {
            slot.wake();
        }
    }

    fn block(&mut self, deadline: Option<SystemTime>, interrupted: &dyn Fn() -> bool) -> Woken {
        loop {
            if interrupted() {
                self.cancel_wait();
                return Woken::Interrupted;
            }
            let mut state = self.shared.lock();
            if let Some(woken) = Self::over(&mut state, self.id, deadline) {
                return woken;
            }
            Self::begin_wait(&mut state, self.id, deadline, None);
            self.shared.settle_and_release(state);
            let mut state = self.shared.lock();
            if let Some(woken) = Self::over(&mut state, self.id, deadline) {
                return woken;
            }
            drop(self.shared.changed.wait_timeout(state, INTERRUPT_CHECK));
        }
    }

    fn wakeup(&self) -> Wakeup {
        let (shared, id) = (Arc::clone(&self.shared), self.id);
        Wakeup::new(move || {
            let mut state = shared.lock();
            let Some(slot) = state.slots.get_mut(&id) else { return };
            slot.notified = true;
            let waker = if slot.awake { None } else { slot.wake() };
            drop(state);
            shared.changed.notify_all();
            if let Some(waker) = waker {
                waker.wake();
            }
        })
    }

    fn hold(&mut self, holding: bool) {
        let mut state = self.shared.lock();
        if let Some(slot) = state.slots.get_mut(&self.id) {
            slot.holding = holding;
        }
        self.shared.settle_and_release(state);
    }
}

impl Drop for VirtualWaiting {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.slots.remove(&self.id);
        self.shared.settle_and_release(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    const DAY: Duration = Duration::from_secs(86_400);

    fn clock() -> VirtualClock {
        VirtualClock::new(SystemTime::UNIX_EPOCH + DAY * 20_000)
    }

    #[test]
    fn time_stands_while_someone_is_awake_and_jumps_when_all_wait() {
        let clock = clock();
        let start = clock.now();
        let mut shell = clock.register("shell", Role::Shell);
        let work = clock.register("work", Role::Work);
        let other = clock.clone();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            assert_eq!(other.now(), start, "an awake participant holds time");
            drop(work);
        });
        assert!(shell.sleep_blocking(start + 4 * DAY, &|| false));
        assert_eq!(clock.now(), start + 4 * DAY);
        thread.join().unwrap();
    }

    #[test]
    fn an_interrupt_ends_a_blocking_sleep_without_moving_time() {
        let clock = clock();
        let start = clock.now();
        let _holder = clock.register("holder", Role::Work);
        let mut shell = clock.register("shell", Role::Shell);
        let calls = AtomicU32::new(0);
        let interrupted = || calls.fetch_add(1, Ordering::Relaxed) > 2;
        assert!(!shell.sleep_blocking(start + DAY, &interrupted));
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn a_shell_that_does_not_hold_time_lets_it_pass() {
        let clock = clock();
        let start = clock.now();
        let mut prompt = clock.register("prompt", Role::Shell);
        prompt.hold(false);
        let mut other = clock.register("other", Role::Shell);
        assert!(other.sleep_blocking(start + DAY, &|| false));
        assert_eq!(clock.now(), start + DAY);
    }

    #[test]
    fn settle_waits_for_work_only() {
        let clock = clock();
        let _shell = clock.register("shell", Role::Shell);
        let work = clock.register("work", Role::Work);
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            drop(work);
        });
        clock.settle(Duration::from_secs(10));
        assert!(thread.is_finished() || clock.shared.lock().slots.len() == 1);
        thread.join().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn deadlines_fire_in_order_and_a_woken_sleeper_acts_before_the_next_jump() {
        let clock = clock();
        let start = clock.now();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let gate = clock.register("gate", Role::Work);
        let mut tasks = Vec::new();
        for n in 0..20_u32 {
            let (clock, seen) = (clock.clone(), Arc::clone(&seen));
            let mut me = clock.register("sleeper", Role::Work);
            tasks.push(tokio::spawn(async move {
                for lap in 1..=50_u32 {
                    me.sleep_until(start + DAY * lap + Duration::from_secs(u64::from(n))).await;
                    seen.lock().unwrap().push(clock.now());
                }
            }));
        }
        drop(gate);
        for task in tasks {
            task.await.unwrap();
        }
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 1000);
        assert!(seen.is_sorted(), "nobody saw time go backwards or be skipped");
        assert_eq!(seen.last().copied(), Some(start + DAY * 50 + Duration::from_secs(19)));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_wake_up_counts_the_sleeper_awake_at_once() {
        let clock = clock();
        let start = clock.now();
        let mut worker = clock.register("worker", Role::Work);
        let wakeup = worker.wakeup();
        let in_task = clock.clone();
        let task = tokio::spawn(async move {
            assert_eq!(worker.wait(None).await, Woken::Notified);
            tokio::time::sleep(Duration::from_millis(30)).await;
            in_task.now()
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        let shell_clock = clock.clone();
        let shell = std::thread::spawn(move || {
            let mut shell = shell_clock.register("shell", Role::Shell);
            wakeup.wake();
            shell.sleep_blocking(start + DAY, &|| false);
        });
        assert_eq!(task.await.unwrap(), start, "time moved while the woken worker was at work");
        shell.join().unwrap();
    }

    #[tokio::test]
    async fn a_wait_given_up_half_way_leaves_the_participant_awake() {
        let clock = clock();
        let start = clock.now();
        let mut me = clock.register("me", Role::Work);
        let mut other = clock.register("other", Role::Shell);
        tokio::select! {
            biased;
            _ = me.wait(Some(start + DAY)) => panic!("the shell is awake: time cannot move"),
            () = tokio::task::yield_now() => {}
        }
        assert!(!other.sleep_blocking(start + 2 * DAY, &{
            let tries = AtomicU32::new(0);
            move || tries.fetch_add(1, Ordering::Relaxed) > 2
        }));
        assert_eq!(clock.now(), start);
    }
}
