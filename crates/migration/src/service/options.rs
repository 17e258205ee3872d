//! What a service is opened with.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};
use crate::source::SourceConnector;
use crate::store::Durability;
use crate::target::Target;
use crate::worker::Pace;

/// What a service is opened with.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    /// Folder of the store and the reports.
    pub state_dir: PathBuf,
    /// Folder of the key that seals passwords; `state_dir/key` when `None`. Put it elsewhere to back the state up
    /// without it.
    pub key_dir: Option<PathBuf>,
    /// Where mail goes.
    pub target: TargetOptions,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where mail comes from.
    pub connector: Arc<dyn SourceConnector>,
    /// Whether all must survive the loss of power; a rehearsal's state need not.
    pub durability: Durability,
    /// Time that copying takes on a virtual clock; `None` for none.
    pub pace: Option<Pace>,
    /// Who makes batches: `SubmittedByUser`.
    pub submitted_by: String,
    /// Time between incremental syncs.
    pub incremental_interval: Duration,
    /// Threads of the worker.
    pub threads: usize,
}

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum TargetOptions {
    /// A folder of Maildirs.
    Maildir(PathBuf),
    /// A target of the embedder's.
    Other(Arc<dyn Target>),
}

impl ServiceOptions {
    /// Options for real work: the machine's clock, durable, a sync every 24 hours.
    pub fn new(
        state_dir: impl Into<PathBuf>,
        target: impl Into<PathBuf>,
        connector: Arc<dyn SourceConnector>,
    ) -> Self {
        Self {
            state_dir: state_dir.into(),
            key_dir: None,
            target: TargetOptions::Maildir(target.into()),
            clock: Arc::new(SystemClock),
            connector,
            durability: Durability::Durable,
            pace: None,
            submitted_by: String::new(),
            incremental_interval: Duration::from_secs(24 * 3600),
            threads: 2,
        }
    }

    pub(super) fn key_dir(&self) -> PathBuf {
        self.key_dir.clone().unwrap_or_else(|| self.state_dir.join("key"))
    }
}
