//! Calls over RPC over HTTP: two TLS connections, one client.

use std::time::Duration;

use exchange::Uuid;
use exchange::auth::HttpAuthError;
use exchange::dcerpc::ndr::Operation;
use exchange::dcerpc::{AuthLevel, Authentication, Syntax};
use exchange::rpch::{Channel, ClientCookies, RpcClient, RpcEvent, RpcTarget, RpchError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::super::SourceError;
use super::Access;
use super::http::{auth_error, authenticator, http_error, ntlm_inputs};
use super::network::Tls;

/// Windows error: access denied.
const ACCESS_DENIED: u32 = 5;

/// An open, bound connection to one interface.
pub(super) struct RpcConnection {
    access: Access,
    proxy: String,
    client: RpcClient,
    in_stream: Tls,
    out_stream: Tls,
    /// One buffer a channel, so that a read given up loses nothing.
    buffers: [Vec<u8>; 2],
}

impl RpcConnection {
    /// Opens a connection through the proxy. Servers that want a logon in RPC itself, too, get one.
    pub(super) async fn open(
        access: &Access,
        target: &RpcTarget,
        interface: Syntax,
    ) -> Result<Self, SourceError> {
        match Self::open_as(access, target, interface, false).await {
            Err(SourceError::AccessDenied { .. }) => Self::open_as(access, target, interface, true).await,
            outcome => outcome,
        }
    }

    /// Opens a connection whose calls are protected by NTLM.
    pub(super) async fn open_as(
        access: &Access,
        target: &RpcTarget,
        interface: Syntax,
        ntlm: bool,
    ) -> Result<Self, SourceError> {
        let (in_stream, out_stream) =
            tokio::try_join!(access.network.tls(&target.proxy, 443), access.network.tls(&target.proxy, 443))?;
        let cookies = ClientCookies {
            virtual_connection: Uuid::new_v4(),
            in_channel: Uuid::new_v4(),
            out_channel: Uuid::new_v4(),
            association_group: Uuid::new_v4(),
        };
        let authentication = if ntlm {
            let inputs = ntlm_inputs(access, &target.proxy, None);
            let client = exchange::auth::ntlm::NtlmClient::new(access.credentials(), inputs);
            Authentication::Ntlm { level: AuthLevel::Privacy, context_id: 0, client: Box::new(client) }
        } else {
            Authentication::None
        };
        let in_auth = authenticator(access, &target.proxy, &in_stream);
        let out_auth = authenticator(access, &target.proxy, &out_stream);
        let client = RpcClient::new(target.clone(), cookies, in_auth, out_auth, interface, authentication);
        let mut this = Self {
            access: access.clone(),
            proxy: target.proxy.clone(),
            client,
            in_stream,
            out_stream,
            buffers: [vec![0; 16 << 10], vec![0; 64 << 10]],
        };
        match this.next_event().await? {
            RpcEvent::Bound => Ok(this),
            RpcEvent::Fault { status, .. } => Err(this.fault(status)),
            RpcEvent::Response { .. } => Err(this.garbage("it answered before anything was asked")),
        }
    }

    /// Makes a call and waits for its answer.
    pub(super) async fn call<O: Operation>(
        &mut self,
        request: &O::Request,
    ) -> Result<O::Response, SourceError> {
        let wanted = self.client.call::<O>(request).map_err(|e| self.error(&e))?;
        loop {
            match self.next_event().await? {
                RpcEvent::Response { call_id, stub } if call_id == wanted => {
                    return RpcEvent::answer::<O>(&stub).map_err(|e| self.error(&e));
                }
                RpcEvent::Fault { call_id, status } if call_id == wanted => return Err(self.fault(status)),
                _ => {}
            }
        }
    }

    async fn next_event(&mut self) -> Result<RpcEvent, SourceError> {
        loop {
            self.flush().await?;
            if let Some(event) = self.client.next_event() {
                return Ok(event);
            }
            let (channel, read) = self.read().await?;
            if read == 0 {
                let error = self.client.handle_eof(channel);
                return Err(self.error(&error));
            }
            let [of_in, of_out] = &self.buffers;
            let buffer = if channel == Channel::In { of_in } else { of_out };
            self.client
                .handle_input(channel, buffer.get(..read).unwrap_or_default())
                .map_err(|e| self.error(&e))?;
        }
    }

    async fn flush(&mut self) -> Result<(), SourceError> {
        let limit = self.limit();
        while let Some((channel, bytes)) = self.client.next_output() {
            let stream = if channel == Channel::In { &mut self.in_stream } else { &mut self.out_stream };
            let write = async {
                stream.write_all(&bytes).await?;
                stream.flush().await
            };
            let written = timeout(limit, write).await;
            written.map_err(|_| self.silent())?.map_err(|e| self.dropped(&e.to_string()))?;
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<(Channel, usize), SourceError> {
        let limit = self.limit();
        let [of_in, of_out] = &mut self.buffers;
        let either = async {
            tokio::select! {
                read = self.out_stream.read(of_out) => (Channel::Out, read),
                read = self.in_stream.read(of_in) => (Channel::In, read),
            }
        };
        let (channel, read) = timeout(limit, either)
            .await
            .map_err(|_| SourceError::Timeout { server: self.proxy.clone(), after: limit })?;
        read.map(|n| (channel, n)).map_err(|e| self.dropped(&e.to_string()))
    }

    fn limit(&self) -> Duration {
        self.access.network.options().answer_timeout
    }

    fn silent(&self) -> SourceError {
        SourceError::Timeout { server: self.proxy.clone(), after: self.limit() }
    }

    fn dropped(&self, detail: &str) -> SourceError {
        SourceError::Dropped { server: self.proxy.clone(), detail: detail.to_owned() }
    }

    fn garbage(&self, detail: &str) -> SourceError {
        SourceError::Garbage { server: self.proxy.clone(), detail: detail.to_owned() }
    }

    fn fault(&self, status: u32) -> SourceError {
        if status == ACCESS_DENIED {
            return SourceError::AccessDenied {
                mailbox: "the address book".to_owned(),
                username: self.access.username.clone(),
                detail: "RPC access denied".to_owned(),
            };
        }
        self.garbage(&format!("the call failed with RPC fault {status:#010x}"))
    }

    fn error(&self, error: &RpchError) -> SourceError {
        let server = self.proxy.clone();
        match error {
            RpchError::Auth(auth) => auth_error(&self.proxy, &self.access, auth),
            RpchError::Http(http) => http_error(&self.proxy, http),
            RpchError::Status { status: 401, .. } => {
                auth_error(&self.proxy, &self.access, &HttpAuthError::Refused)
            }
            RpchError::Status { status, reason } => {
                SourceError::Http { server, status: *status, detail: reason.clone() }
            }
            RpchError::Proxy { code } => {
                let name = if *code == 0x6ba { " (The RPC server is unavailable)" } else { "" };
                SourceError::Connect { server, detail: format!("Error {code:#x}{name} from cli_NspiBind") }
            }
            RpchError::Closed(_) | RpchError::UsedUp(_) => self.dropped(&error.to_string()),
            RpchError::Decode(_) | RpchError::Association(_) | RpchError::Protocol(_) => {
                self.garbage(&error.to_string())
            }
        }
    }
}
