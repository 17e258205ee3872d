//! `Stop-MigrationUser`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Stops a migration user that is being processed.
///
/// # Examples
/// For one user.
/// ```powershell
/// Stop-MigrationUser -Identity anna@contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Stop",
    noun = "MigrationUser",
    module = "ExchangeOnlineManagement",
    class = "Stop-MigrationUser",
    impact = "High",
    should_process
)]
pub(super) struct StopMigrationUser {
    /// E-mail address of the user.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
}

impl Cmdlet for StopMigrationUser {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Stop-MigrationUser")? {
            return Ok(());
        }
        if let Err(error) = service.stop_user(&self.identity) {
            return report(pipe, &error, &self.identity);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
