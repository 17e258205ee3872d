//! HTTP/1.1 on one owned connection (RFC 9112), for NTLM and RPC over HTTP, where the connection matters.
//!
//! Bodies stream: RPC over HTTP announces a gigabyte and sends it over hours. Heads are limited, bodies are the
//! caller's to limit.

mod body;
mod client;
mod head;
mod headers;
mod server;

pub use client::{ClientCodec, ClientEvent};
pub use head::{MAX_HEAD, RequestHead, ResponseHead};
pub use headers::Headers;
pub use server::{ServerCodec, ServerEvent};

/// Why HTTP bytes could not be understood. The connection cannot be used afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The head is too long.
    #[error("the HTTP head is longer than {MAX_HEAD} bytes")]
    HeadTooLarge,
    /// The head cannot be read.
    #[error("the peer does not speak HTTP: {0}")]
    Head(&'static str),
    /// The body's framing cannot be read.
    #[error("the HTTP body cannot be read: {0}")]
    Body(&'static str),
    /// The connection ended inside a message.
    #[error("the connection was closed in the middle of an HTTP message")]
    Closed,
}
