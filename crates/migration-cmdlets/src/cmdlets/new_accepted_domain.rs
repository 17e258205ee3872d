//! `New-AcceptedDomain`

use migration::model::AcceptedDomainType;
use migration::service::ServiceError;
use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::{named, report};
use crate::session::{Mode, migration, service};

/// Adds a domain for which the organisation takes mail: the first step of a cutover.
///
/// # Examples
/// Adds the domain of the old organisation.
/// ```powershell
/// New-AcceptedDomain -Name Contoso -DomainName contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "AcceptedDomain",
    module = "ExchangeOnlineManagement",
    class = "New-AcceptedDomain",
    should_process
)]
pub(super) struct NewAcceptedDomain {
    /// Name of the entry.
    #[parameter(mandatory, position = 0)]
    name: String,
    /// The domain.
    #[parameter(mandatory)]
    domain_name: String,
    /// What the organisation is for the domain.
    #[parameter(one_of = "Authoritative, ExternalRelay, InternalRelay", default = "Authoritative")]
    domain_type: Option<String>,
}

impl Cmdlet for NewAcceptedDomain {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.domain_name, "New-AcceptedDomain")? {
            return Ok(());
        }
        let kind = named(self.domain_type.as_ref()).unwrap_or(AcceptedDomainType::Authoritative);
        match service.new_accepted_domain(&self.name, &self.domain_name, kind) {
            Ok(domain) => {
                let value = crate::objects::accepted_domain::accepted_domain(pipe.rs, &domain);
                pipe.write(value)
            }
            // The practice organisation starts with its domain; a runbook for a real one adds it.
            Err(ServiceError::DomainExists(_)) if migration(pipe)?.mode() == Mode::Rehearsal => {
                match service.accepted_domain(&self.domain_name) {
                    Ok(domain) => {
                        let value = crate::objects::accepted_domain::accepted_domain(pipe.rs, &domain);
                        pipe.write(value)
                    }
                    Err(error) => report(pipe, &error, &self.domain_name),
                }
            }
            Err(error) => report(pipe, &error, &self.domain_name),
        }
    }
}
