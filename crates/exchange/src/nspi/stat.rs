//! `STAT`, the place in a table, and the context handle.

use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};
use uuid::Uuid;

/// A place in a table and how to read it (MS-NSPI 2.2.1.8). Send back what the last answer held to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// 0 by display name.
    pub sort_type: u32,
    /// Which table; 0 is the global address list.
    pub container_id: u32,
    /// MId of the current row.
    pub current_rec: u32,
    /// Rows from there, signed.
    pub delta: i32,
    /// Numerator of an approximate position.
    pub num_pos: u32,
    /// Its denominator: rows of the table.
    pub total_recs: u32,
    /// Code page of 8-bit strings.
    pub code_page: u32,
    /// Language of templates.
    pub template_locale: u32,
    /// Language of sorting.
    pub sort_locale: u32,
}

impl Default for Stat {
    /// The beginning of the global address list, Windows-1252, US English.
    fn default() -> Self {
        Self {
            sort_type: 0,
            container_id: 0,
            current_rec: 0,
            delta: 0,
            num_pos: 0,
            total_recs: 0,
            code_page: 1252,
            template_locale: 1033,
            sort_locale: 1033,
        }
    }
}

impl Stat {
    pub(crate) fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            sort_type: reader.u32()?,
            container_id: reader.u32()?,
            current_rec: reader.u32()?,
            delta: i32::from_le_bytes(reader.u32()?.to_le_bytes()),
            num_pos: reader.u32()?,
            total_recs: reader.u32()?,
            code_page: reader.u32()?,
            template_locale: reader.u32()?,
            sort_locale: reader.u32()?,
        })
    }

    pub(crate) fn write(&self, writer: &mut NdrWriter) {
        for value in [
            self.sort_type,
            self.container_id,
            self.current_rec,
            u32::from_le_bytes(self.delta.to_le_bytes()),
            self.num_pos,
            self.total_recs,
            self.code_page,
            self.template_locale,
            self.sort_locale,
        ] {
            writer.u32(value);
        }
    }
}

/// A session at the server (`ndr_context_handle`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContextHandle {
    /// Attributes, kept as they came.
    pub attributes: u32,
    /// The session.
    pub id: Uuid,
}

impl ContextHandle {
    pub(crate) fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { attributes: reader.u32()?, id: reader.flat_uid()? })
    }

    pub(crate) fn write(&self, writer: &mut NdrWriter) {
        writer.u32(self.attributes);
        writer.flat_uid(&self.id);
    }
}
