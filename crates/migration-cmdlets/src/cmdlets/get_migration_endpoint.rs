//! `Get-MigrationEndpoint`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets the migration endpoints of the organisation.
///
/// # Examples
/// Shows the settings of an endpoint.
/// ```powershell
/// Get-MigrationEndpoint CutoverEndpoint | Format-List EndpointType,ExchangeServer,UseAutoDiscover,Max*
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationEndpoint",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationEndpoint",
    default_set = "Identity"
)]
pub(super) struct GetMigrationEndpoint {
    /// Name of the endpoint; all without it.
    #[parameter(set = "Identity", position = 0, by_value, by_name)]
    identity: Option<String>,
    /// Only endpoints of this type.
    #[parameter(
        set = "TypeFilter",
        one_of = "IMAP, ExchangeOutlookAnywhere, ExchangeRemoteMove, ExchangeLocalMove, PSTImport, PublicFolder"
    )]
    r#type: Option<String>,
    /// Accepted; nothing more is known.
    #[parameter]
    diagnostic: bool,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for GetMigrationEndpoint {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let found = match &self.identity {
            Some(name) => service.endpoint(name).map(|e| vec![e]),
            None => service.endpoints(),
        };
        match found {
            Ok(endpoints) => {
                for endpoint in endpoints {
                    let kind = endpoint.settings.endpoint_type.to_string();
                    if self.r#type.as_ref().is_none_or(|t| t.eq_ignore_ascii_case(&kind)) {
                        pipe.write(crate::objects::endpoint::endpoint(&endpoint))?;
                    }
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, self.identity.as_deref().unwrap_or("")),
        }
    }
}
