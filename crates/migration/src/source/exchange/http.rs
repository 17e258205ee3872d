//! HTTP/1.1 on one owned connection, authenticated with Basic or NTLM.

use std::time::{Duration, SystemTime};

use chacha20poly1305::aead::OsRng;
use chacha20poly1305::aead::rand_core::RngCore;
use exchange::auth::ntlm::NtlmInputs;
use exchange::auth::{ChannelBinding, HttpAuthError, HttpAuthenticator};
use exchange::http::{ClientCodec, ClientEvent, Headers, HttpError, RequestHead, ResponseHead};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::super::SourceError;
use super::Access;
use super::network::{Stream, Tls};
use super::silence::SilentConnections;
use crate::model::AuthenticationMethod;

/// Largest answer that is taken.
const BODY_LIMIT: usize = 320 << 20;
/// Legs of authentication before a server is given up that goes on asking.
const LEGS: u32 = 4;
/// Seconds between 1601 and 1970.
const FILETIME_EPOCH: u64 = 11_644_473_600;

/// An https address taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) https: bool,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) path: String,
}

impl Url {
    /// Reads `https://host[:port]/path`; user names in it are refused.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let https = scheme.eq_ignore_ascii_case("https");
        if !https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.is_empty() || authority.contains('@') {
            return None;
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') => (host, port.parse().ok()?),
            _ => (authority, if https { 443 } else { 80 }),
        };
        Some(Self { https, host: host.to_owned(), port, path: format!("/{path}") })
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) head: ResponseHead,
    pub(super) body: Vec<u8>,
}

/// A connection to one server that is opened when it is needed, and again when it has been closed.
pub(super) struct HttpConnection {
    access: Access,
    url: Url,
    open: Option<Open>,
}

struct Open {
    stream: Tls,
    codec: ClientCodec,
    auth: HttpAuthenticator,
    used: bool,
}

impl HttpConnection {
    pub(super) fn new(access: &Access, url: Url) -> Self {
        Self { access: access.clone(), url, open: None }
    }

    /// Posts a body and reads the answer, whatever its status but 401.
    pub(super) async fn post(&mut self, content_type: &str, body: &[u8]) -> Result<Answer, SourceError> {
        let reused = self.open.as_ref().is_some_and(|open| open.used);
        match self.exchange(content_type, body).await {
            // A server may close an idle connection at any time: that says nothing about this request.
            Err(SourceError::Dropped { .. }) if reused => {
                self.open = None;
                self.exchange(content_type, body).await
            }
            outcome => outcome,
        }
    }

    async fn exchange(&mut self, content_type: &str, body: &[u8]) -> Result<Answer, SourceError> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.connect().await?,
        };
        for _ in 0..LEGS {
            let first_leg = open.auth.is_first_leg();
            let authorization = open.auth.authorization();
            let sent: &[u8] = if first_leg { &[] } else { body };
            let request = self.request(content_type, sent, authorization);
            let options = self.access.network.options();
            let patience = Patience { limit: options.answer_timeout, silent: &options.silent };
            let answer =
                send(&mut open.stream, &mut open.codec, &self.url.host, &patience, &request, sent).await?;
            open.used = true;
            let closes = answer.head.headers.has_token("connection", "close");
            if answer.head.status != 401 {
                if !closes {
                    self.open = Some(open);
                }
                return Ok(answer);
            }
            open.auth
                .unauthorized(answer.head.headers.all("www-authenticate"))
                .map_err(|e| auth_error(&self.url.host, &self.access, &e))?;
            if closes {
                break;
            }
        }
        Err(auth_error(&self.url.host, &self.access, &HttpAuthError::Refused))
    }

    fn request(&self, content_type: &str, body: &[u8], authorization: Option<String>) -> RequestHead {
        let mut head = RequestHead::new("POST", self.url.path.clone());
        head.headers = Headers::new()
            .with("Host", host_field(&self.url))
            .with("User-Agent", concat!("cutover/", env!("CARGO_PKG_VERSION")))
            .with("Content-Type", content_type)
            .with("Accept", "text/xml")
            .with("Connection", "Keep-Alive")
            .with("Content-Length", body.len().to_string());
        if let Some(value) = authorization {
            head.headers.push("Authorization", value);
        }
        head
    }

    async fn connect(&self) -> Result<Open, SourceError> {
        let stream = self.access.network.tls(&self.url.host, self.url.port).await?;
        let auth = authenticator(&self.access, &self.url.host, &stream);
        Ok(Open { stream, codec: ClientCodec::new(), auth, used: false })
    }
}

fn host_field(url: &Url) -> String {
    match (url.https, url.port) {
        (true, 443) | (false, 80) => url.host.clone(),
        (_, port) => format!("{}:{port}", url.host),
    }
}

/// Gets an http address without credentials: only for Autodiscover's redirection.
pub(super) async fn get_plain(access: &Access, url: &Url) -> Result<Answer, SourceError> {
    let mut stream = access.network.tcp(&url.host, url.port).await?;
    let mut head = RequestHead::new("GET", url.path.clone());
    head.headers = Headers::new().with("Host", host_field(url)).with("Connection", "close");
    let options = access.network.options();
    let patience = Patience { limit: options.connect_timeout, silent: &options.silent };
    send(&mut stream, &mut ClientCodec::new(), &url.host, &patience, &head, &[]).await
}

/// How long a silence is borne.
struct Patience<'a> {
    limit: Duration,
    silent: &'a SilentConnections,
}

/// Sends a request and reads the whole answer.
async fn send(
    stream: &mut impl Stream,
    codec: &mut ClientCodec,
    server: &str,
    patience: &Patience<'_>,
    head: &RequestHead,
    body: &[u8],
) -> Result<Answer, SourceError> {
    let limit = patience.limit;
    let client = stream.local_address();
    let silent = || SourceError::Timeout { server: server.to_owned(), after: limit };
    let broken = |detail: String| SourceError::Dropped { server: server.to_owned(), detail };
    let mut bytes = Zeroizing::new(head.encode());
    bytes.extend_from_slice(body);
    let write = async {
        stream.write_all(&bytes).await?;
        stream.flush().await
    };
    timeout(limit, write).await.map_err(|_| silent())?.map_err(|e| broken(e.to_string()))?;
    let mut answer: Option<Answer> = None;
    let mut buffer = vec![0; 64 << 10];
    loop {
        while let Some(event) = codec.next_event().map_err(|e| http_error(server, &e))? {
            match (event, &mut answer) {
                (ClientEvent::Head(head), _) => answer = Some(Answer { head, body: Vec::new() }),
                (ClientEvent::Body(data), Some(answer)) if answer.body.len() + data.len() <= BODY_LIMIT => {
                    answer.body.extend_from_slice(&data);
                }
                (ClientEvent::Body(_), _) => {
                    let detail = format!("its answer has more than {BODY_LIMIT} bytes");
                    return Err(SourceError::Garbage { server: server.to_owned(), detail });
                }
                (ClientEvent::End, _) => return answer.ok_or_else(|| broken("no answer".to_owned())),
            }
        }
        let read = tokio::select! {
            biased;
            read = timeout(limit, stream.read(&mut buffer)) => read.map_err(|_| silent())?,
            () = patience.silent.until_told(client) => return Err(silent()),
        };
        match read {
            Ok(0) => {
                let end = codec.handle_eof().map_err(|e| broken(e.to_string()))?;
                return match (end, answer) {
                    (Some(_), Some(answer)) => Ok(answer),
                    _ => Err(broken("it closed the connection without an answer".to_owned())),
                };
            }
            Ok(n) => codec.handle_input(buffer.get(..n).unwrap_or_default()),
            Err(e) => return Err(broken(e.to_string())),
        }
    }
}

/// The authenticator of a new connection.
pub(super) fn authenticator(access: &Access, host: &str, stream: &Tls) -> HttpAuthenticator {
    match access.authentication {
        AuthenticationMethod::Basic => HttpAuthenticator::basic(access.credentials()),
        AuthenticationMethod::Ntlm => {
            HttpAuthenticator::ntlm(access.credentials(), ntlm_inputs(access, host, Some(stream)))
        }
    }
}

/// What NTLM needs beside the credentials.
pub(super) fn ntlm_inputs(access: &Access, host: &str, stream: Option<&Tls>) -> NtlmInputs {
    let mut client_challenge = [0; 8];
    OsRng.fill_bytes(&mut client_challenge);
    let mut session_key = Zeroizing::new([0; 16]);
    OsRng.fill_bytes(session_key.as_mut_slice());
    let certificate = stream.and_then(|stream| stream.get_ref().1.peer_certificates()?.first());
    let since =
        access.network.options().clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let ticks = (since.as_secs() + FILETIME_EPOCH) * 10_000_000 + u64::from(since.subsec_nanos() / 100);
    NtlmInputs {
        client_challenge,
        session_key,
        time: ticks,
        target_name: format!("HTTP/{host}"),
        channel_binding: certificate.map(|certificate| ChannelBinding::tls_server_end_point(certificate)),
        workstation: "CUTOVER".to_owned(),
    }
}

/// What a failed logon means.
pub(super) fn auth_error(server: &str, access: &Access, error: &HttpAuthError) -> SourceError {
    match error {
        HttpAuthError::Refused => {
            SourceError::Unauthorized { server: server.to_owned(), username: access.username.clone() }
        }
        HttpAuthError::NotOffered { .. } => {
            let other = match access.authentication {
                AuthenticationMethod::Basic => AuthenticationMethod::Ntlm,
                AuthenticationMethod::Ntlm => AuthenticationMethod::Basic,
            };
            SourceError::Settings(format!("{server}: {error}. Try -Authentication {other}."))
        }
        HttpAuthError::Ntlm(_) => {
            SourceError::Garbage { server: server.to_owned(), detail: error.to_string() }
        }
    }
}

/// What broken HTTP means.
pub(super) fn http_error(server: &str, error: &HttpError) -> SourceError {
    match error {
        HttpError::Closed => SourceError::Dropped { server: server.to_owned(), detail: error.to_string() },
        _ => SourceError::Garbage { server: server.to_owned(), detail: error.to_string() },
    }
}

/// What an answer's status means, when its body says nothing.
pub(super) fn status_error(server: &str, head: &ResponseHead) -> SourceError {
    let server = server.to_owned();
    if matches!(head.status, 429 | 503) {
        let retry_after = head.headers.get("retry-after").and_then(|value| value.trim().parse().ok());
        return SourceError::Busy {
            server,
            retry_after: retry_after.map(Duration::from_secs),
            detail: format!("HTTP {} {}", head.status, head.reason),
            too_many_connections: false,
        };
    }
    SourceError::Http { server, status: head.status, detail: head.reason.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let url = Url::parse("https://mail.contoso.com/EWS/Exchange.asmx").unwrap();
        assert_eq!(
            (url.host.as_str(), url.port, url.path.as_str()),
            ("mail.contoso.com", 443, "/EWS/Exchange.asmx")
        );
        assert_eq!(Url::parse("HTTPS://x:8443").unwrap().port, 8443);
        assert_eq!(Url::parse("http://x/").unwrap().port, 80);
        for bad in ["ftp://x/", "x", "https://", "https://user@x/", "https://x:99999/"] {
            assert_eq!(Url::parse(bad), None, "{bad}");
        }
    }
}
