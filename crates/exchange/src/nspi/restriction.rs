//! `Restriction_r`: which rows (MS-NSPI 2.2.4).

use super::values::{read_value, write_value};
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};
use crate::mapi::{PropertyTag, PropertyValue};

/// Deepest nesting accepted.
const MAX_DEPTH: usize = 32;
/// Most restrictions in one filter.
const MAX_NODES: usize = 10_000;

/// A condition on rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restriction {
    /// All hold.
    And(Vec<Restriction>),
    /// At least one holds.
    Or(Vec<Restriction>),
    /// It does not hold.
    Not(Option<Box<Restriction>>),
    /// A text is, begins with or holds another.
    Content {
        /// How to compare: low word 0 whole, 1 part, 2 beginning; 0x10000 ignores case.
        fuzzy_level: u32,
        /// The property.
        tag: PropertyTag,
        /// The text.
        value: Option<PropertyValue>,
    },
    /// A property compares with a value.
    Property {
        /// 0 <, 1 <=, 2 >, 3 >=, 4 ==, 5 !=, 6 like.
        relop: u32,
        /// The property.
        tag: PropertyTag,
        /// The value.
        value: Option<PropertyValue>,
    },
    /// Two properties compare.
    CompareProperties {
        /// As in `Property`.
        relop: u32,
        /// One.
        left: PropertyTag,
        /// The other.
        right: PropertyTag,
    },
    /// Bits are set or clear.
    Bitmask {
        /// 0 all clear, 1 any set.
        relation: u32,
        /// The property.
        tag: PropertyTag,
        /// The bits.
        mask: u32,
    },
    /// A value has a size.
    Size {
        /// As in `Property`.
        relop: u32,
        /// The property.
        tag: PropertyTag,
        /// Bytes.
        size: u32,
    },
    /// A property is there.
    Exist {
        /// The property.
        tag: PropertyTag,
    },
    /// A condition on a table inside the object.
    SubObject {
        /// The table.
        object: u32,
        /// The condition.
        restriction: Option<Box<Restriction>>,
    },
}

/// The fixed part, before its pointees were read.
enum Fixed {
    Whole(Restriction),
    List(u32, u32, bool),
    Not(bool),
    Content(u32, PropertyTag, bool),
    Property(u32, PropertyTag, bool),
    Sub(u32, bool),
}

impl Restriction {
    pub(super) fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        let mut budget = MAX_NODES;
        Self::read_nested(reader, MAX_DEPTH, &mut budget)
    }

    fn read_nested(
        reader: &mut NdrReader<'_>,
        depth: usize,
        budget: &mut usize,
    ) -> Result<Self, DecodeError> {
        Fixed::read(reader, budget)?.finish(reader, depth, budget)
    }

    pub(super) fn write(&self, writer: &mut NdrWriter) {
        self.write_fixed(writer);
        self.write_pointees(writer);
    }

    fn kind(&self) -> u32 {
        match self {
            Self::And(_) => 0,
            Self::Or(_) => 1,
            Self::Not(_) => 2,
            Self::Content { .. } => 3,
            Self::Property { .. } => 4,
            Self::CompareProperties { .. } => 5,
            Self::Bitmask { .. } => 6,
            Self::Size { .. } => 7,
            Self::Exist { .. } => 8,
            Self::SubObject { .. } => 9,
        }
    }

    fn write_fixed(&self, writer: &mut NdrWriter) {
        writer.u32(self.kind());
        writer.u32(self.kind());
        let words = |writer: &mut NdrWriter, words: [u32; 3]| words.iter().for_each(|word| writer.u32(*word));
        match self {
            Self::And(list) | Self::Or(list) => {
                writer.count(list.len());
                writer.pointer(true);
            }
            Self::Not(inner) => writer.pointer(inner.is_some()),
            Self::Content { fuzzy_level: how, tag, value } | Self::Property { relop: how, tag, value } => {
                writer.u32(*how);
                writer.u32(tag.0);
                writer.pointer(value.is_some());
            }
            Self::CompareProperties { relop, left, right } => words(writer, [*relop, left.0, right.0]),
            Self::Bitmask { relation, tag, mask } => words(writer, [*relation, tag.0, *mask]),
            Self::Size { relop, tag, size } => words(writer, [*relop, tag.0, *size]),
            Self::Exist { tag } => words(writer, [0, tag.0, 0]),
            Self::SubObject { object, restriction } => {
                writer.u32(*object);
                writer.pointer(restriction.is_some());
            }
        }
    }

    fn write_pointees(&self, writer: &mut NdrWriter) {
        match self {
            Self::And(list) | Self::Or(list) => {
                writer.count(list.len());
                list.iter().for_each(|inner| inner.write_fixed(writer));
                list.iter().for_each(|inner| inner.write_pointees(writer));
            }
            Self::Not(Some(inner)) | Self::SubObject { restriction: Some(inner), .. } => inner.write(writer),
            Self::Content { value: Some(value), .. } | Self::Property { value: Some(value), .. } => {
                write_value(value, writer);
            }
            _ => {}
        }
    }
}

impl Fixed {
    fn read(reader: &mut NdrReader<'_>, budget: &mut usize) -> Result<Self, DecodeError> {
        *budget = budget.checked_sub(1).ok_or(DecodeError::TooLarge {
            what: "restriction",
            value: MAX_NODES,
            limit: MAX_NODES,
        })?;
        let kind = reader.u32()?;
        if reader.u32()? != kind {
            return Err(DecodeError::Malformed {
                what: "restriction",
                why: "its type is not its discriminant",
            });
        }
        let tag = |value: u32| PropertyTag(value);
        Ok(match kind {
            0 | 1 => Self::List(kind, reader.u32()?, reader.pointer()?),
            2 => Self::Not(reader.pointer()?),
            3 => Self::Content(reader.u32()?, tag(reader.u32()?), reader.pointer()?),
            4 => Self::Property(reader.u32()?, tag(reader.u32()?), reader.pointer()?),
            5 => Self::Whole(Restriction::CompareProperties {
                relop: reader.u32()?,
                left: tag(reader.u32()?),
                right: tag(reader.u32()?),
            }),
            6 => Self::Whole(Restriction::Bitmask {
                relation: reader.u32()?,
                tag: tag(reader.u32()?),
                mask: reader.u32()?,
            }),
            7 => Self::Whole(Restriction::Size {
                relop: reader.u32()?,
                tag: tag(reader.u32()?),
                size: reader.u32()?,
            }),
            8 => {
                let (_, property, _) = (reader.u32()?, reader.u32()?, reader.u32()?);
                Self::Whole(Restriction::Exist { tag: tag(property) })
            }
            9 => Self::Sub(reader.u32()?, reader.pointer()?),
            other => return Err(DecodeError::Unknown { what: "restriction", value: other.into() }),
        })
    }

    fn finish(
        self,
        reader: &mut NdrReader<'_>,
        depth: usize,
        budget: &mut usize,
    ) -> Result<Restriction, DecodeError> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(DecodeError::TooLarge {
                what: "restriction depth",
                value: MAX_DEPTH,
                limit: MAX_DEPTH,
            });
        };
        Ok(match self {
            Self::Whole(restriction) => restriction,
            Self::List(kind, count, present) => {
                let list = if present { read_list(reader, count, depth, budget)? } else { Vec::new() };
                if kind == 0 { Restriction::And(list) } else { Restriction::Or(list) }
            }
            Self::Not(present) => Restriction::Not(read_inner(reader, present, depth, budget)?),
            Self::Sub(object, present) => {
                Restriction::SubObject { object, restriction: read_inner(reader, present, depth, budget)? }
            }
            Self::Content(fuzzy_level, tag, present) => Restriction::Content {
                fuzzy_level,
                tag,
                value: present.then(|| read_value(reader)).transpose()?,
            },
            Self::Property(relop, tag, present) => {
                Restriction::Property { relop, tag, value: present.then(|| read_value(reader)).transpose()? }
            }
        })
    }
}

fn read_list(
    reader: &mut NdrReader<'_>,
    count: u32,
    depth: usize,
    budget: &mut usize,
) -> Result<Vec<Restriction>, DecodeError> {
    reader.conformance(count)?;
    let count = reader.check(crate::bytes::length(count), 12)?;
    let fixed = (0..count).map(|_| Fixed::read(reader, budget)).collect::<Result<Vec<_>, _>>()?;
    fixed.into_iter().map(|one| one.finish(reader, depth, budget)).collect()
}

fn read_inner(
    reader: &mut NdrReader<'_>,
    present: bool,
    depth: usize,
    budget: &mut usize,
) -> Result<Option<Box<Restriction>>, DecodeError> {
    Ok(if present { Some(Box::new(Restriction::read_nested(reader, depth, budget)?)) } else { None })
}
