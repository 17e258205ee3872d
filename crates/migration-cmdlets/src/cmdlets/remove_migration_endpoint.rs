//! `Remove-MigrationEndpoint`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Removes a migration endpoint that no batch uses.
///
/// # Examples
/// Removes an endpoint.
/// ```powershell
/// Remove-MigrationEndpoint -Identity CutoverEndpoint
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "MigrationEndpoint",
    module = "ExchangeOnlineManagement",
    class = "Remove-MigrationEndpoint",
    should_process,
    impact = "High"
)]
pub(super) struct RemoveMigrationEndpoint {
    /// Name of the endpoint.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for RemoveMigrationEndpoint {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if let Err(error) = service.endpoint(&self.identity) {
            return report(pipe, &error, &self.identity);
        }
        if !pipe.should_process(&self.identity, "Remove-MigrationEndpoint")? {
            return Ok(());
        }
        match service.remove_endpoint(&self.identity) {
            Ok(()) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
