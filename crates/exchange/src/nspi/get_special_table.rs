//! NspiGetSpecialTable (MS-NSPI 3.1.4.1): reads the hierarchy of address lists.

use super::{ContextHandle, RowSet, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiGetSpecialTable;

impl Operation for NspiGetSpecialTable {
    const OPNUM: u16 = 12;
    type Request = NspiGetSpecialTableRequest;
    type Response = NspiGetSpecialTableResponse;
}

/// Arguments of NspiGetSpecialTable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetSpecialTableRequest {
    /// The session.
    pub context: ContextHandle,
    /// 2 address creation templates, 4 Unicode strings.
    pub flags: u32,
    /// The place in the table.
    pub stat: Stat,
    /// Version of the hierarchy the client has.
    pub version: u32,
}

impl Stub for NspiGetSpecialTableRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            flags: reader.u32()?,
            stat: Stat::read(reader)?,
            version: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.flags);
        self.stat.write(writer);
        writer.u32(self.version);
    }
}

/// Results of NspiGetSpecialTable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetSpecialTableResponse {
    /// Version of the hierarchy.
    pub version: u32,
    /// One row an address list.
    pub rows: Option<RowSet>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiGetSpecialTableResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { version: reader.u32()?, rows: RowSet::read_optional(reader)?, error_code: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.u32(self.version);
        RowSet::write_optional(self.rows.as_ref(), writer);
        writer.u32(self.error_code);
    }
}
