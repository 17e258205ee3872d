//! Where shells and workers meet: everything that must outlive a process.
//!
//! [`Store`] is the contract; [`SqliteStore`] keeps it in one file. `tests/store_contract.rs` holds every
//! implementation to it.

mod sqlite;

use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use crate::model::{
    AcceptedDomain, Batch, EndpointSettings, FolderPath, ItemKey, ItemRow, MigrationConfig, MigrationUser,
    Recipient, RecipientType, ReportEntry, SkipReason, SlotLimits, UserRecipientType, UserStatus,
    UserStatusSummary,
};
use crate::source::SourcePerson;

pub use sqlite::{Durability, SqliteStore};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The name is taken.
    #[error("the name '{0}' is taken")]
    NameTaken(String),
    /// A cutover batch exists.
    #[error("the cutover batch '{0}' exists")]
    CutoverExists(String),
    /// As many batches exist as may.
    #[error("{0} batches exist")]
    TooManyBatches(u32),
    /// A batch uses the endpoint.
    #[error("the batch '{0}' uses it")]
    InUse(String),
    /// It does not exist.
    #[error("'{0}' does not exist")]
    NotFound(String),
    /// The caller's lease has passed to another worker.
    #[error("another worker has taken over")]
    LeaseLost,
    /// Another program holds the store for too long.
    #[error("the store is in use by another program; try again")]
    Busy,
    /// The store was written by a newer version.
    #[error(
        "the store was written by a newer version (schema {found}, this one knows {known}); use that version"
    )]
    TooNew {
        /// Its schema.
        found: i64,
        /// The newest known here.
        known: i64,
    },
    /// The store cannot be read or written.
    #[error("the store cannot be used: {0}")]
    Failed(String),
}

/// An endpoint with its sealed password.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointRecord {
    /// Name, unique without regard to case.
    pub name: String,
    /// A stable id; the owner of the sealed password.
    pub guid: Uuid,
    /// How to reach the source.
    pub settings: EndpointSettings,
    /// The two slot pools.
    pub limits: SlotLimits,
    /// The password, sealed.
    pub sealed_password: Vec<u8>,
    /// When it was made.
    pub created: SystemTime,
    /// When it was last changed.
    pub changed: SystemTime,
}

impl fmt::Debug for EndpointRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointRecord")
            .field("name", &self.name)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Which users are asked for; empty means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Of this batch.
    pub batch: Option<Uuid>,
    /// With this identity.
    pub identity: Option<String>,
    /// With this status.
    pub status: Option<UserStatus>,
    /// With this short status.
    pub summary: Option<UserStatusSummary>,
    /// Of this kind.
    pub recipient_type: Option<UserRecipientType>,
    /// Whose next work is due by then.
    pub due_by: Option<SystemTime>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// Where a folder's sync stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderRow {
    /// The folder's id at the source.
    pub source_id: String,
    /// Where it goes.
    pub path: FolderPath,
    /// The place after the last page recorded; `None` before the first.
    pub cursor: Option<String>,
}

/// What is recorded together: the items of a page and the cursor that passed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCommit {
    /// The lease of the worker.
    pub lease: LeaseToken,
    /// Whose mailbox.
    pub user_id: i64,
    /// The folder, with the cursor after the page.
    pub folder: FolderRow,
    /// What became of its items.
    pub items: Vec<ItemRow>,
}

/// What is known of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownItem {
    /// Whether it is at the target.
    pub copied: bool,
    /// Its version when it was dealt with.
    pub change_key: Option<String>,
}

/// Whose report an entry belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportOwner {
    /// A batch's.
    Batch(Uuid),
    /// A user's.
    User(i64),
}

/// Proof of having been the worker; grows with each new holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeaseToken(pub i64);

/// Who is the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseHolder {
    /// The holder's name for itself.
    pub holder: String,
    /// Its token.
    pub token: LeaseToken,
    /// When the lease ends unless renewed.
    pub expires: SystemTime,
}

/// What an accepted change of a row answers: keep it or leave the row as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Write it.
    Keep,
    /// Write nothing.
    Discard,
}

/// Everything that must outlive a process. Each call is one transaction: whole or not at all.
pub trait Store: Send + Sync + fmt::Debug {
    /// Adds an endpoint. # Errors [`StoreError::NameTaken`].
    fn insert_endpoint(&self, endpoint: &EndpointRecord) -> Result<(), StoreError>;
    /// The endpoint of that name.
    fn endpoint(&self, name: &str) -> Result<Option<EndpointRecord>, StoreError>;
    /// All endpoints by name.
    fn endpoints(&self) -> Result<Vec<EndpointRecord>, StoreError>;
    /// Reads, changes and writes an endpoint. # Errors [`StoreError::NotFound`].
    fn update_endpoint(
        &self,
        name: &str,
        change: &mut dyn FnMut(&mut EndpointRecord),
    ) -> Result<EndpointRecord, StoreError>;
    /// Removes an endpoint. # Errors [`StoreError::InUse`] when a batch names it, [`StoreError::NotFound`].
    fn delete_endpoint(&self, name: &str) -> Result<(), StoreError>;

    /// Adds a batch. # Errors [`StoreError::NameTaken`], [`StoreError::CutoverExists`],
    /// [`StoreError::TooManyBatches`].
    fn insert_batch(&self, batch: &Batch, max_batches: u32) -> Result<(), StoreError>;
    /// The batch of that name.
    fn batch(&self, name: &str) -> Result<Option<Batch>, StoreError>;
    /// The batch with that guid.
    fn batch_by_guid(&self, guid: Uuid) -> Result<Option<Batch>, StoreError>;
    /// All batches by creation.
    fn batches(&self) -> Result<Vec<Batch>, StoreError>;
    /// Reads, changes and writes a batch; `None` when it is gone. Counts are computed, never written.
    fn update_batch(
        &self,
        guid: Uuid,
        change: &mut dyn FnMut(&mut Batch) -> Change,
    ) -> Result<Option<Batch>, StoreError>;
    /// Deletes a batch with its users, their accounts and reports. Recipients made by it stay.
    fn delete_batch(&self, guid: Uuid) -> Result<(), StoreError>;

    /// Records a batch's users and that it is listed, together. Identities already there stay as they are.
    fn record_users(
        &self,
        batch: Uuid,
        people: &[SourcePerson],
        now: SystemTime,
    ) -> Result<usize, StoreError>;
    /// A user by id.
    fn user(&self, id: i64) -> Result<Option<MigrationUser>, StoreError>;
    /// Users in the order they were recorded.
    fn users(&self, query: &UserQuery) -> Result<Vec<MigrationUser>, StoreError>;
    /// How many users of a batch have each status.
    fn status_counts(&self, batch: Uuid) -> Result<Vec<(UserStatus, u32)>, StoreError>;
    /// The earliest instant after `now` at which work of a batch's users is due.
    fn next_due(&self, batch: Uuid, now: SystemTime) -> Result<Option<SystemTime>, StoreError>;
    /// How many mailboxes and contacts of a batch have no object at the target yet, failed and stopped ones not
    /// counted.
    fn unprovisioned(&self, batch: Uuid) -> Result<u32, StoreError>;
    /// Reads, changes and writes a user; `None` when it is gone.
    fn update_user(
        &self,
        id: i64,
        change: &mut dyn FnMut(&mut MigrationUser) -> Change,
    ) -> Result<Option<MigrationUser>, StoreError>;
    /// Deletes a user with its accounts and report.
    fn delete_user(&self, id: i64) -> Result<(), StoreError>;

    /// Where a user's folders stand.
    fn folders(&self, user_id: i64) -> Result<Vec<FolderRow>, StoreError>;
    /// What is known of some items of a user.
    fn known_items(&self, user_id: i64, keys: &[ItemKey]) -> Result<HashMap<ItemKey, KnownItem>, StoreError>;
    /// Records a page and the cursor that passed it, and adds to the user's counts what is new.
    /// # Errors [`StoreError::LeaseLost`], [`StoreError::NotFound`] when the user is gone.
    fn commit_page(&self, page: &PageCommit) -> Result<(), StoreError>;
    /// Items of a user that were skipped, with the reason.
    fn skipped_items(&self, user_id: i64, limit: u32) -> Result<Vec<SkipReason>, StoreError>;
    /// Keys of a user's copied items.
    fn copied_keys(&self, user_id: i64) -> Result<Vec<ItemKey>, StoreError>;

    /// Adds a line to a report.
    fn append_report(&self, owner: ReportOwner, entry: &ReportEntry) -> Result<(), StoreError>;
    /// The newest lines of a report, oldest first.
    fn report(&self, owner: ReportOwner, limit: u32) -> Result<Vec<ReportEntry>, StoreError>;

    /// Adds an accepted domain; the first one becomes the default. # Errors [`StoreError::NameTaken`].
    fn insert_accepted_domain(&self, domain: &AcceptedDomain) -> Result<(), StoreError>;
    /// All accepted domains by name.
    fn accepted_domains(&self) -> Result<Vec<AcceptedDomain>, StoreError>;
    /// Replaces an accepted domain; making it the default takes that from the others.
    /// # Errors [`StoreError::NotFound`].
    fn update_accepted_domain(&self, name: &str, domain: &AcceptedDomain) -> Result<(), StoreError>;
    /// Removes an accepted domain. # Errors [`StoreError::NotFound`].
    fn delete_accepted_domain(&self, name: &str) -> Result<(), StoreError>;

    /// Adds a recipient unless its address, or one of its other addresses, is taken; answers the one that has it.
    fn insert_recipient(&self, recipient: &Recipient) -> Result<Recipient, StoreError>;
    /// Replaces a recipient by guid. # Errors [`StoreError::NotFound`].
    fn update_recipient(&self, recipient: &Recipient) -> Result<(), StoreError>;
    /// The recipient with that address (any of its addresses).
    fn recipient_by_address(&self, address: &str) -> Result<Option<Recipient>, StoreError>;
    /// Recipients by address, of one kind or all.
    fn recipients(&self, kind: Option<RecipientType>) -> Result<Vec<Recipient>, StoreError>;

    /// The service's limits.
    fn config(&self) -> Result<MigrationConfig, StoreError>;
    /// Sets the service's limits.
    fn set_config(&self, config: &MigrationConfig) -> Result<(), StoreError>;

    /// Becomes the worker if nobody is, the lease has expired, or `take_over` says that the holder is known dead.
    /// Times are real times, whatever clock the service runs on.
    fn acquire_lease(
        &self,
        holder: &str,
        now: SystemTime,
        term: Duration,
        take_over: bool,
    ) -> Result<Option<LeaseToken>, StoreError>;
    /// Stays the worker. # Errors [`StoreError::LeaseLost`].
    fn renew_lease(&self, token: LeaseToken, now: SystemTime, term: Duration) -> Result<(), StoreError>;
    /// Stops being the worker.
    fn release_lease(&self, token: LeaseToken) -> Result<(), StoreError>;
    /// Who is the worker, expired or not.
    fn lease(&self) -> Result<Option<LeaseHolder>, StoreError>;
}
