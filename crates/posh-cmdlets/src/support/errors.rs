//! Error records of cmdlets.

use posh_runtime::command::Pipe;
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::{Raised, Value};

/// `PSArgumentException` and its kin stand here in full.
pub(crate) const PS_ARGUMENT: &str = "System.Management.Automation.PSArgumentException";
/// `PSInvalidOperationException`
pub(crate) const PS_INVALID_OPERATION: &str = "System.Management.Automation.PSInvalidOperationException";
/// `ItemNotFoundException`
pub(crate) const ITEM_NOT_FOUND: &str = "System.Management.Automation.ItemNotFoundException";

/// A record with an exception of the named type.
pub(crate) fn record(
    exception: &str,
    message: impl Into<String>,
    id: &str,
    category: ErrorCategory,
    target: Value,
) -> ErrorRecord {
    ErrorRecord::new(Exception::new(exception, message), id, category, target)
}

/// What a raised error says.
pub(crate) fn message_of(raised: &Raised) -> String {
    raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default()
}

/// An exception of .NET code that a cmdlet lets through: it ends the command under the exception's name.
///
/// # Errors
/// Always.
pub(crate) fn thrown<T>(pipe: &mut Pipe<'_>, raised: Box<Raised>) -> posh_runtime::Result<T> {
    let Some(record) = raised.record().filter(|r| r.raw.get()) else { return Err(raised) };
    let id = record.exception.ty().full_name().to_owned();
    pipe.fatal(ErrorRecord::new(record.exception.clone(), &id, ErrorCategory::NotSpecified, Value::Null))
}

/// A raised error as a non-terminating one of this command; anything else goes on up.
///
/// # Errors
/// Where the error action is Stop, or it was no error.
pub(crate) fn demote(pipe: &mut Pipe<'_>, raised: Box<Raised>) -> posh_runtime::Result<()> {
    match raised.record() {
        Some(record) => {
            let copy = record.copy();
            copy.raw.set(false);
            pipe.error(copy)
        }
        None => Err(raised),
    }
}

/// Whether a parameter of the running command was given, by its name.
pub(crate) fn is_bound(pipe: &Pipe<'_>, def: &posh_runtime::command::CmdletDef, name: &str) -> bool {
    def.parameters.iter().position(|p| p.name == name).is_some_and(|at| pipe.is_bound(at))
}
