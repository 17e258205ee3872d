//! The server: challenge, then judging the answer.

use super::av_pairs::id;
use super::hash::{equal, hmac_md5, ntowf_v2};
use super::session::{Side, rc4};
use super::{AvPairs, NtlmAuthenticate, NtlmError, NtlmFlags, NtlmServerChallenge, NtlmSession, negotiate};
use crate::Secret;
use crate::auth::ChannelBinding;
use zeroize::Zeroizing;

/// Who authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NtlmIdentity {
    /// The domain the client named.
    pub domain: String,
    /// The user.
    pub user: String,
}

/// One exchange at the server.
#[derive(Debug, Clone)]
pub struct NtlmServer {
    negotiate: Vec<u8>,
    challenge: Vec<u8>,
    server_challenge: [u8; 8],
}

impl NtlmServer {
    /// Answers a first message: the challenge to send, and the state to judge the answer with.
    pub fn challenge(
        negotiate: &[u8],
        target: &str,
        server_challenge: [u8; 8],
        target_info: AvPairs,
    ) -> Result<(Vec<u8>, Self), NtlmError> {
        let asked = negotiate::decode(negotiate)?;
        let optional = NtlmFlags::SIGN
            | NtlmFlags::SEAL
            | NtlmFlags::ALWAYS_SIGN
            | NtlmFlags::BITS_128
            | NtlmFlags::BITS_56
            | NtlmFlags::KEY_EXCHANGE;
        let flags = NtlmFlags(
            asked.0 & optional
                | NtlmFlags::UNICODE
                | NtlmFlags::REQUEST_TARGET
                | NtlmFlags::NTLM
                | NtlmFlags::TARGET_TYPE_SERVER
                | NtlmFlags::EXTENDED_SESSION_SECURITY
                | NtlmFlags::TARGET_INFO,
        );
        let challenge = NtlmServerChallenge::new(target, flags, server_challenge, target_info).encode();
        Ok((challenge.clone(), Self { negotiate: negotiate.to_vec(), challenge, server_challenge }))
    }

    /// Takes up an exchange from its messages.
    pub fn resume(negotiate: &[u8], challenge: &[u8]) -> Result<Self, NtlmError> {
        let server_challenge = NtlmServerChallenge::decode(challenge)?.challenge;
        Ok(Self { negotiate: negotiate.to_vec(), challenge: challenge.to_vec(), server_challenge })
    }

    /// Judges the answer. `password` finds the password of a (user, domain); `binding` is required to match if
    /// both sides have one.
    pub fn authenticate(
        self,
        message: &[u8],
        password: impl FnOnce(&str, &str) -> Option<Secret>,
        binding: Option<ChannelBinding>,
    ) -> Result<(NtlmIdentity, NtlmSession), NtlmError> {
        let answer = NtlmAuthenticate::decode(message)?;
        let secret = password(&answer.user, &answer.domain).ok_or(NtlmError::WrongPassword)?;
        let key = ntowf_v2(&answer.user, &answer.domain, &secret);
        let (proof, proven) = answer
            .nt_response
            .split_at_checked(16)
            .ok_or(NtlmError::Malformed("its answer is not NTLMv2"))?;
        if !equal(proof, &hmac_md5(&*key, &[&self.server_challenge, proven])) {
            return Err(NtlmError::WrongPassword);
        }
        let pairs = answer.pairs()?;
        check_binding(&pairs, binding)?;
        let base_key = Zeroizing::new(hmac_md5(&*key, &[proof]));
        let session_key = if answer.flags.has(NtlmFlags::KEY_EXCHANGE) {
            let mut key: [u8; 16] = answer
                .encrypted_session_key
                .as_slice()
                .try_into()
                .map_err(|_| NtlmError::Malformed("its session key is not 16 bytes"))?;
            rc4(&base_key).apply(&mut key);
            Zeroizing::new(key)
        } else {
            base_key
        };
        if let Some(mic) = answer.mic {
            let unsigned = NtlmAuthenticate::without_mic(message)?;
            if !equal(&mic, &hmac_md5(&*session_key, &[&self.negotiate, &self.challenge, &unsigned])) {
                return Err(NtlmError::Signature);
            }
        }
        let identity = NtlmIdentity { domain: answer.domain, user: answer.user };
        Ok((identity, NtlmSession::new(&session_key, answer.flags, Side::Server)))
    }
}

/// A client without a binding passes (as with Exchange's Extended Protection set to "Allow"); zeros are none.
fn check_binding(pairs: &AvPairs, binding: Option<ChannelBinding>) -> Result<(), NtlmError> {
    match (pairs.get(id::CHANNEL_BINDINGS), binding) {
        (Some(sent), Some(own)) if sent != own.0 && sent.iter().any(|byte| *byte != 0) => {
            Err(NtlmError::ChannelBinding)
        }
        _ => Ok(()),
    }
}
