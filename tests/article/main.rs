//! Every code block of the article "Use PowerShell to perform a cutover migration to Microsoft 365", verbatim: as
//! scripts, on a pseudo-terminal, and through the embedding API. As written, the block with a placeholder does not
//! parse and the second New-MigrationBatch is refused; both show, and the block follows filled in.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod blocks;
mod embedded;
mod expected;
mod script;
mod terminal;
