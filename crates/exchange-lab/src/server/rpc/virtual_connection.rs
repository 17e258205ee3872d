//! A virtual connection and its association, shared by two channels.

use super::super::Server;
use super::super::auth::names;
use super::{nspi, rfr};
use exchange::dcerpc::{self, Fault, ServerNames};
use exchange::rpch::{Opening, RpchError, ServerConnection};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

pub(super) struct VirtualConnection {
    port: u16,
    state: Mutex<State>,
    output: Notify,
    end: watch::Sender<bool>,
}

struct State {
    connection: ServerConnection,
    association: dcerpc::Server,
    book: nspi::Session,
}

impl VirtualConnection {
    pub(super) fn new(cookie: exchange::Uuid, server: &Server, port: u16) -> Self {
        let (target, pairs) = names(server);
        let names = ServerNames { target, pairs, challenge: server.next_challenge() };
        let interface =
            if port == exchange::nspi::PORT { exchange::nspi::INTERFACE } else { exchange::rfr::INTERFACE };
        let state = State {
            connection: ServerConnection::new(cookie),
            association: dcerpc::Server::new(interface, port, names),
            book: nspi::Session::default(),
        };
        Self { port, state: Mutex::new(state), output: Notify::new(), end: watch::Sender::new(false) }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn join(&self, opening: Opening) -> Result<(), RpchError> {
        self.state().connection.join(opening)?;
        self.output.notify_one();
        Ok(())
    }

    /// Takes a PDU of the IN channel and carries the call in it out.
    pub(super) fn receive(&self, server: &Server, bytes: Vec<u8>) -> Result<(), RpchError> {
        let mut state = self.state();
        let State { connection, association, book } = &mut *state;
        if let Some(bytes) = connection.handle_pdu(bytes)? {
            let password = |user: &str, domain: &str| server.organisation.password_of(user, domain);
            if let Some(call) = association.handle_pdu(&bytes, password)? {
                let answer = if self.port == exchange::nspi::PORT {
                    book.call(&server.organisation, call.opnum, &call.stub)
                } else {
                    rfr::call(&server.organisation, call.opnum, &call.stub)
                };
                match answer {
                    Ok(stub) => association.respond(call.call_id, &stub),
                    // A stub that cannot be read and an operation that is not there look alike.
                    Err(_) => association.fault(call.call_id, Fault::BAD_STUB_DATA),
                }
            }
            while let Some(pdu) = association.next_output() {
                connection.send(pdu);
            }
        }
        drop(state);
        self.output.notify_one();
        Ok(())
    }

    pub(super) fn next_output(&self) -> Option<Vec<u8>> {
        self.state().connection.next_output()
    }

    /// Waits until there may be output.
    pub(super) async fn more(&self) {
        self.output.notified().await;
    }

    /// Ends both channels.
    pub(super) fn end(&self) {
        self.end.send_replace(true);
    }

    /// Waits for the end.
    pub(super) async fn ended(&self) {
        // The sender lives as long as this does.
        let _ = self.end.subscribe().wait_for(|ended| *ended).await;
    }
}
