//! Proving who one is: Basic, NTLM, channel bindings.

mod basic;
mod channel_binding;
mod credentials;
mod http_client;
pub mod ntlm;

pub use basic::{basic, parse_basic};
pub use channel_binding::ChannelBinding;
pub use credentials::Credentials;
pub use http_client::{HttpAuthError, HttpAuthenticator, HttpScheme};
