//! What sessions have in common.

use std::rc::Rc;

use posh_runtime::command::CmdletDef;
use posh_runtime::host::{Host, NullHost};
use posh_runtime::runspace::Limits;

use crate::Session;

/// Commands, host and limits for sessions.
#[derive(Clone)]
pub struct Engine {
    host: Rc<dyn Host>,
    cmdlets: Vec<&'static CmdletDef>,
    limits: Limits,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// The standard cmdlets, and a host that drops what nobody collects.
    pub fn new() -> Self {
        Self { host: Rc::new(NullHost), cmdlets: Vec::new(), limits: Limits::default() }
    }

    /// With another host.
    #[must_use]
    pub fn host(mut self, host: Rc<dyn Host>) -> Self {
        self.host = host;
        self
    }

    /// With cmdlets of the embedder's own.
    #[must_use]
    pub fn cmdlets(mut self, cmdlets: &[&'static CmdletDef]) -> Self {
        self.cmdlets.extend_from_slice(cmdlets);
        self
    }

    /// With limits that end a script.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// A new session.
    pub fn session(&self) -> Session {
        let mut session = Session::new(self.host.clone());
        session.runspace().register(&self.cmdlets);
        session.runspace().set_limits(self.limits.clone());
        session
    }
}
