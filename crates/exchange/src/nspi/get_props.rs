//! NspiGetProps (MS-NSPI 3.1.4.1): reads properties of one object.

use super::{ContextHandle, PropertyRow, PropertyTagArray, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiGetProps;

impl Operation for NspiGetProps {
    const OPNUM: u16 = 9;
    type Request = NspiGetPropsRequest;
    type Response = NspiGetPropsResponse;
}

/// Arguments of NspiGetProps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetPropsRequest {
    /// The session.
    pub context: ContextHandle,
    /// 1 (`fSkipObjects`) leaves out tables.
    pub flags: u32,
    /// `current_rec` is the object.
    pub stat: Stat,
    /// Columns wanted; `None` asks for the server's choice.
    pub tags: Option<PropertyTagArray>,
}

impl Stub for NspiGetPropsRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            flags: reader.u32()?,
            stat: Stat::read(reader)?,
            tags: PropertyTagArray::read_optional(reader)?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.flags);
        self.stat.write(writer);
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
    }
}

/// Results of NspiGetProps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetPropsResponse {
    /// The properties.
    pub row: Option<PropertyRow>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiGetPropsResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            row: if reader.pointer()? {
                let header = PropertyRow::read_header(reader)?;
                Some(PropertyRow::read_values(reader, header)?)
            } else {
                None
            },
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.pointer(self.row.is_some());
        if let Some(row) = &self.row {
            row.write_header(writer);
            row.write_values(writer);
        }
        writer.u32(self.error_code);
    }
}
