//! The `response` PDU (C706 12.6.4.10).

use crate::bytes::{DecodeError, PutLe, Reader};

/// One fragment of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Bytes of stub from here on, a hint: it shrinks from fragment to fragment.
    pub alloc_hint: u32,
    /// The presentation context.
    pub context_id: u16,
    /// Cancels received.
    pub cancel_count: u8,
    /// This fragment's part of the stub.
    pub stub: Vec<u8>,
}

impl Response {
    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("response", content);
        let (alloc_hint, context_id, cancel_count) = (reader.u32()?, reader.u16()?, reader.u8()?);
        let _reserved = reader.u8()?;
        Ok(Self { alloc_hint, context_id, cancel_count, stub: reader.rest().to_vec() })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.stub.len().saturating_add(8));
        out.put_u32(self.alloc_hint);
        out.put_u16(self.context_id);
        out.extend_from_slice(&[self.cancel_count, 0]);
        out.extend_from_slice(&self.stub);
        out
    }
}
