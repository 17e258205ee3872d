//! The streams beside output, and where they go.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Write as _;
use std::rc::Rc;

use super::Runspace;
use crate::command::{Collected, Collectors, collect_into};
use crate::convert::plain_text;
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::host::{ActionPreference, Stream};
use crate::net::{InformationRecord, List, MessageRecord};
use crate::value::{InstanceMember, MemberValue, Object, PsStr, Value};

/// Objects of a stream that was merged into output, until the next chance to write them.
pub type Queue = Rc<RefCell<VecDeque<Value>>>;

/// A file that a stream goes to.
pub(super) type StreamFile = Rc<RefCell<std::fs::File>>;

/// Where a stream goes.
#[derive(Clone, Default)]
pub enum StreamTarget {
    /// To the host.
    #[default]
    Host,
    /// Nowhere.
    Null,
    /// Into a command's output.
    Output(Queue),
    /// Into a file.
    File(StreamFile),
}

impl StreamTarget {
    /// Whether the stream was redirected.
    fn is_elsewhere(&self) -> bool {
        !matches!(self, Self::Host)
    }
}

/// Where each stream goes.
#[derive(Clone, Default)]
#[expect(missing_docs, reason = "the names are those of the streams")]
pub struct Redirects {
    pub error: StreamTarget,
    pub warning: StreamTarget,
    pub verbose: StreamTarget,
    pub debug: StreamTarget,
    pub information: StreamTarget,
}

impl Redirects {
    fn target(&self, stream: Stream) -> &StreamTarget {
        match stream {
            Stream::Error => &self.error,
            Stream::Warning => &self.warning,
            Stream::Verbose => &self.verbose,
            Stream::Debug => &self.debug,
            Stream::Information => &self.information,
            Stream::Progress => &StreamTarget::Host,
        }
    }
}

/// Name of the member that an error bears which was merged into output: it is shown as an error all the same.
pub const ERROR_MARK: &str = "writeErrorStream";

fn mark_as_error(value: &Value) {
    if let Value::Object(object) = value {
        object.members().set(InstanceMember {
            name: ERROR_MARK.into(),
            value: MemberValue::Note(Value::Bool(true)),
            hidden: true,
        });
    }
}

impl Runspace {
    /// The preference for errors, warnings and so on that is in force here.
    pub fn preference(&self, variable: &str) -> ActionPreference {
        let common = self.active.last().map(|c| &c.common);
        let given = common.and_then(|c| match variable {
            "ErrorActionPreference" => c.error_action,
            "WarningPreference" => c.warning_action,
            "InformationPreference" => c.information_action,
            "ProgressPreference" => c.progress_action,
            "VerbosePreference" => c.verbose.map(on_off),
            "DebugPreference" => c.debug.map(on_off),
            _ => None,
        });
        given.unwrap_or_else(|| self.preference_variable(variable))
    }

    /// The preference that a variable holds.
    pub fn preference_variable(&self, variable: &str) -> ActionPreference {
        let value = self.variable(variable).unwrap_or(Value::Null);
        ActionPreference::parse(&plain_text(&value)).unwrap_or(ActionPreference::Continue)
    }

    fn emit(&mut self, stream: Stream, value: Value) -> Result<()> {
        match self.redirects.target(stream).clone() {
            StreamTarget::Host => self.host.clone().stream(self, stream, value),
            StreamTarget::Null => Ok(()),
            StreamTarget::Output(queue) => {
                if stream == Stream::Error {
                    mark_as_error(&value);
                }
                queue.borrow_mut().push_back(value);
                Ok(())
            }
            StreamTarget::File(file) => {
                let mut text = match stream {
                    Stream::Error => crate::pipeline::out_string(self, &value)?,
                    _ => crate::convert::to_text(self, &value)?,
                };
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                file.borrow_mut()
                    .write_all(text.as_bytes())
                    .map_err(|e| Raised::net("System.IO.IOException", e.to_string()))
            }
        }
    }

    /// Runs `body` with lists that take its messages.
    pub(crate) fn collecting<T>(&mut self, lists: &Collected, body: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.collectors.take();
        self.collectors = Some(Rc::new(Collectors { own: lists.clone(), outer: outer.clone() }));
        let result = body(self);
        self.collectors = outer;
        result
    }

    /// Adds a message to the lists of the running command and of all that it is called by.
    fn collect(&self, list: fn(&Collected) -> Option<&Value>, value: &Value) {
        let mut next = self.collectors.as_ref();
        while let Some(collectors) = next {
            collect_into(list(&collectors.own), value);
            next = collectors.outer.as_ref();
        }
    }

    /// Writes a non-terminating error: records it, then does what the error action says.
    ///
    /// # Errors
    /// Where the action is Stop, or the user chooses to.
    pub fn write_error(&mut self, object: Rc<Object>) -> Result<()> {
        let preference = self.preference("ErrorActionPreference");
        if preference == ActionPreference::Ignore {
            return Ok(());
        }
        self.locate(&object);
        if preference == ActionPreference::Stop {
            if let Some(record) = object.native::<ErrorRecord>() {
                record.ends_script.set(true);
            }
            let value = Value::Object(object.clone());
            self.collect(|c| c.errors.as_ref(), &value);
            return Err(Box::new(Raised::Error(object)));
        }
        self.last_success = false;
        self.record_error(&object);
        let value = Value::Object(object);
        self.collect(|c| c.errors.as_ref(), &value);
        match preference {
            ActionPreference::SilentlyContinue => Ok(()),
            ActionPreference::Inquire => {
                let text =
                    value.native::<ErrorRecord>().map(|r| r.text().lossy().to_owned()).unwrap_or_default();
                self.emit(Stream::Error, value)?;
                self.inquire(&text)
            }
            _ => self.emit(Stream::Error, value),
        }
    }

    /// Passes on what a native program wrote to standard error: no error of the session's.
    ///
    /// # Errors
    /// Where the stream's target fails.
    pub(crate) fn write_program_error(&mut self, object: Rc<Object>) -> Result<()> {
        if let StreamTarget::File(_) = self.redirects.error {
            let text =
                object.native::<ErrorRecord>().map(ErrorRecord::text).unwrap_or_else(|| PsStr::from(""));
            return self.emit_text(Stream::Error, text.lossy());
        }
        self.emit(Stream::Error, Value::Object(object))
    }

    fn emit_text(&mut self, stream: Stream, text: &str) -> Result<()> {
        match self.redirects.target(stream).clone() {
            StreamTarget::File(file) => file
                .borrow_mut()
                .write_all(format!("{text}\n").as_bytes())
                .map_err(|e| Raised::net("System.IO.IOException", e.to_string())),
            _ => self.emit(stream, Value::str(text)),
        }
    }

    /// Shows an error that ended a statement, and goes on.
    ///
    /// # Errors
    /// Where the host's stream fails.
    pub(crate) fn report_error(&mut self, object: &Rc<Object>) -> Result<()> {
        if let Some(record) = object.native::<ErrorRecord>()
            && record.reported.replace(true)
        {
            return Ok(());
        }
        self.emit(Stream::Error, Value::Object(object.clone()))
    }

    /// Puts an error at the head of `$Error`, once.
    pub(crate) fn record_error(&mut self, object: &Rc<Object>) {
        if let Some(record) = object.native::<ErrorRecord>()
            && record.recorded.replace(true)
        {
            return;
        }
        if let Some(list) = self.errors.native::<List>() {
            let mut items = list.items_mut();
            items.insert(0, Value::Object(object.clone()));
            items.truncate(256);
        }
    }

    /// Writes a warning.
    ///
    /// # Errors
    /// Where the preference is Stop, or the user chooses to.
    pub fn write_warning(&mut self, text: PsStr) -> Result<()> {
        let record = MessageRecord::object("System.Management.Automation.WarningRecord", &text);
        self.collect(|c| c.warnings.as_ref(), &record);
        self.message("WarningPreference", Stream::Warning, record, &text)
    }

    /// Writes a verbose message.
    ///
    /// # Errors
    /// Where the preference is Stop, or the user chooses to.
    pub fn write_verbose(&mut self, text: PsStr) -> Result<()> {
        let record = MessageRecord::object("System.Management.Automation.VerboseRecord", &text);
        self.message("VerbosePreference", Stream::Verbose, record, &text)
    }

    /// Writes a debug message.
    ///
    /// # Errors
    /// Where the preference is Stop, or the user chooses to.
    pub fn write_debug(&mut self, text: PsStr) -> Result<()> {
        let record = MessageRecord::object("System.Management.Automation.DebugRecord", &text);
        self.message("DebugPreference", Stream::Debug, record, &text)
    }

    /// Writes an information record. `host_line` is what Write-Host shows by itself, whatever the preference.
    ///
    /// # Errors
    /// Where the preference is Stop, or the user chooses to.
    pub fn write_information(&mut self, record: Value, from_host: bool) -> Result<()> {
        self.collect(|c| c.information.as_ref(), &record);
        if from_host && !matches!(self.preference("InformationPreference"), ActionPreference::Ignore) {
            return self.emit(Stream::Information, record);
        }
        let text = record.native::<InformationRecord>().map(|r| plain_text(&r.data)).unwrap_or_default();
        self.message("InformationPreference", Stream::Information, record, &PsStr::from(text))
    }

    /// Writes progress.
    ///
    /// # Errors
    /// Where the host's stream fails.
    pub fn write_progress(&mut self, record: Value) -> Result<()> {
        match self.preference("ProgressPreference") {
            ActionPreference::SilentlyContinue | ActionPreference::Ignore => Ok(()),
            _ => self.emit(Stream::Progress, record),
        }
    }

    fn message(&mut self, preference: &str, stream: Stream, record: Value, text: &PsStr) -> Result<()> {
        match self.preference(preference) {
            // Information that nobody wants to see still goes where it is redirected to.
            ActionPreference::SilentlyContinue
                if stream == Stream::Information && self.redirects.information.is_elsewhere() =>
            {
                self.emit(stream, record)
            }
            ActionPreference::SilentlyContinue | ActionPreference::Ignore => Ok(()),
            ActionPreference::Stop => {
                self.emit(stream, record)?;
                let message = format!(
                    "The running command stopped because the preference variable \"{preference}\" or common parameter \
                     is set to Stop: {text}"
                );
                let exception =
                    Exception::new("System.Management.Automation.ActionPreferenceStopException", message);
                let error = ErrorRecord::new(
                    exception,
                    "ActionPreferenceStop",
                    ErrorCategory::OperationStopped,
                    Value::Null,
                );
                error.ends_script.set(true);
                Err(error.raise())
            }
            ActionPreference::Inquire => {
                self.emit(stream, record)?;
                self.inquire(text.lossy())
            }
            _ => self.emit(stream, record),
        }
    }

    fn inquire(&mut self, text: &str) -> Result<()> {
        let choices = crate::pipeline::confirm_choices(true);
        match self.host.clone().choose(
            "Confirm",
            &format!("{text}\nContinue with this operation?"),
            &choices,
            Some(0),
        )? {
            0 | 1 => Ok(()),
            _ => {
                let exception = Exception::new(
                    "System.Management.Automation.ActionPreferenceStopException",
                    "The running command stopped because the user selected the Stop option.",
                );
                let error = ErrorRecord::new(
                    exception,
                    "ActionPreferenceStop",
                    ErrorCategory::OperationStopped,
                    Value::Null,
                );
                error.ends_script.set(true);
                Err(error.raise())
            }
        }
    }
}

fn on_off(on: bool) -> ActionPreference {
    if on { ActionPreference::Continue } else { ActionPreference::SilentlyContinue }
}
