//! Columns to values and back.

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::super::StoreError;
use super::fail;
use crate::time::{from_ticks, to_ticks};

/// A text column.
pub(super) fn text(row: &Row<'_>, column: &str) -> Result<String, StoreError> {
    row.get(column).map_err(fail)
}

/// A text column that may be NULL.
pub(super) fn optional_text(row: &Row<'_>, column: &str) -> Result<Option<String>, StoreError> {
    row.get(column).map_err(fail)
}

/// A number that is never negative.
pub(super) fn count(row: &Row<'_>, column: &str) -> Result<u64, StoreError> {
    let value: i64 = row.get(column).map_err(fail)?;
    Ok(u64::try_from(value).unwrap_or(0))
}

/// A truth value.
pub(super) fn flag(row: &Row<'_>, column: &str) -> Result<bool, StoreError> {
    row.get(column).map_err(fail)
}

/// An instant.
pub(super) fn instant(row: &Row<'_>, column: &str) -> Result<SystemTime, StoreError> {
    row.get(column).map(from_ticks).map_err(fail)
}

/// An instant that may be NULL.
pub(super) fn optional_instant(row: &Row<'_>, column: &str) -> Result<Option<SystemTime>, StoreError> {
    let ticks: Option<i64> = row.get(column).map_err(fail)?;
    Ok(ticks.map(from_ticks))
}

/// A length of time.
pub(super) fn duration(row: &Row<'_>, column: &str) -> Result<Duration, StoreError> {
    let ticks: i64 = row.get(column).map_err(fail)?;
    Ok(from_ticks(ticks).duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}

/// The column value of a length of time.
pub(super) fn duration_value(duration: Duration) -> i64 {
    to_ticks(SystemTime::UNIX_EPOCH.checked_add(duration).unwrap_or(SystemTime::UNIX_EPOCH))
}

/// The column value of an instant that may be absent.
pub(super) fn instant_value(time: Option<SystemTime>) -> Option<i64> {
    time.map(to_ticks)
}

/// The column value of a count.
pub(super) fn count_value(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A guid.
pub(super) fn guid(row: &Row<'_>, column: &str) -> Result<Uuid, StoreError> {
    parse(&text(row, column)?, column)
}

/// A guid that may be NULL.
pub(super) fn optional_guid(row: &Row<'_>, column: &str) -> Result<Option<Uuid>, StoreError> {
    optional_text(row, column)?.map(|text| parse(&text, column)).transpose()
}

/// A value kept as its name.
pub(super) fn named<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T, StoreError> {
    parse(&text(row, column)?, column)
}

fn parse<T: FromStr>(text: &str, column: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Failed(format!("the value '{text}' in column '{column}' is unknown")))
}

/// A record kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, StoreError> {
    from_json(&text(row, column)?)
}

/// A record kept as JSON that may be NULL.
pub(super) fn optional_json<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<T>, StoreError> {
    optional_text(row, column)?.map(|text| from_json(&text)).transpose()
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Failed(e.to_string()))
}

/// The column value of a record.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Failed(e.to_string()))
}

/// Collects the rows of a query.
pub(super) fn collect<T>(
    mut rows: rusqlite::Rows<'_>,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        all.push(read(row)?);
    }
    Ok(all)
}
