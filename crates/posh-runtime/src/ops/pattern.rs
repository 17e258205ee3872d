//! Patterns: wildcards and regular expressions of .NET.
//!
//! .NET's syntax is translated to that of the engine below (`fancy-regex`): this is the one seam at which another engine
//! could stand.

mod blocks;
mod check;
mod regex;
mod translate;
mod wildcard;

pub use regex::{Found, Regex, RegexOptions};
pub use wildcard::Wildcard;

/// A compiled pattern.
pub enum Pattern {
    /// Of `-like`.
    Wildcard(Wildcard),
    /// Of `-match` and `-replace`.
    Regex(Regex),
}
