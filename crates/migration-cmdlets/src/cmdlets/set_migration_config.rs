//! `Set-MigrationConfig`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Changes the limits of the migration service.
///
/// # Examples
/// Allows 200 migrations at a time.
/// ```powershell
/// Set-MigrationConfig -MaxConcurrentMigrations 200
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "MigrationConfig",
    module = "ExchangeOnlineManagement",
    class = "Set-MigrationConfig",
    should_process
)]
pub(super) struct SetMigrationConfig {
    /// Most batches at a time.
    #[parameter(range = "1, 1000000")]
    max_number_of_batches: Option<i32>,
    /// Most migrations at a time.
    #[parameter(range = "1, 1000000")]
    max_concurrent_migrations: Option<i32>,
}

impl Cmdlet for SetMigrationConfig {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process("the migration service", "Set-MigrationConfig")? {
            return Ok(());
        }
        let changed = service.config().and_then(|mut config| {
            let positive = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok());
            if let Some(n) = positive(self.max_number_of_batches) {
                config.max_number_of_batches = n;
            }
            if let Some(n) = positive(self.max_concurrent_migrations) {
                config.max_concurrent_migrations = n;
            }
            service.set_config(&config)
        });
        match changed {
            Ok(()) => Ok(()),
            Err(error) => report(pipe, &error, ""),
        }
    }
}
