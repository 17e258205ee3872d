//! Exchange wire formats and protocol state machines without I/O.
//!
//! Nothing here opens a socket, reads a file, looks at a clock or rolls a die: bytes, times and random numbers
//! come in as arguments, bytes and events go out as values. A driver (the migration's connections, the practice
//! organisation's listener, a test replaying a recording) does the rest.
//!
//! | module | protocol | specification |
//! | --- | --- | --- |
//! | [`http`] | HTTP/1.1 on one owned connection | RFC 9112 |
//! | [`auth`] | Basic, NTLM, channel bindings | RFC 7617, MS-NLMP, RFC 5929 |
//! | [`autodiscover`] | finding a mailbox's servers (POX) | MS-OXDISCO, MS-OXDSCLI |
//! | [`dcerpc`] | connection-oriented DCE/RPC and NDR | C706, MS-RPCE |
//! | [`rpch`] | RPC over HTTP v2 | MS-RPCH |
//! | [`mapi`] | property tags and values | MS-OXCDATA |
//! | [`nspi`] | the address book | MS-NSPI |
//! | [`rfr`] | address book referral | MS-OXABREF |
//! | [`ews`] | Exchange Web Services | MS-OXWS* |
//!
//! Most formats are written for both sides, since the practice organisation is the other end of the same wire.

pub mod auth;
pub mod autodiscover;
pub mod bytes;
pub mod dcerpc;
pub mod ews;
pub mod http;
pub mod mapi;
pub mod nspi;
pub mod rfr;
pub mod rpch;
pub mod secret;
pub mod xml;

pub use bytes::DecodeError;
pub use secret::Secret;
pub use uuid::Uuid;
