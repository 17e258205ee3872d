//! The `request` PDU (C706 12.6.4.9).

use crate::bytes::{DecodeError, PutLe, Reader};
use uuid::Uuid;

/// Flag: an object UUID follows the operation number.
const OBJECT_UUID: u8 = 0x80;

/// One fragment of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Bytes of stub from here on, a hint.
    pub alloc_hint: u32,
    /// The presentation context, from the bind.
    pub context_id: u16,
    /// Number of the operation in its interface.
    pub opnum: u16,
    /// The object, if the call names one (then `pfc_flags` has 0x80).
    pub object: Option<Uuid>,
    /// This fragment's part of the stub.
    pub stub: Vec<u8>,
}

impl Request {
    pub(crate) fn decode(content: &[u8], flags: u8) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("request", content);
        let (alloc_hint, context_id, opnum) = (reader.u32()?, reader.u16()?, reader.u16()?);
        let object = if flags & OBJECT_UUID != 0 { Some(reader.guid()?) } else { None };
        Ok(Self { alloc_hint, context_id, opnum, object, stub: reader.rest().to_vec() })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.stub.len().saturating_add(24));
        out.put_u32(self.alloc_hint);
        out.put_u16(self.context_id);
        out.put_u16(self.opnum);
        if let Some(object) = &self.object {
            out.put_guid(object);
        }
        out.extend_from_slice(&self.stub);
        out
    }
}
