//! `auth_verifier_co_t`: what stands at the end of an authenticated PDU (C706 13.2.6.1).

use crate::bytes::{DecodeError, PutLe, Reader, count_u16};

/// Authentication type of NTLM (`RPC_C_AUTHN_WINNT`).
pub const NTLM: u8 = 10;

/// Bytes of the trailer before the credentials.
pub(crate) const TRAILER_LENGTH: usize = 8;

/// How much of a call is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum AuthLevel {
    /// Nothing.
    None = 1,
    /// The caller is known when the association begins; PDUs carry no verifier.
    Connect = 2,
    /// As connect, per call.
    Call = 3,
    /// As connect, per packet.
    Packet = 4,
    /// Every PDU is signed.
    Integrity = 5,
    /// Every PDU is signed and its stub sealed.
    Privacy = 6,
}

impl AuthLevel {
    fn from_wire(value: u8) -> Result<Self, DecodeError> {
        Ok(match value {
            // 0 asks for the default, which is connect.
            0 | 2 => Self::Connect,
            1 => Self::None,
            3 => Self::Call,
            4 => Self::Packet,
            5 => Self::Integrity,
            6 => Self::Privacy,
            _ => return Err(DecodeError::Unknown { what: "authentication level", value: value.into() }),
        })
    }

    /// Whether PDUs carry a signature.
    pub fn signs(self) -> bool {
        self >= Self::Integrity
    }
}

/// The trailer and the credentials behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthTrailer {
    /// Authentication type: [`NTLM`].
    pub auth_type: u8,
    /// Protection asked for.
    pub level: AuthLevel,
    /// Number of the security context; the client chooses it.
    pub context_id: u32,
    /// Bytes between the body and the trailer.
    pub padding: Vec<u8>,
    /// Token or signature.
    pub value: Vec<u8>,
}

impl AuthTrailer {
    /// Splits `body` (all after the header) into the body proper and its trailer.
    pub(crate) fn split(body: &[u8], auth_length: u16) -> Result<(&[u8], Option<Self>), DecodeError> {
        const WHAT: &str = "authentication trailer";
        let auth_length = usize::from(auth_length);
        if auth_length == 0 {
            return Ok((body, None));
        }
        let needed = auth_length.saturating_add(TRAILER_LENGTH);
        let Some((before, trailer)) = body.len().checked_sub(needed).and_then(|at| body.split_at_checked(at))
        else {
            return Err(DecodeError::Truncated { what: WHAT, needed, available: body.len() });
        };
        let mut reader = Reader::new(WHAT, trailer);
        let auth_type = reader.u8()?;
        let level = AuthLevel::from_wire(reader.u8()?)?;
        let pad_length = usize::from(reader.u8()?);
        let _reserved = reader.u8()?;
        let context_id = reader.u32()?;
        let Some((content, padding)) =
            before.len().checked_sub(pad_length).and_then(|at| before.split_at_checked(at))
        else {
            return Err(DecodeError::Malformed { what: WHAT, why: "the padding is longer than the body" });
        };
        let value = reader.rest().to_vec();
        Ok((content, Some(Self { auth_type, level, context_id, padding: padding.to_vec(), value })))
    }

    /// Appends padding, trailer and credentials.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.padding);
        out.extend_from_slice(&[self.auth_type, self.level as u8, pad_byte(self.padding.len()), 0]);
        out.put_u32(self.context_id);
        out.extend_from_slice(&self.value);
    }
}

fn pad_byte(length: usize) -> u8 {
    let low = count_u16(length).to_le_bytes();
    low[0]
}
