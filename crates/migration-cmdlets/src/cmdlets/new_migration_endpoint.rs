//! `New-MigrationEndpoint`

use migration::model::{AuthenticationMethod, MigrationType, SlotLimits, SourceAddress};
use migration::service::NewEndpoint;
use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::{Result, Value};

use super::arguments::{credential, limit, named, report};
use crate::objects::connection_settings::ConnectionSettings;
use crate::session::service;

/// Makes a migration endpoint: where the source is and who logs on. The connection is tried before it is recorded.
///
/// # Examples
/// By Autodiscover.
/// ```powershell
/// New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -Autodiscover -EmailAddress administrator@contoso.com -Credentials $Credentials
/// ```
/// With the settings that a test found.
/// ```powershell
/// New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -ConnectionSettings $TSMA.ConnectionSettings
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "MigrationEndpoint",
    module = "ExchangeOnlineManagement",
    class = "New-MigrationEndpoint",
    should_process
)]
pub(super) struct NewMigrationEndpoint {
    /// Name of the endpoint.
    #[parameter(mandatory)]
    name: String,
    /// The source is an Exchange organisation reached by Outlook Anywhere.
    #[parameter(
        mandatory,
        sets = "ExchangeOutlookAnywhereAutoDiscover, ExchangeOutlookAnywhere, ConnectionSettings"
    )]
    exchange_outlook_anywhere: bool,
    /// Where it is, is asked of Autodiscover.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhereAutoDiscover")]
    autodiscover: bool,
    /// E-mail address of the migration administrator.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhereAutoDiscover")]
    #[parameter(set = "ExchangeOutlookAnywhere")]
    email_address: Option<String>,
    /// Who logs on.
    #[parameter(
        mandatory,
        sets = "ExchangeOutlookAnywhereAutoDiscover, ExchangeOutlookAnywhere",
        ty = "pscredential",
        credential
    )]
    credentials: Value,
    /// What a test found (`$TSMA.ConnectionSettings`).
    #[parameter(mandatory, set = "ConnectionSettings")]
    connection_settings: Value,
    /// Exchange server.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhere")]
    exchange_server: Option<String>,
    /// RPC proxy.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhere", name = "RPCProxyServer")]
    rpc_proxy_server: Option<String>,
    /// Address book server.
    #[parameter(set = "ExchangeOutlookAnywhere")]
    nspi_server: Option<String>,
    /// How to log on.
    #[parameter(set = "ExchangeOutlookAnywhere", one_of = "Basic, Ntlm", default = "Basic")]
    authentication: Option<String>,
    /// What the account may do.
    #[parameter(
        sets = "ExchangeOutlookAnywhereAutoDiscover, ExchangeOutlookAnywhere",
        one_of = "Admin, FullAccess"
    )]
    mailbox_permission: Option<String>,
    /// The administrator's mailbox.
    #[parameter(
        sets = "ExchangeOutlookAnywhereAutoDiscover, ExchangeOutlookAnywhere",
        name = "SourceMailboxLegacyDN"
    )]
    source_mailbox_legacy_dn: Option<String>,
    /// Accepted; it is tried with the administrator's mailbox.
    #[parameter(sets = "ExchangeOutlookAnywhereAutoDiscover, ExchangeOutlookAnywhere")]
    test_mailbox: Option<String>,
    /// Whether certificates of unknown issuers are taken.
    #[parameter]
    accept_untrusted_certificates: bool,
    /// Mailboxes in their initial sync at a time.
    #[parameter(default = "20")]
    max_concurrent_migrations: Value,
    /// Mailboxes in an incremental sync at a time.
    #[parameter(default = "10")]
    max_concurrent_incremental_syncs: Value,
    /// Whether the connection is not tried.
    #[parameter]
    skip_verification: bool,
    /// Accepted with a warning: the target has no databases.
    #[parameter]
    target_database: Option<String>,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl NewMigrationEndpoint {
    fn limits(&self) -> SlotLimits {
        let default = SlotLimits::default();
        SlotLimits {
            max_concurrent_migrations: limit(&self.max_concurrent_migrations)
                .unwrap_or(default.max_concurrent_migrations),
            max_concurrent_incremental_syncs: limit(&self.max_concurrent_incremental_syncs)
                .unwrap_or(default.max_concurrent_incremental_syncs),
        }
    }

    fn of_settings(&self, s: &ConnectionSettings) -> NewEndpoint {
        NewEndpoint {
            name: self.name.clone(),
            endpoint_type: MigrationType::ExchangeOutlookAnywhere,
            address: s.address.clone(),
            credential: s.credential.clone(),
            authentication: s.authentication,
            mailbox_permission: s.mailbox_permission,
            accept_untrusted_certificates: s.accept_untrusted_certificates
                || self.accept_untrusted_certificates,
            limits: self.limits(),
            skip_verification: self.skip_verification,
        }
    }

    fn of_parameters(&self) -> Option<NewEndpoint> {
        Some(NewEndpoint {
            name: self.name.clone(),
            endpoint_type: MigrationType::ExchangeOutlookAnywhere,
            address: SourceAddress {
                use_autodiscover: self.autodiscover,
                email_address: self.email_address.clone(),
                exchange_server: self.exchange_server.clone(),
                nspi_server: self.nspi_server.clone(),
                rpc_proxy_server: self.rpc_proxy_server.clone(),
                source_mailbox_legacy_dn: self.source_mailbox_legacy_dn.clone(),
                ..SourceAddress::default()
            },
            credential: credential(&self.credentials)?,
            authentication: named(self.authentication.as_ref()).unwrap_or(AuthenticationMethod::Basic),
            mailbox_permission: named(self.mailbox_permission.as_ref()),
            accept_untrusted_certificates: self.accept_untrusted_certificates,
            limits: self.limits(),
            skip_verification: self.skip_verification,
        })
    }
}

fn refuse(pipe: &mut Pipe<'_>, id: &str, message: &str) -> Result<()> {
    let exception = Exception::new("System.ArgumentException", message);
    pipe.fatal(ErrorRecord::new(exception, id, ErrorCategory::InvalidArgument, Value::Null))
}

impl Cmdlet for NewMigrationEndpoint {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.target_database.is_some() {
            pipe.warning("-TargetDatabase has no meaning here: the target has no databases. It is ignored.")?;
        }
        let service = service(pipe)?;
        let new = if pipe.set_name() == "ConnectionSettings" {
            match self.connection_settings.native::<ConnectionSettings>() {
                Some(settings) => self.of_settings(settings),
                None => {
                    return refuse(
                        pipe,
                        "NoConnectionSettings",
                        "-ConnectionSettings takes the ConnectionSettings of a successful \
                         Test-MigrationServerAvailability. Run the test first, or use -Autodiscover -EmailAddress \
                         -Credentials.",
                    );
                }
            }
        } else {
            match self.of_parameters() {
                Some(new) => new,
                None => {
                    return refuse(
                        pipe,
                        "NoCredential",
                        "-Credentials needs a user name and a password. Make one with Get-Credential.",
                    );
                }
            }
        };
        if !pipe.should_process(&self.name, "New-MigrationEndpoint")? {
            return Ok(());
        }
        match service.new_endpoint(new) {
            Ok(endpoint) => pipe.write(crate::objects::endpoint::endpoint(&endpoint)),
            Err(error) => report(pipe, &error, &self.name),
        }
    }
}
