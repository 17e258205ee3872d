//! `Test-MigrationServerAvailability`.

use std::sync::Arc;

use super::{Service, ServiceError};
use crate::model::{
    AuthenticationMethod, AvailabilityReport, EndpointSettings, MailboxPermission, MigrationType,
    SourceAddress,
};
use crate::secrets::Credential;
use crate::source::words::words;

/// What `Test-MigrationServerAvailability` gives.
#[derive(Debug, Clone)]
pub enum TestRequest {
    /// An endpoint that exists.
    Endpoint(String),
    /// Settings that are given.
    Settings {
        /// Kind of source.
        endpoint_type: MigrationType,
        /// Where it is; with `use_autodiscover` the rest is found out.
        address: Box<SourceAddress>,
        /// Who logs on.
        credential: Credential,
        /// How.
        authentication: AuthenticationMethod,
        /// What the account may do.
        mailbox_permission: Option<MailboxPermission>,
        /// Whether certificates of unknown issuers are taken.
        accept_untrusted_certificates: bool,
    },
}

impl Service {
    /// Tries to reach a source and log on. What fails is told in the report; an error is only what kept the test
    /// from being made.
    ///
    /// # Errors
    /// [`ServiceError::EndpointNotFound`], [`ServiceError::Secret`].
    pub fn test_server_availability(&self, request: TestRequest) -> Result<AvailabilityReport, ServiceError> {
        let (settings, credential, tested_endpoint) = match request {
            TestRequest::Endpoint(name) => {
                let record = self.endpoint_record(&name)?;
                let credential = self.credential_of(&record)?;
                (record.settings, credential, Some(record.name))
            }
            TestRequest::Settings {
                endpoint_type,
                address,
                credential,
                authentication,
                mailbox_permission,
                accept_untrusted_certificates,
            } => {
                let settings = EndpointSettings {
                    endpoint_type,
                    address: *address,
                    authentication,
                    username: credential.username.clone(),
                    mailbox_permission,
                    accept_untrusted_certificates,
                };
                (settings, credential, None)
            }
        };
        self.run_test(settings, credential, tested_endpoint)
    }

    fn run_test(
        &self,
        mut settings: EndpointSettings,
        credential: Credential,
        tested_endpoint: Option<String>,
    ) -> Result<AvailabilityReport, ServiceError> {
        let connector = Arc::clone(&self.connector);
        let (steps, settings, outcome) = self.block_on(async move {
            let mut steps = Vec::new();
            if settings.address.use_autodiscover {
                let (tried, found) = connector.discover(&settings, &credential).await;
                steps.extend(tried);
                match found {
                    Ok(address) => settings.address = address,
                    Err(error) => return (steps, settings, Err(error)),
                }
            }
            let (tried, outcome) = connector.test(&settings, &credential).await;
            steps.extend(tried);
            (steps, settings, outcome)
        })?;
        let failure = outcome.err().map(|error| words(&error));
        Ok(AvailabilityReport {
            success: failure.is_none(),
            message: failure.as_ref().map(|words| words.message.clone()).unwrap_or_default(),
            error_detail: failure.map(|words| words.detail()).unwrap_or_default(),
            connection_settings: settings.address,
            supports_cutover: true,
            tested_endpoint,
            steps,
        })
    }
}
