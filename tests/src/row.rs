//! A row as it goes to a worker, and a session in which it runs.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use posh_runtime::host::{Host, Stream};
use posh_runtime::runspace::Limits;
use posh_runtime::{Result, Runspace, Value};
use serde::{Deserialize, Serialize};

/// What a worker is asked to run.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub enum Job {
    /// A row of a table.
    Expression {
        /// The text.
        text: String,
        /// Whether it is of the `errors` table: run in the current scope, with category and shown text.
        shown: bool,
    },
    /// An expression of a module, formatted at a width.
    Layout {
        /// Folder of the module.
        folder: PathBuf,
        /// The text.
        text: String,
        /// Columns.
        width: usize,
    },
}

/// Keeps what goes to the streams beside output.
#[derive(Default)]
pub struct RecordingHost {
    /// Error records.
    pub errors: RefCell<Vec<Value>>,
    /// Texts of warnings.
    pub warnings: RefCell<Vec<Value>>,
}

impl Host for RecordingHost {
    fn stream(&self, _: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        match stream {
            Stream::Error => self.errors.borrow_mut().push(value),
            Stream::Warning => self.warnings.borrow_mut().push(value),
            _ => {}
        }
        Ok(())
    }
}

/// A fresh session at `/` with the standard cmdlets, and its host.
pub fn session(seconds: u64) -> (Runspace, Rc<RecordingHost>) {
    let host = Rc::new(RecordingHost::default());
    let mut rs = Runspace::new(host.clone());
    posh_cmdlets::register(&mut rs);
    rs.location = PathBuf::from("/");
    rs.set_limits(Limits {
        deadline: Some(Instant::now() + Duration::from_secs(seconds)),
        ..Limits::default()
    });
    (rs, host)
}
