//! AV pairs: what the challenge tells of the server, and the answer of the client (MS-NLMP 2.2.2.1).

use super::NtlmError;
use crate::bytes::{PutLe, Reader, count_u16, utf16le};

/// Ids of pairs.
pub(super) mod id {
    pub(crate) const END: u16 = 0;
    pub(crate) const COMPUTER_NAME: u16 = 1;
    pub(crate) const DOMAIN_NAME: u16 = 2;
    pub(crate) const DNS_COMPUTER_NAME: u16 = 3;
    pub(crate) const DNS_DOMAIN_NAME: u16 = 4;
    pub(crate) const FLAGS: u16 = 6;
    pub(crate) const TIMESTAMP: u16 = 7;
    pub(crate) const TARGET_NAME: u16 = 9;
    pub(crate) const CHANNEL_BINDINGS: u16 = 10;
}

/// Flag: the message has a MIC.
pub(super) const HAS_MIC: u32 = 2;

/// Pairs in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AvPairs(pub Vec<(u16, Vec<u8>)>);

impl AvPairs {
    /// The pairs a server sends. `time` is a FILETIME.
    pub fn of_server(computer: &str, domain: &str, dns_computer: &str, dns_domain: &str, time: u64) -> Self {
        Self(vec![
            (id::DOMAIN_NAME, utf16le(domain)),
            (id::COMPUTER_NAME, utf16le(computer)),
            (id::DNS_DOMAIN_NAME, utf16le(dns_domain)),
            (id::DNS_COMPUTER_NAME, utf16le(dns_computer)),
            (id::TIMESTAMP, time.to_le_bytes().to_vec()),
        ])
    }

    /// Reads pairs up to their end mark.
    pub fn decode(bytes: &[u8]) -> Result<Self, NtlmError> {
        let mut reader = Reader::new("NTLM AV pairs", bytes);
        let mut pairs = Vec::new();
        loop {
            let (id, length) = (reader.u16()?, reader.u16()?);
            if id == id::END {
                return Ok(Self(pairs));
            }
            pairs.push((id, reader.take(usize::from(length))?.to_vec()));
        }
    }

    /// The pairs with their end mark.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (id, value) in &self.0 {
            out.put_u16(*id);
            out.put_u16(count_u16(value.len()));
            out.extend_from_slice(value);
        }
        out.put_u32(0);
        out
    }

    /// Value of a pair.
    pub fn get(&self, id: u16) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, value)| value.as_slice())
    }

    /// Sets a pair, at its old place or at the end.
    pub(super) fn set(&mut self, id: u16, value: Vec<u8>) {
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some(pair) => pair.1 = value,
            None => self.0.push((id, value)),
        }
    }

    /// The server's time, a FILETIME.
    pub fn timestamp(&self) -> Option<u64> {
        Some(u64::from_le_bytes(self.get(id::TIMESTAMP)?.try_into().ok()?))
    }

    /// Whether the flags promise a MIC.
    pub(super) fn promises_mic(&self) -> bool {
        let flags = self.get(id::FLAGS).and_then(|value| value.try_into().ok()).map(u32::from_le_bytes);
        flags.is_some_and(|flags| flags & HAS_MIC != 0)
    }
}
