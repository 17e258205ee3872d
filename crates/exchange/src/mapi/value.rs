//! Property values.

use super::{PropertyTag, PropertyType};
use uuid::Uuid;

/// 100 ns steps since 1601-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileTime(pub u64);

/// A typed value. 8-bit strings stay bytes: their code page is the session's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the specification's types")]
pub enum Value {
    Unspecified(u32),
    Null(u32),
    Integer16(i16),
    Integer32(i32),
    /// The value is not to be had; the code says why (0x8004010f: there is none).
    ErrorCode(u32),
    Boolean(bool),
    EmbeddedTable(u32),
    /// A null pointer is possible on the wire.
    String8(Option<Vec<u8>>),
    String(Option<String>),
    Time(FileTime),
    Guid(Option<Uuid>),
    Binary(Vec<u8>),
    MultipleInteger16(Vec<i16>),
    MultipleInteger32(Vec<i32>),
    MultipleString8(Vec<Vec<u8>>),
    MultipleString(Vec<String>),
    MultipleTime(Vec<FileTime>),
    MultipleGuid(Vec<Uuid>),
    MultipleBinary(Vec<Vec<u8>>),
}

impl Value {
    /// The value's type.
    pub fn property_type(&self) -> PropertyType {
        match self {
            Self::Unspecified(_) => PropertyType::Unspecified,
            Self::Null(_) => PropertyType::Null,
            Self::Integer16(_) => PropertyType::Integer16,
            Self::Integer32(_) => PropertyType::Integer32,
            Self::ErrorCode(_) => PropertyType::ErrorCode,
            Self::Boolean(_) => PropertyType::Boolean,
            Self::EmbeddedTable(_) => PropertyType::EmbeddedTable,
            Self::String8(_) => PropertyType::String8,
            Self::String(_) => PropertyType::String,
            Self::Time(_) => PropertyType::Time,
            Self::Guid(_) => PropertyType::Guid,
            Self::Binary(_) => PropertyType::Binary,
            Self::MultipleInteger16(_) => PropertyType::MultipleInteger16,
            Self::MultipleInteger32(_) => PropertyType::MultipleInteger32,
            Self::MultipleString8(_) => PropertyType::MultipleString8,
            Self::MultipleString(_) => PropertyType::MultipleString,
            Self::MultipleTime(_) => PropertyType::MultipleTime,
            Self::MultipleGuid(_) => PropertyType::MultipleGuid,
            Self::MultipleBinary(_) => PropertyType::MultipleBinary,
        }
    }

    /// A text value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::String(Some(text.into()))
    }

    /// The text, of either string type; bytes that are not UTF-8 become replacement characters.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::String(text) => text.clone(),
            Self::String8(bytes) => bytes.as_deref().map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// The texts of a multi-valued string.
    pub fn as_texts(&self) -> Option<Vec<String>> {
        match self {
            Self::MultipleString(texts) => Some(texts.clone()),
            Self::MultipleString8(texts) => {
                Some(texts.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect())
            }
            _ => None,
        }
    }
}

/// A property: its tag and its value. The tag's type is the value's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyValue {
    /// The tag as sent. Its type is the value's, or `ErrorCode`.
    pub tag: PropertyTag,
    /// The value.
    pub value: Value,
}

impl PropertyValue {
    /// A value under its property's tag; the tag takes the value's type.
    pub fn new(tag: PropertyTag, value: Value) -> Self {
        Self { tag: tag.with_type(value.property_type()), value }
    }

    /// "Not found", the way tables say it.
    pub fn not_found(tag: PropertyTag) -> Self {
        Self::new(tag, Value::ErrorCode(0x8004_010f))
    }
}
