//! `StringsArray_r` and `WStringsArray_r`.

use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};

/// Reads conformance, count, pointers, then the texts.
pub(super) fn read<T>(
    reader: &mut NdrReader<'_>,
    text: impl Fn(&mut NdrReader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<Option<T>>, DecodeError> {
    let conformance = reader.u32()?;
    reader.conformance(conformance)?;
    let count = reader.check(crate::bytes::length(conformance), 4)?;
    let pointers = (0..count).map(|_| reader.pointer()).collect::<Result<Vec<_>, _>>()?;
    pointers.into_iter().map(|present| if present { text(reader).map(Some) } else { Ok(None) }).collect()
}

/// Writes the same.
pub(super) fn write<T>(texts: &[Option<T>], writer: &mut NdrWriter, text: impl Fn(&mut NdrWriter, &T)) {
    writer.count(texts.len());
    writer.count(texts.len());
    texts.iter().for_each(|one| writer.pointer(one.is_some()));
    texts.iter().flatten().for_each(|one| text(writer, one));
}
