//! `Get-AcceptedDomain`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets the domains for which the organisation takes mail.
///
/// # Examples
/// Lists the accepted domains.
/// ```powershell
/// Get-AcceptedDomain
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "AcceptedDomain",
    module = "ExchangeOnlineManagement",
    class = "Get-AcceptedDomain",
    default_set = "Identity"
)]
pub(super) struct GetAcceptedDomain {
    /// Name of the domain; all without it.
    #[parameter(set = "Identity", position = 0, by_value, by_name)]
    identity: Option<String>,
}

impl Cmdlet for GetAcceptedDomain {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let found = match &self.identity {
            Some(name) => service.accepted_domain(name).map(|d| vec![d]),
            None => service.accepted_domains(),
        };
        match found {
            Ok(domains) => {
                for domain in domains {
                    let value = crate::objects::accepted_domain::accepted_domain(pipe.rs, &domain);
                    pipe.write(value)?;
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, self.identity.as_deref().unwrap_or("")),
        }
    }
}
