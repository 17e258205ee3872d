//! The practice organisation, asked by a client made of the `exchange` crate's state machines.

// All of this crate is test code: a broken expectation panics.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that cannot go on fails the test"
)]

mod address_book;
mod autodiscover;
mod driver;
mod faults;
mod hostile;
mod mail;
