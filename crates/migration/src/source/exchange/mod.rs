//! An Exchange organisation: Autodiscover finds it, the address book (NSPI over Outlook Anywhere) says who is in it,
//! Exchange Web Services give what is in the mailboxes.
//!
//! The protocols are the crate `exchange`, which does no I/O; here are the sockets. Each mailbox owns its
//! connections, since NTLM authenticates a connection and not a request.

mod address_book;
mod autodiscover;
mod ews;
mod http;
mod items;
mod mailbox;
mod network;
mod rpc;
mod silence;
mod text_items;
mod tls;

use std::sync::Arc;

use async_trait::async_trait;

use super::{Source, SourceConnector, SourceError, SourceMailbox, SourcePerson};
use crate::model::{
    AuthenticationMethod, AvailabilityStep, EndpointSettings, SourceAddress, SourceIdentity, StepOutcome,
};
use crate::secrets::Credential;

use network::Network;
pub use network::{InvalidPin, NetworkOptions, Pin};
pub use silence::SilentConnections;

/// Connects to Exchange organisations.
#[derive(Debug, Clone)]
pub struct ExchangeConnector {
    options: Arc<NetworkOptions>,
}

impl ExchangeConnector {
    /// A connector that reaches the network as the options say.
    pub fn new(options: NetworkOptions) -> Arc<Self> {
        Arc::new(Self { options: Arc::new(options) })
    }

    fn access(&self, settings: &EndpointSettings, credential: &Credential) -> Result<Access, SourceError> {
        let network = Network::new(Arc::clone(&self.options), settings.accept_untrusted_certificates)?;
        Ok(Access {
            network: Arc::new(network),
            authentication: settings.authentication,
            username: credential.username.clone(),
            password: exchange::Secret::new(credential.password()),
        })
    }
}

/// Everything a connection needs: the way, and who logs on.
#[derive(Debug, Clone)]
struct Access {
    network: Arc<Network>,
    authentication: AuthenticationMethod,
    username: String,
    password: exchange::Secret,
}

impl Access {
    fn credentials(&self) -> exchange::auth::Credentials {
        exchange::auth::Credentials::new(&self.username, self.password.clone())
    }
}

/// One step of a test, with its outcome and what mends a failure.
fn step<T>(name: impl Into<String>, outcome: &Result<T, SourceError>, found: &str) -> AvailabilityStep {
    let outcome = match outcome {
        Ok(_) => StepOutcome::Succeeded(found.to_owned()),
        Err(error) => StepOutcome::Failed(format!("{error}. {}", error.remedy())),
    };
    AvailabilityStep { name: name.into(), outcome }
}

#[async_trait]
impl SourceConnector for ExchangeConnector {
    async fn discover(
        &self,
        settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<SourceAddress, SourceError>) {
        match self.access(settings, credential) {
            Ok(access) => autodiscover::discover(&access, &settings.address).await,
            Err(error) => (Vec::new(), Err(error)),
        }
    }

    async fn test(
        &self,
        settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<(), SourceError>) {
        let mut steps = Vec::new();
        let access = match self.access(settings, credential) {
            Ok(access) => access,
            Err(error) => return (steps, Err(error)),
        };
        let book = address_book::probe(&access, &settings.address).await;
        steps.push(step("Address book over Outlook Anywhere", &book, "bound to the address book"));
        if let Err(error) = book {
            return (steps, Err(error));
        }
        let ews = ews::probe(&access, &settings.address).await;
        steps.push(step("Exchange Web Services", &ews, "answered"));
        (steps, ews)
    }

    async fn connect(
        &self,
        settings: &EndpointSettings,
        credential: Arc<Credential>,
    ) -> Result<Arc<dyn Source>, SourceError> {
        let access = self.access(settings, &credential)?;
        Ok(Arc::new(ExchangeSource { access, address: settings.address.clone() }))
    }
}

#[derive(Debug)]
struct ExchangeSource {
    access: Access,
    address: SourceAddress,
}

#[async_trait]
impl Source for ExchangeSource {
    async fn people(&self, limit: usize) -> Result<Vec<SourcePerson>, SourceError> {
        address_book::people(&self.access, &self.address, limit).await
    }

    async fn open_mailbox(&self, whose: &SourceIdentity) -> Result<Box<dyn SourceMailbox>, SourceError> {
        let url = ews::url_for(&self.access, &self.address, whose).await?;
        let mailbox = mailbox::EwsMailbox::open(&self.access, &url, &whose.smtp_address).await?;
        Ok(Box::new(mailbox))
    }
}
