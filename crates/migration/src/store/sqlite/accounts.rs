//! The accounts: which item has been dealt with, how far each folder is, and the reports.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::super::{FolderRow, KnownItem, PageCommit, ReportOwner, StoreError};
use super::fail;
use super::lease;
use super::rows::{collect, count_value, instant, json, optional_text, text, to_json};
use crate::model::{ItemKey, ItemOutcome, ItemRow, ReportEntry, ReportLevel, SkipReason};
use crate::time::to_ticks;

/// Lines a report keeps; older ones make room.
const REPORT_LINES: i64 = 5_000;

pub(super) fn folders(db: &Connection, user_id: i64) -> Result<Vec<FolderRow>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM folders WHERE user_id = ?1").map_err(fail)?;
    collect(statement.query([user_id]).map_err(fail)?, |row| {
        Ok(FolderRow {
            source_id: text(row, "source_id")?,
            path: json(row, "path")?,
            cursor: optional_text(row, "cursor")?,
        })
    })
}

pub(super) fn known(
    db: &Connection,
    user_id: i64,
    keys: &[ItemKey],
) -> Result<HashMap<ItemKey, KnownItem>, StoreError> {
    let sql = "SELECT bytes, change_key FROM items WHERE user_id = ?1 AND key = ?2";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let mut found = HashMap::new();
    for key in keys {
        let row = statement
            .query_row(params![user_id, key.as_bytes().as_slice()], |row| {
                let bytes: Option<i64> = row.get(0)?;
                Ok(KnownItem { copied: bytes.is_some(), change_key: row.get(1)? })
            })
            .optional()
            .map_err(fail)?;
        found.extend(row.map(|row| (*key, row)));
    }
    Ok(found)
}

/// What a page adds to a user's counts.
#[derive(Default)]
struct Added {
    copied: i64,
    skipped: i64,
    bytes: i64,
}

pub(super) fn commit(db: &Connection, page: &PageCommit) -> Result<(), StoreError> {
    lease::check(db, page.lease)?;
    let mut added = Added::default();
    for item in &page.items {
        record(db, page.user_id, item, &mut added)?;
    }
    let sql = "UPDATE users SET synced_items = synced_items + ?2, skipped_items = skipped_items + ?3,
        bytes = bytes + ?4 WHERE id = ?1";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let users =
        statement.execute(params![page.user_id, added.copied, added.skipped, added.bytes]).map_err(fail)?;
    if users == 0 {
        return Err(StoreError::NotFound(format!("user {}", page.user_id)));
    }
    let sql = "INSERT INTO folders (user_id, source_id, path, cursor) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (user_id, source_id) DO UPDATE SET path = ?3, cursor = ?4";
    let folder = &page.folder;
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let values = params![page.user_id, folder.source_id, to_json(&folder.path)?, folder.cursor];
    statement.execute(values).map_err(fail).map(drop)
}

fn record(db: &Connection, user_id: i64, item: &ItemRow, added: &mut Added) -> Result<(), StoreError> {
    let key = item.key.as_bytes().as_slice();
    let sql = "SELECT bytes IS NOT NULL FROM items WHERE user_id = ?1 AND key = ?2";
    let before: Option<bool> = db
        .prepare_cached(sql)
        .map_err(fail)?
        .query_row(params![user_id, key], |row| row.get(0))
        .optional()
        .map_err(fail)?;
    let (bytes, reason) = match &item.outcome {
        ItemOutcome::Copied { bytes } => (Some(count_value(*bytes)), None),
        // What is at the target stays there: a later failure to copy it anew is not a skipped item.
        ItemOutcome::Skipped(_) if before == Some(true) => return Ok(()),
        ItemOutcome::Skipped(reason) => (None, Some(to_json(reason)?)),
    };
    added.copied += i64::from(bytes.is_some() && before != Some(true));
    added.skipped +=
        i64::from(bytes.is_none() && before.is_none()) - i64::from(bytes.is_some() && before == Some(false));
    added.bytes += bytes.unwrap_or(0);
    let sql = "INSERT OR REPLACE INTO items (user_id, key, bytes, change_key, skip_reason) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    statement.execute(params![user_id, key, bytes, item.change_key, reason]).map_err(fail).map(drop)
}

pub(super) fn skipped(db: &Connection, user_id: i64, limit: u32) -> Result<Vec<SkipReason>, StoreError> {
    let sql = "SELECT skip_reason FROM items WHERE user_id = ?1 AND skip_reason IS NOT NULL LIMIT ?2";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    collect(statement.query(params![user_id, limit]).map_err(fail)?, |row| json(row, "skip_reason"))
}

pub(super) fn copied_keys(db: &Connection, user_id: i64) -> Result<Vec<ItemKey>, StoreError> {
    let sql = "SELECT key FROM items WHERE user_id = ?1 AND bytes IS NOT NULL";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let keys = collect(statement.query([user_id]).map_err(fail)?, |row| {
        let bytes: Vec<u8> = row.get(0).map_err(fail)?;
        Ok(ItemKey::from_bytes(&bytes))
    })?;
    Ok(keys.into_iter().flatten().collect())
}

fn columns(owner: ReportOwner) -> (Option<String>, Option<i64>) {
    match owner {
        ReportOwner::Batch(guid) => (Some(guid.to_string()), None),
        ReportOwner::User(id) => (None, Some(id)),
    }
}

pub(super) fn append_report(
    db: &Connection,
    owner: ReportOwner,
    entry: &ReportEntry,
) -> Result<(), StoreError> {
    let (batch, user) = columns(owner);
    let level = match entry.level {
        ReportLevel::Information => "Information",
        ReportLevel::Warning => "Warning",
        ReportLevel::Error => "Error",
    };
    let sql = "INSERT INTO reports (batch_guid, user_id, time, level, message) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    statement.execute(params![batch, user, to_ticks(entry.time), level, entry.message]).map_err(fail)?;
    let sql = "DELETE FROM reports WHERE id IN (SELECT id FROM reports
        WHERE batch_guid IS ?1 AND user_id IS ?2 ORDER BY id DESC LIMIT -1 OFFSET ?3)";
    // Looked at now and then only: a report may be a few lines too long for a while.
    if db.last_insert_rowid() % 256 == 0 {
        db.execute(sql, params![batch, user, REPORT_LINES]).map_err(fail)?;
    }
    Ok(())
}

pub(super) fn report(
    db: &Connection,
    owner: ReportOwner,
    limit: u32,
) -> Result<Vec<ReportEntry>, StoreError> {
    let (batch, user) = columns(owner);
    let sql = "SELECT * FROM reports WHERE batch_guid IS ?1 AND user_id IS ?2 ORDER BY id DESC LIMIT ?3";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let mut entries = collect(statement.query(params![batch, user, limit]).map_err(fail)?, |row| {
        let level = match text(row, "level")?.as_str() {
            "Warning" => ReportLevel::Warning,
            "Error" => ReportLevel::Error,
            _ => ReportLevel::Information,
        };
        Ok(ReportEntry { time: instant(row, "time")?, level, message: text(row, "message")? })
    })?;
    entries.reverse();
    Ok(entries)
}
