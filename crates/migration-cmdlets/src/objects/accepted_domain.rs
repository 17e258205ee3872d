//! `AcceptedDomain`

use migration::model::AcceptedDomain;
use posh_runtime::{Runspace, Value};

use super::identity::identity;
use super::{local, object};

/// An accepted domain.
pub(crate) fn accepted_domain(rs: &Runspace, d: &AcceptedDomain) -> Value {
    object(
        "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain",
        vec![
            ("Name", Value::str(d.name.as_str())),
            ("DomainName", Value::str(d.domain_name.as_str())),
            ("DomainType", Value::str(d.domain_type.to_string())),
            ("Default", Value::Bool(d.default)),
            ("Identity", identity(&d.name)),
            ("WhenCreated", local(rs, Some(d.created))),
            ("IsValid", Value::Bool(true)),
        ],
    )
}
