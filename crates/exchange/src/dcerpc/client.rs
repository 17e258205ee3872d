//! The client's side of an association.

use super::association::{MAX_FRAGMENT, MIN_FRAGMENT};
use super::fragment::pieces;
use super::header::{FIRST_FRAGMENT, LAST_FRAGMENT};
use super::security::{OVERHEAD, Security};
use super::{
    Assembler, AssociationError, Auth3, AuthTrailer, Authentication, Bind, BindAck, Body, Context, NTLM,
    Outcome, Pdu, Request, Syntax,
};
use crate::auth::ntlm::{NtlmClient, NtlmServerChallenge};
use std::collections::VecDeque;

/// What a PDU from the server meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// The bind was accepted; calls may be made.
    Bound,
    /// A call was answered.
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
        /// See [`super::Fault`].
        status: u32,
    },
}

/// One association. Feed it PDUs, send what [`Self::next_output`] gives.
pub struct Client {
    state: State,
    security: Option<Security>,
    max_xmit: u16,
    next_call: u32,
    calls: VecDeque<u32>,
    assembler: Assembler,
    output: VecDeque<Vec<u8>>,
}

#[derive(Debug)]
enum State {
    Binding(Authentication),
    Bound,
}

const BIND_CALL: u32 = 1;

/// What waits to be sent holds NTLM tokens and is not shown.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("state", &self.state)
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Begins with a bind to the interface.
    pub fn new(interface: Syntax, authentication: Authentication) -> Self {
        let context = Context { id: 0, abstract_syntax: interface, transfer_syntaxes: vec![Syntax::NDR] };
        let bind = Bind {
            max_xmit_frag: MAX_FRAGMENT,
            max_recv_frag: MAX_FRAGMENT,
            assoc_group_id: 0,
            contexts: vec![context],
        };
        let mut pdu = Pdu::whole(BIND_CALL, Body::Bind(bind));
        if let Authentication::Ntlm { level, context_id, client } = &authentication {
            let value = client.negotiate();
            pdu.auth = Some(AuthTrailer {
                auth_type: NTLM,
                level: *level,
                context_id: *context_id,
                padding: Vec::new(),
                value,
            });
        }
        Self {
            state: State::Binding(authentication),
            security: None,
            max_xmit: MAX_FRAGMENT,
            next_call: BIND_CALL.wrapping_add(1),
            calls: VecDeque::new(),
            assembler: Assembler::default(),
            output: VecDeque::from([pdu.encode()]),
        }
    }

    /// The next PDU to send.
    pub fn next_output(&mut self) -> Option<Vec<u8>> {
        self.output.pop_front()
    }

    /// Makes a call; its number comes back in the answer. Only after [`ClientEvent::Bound`].
    pub fn call(&mut self, opnum: u16, stub: &[u8]) -> Result<u32, AssociationError> {
        if !matches!(self.state, State::Bound) {
            return Err(AssociationError::Protocol("a call was made before the bind was accepted"));
        }
        let call_id = self.next_call;
        self.next_call = self.next_call.wrapping_add(1).max(2);
        let overhead = 24 + if self.security.is_some() { OVERHEAD } else { 0 };
        let pieces = pieces(stub, usize::from(self.max_xmit).saturating_sub(overhead));
        let last = pieces.len().saturating_sub(1);
        let mut left = stub.len();
        for (index, piece) in pieces.into_iter().enumerate() {
            let alloc_hint = crate::bytes::count_u32(left);
            left = left.saturating_sub(piece.len());
            let body = Request { alloc_hint, context_id: 0, opnum, object: None, stub: piece.to_vec() };
            let mut pdu = Pdu::whole(call_id, Body::Request(body));
            pdu.flags =
                if index == 0 { FIRST_FRAGMENT } else { 0 } | if index == last { LAST_FRAGMENT } else { 0 };
            let bytes = match &mut self.security {
                Some(security) => security.protect(pdu),
                None => pdu.encode(),
            };
            self.output.push_back(bytes);
        }
        self.calls.push_back(call_id);
        Ok(call_id)
    }

    /// Takes a PDU from the server.
    pub fn handle_pdu(&mut self, bytes: &[u8]) -> Result<Option<ClientEvent>, AssociationError> {
        let mut pdu = Pdu::decode(bytes)?;
        if let Some(security) = &mut self.security {
            pdu = Pdu::decode(&security.unprotect(&pdu, bytes)?)?;
        }
        match (&pdu.body, &self.state) {
            (Body::BindAck(ack), State::Binding(_)) => {
                let ack = ack.clone();
                self.bound(&ack, pdu.auth.as_ref())
            }
            (Body::BindNak(nak), State::Binding(_)) => {
                Err(AssociationError::BindRefused { reason: nak.reason })
            }
            (Body::Response(response), State::Bound) => {
                self.expect(pdu.call_id)?;
                let whole =
                    self.assembler.push(pdu.call_id, pdu.is_first(), pdu.is_last(), &response.stub)?;
                Ok(whole.map(|stub| self.done(ClientEvent::Response { call_id: pdu.call_id, stub })))
            }
            (Body::Fault(fault), State::Bound) => {
                self.expect(pdu.call_id)?;
                let event = ClientEvent::Fault { call_id: pdu.call_id, status: fault.status };
                self.assembler = Assembler::default();
                Ok(Some(self.done(event)))
            }
            (Body::Fault(fault), State::Binding(_)) => {
                Ok(Some(ClientEvent::Fault { call_id: pdu.call_id, status: fault.status }))
            }
            (Body::Shutdown, _) => Err(AssociationError::Protocol("the server ends the association")),
            _ => Err(AssociationError::Protocol("this PDU was not expected now")),
        }
    }

    fn expect(&self, call_id: u32) -> Result<(), AssociationError> {
        if self.calls.contains(&call_id) {
            Ok(())
        } else {
            Err(AssociationError::Protocol("no such call is open"))
        }
    }

    fn done(&mut self, event: ClientEvent) -> ClientEvent {
        if let ClientEvent::Response { call_id, .. } | ClientEvent::Fault { call_id, .. } = &event {
            self.calls.retain(|open| open != call_id);
        }
        event
    }

    fn bound(
        &mut self,
        ack: &BindAck,
        auth: Option<&AuthTrailer>,
    ) -> Result<Option<ClientEvent>, AssociationError> {
        let Some(result) = ack.results.first() else {
            return Err(AssociationError::Protocol("the bind_ack has no result"));
        };
        if result.outcome != Outcome::Acceptance {
            return Err(AssociationError::InterfaceRefused {
                outcome: result.outcome,
                reason: result.reason,
            });
        }
        self.max_xmit = ack.max_recv_frag.clamp(MIN_FRAGMENT, MAX_FRAGMENT);
        if let State::Binding(Authentication::Ntlm { level, context_id, client }) =
            std::mem::replace(&mut self.state, State::Bound)
        {
            let token = auth.ok_or(AssociationError::Protocol("the bind_ack has no NTLM challenge"))?;
            self.answer_challenge(*client, &token.value, level, context_id)?;
        }
        Ok(Some(ClientEvent::Bound))
    }

    fn answer_challenge(
        &mut self,
        client: NtlmClient,
        token: &[u8],
        level: super::AuthLevel,
        context_id: u32,
    ) -> Result<(), AssociationError> {
        let challenge = NtlmServerChallenge::decode(token)?;
        let (value, session) = client.authenticate(token, &challenge)?;
        let mut pdu = Pdu::whole(BIND_CALL, Body::Auth3(Auth3::default()));
        pdu.auth = Some(AuthTrailer { auth_type: NTLM, level, context_id, padding: Vec::new(), value });
        self.output.push_back(pdu.encode());
        self.security = Some(Security { level, context_id, session });
        Ok(())
    }
}
