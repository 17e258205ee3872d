//! Connecting to an organisation in memory.

use std::sync::Arc;

use async_trait::async_trait;

use super::super::{
    ChangePage, Content, Cursor, ItemFault, Source, SourceConnector, SourceError, SourceFolder,
    SourceMailbox, SourcePerson,
};
use super::FakeOrganisation;
use crate::model::{
    AvailabilityStep, EndpointSettings, ItemHead, SourceAddress, SourceIdentity, StepOutcome,
};
use crate::secrets::Credential;

/// Connects to an organisation in memory, whatever the endpoint says.
#[derive(Debug, Clone)]
pub struct FakeConnector {
    organisation: Arc<FakeOrganisation>,
}

impl FakeConnector {
    /// A connector to `organisation`.
    pub fn new(organisation: Arc<FakeOrganisation>) -> Arc<Self> {
        Arc::new(Self { organisation })
    }

    fn log_on(&self, credential: &Credential) -> Result<(), SourceError> {
        let faults = &self.organisation.lock().faults;
        if faults.wrong_password || credential.password() != self.organisation.password {
            return Err(SourceError::Unauthorized {
                server: "mail.source.example".to_owned(),
                username: credential.username.clone(),
            });
        }
        Ok(())
    }
}

fn step<T>(name: &str, outcome: &Result<T, SourceError>) -> AvailabilityStep {
    let outcome = match outcome {
        Ok(_) => StepOutcome::Succeeded(String::new()),
        Err(error) => StepOutcome::Failed(format!("{error}. {}", error.remedy())),
    };
    AvailabilityStep { name: name.to_owned(), outcome }
}

#[async_trait]
impl SourceConnector for FakeConnector {
    async fn discover(
        &self,
        settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<SourceAddress, SourceError>) {
        let outcome = self.log_on(credential).map(|()| SourceAddress {
            exchange_server: Some("exchange.source.example".to_owned()),
            rpc_proxy_server: Some("mail.source.example".to_owned()),
            ..settings.address.clone()
        });
        (vec![step("Autodiscover", &outcome)], outcome)
    }

    async fn test(
        &self,
        _settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<(), SourceError>) {
        let outcome = self.log_on(credential);
        (vec![step("Address book", &outcome)], outcome)
    }

    async fn connect(
        &self,
        _settings: &EndpointSettings,
        credential: Arc<Credential>,
    ) -> Result<Arc<dyn Source>, SourceError> {
        Ok(Arc::new(FakeSource { connector: self.clone(), credential }))
    }
}

#[derive(Debug)]
struct FakeSource {
    connector: FakeConnector,
    credential: Arc<Credential>,
}

#[async_trait]
impl Source for FakeSource {
    async fn people(&self, _limit: usize) -> Result<Vec<SourcePerson>, SourceError> {
        self.connector.log_on(&self.credential)?;
        Ok(self.connector.organisation.request()?.people.clone())
    }

    async fn open_mailbox(&self, whose: &SourceIdentity) -> Result<Box<dyn SourceMailbox>, SourceError> {
        self.connector.log_on(&self.credential)?;
        let address = whose.smtp_address.clone();
        let mut state = self.connector.organisation.request()?;
        if state.faults.denied.iter().any(|denied| denied.eq_ignore_ascii_case(&address)) {
            return Err(SourceError::AccessDenied {
                mailbox: address,
                username: self.credential.username.clone(),
                detail: "ErrorAccessDenied".to_owned(),
            });
        }
        if state.faults.connection_limit.is_some_and(|limit| state.open >= limit) {
            return Err(SourceError::Busy {
                server: "mail.source.example".to_owned(),
                retry_after: None,
                detail: "ErrorExceededConnectionCount".to_owned(),
                too_many_connections: true,
            });
        }
        state.open += 1;
        state.most_open = state.most_open.max(state.open);
        drop(state);
        Ok(Box::new(FakeMailbox { organisation: Arc::clone(&self.connector.organisation), address }))
    }
}

struct FakeMailbox {
    organisation: Arc<FakeOrganisation>,
    address: String,
}

impl Drop for FakeMailbox {
    fn drop(&mut self) {
        let mut state = self.organisation.lock();
        state.open = state.open.saturating_sub(1);
    }
}

#[async_trait]
impl SourceMailbox for FakeMailbox {
    async fn folders(&mut self) -> Result<Vec<SourceFolder>, SourceError> {
        self.organisation.folders(&self.address)
    }

    async fn changes(
        &mut self,
        folder: &SourceFolder,
        cursor: Option<&Cursor>,
        max: usize,
    ) -> Result<ChangePage, SourceError> {
        // Another task's turn: a real source would wait for the network here.
        tokio::task::yield_now().await;
        self.organisation.changes(&self.address, &folder.source_id, cursor, max)
    }

    async fn fetch(&mut self, items: &[ItemHead]) -> Result<Vec<Result<Content, ItemFault>>, SourceError> {
        tokio::task::yield_now().await;
        self.organisation.fetch(&self.address, items)
    }
}
