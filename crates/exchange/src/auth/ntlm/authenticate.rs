//! AUTHENTICATE_MESSAGE, type 3 (MS-NLMP 2.2.1.3).

use super::{NtlmError, NtlmFlags, Payload, SIGNATURE, begin, field};
use crate::bytes::{PutLe, Reader, from_utf16le, utf16le};

/// The client's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct NtlmAuthenticate {
    /// Domain of the user.
    pub domain: String,
    /// The user.
    pub user: String,
    /// The client's computer.
    pub workstation: String,
    /// The LMv2 answer, or zeros.
    pub lm_response: Vec<u8>,
    /// The NTLMv2 answer: 16 bytes of proof, then what it proves.
    pub nt_response: Vec<u8>,
    /// The session key, enciphered.
    pub encrypted_session_key: Vec<u8>,
    /// The flags agreed on.
    pub flags: NtlmFlags,
    /// Checksum over all three messages.
    pub mic: Option<[u8; 16]>,
}

/// The answers are not shown: they can be tried against passwords.
impl std::fmt::Debug for NtlmAuthenticate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NtlmAuthenticate")
            .field("domain", &self.domain)
            .field("user", &self.user)
            .field("flags", &self.flags)
            .finish_non_exhaustive()
    }
}

/// Where the MIC stands, if there is one: before the payload. Some clients leave out the version field before it,
/// so it is not always at byte 72.
fn mic_offset(message: &[u8]) -> Result<usize, NtlmError> {
    const FIELDS: usize = 6;
    const FIRST_MIC: usize = 64;
    const MIC_LENGTH: usize = 16;
    let mut reader = Reader::new("NTLM authenticate message", message.get(12..).unwrap_or_default());
    let mut payload = usize::MAX;
    for _ in 0..FIELDS {
        let (length, _max, offset) = (reader.u16()?, reader.u16()?, crate::bytes::length(reader.u32()?));
        if length > 0 {
            payload = payload.min(offset);
        }
    }
    let offset = payload.checked_sub(MIC_LENGTH).filter(|offset| (FIRST_MIC..message.len()).contains(offset));
    offset.ok_or(NtlmError::Malformed("it promises a MIC and has none"))
}

impl NtlmAuthenticate {
    /// Reads the message. Whether it has a MIC is told by the pairs in its NTLMv2 answer.
    pub fn decode(message: &[u8]) -> Result<Self, NtlmError> {
        let mut reader = Reader::new("NTLM authenticate message", message);
        begin(&mut reader, 3)?;
        let lm_response = field(&mut reader, message)?.to_vec();
        let nt_response = field(&mut reader, message)?.to_vec();
        let domain = from_utf16le(field(&mut reader, message)?);
        let user = from_utf16le(field(&mut reader, message)?);
        let workstation = from_utf16le(field(&mut reader, message)?);
        let encrypted_session_key = field(&mut reader, message)?.to_vec();
        let flags = NtlmFlags(reader.u32()?);
        let mut this = Self {
            domain,
            user,
            workstation,
            lm_response,
            nt_response,
            encrypted_session_key,
            flags,
            mic: None,
        };
        if this.pairs()?.promises_mic() {
            let rest = message.get(mic_offset(message)?..).unwrap_or_default();
            this.mic = Some(Reader::new("NTLM MIC", rest).array()?);
        }
        Ok(this)
    }

    /// The AV pairs inside the NTLMv2 answer.
    pub(super) fn pairs(&self) -> Result<super::AvPairs, NtlmError> {
        let pairs =
            self.nt_response.get(16 + 28..).ok_or(NtlmError::Malformed("its answer is not NTLMv2"))?;
        super::AvPairs::decode(pairs)
    }

    /// Writes the message. With a MIC, a version field (zeros) stands before it.
    pub fn encode(&self) -> Vec<u8> {
        let base = if self.mic.is_some() { 88 } else { 64 };
        let mut payload = Payload::default();
        let mut tail = Payload::default();
        let (domain, user, workstation) =
            (utf16le(&self.domain), utf16le(&self.user), utf16le(&self.workstation));
        let names = crate::bytes::count_u32(domain.len() + user.len() + workstation.len());
        let mut out = SIGNATURE.to_vec();
        out.put_u32(3);
        // The names stand first in the payload, the answers behind them.
        tail.field(&mut out, base + names, &self.lm_response);
        tail.field(&mut out, base + names, &self.nt_response);
        payload.field(&mut out, base, &domain);
        payload.field(&mut out, base, &user);
        payload.field(&mut out, base, &workstation);
        tail.field(&mut out, base + names, &self.encrypted_session_key);
        out.put_u32(self.flags.0);
        if let Some(mic) = &self.mic {
            out.put_u64(0);
            out.extend_from_slice(mic);
        }
        out.extend_from_slice(&payload.bytes);
        out.extend_from_slice(&tail.bytes);
        out
    }

    /// The message as it is summed up in its own MIC: with zeros in the MIC's place.
    pub(super) fn without_mic(message: &[u8]) -> Result<Vec<u8>, NtlmError> {
        let offset = mic_offset(message)?;
        let mut message = message.to_vec();
        message.iter_mut().skip(offset).take(16).for_each(|byte| *byte = 0);
        Ok(message)
    }
}
