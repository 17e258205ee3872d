//! Reading NDR.

use super::Layout;
use crate::bytes::{DecodeError, Reader, from_utf16le, length};
use uuid::Uuid;

/// Most elements an array may have; no Exchange interface allows more than 100,000.
const MAX_ELEMENTS: usize = 1_000_000;

/// A position in a stub.
#[derive(Debug)]
pub struct NdrReader<'a> {
    bytes: Reader<'a>,
    layout: Layout,
}

impl<'a> NdrReader<'a> {
    /// Starts at the stub's first byte.
    pub fn new(stub: &'a [u8]) -> Self {
        Self { bytes: Reader::new("NDR stub", stub), layout: Layout::default() }
    }

    pub(crate) fn into_layout(self) -> Layout {
        self.layout
    }

    /// Skips to a multiple of `alignment`, a power of two.
    pub fn align(&mut self, alignment: usize) -> Result<(), DecodeError> {
        let gap = self.bytes.position().wrapping_neg() & (alignment.saturating_sub(1));
        let skipped = self.bytes.take(gap)?;
        self.layout.padding.extend_from_slice(skipped);
        Ok(())
    }

    /// `unsigned char`.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.bytes.u8()
    }

    /// `unsigned short`.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.align(2)?;
        self.bytes.u16()
    }

    /// `unsigned long`.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.align(4)?;
        self.bytes.u32()
    }

    /// 16 bytes, unaligned (`FlatUID_r`).
    pub fn flat_uid(&mut self) -> Result<Uuid, DecodeError> {
        self.bytes.guid()
    }

    /// A unique pointer: whether there is a referent. It follows later.
    pub fn pointer(&mut self) -> Result<bool, DecodeError> {
        let id = self.u32()?;
        if id == 0 {
            return Ok(false);
        }
        self.layout.referents.push(id);
        Ok(true)
    }

    /// A count of elements of at least `element` bytes each, which must be left in the stub.
    pub fn count(&mut self, element: usize) -> Result<usize, DecodeError> {
        let count = length(self.u32()?);
        self.check(count, element)
    }

    pub(crate) fn check(&self, count: usize, element: usize) -> Result<usize, DecodeError> {
        const WHAT: &str = "NDR array";
        let available = self.bytes.rest().len();
        let needed = count.saturating_mul(element);
        if count > MAX_ELEMENTS {
            return Err(DecodeError::TooLarge { what: WHAT, value: count, limit: MAX_ELEMENTS });
        }
        if needed > available {
            return Err(DecodeError::Truncated { what: WHAT, needed, available });
        }
        Ok(count)
    }

    /// Maximum count, offset and actual count of a conformant varying array; gives the actual count.
    fn varying(&mut self, element: usize) -> Result<usize, DecodeError> {
        let _max = self.u32()?;
        if self.u32()? != 0 {
            return Err(DecodeError::Malformed {
                what: "NDR array",
                why: "it does not begin at its first element",
            });
        }
        self.count(element)
    }

    /// `[string] wchar_t`: UTF-16 with its NUL.
    pub fn wide_string(&mut self) -> Result<String, DecodeError> {
        let units = self.varying(2)?;
        let text = from_utf16le(self.bytes.take(units.saturating_mul(2))?);
        Ok(text.strip_suffix('\0').map(str::to_owned).unwrap_or(text))
    }

    /// `[string] char`: 8-bit text with its NUL, as bytes.
    pub fn byte_string(&mut self) -> Result<Vec<u8>, DecodeError> {
        let count = self.varying(1)?;
        let text = self.bytes.take(count)?;
        Ok(text.strip_suffix(&[0]).unwrap_or(text).to_vec())
    }

    /// Conformant bytes that must have the size named before.
    pub fn sized_bytes(&mut self, size: u32) -> Result<Vec<u8>, DecodeError> {
        self.conformance(size)?;
        Ok(self.bytes.take(length(size))?.to_vec())
    }

    /// The conformance of an array, which must equal the size named before.
    pub fn conformance(&mut self, size: u32) -> Result<(), DecodeError> {
        if self.u32()? == size {
            Ok(())
        } else {
            Err(DecodeError::Malformed { what: "NDR array", why: "its conformance is not its size" })
        }
    }
}
