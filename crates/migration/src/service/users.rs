//! `*-MigrationUser`, `Get-MigrationUserStatistics`, `Get-MigrationStatistics`, `*-MigrationConfig`.

use super::error::RefusedObject;
use super::{Service, ServiceError};
use crate::model::{
    BatchCounts, DataConsistencyScore, MigrationConfig, MigrationUser, Refusal, ReportEntry, SkipReason,
    UserEvent, UserRecipientType, UserStatus, UserStatusSummary, same_name, transition_user,
};
use crate::store::{Change, ReportOwner, UserQuery};

/// Which users are asked for; empty means all.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Of this batch (name or guid).
    pub batch: Option<String>,
    /// With this status.
    pub status: Option<UserStatus>,
    /// With this short status.
    pub status_summary: Option<UserStatusSummary>,
    /// With this address.
    pub email_address: Option<String>,
    /// Of this kind.
    pub recipient_type: Option<UserRecipientType>,
    /// At most so many.
    pub result_size: Option<u32>,
}

/// What `Get-MigrationUserStatistics` is asked to add.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserStatisticsOptions {
    /// The report.
    pub include_report: bool,
    /// The skipped items.
    pub include_skipped_items: bool,
    /// At most so many skipped items.
    pub limit_skipped_items_to: Option<u32>,
}

/// What `Get-MigrationUserStatistics` shows.
#[derive(Debug, Clone)]
pub struct UserStatistics {
    /// The user with its counts.
    pub user: MigrationUser,
    /// 0 to 100.
    pub percentage_complete: u8,
    /// How faithful the copy is.
    pub data_consistency_score: DataConsistencyScore,
    /// Bytes an hour over the time in progress.
    pub average_bytes_transferred_per_hour: u64,
    /// The skipped items, if asked for.
    pub skipped_items: Vec<SkipReason>,
    /// The report, if asked for.
    pub report: Vec<ReportEntry>,
}

/// Lines of a report that are shown.
const REPORT_LINES: u32 = 1_000;
/// Skipped items that are shown unless another number is given.
const SKIPPED_ITEMS: u32 = 1_000;

impl Service {
    /// Users in the order they were recorded.
    ///
    /// # Errors
    /// [`ServiceError::BatchNotFound`] when the filter names one that is not there.
    pub fn users(&self, filter: &UserFilter) -> Result<Vec<MigrationUser>, ServiceError> {
        self.settle();
        let batch = filter.batch.as_deref().map(|name| self.batch(name)).transpose()?;
        let query = UserQuery {
            batch: batch.map(|batch| batch.guid),
            identity: filter.email_address.clone(),
            status: filter.status,
            summary: filter.status_summary,
            recipient_type: filter.recipient_type,
            due_by: None,
            limit: filter.result_size,
        };
        Ok(self.store.users(&query)?)
    }

    /// One user by address or guid.
    ///
    /// # Errors
    /// [`ServiceError::UserNotFound`].
    pub fn user(&self, identity: &str) -> Result<MigrationUser, ServiceError> {
        self.settle();
        let query = UserQuery { identity: Some(identity.to_owned()), limit: Some(1), ..UserQuery::default() };
        if let Some(user) = self.store.users(&query)?.pop() {
            return Ok(user);
        }
        let all = self.store.users(&UserQuery::default())?;
        let by_guid = all.into_iter().find(|user| same_name(&user.guid.to_string(), identity));
        by_guid.ok_or_else(|| ServiceError::UserNotFound(identity.to_owned()))
    }

    /// A user's counts, and what else is asked for.
    ///
    /// # Errors
    /// [`ServiceError::UserNotFound`].
    pub fn user_statistics(
        &self,
        identity: &str,
        options: UserStatisticsOptions,
    ) -> Result<UserStatistics, ServiceError> {
        let user = self.user(identity)?;
        let progress = &user.progress;
        let dealt_with = progress.synced_item_count.saturating_add(progress.skipped_item_count);
        let seconds = progress.in_progress.as_secs();
        let per_hour = progress.bytes_transferred.saturating_mul(3600).checked_div(seconds);
        let skipped_items = if options.include_skipped_items {
            self.store.skipped_items(user.id, options.limit_skipped_items_to.unwrap_or(SKIPPED_ITEMS))?
        } else {
            Vec::new()
        };
        let report = if options.include_report {
            self.store.report(ReportOwner::User(user.id), REPORT_LINES)?
        } else {
            Vec::new()
        };
        Ok(UserStatistics {
            percentage_complete: progress.percentage_complete(user.state.initial_sync_done),
            data_consistency_score: DataConsistencyScore::of(progress.skipped_item_count, dealt_with),
            average_bytes_transferred_per_hour: per_hour.unwrap_or(progress.bytes_transferred),
            skipped_items,
            report,
            user,
        })
    }

    /// Starts, resumes or retries one user.
    ///
    /// # Errors
    /// [`ServiceError::UserNotFound`], [`ServiceError::Refused`].
    pub fn start_user(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish_user(identity, UserEvent::Start)
    }

    /// Stops one user.
    ///
    /// # Errors
    /// [`ServiceError::UserNotFound`], [`ServiceError::Refused`].
    pub fn stop_user(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish_user(identity, UserEvent::Stop)
    }

    /// Takes one user out of its batch; what has been copied stays.
    ///
    /// # Errors
    /// [`ServiceError::UserNotFound`], [`ServiceError::Refused`].
    pub fn remove_user(&self, identity: &str) -> Result<(), ServiceError> {
        self.wish_user(identity, UserEvent::Remove)
    }

    fn wish_user(&self, identity: &str, event: UserEvent) -> Result<(), ServiceError> {
        let user = self.user(identity)?;
        let now = self.now();
        let mut refusal = None;
        let written =
            self.store.update_user(user.id, &mut |kept| match transition_user(kept.state, event) {
                Ok((next, effects)) => {
                    refusal = None;
                    crate::worker::enter(kept, next, &effects, now, None);
                    Change::Keep
                }
                Err(why) => {
                    refusal = Some(why);
                    Change::Discard
                }
            })?;
        match (written, refusal) {
            (None, _) => Err(ServiceError::UserNotFound(user.identity)),
            (Some(_), Some(why)) => Err(refused(&user.identity, why)),
            (Some(_), None) => {
                self.wake_worker();
                Ok(())
            }
        }
    }

    /// Users of all batches by status: `Get-MigrationStatistics`.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn statistics(&self) -> Result<BatchCounts, ServiceError> {
        let mut sum = BatchCounts::default();
        for batch in self.batches()? {
            let counts = batch.counts;
            sum.total += counts.total;
            sum.active += counts.active;
            sum.stopped += counts.stopped;
            sum.synced += counts.synced;
            sum.finalized += counts.finalized;
            sum.failed += counts.failed;
            sum.pending += counts.pending;
            sum.provisioned += counts.provisioned;
        }
        Ok(sum)
    }

    /// The service's limits.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn config(&self) -> Result<MigrationConfig, ServiceError> {
        Ok(self.store.config()?)
    }

    /// Sets the service's limits.
    ///
    /// # Errors
    /// [`ServiceError::InvalidArgument`] for a limit of zero.
    pub fn set_config(&self, config: &MigrationConfig) -> Result<(), ServiceError> {
        if config.max_concurrent_migrations == 0 || config.max_number_of_batches == 0 {
            let text = "MaxConcurrentMigrations and MaxNumberOfBatches must be at least 1.";
            return Err(ServiceError::InvalidArgument(text.to_owned()));
        }
        self.store.set_config(config)?;
        self.wake_worker();
        Ok(())
    }
}

fn refused(user: &str, refusal: Refusal) -> ServiceError {
    ServiceError::Refused { is: RefusedObject::User, identity: user.to_owned(), refusal }
}
