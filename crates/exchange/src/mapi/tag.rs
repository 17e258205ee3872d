//! Property tags: a number and a type in one word.

/// A property tag: the id in the high 16 bits, the type in the low ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PropertyTag(pub u32);

impl PropertyTag {
    /// Number of the property.
    pub fn id(self) -> u16 {
        let [_, _, low, high] = self.0.to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    /// Type of its value, as on the wire.
    pub fn wire_type(self) -> u16 {
        let [low, high, ..] = self.0.to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    /// The same property with another type.
    pub fn with_type(self, kind: PropertyType) -> Self {
        Self(self.0 & 0xffff_0000 | u32::from(kind as u16))
    }
}

impl std::fmt::Debug for PropertyTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}

/// Types of values (MS-OXCDATA 2.11.1) that the address book uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub enum PropertyType {
    Unspecified = 0x0000,
    Null = 0x0001,
    Integer16 = 0x0002,
    Integer32 = 0x0003,
    ErrorCode = 0x000a,
    Boolean = 0x000b,
    EmbeddedTable = 0x000d,
    String8 = 0x001e,
    String = 0x001f,
    Time = 0x0040,
    Guid = 0x0048,
    Binary = 0x0102,
    MultipleInteger16 = 0x1002,
    MultipleInteger32 = 0x1003,
    MultipleString8 = 0x101e,
    MultipleString = 0x101f,
    MultipleTime = 0x1040,
    MultipleGuid = 0x1048,
    MultipleBinary = 0x1102,
}

impl PropertyType {
    /// The type of this wire number.
    pub fn from_wire(value: u16) -> Option<Self> {
        Some(match value {
            0x0000 => Self::Unspecified,
            0x0001 => Self::Null,
            0x0002 => Self::Integer16,
            0x0003 => Self::Integer32,
            0x000a => Self::ErrorCode,
            0x000b => Self::Boolean,
            0x000d => Self::EmbeddedTable,
            0x001e => Self::String8,
            0x001f => Self::String,
            0x0040 => Self::Time,
            0x0048 => Self::Guid,
            0x0102 => Self::Binary,
            0x1002 => Self::MultipleInteger16,
            0x1003 => Self::MultipleInteger32,
            0x101e => Self::MultipleString8,
            0x101f => Self::MultipleString,
            0x1040 => Self::MultipleTime,
            0x1048 => Self::MultipleGuid,
            0x1102 => Self::MultipleBinary,
            _ => return None,
        })
    }
}
