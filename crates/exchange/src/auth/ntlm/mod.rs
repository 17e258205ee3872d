//! NTLM version 2, client and server (MS-NLMP).
//!
//! The ciphers and hashes are the RustCrypto crates'; what is here is the protocol around them. It is written
//! for this crate because it must be deterministic (time and random numbers are [`NtlmInputs`]), speak both
//! sides, and sign DCE/RPC fragments.

mod authenticate;
mod av_pairs;
mod challenge;
mod client;
mod flags;
mod hash;
mod negotiate;
mod server;
mod session;

pub use authenticate::NtlmAuthenticate;
pub use av_pairs::AvPairs;
pub use challenge::NtlmServerChallenge;
pub use client::{NtlmClient, NtlmInputs};
pub use flags::NtlmFlags;
pub use server::{NtlmIdentity, NtlmServer};
pub use session::{NtlmSession, SIGNATURE_LENGTH};

use crate::bytes::DecodeError;

/// Why NTLM failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NtlmError {
    /// A message cannot be read.
    #[error("the NTLM message cannot be used: {0}")]
    Malformed(&'static str),
    /// A message is cut off.
    #[error("the NTLM message cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// Name or password is wrong.
    #[error("the user name or password is wrong")]
    WrongPassword,
    /// The client is bound to another TLS connection.
    #[error("the channel binding does not belong to this TLS connection")]
    ChannelBinding,
    /// A signature is wrong.
    #[error("the message's NTLM signature is wrong")]
    Signature,
}

const SIGNATURE: [u8; 8] = *b"NTLMSSP\0";

/// Reads signature and message type.
fn begin(reader: &mut crate::bytes::Reader<'_>, kind: u32) -> Result<(), NtlmError> {
    if reader.array()? != SIGNATURE {
        return Err(NtlmError::Malformed("it does not begin with NTLMSSP"));
    }
    if reader.u32()? != kind {
        return Err(NtlmError::Malformed("it is another message of the exchange"));
    }
    Ok(())
}

/// Reads a (length, maximum, offset) triple and the bytes it names.
fn field<'a>(reader: &mut crate::bytes::Reader<'_>, message: &'a [u8]) -> Result<&'a [u8], NtlmError> {
    let (length, _max, offset) =
        (usize::from(reader.u16()?), reader.u16()?, crate::bytes::length(reader.u32()?));
    if length == 0 {
        return Ok(&[]);
    }
    message
        .get(offset..)
        .and_then(|rest| rest.get(..length))
        .ok_or(NtlmError::Malformed("a field lies outside of it"))
}

/// A message's fields: triples in front, bytes behind.
#[derive(Default)]
struct Payload {
    bytes: Vec<u8>,
}

impl Payload {
    /// Appends bytes and writes their triple; `base` is where the payload begins.
    fn field(&mut self, out: &mut Vec<u8>, base: u32, bytes: &[u8]) {
        use crate::bytes::{PutLe, count_u16, count_u32};
        out.put_u16(count_u16(bytes.len()));
        out.put_u16(count_u16(bytes.len()));
        out.put_u32(base.saturating_add(count_u32(self.bytes.len())));
        self.bytes.extend_from_slice(bytes);
    }
}
