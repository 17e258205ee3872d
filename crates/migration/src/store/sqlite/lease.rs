//! The lease of the one worker.

use std::time::{Duration, SystemTime};

use rusqlite::{Connection, params};

use super::super::{LeaseHolder, LeaseToken, StoreError};
use super::fail;
use super::rows::{collect, instant, text};
use crate::time::to_ticks;

pub(super) fn current(db: &Connection) -> Result<Option<LeaseHolder>, StoreError> {
    let mut statement = db.prepare_cached("SELECT * FROM lease WHERE holder <> ''").map_err(fail)?;
    let found = collect(statement.query([]).map_err(fail)?, |row| {
        Ok(LeaseHolder {
            holder: text(row, "holder")?,
            token: LeaseToken(row.get("token").map_err(fail)?),
            expires: instant(row, "expires")?,
        })
    })?;
    Ok(found.into_iter().next())
}

pub(super) fn acquire(
    db: &Connection,
    holder: &str,
    now: SystemTime,
    term: Duration,
    take_over: bool,
) -> Result<Option<LeaseToken>, StoreError> {
    if let Some(other) = current(db)?
        && other.expires > now
        && !take_over
    {
        return Ok(None);
    }
    let sql = "INSERT INTO lease (id, holder, token, expires) VALUES (1, ?1, 1, ?2)
        ON CONFLICT (id) DO UPDATE SET holder = ?1, token = token + 1, expires = ?2 RETURNING token";
    let token = db.query_row(sql, params![holder, to_ticks(now + term)], |row| row.get(0)).map_err(fail)?;
    Ok(Some(LeaseToken(token)))
}

pub(super) fn renew(
    db: &Connection,
    token: LeaseToken,
    now: SystemTime,
    term: Duration,
) -> Result<(), StoreError> {
    check(db, token)?;
    let sql = "UPDATE lease SET expires = ?1 WHERE token = ?2";
    db.execute(sql, params![to_ticks(now + term), token.0]).map_err(fail).map(drop)
}

/// The row stays so that tokens go on growing; an empty holder means nobody.
pub(super) fn release(db: &Connection, token: LeaseToken) -> Result<(), StoreError> {
    db.execute("UPDATE lease SET holder = '', expires = 0 WHERE token = ?1", [token.0])
        .map_err(fail)
        .map(drop)
}

/// Whether `token` is still the worker's.
pub(super) fn check(db: &Connection, token: LeaseToken) -> Result<(), StoreError> {
    match current(db)? {
        Some(holder) if holder.token == token => Ok(()),
        _ => Err(StoreError::LeaseLost),
    }
}
