//! `Start-MigrationUser`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Starts a stopped migration user, or retries a failed one.
///
/// # Examples
/// For one user.
/// ```powershell
/// Start-MigrationUser -Identity anna@contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Start",
    noun = "MigrationUser",
    module = "ExchangeOnlineManagement",
    class = "Start-MigrationUser",
    should_process
)]
pub(super) struct StartMigrationUser {
    /// E-mail address of the user.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
}

impl Cmdlet for StartMigrationUser {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Start-MigrationUser")? {
            return Ok(());
        }
        if let Err(error) = service.start_user(&self.identity) {
            return report(pipe, &error, &self.identity);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
