//! NspiGetMatches (MS-NSPI 3.1.4.1): makes a table of rows that match, or of a property like a group's members.

use super::{ContextHandle, PropertyTagArray, Restriction, RowSet, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};
use uuid::Uuid;

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiGetMatches;

impl Operation for NspiGetMatches {
    const OPNUM: u16 = 5;
    type Request = NspiGetMatchesRequest;
    type Response = NspiGetMatchesResponse;
}

/// Arguments of NspiGetMatches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetMatchesRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0; servers ignore it.
    pub reserved1: u32,
    /// The place in the table.
    pub stat: Stat,
    /// Reserved, `None`.
    pub reserved: Option<PropertyTagArray>,
    /// Reserved, 0.
    pub reserved2: u32,
    /// Which rows.
    pub filter: Option<Restriction>,
    /// A named property; unused.
    pub property_name: Option<PropertyName>,
    /// Most rows wanted.
    pub requested: u32,
    /// Columns wanted; `None` asks for the server's choice.
    pub tags: Option<PropertyTagArray>,
}

impl Stub for NspiGetMatchesRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            reserved1: reader.u32()?,
            stat: Stat::read(reader)?,
            reserved: PropertyTagArray::read_optional(reader)?,
            reserved2: reader.u32()?,
            filter: if reader.pointer()? { Some(Restriction::read(reader)?) } else { None },
            property_name: if reader.pointer()? { Some(PropertyName::read(reader)?) } else { None },
            requested: reader.u32()?,
            tags: PropertyTagArray::read_optional(reader)?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved1);
        self.stat.write(writer);
        PropertyTagArray::write_optional(self.reserved.as_ref(), writer);
        writer.u32(self.reserved2);
        writer.pointer(self.filter.is_some());
        if let Some(filter) = &self.filter {
            filter.write(writer);
        }
        writer.pointer(self.property_name.is_some());
        if let Some(name) = &self.property_name {
            name.write(writer);
        }
        writer.u32(self.requested);
        PropertyTagArray::write_optional(self.tags.as_ref(), writer);
    }
}

/// Results of NspiGetMatches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiGetMatchesResponse {
    /// The place afterwards; send it back to go on.
    pub stat: Stat,
    /// The rows' MIds.
    pub mids: Option<PropertyTagArray>,
    /// The rows.
    pub rows: Option<RowSet>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiGetMatchesResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            stat: Stat::read(reader)?,
            mids: PropertyTagArray::read_optional(reader)?,
            rows: RowSet::read_optional(reader)?,
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.stat.write(writer);
        PropertyTagArray::write_optional(self.mids.as_ref(), writer);
        RowSet::write_optional(self.rows.as_ref(), writer);
        writer.u32(self.error_code);
    }
}

/// A named property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyName {
    /// Its name space.
    pub guid: Option<Uuid>,
    /// Reserved.
    pub reserved: u32,
    /// Its number.
    pub id: u32,
}

impl PropertyName {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        let present = reader.pointer()?;
        let (reserved, id) = (reader.u32()?, reader.u32()?);
        let guid = if present { Some(reader.flat_uid()?) } else { None };
        Ok(Self { guid, reserved, id })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.pointer(self.guid.is_some());
        writer.u32(self.reserved);
        writer.u32(self.id);
        if let Some(guid) = &self.guid {
            writer.flat_uid(guid);
        }
    }
}
