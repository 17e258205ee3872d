//! Where in a script something was invoked.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::{Source, Span};

use crate::value::{Dictionary, Native, Value};

/// A place in a script.
#[derive(Clone, Debug)]
pub struct ScriptPosition {
    /// The text.
    pub source: Arc<Source>,
    /// The place.
    pub span: Span,
}

impl ScriptPosition {
    /// The text at the place.
    pub fn text(&self) -> &str {
        self.source.slice(self.span)
    }

    /// Line number, from 1.
    pub fn line_number(&self) -> u32 {
        self.source.position(self.span.start).line
    }

    /// The whole line at which the place begins.
    pub fn line(&self) -> &str {
        self.source.line(self.line_number())
    }

    /// Column in UTF-16 units, from 1.
    pub fn column(&self) -> u32 {
        self.source.position(self.span.start).column
    }
}

/// `$MyInvocation`, and the `InvocationInfo` of an error record.
pub struct InvocationInfo {
    /// The command (`CommandInfo`), or `$null`.
    pub command: Value,
    /// Name by which it was called.
    pub invocation_name: Rc<str>,
    /// Where it was called.
    pub position: Option<ScriptPosition>,
    /// Bound parameters.
    pub bound: RefCell<Option<Rc<Dictionary>>>,
    /// Arguments that no parameter took.
    pub unbound: RefCell<Vec<Value>>,
    /// Number of the command in its pipeline, from 1; 0 outside one.
    pub pipeline_position: i32,
    /// Number of commands in its pipeline.
    pub pipeline_length: i32,
    /// Whether the command was given input by a pipeline.
    pub expecting_input: bool,
    /// Number of the command in the session's history.
    pub history_id: i64,
}

impl Native for InvocationInfo {}
