//! A virtual connection with a DCE/RPC association on it: ready for calls.

use super::{Channel, ClientConnection, ClientCookies, ClientEvent, RpcTarget, RpchError};
use crate::auth::HttpAuthenticator;
use crate::dcerpc::ndr::{Operation, Stub};
use crate::dcerpc::{Authentication, Client, ClientEvent as CallEvent, Syntax};
use std::collections::VecDeque;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RpcEvent {
    /// The association is bound; calls may be made.
    Bound,
    /// A call was answered: read it with [`RpcEvent::answer`].
    Response {
        /// The call.
        call_id: u32,
        /// Its results.
        stub: Vec<u8>,
    },
    /// A call failed.
    Fault {
        /// The call.
        call_id: u32,
        /// See [`crate::dcerpc::Fault`].
        status: u32,
    },
}

impl RpcEvent {
    /// The results of an operation.
    pub fn answer<O: Operation>(stub: &[u8]) -> Result<O::Response, RpchError> {
        Ok(O::Response::decode(stub)?)
    }
}

/// Everything between a call and two sockets.
#[derive(Debug)]
pub struct RpcClient {
    connection: ClientConnection,
    association: Client,
    open: bool,
    timeout: Option<u32>,
    events: VecDeque<RpcEvent>,
}

impl RpcClient {
    /// Opens a connection to an interface.
    pub fn new(
        target: RpcTarget,
        cookies: ClientCookies,
        in_auth: HttpAuthenticator,
        out_auth: HttpAuthenticator,
        interface: Syntax,
        authentication: Authentication,
    ) -> Self {
        Self {
            connection: ClientConnection::new(target, cookies, in_auth, out_auth),
            association: Client::new(interface, authentication),
            open: false,
            timeout: None,
            events: VecDeque::new(),
        }
    }

    /// Makes a call; its number comes back in the answer. Only after [`RpcEvent::Bound`].
    pub fn call<O: Operation>(&mut self, request: &O::Request) -> Result<u32, RpchError> {
        let call = self.association.call(O::OPNUM, &request.encode())?;
        self.pump()?;
        Ok(call)
    }

    /// Takes bytes a channel received.
    pub fn handle_input(&mut self, channel: Channel, bytes: &[u8]) -> Result<(), RpchError> {
        self.connection.handle_input(channel, bytes)?;
        while let Some(event) = self.connection.next_event() {
            match event {
                ClientEvent::Opened { timeout } => {
                    self.open = true;
                    self.timeout = Some(timeout);
                }
                ClientEvent::Pdu(pdu) => {
                    if let Some(event) = self.association.handle_pdu(&pdu)? {
                        self.events.push_back(match event {
                            CallEvent::Bound => RpcEvent::Bound,
                            CallEvent::Response { call_id, stub } => RpcEvent::Response { call_id, stub },
                            CallEvent::Fault { call_id, status } => RpcEvent::Fault { call_id, status },
                        });
                    }
                }
            }
        }
        self.pump()
    }

    /// Says that the peer closed a channel.
    pub fn handle_eof(&mut self, channel: Channel) -> RpchError {
        self.connection.handle_eof(channel)
    }

    /// The next bytes to send, and where.
    pub fn next_output(&mut self) -> Option<(Channel, Vec<u8>)> {
        self.connection.next_output()
    }

    /// The next event.
    pub fn next_event(&mut self) -> Option<RpcEvent> {
        self.events.pop_front()
    }

    /// Milliseconds of silence the server bears; known once the connection is open.
    pub fn timeout(&self) -> Option<u32> {
        self.timeout
    }

    /// Keeps the connection alive.
    pub fn ping(&mut self) {
        self.connection.ping();
    }

    fn pump(&mut self) -> Result<(), RpchError> {
        while self.open {
            let Some(pdu) = self.association.next_output() else { break };
            self.connection.send(pdu)?;
        }
        Ok(())
    }
}
