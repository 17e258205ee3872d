//! A small Exchange server on loopback: Autodiscover, the address book over Outlook Anywhere, Exchange Web Services;
//! Basic over TLS. It shows what is in a [`FakeOrganisation`].
// Helpers outside of #[test] functions may panic as they do.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers shared by test programs that do not all use each, and that fail the test"
)]

mod ews;
mod rpc;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use exchange::auth::parse_basic;
use exchange::autodiscover::{AutodiscoverAnswer, Protocol, Settings};
use exchange::http::{Headers, RequestHead, ResponseHead, ServerCodec, ServerEvent};
use migration::source::exchange::{NetworkOptions, Pin};
use migration::source::fake::FakeOrganisation;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// Names that the server's certificate is for.
pub(crate) const NAMES: [&str; 3] = ["contoso.com", "autodiscover.contoso.com", "mail.contoso.com"];

/// How the server misbehaves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Misbehaviour {
    /// Mailboxes that may not be opened.
    pub(crate) denied: Vec<String>,
    /// Every so many EWS requests it is busy, with this many milliseconds of back-off.
    pub(crate) busy_every: Option<(u64, u64)>,
    /// Every so many EWS requests the connection breaks.
    pub(crate) drop_every: Option<u64>,
    /// Every answer is a page of HTML.
    pub(crate) html: bool,
    /// The certificate ended years ago.
    pub(crate) expired: bool,
    /// Outlook Anywhere answers `503 RPC Error: 6ba`.
    pub(crate) no_address_book: bool,
}

pub(crate) struct ExchangeServer {
    pub(crate) address: SocketAddr,
    pub(crate) ca_pem: String,
    shared: Arc<Shared>,
    _runtime: tokio::runtime::Runtime,
}

pub(crate) struct Shared {
    pub(crate) organisation: Arc<FakeOrganisation>,
    password: String,
    misbehaviour: Mutex<Misbehaviour>,
    requests: Mutex<u64>,
    pub(crate) connections: Mutex<HashMap<uuid::Uuid, Arc<rpc::Virtual>>>,
}

impl ExchangeServer {
    pub(crate) fn start(
        organisation: Arc<FakeOrganisation>,
        password: &str,
        misbehaviour: Misbehaviour,
    ) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (ca_pem, config) = certificates(misbehaviour.expired);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            organisation,
            password: password.to_owned(),
            misbehaviour: Mutex::new(misbehaviour),
            requests: Mutex::new(0),
            connections: Mutex::default(),
        });
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let serving = Arc::clone(&shared);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, shared) = (acceptor.clone(), Arc::clone(&serving));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, shared).await;
                    }
                });
            }
        });
        Self { address, ca_pem, shared, _runtime: runtime }
    }

    pub(crate) fn misbehave(&self, misbehaviour: Misbehaviour) {
        *self.shared.misbehaviour.lock().unwrap() = misbehaviour;
    }

    /// The network as a client of this server needs it.
    pub(crate) fn network(&self) -> NetworkOptions {
        let pin = Pin { host: "*".into(), address: self.address.ip(), port: Some(self.address.port()) };
        NetworkOptions {
            ca_pem: vec![self.ca_pem.clone().into_bytes()],
            system_roots: false,
            pins: vec![pin],
            only_pins: true,
            ..NetworkOptions::default()
        }
    }
}

fn certificates(expired: bool) -> (String, ServerConfig) {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::<String>::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let issuer = Issuer::new(ca, ca_key);
    let key = KeyPair::generate().unwrap();
    let mut leaf = CertificateParams::new(NAMES.map(str::to_owned)).unwrap();
    if expired {
        leaf.not_before = rcgen::date_time_ymd(2001, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2002, 1, 1);
    }
    let leaf = leaf.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)
        .unwrap();
    (ca_pem, config)
}

pub(crate) type Stream = TlsStream<TcpStream>;

/// One connection: request after request, or half of a virtual connection.
async fn serve(mut stream: Stream, shared: Arc<Shared>) {
    let mut codec = ServerCodec::new();
    let mut buffer = vec![0; 32 << 10];
    let mut request: Option<(RequestHead, Vec<u8>)> = None;
    loop {
        while let Ok(Some(event)) = codec.next_event() {
            match event {
                ServerEvent::Head(head) if head.method.starts_with("RPC_") => {
                    if let Some(refusal) = refuse_rpc(&head, &shared) {
                        let _ = stream.write_all(&refusal).await;
                        return;
                    }
                    return rpc::serve(stream, codec, &head.method, shared).await;
                }
                ServerEvent::Head(head) => request = Some((head, Vec::new())),
                ServerEvent::Body(data) => {
                    if let Some((_, body)) = &mut request {
                        body.extend_from_slice(&data);
                    }
                }
                ServerEvent::End => {
                    let (head, body) = request.take().unwrap();
                    let Some(answer) = answer(&head, &body, &shared) else { return };
                    if stream.write_all(&answer).await.is_err() {
                        return;
                    }
                }
            }
        }
        match stream.read(&mut buffer).await {
            Ok(n) if n > 0 => codec.handle_input(&buffer[..n]),
            _ => return,
        }
    }
}

fn authorized(head: &RequestHead, shared: &Shared) -> bool {
    let given = head.headers.get("authorization").and_then(parse_basic);
    given.is_some_and(|(_, password)| password.expose() == shared.password)
}

fn refuse_rpc(head: &RequestHead, shared: &Shared) -> Option<Vec<u8>> {
    if !authorized(head, shared) {
        return Some(response(401, "Unauthorized", b""));
    }
    let refused = shared.misbehaviour.lock().unwrap().no_address_book;
    refused.then(|| response(503, "RPC Error: 6ba", b""))
}

/// The answer to a request; `None` breaks the connection.
fn answer(head: &RequestHead, body: &[u8], shared: &Shared) -> Option<Vec<u8>> {
    let misbehaviour = shared.misbehaviour.lock().unwrap().clone();
    if misbehaviour.html {
        return Some(response(200, "OK", b"<html><body>Please log on</body></html>"));
    }
    if !authorized(head, shared) {
        return Some(response(401, "Unauthorized", b""));
    }
    if head.target.eq_ignore_ascii_case("/autodiscover/autodiscover.xml") {
        return Some(response(200, "OK", &autodiscover()));
    }
    let n = {
        let mut requests = shared.requests.lock().unwrap();
        *requests += 1;
        *requests
    };
    if misbehaviour.drop_every.is_some_and(|every| n.is_multiple_of(every)) {
        return None;
    }
    Some(response(200, "OK", &ews::answer(body, shared, &misbehaviour, n)))
}

fn response(status: u16, reason: &str, body: &[u8]) -> Vec<u8> {
    let mut head = ResponseHead::new(status, reason);
    head.headers = Headers::new()
        .with("Content-Type", "text/xml; charset=utf-8")
        .with("Content-Length", body.len().to_string())
        .with("WWW-Authenticate", "Basic realm=\"contoso\"");
    let mut bytes = head.encode();
    bytes.extend_from_slice(body);
    bytes
}

fn autodiscover() -> Vec<u8> {
    let url = "https://mail.contoso.com/EWS/Exchange.asmx".to_owned();
    let exch =
        Protocol { kind: "EXCH".into(), server: Some("ex01.contoso.local".into()), ..Protocol::default() };
    let expr = Protocol {
        kind: "EXPR".into(),
        server: Some("mail.contoso.com".into()),
        auth_package: Some("Basic".into()),
        ews_url: Some(url),
        ..Protocol::default()
    };
    let settings = Settings {
        display_name: Some("Administrator".into()),
        legacy_dn: Some("/o=Contoso/cn=Administrator".into()),
        protocols: vec![exch, expr],
        ..Settings::default()
    };
    AutodiscoverAnswer::Settings(Box::new(settings)).encode()
}
