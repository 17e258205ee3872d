//! What client and server of an association share.

use super::AuthLevel;
use crate::auth::ntlm::{NtlmClient, NtlmError};
use crate::bytes::DecodeError;

/// How a client authenticates inside DCE/RPC (apart from HTTP).
#[derive(Debug)]
pub enum Authentication {
    /// Not at all: HTTP did.
    None,
    /// NTLM in bind, bind_ack and auth3.
    Ntlm {
        /// How calls are protected.
        level: AuthLevel,
        /// Number of the security context, any.
        context_id: u32,
        /// The client.
        client: Box<NtlmClient>,
    },
}

/// Why an association failed. It cannot be used afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssociationError {
    /// A PDU cannot be read.
    #[error("the RPC message cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// Authentication failed.
    #[error(transparent)]
    Ntlm(#[from] NtlmError),
    /// The server refuses the association.
    #[error("the server refused the RPC bind, reason {reason}")]
    BindRefused {
        /// Reason of the bind_nak.
        reason: u16,
    },
    /// The server does not offer the interface.
    #[error(
        "the server does not offer this RPC interface at this port (result {outcome:?}, reason {reason})"
    )]
    InterfaceRefused {
        /// The verdict.
        outcome: super::Outcome,
        /// Its reason.
        reason: u16,
    },
    /// A PDU came that does not fit.
    #[error("the peer broke the RPC protocol: {0}")]
    Protocol(&'static str),
}

/// Longest fragment both sides here send and take. A multiple of 8 above the 24 bytes before the stub.
pub(super) const MAX_FRAGMENT: u16 = 5840;

/// Fragments shorter than this make no sense (C706: 1432 must be taken).
pub(super) const MIN_FRAGMENT: u16 = 1024;
