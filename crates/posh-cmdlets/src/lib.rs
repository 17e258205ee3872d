//! The standard cmdlets, by module: `core` (Microsoft.PowerShell.Core), `utility`, `management`, `security`, and
//! `output` for formatting.
//!
//! A cmdlet is one file: a struct whose fields are its parameters, its doc comment the help.

mod aliases;
pub mod completion;
pub mod core;
pub mod management;
pub mod output;
pub mod security;
mod support;
pub mod utility;

use posh_runtime::Runspace;

/// Gives a session the standard cmdlets and their aliases.
pub fn register(rs: &mut Runspace) {
    aliases::register(rs);
    core::register(rs);
    utility::register(rs);
    management::register(rs);
    security::register(rs);
    output::register(rs);
}
