//! Calling Exchange Web Services, and what its errors mean.

use exchange::ews::{
    CONTENT_TYPE, EwsError, EwsOperation, FolderRef, GetFolder, RequestOptions, ResponseCode, ResponseError,
    Shape, decode_response, encode_request,
};

use super::super::SourceError;
use super::http::{HttpConnection, Url, status_error};
use super::{Access, autodiscover};
use crate::model::{SourceAddress, SourceIdentity};

/// A connection to Exchange Web Services.
pub(super) struct EwsConnection {
    http: HttpConnection,
    host: String,
    username: String,
    options: RequestOptions,
}

impl EwsConnection {
    pub(super) fn new(access: &Access, url: &str) -> Result<Self, SourceError> {
        let parsed = Url::parse(url).filter(|url| url.https);
        let url = parsed.ok_or_else(|| SourceError::Settings(format!("'{url}' is not an https address")))?;
        Ok(Self {
            host: url.host.clone(),
            http: HttpConnection::new(access, url),
            username: access.username.clone(),
            options: RequestOptions::default(),
        })
    }

    /// Carries out an operation.
    pub(super) async fn call<O: EwsOperation>(&mut self, operation: &O) -> Result<O::Response, SourceError> {
        let body = encode_request(operation, &self.options);
        let answer = self.http.post(CONTENT_TYPE, &body).await?;
        match decode_response::<O>(answer.head.status, &answer.body) {
            Ok(response) => Ok(response),
            Err(EwsError::Fault(fault)) => Err(self.error("", &fault)),
            Err(EwsError::Status(_)) => Err(status_error(&self.host, &answer.head)),
            Err(error) => Err(SourceError::Garbage { server: self.host.clone(), detail: error.to_string() }),
        }
    }

    /// What an error about `mailbox` means.
    pub(super) fn error(&self, mailbox: &str, error: &ResponseError) -> SourceError {
        use ResponseCode as C;
        let server = self.host.clone();
        let busy = |too_many_connections| SourceError::Busy {
            server: server.clone(),
            retry_after: error.back_off,
            detail: error.to_string(),
            too_many_connections,
        };
        match &error.code {
            C::ErrorServerBusy
            | C::ErrorMailboxStoreUnavailable
            | C::ErrorMailboxMoveInProgress
            | C::ErrorInternalServerTransientError
            | C::ErrorTimeoutExpired => busy(false),
            C::ErrorExceededConnectionCount => busy(true),
            C::ErrorAccessDenied | C::ErrorImpersonateUserDenied => SourceError::AccessDenied {
                mailbox: mailbox.to_owned(),
                username: self.username.clone(),
                detail: error.to_string(),
            },
            C::ErrorCannotFindUser | C::ErrorNonExistentMailbox | C::ErrorFolderNotFound => {
                SourceError::NotFound { what: mailbox.to_owned() }
            }
            C::ErrorInvalidSyncStateData => SourceError::CursorLost,
            _ => SourceError::Garbage { server, detail: error.to_string() },
        }
    }

    pub(super) fn garbage(&self, detail: &str) -> SourceError {
        SourceError::Garbage { server: self.host.clone(), detail: detail.to_owned() }
    }
}

/// Asks for a folder of the caller's own: any answer of the service will do, since the account need not have a
/// mailbox.
pub(super) async fn probe(access: &Access, address: &SourceAddress) -> Result<(), SourceError> {
    let url = own_url(address).ok_or_else(no_url)?;
    let mut ews = EwsConnection::new(access, &url)?;
    let folders = vec![FolderRef::distinguished("msgfolderroot", None)];
    match ews.call(&GetFolder { shape: Shape::default(), folders }).await {
        Ok(_) | Err(SourceError::NotFound { .. } | SourceError::AccessDenied { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn own_url(address: &SourceAddress) -> Option<String> {
    let guessed =
        || address.rpc_proxy_server.as_ref().map(|host| format!("https://{host}/EWS/Exchange.asmx"));
    address.ews_url.clone().or_else(guessed)
}

fn no_url() -> SourceError {
    SourceError::Settings(
        "The endpoint has no RpcProxyServer. Give it with Set-MigrationEndpoint -RpcProxyServer.".to_owned(),
    )
}

/// Address of the service that has someone's mailbox.
pub(super) async fn url_for(
    access: &Access,
    address: &SourceAddress,
    whose: &SourceIdentity,
) -> Result<String, SourceError> {
    if address.ews_url.is_none() && address.use_autodiscover {
        let (_, settings) = autodiscover::search(access, &whose.smtp_address).await;
        if let Some(url) = settings?.ews_url() {
            return Ok(url.to_owned());
        }
    }
    own_url(address).ok_or_else(no_url)
}
