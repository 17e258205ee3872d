//! The cultures that Get-Culture and Get-UICulture give.

use posh_runtime::Value;
use posh_runtime::format::culture::Culture;
use posh_runtime::net::culture_object;

/// The culture of a name, where it is known.
pub(super) fn named(name: &str) -> Option<Value> {
    Culture::named(name).map(culture_object)
}

/// The session's culture.
pub(super) fn current() -> Value {
    culture_object(Culture::current())
}
