//! The RPC proxy: two channels, one virtual connection, and the address book behind it.

mod nspi;
mod rfr;
mod virtual_connection;

use super::Server;
use super::connection::Connection;
use super::response::Response;
use exchange::dcerpc::{Pdu, PduSplitter};
use exchange::http::{RequestHead, ServerCodec, ServerEvent};
use exchange::rpch::{Opening, ServerConnection};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::AsyncReadExt;
use virtual_connection::VirtualConnection;

/// Virtual connections by cookie.
#[derive(Default)]
pub(super) struct Sessions(Mutex<HashMap<exchange::Uuid, Arc<VirtualConnection>>>);

/// Most virtual connections at a time.
const MAX_SESSIONS: usize = 1000;

/// Longest body that asks for an echo.
const MAX_ECHO: u64 = 0x10;

impl Sessions {
    /// The virtual connection of a cookie, made when it is new.
    fn join(&self, cookie: exchange::Uuid, server: &Server, port: u16) -> Option<Arc<VirtualConnection>> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MAX_SESSIONS && !sessions.contains_key(&cookie) {
            return None;
        }
        let session =
            sessions.entry(cookie).or_insert_with(|| Arc::new(VirtualConnection::new(cookie, server, port)));
        (session.port() == port).then(|| Arc::clone(session))
    }

    fn leave(&self, cookie: exchange::Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&cookie);
    }
}

/// How a channel's request ended.
pub(super) enum Outcome {
    /// With an answer; the connection goes on.
    Answered,
    /// With the connection.
    Ended,
}

/// Whether a request is for the RPC proxy.
pub(super) fn is_channel(head: &RequestHead) -> bool {
    matches!(head.method.as_str(), "RPC_IN_DATA" | "RPC_OUT_DATA")
}

/// Serves a channel.
pub(super) async fn serve(
    connection: &mut Connection,
    server: &Arc<Server>,
    head: &RequestHead,
    account: Result<usize, Response>,
) -> io::Result<Outcome> {
    let length = head.headers.content_length().ok().flatten().unwrap_or(0);
    let is_in = head.method == "RPC_IN_DATA";
    if let Err(unauthorized) = account {
        connection.send(&unauthorized.encode()).await?;
        // Only a request without a body leaves the connection fit for the next.
        return Ok(if length == 0 { Outcome::Answered } else { Outcome::Ended });
    }
    if length <= MAX_ECHO {
        connection.send(&ServerConnection::echo_response()).await?;
        return Ok(Outcome::Answered);
    }
    let Some(port) = port(&head.target) else {
        connection.send(&Response::new(503, "RPC Error: 6ba").encode()).await?;
        return Ok(Outcome::Ended);
    };
    if ServerCodec::expects_continue(head) {
        connection.send(ServerCodec::CONTINUE).await?;
    }
    let mut splitter = PduSplitter::default();
    let Some(first) = next_pdu(connection, &mut splitter).await? else { return Ok(Outcome::Ended) };
    let opening = Pdu::decode(&first).ok().and_then(|pdu| Opening::of(&pdu));
    let (cookie, joins_in) = match opening {
        Some(Opening::In { virtual_connection, .. }) => (virtual_connection, true),
        Some(Opening::Out { virtual_connection, .. }) => (virtual_connection, false),
        None => return Ok(Outcome::Ended),
    };
    let session = server.sessions.join(cookie, server, port).filter(|_| joins_in == is_in);
    let (Some(session), Some(opening)) = (session, opening) else { return Ok(Outcome::Ended) };
    let _leave = Leave { server, cookie, session: &session };
    if is_in {
        serve_in(connection, server, &session, opening, &mut splitter).await?;
    } else {
        serve_out(connection, &session, opening).await?;
    }
    Ok(Outcome::Ended)
}

/// Ends the virtual connection when either channel ends, however it ends.
struct Leave<'a> {
    server: &'a Server,
    cookie: exchange::Uuid,
    session: &'a VirtualConnection,
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.server.sessions.leave(self.cookie);
        self.session.end();
    }
}

/// The service port in `/rpc/rpcproxy.dll?server:port`.
fn port(target: &str) -> Option<u16> {
    let (path, query) = target.split_once('?')?;
    let known = path.eq_ignore_ascii_case("/rpc/rpcproxy.dll")
        || path.eq_ignore_ascii_case("/rpcwithcert/rpcproxy.dll");
    let port = query.rsplit(':').next()?.parse().ok().filter(|_| known)?;
    [exchange::nspi::PORT, exchange::rfr::PORT].contains(&port).then_some(port)
}

async fn next_pdu(connection: &mut Connection, splitter: &mut PduSplitter) -> io::Result<Option<Vec<u8>>> {
    loop {
        if let Some(pdu) = splitter.next_pdu().map_err(io::Error::other)? {
            return Ok(Some(pdu));
        }
        match connection.next().await? {
            Some(ServerEvent::Body(data)) => splitter.push(&data),
            _ => return Ok(None),
        }
    }
}

/// Client to server: PDUs until the client closes.
async fn serve_in(
    connection: &mut Connection,
    server: &Server,
    session: &VirtualConnection,
    opening: Opening,
    splitter: &mut PduSplitter,
) -> io::Result<()> {
    session.join(opening).map_err(io::Error::other)?;
    loop {
        tokio::select! {
            pdu = next_pdu(connection, splitter) => {
                let Some(pdu) = pdu? else { return Ok(()) };
                session.receive(server, pdu).map_err(io::Error::other)?;
            }
            () = session.ended() => return Ok(()),
        }
    }
}

/// Server to client: the head, then PDUs until either side closes.
async fn serve_out(
    connection: &mut Connection,
    session: &VirtualConnection,
    opening: Opening,
) -> io::Result<()> {
    session.join(opening).map_err(io::Error::other)?;
    connection.send(&ServerConnection::response_head().encode()).await?;
    let mut sink = [0; 1024];
    loop {
        while let Some(bytes) = session.next_output() {
            connection.send(&bytes).await?;
        }
        tokio::select! {
            () = session.more() => {}
            () = session.ended() => return Ok(()),
            // The client says nothing here any more: what comes is its end.
            read = connection.stream.read(&mut sink) => if read? == 0 { return Ok(()) },
        }
    }
}
