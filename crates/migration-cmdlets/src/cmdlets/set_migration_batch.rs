//! `Set-MigrationBatch`

use migration::service::BatchChange;
use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::arguments::{limit, moment, report};
use crate::session::service;

/// Changes a migration batch.
///
/// # Examples
/// Tells somebody else.
/// ```powershell
/// Set-MigrationBatch -Identity CutoverBatch -NotificationEmails admin@contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "Set-MigrationBatch",
    should_process
)]
pub(super) struct SetMigrationBatch {
    /// Name of the batch.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Who is told.
    #[parameter]
    notification_emails: Option<Vec<String>>,
    /// Whether incremental syncs follow.
    #[parameter(ty = "bool")]
    allow_incremental_syncs: Option<bool>,
    /// How often reports are written.
    #[parameter(ty = "timespan")]
    report_interval: Value,
    /// Skipped items that are tolerated.
    #[parameter]
    bad_item_limit: Value,
    /// Large items that are tolerated.
    #[parameter]
    large_item_limit: Value,
    /// Not to be started before.
    #[parameter(ty = "datetime")]
    start_after: Value,
    /// Recorded, without effect on a cutover.
    #[parameter(ty = "datetime")]
    complete_after: Value,
    /// How many times failed users are retried without being asked.
    #[parameter]
    auto_retry_count: Option<i32>,
}

impl Cmdlet for SetMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Set-MigrationBatch")? {
            return Ok(());
        }
        let change = BatchChange {
            notification_emails: self.notification_emails.clone(),
            allow_incremental_syncs: self.allow_incremental_syncs,
            report_interval: match self.report_interval.base() {
                Value::TimeSpan(t) => Some(std::time::Duration::from_secs(
                    u64::try_from(t.ticks() / posh_runtime::value::TICKS_PER_SECOND).unwrap_or(0),
                )),
                _ => None,
            },
            bad_item_limit: limit(&self.bad_item_limit),
            large_item_limit: limit(&self.large_item_limit),
            start_after: moment(pipe, &self.start_after),
            complete_after: moment(pipe, &self.complete_after),
            auto_retry_count: self.auto_retry_count.and_then(|n| u32::try_from(n).ok()),
        };
        match service.set_batch(&self.identity, change) {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
