//! The documented enumerations, with Exchange's names.

use std::fmt;
use std::str::FromStr;

/// A name that is none of an enumeration's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{name}' is not a {enumeration}; use one of: {known}")]
pub struct UnknownName {
    /// What was given.
    pub name: String,
    /// The enumeration's name.
    pub enumeration: &'static str,
    /// The names it has, separated by commas.
    pub known: String,
}

macro_rules! named_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the documented order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The documented name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            /// Reads the documented name without regard to case.
            fn from_str(name: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|v| v.as_str().eq_ignore_ascii_case(name)).ok_or_else(|| UnknownName {
                    name: name.to_owned(),
                    enumeration: stringify!($name),
                    known: Self::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}
pub(crate) use named_enum;

named_enum! {
    /// Status of a batch (`MigrationBatchStatus`).
    BatchStatus {
        /// Made, never started.
        Created,
        /// Users are being migrated.
        Syncing,
        /// `Stop-MigrationBatch` was given; work is winding up.
        Stopping,
        /// All work stopped.
        Stopped,
        /// Finalized.
        Completed,
        /// Failed as a whole; see the batch's message.
        Failed,
        /// `Remove-MigrationBatch` was given; gone soon.
        Removing,
        /// Every user has had its initial sync; incremental syncs go on.
        Synced,
        /// An incremental pass runs (documented; the service keeps such a batch `Synced`).
        IncrementalSyncing,
        /// `Complete-MigrationBatch` was given.
        Completing,
        /// Finalized, with failed users.
        CompletedWithErrors,
        /// Like `Synced`, with failed users.
        SyncedWithErrors,
        /// Its record cannot be used.
        Corrupted,
        /// Waits for its start time.
        Waiting,
        /// `Start-MigrationBatch` was given; the worker has not begun.
        Starting,
    }
}

named_enum! {
    /// Status of a user (`MigrationUserStatus`).
    UserStatus {
        /// All slots of the endpoint are taken.
        Queued,
        /// The initial sync runs.
        Syncing,
        /// The initial sync, or what comes before it, failed.
        Failed,
        /// The initial sync is done.
        Synced,
        /// An incremental sync failed; it is tried again at the next one.
        IncrementalFailed,
        /// Being finalized.
        Completing,
        /// Finalized.
        Completed,
        /// Finalizing failed.
        CompletionFailed,
        /// Its record cannot be used.
        Corrupted,
        /// The object is being made in the target organisation.
        Provisioning,
        /// The object exists but is not complete (a group whose members are not all there).
        ProvisionUpdating,
        /// Documented only.
        CompletionSynced,
        /// Documented only.
        Validating,
        /// An incremental sync runs.
        IncrementalSyncing,
        /// Documented only.
        IncrementalSynced,
        /// Documented only.
        CompletedWithWarnings,
        /// Stopped.
        Stopped,
        /// Stopped after the initial sync.
        IncrementalStopped,
        /// About to be queued.
        Starting,
        /// Its work is being stopped.
        Stopping,
        /// Being removed.
        Removing,
    }
}

named_enum! {
    /// Short form of a user's status (`MigrationUserStatusSummary`).
    UserStatusSummary {
        /// Work is going on or will.
        Active,
        /// Failed.
        Failed,
        /// The initial sync is done.
        Synced,
        /// Finalized.
        Completed,
        /// Stopped.
        Stopped,
    }
}

impl UserStatus {
    /// The short form.
    pub const fn summary(self) -> UserStatusSummary {
        use UserStatus as S;
        match self {
            S::Failed | S::IncrementalFailed | S::CompletionFailed | S::Corrupted => {
                UserStatusSummary::Failed
            }
            S::Synced | S::IncrementalSynced => UserStatusSummary::Synced,
            S::Completed | S::CompletedWithWarnings => UserStatusSummary::Completed,
            S::Stopped | S::IncrementalStopped => UserStatusSummary::Stopped,
            S::Queued
            | S::Syncing
            | S::Completing
            | S::Provisioning
            | S::ProvisionUpdating
            | S::CompletionSynced
            | S::Validating
            | S::IncrementalSyncing
            | S::Starting
            | S::Stopping
            | S::Removing => UserStatusSummary::Active,
        }
    }
}

named_enum! {
    /// Kind of a migration or endpoint (`MigrationType`).
    MigrationType {
        /// Not known.
        None,
        /// Mailboxes over IMAP.
        IMAP,
        /// Outlook.com.
        XO1,
        /// Outlook Anywhere: cutover and staged.
        ExchangeOutlookAnywhere,
        /// Bulk provisioning.
        BulkProvisioning,
        /// Remote move (hybrid).
        ExchangeRemoteMove,
        /// Local move.
        ExchangeLocalMove,
        /// PST import.
        PSTImport,
        /// Public folders.
        PublicFolder,
    }
}

named_enum! {
    /// Direction of a batch (`MigrationBatchDirection`).
    BatchDirection {
        /// Into the organisation: every cutover.
        Onboarding,
        /// Out of the organisation.
        Offboarding,
        /// Within it.
        Local,
    }
}

named_enum! {
    /// How to log on at the source (`AuthenticationMethod`, those usable for Outlook Anywhere).
    AuthenticationMethod {
        /// HTTP Basic over TLS.
        Basic,
        /// NTLM.
        Ntlm,
    }
}

named_enum! {
    /// What the migration account may do at the source (`MigrationMailboxPermission`).
    MailboxPermission {
        /// Domain administrator.
        Admin,
        /// Full Access on each mailbox, or Receive As on their database.
        FullAccess,
    }
}

named_enum! {
    /// How faithful the copy is (`DataConsistencyScore`).
    DataConsistencyScore {
        /// Nothing was skipped.
        Perfect,
        /// Something insignificant was skipped.
        Good,
        /// Items were skipped: have a look.
        Investigate,
        /// Many items were skipped.
        Poor,
    }
}

impl DataConsistencyScore {
    /// The score for `skipped` of `total` items. Below one in a hundred it asks to investigate.
    pub const fn of(skipped: u64, total: u64) -> Self {
        if skipped == 0 {
            Self::Perfect
        } else if skipped.saturating_mul(100) < total {
            Self::Investigate
        } else {
            Self::Poor
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_in_any_case() {
        for status in UserStatus::ALL {
            assert_eq!(status.as_str().to_lowercase().parse(), Ok(*status));
        }
        assert_eq!("syncedwitherrors".parse(), Ok(BatchStatus::SyncedWithErrors));
        let error = "Sink".parse::<BatchStatus>().unwrap_err();
        assert!(error.to_string().contains("Created, Syncing"), "{error}");
    }

    #[test]
    fn the_counts_of_documented_values() {
        assert_eq!(BatchStatus::ALL.len(), 15);
        assert_eq!(UserStatus::ALL.len(), 21);
        assert_eq!(MigrationType::ALL.len(), 9);
    }

    #[test]
    fn scores() {
        assert_eq!(DataConsistencyScore::of(0, 0), DataConsistencyScore::Perfect);
        assert_eq!(DataConsistencyScore::of(1, 1000), DataConsistencyScore::Investigate);
        assert_eq!(DataConsistencyScore::of(1, 100), DataConsistencyScore::Poor);
    }
}
