//! Error records.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{ErrorCategory, Exception, InvocationInfo, Raised, ScriptPosition};
use crate::types::known;
use crate::value::{Native, Object, PsStr, Value};

/// Text that replaces an exception's message when the error is shown.
#[derive(Clone)]
pub struct ErrorDetails {
    /// Message.
    pub message: PsStr,
    /// What the user can do about it.
    pub recommended_action: PsStr,
}

/// `System.Management.Automation.ErrorRecord`.
pub struct ErrorRecord {
    /// The exception.
    pub exception: Rc<Object>,
    /// The error id, without what `activity_suffix` adds.
    pub id: RefCell<Rc<str>>,
    /// What stands behind the comma of `FullyQualifiedErrorId`: the command that wrote the error.
    pub id_suffix: RefCell<Option<Rc<str>>>,
    /// Category.
    pub category: Cell<ErrorCategory>,
    /// `CategoryInfo.Activity`: the command that wrote the error.
    pub activity: RefCell<Rc<str>>,
    /// `CategoryInfo.Reason`, where it is not the exception's type name.
    pub reason: RefCell<Option<Rc<str>>>,
    /// `CategoryInfo.TargetName`, where it is not the target's text.
    pub target_name: RefCell<Option<Rc<str>>>,
    /// `CategoryInfo.TargetType`, where it is not the target's type.
    pub target_type: RefCell<Option<Rc<str>>>,
    /// `TargetObject`.
    pub target: RefCell<Value>,
    /// `ErrorDetails`.
    pub details: RefCell<Option<ErrorDetails>>,
    /// `InvocationInfo`.
    pub invocation: RefCell<Option<Rc<Object>>>,
    /// Where the error happened, for the error view and `ScriptStackTrace`.
    pub position: RefCell<Option<ScriptPosition>>,
    /// `ScriptStackTrace`.
    pub stack_trace: RefCell<PsStr>,
    /// Whether the exception came out of native code as it is, so that the caller of the method wraps it.
    pub raw: Cell<bool>,
    /// Whether `throw` or a preference of Stop raised it: it ends the script, not just the statement.
    pub ends_script: Cell<bool>,
    /// The command that it ends, by its number: what `$PSCmdlet.ThrowTerminatingError()` raises.
    pub ends_command: Cell<Option<u64>>,
    /// Whether it stands in `$Error` already.
    pub recorded: Cell<bool>,
    /// `PSMessageDetails`-like marker: the error was shown or written to a stream already.
    pub reported: Cell<bool>,
}

impl Native for ErrorRecord {}

impl ErrorRecord {
    /// A record of an exception.
    pub fn new(exception: Rc<Object>, id: &str, category: ErrorCategory, target: Value) -> Self {
        Self {
            exception,
            id: RefCell::new(id.into()),
            id_suffix: RefCell::default(),
            category: Cell::new(category),
            activity: RefCell::new("".into()),
            reason: RefCell::default(),
            target_name: RefCell::default(),
            target_type: RefCell::default(),
            target: RefCell::new(target),
            details: RefCell::default(),
            invocation: RefCell::default(),
            position: RefCell::default(),
            stack_trace: RefCell::new(PsStr::from("")),
            raw: Cell::new(false),
            ends_script: Cell::new(false),
            ends_command: Cell::new(None),
            recorded: Cell::new(false),
            reported: Cell::new(false),
        }
    }

    /// The record as an object that scripts see.
    pub fn into_object(self) -> Rc<Object> {
        Object::native_of(known::error_record(), self)
    }

    /// The record on its way up.
    pub fn raise(self) -> Box<Raised> {
        Box::new(Raised::Error(self.into_object()))
    }

    /// The record with another exception.
    #[must_use]
    pub fn with_exception(self, exception: Rc<Object>) -> Self {
        Self { exception, ..self }
    }

    /// The record with a target.
    #[must_use]
    pub fn with_target(self, target: Value) -> Self {
        *self.target.borrow_mut() = target;
        self
    }

    /// `FullyQualifiedErrorId`.
    pub fn fully_qualified_id(&self) -> String {
        match &*self.id_suffix.borrow() {
            Some(suffix) => format!("{},{suffix}", self.id.borrow()),
            None => self.id.borrow().to_string(),
        }
    }

    /// The exception's message.
    pub fn message(&self) -> PsStr {
        match self.exception.native::<Exception>() {
            Some(e) => e.message.borrow().clone(),
            None => PsStr::from(""),
        }
    }

    /// What `ToString()` gives: the details' message, or the exception's.
    pub fn text(&self) -> PsStr {
        match &*self.details.borrow() {
            Some(details) if !details.message.is_empty() => details.message.clone(),
            _ => self.message(),
        }
    }

    /// `CategoryInfo.Reason`.
    pub fn reason_text(&self) -> String {
        match &*self.reason.borrow() {
            Some(reason) => reason.to_string(),
            None => self.exception.ty().name(),
        }
    }

    /// `CategoryInfo.TargetType`.
    pub fn target_type_text(&self) -> String {
        match &*self.target_type.borrow() {
            Some(text) => text.to_string(),
            // A custom object is its wrapper to .NET.
            None if matches!(&*self.target.borrow(), Value::Object(o) if o.bag().is_some()) => {
                "PSObject".into()
            }
            None => self.target.borrow().type_ref().map(|t| t.name()).unwrap_or_default(),
        }
    }

    /// `CategoryInfo.TargetName`.
    pub fn target_name_text(&self) -> String {
        match &*self.target_name.borrow() {
            Some(text) => text.to_string(),
            None => crate::convert::plain_text(&self.target.borrow()),
        }
    }

    /// `CategoryInfo.ToString()`: `InvalidData: (target:Type) [activity], Reason`.
    pub fn category_text(&self) -> String {
        let shorten = |text: String| {
            let units = text.chars().count();
            if units <= 40 {
                return text;
            }
            let head: String = text.chars().take(19).collect();
            let tail: String = text.chars().skip(units - 19).collect();
            format!("{head}\u{2026}{tail}")
        };
        format!(
            "{}: ({}:{}) [{}], {}",
            self.category.get().name(),
            shorten(self.target_name_text()),
            shorten(self.target_type_text()),
            self.activity.borrow(),
            self.reason_text(),
        )
    }

    /// A copy of the record with the same exception.
    pub fn copy(&self) -> Self {
        Self {
            exception: self.exception.clone(),
            id: self.id.clone(),
            id_suffix: self.id_suffix.clone(),
            category: self.category.clone(),
            activity: self.activity.clone(),
            reason: self.reason.clone(),
            target_name: self.target_name.clone(),
            target_type: self.target_type.clone(),
            target: self.target.clone(),
            details: self.details.clone(),
            invocation: self.invocation.clone(),
            position: self.position.clone(),
            stack_trace: self.stack_trace.clone(),
            raw: self.raw.clone(),
            ends_script: self.ends_script.clone(),
            ends_command: Cell::new(None),
            recorded: Cell::new(false),
            reported: Cell::new(false),
        }
    }

    /// The invocation's data.
    pub fn with_invocation<T>(&self, read: impl FnOnce(&InvocationInfo) -> T) -> Option<T> {
        self.invocation.borrow().as_ref().and_then(|o| o.native::<InvocationInfo>().map(read))
    }
}
