//! The server's side of an association.

use super::association::{MAX_FRAGMENT, MIN_FRAGMENT};
use super::fragment::pieces;
use super::header::{FIRST_FRAGMENT, LAST_FRAGMENT};
use super::security::{OVERHEAD, Security};
use super::{
    Assembler, AssociationError, AuthTrailer, Bind, BindAck, Body, ContextResult, Fault, NTLM, Pdu, Response,
    Syntax,
};
use crate::Secret;
use crate::auth::ntlm::{AvPairs, NtlmIdentity, NtlmServer};
use std::collections::VecDeque;

/// A call to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerCall {
    /// Its number, for the answer.
    pub call_id: u32,
    /// The operation.
    pub opnum: u16,
    /// The arguments.
    pub stub: Vec<u8>,
}

/// How a server names itself in NTLM challenges.
#[derive(Debug, Clone)]
pub struct ServerNames {
    /// Target name.
    pub target: String,
    /// Pairs of the challenge.
    pub pairs: AvPairs,
    /// Eight random bytes.
    pub challenge: [u8; 8],
}

/// One association at the server. Feed it PDUs, answer its calls, send what [`Self::next_output`] gives.
#[derive(Debug)]
pub struct Server {
    interface: Syntax,
    port: u16,
    names: ServerNames,
    exchange: Option<(NtlmServer, super::AuthLevel, u32)>,
    security: Option<Security>,
    identity: Option<NtlmIdentity>,
    denied: bool,
    bound: bool,
    max_xmit: u16,
    opnum: Option<u16>,
    assembler: Assembler,
    output: VecDeque<Vec<u8>>,
}

impl Server {
    /// A server of one interface at one port.
    pub fn new(interface: Syntax, port: u16, names: ServerNames) -> Self {
        Self {
            interface,
            port,
            names,
            exchange: None,
            security: None,
            identity: None,
            denied: false,
            bound: false,
            max_xmit: MAX_FRAGMENT,
            opnum: None,
            assembler: Assembler::default(),
            output: VecDeque::new(),
        }
    }

    /// The next PDU to send.
    pub fn next_output(&mut self) -> Option<Vec<u8>> {
        self.output.pop_front()
    }

    /// Who authenticated by NTLM, if someone did.
    pub fn identity(&self) -> Option<&NtlmIdentity> {
        self.identity.as_ref()
    }

    /// Takes a PDU from the client; `password` finds the password of a (user, domain).
    pub fn handle_pdu(
        &mut self,
        bytes: &[u8],
        password: impl FnOnce(&str, &str) -> Option<Secret>,
    ) -> Result<Option<ServerCall>, AssociationError> {
        let mut pdu = Pdu::decode(bytes)?;
        if let Some(security) = &mut self.security {
            pdu = Pdu::decode(&security.unprotect(&pdu, bytes)?)?;
        }
        match &pdu.body {
            Body::Bind(bind) => {
                self.bind(pdu.call_id, bind, pdu.auth.as_ref(), false)?;
                Ok(None)
            }
            Body::AlterContext(bind) => {
                self.bind(pdu.call_id, bind, None, true)?;
                Ok(None)
            }
            Body::Auth3(_) => {
                self.auth3(pdu.auth.as_ref(), password);
                Ok(None)
            }
            Body::Request(request) if self.bound => {
                if pdu.is_first() {
                    self.opnum = Some(request.opnum);
                }
                let whole = self.assembler.push(pdu.call_id, pdu.is_first(), pdu.is_last(), &request.stub)?;
                let Some(stub) = whole else { return Ok(None) };
                if self.denied || self.exchange.is_some() {
                    self.fault(pdu.call_id, Fault::ACCESS_DENIED);
                    return Ok(None);
                }
                let opnum = self.opnum.take().unwrap_or(request.opnum);
                Ok(Some(ServerCall { call_id: pdu.call_id, opnum, stub }))
            }
            _ => Err(AssociationError::Protocol("this PDU was not expected now")),
        }
    }

    /// Answers a call.
    pub fn respond(&mut self, call_id: u32, stub: &[u8]) {
        let overhead = 24 + if self.security.is_some() { OVERHEAD } else { 0 };
        let pieces = pieces(stub, usize::from(self.max_xmit).saturating_sub(overhead));
        let last = pieces.len().saturating_sub(1);
        let mut left = stub.len();
        for (index, piece) in pieces.into_iter().enumerate() {
            let alloc_hint = crate::bytes::count_u32(left);
            left = left.saturating_sub(piece.len());
            let body = Response { alloc_hint, context_id: 0, cancel_count: 0, stub: piece.to_vec() };
            let mut pdu = Pdu::whole(call_id, Body::Response(body));
            pdu.flags =
                if index == 0 { FIRST_FRAGMENT } else { 0 } | if index == last { LAST_FRAGMENT } else { 0 };
            let bytes = match &mut self.security {
                Some(security) => security.protect(pdu),
                None => pdu.encode(),
            };
            self.output.push_back(bytes);
        }
    }

    /// Refuses a call.
    pub fn fault(&mut self, call_id: u32, status: u32) {
        self.output.push_back(Pdu::whole(call_id, Body::Fault(Fault::new(status))).encode());
    }

    fn bind(
        &mut self,
        call_id: u32,
        bind: &Bind,
        auth: Option<&AuthTrailer>,
        alter: bool,
    ) -> Result<(), AssociationError> {
        self.max_xmit = bind.max_recv_frag.clamp(MIN_FRAGMENT, MAX_FRAGMENT);
        let results: Vec<_> = bind
            .contexts
            .iter()
            .map(|context| {
                let interface = context.abstract_syntax == self.interface;
                match (interface, context.transfer_syntaxes.contains(&Syntax::NDR)) {
                    (true, true) => ContextResult::ACCEPTED,
                    (true, false) => ContextResult::rejected(2),
                    (false, _) => ContextResult::rejected(1),
                }
            })
            .collect();
        self.bound |= results.contains(&ContextResult::ACCEPTED);
        let ack = BindAck {
            max_xmit_frag: self.max_xmit,
            max_recv_frag: 8192,
            assoc_group_id: 1,
            secondary_address: format!("{}\0", self.port).into_bytes(),
            results,
            rest: Vec::new(),
        };
        let body = if alter { Body::AlterContextResponse(ack) } else { Body::BindAck(ack) };
        let mut pdu = Pdu::whole(call_id, body);
        if let Some(auth) = auth.filter(|auth| auth.auth_type == NTLM) {
            let names = self.names.clone();
            let (value, exchange) =
                NtlmServer::challenge(&auth.value, &names.target, names.challenge, names.pairs)?;
            self.exchange = Some((exchange, auth.level, auth.context_id));
            pdu.auth = Some(AuthTrailer { padding: Vec::new(), value, ..auth.clone() });
        }
        self.output.push_back(pdu.encode());
        Ok(())
    }

    /// There is no answer to auth3: a wrong password shows as a fault of the first call.
    fn auth3(&mut self, auth: Option<&AuthTrailer>, password: impl FnOnce(&str, &str) -> Option<Secret>) {
        let Some((exchange, level, context_id)) = self.exchange.take() else { return };
        let token = auth.map(|auth| auth.value.as_slice()).unwrap_or_default();
        match exchange.authenticate(token, password, None) {
            Ok((identity, session)) => {
                self.identity = Some(identity);
                self.security = Some(Security { level, context_id, session });
            }
            Err(_) => self.denied = true,
        }
    }
}
