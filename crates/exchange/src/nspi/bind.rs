//! NspiBind (MS-NSPI 3.1.4.1): opens a session.

use super::{ContextHandle, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};
use uuid::Uuid;

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiBind;

impl Operation for NspiBind {
    const OPNUM: u16 = 0;
    type Request = NspiBindRequest;
    type Response = NspiBindResponse;
}

/// Arguments of NspiBind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiBindRequest {
    /// 0x20 asks for an anonymous session.
    pub flags: u32,
    /// Code page and languages of the session.
    pub stat: Stat,
    /// Asks for the server's GUID when present.
    pub server_guid: Option<Uuid>,
}

impl Stub for NspiBindRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            flags: reader.u32()?,
            stat: Stat::read(reader)?,
            server_guid: if reader.pointer()? { Some(reader.flat_uid()?) } else { None },
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.u32(self.flags);
        self.stat.write(writer);
        writer.pointer(self.server_guid.is_some());
        if let Some(guid) = &self.server_guid {
            writer.flat_uid(guid);
        }
    }
}

/// Results of NspiBind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiBindResponse {
    /// The server's GUID.
    pub server_guid: Option<Uuid>,
    /// The session for all other calls.
    pub context: ContextHandle,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiBindResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            server_guid: if reader.pointer()? { Some(reader.flat_uid()?) } else { None },
            context: ContextHandle::read(reader)?,
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.pointer(self.server_guid.is_some());
        if let Some(guid) = &self.server_guid {
            writer.flat_uid(guid);
        }
        self.context.write(writer);
        writer.u32(self.error_code);
    }
}
