//! `Get-MigrationUser`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::Value;
use posh_runtime::command::{Cmdlet, Pipe};

use migration::service::UserFilter;

use super::arguments::{limit, named, report};
use crate::session::service;

/// Gets the users of migration batches, with their status.
///
/// # Examples
/// Shows why users failed.
/// ```powershell
/// Get-MigrationUser -BatchId CutoverBatch -Status Failed | Get-MigrationUserStatistics | Format-List Identity,Error*
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationUser",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationUser",
    default_set = "Identity"
)]
pub(super) struct GetMigrationUser {
    /// E-mail address of the user; all without it.
    #[parameter(set = "Identity", position = 0, by_value, by_name)]
    identity: Option<String>,
    /// Only users of this batch.
    #[parameter(set = "StatusAndBatchId")]
    batch_id: Option<String>,
    /// Only users of this status.
    #[parameter(
        set = "StatusAndBatchId",
        one_of = "Queued, Syncing, Failed, Synced, IncrementalFailed, Completing, Completed, CompletionFailed, Corrupted, Provisioning, ProvisionUpdating, CompletionSynced, Validating, IncrementalSyncing, IncrementalSynced, CompletedWithWarnings, Stopping, Stopped, IncrementalStopped, Starting, Removing"
    )]
    status: Option<String>,
    /// Only users of this short status.
    #[parameter(set = "StatusAndBatchId", one_of = "Active, Failed, Synced, Completed, Stopped")]
    status_summary: Option<String>,
    /// Only the user of this mailbox.
    #[parameter(set = "MailboxGuid", mandatory)]
    mailbox_guid: Option<String>,
    /// Only the user of this e-mail address.
    #[parameter(set = "EmailAddress", mandatory)]
    email_address: Option<String>,
    /// At most so many; `Unlimited` for all.
    #[parameter(default = "1000")]
    result_size: Value,
    /// Accepted; there are no others.
    #[parameter]
    include_associated_users: bool,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for GetMigrationUser {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        if let Some(identity) = self.identity.as_ref().or(self.mailbox_guid.as_ref()) {
            return match service.user(identity) {
                Ok(user) => {
                    let value = crate::objects::user::user(pipe.rs, &user);
                    pipe.write(value)
                }
                Err(error) => report(pipe, &error, identity),
            };
        }
        let filter = UserFilter {
            batch: self.batch_id.clone(),
            status: named(self.status.as_ref()),
            status_summary: named(self.status_summary.as_ref()),
            email_address: self.email_address.clone(),
            recipient_type: None,
            result_size: if self.result_size.is_null() { Some(1000) } else { limit(&self.result_size) },
        };
        match service.users(&filter) {
            Ok(users) => {
                for user in users {
                    let value = crate::objects::user::user(pipe.rs, &user);
                    pipe.write(value)?;
                }
                Ok(())
            }
            Err(error) => report(pipe, &error, self.batch_id.as_deref().unwrap_or("")),
        }
    }
}
