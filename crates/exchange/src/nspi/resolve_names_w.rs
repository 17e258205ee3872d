//! NspiResolveNamesW (MS-NSPI 3.1.4.1): looks names up by ambiguous name resolution.

use super::{ContextHandle, PropertyTagArray, RowSet, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiResolveNamesW;

impl Operation for NspiResolveNamesW {
    const OPNUM: u16 = 20;
    type Request = NspiResolveNamesWRequest;
    type Response = NspiResolveNamesWResponse;
}

/// Arguments of NspiResolveNamesW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiResolveNamesWRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0.
    pub reserved: u32,
    /// The place in the table.
    pub stat: Stat,
    /// Columns wanted; `None` asks for the server's choice.
    pub tags: Option<PropertyTagArray>,
    /// The names; `=SMTP:address` looks for an address.
    pub names: Vec<Option<String>>,
}

impl Stub for NspiResolveNamesWRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            reserved: reader.u32()?,
            stat: Stat::read(reader)?,
            tags: PropertyTagArray::read_optional(reader)?,
            names: super::strings::read(reader, |reader| reader.wide_string())?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved);
        self.stat.write(writer);
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
        super::strings::write(&self.names, writer, |writer, name| writer.wide_string(name));
    }
}

/// Results of NspiResolveNamesW.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiResolveNamesWResponse {
    /// Per name: 0 not found, 1 ambiguous, 2 resolved.
    pub mids: Option<PropertyTagArray>,
    /// A row a resolved name.
    pub rows: Option<RowSet>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiResolveNamesWResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mids: PropertyTagArray::read_optional(reader)?,
            rows: RowSet::read_optional(reader)?,
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        PropertyTagArray::write_optional(self.mids.as_ref(), writer);
        RowSet::write_optional(self.rows.as_ref(), writer);
        writer.u32(self.error_code);
    }
}
