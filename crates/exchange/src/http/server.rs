//! The server's side of a connection: requests out of bytes.

use super::body::{Body, Step};
use super::{HttpError, RequestHead};

/// A piece of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerEvent {
    /// The head.
    Head(RequestHead),
    /// A piece of the body.
    Body(Vec<u8>),
    /// The request is complete.
    End,
}

/// Reads requests one after the other.
#[derive(Default)]
pub struct ServerCodec {
    buffer: Vec<u8>,
    body: Option<Body>,
}

/// Received bytes may hold credentials and are not shown.
impl std::fmt::Debug for ServerCodec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerCodec").field("body", &self.body).finish_non_exhaustive()
    }
}

impl ServerCodec {
    /// A codec at the beginning of a connection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends received bytes.
    pub fn handle_input(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next piece; `None` when more bytes are needed.
    pub fn next_event(&mut self) -> Result<Option<ServerEvent>, HttpError> {
        if let Some(body) = &mut self.body {
            return Ok(match body.step(&mut self.buffer)? {
                Step::Wait => None,
                Step::Data(data) => Some(ServerEvent::Body(data)),
                Step::End => {
                    self.body = None;
                    Some(ServerEvent::End)
                }
            });
        }
        let Some((head, length)) = RequestHead::parse(&self.buffer)? else { return Ok(None) };
        self.buffer.drain(..length);
        self.body = Some(Body::of_request(&head.headers)?);
        Ok(Some(ServerEvent::Head(head)))
    }

    /// The interim answer a client waits for that sent `Expect: 100-continue`.
    pub const CONTINUE: &'static [u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

    /// Whether a head asks for [`Self::CONTINUE`].
    pub fn expects_continue(head: &RequestHead) -> bool {
        head.headers.has_token("expect", "100-continue")
    }
}
