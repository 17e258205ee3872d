//! The tables, as numbered steps. A step that has been released is never changed; a new one is added.

use rusqlite::{Connection, TransactionBehavior};

use super::super::StoreError;
use super::fail;

/// Steps in order; the file's `user_version` is the number of steps it has had.
const STEPS: &[&str] = &["
CREATE TABLE endpoints (
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    guid TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    max_migrations INTEGER NOT NULL,
    max_incremental INTEGER NOT NULL,
    sealed_password BLOB NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE batches (
    guid TEXT PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    listed INTEGER NOT NULL,
    endpoint_key TEXT NOT NULL,
    settings TEXT NOT NULL,
    message TEXT,
    created INTEGER NOT NULL,
    started INTEGER,
    initial_sync_finished INTEGER,
    changed INTEGER NOT NULL,
    reports TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL,
    batch_guid TEXT NOT NULL REFERENCES batches(guid) ON DELETE CASCADE,
    identity_key TEXT NOT NULL,
    identity TEXT NOT NULL,
    recipient_type TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    initial_sync_done INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    failed_attempts INTEGER NOT NULL DEFAULT 0,
    recipient_guid TEXT,
    next_due INTEGER,
    synced_items INTEGER NOT NULL DEFAULT 0,
    skipped_items INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    synced_folders INTEGER NOT NULL DEFAULT 0,
    estimated_count INTEGER NOT NULL DEFAULT 0,
    estimated_size INTEGER NOT NULL DEFAULT 0,
    last_successful_sync INTEGER,
    passes INTEGER NOT NULL DEFAULT 0,
    status_since INTEGER,
    queued_ticks INTEGER NOT NULL DEFAULT 0,
    in_progress_ticks INTEGER NOT NULL DEFAULT 0,
    synced_ticks INTEGER NOT NULL DEFAULT 0,
    stalled_ticks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (batch_guid, identity_key)
);
CREATE INDEX users_by_status ON users (batch_guid, status);
CREATE INDEX users_by_due ON users (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE folders (
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    source_id TEXT NOT NULL,
    path TEXT NOT NULL,
    cursor TEXT,
    PRIMARY KEY (user_id, source_id)
) WITHOUT ROWID;

CREATE TABLE items (
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    bytes INTEGER,
    change_key TEXT,
    skip_reason TEXT,
    PRIMARY KEY (user_id, key)
) WITHOUT ROWID;
CREATE INDEX items_skipped ON items (user_id) WHERE skip_reason IS NOT NULL;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    batch_guid TEXT REFERENCES batches(guid) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,
    time INTEGER NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX reports_of_batch ON reports (batch_guid) WHERE batch_guid IS NOT NULL;
CREATE INDEX reports_of_user ON reports (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE accepted_domains (
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    domain_key TEXT NOT NULL UNIQUE,
    domain_name TEXT NOT NULL,
    domain_type TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    created INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE recipients (
    guid TEXT PRIMARY KEY,
    recipient_type TEXT NOT NULL,
    address_key TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE recipient_addresses (
    address_key TEXT PRIMARY KEY,
    guid TEXT NOT NULL REFERENCES recipients(guid) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE config (id INTEGER PRIMARY KEY CHECK (id = 1), record TEXT NOT NULL);

CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    expires INTEGER NOT NULL
);
"];

/// Brings the file to the newest form. Two processes that open it at once do it one after the other.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fail)?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if version > known {
        return Err(StoreError::TooNew { found: version, known });
    }
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step).map_err(fail)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(fail)?;
    transaction.commit().map_err(fail)
}
