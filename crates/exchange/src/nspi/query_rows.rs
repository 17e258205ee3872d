//! NspiQueryRows (MS-NSPI 3.1.4.1): reads rows of a table, or of the MIds given.

use super::{ContextHandle, PropertyTagArray, RowSet, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiQueryRows;

impl Operation for NspiQueryRows {
    const OPNUM: u16 = 3;
    type Request = NspiQueryRowsRequest;
    type Response = NspiQueryRowsResponse;
}

/// Arguments of NspiQueryRows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiQueryRowsRequest {
    /// The session.
    pub context: ContextHandle,
    /// 1 (`fSkipObjects`) returns entry ids of the short form.
    pub flags: u32,
    /// The place in the table.
    pub stat: Stat,
    /// The rows wanted; empty reads the table from `stat` on.
    pub mids: Vec<u32>,
    /// Most rows to return.
    pub count: u32,
    /// Columns wanted; `None` asks for the server's choice.
    pub tags: Option<PropertyTagArray>,
}

impl Stub for NspiQueryRowsRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            flags: reader.u32()?,
            stat: Stat::read(reader)?,
            mids: {
                let count = reader.u32()?;
                if reader.pointer()? {
                    reader.conformance(count)?;
                    (0..reader.check(crate::bytes::length(count), 4)?)
                        .map(|_| reader.u32())
                        .collect::<Result<_, _>>()?
                } else {
                    Vec::new()
                }
            },
            count: reader.u32()?,
            tags: PropertyTagArray::read_optional(reader)?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.flags);
        self.stat.write(writer);
        writer.count(self.mids.len());
        writer.pointer(!self.mids.is_empty());
        if !self.mids.is_empty() {
            writer.count(self.mids.len());
            self.mids.iter().for_each(|mid| writer.u32(*mid));
        }
        writer.u32(self.count);
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
    }
}

/// Results of NspiQueryRows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiQueryRowsResponse {
    /// The place afterwards; send it back to go on.
    pub stat: Stat,
    /// The rows; none at the end of the table.
    pub rows: Option<RowSet>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiQueryRowsResponse {
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
