//! `*-MigrationBatch`.

use std::time::{Duration, SystemTime};

use uuid::Uuid;

use super::endpoints::check_name;
use super::error::RefusedObject;
use super::{Service, ServiceError};
use crate::model::{
    Batch, BatchCounts, BatchEvent, BatchSettings, BatchState, BatchStatus, MigrationType, Refusal,
    ReportEntry, domain_of, same_name, transition_batch,
};
use crate::store::{Change, EndpointRecord, ReportOwner, StoreError};

/// What `New-MigrationBatch` gives for a cutover.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Name.
    pub name: String,
    /// What it is made with; see [`BatchSettings::cutover`].
    pub settings: BatchSettings,
    /// Whether it starts at once.
    pub auto_start: bool,
}

/// What `Set-MigrationBatch` changes; `None` leaves a value as it is.
#[derive(Debug, Clone, Default)]
pub struct BatchChange {
    /// Who is told.
    pub notification_emails: Option<Vec<String>>,
    /// Whether incremental syncs follow.
    pub allow_incremental_syncs: Option<bool>,
    /// How often reports are written.
    pub report_interval: Option<Duration>,
    /// Skipped items that are tolerated.
    pub bad_item_limit: Option<u32>,
    /// Large items that are tolerated.
    pub large_item_limit: Option<u32>,
    /// Not to be started before.
    pub start_after: Option<SystemTime>,
    /// Recorded, without effect on a cutover.
    pub complete_after: Option<SystemTime>,
    /// How many times failed users are retried without being asked.
    pub auto_retry_count: Option<u32>,
}

impl Service {
    /// Makes a cutover batch: checks and records, provisions nothing.
    ///
    /// # Errors
    /// [`ServiceError::EndpointNotFound`], [`ServiceError::DomainNotAccepted`], [`ServiceError::NoAcceptedDomain`],
    /// [`ServiceError::CutoverExists`], [`ServiceError::BatchExists`], [`ServiceError::TooManyBatches`].
    pub fn new_batch(&self, new: NewBatch) -> Result<Batch, ServiceError> {
        self.settle();
        check_name(&new.name)?;
        let endpoint = self.endpoint_record(&new.settings.source_endpoint)?;
        let settings = self.complete_batch_settings(new.settings, &endpoint)?;
        self.check_accepted_domain(&endpoint)?;
        let now = self.now();
        let batch = Batch {
            name: new.name,
            guid: Uuid::new_v4(),
            status: BatchStatus::Created,
            listed: false,
            settings,
            counts: BatchCounts::default(),
            message: None,
            created: now,
            started: None,
            initial_sync_finished: None,
            last_synced: None,
            changed: now,
            reports: Vec::new(),
        };
        let limit = self.store.config()?.max_number_of_batches;
        self.store.insert_batch(&batch, limit).map_err(|e| match e {
            StoreError::NameTaken(name) => ServiceError::BatchExists(name),
            StoreError::NotFound(endpoint) => ServiceError::EndpointNotFound(endpoint),
            other => other.into(),
        })?;
        if new.auto_start {
            self.start_batch(&batch.name)?;
        }
        self.batch(&batch.name)
    }

    fn complete_batch_settings(
        &self,
        mut settings: BatchSettings,
        endpoint: &EndpointRecord,
    ) -> Result<BatchSettings, ServiceError> {
        let kind = endpoint.settings.endpoint_type;
        if kind != MigrationType::ExchangeOutlookAnywhere {
            let text = format!(
                "The migration endpoint \"{}\" is of type {kind}. A cutover needs one made with \
                 New-MigrationEndpoint -ExchangeOutlookAnywhere.",
                endpoint.name
            );
            return Err(ServiceError::NotSupported(text));
        }
        settings.migration_type = kind;
        settings.source_endpoint.clone_from(&endpoint.name);
        if settings.submitted_by.is_empty() {
            settings.submitted_by.clone_from(&self.options.submitted_by);
        }
        Ok(settings)
    }

    fn check_accepted_domain(&self, endpoint: &EndpointRecord) -> Result<(), ServiceError> {
        let domains = self.store.accepted_domains()?;
        if domains.is_empty() {
            return Err(ServiceError::NoAcceptedDomain);
        }
        let asked = endpoint.settings.address.email_address.as_deref();
        let Some(address) =
            asked.or_else(|| Some(endpoint.settings.username.as_str()).filter(|u| u.contains('@')))
        else {
            return Ok(());
        };
        match domain_of(address) {
            Some(domain) if !domains.iter().any(|d| d.accepts(address)) => {
                Err(ServiceError::DomainNotAccepted(domain.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// All batches by creation.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn batches(&self) -> Result<Vec<Batch>, ServiceError> {
        self.settle();
        Ok(self.store.batches()?)
    }

    /// One batch by name or guid.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`].
    pub fn batch(&self, identity: &str) -> Result<Batch, ServiceError> {
        self.settle();
        if let Some(batch) = self.store.batch(identity)? {
            return Ok(batch);
        }
        let all = self.store.batches()?;
        let by_guid = all.into_iter().find(|batch| same_name(&batch.guid.to_string(), identity));
        by_guid.ok_or_else(|| ServiceError::BatchNotFound(identity.to_owned()))
    }

    /// Changes a batch's settings.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`], [`ServiceError::Refused`] while it is being removed.
    pub fn set_batch(&self, identity: &str, change: BatchChange) -> Result<Batch, ServiceError> {
        let batch = self.batch(identity)?;
        if batch.status == BatchStatus::Removing {
            return Err(refused(&batch.name, Refusal::Removing));
        }
        let now = self.now();
        let written = self.store.update_batch(batch.guid, &mut |kept| {
            change.apply(&mut kept.settings);
            kept.changed = now;
            Change::Keep
        })?;
        written.ok_or(ServiceError::BatchNotFound(batch.name))
    }

    /// Starts a batch, resumes a stopped one, retries the failed users of one that has synced.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`], [`ServiceError::Refused`].
    pub fn start_batch(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish(identity, BatchEvent::Start)
    }

    /// Stops a batch's work.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`], [`ServiceError::Refused`].
    pub fn stop_batch(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish(identity, BatchEvent::Stop)
    }

    /// Stops a batch's work and forgets it; what has been copied stays.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`], [`ServiceError::Refused`].
    pub fn remove_batch(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish(identity, BatchEvent::Remove)
    }

    /// Records what is wanted; a worker carries it out.
    fn wish(&self, identity: &str, event: BatchEvent) -> Result<(), ServiceError> {
        let batch = self.batch(identity)?;
        let now = self.now();
        let mut refusal = None;
        let written = self.store.update_batch(batch.guid, &mut |kept| {
            refusal = None;
            let state = BatchState { status: kept.status, listed: kept.listed };
            match transition_batch(state, event) {
                Ok((next, _)) => {
                    kept.status = next.status;
                    if event == BatchEvent::Start {
                        kept.message = None;
                        kept.started = kept.started.or(Some(now));
                        if kept.settings.start_after.is_some_and(|at| at > now) {
                            kept.status = BatchStatus::Waiting;
                        }
                    }
                    kept.changed = now;
                    Change::Keep
                }
                Err(why) => {
                    refusal = Some(why);
                    Change::Discard
                }
            }
        })?;
        match (written, refusal) {
            (None, _) => Err(ServiceError::BatchNotFound(batch.name)),
            (Some(_), Some(why)) => Err(refused(&batch.name, why)),
            (Some(_), None) => {
                self.wake_worker();
                Ok(())
            }
        }
    }

    /// The newest lines of a batch's report, oldest first.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`].
    pub fn batch_report(&self, identity: &str, limit: u32) -> Result<Vec<ReportEntry>, ServiceError> {
        let batch = self.batch(identity)?;
        Ok(self.store.report(ReportOwner::Batch(batch.guid), limit)?)
    }
}

fn refused(batch: &str, refusal: Refusal) -> ServiceError {
    ServiceError::Refused { is: RefusedObject::Batch, identity: batch.to_owned(), refusal }
}

impl BatchChange {
    fn apply(&self, settings: &mut BatchSettings) {
        if let Some(emails) = &self.notification_emails {
            settings.notification_emails.clone_from(emails);
        }
        if let Some(allow) = self.allow_incremental_syncs {
            settings.allow_incremental_syncs = allow;
        }
        if let Some(interval) = self.report_interval {
            settings.report_interval = interval;
        }
        settings.bad_item_limit = self.bad_item_limit.or(settings.bad_item_limit);
        settings.large_item_limit = self.large_item_limit.or(settings.large_item_limit);
        settings.start_after = self.start_after.or(settings.start_after);
        settings.complete_after = self.complete_after.or(settings.complete_after);
        settings.auto_retry_count = self.auto_retry_count.or(settings.auto_retry_count);
    }
}
