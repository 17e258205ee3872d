//! One PDU, both ways.

use super::header::{FIRST_FRAGMENT, HEADER_LENGTH, LAST_FRAGMENT};
use super::{Auth3, AuthTrailer, Bind, BindAck, BindNak, Fault, Header, PduType, Request, Response};
use crate::bytes::{DecodeError, Reader};
use crate::rpch::Rts;

/// A PDU. `Pdu::decode(bytes)?.encode() == bytes` for everything a server of this family sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdu {
    /// `pfc_flags`.
    pub flags: u8,
    /// Number of the call.
    pub call_id: u32,
    /// What it says.
    pub body: Body,
    /// Token or signature at its end.
    pub auth: Option<AuthTrailer>,
}

/// Content of a PDU.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the PDU of that name, documented at its type")]
pub enum Body {
    Request(Request),
    Response(Response),
    Fault(Fault),
    Bind(Bind),
    BindAck(BindAck),
    BindNak(BindNak),
    AlterContext(Bind),
    AlterContextResponse(BindAck),
    Auth3(Auth3),
    Shutdown,
    Rts(Rts),
}

impl Pdu {
    /// A PDU that is a message of its own (first and last fragment).
    pub fn whole(call_id: u32, body: Body) -> Self {
        Self { flags: FIRST_FRAGMENT | LAST_FRAGMENT, call_id, body, auth: None }
    }

    /// Reads exactly one PDU.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("PDU", bytes);
        let header = Header::read(&mut reader)?;
        if bytes.len() != usize::from(header.frag_length) {
            return Err(DecodeError::Malformed {
                what: "PDU",
                why: "its length is not the one in its header",
            });
        }
        let all = bytes.get(HEADER_LENGTH..).unwrap_or_default();
        let (content, auth) = AuthTrailer::split(all, header.auth_length)?;
        let body = match header.ptype {
            PduType::Request => Body::Request(Request::decode(content, header.flags)?),
            PduType::Response => Body::Response(Response::decode(content)?),
            PduType::Fault => Body::Fault(Fault::decode(content)?),
            PduType::Bind => Body::Bind(Bind::decode(content)?),
            PduType::BindAck => Body::BindAck(BindAck::decode(content)?),
            PduType::BindNak => Body::BindNak(BindNak::decode(content)?),
            PduType::AlterContext => Body::AlterContext(Bind::decode(content)?),
            PduType::AlterContextResponse => Body::AlterContextResponse(BindAck::decode(content)?),
            PduType::Auth3 => Body::Auth3(Auth3::decode(content)?),
            PduType::Shutdown => Body::Shutdown,
            PduType::Rts => Body::Rts(Rts::decode(content)?),
        };
        Ok(Self { flags: header.flags, call_id: header.call_id, body, auth })
    }

    /// The PDU as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = self.body.encode();
        let mut auth_length = 0;
        if let Some(auth) = &self.auth {
            auth.write(&mut body);
            auth_length = auth.value.len();
        }
        Header::frame(self.body.ptype(), self.flags, self.call_id, auth_length, &body)
    }

    /// Whether this begins a message.
    pub fn is_first(&self) -> bool {
        self.flags & FIRST_FRAGMENT != 0
    }

    /// Whether this ends a message.
    pub fn is_last(&self) -> bool {
        self.flags & LAST_FRAGMENT != 0
    }
}

impl Body {
    /// Kind of PDU.
    pub fn ptype(&self) -> PduType {
        match self {
            Self::Request(_) => PduType::Request,
            Self::Response(_) => PduType::Response,
            Self::Fault(_) => PduType::Fault,
            Self::Bind(_) => PduType::Bind,
            Self::BindAck(_) => PduType::BindAck,
            Self::BindNak(_) => PduType::BindNak,
            Self::AlterContext(_) => PduType::AlterContext,
            Self::AlterContextResponse(_) => PduType::AlterContextResponse,
            Self::Auth3(_) => PduType::Auth3,
            Self::Shutdown => PduType::Shutdown,
            Self::Rts(_) => PduType::Rts,
        }
    }

    fn encode(&self) -> Vec<u8> {
        match self {
            Self::Request(body) => body.encode(),
            Self::Response(body) => body.encode(),
            Self::Fault(body) => body.encode(),
            Self::Bind(body) | Self::AlterContext(body) => body.encode(),
            Self::BindAck(body) | Self::AlterContextResponse(body) => body.encode(),
            Self::BindNak(body) => body.encode(),
            Self::Auth3(body) => body.encode(),
            Self::Shutdown => Vec::new(),
            Self::Rts(body) => body.encode(),
        }
    }
}
