//! The worker: carries out what the store says is wanted, and keeps mailboxes in step until they are removed.
//!
//! One worker at a time has the lease. Its main task (`turns`) looks at every batch whenever something may have
//! changed, gives free slots to users and ends work that is no longer wanted; a task a mailbox (`mailbox`) does
//! the copying. Nothing is kept in memory that the store does not have: a worker may die at any instant.

mod context;
mod groups;
mod listing;
mod mailbox;
mod page;
mod patience;
mod provision;
mod reports;
mod tasks;
mod throttle;
mod turns;

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use crate::clock::{Role, Wakeup};

pub(crate) use context::enter;
pub use context::{Pace, WorkerContext};

/// How long a lease lasts unless it is renewed. Real time.
pub const LEASE_TERM: Duration = Duration::from_secs(30);

/// Starts workers.
#[derive(Debug)]
pub struct Worker;

impl Worker {
    /// Starts the worker that holds `context.lease` on the runtime. `lock` is held as long as it lives.
    pub fn start(context: WorkerContext, runtime: &tokio::runtime::Handle, lock: File) -> WorkerHandle {
        let participant = context.clock.register("worker", Role::Work);
        let wakeup = participant.wakeup();
        let stop = Arc::new(AtomicBool::new(false));
        let (done, ended) = sync_channel(1);
        let renewal = runtime.spawn(renew(context.clone(), Arc::clone(&stop), wakeup.clone()));
        let main = turns::Turns::new(context, participant, Arc::clone(&stop));
        runtime.spawn(async move {
            main.run().await;
            renewal.abort();
            drop(lock);
            // Nobody may be waiting for it.
            let _ = done.try_send(());
        });
        WorkerHandle { wakeup, stop, ended }
    }
}

/// Renews the lease in real time until told to stop; a lost lease stops the worker.
async fn renew(context: WorkerContext, stop: Arc<AtomicBool>, wakeup: Wakeup) {
    loop {
        tokio::time::sleep(LEASE_TERM / 3).await;
        let now = std::time::SystemTime::now();
        if context.store.renew_lease(context.lease, now, LEASE_TERM).is_err() {
            stop.store(true, Ordering::Release);
            wakeup.wake();
            return;
        }
    }
}

/// The worker of this process.
#[derive(Debug)]
pub struct WorkerHandle {
    wakeup: Wakeup,
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

impl WorkerHandle {
    /// Tells the worker that the store has something new.
    pub fn wake(&self) {
        self.wakeup.wake();
    }

    /// Whether it has not been told to stop, nor lost its lease.
    pub fn is_running(&self) -> bool {
        !self.stop.load(Ordering::Acquire)
    }

    /// Breaks its work off, lets go of the lease and waits until it has ended.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Release);
        self.wakeup.wake();
        // An error means that it has ended already.
        let _ = self.ended.recv_timeout(Duration::from_secs(30));
    }
}
