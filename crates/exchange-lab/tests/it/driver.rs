//! Sockets under the state machines.

use exchange::auth::ntlm::NtlmInputs;
use exchange::auth::{ChannelBinding, Credentials, HttpAuthenticator};
use exchange::dcerpc::ndr::Operation;
use exchange::dcerpc::{Authentication, Syntax};
use exchange::ews::{EwsError, EwsOperation, RequestOptions, decode_response, encode_request};
use exchange::http::{ClientCodec, ClientEvent, RequestHead, ResponseHead};
use exchange::rpch::{Channel, ClientCookies, RpcClient, RpcEvent, RpcTarget, RpchError};
use exchange::{Secret, Uuid};
use exchange_lab::Lab;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) type Stream = TlsStream<TcpStream>;

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A number no other connection of these tests has.
fn unique() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

/// Connects to the organisation under a host name, trusting its CA alone.
pub(crate) async fn connect(lab: &Lab, host: &str) -> io::Result<Stream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(lab.ca_pem().as_bytes()).unwrap()).unwrap();
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let stream = TcpStream::connect(lab.addr()).await?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// How a test logs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logon {
    Basic,
    Ntlm,
}

pub(crate) fn ntlm_inputs(stream: Option<&Stream>) -> NtlmInputs {
    let certificate = stream.and_then(|stream| stream.get_ref().1.peer_certificates()?.first().cloned());
    NtlmInputs {
        client_challenge: unique().to_le_bytes(),
        session_key: zeroize::Zeroizing::new([unique().to_le_bytes()[0]; 16]),
        time: 0,
        target_name: "HTTP/mail.contoso.test".to_owned(),
        channel_binding: certificate.map(|certificate| ChannelBinding::tls_server_end_point(&certificate)),
        workstation: String::new(),
    }
}

fn authenticator(logon: Logon, credentials: Credentials, stream: &Stream) -> HttpAuthenticator {
    match logon {
        Logon::Basic => HttpAuthenticator::basic(credentials),
        Logon::Ntlm => HttpAuthenticator::ntlm(credentials, ntlm_inputs(Some(stream))),
    }
}

pub(crate) fn credentials(user: &str) -> Credentials {
    Credentials::new(user, Secret::new("Practice-1234"))
}

/// An HTTP client on one connection.
pub(crate) struct Http {
    stream: Stream,
    codec: ClientCodec,
    auth: HttpAuthenticator,
}

impl Http {
    pub(crate) async fn open(lab: &Lab, logon: Logon, credentials: Credentials) -> io::Result<Self> {
        let stream = connect(lab, "mail.contoso.test").await?;
        let auth = authenticator(logon, credentials, &stream);
        Ok(Self { stream, codec: ClientCodec::new(), auth })
    }

    /// Posts a body; authenticates on the way.
    pub(crate) async fn post(&mut self, target: &str, body: &[u8]) -> io::Result<(ResponseHead, Vec<u8>)> {
        loop {
            let sent = if self.auth.is_first_leg() { &[] } else { body };
            let mut head = RequestHead::new("POST", target);
            head.headers.push("Host", "mail.contoso.test");
            head.headers.push("Content-Length", sent.len().to_string());
            if let Some(value) = self.auth.authorization() {
                head.headers.push("Authorization", value);
            }
            self.stream.write_all(&[&head.encode(), sent].concat()).await?;
            let (head, answer) = self.answer().await?;
            if head.status != 401 {
                return Ok((head, answer));
            }
            self.auth.unauthorized(head.headers.all("www-authenticate")).map_err(io::Error::other)?;
        }
    }

    async fn answer(&mut self) -> io::Result<(ResponseHead, Vec<u8>)> {
        let (mut head, mut body) = (None, Vec::new());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            while let Some(event) = self.codec.next_event().map_err(io::Error::other)? {
                match event {
                    ClientEvent::Head(received) => head = Some(received),
                    ClientEvent::Body(data) => body.extend(data),
                    ClientEvent::End => return Ok((head.unwrap(), body)),
                }
            }
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                self.codec.handle_eof().map_err(io::Error::other)?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.codec.handle_input(&buffer[..count]);
        }
    }

    pub(crate) async fn ews<O: EwsOperation>(&mut self, operation: &O) -> Result<O::Response, EwsError> {
        let body = encode_request(operation, &RequestOptions::default());
        let (head, answer) = self.post("/EWS/Exchange.asmx", &body).await.unwrap();
        decode_response::<O>(head.status, &answer)
    }
}

/// An RPC client on two connections.
pub(crate) struct Rpc {
    client: RpcClient,
    into: Stream,
    out: Stream,
}

impl Rpc {
    pub(crate) async fn open(
        lab: &Lab,
        logon: Logon,
        credentials: Credentials,
        interface: Syntax,
        port: u16,
        authentication: Authentication,
    ) -> Result<Self, RpchError> {
        let into = connect(lab, "mail.contoso.test").await.unwrap();
        let out = connect(lab, "mail.contoso.test").await.unwrap();
        let target =
            RpcTarget { proxy: "mail.contoso.test".into(), server: "ex01.contoso.test".into(), port };
        let cookie = || Uuid::from_u128(unique().into());
        let cookies = ClientCookies {
            virtual_connection: cookie(),
            in_channel: cookie(),
            out_channel: cookie(),
            association_group: cookie(),
        };
        let in_auth = authenticator(logon, credentials.clone(), &into);
        let out_auth = authenticator(logon, credentials, &out);
        let client = RpcClient::new(target, cookies, in_auth, out_auth, interface, authentication);
        let mut this = Self { client, into, out };
        assert_eq!(this.event().await?, RpcEvent::Bound);
        Ok(this)
    }

    async fn event(&mut self) -> Result<RpcEvent, RpchError> {
        let (mut in_buffer, mut out_buffer) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
        loop {
            while let Some((channel, bytes)) = self.client.next_output() {
                let stream = if channel == Channel::In { &mut self.into } else { &mut self.out };
                stream.write_all(&bytes).await.unwrap();
                stream.flush().await.unwrap();
            }
            if let Some(event) = self.client.next_event() {
                return Ok(event);
            }
            let (channel, count, buffer) = tokio::select! {
                count = self.into.read(&mut in_buffer) => (Channel::In, count, &in_buffer),
                count = self.out.read(&mut out_buffer) => (Channel::Out, count, &out_buffer),
            };
            match count {
                Ok(count) if count > 0 => self.client.handle_input(channel, &buffer[..count])?,
                _ => return Err(self.client.handle_eof(channel)),
            }
        }
    }

    pub(crate) async fn call<O: Operation>(
        &mut self,
        request: &O::Request,
    ) -> Result<O::Response, RpchError> {
        let call = self.client.call::<O>(request)?;
        match self.event().await? {
            RpcEvent::Response { call_id, stub } => {
                assert_eq!(call_id, call);
                RpcEvent::answer::<O>(&stub)
            }
            other => panic!("{other:?}"),
        }
    }
}
