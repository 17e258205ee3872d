//! Errors on their way up: position, stack trace, parse errors.

use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::{Diagnostic, Source};

use super::Runspace;
use crate::error::{ErrorCategory, ErrorRecord, Exception, InvocationInfo, Raised, ScriptPosition};
use crate::types::TypeRef;
use crate::value::{Object, PsStr, Value};

impl Runspace {
    /// Gives an error the place where it happened, where it has none.
    pub(crate) fn locate(&self, object: &Rc<Object>) {
        let Some(record) = object.native::<ErrorRecord>() else { return };
        // A record that knows its command stands where the command stands: nowhere for a script that the host runs.
        if record.position.borrow().is_none() && record.invocation.borrow().is_some() {
            let position = record.with_invocation(|i| i.position.clone()).flatten();
            *record.position.borrow_mut() = position;
        } else if record.position.borrow().is_none() {
            let position = self.calls.last().and_then(|c| c.position.clone());
            if record.invocation.borrow().is_none()
                && let Some(position) = &position
            {
                let info = InvocationInfo {
                    command: Value::Null,
                    invocation_name: "".into(),
                    position: Some(position.clone()),
                    bound: std::cell::RefCell::default(),
                    unbound: std::cell::RefCell::default(),
                    pipeline_position: 0,
                    pipeline_length: 0,
                    expecting_input: false,
                    history_id: -1,
                };
                let ty = TypeRef::named("System.Management.Automation.InvocationInfo");
                *record.invocation.borrow_mut() = Some(Object::native_of(ty, info));
            }
            *record.position.borrow_mut() = position;
        }
        if record.stack_trace.borrow().is_empty() {
            *record.stack_trace.borrow_mut() = PsStr::from(self.stack_trace());
        }
    }

    /// `at NAME, FILE: line N`, a line for each call, the innermost first.
    pub fn stack_trace(&self) -> String {
        let line = |call: &super::CallFrame| {
            let file = call.source.file().unwrap_or("<No file>");
            let number = call.position.as_ref().map_or(1, ScriptPosition::line_number);
            format!("at {}, {file}: line {number}", call.name)
        };
        self.calls.iter().rev().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The error of a text that does not parse.
    pub fn parse_error(&self, source: &Arc<Source>, diagnostics: &[Diagnostic]) -> Box<Raised> {
        let message =
            diagnostics.iter().take(10).map(|d| described(source, d)).collect::<Vec<_>>().join("\n\n");
        let incomplete = diagnostics.first().is_some_and(|d| d.incomplete);
        let type_name = if incomplete {
            "System.Management.Automation.IncompleteParseException"
        } else {
            "System.Management.Automation.ParseException"
        };
        let exception = Exception::new(type_name, message);
        let id = diagnostics.first().map_or("", |d| &d.id);
        if let Some(data) = exception.native::<Exception>() {
            data.set("Errors", parse_errors(source, diagnostics));
        }
        let record = ErrorRecord::new(exception, id, ErrorCategory::ParserError, Value::Null);
        *record.reason.borrow_mut() = Some("ParentContainsErrorRecordException".into());
        if let Some(first) = diagnostics.first() {
            *record.position.borrow_mut() = Some(ScriptPosition { source: source.clone(), span: first.span });
            // The error view shows the first error alone.
            *record.details.borrow_mut() = Some(crate::error::ErrorDetails {
                message: PsStr::from(first.message.as_str()),
                recommended_action: PsStr::from(""),
            });
        }
        record.raise()
    }
}

fn parse_errors(source: &Arc<Source>, diagnostics: &[Diagnostic]) -> Value {
    let errors = diagnostics.iter().map(|d| crate::net::parse_error(source, d)).collect();
    Value::array(errors)
}

/// One error as `ParseException.Message` gives it: place, line, underline, text.
fn described(source: &Source, d: &Diagnostic) -> String {
    let start = source.position(d.span.start);
    let line = source.line(start.line);
    let width = source.slice(d.span).lines().next().unwrap_or("").chars().count().max(1);
    let indent = " ".repeat(usize::try_from(start.column.saturating_sub(1)).unwrap_or(0));
    let place = match source.file() {
        Some(file) => format!("At {file}:{} char:{}", start.line, start.column),
        None => format!("At line:{} char:{}", start.line, start.column),
    };
    format!("{place}\n+ {line}\n+ {indent}{}\n{}", "~".repeat(width), d.message)
}
