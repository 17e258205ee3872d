//! NspiUpdateStat (MS-NSPI 3.1.4.1): moves a place and fills in position and row count.

use super::{ContextHandle, Stat};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiUpdateStat;

impl Operation for NspiUpdateStat {
    const OPNUM: u16 = 2;
    type Request = NspiUpdateStatRequest;
    type Response = NspiUpdateStatResponse;
}

/// Arguments of NspiUpdateStat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiUpdateStatRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0.
    pub reserved: u32,
    /// The place in the table.
    pub stat: Stat,
    /// Asks how many rows were moved when present.
    pub delta: Option<i32>,
}

impl Stub for NspiUpdateStatRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            context: ContextHandle::read(reader)?,
            reserved: reader.u32()?,
            stat: Stat::read(reader)?,
            delta: if reader.pointer()? {
                Some(i32::from_le_bytes(reader.u32()?.to_le_bytes()))
            } else {
                None
            },
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved);
        self.stat.write(writer);
        writer.pointer(self.delta.is_some());
        if let Some(delta) = self.delta {
            writer.u32(u32::from_le_bytes(delta.to_le_bytes()));
        }
    }
}

/// Results of NspiUpdateStat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiUpdateStatResponse {
    /// The place afterwards; send it back to go on.
    pub stat: Stat,
    /// Rows moved.
    pub delta: Option<i32>,
    /// Result: see [`super::status`].
    pub error_code: u32,
}

impl Stub for NspiUpdateStatResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            stat: Stat::read(reader)?,
            delta: if reader.pointer()? {
                Some(i32::from_le_bytes(reader.u32()?.to_le_bytes()))
            } else {
                None
            },
            error_code: reader.u32()?,
        })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.stat.write(writer);
        writer.pointer(self.delta.is_some());
        if let Some(delta) = self.delta {
            writer.u32(u32::from_le_bytes(delta.to_le_bytes()));
        }
        writer.u32(self.error_code);
    }
}
