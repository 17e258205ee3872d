//! Migration users: one mailbox, contact or group of a batch.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::UnknownName;
use super::{UserState, UserStatus, UserStatusSummary, status::named_enum};
use std::fmt;
use std::str::FromStr;

named_enum! {
    /// What a migration user stands for (`MigrationUserRecipientType`).
    UserRecipientType {
        /// A mailbox with content.
        Mailbox,
        /// A mail contact.
        Contact,
        /// A mail-enabled group.
        Group,
        /// A mail user.
        Mailuser,
    }
}

/// A migration user as `Get-MigrationUser` and `Get-MigrationUserStatistics` show it.
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationUser {
    /// Row id in the store.
    pub id: i64,
    /// `Guid`.
    pub guid: Uuid,
    /// Primary e-mail address, the identity.
    pub identity: String,
    /// The batch it belongs to.
    pub batch_guid: Uuid,
    /// That batch's name.
    pub batch_name: String,
    /// What it stands for.
    pub recipient_type: UserRecipientType,
    /// Who it is at the source.
    pub source: SourceIdentity,
    /// Where it stands.
    pub state: UserState,
    /// How far it is.
    pub progress: UserProgress,
    /// Why it failed.
    pub error: Option<UserError>,
    /// Failed attempts since the last success.
    pub failed_attempts: u32,
    /// Guid of the recipient made for it: `MailboxGuid` of a mailbox.
    pub recipient_guid: Option<Uuid>,
    /// When its work is next due; `None` while running or when nothing is planned.
    pub next_due: Option<SystemTime>,
}

impl MigrationUser {
    /// The status.
    pub const fn status(&self) -> UserStatus {
        self.state.status
    }

    /// The short status.
    pub const fn status_summary(&self) -> UserStatusSummary {
        self.state.status.summary()
    }
}

/// Who a user is at the source, as its address book says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceIdentity {
    /// Primary SMTP address.
    pub smtp_address: String,
    /// Name shown in address lists.
    pub display_name: String,
    /// Alias.
    pub alias: String,
    /// Legacy distinguished name; becomes an `X500:` address at the target so that old replies work.
    pub legacy_dn: String,
    /// Other SMTP addresses.
    pub proxy_addresses: Vec<String>,
    /// Of a contact: where its mail goes.
    pub external_address: Option<String>,
    /// Of a group: addresses of its members.
    pub members: Vec<String>,
}

/// How far a user is. Counts are of items at the source, each counted once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserProgress {
    /// Items copied.
    pub synced_item_count: u64,
    /// Items that could not be copied, each with its reason.
    pub skipped_item_count: u64,
    /// Bytes copied.
    pub bytes_transferred: u64,
    /// Folders copied.
    pub synced_folder_count: u64,
    /// Items the source says it has.
    pub estimated_total_count: u64,
    /// Bytes the source says it has; 0 when it does not say.
    pub estimated_total_size: u64,
    /// When the last whole pass over the mailbox began: all that had arrived by then is at the target.
    pub last_successful_sync: Option<SystemTime>,
    /// Passes done, the initial one included.
    pub passes: u32,
    /// When the present status was entered.
    pub status_since: Option<SystemTime>,
    /// Time spent queued.
    pub queued: Duration,
    /// Time spent provisioning and syncing.
    pub in_progress: Duration,
    /// Time spent synced.
    pub synced: Duration,
    /// Time spent waiting because the server asked for it.
    pub stalled: Duration,
}

impl UserProgress {
    /// Share of the source's items that have been dealt with, 0 to 100; below 100 until the initial sync is done.
    pub fn percentage_complete(&self, initial_sync_done: bool) -> u8 {
        if initial_sync_done {
            return 100;
        }
        let done = self.synced_item_count.saturating_add(self.skipped_item_count);
        let percent = done.saturating_mul(100).checked_div(self.estimated_total_count).unwrap_or(0);
        u8::try_from(percent.min(99)).unwrap_or(99)
    }

    /// Books the time since the present status was entered under that status, and starts the next one at `now`.
    pub fn account(&mut self, left: UserStatus, now: SystemTime) {
        let since = self.status_since.replace(now).unwrap_or(now);
        let spent = now.duration_since(since).unwrap_or_default();
        match left {
            UserStatus::Queued | UserStatus::Starting => self.queued += spent,
            UserStatus::Provisioning
            | UserStatus::ProvisionUpdating
            | UserStatus::Syncing
            | UserStatus::IncrementalSyncing
            | UserStatus::Stopping => self.in_progress += spent,
            UserStatus::Synced | UserStatus::IncrementalFailed => self.synced += spent,
            _ => {}
        }
    }
}

/// Why a user failed, in the service's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserError {
    /// Short name of the .NET exception, such as `MigrationTransientException`.
    pub exception: String,
    /// `ErrorSummary`: the bare message.
    pub message: String,
    /// What lies below, outermost first.
    pub inner: Vec<String>,
    /// The command or action that mends it.
    pub remedy: Option<String>,
    /// Whether trying again without a change could help.
    pub transient: bool,
}

impl fmt::Display for UserError {
    /// `Error`: `ExceptionShortName: message --> inner message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.exception, self.message)?;
        self.inner.iter().try_for_each(|inner| write!(f, " --> {inner}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages() {
        let mut progress = UserProgress { estimated_total_count: 200, ..UserProgress::default() };
        assert_eq!(progress.percentage_complete(false), 0);
        progress.synced_item_count = 99;
        progress.skipped_item_count = 1;
        assert_eq!(progress.percentage_complete(false), 50);
        progress.synced_item_count = 500;
        assert_eq!(progress.percentage_complete(false), 99);
        assert_eq!(progress.percentage_complete(true), 100);
        assert_eq!(UserProgress::default().percentage_complete(false), 0);
    }

    #[test]
    fn time_is_booked_under_the_status_left() {
        let start = SystemTime::UNIX_EPOCH;
        let mut progress = UserProgress { status_since: Some(start), ..UserProgress::default() };
        progress.account(UserStatus::Queued, start + Duration::from_secs(5));
        progress.account(UserStatus::Syncing, start + Duration::from_secs(12));
        assert_eq!(progress.queued, Duration::from_secs(5));
        assert_eq!(progress.in_progress, Duration::from_secs(7));
    }
}
