//! `Get-MigrationStatistics`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets the counts of all migration batches together.
///
/// # Examples
/// Shows the counts.
/// ```powershell
/// Get-MigrationStatistics
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationStatistics",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationStatistics",
    default_set = ""
)]
pub(super) struct GetMigrationStatistics {
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
}

impl Cmdlet for GetMigrationStatistics {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        match service.statistics() {
            Ok(counts) => pipe.write(crate::objects::statistics::statistics(&counts)),
            Err(error) => report(pipe, &error, ""),
        }
    }
}
