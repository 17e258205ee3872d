//! Why the program cannot do what it was asked.

use std::path::PathBuf;

/// Why the program cannot do what it was asked, and what the user can do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file cannot be read.
    #[error("'{}' cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("'{}' cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// `--target` cannot be read.
    #[error("--target '{0}' is not of the form maildir:DIR")]
    Target(String),
    /// `--resolve` cannot be read.
    #[error("--resolve: {0}")]
    Resolve(#[from] migration::source::exchange::InvalidPin),
    /// No such fault.
    #[error("--fault '{name}' is not known; there are: {known}")]
    Fault {
        /// What was written.
        name: String,
        /// What there is.
        known: String,
    },
    /// The service cannot be used.
    #[error("{0}")]
    Service(#[from] migration::service::ServiceError),
    /// The practice organisation cannot be started.
    #[error("the practice organisation cannot be started: {0}")]
    Lab(String),
    /// The operating system refuses something.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// The prompt cannot be used.
    #[error("the prompt cannot be used: {0}")]
    Prompt(#[from] rustyline::error::ReadlineError),
    /// Another worker holds the store.
    #[error(
        "another worker holds the store: {0}. Stop it first, or use 'cutover status' to see what it does."
    )]
    Held(String),
}

impl Error {
    /// The program's exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Held(_) | Self::Service(_) => 2,
            _ => 64,
        }
    }
}
