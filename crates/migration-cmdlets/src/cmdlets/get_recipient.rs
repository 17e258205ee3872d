//! `Get-Recipient`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::Value;
use posh_runtime::command::{Cmdlet, Pipe};

use migration::service::RecipientFilter;

use super::arguments::{limit, named, report};
use crate::session::service;

/// Gets the mailboxes, contacts and groups of the target organisation.
///
/// # Examples
/// Lists the contacts.
/// ```powershell
/// Get-Recipient -RecipientType MailContact
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Recipient",
    module = "ExchangeOnlineManagement",
    class = "Get-Recipient",
    default_set = "Identity"
)]
pub(super) struct GetRecipient {
    /// E-mail address, name, alias or GUID; all without it.
    #[parameter(set = "Identity", position = 0, by_value, by_name)]
    identity: Option<String>,
    /// Only recipients of this type.
    #[parameter]
    recipient_type: Option<String>,
    /// At most so many; `Unlimited` for all.
    #[parameter(default = "1000")]
    result_size: Value,
}

impl Cmdlet for GetRecipient {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let filter = RecipientFilter {
            identity: self.identity.clone(),
            recipient_type: named(self.recipient_type.as_ref()),
            result_size: match &self.result_size {
                Value::Null => Some(1000),
                other => limit(other).and_then(|n| usize::try_from(n).ok()),
            },
        };
        match service.recipients(&filter) {
            Ok(recipients) => {
                for recipient in &recipients {
                    let value = crate::objects::recipient::recipient(pipe.rs, recipient, false);
                    pipe.write(value)?;
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, self.identity.as_deref().unwrap_or("")),
        }
    }
}
