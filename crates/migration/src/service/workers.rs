//! The worker of this process.

use std::fs::File;
use std::sync::{Arc, PoisonError};
use std::time::SystemTime;

use super::{Service, ServiceError};
use crate::store::LeaseHolder;
use crate::worker::{LEASE_TERM, Worker, WorkerContext};

/// What became of [`Service::start_worker`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerStart {
    /// This process now has the worker.
    Started,
    /// It had it already.
    Running,
    /// Another process has it; it will carry our wishes out.
    HeldBy(Option<LeaseHolder>),
}

impl Service {
    /// Starts a worker in this process unless one runs, here or elsewhere.
    ///
    /// # Errors
    /// [`ServiceError::State`] when the lock file cannot be used, [`ServiceError::Store`].
    pub fn start_worker(&self) -> Result<WorkerStart, ServiceError> {
        let mut slot = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().is_some_and(|worker| worker.is_running()) {
            return Ok(WorkerStart::Running);
        }
        if let Some(old) = slot.take() {
            old.stop();
        }
        // The lock falls with the process that holds it, so whoever gets it knows that a holder on this machine is
        // dead; the lease in the store is for workers on others.
        let path = self.options.state_dir.join("worker.lock");
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        let file = options.open(&path).map_err(|e| ServiceError::state(&path, &e.to_string()))?;
        if file.try_lock().is_err() {
            return Ok(WorkerStart::HeldBy(self.store.lease()?));
        }
        let machine = machine_name();
        let holder = format!("{machine}:{}", std::process::id());
        let previous = self.store.lease()?;
        let on_this_machine =
            previous.as_ref().is_none_or(|lease| lease.holder.starts_with(&format!("{machine}:")));
        let lease = self.store.acquire_lease(&holder, SystemTime::now(), LEASE_TERM, on_this_machine)?;
        let Some(lease) = lease else { return Ok(WorkerStart::HeldBy(previous)) };
        let context = WorkerContext {
            store: Arc::clone(&self.store),
            target: Arc::clone(&self.target),
            clock: Arc::clone(&self.clock),
            connector: Arc::clone(&self.connector),
            key: Arc::clone(&self.key),
            pace: self.options.pace,
            incremental_interval: self.options.incremental_interval,
            reports_dir: self.reports_dir(),
            lease,
        };
        *slot = Some(Worker::start(context, self.runtime()?.handle(), file));
        Ok(WorkerStart::Started)
    }

    /// Stops this process's worker: what is under way is broken off where it is; the next worker goes on.
    pub fn stop_worker(&self) {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(worker) = worker {
            worker.stop();
        }
    }

    /// Whether this process has a worker at work.
    pub fn worker_running(&self) -> bool {
        self.worker
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .is_some_and(|worker| worker.is_running())
    }

    pub(super) fn wake_worker(&self) {
        if let Some(worker) = &*self.worker.lock().unwrap_or_else(PoisonError::into_inner) {
            worker.wake();
        }
    }
}

/// A name for this machine that differs between machines sharing a store.
fn machine_name() -> String {
    let named =
        std::fs::read_to_string("/etc/machine-id").or_else(|_| std::fs::read_to_string("/etc/hostname"));
    let named = named.ok().or_else(|| std::env::var("COMPUTERNAME").ok());
    named
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "localhost".to_owned())
}
