//! The PowerShell language at run time: values, conversions, scopes, evaluator, parameter binder, pipeline, type system.
//!
//! A [`Runspace`] is a session: variables, functions, commands, types. Text is parsed by `posh-syntax`, lowered to
//! [`code`] once, and run by the evaluator. Commands are [`command::Cmdlet`]s that others register; the world outside is a
//! [`host::Host`]. The crate knows no particular cmdlet and no terminal.

mod bind;
pub mod code;
pub mod command;
pub mod convert;
pub mod error;
mod eval;
pub mod format;
pub mod host;
pub mod members;
pub mod names;
pub mod net;
pub mod ops;
pub mod pipeline;
pub mod runspace;
pub mod scope;
pub mod text;
pub mod types;
pub mod value;

pub use error::{ErrorCategory, ErrorRecord, Raised, Result};
pub use eval::BlockRunner;
pub use runspace::Runspace;
pub use value::{PsStr, Value};
