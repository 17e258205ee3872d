//! RfrGetNewDSA (MS-OXABREF 3.1.4.1): names the address book server.

use super::{TextPointer, read_text_pointer, write_text_pointer};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call. Servers name the server of the authenticated caller, whatever DN was asked for.
#[derive(Debug, Clone, Copy)]
pub struct RfrGetNewDSA;

impl Operation for RfrGetNewDSA {
    const OPNUM: u16 = 0;
    type Request = RfrGetNewDSARequest;
    type Response = RfrGetNewDSAResponse;
}

/// Arguments of RfrGetNewDSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfrGetNewDSARequest {
    /// Reserved, 0.
    pub flags: u32,
    /// DN of the mailbox.
    pub user_dn: Vec<u8>,
    /// Unused.
    pub unused: TextPointer,
    /// Room for the answer: `Some(Some(empty))`.
    pub server: TextPointer,
}

impl Stub for RfrGetNewDSARequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            flags: reader.u32()?,
            user_dn: reader.byte_string()?,
            unused: read_text_pointer(reader)?,
            server: read_text_pointer(reader)?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.u32(self.flags);
        writer.byte_string(&self.user_dn);
        write_text_pointer(&self.unused, writer);
        write_text_pointer(&self.server, writer);
    }
}

/// Results of RfrGetNewDSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfrGetNewDSAResponse {
    /// Unused.
    pub unused: TextPointer,
    /// The server's name.
    pub server: TextPointer,
    /// 0 on success.
    pub error_code: u32,
}

impl Stub for RfrGetNewDSAResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            unused: read_text_pointer(reader)?,
            server: read_text_pointer(reader)?,
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        write_text_pointer(&self.unused, writer);
        write_text_pointer(&self.server, writer);
        writer.u32(self.error_code);
    }
}
