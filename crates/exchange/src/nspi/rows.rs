//! Rows, sets of rows and arrays of tags.

use super::values::{MIN_FIXED, read_fixed, write_fixed, write_pointees};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};
use crate::mapi::{PropertyTag, PropertyValue, Value};

/// Tags, or MIds: the protocol uses the same array for both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PropertyTagArray(pub Vec<u32>);

impl PropertyTagArray {
    /// An array of these tags.
    pub fn of(tags: &[PropertyTag]) -> Self {
        Self(tags.iter().map(|tag| tag.0).collect())
    }

    pub(super) fn read_optional(reader: &mut NdrReader<'_>) -> Result<Option<Self>, DecodeError> {
        if reader.pointer()? { Ok(Some(Self::read(reader)?)) } else { Ok(None) }
    }

    /// Conformance is one more than the count (MS-NSPI 2.2.2.2); the actual count decides.
    pub(super) fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        let _conformance = reader.u32()?;
        let _values = reader.u32()?;
        if reader.u32()? != 0 {
            return Err(DecodeError::Malformed {
                what: "tag array",
                why: "it does not begin at its first element",
            });
        }
        let count = reader.count(4)?;
        Ok(Self((0..count).map(|_| reader.u32()).collect::<Result<_, _>>()?))
    }

    pub(super) fn write_optional(this: Option<&Self>, writer: &mut NdrWriter) {
        writer.pointer(this.is_some());
        if let Some(array) = this {
            array.write(writer);
        }
    }

    pub(super) fn write(&self, writer: &mut NdrWriter) {
        writer.count(self.0.len().saturating_add(1));
        writer.count(self.0.len());
        writer.u32(0);
        writer.count(self.0.len());
        self.0.iter().for_each(|value| writer.u32(*value));
    }
}

/// A row: its values in the order of the tags asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PropertyRow {
    /// The values.
    pub values: Vec<PropertyValue>,
}

impl PropertyRow {
    /// The value of a property, whatever string type the server chose. Error values count as none.
    pub fn get(&self, tag: PropertyTag) -> Option<&Value> {
        let found = self.values.iter().find(|property| property.tag.id() == tag.id())?;
        (!matches!(found.value, Value::ErrorCode(_))).then_some(&found.value)
    }

    /// The text of a property.
    pub fn text(&self, tag: PropertyTag) -> Option<String> {
        self.get(tag).and_then(Value::as_text)
    }

    pub(super) fn read_header(reader: &mut NdrReader<'_>) -> Result<(u32, bool), DecodeError> {
        let _reserved = reader.u32()?;
        Ok((reader.u32()?, reader.pointer()?))
    }

    pub(super) fn read_values(reader: &mut NdrReader<'_>, header: (u32, bool)) -> Result<Self, DecodeError> {
        let (count, present) = header;
        if !present {
            return Ok(Self::default());
        }
        reader.conformance(count)?;
        let count = reader.check(crate::bytes::length(count), MIN_FIXED)?;
        let fixed = (0..count).map(|_| read_fixed(reader)).collect::<Result<Vec<_>, _>>()?;
        let values =
            fixed.into_iter().map(|pending| pending.read_pointees(reader)).collect::<Result<_, _>>()?;
        Ok(Self { values })
    }

    pub(super) fn write_header(&self, writer: &mut NdrWriter) {
        writer.u32(0);
        writer.count(self.values.len());
        writer.pointer(true);
    }

    pub(super) fn write_values(&self, writer: &mut NdrWriter) {
        writer.count(self.values.len());
        self.values.iter().for_each(|value| write_fixed(value, writer));
        self.values.iter().for_each(|value| write_pointees(value, writer));
    }
}

/// Rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowSet {
    /// The rows.
    pub rows: Vec<PropertyRow>,
}

impl RowSet {
    /// Reads a pointer and the set behind it.
    pub(super) fn read_optional(reader: &mut NdrReader<'_>) -> Result<Option<Self>, DecodeError> {
        if !reader.pointer()? {
            return Ok(None);
        }
        let conformance = reader.u32()?;
        reader.conformance(conformance)?;
        let count = reader.check(crate::bytes::length(conformance), 12)?;
        let headers = (0..count).map(|_| PropertyRow::read_header(reader)).collect::<Result<Vec<_>, _>>()?;
        let rows = headers
            .into_iter()
            .map(|header| PropertyRow::read_values(reader, header))
            .collect::<Result<_, _>>()?;
        Ok(Some(Self { rows }))
    }

    pub(super) fn write_optional(this: Option<&Self>, writer: &mut NdrWriter) {
        writer.pointer(this.is_some());
        let Some(set) = this else { return };
        writer.count(set.rows.len());
        writer.count(set.rows.len());
        set.rows.iter().for_each(|row| row.write_header(writer));
        set.rows.iter().for_each(|row| row.write_values(writer));
    }
}
