//! NDR, the form of stubs (C706 chapter 14): aligned little-endian fields, pointers with referents.
//!
//! Two stubs that mean the same may differ in their referent ids and in the bytes used to pad. [`Layout`] holds
//! both, so that a stub that was read can be written again byte for byte.

mod reader;
mod writer;

pub use reader::NdrReader;
pub use writer::NdrWriter;

use crate::bytes::DecodeError;

/// Referent ids and padding of a stub, in the order they stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Referent ids of the pointers that are not null.
    pub referents: Vec<u32>,
    /// Bytes between fields.
    pub padding: Vec<u8>,
}

/// A stub: the arguments of a call, or its results.
pub trait Stub: Sized {
    /// Reads the fields.
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError>;

    /// Writes the fields.
    fn write(&self, writer: &mut NdrWriter);

    /// Reads a stub. Bytes behind the last field are ignored, as receivers must.
    fn decode(stub: &[u8]) -> Result<Self, DecodeError> {
        Self::read(&mut NdrReader::new(stub))
    }

    /// Reads a stub and remembers its layout.
    fn decode_with_layout(stub: &[u8]) -> Result<(Self, Layout), DecodeError> {
        let mut reader = NdrReader::new(stub);
        let this = Self::read(&mut reader)?;
        Ok((this, reader.into_layout()))
    }

    /// Writes a stub.
    fn encode(&self) -> Vec<u8> {
        self.encode_with_layout(Layout::default())
    }

    /// Writes a stub in a layout that was read; where it ends, fresh referents and zeros follow.
    fn encode_with_layout(&self, layout: Layout) -> Vec<u8> {
        let mut writer = NdrWriter::new(layout);
        self.write(&mut writer);
        writer.into_bytes()
    }
}

/// A call of an interface: its number, its arguments and its results.
pub trait Operation {
    /// Number in the interface.
    const OPNUM: u16;
    /// Arguments.
    type Request: Stub;
    /// Results.
    type Response: Stub;
}
