//! `Stop-MigrationBatch`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Stops a migration batch that is being processed.
///
/// # Examples
/// Stops the batch.
/// ```powershell
/// Stop-MigrationBatch -Identity CutoverBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Stop",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "Stop-MigrationBatch",
    default_set = "Identity",
    impact = "High",
    should_process
)]
pub(super) struct StopMigrationBatch {
    /// Name of the batch.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for StopMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let batch = match service.batch(&self.identity) {
            Ok(batch) => batch,
            Err(error) => return report(pipe, &error, &self.identity),
        };
        if !pipe.should_process(&batch.name, "Stop-MigrationBatch")? {
            return Ok(());
        }
        if let Err(error) = service.stop_batch(&batch.name) {
            return report(pipe, &error, &batch.name);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &batch.name),
        }
    }
}
