//! One TLS connection: requests in, answers out.

use super::auth::ConnectionAuth;
use super::response::Response;
use super::{Server, autodiscover, ews, rpc};
use crate::fault::Mishap;
use exchange::ews::{ResponseCode, ResponseError, encode_fault};
use exchange::http::{RequestHead, ServerCodec, ServerEvent};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// Longest body of an ordinary request.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A connection's stream and codec.
pub(super) struct Connection {
    pub(super) stream: TlsStream<TcpStream>,
    pub(super) codec: ServerCodec,
}

impl Connection {
    /// The next event; `None` at the end of the connection.
    pub(super) async fn next(&mut self) -> io::Result<Option<ServerEvent>> {
        loop {
            if let Some(event) = self.codec.next_event().map_err(io::Error::other)? {
                return Ok(Some(event));
            }
            let mut buffer = [0; 16 * 1024];
            let count = self.stream.read(&mut buffer).await?;
            let Some(received) = buffer.get(..count).filter(|received| !received.is_empty()) else {
                return Ok(None);
            };
            self.codec.handle_input(received);
        }
    }

    /// The rest of an ordinary request's body.
    async fn body(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            match self.next().await? {
                Some(ServerEvent::Body(data)) if body.len().saturating_add(data.len()) <= MAX_BODY => {
                    body.extend(data)
                }
                Some(ServerEvent::End) => return Ok(body),
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }
}

/// Serves a connection to its end.
pub(super) async fn serve(
    stream: TlsStream<TcpStream>,
    server: Arc<Server>,
    certificate: &[u8],
) -> io::Result<()> {
    let mut connection = Connection { stream, codec: ServerCodec::new() };
    let mut auth = ConnectionAuth::new(certificate);
    while let Some(event) = connection.next().await? {
        let ServerEvent::Head(head) = event else { continue };
        let account = auth.authenticate(&server, &head);
        if rpc::is_channel(&head) {
            match rpc::serve(&mut connection, &server, &head, account).await? {
                rpc::Outcome::Answered => continue,
                rpc::Outcome::Ended => break,
            }
        }
        if ServerCodec::expects_continue(&head) {
            connection.send(ServerCodec::CONTINUE).await?;
        }
        let body = connection.body().await?;
        let response = match account {
            Ok(account) => match fate(&server) {
                Fate::Answer => answer(&server, &head, account, &body),
                Fate::Instead(response) => response,
                Fate::Cut => {
                    let bytes = answer(&server, &head, account, &body).encode();
                    connection.send(bytes.get(..bytes.len() / 2).unwrap_or_default()).await?;
                    return Ok(());
                }
                Fate::Close => return Ok(()),
                // Until the client has had enough and closes the connection.
                Fate::Hang => {
                    server.hangs(connection.stream.get_ref().0);
                    let mut sink = [0; 1024];
                    while connection.stream.read(&mut sink).await? > 0 {}
                    return Ok(());
                }
            },
            Err(unauthorized) => unauthorized,
        };
        let closes = head.headers.has_token("connection", "close");
        connection.send(&response.encode()).await?;
        if closes {
            break;
        }
    }
    let _ = connection.stream.shutdown().await;
    Ok(())
}

/// What becomes of an authenticated request.
enum Fate {
    Answer,
    Instead(Response),
    Cut,
    Close,
    Hang,
}

fn fate(server: &Server) -> Fate {
    let now = u64::try_from(server.organisation.now()).unwrap_or(0);
    match server.organisation.faults.next_request(now) {
        None => Fate::Answer,
        Some(Mishap::Dead) => Fate::Close,
        Some(Mishap::Cut) => Fate::Cut,
        Some(Mishap::Garbage) => Fate::Instead(Response::garbage()),
        Some(Mishap::Busy { by_status: true }) => {
            Fate::Instead(Response::new(503, "Service Unavailable").with("Retry-After", "30"))
        }
        Some(Mishap::Busy { by_status: false }) => {
            let mut error = ResponseError::new(
                ResponseCode::ErrorServerBusy,
                "The server cannot service this request right now. Try again later.",
            );
            error.back_off = Some(Duration::from_secs(20));
            Fate::Instead(Response::xml(500, encode_fault(&error)))
        }
        Some(Mishap::Hang) => Fate::Hang,
    }
}

fn answer(server: &Server, head: &RequestHead, account: usize, body: &[u8]) -> Response {
    let path = head.target.split('?').next().unwrap_or_default().to_ascii_lowercase();
    match (head.method.as_str(), path.as_str()) {
        ("POST" | "GET", "/autodiscover/autodiscover.xml") => autodiscover::answer(server, body),
        ("POST", "/ews/exchange.asmx") => ews::answer(&server.organisation, account, body),
        (_, "/ews/exchange.asmx") => Response::new(405, "Method Not Allowed"),
        _ => Response::new(404, "Not Found"),
    }
}
