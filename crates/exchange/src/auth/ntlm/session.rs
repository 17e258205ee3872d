//! Signing and sealing after the exchange (MS-NLMP 3.4).

use super::hash::{Key, equal, hmac_md5, md5};
use super::{NtlmError, NtlmFlags};
use ::rc4::consts::U16;
use ::rc4::{KeyInit, Rc4, StreamCipher};
use zeroize::Zeroizing;

/// Bytes of a signature.
pub const SIGNATURE_LENGTH: usize = 16;

/// Who signs with which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// A running RC4 cipher.
pub(super) struct Cipher(Rc4<U16>);

/// A cipher with this key.
pub(super) fn rc4(key: &[u8; 16]) -> Cipher {
    Cipher(Rc4::new(key.into()))
}

impl Cipher {
    pub(super) fn apply(&mut self, bytes: &mut [u8]) {
        self.0.apply_keystream(bytes);
    }
}

/// One direction of a session.
struct Direction {
    signing_key: Key,
    cipher: Cipher,
    sequence: u32,
    key_exchange: bool,
}

/// Keys and sequence numbers of both directions.
pub struct NtlmSession {
    outgoing: Direction,
    incoming: Direction,
}

impl std::fmt::Debug for NtlmSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NtlmSession({} sent, {} received)", self.outgoing.sequence, self.incoming.sequence)
    }
}

impl NtlmSession {
    pub(crate) fn new(session_key: &[u8; 16], flags: NtlmFlags, side: Side) -> Self {
        let client = Direction::new(session_key, flags, "client-to-server");
        let server = Direction::new(session_key, flags, "server-to-client");
        match side {
            Side::Client => Self { outgoing: client, incoming: server },
            Side::Server => Self { outgoing: server, incoming: client },
        }
    }

    /// Signs a message to send.
    pub fn sign(&mut self, message: &[u8]) -> [u8; SIGNATURE_LENGTH] {
        self.outgoing.signature(message)
    }

    /// Checks the signature of a received message.
    pub fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<(), NtlmError> {
        if equal(&self.incoming.signature(message), signature) { Ok(()) } else { Err(NtlmError::Signature) }
    }

    /// Seals the part `sealed` of a message to send, in place, and signs the message as it was before.
    pub fn seal(&mut self, message: &mut [u8], sealed: std::ops::Range<usize>) -> [u8; SIGNATURE_LENGTH] {
        let plain = Zeroizing::new(message.to_vec());
        if let Some(part) = message.get_mut(sealed) {
            self.outgoing.cipher.apply(part);
        }
        self.outgoing.signature(&plain)
    }

    /// Opens the part `sealed` of a received message, in place, and checks the signature.
    pub fn unseal(
        &mut self,
        message: &mut [u8],
        sealed: std::ops::Range<usize>,
        signature: &[u8],
    ) -> Result<(), NtlmError> {
        if let Some(part) = message.get_mut(sealed) {
            self.incoming.cipher.apply(part);
        }
        self.verify(message, signature)
    }
}

impl Direction {
    fn new(session_key: &[u8; 16], flags: NtlmFlags, name: &str) -> Self {
        let magic = |use_: &str| format!("session key to {name} {use_} key magic constant\0");
        let signing_key = Zeroizing::new(md5(&[session_key, magic("signing").as_bytes()]));
        let sealing_key = Zeroizing::new(md5(&[session_key, magic("sealing").as_bytes()]));
        let key_exchange = flags.has(NtlmFlags::KEY_EXCHANGE);
        Self { signing_key, cipher: rc4(&sealing_key), sequence: 0, key_exchange }
    }

    /// Version, checksum, sequence number (MS-NLMP 2.2.2.9.2).
    fn signature(&mut self, message: &[u8]) -> [u8; SIGNATURE_LENGTH] {
        let sequence = self.sequence.to_le_bytes();
        self.sequence = self.sequence.wrapping_add(1);
        let hash = hmac_md5(&*self.signing_key, &[&sequence, message]);
        let mut checksum = [0; 8];
        checksum.copy_from_slice(hash.split_at(8).0);
        if self.key_exchange {
            self.cipher.apply(&mut checksum);
        }
        let mut signature = [0; SIGNATURE_LENGTH];
        let parts = 1u32.to_le_bytes().into_iter().chain(checksum).chain(sequence);
        signature.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        signature
    }
}
