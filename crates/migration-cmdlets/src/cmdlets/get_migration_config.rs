//! `Get-MigrationConfig`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets the limits of the migration service.
///
/// # Examples
/// Shows the limits.
/// ```powershell
/// Get-MigrationConfig
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationConfig",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationConfig",
    default_set = ""
)]
pub(super) struct GetMigrationConfig {
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
}

impl Cmdlet for GetMigrationConfig {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        match service.config() {
            Ok(config) => pipe.write(crate::objects::config::config(&config)),
            Err(error) => report(pipe, &error, ""),
        }
    }
}
