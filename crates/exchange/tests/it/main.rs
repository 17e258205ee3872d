//! The crate against recorded sessions, against itself, and against arbitrary bytes.

// All of this crate is test code: a broken expectation panics, and the recordings are files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a helper that cannot go on fails the test"
)]

mod autodiscover_search;
mod ews_answers;
mod fixtures;
mod http_codec;
mod ntlm_recorded;
mod properties;
mod recorded_pdus;
mod recorded_stubs;
mod replay;
mod rpc_loopback;
