//! NspiSeekEntries (MS-NSPI 3.1.4.1): goes to the first row at or after a display name.

use super::{ContextHandle, PropertyTagArray, RowSet, Stat, values};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};
use crate::mapi::PropertyValue;

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiSeekEntries;

impl Operation for NspiSeekEntries {
    const OPNUM: u16 = 4;
    type Request = NspiSeekEntriesRequest;
    type Response = NspiSeekEntriesResponse;
}

/// Arguments of NspiSeekEntries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiSeekEntriesRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0.
    pub reserved: u32,
    /// The place in the table.
    pub stat: Stat,
    /// What to look for.
    pub target: PropertyValue,
    /// The rows to look in; `None` is the whole table.
    pub mids: Option<PropertyTagArray>,
    /// Columns wanted; `None` asks for the server's choice.
    pub tags: Option<PropertyTagArray>,
}

impl Stub for NspiSeekEntriesRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            reserved: reader.u32()?,
            stat: Stat::read(reader)?,
            target: values::read_value(reader)?,
            mids: PropertyTagArray::read_optional(reader)?,
            tags: PropertyTagArray::read_optional(reader)?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved);
        self.stat.write(writer);
        values::write_value(&self.target, writer);
        PropertyTagArray::write_optional(self.mids.as_ref(), writer);
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
    }
}

/// Results of NspiSeekEntries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiSeekEntriesResponse {
    /// The place afterwards; send it back to go on.
    pub stat: Stat,
    /// The rows.
    pub rows: Option<RowSet>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiSeekEntriesResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            stat: Stat::read(reader)?,
            rows: RowSet::read_optional(reader)?,
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.stat.write(writer);
        RowSet::write_optional(self.rows.as_ref(), writer);
        writer.u32(self.error_code);
    }
}
