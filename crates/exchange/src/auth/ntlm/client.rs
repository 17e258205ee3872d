//! The client: first message, then the answer to the challenge.

use super::av_pairs::{HAS_MIC, id};
use super::hash::{hmac_md5, ntowf_v2};
use super::session::{Side, rc4};
use super::{NtlmAuthenticate, NtlmError, NtlmFlags, NtlmServerChallenge, NtlmSession, negotiate};
use crate::auth::{ChannelBinding, Credentials};
use crate::bytes::{PutLe, utf16le};
use zeroize::Zeroizing;

/// What the client cannot make up itself.
#[derive(Clone)]
pub struct NtlmInputs {
    /// Eight random bytes.
    pub client_challenge: [u8; 8],
    /// Sixteen random bytes: the session key.
    pub session_key: Zeroizing<[u8; 16]>,
    /// Now, as a FILETIME; used when the server does not tell its own.
    pub time: u64,
    /// Name of the service, `HTTP/mail.contoso.com`.
    pub target_name: String,
    /// Binds to the TLS connection, where there is one.
    pub channel_binding: Option<ChannelBinding>,
    /// Name of this computer.
    pub workstation: String,
}

impl std::fmt::Debug for NtlmInputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NtlmInputs").field("target_name", &self.target_name).finish_non_exhaustive()
    }
}

/// A client before the challenge.
#[derive(Debug, Clone)]
pub struct NtlmClient {
    credentials: Credentials,
    inputs: NtlmInputs,
}

impl NtlmClient {
    /// A client that will prove these credentials.
    pub fn new(credentials: Credentials, inputs: NtlmInputs) -> Self {
        Self { credentials, inputs }
    }

    /// The first message.
    pub fn negotiate(&self) -> Vec<u8> {
        negotiate::encode(NtlmFlags::WANTED)
    }

    /// The answer to the challenge, and the session that begins with it. `message` is the challenge as received.
    pub fn authenticate(
        self,
        message: &[u8],
        challenge: &NtlmServerChallenge,
    ) -> Result<(Vec<u8>, NtlmSession), NtlmError> {
        let flags = NtlmFlags(NtlmFlags::WANTED.0 & challenge.flags.0);
        let required = NtlmFlags::UNICODE | NtlmFlags::EXTENDED_SESSION_SECURITY | NtlmFlags::BITS_128;
        if flags.0 & required != required {
            return Err(NtlmError::Malformed("the server does not do NTLMv2 with 128-bit keys"));
        }
        let Credentials { domain, user, password } = &self.credentials;
        let key = ntowf_v2(user, domain, password);
        let server_time = challenge.target_info.timestamp();
        let proven = self.proven(challenge, server_time);
        let proof = hmac_md5(&*key, &[&challenge.challenge, &proven]);
        let base_key = Zeroizing::new(hmac_md5(&*key, &[&proof]));
        let (session_key, encrypted) = if flags.has(NtlmFlags::KEY_EXCHANGE) {
            let mut encrypted = self.inputs.session_key.to_vec();
            rc4(&base_key).apply(&mut encrypted);
            (self.inputs.session_key.clone(), encrypted)
        } else {
            (base_key, Vec::new())
        };
        let mut answer = NtlmAuthenticate {
            domain: domain.clone(),
            user: user.clone(),
            workstation: self.inputs.workstation.clone(),
            lm_response: self.lm_response(&*key, challenge, server_time),
            nt_response: [proof.as_slice(), &proven].concat(),
            encrypted_session_key: encrypted,
            flags,
            mic: server_time.map(|_| [0; 16]),
        };
        if answer.mic.is_some() {
            answer.mic = Some(hmac_md5(&*session_key, &[&self.negotiate(), message, &answer.encode()]));
        }
        Ok((answer.encode(), NtlmSession::new(&session_key, flags, Side::Client)))
    }

    /// What the proof covers: time, the client's challenge and the pairs.
    fn proven(&self, challenge: &NtlmServerChallenge, server_time: Option<u64>) -> Vec<u8> {
        let mut pairs = challenge.target_info.clone();
        if server_time.is_some() {
            pairs.set(id::FLAGS, HAS_MIC.to_le_bytes().to_vec());
        }
        if let Some(binding) = &self.inputs.channel_binding {
            pairs.set(id::CHANNEL_BINDINGS, binding.0.to_vec());
        }
        if !self.inputs.target_name.is_empty() {
            pairs.set(id::TARGET_NAME, utf16le(&self.inputs.target_name));
        }
        let mut out = vec![1, 1, 0, 0, 0, 0, 0, 0];
        out.put_u64(server_time.unwrap_or(self.inputs.time));
        out.extend_from_slice(&self.inputs.client_challenge);
        out.put_u32(0);
        out.extend_from_slice(&pairs.encode());
        out.put_u32(0);
        out
    }

    /// LMv2, or zeros when the server tells its time (MS-NLMP 3.1.5.1.2).
    fn lm_response(&self, key: &[u8], challenge: &NtlmServerChallenge, server_time: Option<u64>) -> Vec<u8> {
        if server_time.is_some() {
            return vec![0; 24];
        }
        let proof = hmac_md5(key, &[&challenge.challenge, &self.inputs.client_challenge]);
        [proof.as_slice(), &self.inputs.client_challenge].concat()
    }
}
