//! `Test-MigrationServerAvailability`

use migration::model::{AuthenticationMethod, MigrationType, SourceAddress, StepOutcome};
use migration::service::TestRequest;
use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::{Result, Value};

use super::arguments::{credential, named, report};
use crate::objects::connection_settings::{ConnectionSettings, connection_settings};
use crate::session::service;

/// Tries to reach a migration source and to log on. A failure of the server is the result's, not an error.
///
/// # Examples
/// By Autodiscover.
/// ```powershell
/// Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress administrator@contoso.com -Credentials $Credentials
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Test",
    noun = "MigrationServerAvailability",
    module = "ExchangeOnlineManagement",
    class = "Test-MigrationServerAvailability",
    should_process
)]
pub(super) struct TestMigrationServerAvailability {
    /// The source is an Exchange organisation reached by Outlook Anywhere.
    #[parameter(mandatory, sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere")]
    exchange_outlook_anywhere: bool,
    /// Where it is, is asked of Autodiscover.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhereAutodiscover")]
    autodiscover: bool,
    /// E-mail address of the migration administrator.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhereAutodiscover")]
    #[parameter(set = "ExchangeOutlookAnywhere")]
    email_address: Option<String>,
    /// Who logs on.
    #[parameter(
        mandatory,
        sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere",
        ty = "pscredential",
        credential
    )]
    credentials: Value,
    /// Exchange server.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhere")]
    exchange_server: Option<String>,
    /// RPC proxy.
    #[parameter(mandatory, set = "ExchangeOutlookAnywhere", name = "RPCProxyServer")]
    rpc_proxy_server: Option<String>,
    /// How to log on.
    #[parameter(set = "ExchangeOutlookAnywhere", one_of = "Basic, Ntlm", default = "Basic")]
    authentication: Option<String>,
    /// An endpoint that exists.
    #[parameter(mandatory, set = "TestEndpoint", by_value, by_name)]
    endpoint: Option<String>,
    /// What the account may do.
    #[parameter(
        sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere",
        one_of = "Admin, FullAccess"
    )]
    mailbox_permission: Option<String>,
    /// The administrator's mailbox.
    #[parameter(
        sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere",
        name = "SourceMailboxLegacyDN"
    )]
    source_mailbox_legacy_dn: Option<String>,
    /// Accepted; it is tried with the administrator's mailbox.
    #[parameter(sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere, TestEndpoint")]
    test_mailbox: Option<String>,
    /// Whether certificates of unknown issuers are taken.
    #[parameter(sets = "ExchangeOutlookAnywhereAutodiscover, ExchangeOutlookAnywhere")]
    accept_untrusted_certificates: bool,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
}

impl TestMigrationServerAvailability {
    fn request(&self) -> Option<TestRequest> {
        if let Some(endpoint) = &self.endpoint {
            return Some(TestRequest::Endpoint(endpoint.clone()));
        }
        Some(TestRequest::Settings {
            endpoint_type: MigrationType::ExchangeOutlookAnywhere,
            address: Box::new(SourceAddress {
                use_autodiscover: self.autodiscover,
                email_address: self.email_address.clone(),
                exchange_server: self.exchange_server.clone(),
                rpc_proxy_server: self.rpc_proxy_server.clone(),
                source_mailbox_legacy_dn: self.source_mailbox_legacy_dn.clone(),
                ..SourceAddress::default()
            }),
            credential: credential(&self.credentials)?,
            authentication: self.authentication(),
            mailbox_permission: named(self.mailbox_permission.as_ref()),
            accept_untrusted_certificates: self.accept_untrusted_certificates,
        })
    }

    fn authentication(&self) -> AuthenticationMethod {
        named(self.authentication.as_ref()).unwrap_or(AuthenticationMethod::Basic)
    }
}

impl Cmdlet for TestMigrationServerAvailability {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let Some(request) = self.request() else {
            let exception = Exception::new(
                "System.ArgumentException",
                "-Credentials needs a user name and a password. Make one with Get-Credential.",
            );
            return pipe.fatal(ErrorRecord::new(
                exception,
                "NoCredential",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        };
        let outcome = match service.test_server_availability(request) {
            Ok(outcome) => outcome,
            Err(error) => return report(pipe, &error, self.endpoint.as_deref().unwrap_or("")),
        };
        for step in &outcome.steps {
            let text = match &step.outcome {
                StepOutcome::Succeeded(detail) => format!("{}: {detail}", step.name),
                StepOutcome::Failed(detail) => format!("{}: failed: {detail}", step.name),
            };
            pipe.verbose(text)?;
        }
        let settings = match (outcome.success, credential(&self.credentials)) {
            (true, Some(credential)) => connection_settings(ConnectionSettings {
                address: outcome.connection_settings.clone(),
                credential,
                authentication: self.authentication(),
                mailbox_permission: named(self.mailbox_permission.as_ref()),
                accept_untrusted_certificates: self.accept_untrusted_certificates,
            }),
            _ => Value::Null,
        };
        pipe.write(crate::objects::availability::availability(&outcome, settings))
    }
}
