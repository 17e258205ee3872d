//! `Remove-AcceptedDomain`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Removes an accepted domain.
///
/// # Examples
/// Removes a domain.
/// ```powershell
/// Remove-AcceptedDomain -Identity Contoso
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "AcceptedDomain",
    module = "ExchangeOnlineManagement",
    class = "Remove-AcceptedDomain",
    should_process,
    impact = "High"
)]
pub(super) struct RemoveAcceptedDomain {
    /// Name of the entry.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
}

impl Cmdlet for RemoveAcceptedDomain {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Remove-AcceptedDomain")? {
            return Ok(());
        }
        match service.remove_accepted_domain(&self.identity) {
            Ok(()) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
