//! Batches in the store.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::{Change, StoreError};
use super::rows::{
    collect, flag, guid, instant, instant_value, json, named, optional_instant, optional_text, text, to_json,
};
use super::{fail, name_key};
use crate::model::{Batch, BatchCounts, MigrationType, UserStatus};
use crate::time::{from_ticks, to_ticks};

fn read(row: &Row<'_>) -> Result<Batch, StoreError> {
    Ok(Batch {
        name: text(row, "name")?,
        guid: guid(row, "guid")?,
        status: named(row, "status")?,
        listed: flag(row, "listed")?,
        settings: json(row, "settings")?,
        counts: BatchCounts::default(),
        message: optional_text(row, "message")?,
        created: instant(row, "created")?,
        started: optional_instant(row, "started")?,
        initial_sync_finished: optional_instant(row, "initial_sync_finished")?,
        last_synced: None,
        changed: instant(row, "changed")?,
        reports: json(row, "reports")?,
    })
}

fn complete(db: &Connection, mut batch: Batch) -> Result<Batch, StoreError> {
    let sql =
        "SELECT status, COUNT(*), COUNT(recipient_guid) FROM users WHERE batch_guid = ?1 GROUP BY status";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let mut rows = statement.query([batch.guid.to_string()]).map_err(fail)?;
    while let Some(row) = rows.next().map_err(fail)? {
        let status: UserStatus = named(row, "status")?;
        let (n, provisioned): (u32, u32) = (row.get(1).map_err(fail)?, row.get(2).map_err(fail)?);
        batch.counts.add(status.summary(), status == UserStatus::Queued, n);
        batch.counts.provisioned += provisioned;
    }
    let sql = "SELECT MIN(last_successful_sync) FROM users
        WHERE batch_guid = ?1 AND recipient_type = 'Mailbox' AND initial_sync_done = 1";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let oldest: Option<i64> =
        statement.query_row([batch.guid.to_string()], |row| row.get(0)).map_err(fail)?;
    batch.last_synced = oldest.map(from_ticks);
    Ok(batch)
}

pub(super) fn by_name(db: &Connection, name: &str) -> Result<Option<Batch>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM batches WHERE name_key = ?1").map_err(fail)?;
    let found = collect(statement.query([name_key(name)]).map_err(fail)?, read)?.pop();
    found.map(|batch| complete(db, batch)).transpose()
}

pub(super) fn by_guid(db: &Connection, guid: Uuid) -> Result<Option<Batch>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM batches WHERE guid = ?1").map_err(fail)?;
    let found = collect(statement.query([guid.to_string()]).map_err(fail)?, read)?.pop();
    found.map(|batch| complete(db, batch)).transpose()
}

pub(super) fn all(db: &Connection) -> Result<Vec<Batch>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT * FROM batches ORDER BY created, name_key").map_err(fail)?;
    let found = collect(statement.query([]).map_err(fail)?, read)?;
    found.into_iter().map(|batch| complete(db, batch)).collect()
}

pub(super) fn insert(db: &Connection, batch: &Batch, max_batches: u32) -> Result<(), StoreError> {
    if by_name(db, &batch.name)?.is_some() {
        return Err(StoreError::NameTaken(batch.name.clone()));
    }
    if batch.settings.migration_type == MigrationType::ExchangeOutlookAnywhere
        && let Some(other) = all(db)?
            .into_iter()
            .find(|other| other.settings.migration_type == MigrationType::ExchangeOutlookAnywhere)
    {
        return Err(StoreError::CutoverExists(other.name));
    }
    let existing: u32 = db.query_row("SELECT COUNT(*) FROM batches", [], |row| row.get(0)).map_err(fail)?;
    if existing >= max_batches {
        return Err(StoreError::TooManyBatches(existing));
    }
    let endpoint = name_key(&batch.settings.source_endpoint);
    let sql = "SELECT 1 FROM endpoints WHERE name_key = ?1";
    let known: Option<i64> = db.query_row(sql, [&endpoint], |row| row.get(0)).optional().map_err(fail)?;
    if known.is_none() {
        return Err(StoreError::NotFound(batch.settings.source_endpoint.clone()));
    }
    write(db, batch)
}

fn write(db: &Connection, b: &Batch) -> Result<(), StoreError> {
    let sql = "INSERT INTO batches (guid, name_key, name, status, listed, endpoint_key, settings, message, created, started,
            initial_sync_finished, changed, reports)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT (guid) DO UPDATE SET status = ?4, listed = ?5, endpoint_key = ?6, settings = ?7,
            message = ?8, started = ?10, initial_sync_finished = ?11, changed = ?12, reports = ?13";
    let values = params![
        b.guid.to_string(),
        name_key(&b.name),
        b.name,
        b.status.as_str(),
        b.listed,
        name_key(&b.settings.source_endpoint),
        to_json(&b.settings)?,
        b.message,
        to_ticks(b.created),
        instant_value(b.started),
        instant_value(b.initial_sync_finished),
        to_ticks(b.changed),
        to_json(&b.reports)?,
    ];
    db.execute(sql, values).map_err(fail).map(drop)
}

pub(super) fn update(
    db: &Connection,
    guid: Uuid,
    change: &mut dyn FnMut(&mut Batch) -> Change,
) -> Result<Option<Batch>, StoreError> {
    let Some(mut batch) = by_guid(db, guid)? else { return Ok(None) };
    let before = batch.clone();
    if change(&mut batch) == Change::Discard {
        return Ok(Some(before));
    }
    batch.guid = guid;
    batch.name = before.name;
    write(db, &batch)?;
    Ok(Some(batch))
}

pub(super) fn delete(db: &Connection, guid: Uuid) -> Result<(), StoreError> {
    db.execute("DELETE FROM batches WHERE guid = ?1", [guid.to_string()]).map_err(fail).map(drop)
}
