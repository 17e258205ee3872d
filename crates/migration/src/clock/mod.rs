//! Where time comes from.
//!
//! Every timestamp and every wait of the service goes through a [`Clock`]. [`SystemClock`] is the machine's;
//! [`VirtualClock`] plays days in a moment for rehearsals and tests.
//!
//! Whoever may act registers as a [`Participant`]. A participant is *awake* (it may do something at this very
//! instant) unless it waits through its handle. The virtual clock moves only when nobody is awake, so it never
//! runs ahead of work in flight: a mailbox being copied is an awake participant, a prompt at which a person types
//! is another.

mod system;
mod virtual_clock;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

pub use system::SystemClock;
pub use virtual_clock::VirtualClock;

/// The source of time. Object-safe; shared as `Arc<dyn Clock>`.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant. 100 ns is the finest step anything relies on.
    fn now(&self) -> SystemTime;

    /// Whether time jumps (a rehearsal) instead of passing.
    fn is_virtual(&self) -> bool;

    /// Registers someone who may act; awake until it waits or is dropped.
    fn register(&self, name: &str, role: Role) -> Participant;

    /// Blocks until no [`Role::Work`] participant is awake, so that what a shell reads next does not depend on
    /// thread scheduling. Returns at once on a clock that is not virtual; gives up after `limit` of real time.
    fn settle(&self, limit: Duration);
}

/// What a participant is, which decides whether [`Clock::settle`] waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A person or script: holds virtual time while it is not waiting, and is never waited for.
    Shell,
    /// Work in flight: holds virtual time while awake.
    Work,
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The deadline has come.
    Deadline,
    /// Somebody called [`Wakeup::wake`].
    Notified,
    /// The interrupt check of a blocking wait said so.
    Interrupted,
}

/// What a clock implements for one participant; used through [`Participant`].
pub trait Waiting: Send + fmt::Debug {
    /// One poll of a wait for `deadline` (`None`: only a wake-up ends it).
    fn poll_wait(&mut self, deadline: Option<SystemTime>, cx: &mut Context<'_>) -> Poll<Woken>;
    /// A wait that was begun by `poll_wait` is given up: the participant is awake again.
    fn cancel_wait(&mut self);
    /// Blocks the thread until the deadline, a wake-up, or until `interrupted` answers true.
    fn block(&mut self, deadline: Option<SystemTime>, interrupted: &dyn Fn() -> bool) -> Woken;
    /// A handle that wakes this participant.
    fn wakeup(&self) -> Wakeup;
    /// Whether an awake participant holds virtual time (it does from the start).
    fn hold(&mut self, holding: bool);
}

/// The registration of one who may act. Dropping it ends the registration.
#[derive(Debug)]
pub struct Participant {
    waiting: Box<dyn Waiting>,
}

impl Participant {
    /// Wraps a clock's own implementation.
    pub fn new(waiting: Box<dyn Waiting>) -> Self {
        Self { waiting }
    }

    /// Waits for the deadline or a wake-up. Safe to drop half-way.
    pub fn wait(&mut self, deadline: Option<SystemTime>) -> Wait<'_> {
        Wait { participant: self, deadline, begun: false }
    }

    /// Waits for the deadline; wake-ups do not shorten it.
    pub async fn sleep_until(&mut self, deadline: SystemTime) {
        while self.wait(Some(deadline)).await != Woken::Deadline {}
    }

    /// Blocks the thread until the deadline; answers false when `interrupted` cut it short.
    pub fn sleep_blocking(&mut self, deadline: SystemTime, interrupted: &dyn Fn() -> bool) -> bool {
        loop {
            match self.waiting.block(Some(deadline), interrupted) {
                Woken::Deadline => return true,
                Woken::Interrupted => return false,
                Woken::Notified => {}
            }
        }
    }

    /// Blocks the thread until the deadline, a wake-up or an interrupt.
    pub fn wait_blocking(&mut self, deadline: Option<SystemTime>, interrupted: &dyn Fn() -> bool) -> Woken {
        self.waiting.block(deadline, interrupted)
    }

    /// A handle for others to wake this participant.
    pub fn wakeup(&self) -> Wakeup {
        self.waiting.wakeup()
    }

    /// Says whether this participant holds virtual time while it is awake. A prompt holds it; a thread that is
    /// blocked on something the workers do must not.
    pub fn hold(&mut self, holding: bool) {
        self.waiting.hold(holding);
    }
}

/// The future of [`Participant::wait`].
#[derive(Debug)]
pub struct Wait<'a> {
    participant: &'a mut Participant,
    deadline: Option<SystemTime>,
    begun: bool,
}

impl Future for Wait<'_> {
    type Output = Woken;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Woken> {
        let deadline = self.deadline;
        let poll = self.participant.waiting.poll_wait(deadline, cx);
        self.begun = poll.is_pending();
        poll
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if self.begun {
            self.participant.waiting.cancel_wait();
        }
    }
}

/// Wakes one participant. A wake-up that comes while it is not waiting is kept for its next wait.
#[derive(Clone)]
pub struct Wakeup(Arc<dyn Fn() + Send + Sync>);

impl Wakeup {
    /// Wraps a clock's own way of waking.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(wake))
    }

    /// Wakes the participant. When this returns, a virtual clock already counts it as awake.
    pub fn wake(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Wakeup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wakeup")
    }
}
