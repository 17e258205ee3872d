//! `New-MigrationBatch`

use migration::model::BatchSettings;
use migration::service::NewBatch;
use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::{Result, Value};

use super::arguments::{limit, moment, report};
use crate::session::service;

/// Makes a migration batch. Without a CSV file it is a cutover: every mailbox of the source, its contacts and groups.
/// The batch is checked and recorded; nothing is provisioned before it starts.
///
/// # Examples
/// Makes the cutover batch.
/// ```powershell
/// New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint
/// ```
/// Makes and starts it.
/// ```powershell
/// New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint -TimeZone "Pacific Standard Time" -AutoStart
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "New-MigrationBatch",
    default_set = "Onboarding",
    should_process
)]
pub(super) struct NewMigrationBatch {
    /// Name of the batch.
    #[parameter(mandatory)]
    name: String,
    /// The endpoint of the source.
    #[parameter(set = "Onboarding")]
    source_endpoint: Option<String>,
    /// Users of a staged migration; refused here.
    #[parameter(set = "Onboarding", name = "CSVData", ty = "byte[]")]
    csv_data: Value,
    /// Starts the batch at once.
    #[parameter]
    auto_start: bool,
    /// Whether incremental syncs follow the initial one.
    #[parameter(ty = "bool", default = "True")]
    allow_incremental_syncs: Option<bool>,
    /// Who is told.
    #[parameter]
    notification_emails: Vec<String>,
    /// How often reports are written.
    #[parameter(ty = "timespan")]
    report_interval: Value,
    /// Time zone of the one who makes it.
    #[parameter]
    time_zone: Option<String>,
    /// Not to be started before.
    #[parameter(ty = "datetime")]
    start_after: Value,
    /// Accepted; a cutover is not completed by a date.
    #[parameter(ty = "datetime")]
    complete_after: Value,
    /// Skipped items that are tolerated.
    #[parameter]
    bad_item_limit: Value,
    /// Large items that are tolerated.
    #[parameter]
    large_item_limit: Value,
    /// How many times failed users are retried without being asked.
    #[parameter]
    auto_retry_count: Option<i32>,
    /// Language of the new mailboxes.
    #[parameter]
    locale: Option<String>,
    /// Accepted with a warning: there are no databases here.
    #[parameter(alias = "TargetDatabase")]
    target_databases: Vec<String>,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
    /// Accepted; reports are always written.
    #[parameter]
    skip_reports: bool,
    /// Accepted; a cutover is never completed by itself.
    #[parameter]
    auto_complete: bool,
}

fn refuse(pipe: &mut Pipe<'_>, id: &str, message: &str) -> Result<()> {
    let exception = Exception::new("System.ArgumentException", message);
    pipe.fatal(ErrorRecord::new(exception, id, ErrorCategory::InvalidArgument, Value::Null))
}

impl NewMigrationBatch {
    fn settings(&self, pipe: &Pipe<'_>, endpoint: &str) -> BatchSettings {
        let mut settings = BatchSettings::cutover(endpoint);
        if let Some(zone) = &self.time_zone {
            settings.time_zone.clone_from(zone);
        }
        settings.notification_emails.clone_from(&self.notification_emails);
        settings.allow_incremental_syncs = self.allow_incremental_syncs.unwrap_or(true);
        if let Value::TimeSpan(interval) = self.report_interval.base() {
            let seconds =
                u64::try_from(interval.ticks() / posh_runtime::value::TICKS_PER_SECOND).unwrap_or(0);
            settings.report_interval = std::time::Duration::from_secs(seconds);
        }
        settings.start_after = moment(pipe, &self.start_after);
        settings.complete_after = moment(pipe, &self.complete_after);
        settings.bad_item_limit = limit(&self.bad_item_limit);
        settings.large_item_limit = limit(&self.large_item_limit);
        settings.auto_retry_count = self.auto_retry_count.and_then(|n| u32::try_from(n).ok());
        settings.locale.clone_from(&self.locale);
        settings
    }
}

impl Cmdlet for NewMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.csv_data.is_null() {
            return refuse(
                pipe,
                "StagedMigrationNotSupported",
                "-CSVData makes a staged migration, which is not part of this service. Leave it out: a batch without \
                 it is a cutover of all mailboxes.",
            );
        }
        let Some(endpoint) = self.source_endpoint.clone() else {
            return refuse(
                pipe,
                "SourceEndpointMissing",
                "-SourceEndpoint is missing: name the endpoint of the source. Make one with New-MigrationEndpoint, or \
                 list them with Get-MigrationEndpoint.",
            );
        };
        if !self.target_databases.is_empty() {
            pipe.warning("-TargetDatabase has no meaning here: the target has no databases. It is ignored.")?;
        }
        let service = service(pipe)?;
        if !pipe.should_process(&self.name, "New-MigrationBatch")? {
            return Ok(());
        }
        let settings = self.settings(pipe, &endpoint);
        let new = NewBatch { name: self.name.clone(), settings, auto_start: self.auto_start };
        let batch = match service.new_batch(new) {
            Ok(batch) => batch,
            Err(error) => return report(pipe, &error, &self.name),
        };
        if self.auto_start
            && let Err(error) = service.start_worker()
        {
            return report(pipe, &error, &self.name);
        }
        let value = crate::objects::batch::batch(pipe.rs, &service, &batch, Value::Null);
        pipe.write(value)
    }
}
