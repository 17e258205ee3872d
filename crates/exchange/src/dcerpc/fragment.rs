//! Putting fragments together and cutting stubs apart.

use crate::bytes::DecodeError;

/// Longest stub that is put together, in bytes: an address book page of a large organisation stays below it.
pub const MAX_STUB: usize = 16 * 1024 * 1024;

/// Puts the fragments of one message together.
#[derive(Debug, Default)]
pub struct Assembler {
    open: Option<(u32, Vec<u8>)>,
}

impl Assembler {
    /// Takes a fragment; gives the whole stub with the last one.
    pub fn push(
        &mut self,
        call_id: u32,
        first: bool,
        last: bool,
        stub: &[u8],
    ) -> Result<Option<Vec<u8>>, DecodeError> {
        const WHAT: &str = "fragmented message";
        let mut whole = match (self.open.take(), first) {
            (None, true) => Vec::new(),
            (Some((id, whole)), false) if id == call_id => whole,
            (None, false) => {
                return Err(DecodeError::Malformed { what: WHAT, why: "its first fragment is missing" });
            }
            (Some(_), _) => {
                return Err(DecodeError::Malformed {
                    what: WHAT,
                    why: "another message begins before its end",
                });
            }
        };
        let length = whole.len().saturating_add(stub.len());
        if length > MAX_STUB {
            return Err(DecodeError::TooLarge { what: WHAT, value: length, limit: MAX_STUB });
        }
        whole.extend_from_slice(stub);
        if last {
            return Ok(Some(whole));
        }
        self.open = Some((call_id, whole));
        Ok(None)
    }
}

/// Cuts a stub into pieces of at most `size` bytes (a multiple of 8); an empty stub is one empty piece.
pub(crate) fn pieces(stub: &[u8], size: usize) -> Vec<&[u8]> {
    let size = (size & !7).max(8);
    if stub.is_empty() { vec![stub] } else { stub.chunks(size).collect() }
}
