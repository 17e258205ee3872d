//! Errors of the service as PowerShell shows them: `Code|Exception type|Message`, as Exchange Online's module does.

use migration::service::{ErrorKind, ServiceError};
use posh_runtime::error::{ErrorCategory, ErrorDetails, Exception};
use posh_runtime::{ErrorRecord, PsStr, Value};

/// The error record of a service's error.
pub fn record(error: &ServiceError, target: Value) -> ErrorRecord {
    let full = error.exception_type();
    let short = full.rsplit('.').next().unwrap_or(full);
    let mut message = error.to_string();
    for cause in error.causes() {
        message.push_str(" --> ");
        message.push_str(&cause);
    }
    if let Some(remedy) = error.remedy()
        && !message.contains(remedy.trim_end_matches('.'))
    {
        message.push(' ');
        message.push_str(&remedy);
    }
    let category = match error.kind() {
        ErrorKind::NotFound => ErrorCategory::ObjectNotFound,
        ErrorKind::AlreadyExists => ErrorCategory::ResourceExists,
        ErrorKind::InvalidOperation => ErrorCategory::InvalidOperation,
        ErrorKind::InvalidArgument => ErrorCategory::InvalidArgument,
        ErrorKind::LimitsExceeded => ErrorCategory::LimitsExceeded,
        ErrorKind::Connection => ErrorCategory::ConnectionError,
        ErrorKind::NotImplemented => ErrorCategory::NotImplemented,
        ErrorKind::Resource => ErrorCategory::ResourceUnavailable,
    };
    let exception = Exception::new("System.Exception", message.clone());
    let record = ErrorRecord::new(exception, short, category, target);
    *record.reason.borrow_mut() = Some(short.into());
    *record.details.borrow_mut() = Some(ErrorDetails {
        message: PsStr::from(format!("{}|{full}|{message}", error.code())),
        // The message says it already; shown twice it would only be longer.
        recommended_action: PsStr::from(""),
    });
    record
}
