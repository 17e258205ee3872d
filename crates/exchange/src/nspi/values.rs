//! `PropertyValue_r`: fixed parts in a row, then what they point to (MS-NSPI 2.2.2).

use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};
use crate::mapi::{FileTime, PropertyTag, PropertyType, PropertyValue, Value};

/// The fixed part of a value, before what it points to has been read.
pub(super) struct Pending {
    tag: PropertyTag,
    arm: Arm,
}

enum Arm {
    Inline(Value),
    Pointer(PropertyType, bool),
    Counted(PropertyType, u32, bool),
}

/// Fewest bytes of a fixed part.
pub(super) const MIN_FIXED: usize = 12;

/// Reads a value that stands alone: fixed part, then its pointees.
pub(super) fn read_value(reader: &mut NdrReader<'_>) -> Result<PropertyValue, DecodeError> {
    read_fixed(reader)?.read_pointees(reader)
}

/// Writes a value that stands alone.
pub(super) fn write_value(value: &PropertyValue, writer: &mut NdrWriter) {
    write_fixed(value, writer);
    write_pointees(value, writer);
}

/// Reads tag, reserved word, discriminant and the arm of the discriminant's type.
pub(super) fn read_fixed(reader: &mut NdrReader<'_>) -> Result<Pending, DecodeError> {
    let tag = PropertyTag(reader.u32()?);
    let _reserved = reader.u32()?;
    let discriminant = reader.u32()?;
    let kind = u16::try_from(discriminant)
        .ok()
        .and_then(PropertyType::from_wire)
        .ok_or(DecodeError::Unknown { what: "property type", value: discriminant.into() })?;
    if tag.wire_type() != kind as u16 {
        return Err(DecodeError::Malformed { what: "property value", why: "its tag has another type" });
    }
    let arm = match kind {
        PropertyType::Unspecified => Arm::Inline(Value::Unspecified(reader.u32()?)),
        PropertyType::Null => Arm::Inline(Value::Null(reader.u32()?)),
        PropertyType::EmbeddedTable => Arm::Inline(Value::EmbeddedTable(reader.u32()?)),
        PropertyType::Integer16 => Arm::Inline(Value::Integer16(signed16(reader.u16()?))),
        PropertyType::Integer32 => Arm::Inline(Value::Integer32(signed32(reader.u32()?))),
        PropertyType::ErrorCode => Arm::Inline(Value::ErrorCode(reader.u32()?)),
        PropertyType::Boolean => Arm::Inline(Value::Boolean(reader.u16()? != 0)),
        PropertyType::Time => Arm::Inline(Value::Time(read_time(reader)?)),
        PropertyType::String8 | PropertyType::String | PropertyType::Guid => {
            Arm::Pointer(kind, reader.pointer()?)
        }
        PropertyType::Binary
        | PropertyType::MultipleInteger16
        | PropertyType::MultipleInteger32
        | PropertyType::MultipleString8
        | PropertyType::MultipleString
        | PropertyType::MultipleTime
        | PropertyType::MultipleGuid
        | PropertyType::MultipleBinary => Arm::Counted(kind, reader.u32()?, reader.pointer()?),
    };
    Ok(Pending { tag, arm })
}

impl Pending {
    /// Reads what the fixed part points to.
    pub(super) fn read_pointees(self, reader: &mut NdrReader<'_>) -> Result<PropertyValue, DecodeError> {
        let value = match self.arm {
            Arm::Inline(value) => value,
            Arm::Pointer(PropertyType::Guid, present) => {
                Value::Guid(if present { Some(reader.flat_uid()?) } else { None })
            }
            Arm::Pointer(PropertyType::String8, present) => {
                Value::String8(if present { Some(reader.byte_string()?) } else { None })
            }
            Arm::Pointer(_, present) => {
                Value::String(if present { Some(reader.wide_string()?) } else { None })
            }
            Arm::Counted(kind, count, present) => {
                read_array(reader, kind, if present { count } else { 0 }, present)?
            }
        };
        Ok(PropertyValue { tag: self.tag, value })
    }
}

fn read_array(
    reader: &mut NdrReader<'_>,
    kind: PropertyType,
    size: u32,
    present: bool,
) -> Result<Value, DecodeError> {
    if kind == PropertyType::Binary {
        return Ok(Value::Binary(if present { reader.sized_bytes(size)? } else { Vec::new() }));
    }
    if present {
        reader.conformance(size)?;
    }
    Ok(match kind {
        PropertyType::MultipleInteger16 => {
            Value::MultipleInteger16(each(reader, size, 2, |r| Ok(signed16(r.u16()?)))?)
        }
        PropertyType::MultipleInteger32 => {
            Value::MultipleInteger32(each(reader, size, 4, |r| Ok(signed32(r.u32()?)))?)
        }
        PropertyType::MultipleTime => Value::MultipleTime(each(reader, size, 8, read_time)?),
        PropertyType::MultipleString8 => {
            Value::MultipleString8(pointed(reader, size, |reader| reader.byte_string())?)
        }
        PropertyType::MultipleGuid => Value::MultipleGuid(pointed(reader, size, |reader| reader.flat_uid())?),
        PropertyType::MultipleBinary => {
            let fixed = each(reader, size, 8, |r| Ok((r.u32()?, r.pointer()?)))?;
            let read = |(count, present): (u32, bool)| {
                if present { reader.sized_bytes(count) } else { Ok(Vec::new()) }
            };
            Value::MultipleBinary(fixed.into_iter().map(read).collect::<Result<_, _>>()?)
        }
        _ => Value::MultipleString(pointed(reader, size, |reader| reader.wide_string())?),
    })
}

/// An array of values that stand in it.
fn each<T>(
    reader: &mut NdrReader<'_>,
    size: u32,
    bytes: usize,
    read: impl Fn(&mut NdrReader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let count = reader.check(crate::bytes::length(size), bytes)?;
    (0..count).map(|_| read(reader)).collect()
}

/// An array of pointers, then what they point to. Null pointers give default values.
fn pointed<T: Default>(
    reader: &mut NdrReader<'_>,
    size: u32,
    read: impl Fn(&mut NdrReader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let pointers = each(reader, size, 4, |reader| reader.pointer())?;
    pointers.into_iter().map(|present| if present { read(reader) } else { Ok(T::default()) }).collect()
}

/// Writes the fixed part.
pub(super) fn write_fixed(property: &PropertyValue, writer: &mut NdrWriter) {
    writer.u32(property.tag.0);
    writer.u32(0);
    writer.u32(u32::from(property.value.property_type() as u16));
    match &property.value {
        Value::Unspecified(word)
        | Value::Null(word)
        | Value::EmbeddedTable(word)
        | Value::ErrorCode(word) => {
            writer.u32(*word);
        }
        Value::Integer16(number) => writer.u16(u16::from_le_bytes(number.to_le_bytes())),
        Value::Integer32(number) => writer.u32(u32::from_le_bytes(number.to_le_bytes())),
        Value::Boolean(yes) => writer.u16(u16::from(*yes)),
        Value::Time(time) => write_time(*time, writer),
        Value::String8(text) => writer.pointer(text.is_some()),
        Value::String(text) => writer.pointer(text.is_some()),
        Value::Guid(guid) => writer.pointer(guid.is_some()),
        Value::Binary(bytes) => counted(writer, bytes.len()),
        Value::MultipleInteger16(values) => counted(writer, values.len()),
        Value::MultipleInteger32(values) => counted(writer, values.len()),
        Value::MultipleString8(values) => counted(writer, values.len()),
        Value::MultipleString(values) => counted(writer, values.len()),
        Value::MultipleTime(values) => counted(writer, values.len()),
        Value::MultipleGuid(values) => counted(writer, values.len()),
        Value::MultipleBinary(values) => counted(writer, values.len()),
    }
}

fn counted(writer: &mut NdrWriter, count: usize) {
    writer.count(count);
    writer.pointer(true);
}

/// Writes what the fixed part points to.
pub(super) fn write_pointees(property: &PropertyValue, writer: &mut NdrWriter) {
    match &property.value {
        Value::String8(Some(text)) => writer.byte_string(text),
        Value::String(Some(text)) => writer.wide_string(text),
        Value::Guid(Some(guid)) => writer.flat_uid(guid),
        Value::Binary(bytes) => writer.sized_bytes(bytes),
        Value::MultipleInteger16(values) => {
            write_each(writer, values, |writer, number| writer.u16(u16::from_le_bytes(number.to_le_bytes())));
        }
        Value::MultipleInteger32(values) => {
            write_each(writer, values, |writer, number| writer.u32(u32::from_le_bytes(number.to_le_bytes())));
        }
        Value::MultipleTime(values) => write_each(writer, values, |writer, time| write_time(*time, writer)),
        Value::MultipleString8(values) => {
            write_each(writer, values, |writer, _| writer.pointer(true));
            values.iter().for_each(|text| writer.byte_string(text));
        }
        Value::MultipleString(values) => {
            write_each(writer, values, |writer, _| writer.pointer(true));
            values.iter().for_each(|text| writer.wide_string(text));
        }
        Value::MultipleGuid(values) => {
            write_each(writer, values, |writer, _| writer.pointer(true));
            values.iter().for_each(|guid| writer.flat_uid(guid));
        }
        Value::MultipleBinary(values) => {
            write_each(writer, values, |writer, bytes| counted(writer, bytes.len()));
            values.iter().for_each(|bytes| writer.sized_bytes(bytes));
        }
        _ => {}
    }
}

fn write_each<T>(writer: &mut NdrWriter, values: &[T], write: impl Fn(&mut NdrWriter, &T)) {
    writer.count(values.len());
    values.iter().for_each(|value| write(writer, value));
}

fn read_time(reader: &mut NdrReader<'_>) -> Result<FileTime, DecodeError> {
    let (low, high) = (u64::from(reader.u32()?), u64::from(reader.u32()?));
    Ok(FileTime(high << 32 | low))
}

fn write_time(time: FileTime, writer: &mut NdrWriter) {
    let [a, b, c, d, e, f, g, h] = time.0.to_le_bytes();
    writer.u32(u32::from_le_bytes([a, b, c, d]));
    writer.u32(u32::from_le_bytes([e, f, g, h]));
}

fn signed16(value: u16) -> i16 {
    i16::from_le_bytes(value.to_le_bytes())
}

fn signed32(value: u32) -> i32 {
    i32::from_le_bytes(value.to_le_bytes())
}
