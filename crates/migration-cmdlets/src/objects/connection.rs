//! `ConnectionInformation`

use posh_runtime::Value;

use super::object;

/// The connection to the practice organisation.
pub(crate) fn connection() -> Value {
    object(
        "Microsoft.Exchange.Management.ExoPowershellSnapin.ConnectionInformation",
        vec![
            ("ConnectionId", Value::Null),
            ("State", Value::str("Connected")),
            ("Id", Value::Int(1)),
            ("Name", Value::str("ExchangeOnline_1")),
            ("UserPrincipalName", Value::Null),
            ("ConnectionUri", Value::str("https://outlook.office365.com")),
            ("TokenStatus", Value::str("Active")),
            ("ConnectionUsedForInbuiltCmdlets", Value::Bool(true)),
            ("IsEopSession", Value::Bool(false)),
        ],
    )
}
