//! The `fault` PDU (C706 12.6.4.7).

use crate::bytes::{DecodeError, PutLe, Reader};

/// The call failed before it came to an answer of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of stub, a hint.
    pub alloc_hint: u32,
    /// The presentation context.
    pub context_id: u16,
    /// Cancels received.
    pub cancel_count: u8,
    /// Why: a Windows error or an `nca_s_*` status.
    pub status: u32,
    /// What follows the status: four reserved bytes, then stub data, if the server sends them.
    pub rest: Vec<u8>,
}

impl Fault {
    /// Access is denied.
    pub const ACCESS_DENIED: u32 = 0x0000_0005;
    /// The server is too busy (`nca_s_server_too_busy`).
    pub const SERVER_TOO_BUSY: u32 = 0x1c01_0014;
    /// The stub cannot be read, or there is no such operation, `RPC_X_BAD_STUB_DATA`.
    pub const BAD_STUB_DATA: u32 = 0x0000_06f7;

    /// A fault with this status.
    pub fn new(status: u32) -> Self {
        Self { alloc_hint: 0, context_id: 0, cancel_count: 0, status, rest: vec![0; 4] }
    }

    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("fault", content);
        let (alloc_hint, context_id, cancel_count) = (reader.u32()?, reader.u16()?, reader.u8()?);
        let _reserved = reader.u8()?;
        let status = reader.u32()?;
        Ok(Self { alloc_hint, context_id, cancel_count, status, rest: reader.rest().to_vec() })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u32(self.alloc_hint);
        out.put_u16(self.context_id);
        out.extend_from_slice(&[self.cancel_count, 0]);
        out.put_u32(self.status);
        out.extend_from_slice(&self.rest);
        out
    }
}
