//! The store in one SQLite file.
//!
//! Two connections: one writes, one reads, so that a shell that looks does not wait for a worker that commits.

mod accounts;
mod batches;
mod endpoints;
mod lease;
mod organisation;
mod rows;
mod schema;
mod users;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::{
    Change, EndpointRecord, FolderRow, KnownItem, LeaseHolder, LeaseToken, PageCommit, ReportOwner, Store,
    StoreError, UserQuery,
};
use crate::model::{
    AcceptedDomain, Batch, ItemKey, MigrationConfig, MigrationUser, Recipient, RecipientType, ReportEntry,
    SkipReason, UserStatus,
};
use crate::source::SourcePerson;

/// How long a call waits for another process's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// The store in one SQLite file (WAL).
#[derive(Debug)]
pub struct SqliteStore {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

/// How much a commit is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Survives the loss of power.
    Durable,
    /// Survives the death of the process: for stores that are thrown away.
    Throwaway,
}

impl SqliteStore {
    /// Opens or makes the store at `path`.
    ///
    /// # Errors
    /// [`StoreError::TooNew`], [`StoreError::Failed`].
    pub fn open(path: &Path, durability: Durability) -> Result<Self, StoreError> {
        let mut writer = connect(path, durability)?;
        schema::migrate(&mut writer)?;
        let reader = connect(path, durability)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in a transaction that has the right to write from its beginning.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let outcome = work(&transaction)?;
        transaction.commit().map_err(fail)?;
        Ok(outcome)
    }
}

fn connect(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fail)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(fail)?;
    let synchronous = match durability {
        Durability::Durable => "FULL",
        Durability::Throwaway => "OFF",
    };
    connection.pragma_update(None, "synchronous", synchronous).map_err(fail)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(fail)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Turns SQLite's error into the store's.
fn fail(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Failed(error.to_string()),
    }
}

/// The form in which names are compared.
fn name_key(name: &str) -> String {
    name.to_lowercase()
}

impl Store for SqliteStore {
    fn insert_endpoint(&self, endpoint: &EndpointRecord) -> Result<(), StoreError> {
        self.write(|tx| endpoints::insert(tx, endpoint))
    }
    fn endpoint(&self, name: &str) -> Result<Option<EndpointRecord>, StoreError> {
        endpoints::by_name(&self.reader(), name)
    }
    fn endpoints(&self) -> Result<Vec<EndpointRecord>, StoreError> {
        endpoints::all(&self.reader())
    }
    fn update_endpoint(
        &self,
        name: &str,
        change: &mut dyn FnMut(&mut EndpointRecord),
    ) -> Result<EndpointRecord, StoreError> {
        self.write(|tx| endpoints::update(tx, name, change))
    }
    fn delete_endpoint(&self, name: &str) -> Result<(), StoreError> {
        self.write(|tx| endpoints::delete(tx, name))
    }

    fn insert_batch(&self, batch: &Batch, max_batches: u32) -> Result<(), StoreError> {
        self.write(|tx| batches::insert(tx, batch, max_batches))
    }
    fn batch(&self, name: &str) -> Result<Option<Batch>, StoreError> {
        batches::by_name(&self.reader(), name)
    }
    fn batch_by_guid(&self, guid: Uuid) -> Result<Option<Batch>, StoreError> {
        batches::by_guid(&self.reader(), guid)
    }
    fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        batches::all(&self.reader())
    }
    fn update_batch(
        &self,
        guid: Uuid,
        change: &mut dyn FnMut(&mut Batch) -> Change,
    ) -> Result<Option<Batch>, StoreError> {
        self.write(|tx| batches::update(tx, guid, change))
    }
    fn delete_batch(&self, guid: Uuid) -> Result<(), StoreError> {
        self.write(|tx| batches::delete(tx, guid))
    }

    fn record_users(
        &self,
        batch: Uuid,
        people: &[SourcePerson],
        now: SystemTime,
    ) -> Result<usize, StoreError> {
        self.write(|tx| users::record(tx, batch, people, now))
    }
    fn user(&self, id: i64) -> Result<Option<MigrationUser>, StoreError> {
        users::by_id(&self.reader(), id)
    }
    fn users(&self, query: &UserQuery) -> Result<Vec<MigrationUser>, StoreError> {
        users::query(&self.reader(), query)
    }
    fn status_counts(&self, batch: Uuid) -> Result<Vec<(UserStatus, u32)>, StoreError> {
        users::status_counts(&self.reader(), batch)
    }
    fn next_due(&self, batch: Uuid, now: SystemTime) -> Result<Option<SystemTime>, StoreError> {
        users::next_due(&self.reader(), batch, now)
    }
    fn unprovisioned(&self, batch: Uuid) -> Result<u32, StoreError> {
        users::unprovisioned(&self.reader(), batch)
    }
    fn update_user(
        &self,
        id: i64,
        change: &mut dyn FnMut(&mut MigrationUser) -> Change,
    ) -> Result<Option<MigrationUser>, StoreError> {
        self.write(|tx| users::update(tx, id, change))
    }
    fn delete_user(&self, id: i64) -> Result<(), StoreError> {
        self.write(|tx| users::delete(tx, id))
    }

    fn folders(&self, user_id: i64) -> Result<Vec<FolderRow>, StoreError> {
        accounts::folders(&self.reader(), user_id)
    }
    fn known_items(&self, user_id: i64, keys: &[ItemKey]) -> Result<HashMap<ItemKey, KnownItem>, StoreError> {
        accounts::known(&self.reader(), user_id, keys)
    }
    fn commit_page(&self, page: &PageCommit) -> Result<(), StoreError> {
        self.write(|tx| accounts::commit(tx, page))
    }
    fn skipped_items(&self, user_id: i64, limit: u32) -> Result<Vec<SkipReason>, StoreError> {
        accounts::skipped(&self.reader(), user_id, limit)
    }
    fn copied_keys(&self, user_id: i64) -> Result<Vec<ItemKey>, StoreError> {
        accounts::copied_keys(&self.reader(), user_id)
    }

    fn append_report(&self, owner: ReportOwner, entry: &ReportEntry) -> Result<(), StoreError> {
        self.write(|tx| accounts::append_report(tx, owner, entry))
    }
    fn report(&self, owner: ReportOwner, limit: u32) -> Result<Vec<ReportEntry>, StoreError> {
        accounts::report(&self.reader(), owner, limit)
    }

    fn insert_accepted_domain(&self, domain: &AcceptedDomain) -> Result<(), StoreError> {
        self.write(|tx| organisation::insert_domain(tx, domain))
    }
    fn accepted_domains(&self) -> Result<Vec<AcceptedDomain>, StoreError> {
        organisation::domains(&self.reader())
    }
    fn update_accepted_domain(&self, name: &str, domain: &AcceptedDomain) -> Result<(), StoreError> {
        self.write(|tx| organisation::update_domain(tx, name, domain))
    }
    fn delete_accepted_domain(&self, name: &str) -> Result<(), StoreError> {
        self.write(|tx| organisation::delete_domain(tx, name))
    }

    fn insert_recipient(&self, recipient: &Recipient) -> Result<Recipient, StoreError> {
        self.write(|tx| organisation::insert_recipient(tx, recipient))
    }
    fn update_recipient(&self, recipient: &Recipient) -> Result<(), StoreError> {
        self.write(|tx| organisation::update_recipient(tx, recipient))
    }
    fn recipient_by_address(&self, address: &str) -> Result<Option<Recipient>, StoreError> {
        organisation::recipient_by_address(&self.reader(), address)
    }
    fn recipients(&self, kind: Option<RecipientType>) -> Result<Vec<Recipient>, StoreError> {
        organisation::recipients(&self.reader(), kind)
    }

    fn config(&self) -> Result<MigrationConfig, StoreError> {
        organisation::config(&self.reader())
    }
    fn set_config(&self, config: &MigrationConfig) -> Result<(), StoreError> {
        self.write(|tx| organisation::set_config(tx, config))
    }

    fn acquire_lease(
        &self,
        holder: &str,
        now: SystemTime,
        term: Duration,
        take_over: bool,
    ) -> Result<Option<LeaseToken>, StoreError> {
        self.write(|tx| lease::acquire(tx, holder, now, term, take_over))
    }
    fn renew_lease(&self, token: LeaseToken, now: SystemTime, term: Duration) -> Result<(), StoreError> {
        self.write(|tx| lease::renew(tx, token, now, term))
    }
    fn release_lease(&self, token: LeaseToken) -> Result<(), StoreError> {
        self.write(|tx| lease::release(tx, token))
    }
    fn lease(&self) -> Result<Option<LeaseHolder>, StoreError> {
        lease::current(&self.reader())
    }
}
