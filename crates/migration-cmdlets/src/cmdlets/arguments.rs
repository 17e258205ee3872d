//! What several cmdlets read of their arguments.

use std::str::FromStr;
use std::time::SystemTime;

use migration::secrets::Credential;
use migration::service::ServiceError;
use posh_runtime::command::Pipe;
use posh_runtime::convert::plain_text;
use posh_runtime::value::{DateTime, DateTimeKind};
use posh_runtime::{Result, Value};

/// Writes a service's error for one object; the command goes on with the next.
pub(super) fn report(pipe: &mut Pipe<'_>, error: &ServiceError, target: &str) -> Result<()> {
    pipe.error(crate::error::record(error, Value::str(target)))
}

/// The credential of a parameter.
pub(super) fn credential(value: &Value) -> Option<Credential> {
    posh_runtime::net::with_password(value, |user, password| Credential::new(user, password))
}

/// A value of one of the service's enumerations, by name; the parameter's validation has seen to it.
pub(super) fn named<T: FromStr>(text: Option<&String>) -> Option<T> {
    text.and_then(|t| t.parse().ok())
}

/// A date as a moment.
pub(super) fn moment(pipe: &Pipe<'_>, value: &Value) -> Option<SystemTime> {
    let Value::DateTime(date) = value.base() else { return None };
    let utc = match date.kind() {
        DateTimeKind::Utc => *date,
        _ => {
            let offset = pipe.rs.utc_offset_minutes() * 60 * posh_runtime::value::TICKS_PER_SECOND;
            date.add_ticks(-offset).unwrap_or(*date)
        }
    };
    Some(system_time(utc))
}

fn system_time(utc: DateTime) -> SystemTime {
    let ticks = utc.unix_ticks();
    let nanos = ticks.unsigned_abs().saturating_mul(100);
    let span = std::time::Duration::from_nanos(nanos);
    if ticks >= 0 { SystemTime::UNIX_EPOCH + span } else { SystemTime::UNIX_EPOCH - span }
}

/// `Unlimited`, or a number.
pub(super) fn limit(value: &Value) -> Option<u32> {
    match value.base() {
        Value::Null => None,
        other => plain_text(other).trim().parse().ok(),
    }
}
