//! NspiDNToMId (MS-NSPI 3.1.4.1): finds the MIds of DNs.

use super::{ContextHandle, PropertyTagArray};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiDNToMId;

impl Operation for NspiDNToMId {
    const OPNUM: u16 = 7;
    type Request = NspiDNToMIdRequest;
    type Response = NspiDNToMIdResponse;
}

/// Arguments of NspiDNToMId.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiDNToMIdRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0.
    pub reserved: u32,
    /// The DNs, 8-bit.
    pub names: Vec<Option<Vec<u8>>>,
}

impl Stub for NspiDNToMIdRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            reserved: reader.u32()?,
            names: super::strings::read(reader, |reader| reader.byte_string())?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved);
        super::strings::write(&self.names, writer, |writer, name| writer.byte_string(name));
    }
}

/// Results of NspiDNToMId.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiDNToMIdResponse {
    /// One MId a name, 0 for a name that is not there.
    pub mids: Option<PropertyTagArray>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiDNToMIdResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { mids: PropertyTagArray::read_optional(reader)?, error_code: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        PropertyTagArray::write_optional(self.mids.as_ref(), writer);
        writer.u32(self.error_code);
    }
}
