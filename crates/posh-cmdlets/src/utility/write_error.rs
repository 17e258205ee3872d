//! `Write-Error`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, CommandKind, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorDetails, ErrorRecord, Exception, InvocationInfo};
use posh_runtime::value::PsStr;
use posh_runtime::{Result, Value};

/// Writes an error that does not end the script.
///
/// # Examples
/// Reports a mailbox that is missing.
/// ```powershell
/// Write-Error "No mailbox $name" -Category ObjectNotFound -TargetObject $name
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Write",
    noun = "Error",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoException"
)]
pub(crate) struct WriteError {
    /// Exception.
    #[parameter(ty = "System.Exception", mandatory, position = 0, set = "WithException")]
    exception: Value,
    /// The text.
    #[parameter(
        alias = "Msg",
        allow_null,
        allow_empty_string,
        mandatory,
        position = 0,
        by_value,
        set = "NoException"
    )]
    #[parameter(set = "WithException")]
    message: Option<String>,
    /// Error record.
    #[parameter(
        ty = "System.Management.Automation.ErrorRecord",
        mandatory,
        position = 0,
        set = "ErrorRecord"
    )]
    error_record: Value,
    /// The category.
    #[parameter(ty = "System.Management.Automation.ErrorCategory", set = "NoException, WithException")]
    category: Value,
    /// The id of the error.
    #[parameter(set = "NoException, WithException")]
    error_id: Option<String>,
    /// Target object.
    #[parameter(set = "NoException, WithException")]
    target_object: Value,
    /// Recommended action.
    #[parameter]
    recommended_action: Option<String>,
    /// Category activity.
    #[parameter(alias = "Activity")]
    category_activity: Option<String>,
    /// Category reason.
    #[parameter(alias = "Reason")]
    category_reason: Option<String>,
    /// Category target name.
    #[parameter(alias = "TargetName")]
    category_target_name: Option<String>,
    /// Category target type.
    #[parameter(alias = "TargetType")]
    category_target_type: Option<String>,
}

const WRITE_ERROR: &str = "Microsoft.PowerShell.Commands.WriteErrorException";

impl WriteError {
    /// The record before the parameters of its category.
    fn record(&self) -> ErrorRecord {
        if let Some(given) = self.error_record.native::<ErrorRecord>() {
            return given.copy();
        }
        let message = self.message.clone().unwrap_or_default();
        let exception = match self.exception.base() {
            Value::Object(object) => object.clone(),
            _ => Exception::new(WRITE_ERROR, message.clone()),
        };
        let given_id = self.error_id.clone().filter(|id| !id.is_empty());
        let id = given_id.unwrap_or_else(|| exception.ty().full_name().to_owned());
        let category =
            ErrorCategory::parse(&plain_text(&self.category)).unwrap_or(ErrorCategory::NotSpecified);
        let record = ErrorRecord::new(exception, &id, category, self.target_object.clone());
        if !self.exception.is_null() && !message.is_empty() {
            *record.details.borrow_mut() =
                Some(ErrorDetails { message: PsStr::from(message), recommended_action: PsStr::from("") });
        }
        record
    }

    fn describe(&self, record: &ErrorRecord) {
        if let Some(action) = self.recommended_action.as_deref().filter(|a| !a.is_empty()) {
            let mut details = record.details.borrow_mut();
            let message = details.as_ref().map_or_else(|| record.message(), |d| d.message.clone());
            *details = Some(ErrorDetails { message, recommended_action: PsStr::from(action) });
        }
        let given = |text: &Option<String>| text.as_deref().filter(|t| !t.is_empty()).map(Into::into);
        if let Some(reason) = given(&self.category_reason) {
            *record.reason.borrow_mut() = Some(reason);
        }
        if let Some(name) = given(&self.category_target_name) {
            *record.target_name.borrow_mut() = Some(name);
        }
        if let Some(name) = given(&self.category_target_type) {
            *record.target_type.borrow_mut() = Some(name);
        }
        let activity = self.category_activity.as_deref().filter(|a| !a.is_empty());
        *record.activity.borrow_mut() = activity.unwrap_or("Write-Error").into();
    }
}

/// Name of a command; a script's is that of its file.
fn called_name(kind: &CommandKind) -> Rc<str> {
    match kind {
        CommandKind::Script(script) => {
            script.path.file_name().map(|n| n.to_string_lossy().as_ref().into()).unwrap_or_default()
        }
        other => other.name(),
    }
}

impl Cmdlet for WriteError {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let record = self.record();
        self.describe(&record);
        // The error is the function's or script's that wrote it, not Write-Error's.
        let caller = pipe.rs.call_stack().iter().rev().find_map(|call| call.invocation.clone());
        if let Some(info) = caller.as_ref().and_then(|i| i.native::<InvocationInfo>()) {
            let name = info
                .command
                .native::<posh_runtime::command::CommandInfo>()
                .map(|c| called_name(&c.kind))
                .filter(|n| !n.is_empty());
            *record.id_suffix.borrow_mut() = name;
            record.position.borrow_mut().clone_from(&info.position);
        }
        *record.invocation.borrow_mut() = caller;
        pipe.rs.write_error(record.into_object())
    }
}
