//! The client's side of a connection: responses out of bytes.

use super::body::{Body, Step};
use super::{HttpError, ResponseHead};

/// A piece of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// The head. `100 Continue` and its kind are swallowed.
    Head(ResponseHead),
    /// A piece of the body.
    Body(Vec<u8>),
    /// The response is complete.
    End,
}

/// Reads responses one after the other.
#[derive(Default)]
pub struct ClientCodec {
    buffer: Vec<u8>,
    body: Option<Body>,
    head_request: bool,
}

/// Received bytes may hold credentials and are not shown.
impl std::fmt::Debug for ClientCodec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientCodec").field("body", &self.body).finish_non_exhaustive()
    }
}

impl ClientCodec {
    /// A codec at the beginning of a connection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends received bytes.
    pub fn handle_input(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Says that the request just sent was `HEAD`: its answer has no body whatever its head says.
    pub fn expect_no_body(&mut self) {
        self.head_request = true;
    }

    /// The next piece; `None` when more bytes are needed.
    pub fn next_event(&mut self) -> Result<Option<ClientEvent>, HttpError> {
        if let Some(body) = &mut self.body {
            return Ok(match body.step(&mut self.buffer)? {
                Step::Wait => None,
                Step::Data(data) => Some(ClientEvent::Body(data)),
                Step::End => {
                    self.body = None;
                    Some(ClientEvent::End)
                }
            });
        }
        loop {
            let Some((head, length)) = ResponseHead::parse(&self.buffer)? else { return Ok(None) };
            self.buffer.drain(..length);
            if (100..200).contains(&head.status) {
                continue;
            }
            let no_body = std::mem::take(&mut self.head_request);
            self.body =
                Some(if no_body { Body::Length(0) } else { Body::of_response(&head.headers, head.status)? });
            return Ok(Some(ClientEvent::Head(head)));
        }
    }

    /// Says that the connection ended; gives the end of a body that lasts until then.
    pub fn handle_eof(&mut self) -> Result<Option<ClientEvent>, HttpError> {
        match self.body.take() {
            Some(Body::UntilClose | Body::Length(0)) => Ok(Some(ClientEvent::End)),
            None if self.buffer.is_empty() => Ok(None),
            _ => Err(HttpError::Closed),
        }
    }

    /// Whether a response has begun and not ended.
    pub fn in_body(&self) -> bool {
        self.body.is_some()
    }
}
