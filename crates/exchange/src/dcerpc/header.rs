//! The header every PDU begins with (C706 12.6.3.1) and cutting a byte stream into PDUs.

use crate::bytes::{DecodeError, PutLe, Reader, count_u16};
use uuid::Uuid;

/// First fragment of a message.
pub(crate) const FIRST_FRAGMENT: u8 = 0x01;
/// Last fragment of a message.
pub(crate) const LAST_FRAGMENT: u8 = 0x02;
/// Bytes of the header.
pub(crate) const HEADER_LENGTH: usize = 16;

/// Kind of a PDU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub enum PduType {
    Request = 0,
    Response = 2,
    Fault = 3,
    Bind = 11,
    BindAck = 12,
    BindNak = 13,
    AlterContext = 14,
    AlterContextResponse = 15,
    Auth3 = 16,
    Shutdown = 17,
    Rts = 20,
}

impl PduType {
    fn from_wire(value: u8) -> Result<Self, DecodeError> {
        Ok(match value {
            0 => Self::Request,
            2 => Self::Response,
            3 => Self::Fault,
            11 => Self::Bind,
            12 => Self::BindAck,
            13 => Self::BindNak,
            14 => Self::AlterContext,
            15 => Self::AlterContextResponse,
            16 => Self::Auth3,
            17 => Self::Shutdown,
            20 => Self::Rts,
            _ => return Err(DecodeError::Unknown { what: "PDU type", value: value.into() }),
        })
    }
}

/// The common header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Kind of the PDU.
    pub ptype: PduType,
    /// `pfc_flags`: 1 first fragment, 2 last fragment.
    pub flags: u8,
    /// Bytes of the whole PDU.
    pub frag_length: u16,
    /// Bytes of the credentials at its end, without the 8 bytes of the trailer before them.
    pub auth_length: u16,
    /// Number of the call the PDU belongs to.
    pub call_id: u32,
}

impl Header {
    /// Reads the header. Version 5.0, little endian and ASCII are required.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let version = (reader.u8()?, reader.u8()?);
        if version != (5, 0) {
            return Err(DecodeError::Malformed { what: "PDU header", why: "the version is not 5.0" });
        }
        let ptype = PduType::from_wire(reader.u8()?)?;
        let flags = reader.u8()?;
        if reader.array()? != [0x10, 0, 0, 0] {
            return Err(DecodeError::Malformed { what: "PDU header", why: "not little endian and ASCII" });
        }
        let (frag_length, auth_length) = (reader.u16()?, reader.u16()?);
        if usize::from(frag_length) < HEADER_LENGTH {
            return Err(DecodeError::Malformed {
                what: "PDU header",
                why: "the fragment is shorter than its header",
            });
        }
        Ok(Self { ptype, flags, frag_length, auth_length, call_id: reader.u32()? })
    }

    /// Header and body as bytes; the lengths are set from `body` and `auth_length`.
    pub(crate) fn frame(ptype: PduType, flags: u8, call_id: u32, auth_length: usize, body: &[u8]) -> Vec<u8> {
        let mut pdu = vec![5, 0, ptype as u8, flags, 0x10, 0, 0, 0];
        pdu.put_u16(count_u16(HEADER_LENGTH.saturating_add(body.len())));
        pdu.put_u16(count_u16(auth_length));
        pdu.put_u32(call_id);
        pdu.extend_from_slice(body);
        pdu
    }
}

/// An interface or transfer syntax: a GUID and a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// The GUID.
    pub id: Uuid,
    /// Major version in the low 16 bits, minor in the high 16 bits.
    pub version: u32,
}

impl Syntax {
    /// The NDR transfer syntax, version 2.0.
    pub const NDR: Self = Self { id: Uuid::from_u128(0x8a885d04_1ceb_11c9_9fe8_08002b104860), version: 2 };

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: reader.guid()?, version: reader.u32()? })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.put_guid(&self.id);
        out.put_u32(self.version);
    }
}

/// Cuts a byte stream into whole PDUs. At most one PDU (64 KB) and the last input are held.
#[derive(Debug, Default)]
pub struct PduSplitter {
    buffer: Vec<u8>,
}

impl PduSplitter {
    /// Appends received bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole PDU, `None` when more bytes are needed. After an error the stream is lost.
    pub fn next_pdu(&mut self) -> Result<Option<Vec<u8>>, DecodeError> {
        if self.buffer.len() < HEADER_LENGTH {
            return Ok(None);
        }
        let header = Header::read(&mut Reader::new("PDU header", &self.buffer))?;
        let length = usize::from(header.frag_length);
        if self.buffer.len() < length {
            return Ok(None);
        }
        let rest = self.buffer.split_off(length);
        Ok(Some(std::mem::replace(&mut self.buffer, rest)))
    }
}
