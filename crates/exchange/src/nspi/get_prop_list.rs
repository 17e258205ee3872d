//! NspiGetPropList (MS-NSPI 3.1.4.1): lists the properties an object has.

use super::{ContextHandle, PropertyTagArray};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiGetPropList;

impl Operation for NspiGetPropList {
    const OPNUM: u16 = 8;
    type Request = NspiGetPropListRequest;
    type Response = NspiGetPropListResponse;
}

/// Arguments of NspiGetPropList.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetPropListRequest {
    /// The session.
    pub context: ContextHandle,
    /// 1 (`fSkipObjects`) leaves out tables.
    pub flags: u32,
    /// The object.
    pub mid: u32,
    /// Code page of strings; 1200 lists them as Unicode.
    pub code_page: u32,
}

impl Stub for NspiGetPropListRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            flags: reader.u32()?,
            mid: reader.u32()?,
            code_page: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.flags);
        writer.u32(self.mid);
        writer.u32(self.code_page);
    }
}

/// Results of NspiGetPropList.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetPropListResponse {
    /// The tags.
    pub tags: Option<PropertyTagArray>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiGetPropListResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { tags: PropertyTagArray::read_optional(reader)?, error_code: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
        writer.u32(self.error_code);
    }
}
