//! The migration cmdlets: thin adapters between the interpreter and the migration service.
//!
//! A cmdlet is one file in [`cmdlets`], the shape of what it outputs one file in [`objects`]. Which service they work
//! on is the host's to say: it gives a session a [`Migration`].

pub mod cmdlets;
mod error;
mod objects;
mod session;

pub use cmdlets::{MODULE, register};
pub use error::record;
pub use session::{Migration, Mode};

/// The default tables of the module's objects, in PowerShell's format file language.
pub const FORMATS: &str = include_str!("../data/migration.format.ps1xml");
