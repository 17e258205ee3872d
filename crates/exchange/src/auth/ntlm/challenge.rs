//! CHALLENGE_MESSAGE, type 2 (MS-NLMP 2.2.1.2).

use super::{AvPairs, NtlmError, NtlmFlags, Payload, SIGNATURE, begin, field};
use crate::bytes::{PutLe, Reader, utf16le};

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NtlmServerChallenge {
    /// The server's name, UTF-16LE.
    pub target_name: Vec<u8>,
    /// The flags it chose.
    pub flags: NtlmFlags,
    /// Eight random bytes.
    pub challenge: [u8; 8],
    /// What it tells of itself.
    pub target_info: AvPairs,
}

impl NtlmServerChallenge {
    /// A challenge from a server of this name.
    pub fn new(target: &str, flags: NtlmFlags, challenge: [u8; 8], target_info: AvPairs) -> Self {
        Self { target_name: utf16le(target), flags, challenge, target_info }
    }

    /// Reads the message.
    pub fn decode(message: &[u8]) -> Result<Self, NtlmError> {
        let mut reader = Reader::new("NTLM challenge message", message);
        begin(&mut reader, 2)?;
        let target_name = field(&mut reader, message)?.to_vec();
        let flags = NtlmFlags(reader.u32()?);
        let challenge = reader.array()?;
        let _reserved = reader.u64()?;
        let info = field(&mut reader, message)?;
        let target_info = if info.is_empty() { AvPairs::default() } else { AvPairs::decode(info)? };
        Ok(Self { target_name, flags, challenge, target_info })
    }

    /// Writes the message, without a version.
    pub fn encode(&self) -> Vec<u8> {
        const BASE: u32 = 48;
        let mut payload = Payload::default();
        let mut out = SIGNATURE.to_vec();
        out.put_u32(2);
        payload.field(&mut out, BASE, &self.target_name);
        out.put_u32(self.flags.0);
        out.extend_from_slice(&self.challenge);
        out.put_u64(0);
        payload.field(&mut out, BASE, &self.target_info.encode());
        out.extend_from_slice(&payload.bytes);
        out
    }
}
