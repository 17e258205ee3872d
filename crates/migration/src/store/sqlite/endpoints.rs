//! Endpoints in the store.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{EndpointRecord, StoreError};
use super::rows::{collect, count, guid, instant, json, text, to_json};
use super::{fail, name_key};
use crate::model::SlotLimits;
use crate::time::to_ticks;

fn read(row: &Row<'_>) -> Result<EndpointRecord, StoreError> {
    Ok(EndpointRecord {
        name: text(row, "name")?,
        guid: guid(row, "guid")?,
        settings: json(row, "settings")?,
        limits: SlotLimits {
            max_concurrent_migrations: u32::try_from(count(row, "max_migrations")?).unwrap_or(u32::MAX),
            max_concurrent_incremental_syncs: u32::try_from(count(row, "max_incremental")?)
                .unwrap_or(u32::MAX),
        },
        sealed_password: row.get("sealed_password").map_err(fail)?,
        created: instant(row, "created")?,
        changed: instant(row, "changed")?,
    })
}

pub(super) fn by_name(db: &Connection, name: &str) -> Result<Option<EndpointRecord>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM endpoints WHERE name_key = ?1").map_err(fail)?;
    let mut found = collect(statement.query([name_key(name)]).map_err(fail)?, read)?;
    Ok(found.pop())
}

pub(super) fn all(db: &Connection) -> Result<Vec<EndpointRecord>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM endpoints ORDER BY name_key").map_err(fail)?;
    collect(statement.query([]).map_err(fail)?, read)
}

pub(super) fn insert(db: &Connection, endpoint: &EndpointRecord) -> Result<(), StoreError> {
    if by_name(db, &endpoint.name)?.is_some() {
        return Err(StoreError::NameTaken(endpoint.name.clone()));
    }
    write(db, endpoint)
}

fn write(db: &Connection, e: &EndpointRecord) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO endpoints
        (name_key, name, guid, settings, max_migrations, max_incremental, sealed_password, created, changed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = params![
        name_key(&e.name),
        e.name,
        e.guid.to_string(),
        to_json(&e.settings)?,
        e.limits.max_concurrent_migrations,
        e.limits.max_concurrent_incremental_syncs,
        e.sealed_password,
        to_ticks(e.created),
        to_ticks(e.changed),
    ];
    db.execute(sql, values).map_err(fail).map(drop)
}

pub(super) fn update(
    db: &Connection,
    name: &str,
    change: &mut dyn FnMut(&mut EndpointRecord),
) -> Result<EndpointRecord, StoreError> {
    let mut endpoint = by_name(db, name)?.ok_or_else(|| StoreError::NotFound(name.to_owned()))?;
    let (name, guid) = (endpoint.name.clone(), endpoint.guid);
    change(&mut endpoint);
    (endpoint.name, endpoint.guid) = (name, guid);
    write(db, &endpoint)?;
    Ok(endpoint)
}

pub(super) fn delete(db: &Connection, name: &str) -> Result<(), StoreError> {
    let sql = "SELECT name FROM batches WHERE endpoint_key = ?1 LIMIT 1";
    let user: Option<String> =
        db.query_row(sql, [name_key(name)], |row| row.get(0)).optional().map_err(fail)?;
    if let Some(batch) = user {
        return Err(StoreError::InUse(batch));
    }
    match db.execute("DELETE FROM endpoints WHERE name_key = ?1", [name_key(name)]).map_err(fail)? {
        0 => Err(StoreError::NotFound(name.to_owned())),
        _ => Ok(()),
    }
}
