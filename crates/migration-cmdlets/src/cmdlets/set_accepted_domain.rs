//! `Set-AcceptedDomain`

use migration::service::AcceptedDomainChange;
use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::{named, report};
use crate::session::service;

/// Changes an accepted domain.
///
/// # Examples
/// Makes a domain the default.
/// ```powershell
/// Set-AcceptedDomain -Identity Contoso -MakeDefault $true
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "AcceptedDomain",
    module = "ExchangeOnlineManagement",
    class = "Set-AcceptedDomain",
    should_process
)]
pub(super) struct SetAcceptedDomain {
    /// Name of the entry.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// What the organisation is for the domain.
    #[parameter(one_of = "Authoritative, ExternalRelay, InternalRelay")]
    domain_type: Option<String>,
    /// Whether it becomes the default.
    #[parameter(ty = "bool")]
    make_default: bool,
    /// New name.
    #[parameter]
    name: Option<String>,
}

impl Cmdlet for SetAcceptedDomain {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Set-AcceptedDomain")? {
            return Ok(());
        }
        let change = AcceptedDomainChange {
            name: self.name.clone(),
            domain_type: named(self.domain_type.as_ref()),
            make_default: self.make_default,
        };
        match service.set_accepted_domain(&self.identity, &change) {
            Ok(()) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
