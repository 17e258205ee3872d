//! `Get-MailboxStatistics`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets what a mailbox holds at the target.
///
/// # Examples
/// Shows the counts of all mailboxes.
/// ```powershell
/// Get-Mailbox | Get-MailboxStatistics
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MailboxStatistics",
    module = "ExchangeOnlineManagement",
    class = "Get-MailboxStatistics",
    default_set = "Identity"
)]
pub(super) struct GetMailboxStatistics {
    /// E-mail address, name, alias or GUID of the mailbox.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
}

impl Cmdlet for GetMailboxStatistics {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        match service.mailbox_statistics(&self.identity) {
            Ok(statistics) => pipe.write(crate::objects::mailbox_statistics::mailbox_statistics(&statistics)),
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
