//! The service that a session's cmdlets work on.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use migration::service::{Service, ServiceError};
use posh_runtime::command::Pipe;
use posh_runtime::{Raised, Result};

/// What the cmdlets act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A real source and a real target.
    Real,
    /// The practice organisation.
    Rehearsal,
}

type Open = Box<dyn Fn() -> std::result::Result<Arc<Service>, ServiceError>>;

/// The migration service of a session, opened when a cmdlet first needs it.
pub struct Migration {
    open: Open,
    service: OnceCell<Arc<Service>>,
    mode: Mode,
    connected: Cell<bool>,
}

impl Migration {
    /// A service that `open` opens.
    pub fn new(
        mode: Mode,
        open: impl Fn() -> std::result::Result<Arc<Service>, ServiceError> + 'static,
    ) -> Rc<Self> {
        Rc::new(Self { open: Box::new(open), service: OnceCell::new(), mode, connected: Cell::new(false) })
    }

    /// The service.
    ///
    /// # Errors
    /// Where its state cannot be used.
    pub fn service(&self) -> std::result::Result<Arc<Service>, ServiceError> {
        if let Some(known) = self.service.get() {
            return Ok(known.clone());
        }
        let opened = (self.open)()?;
        Ok(self.service.get_or_init(|| opened).clone())
    }

    /// The service, where a cmdlet has used it.
    pub fn opened(&self) -> Option<&Arc<Service>> {
        self.service.get()
    }

    /// What the cmdlets act on.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether Connect-ExchangeOnline was called.
    pub fn is_connected(&self) -> bool {
        self.connected.get()
    }

    /// Records Connect- and Disconnect-ExchangeOnline.
    pub fn set_connected(&self, connected: bool) {
        self.connected.set(connected);
    }
}

/// The session's migration service.
pub(crate) fn migration(pipe: &Pipe<'_>) -> Result<Rc<Migration>> {
    pipe.rs.extension::<Migration>().ok_or_else(|| {
        Raised::typed(
            "System.InvalidOperationException",
            "NoMigrationService",
            posh_runtime::ErrorCategory::ResourceUnavailable,
            "This session has no migration service.",
        )
    })
}

/// The service itself; an error of opening it ends the command.
pub(crate) fn service(pipe: &mut Pipe<'_>) -> Result<Arc<Service>> {
    let migration = migration(pipe)?;
    match migration.service() {
        Ok(service) => Ok(service),
        Err(error) => pipe.fatal(crate::error::record(&error, posh_runtime::Value::Null)),
    }
}
