//! Why a script did not run to its end.

use posh_runtime::{Raised, Value};

/// Why a script did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A terminating error.
    #[error("{message}")]
    Script {
        /// Its message.
        message: String,
        /// Its FullyQualifiedErrorId.
        id: String,
        /// The ErrorRecord.
        record: Value,
    },
    /// `exit` with its code.
    #[error("the script exited with code {0}")]
    Exit(i32),
    /// The pipeline was stopped.
    #[error("the pipeline was stopped")]
    Stopped,
    /// A limit of the host.
    #[error("{0}")]
    Limit(&'static str),
}

impl Error {
    pub(crate) fn of(raised: &Raised) -> Option<Self> {
        Some(match raised {
            Raised::Error(object) => {
                let record = raised.record();
                Self::Script {
                    message: record.map(|r| r.text().lossy().to_owned()).unwrap_or_default(),
                    id: record.map(|r| r.fully_qualified_id()).unwrap_or_default(),
                    record: Value::Object(object.clone()),
                }
            }
            Raised::Exit(code) => Self::Exit(*code),
            Raised::Stopped => Self::Stopped,
            Raised::Limit(why) => Self::Limit(why),
            // `break` outside a loop ends the script silently, as in PowerShell.
            Raised::Break(_) | Raised::Continue(_) | Raised::Return | Raised::StopUpstream(_) => return None,
        })
    }
}
