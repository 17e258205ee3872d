//! `Remove-MigrationBatch`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Removes a migration batch, its users and their incremental syncs. The mail that was copied stays where it is.
///
/// # Examples
/// Removes the batch once the MX record points to the new organisation.
/// ```powershell
/// Remove-MigrationBatch -Identity CutoverBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "Remove-MigrationBatch",
    default_set = "Identity",
    impact = "High",
    should_process
)]
pub(super) struct RemoveMigrationBatch {
    /// Name of the batch.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
    /// Removes the batch even where its record is damaged.
    #[parameter]
    force: bool,
}

impl Cmdlet for RemoveMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let batch = match service.batch(&self.identity) {
            Ok(batch) => batch,
            Err(error) => return report(pipe, &error, &self.identity),
        };
        if !pipe.should_process(&batch.name, "Remove-MigrationBatch")? {
            return Ok(());
        }
        if let Err(error) = service.remove_batch(&batch.name) {
            return report(pipe, &error, &batch.name);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &batch.name),
        }
    }
}
