//! `Mailbox` and `ReducedRecipient`

use migration::model::Recipient;
use posh_runtime::{Runspace, Value};

use super::identity::identity;
use super::{local, object, text, texts};

/// A recipient as Get-Recipient (`is_mailbox` false) or Get-Mailbox outputs it.
pub(crate) fn recipient(rs: &Runspace, r: &Recipient, is_mailbox: bool) -> Value {
    let type_name = if is_mailbox {
        "Microsoft.Exchange.Data.Directory.Management.Mailbox"
    } else {
        "Microsoft.Exchange.Data.Directory.Management.ReducedRecipient"
    };
    object(
        type_name,
        vec![
            ("Name", Value::str(r.display_name.as_str())),
            ("Alias", Value::str(r.alias.as_str())),
            ("RecipientType", Value::str(r.recipient_type.to_string())),
            ("RecipientTypeDetails", Value::str(r.recipient_type.to_string())),
            ("DisplayName", Value::str(r.display_name.as_str())),
            ("PrimarySmtpAddress", Value::str(r.primary_smtp_address.as_str())),
            ("EmailAddresses", texts(&r.email_addresses)),
            ("ExternalEmailAddress", text(r.external_email_address.as_ref())),
            ("Members", texts(&r.members)),
            ("Guid", Value::str(r.guid.to_string())),
            ("Identity", identity(&r.primary_smtp_address)),
            ("WhenCreated", local(rs, Some(r.created))),
            ("IsValid", Value::Bool(true)),
        ],
    )
}
