//! A session: variables, functions, and running scripts.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use posh_runtime::host::Host;
use posh_runtime::pipeline::{Collect, Sink};
use posh_runtime::{Raised, Runspace, Value};

use crate::{Error, FromValue, IntoValue};

/// What a script output.
#[derive(Default)]
pub struct Output {
    /// Objects, in order.
    pub objects: Vec<Value>,
    /// Errors that did not end the script, the first one first.
    pub errors: Vec<Value>,
}

/// A session. Not `Send`: it lives in the thread that made it.
pub struct Session {
    rs: Runspace,
}

impl Session {
    /// A session in the world `host`, with the standard cmdlets.
    pub fn new(host: Rc<dyn Host>) -> Self {
        let mut rs = Runspace::new(host);
        posh_cmdlets::register(&mut rs);
        Self { rs }
    }

    /// The runspace, for what this type does not cover.
    pub fn runspace(&mut self) -> &mut Runspace {
        &mut self.rs
    }

    /// A flag that stops the running script when set, from any thread.
    pub fn interrupt_flag(&self) -> Arc<AtomicBool> {
        self.rs.interrupt_flag()
    }

    /// Runs a script and collects what it outputs. The session stays usable whatever happens.
    ///
    /// # Errors
    /// A parse error, a terminating error, `exit`, a stop or a limit.
    pub fn invoke(&mut self, script: &str) -> Result<Output, Error> {
        let before = self.error_count();
        let mut out = Collect::default();
        let result = self.run_into(script, None, &mut out);
        let mut errors = self.new_errors(before);
        match result {
            Ok(()) => {
                errors.reverse();
                Ok(Output { objects: out.items, errors })
            }
            Err(raised) => match Error::of(&raised) {
                Some(error) => Err(error),
                None => Ok(Output { objects: out.items, errors }),
            },
        }
    }

    /// Runs a script, each object into `out` as it comes.
    ///
    /// # Errors
    /// What leaves the script.
    pub fn run_into(
        &mut self,
        script: &str,
        file: Option<&str>,
        out: &mut dyn Sink,
    ) -> Result<(), Box<Raised>> {
        self.rs.run_text(script, file, out)
    }

    fn error_count(&mut self) -> usize {
        let list = self.rs.error_list();
        posh_runtime::members::elements(&mut self.rs, &list).map_or(0, |l| l.len())
    }

    fn new_errors(&mut self, before: usize) -> Vec<Value> {
        let list = self.rs.error_list();
        let mut all = posh_runtime::members::elements(&mut self.rs, &list).unwrap_or_default();
        let fresh = all.len().saturating_sub(before);
        all.truncate(fresh);
        all
    }

    /// A variable.
    pub fn get<T: FromValue>(&self, name: &str) -> Option<T> {
        self.rs.variable(name).and_then(|v| T::from_value(&v))
    }

    /// Sets a variable.
    ///
    /// # Errors
    /// Where the variable refuses the value.
    pub fn set(&mut self, name: &str, value: impl IntoValue) -> Result<(), Error> {
        let value = value.into_value();
        self.rs.set_variable(name, value).map_err(|raised| Error::of(&raised).unwrap_or(Error::Stopped))
    }

    /// A value as text, as `"$value"` gives it.
    pub fn text(&mut self, value: &Value) -> String {
        posh_runtime::convert::to_text(&mut self.rs, value).unwrap_or_default()
    }
}
