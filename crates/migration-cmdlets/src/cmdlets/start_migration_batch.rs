//! `Start-MigrationBatch`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Starts a migration batch, resumes a stopped one, or retries the failed users of one.
///
/// # Examples
/// Starts the batch.
/// ```powershell
/// Start-MigrationBatch -Identity CutoverBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Start",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "Start-MigrationBatch",
    default_set = "Identity",
    should_process
)]
pub(super) struct StartMigrationBatch {
    /// Name of the batch.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
    /// Accepted; a batch is validated when it is made.
    #[parameter]
    validate: bool,
}

impl Cmdlet for StartMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let batch = match service.batch(&self.identity) {
            Ok(batch) => batch,
            Err(error) => return report(pipe, &error, &self.identity),
        };
        if !pipe.should_process(&batch.name, "Start-MigrationBatch")? {
            return Ok(());
        }
        if let Err(error) = service.start_batch(&batch.name) {
            return report(pipe, &error, &batch.name);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &batch.name),
        }
    }
}
