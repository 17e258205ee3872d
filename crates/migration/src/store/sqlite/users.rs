//! Migration users in the store.

use std::time::SystemTime;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use uuid::Uuid;

use super::super::{Change, StoreError, UserQuery};
use super::rows::{
    collect, count, count_value, duration, duration_value, flag, guid, instant_value, json, named,
    optional_guid, optional_instant, optional_json, text, to_json,
};
use super::{fail, name_key};
use crate::model::{MigrationUser, UserProgress, UserState, UserStatus};
use crate::source::SourcePerson;
use crate::time::{from_ticks, to_ticks};

const SELECT: &str = "SELECT users.*, batches.name AS batch_name FROM users
    JOIN batches ON batches.guid = users.batch_guid";

fn read(row: &Row<'_>) -> Result<MigrationUser, StoreError> {
    Ok(MigrationUser {
        id: row.get("id").map_err(fail)?,
        guid: guid(row, "guid")?,
        identity: text(row, "identity")?,
        batch_guid: guid(row, "batch_guid")?,
        batch_name: text(row, "batch_name")?,
        recipient_type: named(row, "recipient_type")?,
        source: json(row, "source")?,
        state: UserState {
            status: named(row, "status")?,
            initial_sync_done: flag(row, "initial_sync_done")?,
        },
        progress: read_progress(row)?,
        error: optional_json(row, "error")?,
        failed_attempts: u32::try_from(count(row, "failed_attempts")?).unwrap_or(u32::MAX),
        recipient_guid: optional_guid(row, "recipient_guid")?,
        next_due: optional_instant(row, "next_due")?,
    })
}

fn read_progress(row: &Row<'_>) -> Result<UserProgress, StoreError> {
    Ok(UserProgress {
        synced_item_count: count(row, "synced_items")?,
        skipped_item_count: count(row, "skipped_items")?,
        bytes_transferred: count(row, "bytes")?,
        synced_folder_count: count(row, "synced_folders")?,
        estimated_total_count: count(row, "estimated_count")?,
        estimated_total_size: count(row, "estimated_size")?,
        last_successful_sync: optional_instant(row, "last_successful_sync")?,
        passes: u32::try_from(count(row, "passes")?).unwrap_or(u32::MAX),
        status_since: optional_instant(row, "status_since")?,
        queued: duration(row, "queued_ticks")?,
        in_progress: duration(row, "in_progress_ticks")?,
        synced: duration(row, "synced_ticks")?,
        stalled: duration(row, "stalled_ticks")?,
    })
}

pub(super) fn by_id(db: &Connection, id: i64) -> Result<Option<MigrationUser>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{SELECT} WHERE users.id = ?1")).map_err(fail)?;
    Ok(collect(statement.query([id]).map_err(fail)?, read)?.pop())
}

pub(super) fn query(db: &Connection, query: &UserQuery) -> Result<Vec<MigrationUser>, StoreError> {
    let mut sql = format!("{SELECT} WHERE 1");
    let mut values: Vec<Value> = Vec::new();
    let mut and = |condition: &str, value: Value| {
        sql.push_str(condition);
        values.push(value);
    };
    if let Some(batch) = query.batch {
        and(" AND users.batch_guid = ?", Value::Text(batch.to_string()));
    }
    if let Some(identity) = &query.identity {
        and(" AND users.identity_key = ?", Value::Text(name_key(identity)));
    }
    if let Some(status) = query.status {
        and(" AND users.status = ?", Value::Text(status.as_str().to_owned()));
    }
    if let Some(kind) = query.recipient_type {
        and(" AND users.recipient_type = ?", Value::Text(kind.as_str().to_owned()));
    }
    if let Some(due) = query.due_by {
        and(" AND users.next_due <= ?", Value::Integer(to_ticks(due)));
    }
    if let Some(summary) = query.summary {
        let names = UserStatus::ALL.iter().filter(|s| s.summary() == summary);
        let list = names.map(|s| format!("'{}'", s.as_str())).collect::<Vec<_>>().join(",");
        sql.push_str(&format!(" AND users.status IN ({list})"));
    }
    sql.push_str(" ORDER BY users.id");
    if let Some(limit) = query.limit {
        sql.push_str(&format!(" LIMIT {limit}"));
    }
    let mut statement = db.prepare_cached(&sql).map_err(fail)?;
    collect(statement.query(params_from_iter(values)).map_err(fail)?, read)
}

pub(super) fn status_counts(db: &Connection, batch: Uuid) -> Result<Vec<(UserStatus, u32)>, StoreError> {
    let sql = "SELECT status, COUNT(*) AS n FROM users WHERE batch_guid = ?1 GROUP BY status";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    collect(statement.query([batch.to_string()]).map_err(fail)?, |row| {
        Ok((named(row, "status")?, row.get("n").map_err(fail)?))
    })
}

pub(super) fn next_due(
    db: &Connection,
    batch: Uuid,
    now: SystemTime,
) -> Result<Option<SystemTime>, StoreError> {
    let sql = "SELECT MIN(next_due) FROM users WHERE batch_guid = ?1 AND next_due > ?2";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let values = params![batch.to_string(), to_ticks(now)];
    let ticks: Option<i64> = statement.query_row(values, |row| row.get(0)).map_err(fail)?;
    Ok(ticks.map(from_ticks))
}

pub(super) fn unprovisioned(db: &Connection, batch: Uuid) -> Result<u32, StoreError> {
    let sql = "SELECT COUNT(*) FROM users WHERE batch_guid = ?1 AND recipient_type <> 'Group'
        AND recipient_guid IS NULL AND status NOT IN ('Failed', 'Stopped')";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    statement.query_row([batch.to_string()], |row| row.get(0)).map_err(fail)
}

pub(super) fn record(
    db: &Connection,
    batch: Uuid,
    people: &[SourcePerson],
    now: SystemTime,
) -> Result<usize, StoreError> {
    let sql = "INSERT OR IGNORE INTO users
        (guid, batch_guid, identity_key, identity, recipient_type, source, status, next_due, status_since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'Queued', ?7, ?7)";
    let mut added = 0;
    for person in people {
        let identity = &person.identity.smtp_address;
        let mut statement = db.prepare_cached(sql).map_err(fail)?;
        added += statement
            .execute(params![
                Uuid::new_v4().to_string(),
                batch.to_string(),
                name_key(identity),
                identity,
                person.recipient_type.as_str(),
                to_json(&person.identity)?,
                to_ticks(now),
            ])
            .map_err(fail)?;
    }
    let listed =
        db.execute("UPDATE batches SET listed = 1 WHERE guid = ?1", [batch.to_string()]).map_err(fail)?;
    if listed == 0 { Err(StoreError::NotFound(batch.to_string())) } else { Ok(added) }
}

pub(super) fn update(
    db: &Connection,
    id: i64,
    change: &mut dyn FnMut(&mut MigrationUser) -> Change,
) -> Result<Option<MigrationUser>, StoreError> {
    let Some(mut user) = by_id(db, id)? else { return Ok(None) };
    let before = user.clone();
    if change(&mut user) == Change::Discard {
        return Ok(Some(before));
    }
    let sql = "UPDATE users SET status = ?2, initial_sync_done = ?3, error = ?4, failed_attempts = ?5,
        recipient_guid = ?6, next_due = ?7, synced_folders = ?8, estimated_count = ?9, estimated_size = ?10,
        last_successful_sync = ?11, passes = ?12, status_since = ?13, queued_ticks = ?14,
        in_progress_ticks = ?15, synced_ticks = ?16, stalled_ticks = ?17, source = ?18 WHERE id = ?1";
    let p = &user.progress;
    let values = params![
        id,
        user.state.status.as_str(),
        user.state.initial_sync_done,
        user.error.as_ref().map(to_json).transpose()?,
        user.failed_attempts,
        user.recipient_guid.map(|g| g.to_string()),
        instant_value(user.next_due),
        count_value(p.synced_folder_count),
        count_value(p.estimated_total_count),
        count_value(p.estimated_total_size),
        instant_value(p.last_successful_sync),
        p.passes,
        instant_value(p.status_since),
        duration_value(p.queued),
        duration_value(p.in_progress),
        duration_value(p.synced),
        duration_value(p.stalled),
        to_json(&user.source)?,
    ];
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    statement.execute(values).map_err(fail)?;
    Ok(Some(user))
}

pub(super) fn delete(db: &Connection, id: i64) -> Result<(), StoreError> {
    db.execute("DELETE FROM users WHERE id = ?1", [id]).map_err(fail).map(drop)
}
