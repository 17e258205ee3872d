//! `Set-MigrationEndpoint`

use migration::service::EndpointChange;
use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::arguments::{credential, limit, named, report};
use crate::session::service;

/// Changes a migration endpoint.
///
/// # Examples
/// Allows 50 mailboxes at a time.
/// ```powershell
/// Set-MigrationEndpoint -Identity CutoverEndpoint -MaxConcurrentMigrations 50
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "MigrationEndpoint",
    module = "ExchangeOnlineManagement",
    class = "Set-MigrationEndpoint",
    should_process
)]
pub(super) struct SetMigrationEndpoint {
    /// Name of the endpoint.
    #[parameter(mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Who logs on.
    #[parameter(ty = "pscredential", credential)]
    credentials: Value,
    /// How.
    #[parameter(one_of = "Basic, Ntlm")]
    authentication: Option<String>,
    /// What the account may do.
    #[parameter(one_of = "Admin, FullAccess")]
    mailbox_permission: Option<String>,
    /// Whether certificates of unknown issuers are taken.
    #[parameter(ty = "bool")]
    accept_untrusted_certificates: Option<bool>,
    /// Exchange server.
    #[parameter]
    exchange_server: Option<String>,
    /// Address book server.
    #[parameter]
    nspi_server: Option<String>,
    /// RPC proxy.
    #[parameter(name = "RPCProxyServer")]
    rpc_proxy_server: Option<String>,
    /// The administrator's mailbox.
    #[parameter(name = "SourceMailboxLegacyDN")]
    source_mailbox_legacy_dn: Option<String>,
    /// Server of another kind of source.
    #[parameter]
    remote_server: Option<String>,
    /// Port.
    #[parameter]
    port: Option<i32>,
    /// Mailboxes in their initial sync at a time.
    #[parameter]
    max_concurrent_migrations: Value,
    /// Mailboxes in an incremental sync at a time.
    #[parameter]
    max_concurrent_incremental_syncs: Value,
    /// Whether the connection is not tried.
    #[parameter]
    skip_verification: bool,
    /// Accepted; it is tried with the administrator's mailbox.
    #[parameter]
    test_mailbox: Option<String>,
}

impl Cmdlet for SetMigrationEndpoint {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if !pipe.should_process(&self.identity, "Set-MigrationEndpoint")? {
            return Ok(());
        }
        let change = EndpointChange {
            credential: credential(&self.credentials),
            authentication: named(self.authentication.as_ref()),
            mailbox_permission: named(self.mailbox_permission.as_ref()),
            accept_untrusted_certificates: self.accept_untrusted_certificates,
            exchange_server: self.exchange_server.clone(),
            nspi_server: self.nspi_server.clone(),
            rpc_proxy_server: self.rpc_proxy_server.clone(),
            source_mailbox_legacy_dn: self.source_mailbox_legacy_dn.clone(),
            remote_server: self.remote_server.clone(),
            port: self.port.and_then(|p| u16::try_from(p).ok()),
            max_concurrent_migrations: limit(&self.max_concurrent_migrations),
            max_concurrent_incremental_syncs: limit(&self.max_concurrent_incremental_syncs),
            skip_verification: self.skip_verification,
        };
        match service.set_endpoint(&self.identity, change) {
            Ok(_) => Ok(()),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
