//! Errors of binding.

use posh_syntax::Span;

use super::Binder;
use crate::command::CommandState;
use crate::error::{ErrorCategory, ErrorRecord, Exception, InvocationInfo, Raised, Result, ScriptPosition};
use crate::runspace::Runspace;
use crate::value::Value;

impl Binder {
    /// A binding error. `span` is the argument's place; empty for the whole command.
    pub(super) fn error(&self, id: &str, message: String, span: Span) -> Box<Raised> {
        self.error_of(
            "System.Management.Automation.ParameterBindingException",
            id,
            ErrorCategory::InvalidArgument,
            message,
            span,
            None,
        )
    }

    /// A binding error of a particular exception type, with what caused it.
    pub(super) fn error_of(
        &self,
        exception: &str,
        id: &str,
        category: ErrorCategory,
        message: String,
        span: Span,
        parameter: Option<&str>,
    ) -> Box<Raised> {
        let exception = Exception::new(exception, message);
        if let Some(data) = exception.native::<Exception>() {
            data.set("ErrorId", Value::str(id));
            data.set("ParameterName", Value::str(parameter.unwrap_or("")));
        }
        let record = ErrorRecord::new(exception, id, category, Value::Null);
        *record.id_suffix.borrow_mut() = Some(self.class.clone()).filter(|class| !class.is_empty());
        *record.activity.borrow_mut() = self.name.clone();
        *record.invocation.borrow_mut() = Some(self.invocation.clone());
        let command = self.invocation.native::<InvocationInfo>().and_then(|i| i.position.clone());
        *record.position.borrow_mut() =
            command.map(|p| if span.is_empty() { p } else { ScriptPosition { source: p.source, span } });
        record.raise()
    }

    /// `A parameter cannot be found that matches parameter name 'x'.`
    pub(super) fn not_found(&self, name: &str, span: Span) -> Box<Raised> {
        self.error(
            "NamedParameterNotFound",
            format!("A parameter cannot be found that matches parameter name '{name}'."),
            span,
        )
    }
}

/// A binding error of one pipeline object: it is shown, and the next object comes.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn report_binding(
    rs: &mut Runspace,
    state: &std::rc::Rc<CommandState>,
    raised: Box<Raised>,
) -> Result<()> {
    match &*raised {
        Raised::Error(object) => {
            // The lists of a function take only what its own code writes; those of its state are empty.
            rs.active.push(state.clone());
            let result = rs.collecting(&state.common.collected, |rs| rs.write_error(object.clone()));
            rs.active.pop();
            result
        }
        _ => Err(raised),
    }
}
