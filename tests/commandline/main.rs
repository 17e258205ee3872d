//! The program's own commands, as processes against a practice organisation that is a process too.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod faults;
mod pwsh;
mod refusals;
mod runs;
mod world;
