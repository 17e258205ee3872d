//! Protecting PDUs with NTLM (MS-RPCE 2.2.2.11 to 2.2.2.13, 3.3.1.5.2).

use super::auth_trailer::TRAILER_LENGTH;
use super::{AuthLevel, AuthTrailer, Body, NTLM, Pdu};
use crate::auth::ntlm::{NtlmError, NtlmSession, SIGNATURE_LENGTH};

/// The security context of an association.
#[derive(Debug)]
pub(super) struct Security {
    pub(super) level: AuthLevel,
    pub(super) context_id: u32,
    pub(super) session: NtlmSession,
}

/// Bytes before the stub in requests without an object and in responses.
const STUB_OFFSET: usize = 24;

/// Bytes a protected fragment spends on trailer, signature and padding.
pub(super) const OVERHEAD: usize = TRAILER_LENGTH + SIGNATURE_LENGTH + PADDING;

/// Stubs are padded to a multiple of this.
const PADDING: usize = 16;

impl Security {
    /// The PDU as bytes, signed or sealed as the level wants it.
    pub(super) fn protect(&mut self, mut pdu: Pdu) -> Vec<u8> {
        let Some(stub) = stub_length(&pdu.body).filter(|_| self.level.signs()) else {
            return pdu.encode();
        };
        let padding = stub.wrapping_neg() & (PADDING - 1);
        pdu.auth = Some(AuthTrailer {
            auth_type: NTLM,
            level: self.level,
            context_id: self.context_id,
            padding: vec![0; padding],
            value: vec![0; SIGNATURE_LENGTH],
        });
        let mut bytes = pdu.encode();
        let signed = bytes.len().saturating_sub(SIGNATURE_LENGTH);
        bytes.truncate(signed);
        let signature = if self.level == AuthLevel::Privacy {
            let end = signed.saturating_sub(TRAILER_LENGTH);
            self.session.seal(&mut bytes, STUB_OFFSET..end)
        } else {
            self.session.sign(&bytes)
        };
        bytes.extend_from_slice(&signature);
        bytes
    }

    /// Checks and opens received bytes; gives them back in the clear.
    pub(super) fn unprotect(&mut self, pdu: &Pdu, bytes: &[u8]) -> Result<Vec<u8>, NtlmError> {
        let protected = stub_length(&pdu.body).is_some() && self.level.signs();
        if !protected {
            return Ok(bytes.to_vec());
        }
        let auth = pdu.auth.as_ref().ok_or(NtlmError::Signature)?;
        if auth.level != self.level || auth.context_id != self.context_id {
            return Err(NtlmError::Signature);
        }
        let mut clear = bytes.to_vec();
        let signed = clear.len().saturating_sub(auth.value.len());
        clear.truncate(signed);
        let offset = STUB_OFFSET + if has_object(&pdu.body) { 16 } else { 0 };
        if self.level == AuthLevel::Privacy {
            let end = signed.saturating_sub(TRAILER_LENGTH);
            self.session.unseal(&mut clear, offset..end, &auth.value)?;
        } else {
            self.session.verify(&clear, &auth.value)?;
        }
        clear.extend_from_slice(&auth.value);
        Ok(clear)
    }
}

fn stub_length(body: &Body) -> Option<usize> {
    match body {
        Body::Request(request) => Some(request.stub.len()),
        Body::Response(response) => Some(response.stub.len()),
        _ => None,
    }
}

fn has_object(body: &Body) -> bool {
    matches!(body, Body::Request(request) if request.object.is_some())
}
