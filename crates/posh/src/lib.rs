//! The embedding API: a PowerShell-compatible interpreter as a library.
//!
//! An [`Engine`] knows commands and types; a [`Session`] has variables and runs scripts. A session has no ambient
//! authority beyond what its [`Host`] gives: streams, prompts, time, programs and files go through it.
//!
//! ```
//! use posh::Engine;
//!
//! let mut session = Engine::new().session();
//! let output = session.invoke("1..3 | ForEach-Object { $_ * 2 }")?;
//! let numbers: Vec<String> = output.objects.iter().map(|o| session.text(o)).collect();
//! assert_eq!(numbers, ["2", "4", "6"]);
//! # Ok::<(), posh::Error>(())
//! ```

mod convert;
mod engine;
mod error;
mod session;

pub use convert::{FromValue, IntoValue};
pub use engine::Engine;
pub use error::Error;
pub use posh_cmdlets as cmdlets;
pub use posh_format as format;
pub use posh_runtime as runtime;
pub use posh_runtime::host::{Host, NullHost};
pub use posh_runtime::runspace::Limits;
pub use posh_runtime::{Runspace, Value};
pub use posh_syntax as syntax;
pub use session::{Output, Session};
