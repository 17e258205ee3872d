//! Errors that scripts see: exceptions, error records, and what unwinds the evaluator.

mod category;
mod exception;
mod excerpt;
mod invocation;
mod record;

use std::rc::Rc;

pub use category::ErrorCategory;
pub use exception::{Exception, base_exception};
pub use excerpt::{Excerpt, excerpt, position_message};
pub use invocation::{InvocationInfo, ScriptPosition};
pub use record::{ErrorDetails, ErrorRecord};

use crate::value::{Object, Value};

/// What leaves the evaluator before its end.
#[derive(Clone)]
pub enum Raised {
    /// An error: an object that holds an [`ErrorRecord`].
    Error(Rc<Object>),
    /// `break` that looks for its loop up the call stack.
    Break(Option<Rc<str>>),
    /// `continue` that looks for its loop up the call stack.
    Continue(Option<Rc<str>>),
    /// `return` from inside an expression.
    Return,
    /// `exit` with its code.
    Exit(i32),
    /// A command further down needs no more input; the number is that pipeline stage's.
    StopUpstream(u64),
    /// The user or the host stopped the pipeline.
    Stopped,
    /// A limit that the host set was reached.
    Limit(&'static str),
}

impl std::fmt::Debug for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Error(_) => write!(f, "Error({:?})", self.record().map(|r| r.message().lossy().to_owned())),
            Self::Break(label) => write!(f, "Break({label:?})"),
            Self::Continue(label) => write!(f, "Continue({label:?})"),
            Self::Return => f.write_str("Return"),
            Self::Exit(code) => write!(f, "Exit({code})"),
            Self::StopUpstream(stage) => write!(f, "StopUpstream({stage})"),
            Self::Stopped => f.write_str("Stopped"),
            Self::Limit(why) => write!(f, "Limit({why})"),
        }
    }
}

/// Result of everything that a script can make fail.
pub type Result<T = Value> = std::result::Result<T, Box<Raised>>;

impl Raised {
    /// The error record, where it is an error.
    pub fn record(&self) -> Option<&ErrorRecord> {
        match self {
            Self::Error(object) => object.native::<ErrorRecord>(),
            _ => None,
        }
    }

    /// A runtime exception of the engine with an error id.
    pub fn runtime(id: &str, category: ErrorCategory, message: impl Into<String>) -> Box<Self> {
        Self::typed("System.Management.Automation.RuntimeException", id, category, message)
    }

    /// An error whose exception is of the named type.
    pub fn typed(
        exception: &str,
        id: &str,
        category: ErrorCategory,
        message: impl Into<String>,
    ) -> Box<Self> {
        let message = message.into();
        let exception = if id.starts_with("InvalidCast") {
            // The engine wraps the exception of a conversion.
            let cause =
                Exception::new("System.Management.Automation.PSInvalidCastException", message.clone());
            let ty = crate::types::TypeRef::named(exception);
            Exception::of_type(ty, crate::value::PsStr::from(message), Value::Object(cause))
        } else {
            Exception::new(exception, message)
        };
        ErrorRecord::new(exception, id, category, Value::Null).raise()
    }

    /// An exception thrown by .NET code: the caller of the method wraps it into a `MethodInvocationException`.
    pub fn net(exception: &str, message: impl Into<String>) -> Box<Self> {
        let name = exception.rsplit('.').next().unwrap_or(exception);
        let id = name.to_owned();
        let record = ErrorRecord::new(
            Exception::new(exception, message),
            &id,
            ErrorCategory::NotSpecified,
            Value::Null,
        );
        record.raw.set(true);
        record.raise()
    }

    /// An `ArgumentNullException`.
    pub fn null_argument(parameter: &str) -> Box<Self> {
        Self::net("System.ArgumentNullException", format!("Value cannot be null. (Parameter '{parameter}')"))
    }

    /// An `ArgumentOutOfRangeException`.
    pub fn out_of_range(parameter: &str, message: &str) -> Box<Self> {
        Self::net("System.ArgumentOutOfRangeException", format!("{message} (Parameter '{parameter}')"))
    }

    /// An `ArgumentException` of a parameter.
    pub fn bad_argument(parameter: &str, message: &str) -> Box<Self> {
        Self::net("System.ArgumentException", format!("{message} (Parameter '{parameter}')"))
    }

    /// A construct that the evaluator does not run.
    pub fn not_supported(construct: &str) -> Box<Self> {
        Self::typed(
            "System.Management.Automation.PSNotSupportedException",
            "NotSupported",
            ErrorCategory::NotImplemented,
            format!("{construct} is not supported."),
        )
    }
}

impl From<ErrorRecord> for Box<Raised> {
    fn from(record: ErrorRecord) -> Self {
        record.raise()
    }
}
