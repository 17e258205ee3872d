//! `Get-MailboxFolderStatistics`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets what the folders of a mailbox hold at the target.
///
/// # Examples
/// Shows the folders of a mailbox.
/// ```powershell
/// Get-MailboxFolderStatistics anna@contoso.com | Format-Table Name,ItemsInFolder
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MailboxFolderStatistics",
    module = "ExchangeOnlineManagement",
    class = "Get-MailboxFolderStatistics",
    default_set = "Identity"
)]
pub(super) struct GetMailboxFolderStatistics {
    /// E-mail address, name, alias or GUID of the mailbox.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Accepted; the dates of the oldest and newest items are always there.
    #[parameter]
    include_oldest_and_newest_items: bool,
}

impl Cmdlet for GetMailboxFolderStatistics {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        match service.mailbox_folder_statistics(&self.identity) {
            Ok(folders) => {
                for folder in &folders {
                    let value =
                        crate::objects::folder_statistics::folder_statistics(pipe.rs, &self.identity, folder);
                    pipe.write(value)?;
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
