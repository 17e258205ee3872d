//! `Get-Mailbox`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::Value;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::{limit, report};
use crate::session::service;

/// Gets the mailboxes of the target organisation.
///
/// # Examples
/// Lists all mailboxes.
/// ```powershell
/// Get-Mailbox -ResultSize Unlimited
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Mailbox",
    module = "ExchangeOnlineManagement",
    class = "Get-Mailbox",
    default_set = "Identity"
)]
pub(super) struct GetMailbox {
    /// E-mail address, name, alias or GUID; all without it.
    #[parameter(set = "Identity", position = 0, by_value, by_name)]
    identity: Option<String>,
    /// At most so many; `Unlimited` for all.
    #[parameter(default = "1000")]
    result_size: Value,
    /// Only mailboxes of this kind.
    #[parameter]
    recipient_type_details: Option<String>,
}

impl Cmdlet for GetMailbox {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        match service.mailboxes(self.identity.as_deref()) {
            Ok(mailboxes) => {
                let limit = if self.result_size.is_null() { Some(1000) } else { limit(&self.result_size) };
                let limit = limit.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
                for mailbox in mailboxes.iter().take(limit) {
                    let value = crate::objects::recipient::recipient(pipe.rs, mailbox, true);
                    pipe.write(value)?;
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, self.identity.as_deref().unwrap_or("")),
        }
    }
}
