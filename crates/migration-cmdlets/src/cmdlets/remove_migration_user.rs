//! `Remove-MigrationUser`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Removes a migration user from its batch. The mail that was copied stays where it is.
///
/// # Examples
/// For one user.
/// ```powershell
/// Remove-MigrationUser -Identity anna@contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "MigrationUser",
    module = "ExchangeOnlineManagement",
    class = "Remove-MigrationUser",
    impact = "High",
    should_process
)]
pub(super) struct RemoveMigrationUser {
    /// E-mail address of the user.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
}

impl Cmdlet for RemoveMigrationUser {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Remove-MigrationUser")? {
            return Ok(());
        }
        if let Err(error) = service.remove_user(&self.identity) {
            return report(pipe, &error, &self.identity);
        }
        match service.start_worker() {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
