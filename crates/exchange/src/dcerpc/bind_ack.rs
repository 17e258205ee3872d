//! The `bind_ack`, `alter_context_resp` and `bind_nak` PDUs (C706 12.6.4.4, 12.6.4.5).

use super::Syntax;
use crate::bytes::{DecodeError, PutLe, Reader, count_u16};

/// Answer to a bind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindAck {
    /// Longest fragment the sender sends.
    pub max_xmit_frag: u16,
    /// Longest fragment it takes.
    pub max_recv_frag: u16,
    /// The association group.
    pub assoc_group_id: u32,
    /// The port as text with its NUL; empty when the bind is refused.
    pub secondary_address: Vec<u8>,
    /// One result a context, in order. A server may send fewer.
    pub results: Vec<ContextResult>,
    /// Bytes behind the results; some servers send eight zeros.
    pub rest: Vec<u8>,
}

/// What became of one context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContextResult {
    /// The verdict.
    pub outcome: Outcome,
    /// Reason of a refusal: 1 abstract syntax not supported, 2 transfer syntaxes not supported.
    pub reason: u16,
    /// The transfer syntax to use.
    pub transfer_syntax: Syntax,
}

/// Verdict on a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Outcome {
    /// Calls may use it.
    Acceptance = 0,
    /// The user refused.
    UserRejection = 1,
    /// The server does not offer the interface here.
    ProviderRejection = 2,
    /// Answer to a bind-time feature negotiation.
    NegotiateAck = 3,
}

impl Outcome {
    fn from_wire(value: u16) -> Result<Self, DecodeError> {
        Ok(match value {
            0 => Self::Acceptance,
            1 => Self::UserRejection,
            2 => Self::ProviderRejection,
            3 => Self::NegotiateAck,
            _ => return Err(DecodeError::Unknown { what: "bind result", value: value.into() }),
        })
    }
}

impl BindAck {
    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("bind_ack", content);
        let (max_xmit_frag, max_recv_frag) = (reader.u16()?, reader.u16()?);
        let assoc_group_id = reader.u32()?;
        let length = usize::from(reader.u16()?);
        let secondary_address = reader.take(length)?.to_vec();
        reader.take(padding(reader.position()))?;
        let count = reader.u8()?;
        reader.take(3)?;
        let results = (0..count).map(|_| ContextResult::read(&mut reader)).collect::<Result<_, _>>()?;
        let rest = reader.rest().to_vec();
        Ok(Self { max_xmit_frag, max_recv_frag, assoc_group_id, secondary_address, results, rest })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u16(self.max_xmit_frag);
        out.put_u16(self.max_recv_frag);
        out.put_u32(self.assoc_group_id);
        out.put_u16(count_u16(self.secondary_address.len()));
        out.extend_from_slice(&self.secondary_address);
        out.resize(out.len().saturating_add(padding(out.len())), 0);
        let results = self.results.get(..255).unwrap_or(&self.results);
        out.extend_from_slice(&[u8::try_from(results.len()).unwrap_or(u8::MAX), 0, 0, 0]);
        for result in results {
            out.put_u16(result.outcome as u16);
            out.put_u16(result.reason);
            result.transfer_syntax.write(&mut out);
        }
        out.extend_from_slice(&self.rest);
        out
    }
}

impl ContextResult {
    /// Accepted, with NDR.
    pub const ACCEPTED: Self = Self { outcome: Outcome::Acceptance, reason: 0, transfer_syntax: Syntax::NDR };

    /// Refused for this reason.
    pub fn rejected(reason: u16) -> Self {
        let transfer_syntax = Syntax { id: uuid::Uuid::nil(), version: 0 };
        Self { outcome: Outcome::ProviderRejection, reason, transfer_syntax }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            outcome: Outcome::from_wire(reader.u16()?)?,
            reason: reader.u16()?,
            transfer_syntax: Syntax::read(reader)?,
        })
    }
}

/// The results begin at a multiple of four, and so does the body.
fn padding(position: usize) -> usize {
    position.wrapping_neg() & 3
}

/// The server refuses the association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindNak {
    /// Why: 1 temporary congestion, 2 local limit, 4 protocol version, 8 authentication type, 9 checksum.
    pub reason: u16,
    /// What follows: the protocol versions the server supports.
    pub rest: Vec<u8>,
}

impl BindNak {
    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("bind_nak", content);
        Ok(Self { reason: reader.u16()?, rest: reader.rest().to_vec() })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u16(self.reason);
        out.extend_from_slice(&self.rest);
        out
    }
}
