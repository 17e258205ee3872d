//! The server's side of a virtual connection, proxy and server in one (MS-RPCH 3.2.3 to 3.2.5).

use super::messages::echo;
use super::{
    Channel, Command, Opening, RECEIVE_WINDOW, ReceiveFlow, RpchError, Rts, SendFlow, conn_a3, conn_c2,
};
use crate::dcerpc::{Body, Pdu};
use crate::http::{Headers, ResponseHead};
use std::collections::VecDeque;
use uuid::Uuid;

/// Milliseconds of silence after which a client is given up.
pub(super) const CONNECTION_TIMEOUT: u32 = 180_000;

/// Length an OUT channel announces.
const OUT_LENGTH: &str = "1073741824";

/// One virtual connection. The listener pairs channels by the cookie in their [`Opening`].
#[derive(Debug)]
pub struct ServerConnection {
    cookie: Uuid,
    out_open: bool,
    received: Option<ReceiveFlow>,
    sending: SendFlow,
    output: VecDeque<Vec<u8>>,
}

impl ServerConnection {
    /// A connection with this cookie, no channel yet.
    pub fn new(virtual_connection: Uuid) -> Self {
        Self {
            cookie: virtual_connection,
            out_open: false,
            received: None,
            sending: SendFlow::default(),
            output: VecDeque::new(),
        }
    }

    /// The HTTP head an OUT channel is answered with.
    pub fn response_head() -> ResponseHead {
        let mut head = ResponseHead::new(200, "Success");
        head.headers = Headers::new()
            .with("Cache-Control", "private")
            .with("Content-Type", "application/rpc")
            .with("Persistent-Auth", "true")
            .with("Content-Length", OUT_LENGTH);
        head
    }

    /// Head and body that answer an echo request (MS-RPCH 2.1.2.1.4, a request with a small body).
    pub fn echo_response() -> Vec<u8> {
        let body = echo().encode();
        let mut head = ResponseHead::new(200, "Success");
        head.headers = Headers::new()
            .with("Connection", "Keep-Alive")
            .with("Content-Length", body.len().to_string())
            .with("Content-Type", "application/rpc");
        let mut bytes = head.encode();
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Joins a channel. Both orders work: A3 is sent when the OUT channel is up, C2 when both are.
    pub fn join(&mut self, opening: Opening) -> Result<(), RpchError> {
        match opening {
            Opening::Out { virtual_connection, window, .. }
                if virtual_connection == self.cookie && !self.out_open =>
            {
                self.out_open = true;
                self.sending.open(window);
                self.output.push_back(conn_a3(CONNECTION_TIMEOUT).encode());
            }
            Opening::In { virtual_connection, channel }
                if virtual_connection == self.cookie && self.received.is_none() =>
            {
                self.received = Some(ReceiveFlow::new(channel, Command::TO_CLIENT));
            }
            _ => return Err(RpchError::Protocol("the channel does not belong to this connection")),
        }
        if self.is_open() {
            self.output.push_back(conn_c2(RECEIVE_WINDOW, CONNECTION_TIMEOUT).encode());
        }
        Ok(())
    }

    /// Whether both channels are up.
    pub fn is_open(&self) -> bool {
        self.out_open && self.received.is_some()
    }

    /// Takes a PDU of the IN channel; gives it back unless it was RTS.
    pub fn handle_pdu(&mut self, bytes: Vec<u8>) -> Result<Option<Vec<u8>>, RpchError> {
        let pdu = Pdu::decode(&bytes)?;
        if let Body::Rts(rts) = &pdu.body {
            if rts.flags & Rts::RECYCLE_CHANNEL != 0 {
                return Err(RpchError::UsedUp(Channel::In));
            }
            rts.commands.iter().for_each(|command| self.sending.acknowledged(command));
            return Ok(None);
        }
        let flow =
            self.received.as_mut().ok_or(RpchError::Protocol("a PDU came before the IN channel was open"))?;
        if let Some(ack) = flow.received(bytes.len()) {
            self.output.push_back(ack.encode());
        }
        Ok(Some(bytes))
    }

    /// Sends a PDU, when the client's window has room for it.
    pub fn send(&mut self, pdu: Vec<u8>) {
        self.sending.push(pdu);
    }

    /// The next bytes for the OUT channel.
    pub fn next_output(&mut self) -> Option<Vec<u8>> {
        if !self.out_open {
            return None;
        }
        if let Some(output) = self.output.pop_front() {
            return Some(output);
        }
        self.sending.next_pdu()
    }
}
