//! What every part of the worker has at hand.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::model::{
    Effect, EndpointSettings, MigrationUser, ReportEntry, ReportLevel, UserEvent, UserState, transition_user,
};
use crate::secrets::{Credential, SecretKey};
use crate::source::{Source, SourceConnector, SourceError};
use crate::store::{Change, LeaseToken, ReportOwner, Store, StoreError};
use crate::target::Target;

/// What every part of the worker has at hand.
#[derive(Debug, Clone)]
pub struct WorkerContext {
    /// What must outlive the process.
    pub store: Arc<dyn Store>,
    /// Where mail goes.
    pub target: Arc<dyn Target>,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where mail comes from.
    pub connector: Arc<dyn SourceConnector>,
    /// Opens sealed passwords.
    pub key: Arc<SecretKey>,
    /// Time that copying takes on a virtual clock.
    pub pace: Option<Pace>,
    /// Time between incremental syncs.
    pub incremental_interval: Duration,
    /// Where reports are written.
    pub reports_dir: PathBuf,
    /// Proof of being the worker.
    pub lease: LeaseToken,
}

/// Time that copying takes on a virtual clock, where nothing takes time of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// For each page of changes asked for.
    pub per_page: Duration,
    /// For each item.
    pub per_item: Duration,
    /// Bytes a second.
    pub bytes_per_second: u64,
}

impl Pace {
    /// How long a page with so many items and bytes takes.
    pub fn cost(&self, items: usize, bytes: u64) -> Duration {
        let items = u32::try_from(items).unwrap_or(u32::MAX);
        let transfer = bytes.saturating_mul(1000).checked_div(self.bytes_per_second).unwrap_or(0);
        self.per_page + self.per_item.saturating_mul(items) + Duration::from_millis(transfer)
    }
}

impl WorkerContext {
    /// Lets an event happen to a user and writes what follows from it. `None` when the user is gone or the event
    /// does not go with its state.
    pub(super) fn apply(
        &self,
        user_id: i64,
        event: UserEvent,
        next_pass: Option<SystemTime>,
        also: &dyn Fn(&mut MigrationUser),
    ) -> Result<Option<MigrationUser>, StoreError> {
        let now = self.clock.now();
        let mut happened = false;
        let written = self.store.update_user(user_id, &mut |user| {
            let Ok((next, effects)) = transition_user(user.state, event) else { return Change::Discard };
            happened = true;
            enter(user, next, &effects, now, next_pass);
            also(user);
            Change::Keep
        })?;
        Ok(written.filter(|_| happened))
    }

    /// Adds a line to a report. A report that cannot be written is no reason to stop copying.
    pub(super) fn report(&self, owner: ReportOwner, level: ReportLevel, message: impl Into<String>) {
        let entry = ReportEntry { time: self.clock.now(), level, message: message.into() };
        let _ = self.store.append_report(owner, &entry);
    }

    /// Opens the source behind an endpoint.
    pub(super) async fn open_source(
        &self,
        endpoint: &str,
    ) -> Result<(Arc<dyn Source>, EndpointSettings), SourceError> {
        let settings = |text: String| SourceError::Settings(text);
        let record = self.store.endpoint(endpoint).map_err(|e| settings(e.to_string()))?;
        let record = record
            .ok_or_else(|| settings(format!("The migration endpoint \"{endpoint}\" can't be found.")))?;
        let password = self.key.open_sealed(&record.guid.to_string(), &record.sealed_password);
        let password = password.map_err(|e| settings(e.to_string()))?;
        let credential = Arc::new(Credential::new(record.settings.username.clone(), password.as_str()));
        let source = self.connector.connect(&record.settings, credential).await?;
        Ok((source, record.settings))
    }
}

/// Puts a user into its next state: books the time spent in the last one and plans what the effects ask for.
pub(crate) fn enter(
    user: &mut MigrationUser,
    next: UserState,
    effects: &[Effect],
    now: SystemTime,
    next_pass: Option<SystemTime>,
) {
    user.progress.account(user.state.status, now);
    user.state = next;
    for effect in effects {
        match effect {
            Effect::DueNow => user.next_due = Some(now),
            Effect::DueLater => user.next_due = next_pass,
            Effect::NothingDue | Effect::BeginWork => user.next_due = None,
            Effect::ClearError => {
                user.error = None;
                user.failed_attempts = 0;
            }
            Effect::CancelWork
            | Effect::ListUsers
            | Effect::StartUsers
            | Effect::StopUsers
            | Effect::Forget => {}
        }
    }
}
