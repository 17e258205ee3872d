//! What the cmdlets output: property names and their order as Exchange has them.

pub(crate) mod accepted_domain;
pub(crate) mod availability;
pub(crate) mod batch;
pub(crate) mod config;
pub(crate) mod connection;
pub(crate) mod connection_settings;
pub(crate) mod endpoint;
pub(crate) mod folder_statistics;
pub(crate) mod identity;
pub(crate) mod mailbox_statistics;
pub(crate) mod recipient;
pub(crate) mod size;
pub(crate) mod statistics;
pub(crate) mod user;
pub(crate) mod user_statistics;

use std::time::{Duration, SystemTime};

use posh_runtime::Value;
use posh_runtime::value::{DateTime, Object, TICKS_PER_SECOND, TimeSpan};

/// An object of a named type with properties in order.
pub(crate) fn object(type_name: &str, properties: Vec<(&str, Value)>) -> Value {
    let object = Object::of_properties(properties);
    object.members().set_type_names(vec![
        type_name.into(),
        "System.Management.Automation.PSCustomObject".into(),
        "System.Object".into(),
    ]);
    Value::Object(object)
}

/// A moment by the machine's clock; `$null` for none.
pub(crate) fn local(rs: &posh_runtime::Runspace, time: Option<SystemTime>) -> Value {
    time.map_or(Value::Null, |t| {
        let utc = DateTime::from_system(t);
        let offset = rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
        let local = utc.add_ticks(offset).unwrap_or(utc);
        Value::DateTime(local.with_kind(posh_runtime::value::DateTimeKind::Local))
    })
}

/// A moment by UTC's clock; `$null` for none.
pub(crate) fn utc(time: Option<SystemTime>) -> Value {
    time.map_or(Value::Null, |t| Value::DateTime(DateTime::from_system(t)))
}

/// A span.
pub(crate) fn span(time: Duration) -> Value {
    let ticks = i64::try_from(time.as_nanos() / 100).unwrap_or(i64::MAX);
    Value::TimeSpan(TimeSpan::new(ticks))
}

/// A count as `int`.
pub(crate) fn int(count: impl TryInto<i32>) -> Value {
    Value::Int(count.try_into().unwrap_or(i32::MAX))
}

/// A count as `long`.
pub(crate) fn long(count: u64) -> Value {
    Value::Long(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A text, or `$null` for none.
pub(crate) fn text(value: Option<&String>) -> Value {
    value.map_or(Value::Null, |v| Value::str(v.as_str()))
}

/// A list of texts.
pub(crate) fn texts(values: &[String]) -> Value {
    Value::array(values.iter().map(|v| Value::str(v.as_str())).collect())
}
