//! NEGOTIATE_MESSAGE, type 1 (MS-NLMP 2.2.1.1).

use super::{NtlmError, NtlmFlags, SIGNATURE, begin};
use crate::bytes::{PutLe, Reader};

/// The first message, without names or version.
pub(super) fn encode(flags: NtlmFlags) -> Vec<u8> {
    let mut out = SIGNATURE.to_vec();
    out.put_u32(1);
    out.put_u32(flags.0);
    out.extend_from_slice(&[0; 16]);
    out
}

/// The flags of a first message; the rest of it does not matter.
pub(super) fn decode(message: &[u8]) -> Result<NtlmFlags, NtlmError> {
    let mut reader = Reader::new("NTLM negotiate message", message);
    begin(&mut reader, 1)?;
    Ok(NtlmFlags(reader.u32()?))
}
