//! What the ItemProperty cmdlets share.

use posh_runtime::command::Pipe;
use posh_runtime::error::ErrorCategory;
use posh_runtime::value::{DateTime, Object};
use posh_runtime::{Result, Runspace, Value, members};

use super::selection::places;
use super::{drives, file_item};
use crate::support::errors::record;
use crate::support::path::Place;

/// The files and folders that paths name, as objects.
///
/// # Errors
/// Where the error action is Stop.
pub(super) fn target_items(pipe: &mut Pipe<'_>, paths: &[String], literal: &[String]) -> Result<Vec<Value>> {
    let mut out = Vec::new();
    for place in places(pipe, paths, literal)? {
        match place {
            Place::File(path) => out.push(file_item::object(&path)),
            _ => pipe.error(drives::not_supported())?,
        }
    }
    Ok(out)
}

/// `Set Property File` or `Set Property Directory`.
pub(super) fn operation(item: &Value, what: &str) -> String {
    let kind = match item {
        Value::Object(o) if o.ty().full_name() == "System.IO.DirectoryInfo" => "Directory",
        _ => "File",
    };
    format!("{what} {kind}")
}

/// Sets a property; one that an item does not have is an error.
///
/// # Errors
/// Where the error action is Stop.
pub(super) fn set(pipe: &mut Pipe<'_>, item: &Value, name: &str, value: Value) -> Result<()> {
    // A date that is cleared is the file system's earliest.
    let value = match value.base() {
        Value::DateTime(d) if *d == DateTime::min() => Value::DateTime(
            DateTime::from_parts(1970, 1, 1, 0, posh_runtime::value::DateTimeKind::Utc).unwrap_or(*d),
        ),
        _ => value,
    };
    if members::try_property(pipe.rs, item, name).is_none() {
        let path = members::try_property(pipe.rs, item, "FullName").unwrap_or(Value::Null);
        return pipe.error(record(
            "System.Management.Automation.PSArgumentException",
            format!("Property {name} does not exist at path {}.", posh_runtime::convert::plain_text(&path)),
            "System.Management.Automation.PSArgumentException",
            ErrorCategory::InvalidArgument,
            item.clone(),
        ));
    }
    match members::set_property(pipe.rs, item, name, value) {
        Ok(()) => Ok(()),
        Err(raised) => crate::support::errors::demote(pipe, raised),
    }
}

/// A property alone, as `-PassThru` gives it.
pub(super) fn one(rs: &mut Runspace, item: &Value, name: &str) -> Value {
    let value = members::try_property(rs, item, name).unwrap_or(Value::Null);
    Value::Object(Object::of_properties([(name, value)]))
}

/// The error of a provider without properties of its own.
///
/// # Errors
/// Always.
pub(super) fn refuse(pipe: &mut Pipe<'_>) -> Result<()> {
    pipe.fatal(record(
        "System.Management.Automation.PSNotSupportedException",
        "Cannot use interface. The IDynamicPropertyCmdletProvider interface is not implemented by this provider.",
        "NotSupported",
        ErrorCategory::NotImplemented,
        Value::Null,
    ))
}
