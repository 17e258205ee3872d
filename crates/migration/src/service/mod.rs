//! The facade that cmdlets call: blocking, plain `Send` records, no runtime in any signature.
//!
//! Every call reads or writes the store and returns; what takes time is done by a worker, in this process
//! ([`Service::start_worker`]) or in another.

mod availability;
mod batches;
mod endpoints;
mod error;
mod options;
mod organisation;
mod status;
mod users;
mod workers;

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::secrets::{SecretKey, create_private_dir};
use crate::source::SourceConnector;
use crate::store::{SqliteStore, Store};
use crate::target::{Maildir, Target};
use crate::worker::WorkerHandle;

pub use availability::TestRequest;
pub use batches::{BatchChange, NewBatch};
pub use endpoints::{EndpointChange, NewEndpoint};
pub use error::{ErrorKind, RefusedObject, ServiceError};
pub use options::{ServiceOptions, TargetOptions};
pub use organisation::{AcceptedDomainChange, RecipientFilter};
pub use status::{BatchSummary, StatusSummary, UserFailure};
pub use users::{UserFilter, UserStatistics, UserStatisticsOptions};
pub use workers::WorkerStart;

/// How long a call on a virtual clock waits, in real time, for the workers to come to rest.
const SETTLE_LIMIT: Duration = Duration::from_secs(60);

/// The migration service. Shared between threads by reference; dropping it stops its worker in good order.
pub struct Service {
    store: Arc<dyn Store>,
    target: Arc<dyn Target>,
    clock: Arc<dyn Clock>,
    connector: Arc<dyn SourceConnector>,
    key: Arc<SecretKey>,
    options: ServiceOptions,
    runtime: OnceLock<tokio::runtime::Runtime>,
    worker: Mutex<Option<WorkerHandle>>,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("state_dir", &self.options.state_dir).finish_non_exhaustive()
    }
}

impl Service {
    /// Opens the service over the state in `options.state_dir`, which is made when it is not there.
    ///
    /// # Errors
    /// [`ServiceError`] when the store or the key cannot be used.
    pub fn open(options: ServiceOptions) -> Result<Self, ServiceError> {
        create_private_dir(&options.state_dir)
            .map_err(|e| ServiceError::state(&options.state_dir, &e.to_string()))?;
        let store = SqliteStore::open(&options.state_dir.join("migration.db"), options.durability)?;
        let key = SecretKey::open(&options.key_dir())?;
        let target: Arc<dyn Target> = match &options.target {
            TargetOptions::Maildir(root) => Arc::new(Maildir::new(root, options.durability)),
            TargetOptions::Other(target) => Arc::clone(target),
        };
        Ok(Self {
            store: Arc::new(store),
            target,
            clock: Arc::clone(&options.clock),
            connector: Arc::clone(&options.connector),
            key: Arc::new(key),
            options,
            runtime: OnceLock::new(),
            worker: Mutex::new(None),
        })
    }

    /// The clock everything runs on.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The present instant.
    pub fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Where the mailboxes are, for people.
    pub fn target_location(&self) -> String {
        self.target.location()
    }

    /// Where the reports of batches are written.
    pub fn reports_dir(&self) -> PathBuf {
        self.options.state_dir.join("reports")
    }

    /// On a virtual clock, waits until the workers have done all they can at this instant, so that what is read
    /// next does not depend on thread scheduling. Every reading call of the service begins with it.
    pub fn settle(&self) {
        if self.worker.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            self.clock.settle(SETTLE_LIMIT);
        }
    }

    fn runtime(&self) -> Result<&tokio::runtime::Runtime, ServiceError> {
        if self.runtime.get().is_none() {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(self.options.threads)
                .thread_name("migration")
                .enable_all()
                .build()
                .map_err(|e| ServiceError::state(&self.options.state_dir, &e.to_string()))?;
            // Another thread may have been first; its runtime is as good.
            if let Err(second) = self.runtime.set(runtime) {
                second.shutdown_background();
            }
        }
        self.runtime.get().ok_or_else(|| ServiceError::state(&self.options.state_dir, "no runtime"))
    }

    /// Runs `work` on the runtime and blocks this thread, which need not be one of the runtime's, until it ends.
    fn block_on<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let (done, result) = std::sync::mpsc::sync_channel(1);
        self.runtime()?.spawn(async move {
            // The receiver is there until it has received.
            let _ = done.send(work.await);
        });
        result.recv().map_err(|e| ServiceError::state(&self.options.state_dir, &e.to_string()))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop_worker();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
