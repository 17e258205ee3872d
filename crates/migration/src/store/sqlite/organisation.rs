//! The target organisation in the store.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::StoreError;
use super::rows::{collect, flag, instant, json, named, text, to_json};
use super::{fail, name_key};
use crate::model::{AcceptedDomain, MigrationConfig, Recipient, RecipientType};
use crate::time::{from_ticks, to_ticks};

fn read_domain(row: &Row<'_>) -> Result<AcceptedDomain, StoreError> {
    Ok(AcceptedDomain {
        name: text(row, "name")?,
        domain_name: text(row, "domain_name")?,
        domain_type: named(row, "domain_type")?,
        default: flag(row, "is_default")?,
        created: instant(row, "created")?,
    })
}

pub(super) fn domains(db: &Connection) -> Result<Vec<AcceptedDomain>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT * FROM accepted_domains ORDER BY name_key").map_err(fail)?;
    collect(statement.query([]).map_err(fail)?, read_domain)
}

pub(super) fn insert_domain(db: &Connection, domain: &AcceptedDomain) -> Result<(), StoreError> {
    let existing = domains(db)?;
    let taken = |d: &AcceptedDomain| {
        name_key(&d.name) == name_key(&domain.name)
            || name_key(&d.domain_name) == name_key(&domain.domain_name)
    };
    if let Some(other) = existing.iter().find(|d| taken(d)) {
        return Err(StoreError::NameTaken(other.name.clone()));
    }
    let domain = AcceptedDomain { default: domain.default || existing.is_empty(), ..domain.clone() };
    write_domain(db, &domain)
}

fn write_domain(db: &Connection, d: &AcceptedDomain) -> Result<(), StoreError> {
    if d.default {
        db.execute("UPDATE accepted_domains SET is_default = 0", []).map_err(fail)?;
    }
    let sql = "INSERT OR REPLACE INTO accepted_domains
        (name_key, name, domain_key, domain_name, domain_type, is_default, created)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![
        name_key(&d.name),
        d.name,
        name_key(&d.domain_name),
        d.domain_name,
        d.domain_type.as_str(),
        d.default,
        to_ticks(d.created)
    ];
    db.execute(sql, values).map_err(fail).map(drop)
}

pub(super) fn update_domain(db: &Connection, name: &str, domain: &AcceptedDomain) -> Result<(), StoreError> {
    delete_domain(db, name)?;
    write_domain(db, domain)
}

pub(super) fn delete_domain(db: &Connection, name: &str) -> Result<(), StoreError> {
    match db.execute("DELETE FROM accepted_domains WHERE name_key = ?1", [name_key(name)]).map_err(fail)? {
        0 => Err(StoreError::NotFound(name.to_owned())),
        _ => Ok(()),
    }
}

/// What a recipient's JSON column holds beside the columns.
#[derive(Serialize, Deserialize)]
struct RecipientRecord {
    primary_smtp_address: String,
    display_name: String,
    alias: String,
    email_addresses: Vec<String>,
    external_email_address: Option<String>,
    members: Vec<String>,
    created: i64,
    created_by_batch: Option<Uuid>,
}

fn read_recipient(row: &Row<'_>) -> Result<Recipient, StoreError> {
    let record: RecipientRecord = json(row, "record")?;
    Ok(Recipient {
        guid: super::rows::guid(row, "guid")?,
        recipient_type: named(row, "recipient_type")?,
        primary_smtp_address: record.primary_smtp_address,
        display_name: record.display_name,
        alias: record.alias,
        email_addresses: record.email_addresses,
        external_email_address: record.external_email_address,
        members: record.members,
        created: from_ticks(record.created),
        created_by_batch: record.created_by_batch,
    })
}

/// Keys of all SMTP addresses of a recipient, the primary one first.
fn address_keys(r: &Recipient) -> Vec<String> {
    let mut keys = vec![name_key(&r.primary_smtp_address)];
    for address in &r.email_addresses {
        if let Some((kind, smtp)) = address.split_once(':')
            && kind.eq_ignore_ascii_case("smtp")
            && !keys.contains(&name_key(smtp))
        {
            keys.push(name_key(smtp));
        }
    }
    keys
}

pub(super) fn insert_recipient(db: &Connection, recipient: &Recipient) -> Result<Recipient, StoreError> {
    for key in address_keys(recipient) {
        if let Some(other) = recipient_by_address(db, &key)? {
            return Ok(other);
        }
    }
    write_recipient(db, recipient)?;
    Ok(recipient.clone())
}

fn write_recipient(db: &Connection, r: &Recipient) -> Result<(), StoreError> {
    let record = RecipientRecord {
        primary_smtp_address: r.primary_smtp_address.clone(),
        display_name: r.display_name.clone(),
        alias: r.alias.clone(),
        email_addresses: r.email_addresses.clone(),
        external_email_address: r.external_email_address.clone(),
        members: r.members.clone(),
        created: to_ticks(r.created),
        created_by_batch: r.created_by_batch,
    };
    let guid = r.guid.to_string();
    db.execute("DELETE FROM recipients WHERE guid = ?1", [&guid]).map_err(fail)?;
    let sql = "INSERT INTO recipients (guid, recipient_type, address_key, record) VALUES (?1, ?2, ?3, ?4)";
    let values =
        params![guid, r.recipient_type.as_str(), name_key(&r.primary_smtp_address), to_json(&record)?];
    db.execute(sql, values).map_err(fail)?;
    for key in address_keys(r) {
        let sql = "INSERT OR IGNORE INTO recipient_addresses (address_key, guid) VALUES (?1, ?2)";
        db.execute(sql, params![key, guid]).map_err(fail)?;
    }
    Ok(())
}

pub(super) fn update_recipient(db: &Connection, recipient: &Recipient) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM recipients WHERE guid = ?1";
    let known: Option<i64> =
        db.query_row(sql, [recipient.guid.to_string()], |row| row.get(0)).optional().map_err(fail)?;
    match known {
        None => Err(StoreError::NotFound(recipient.primary_smtp_address.clone())),
        Some(_) => write_recipient(db, recipient),
    }
}

pub(super) fn recipient_by_address(db: &Connection, address: &str) -> Result<Option<Recipient>, StoreError> {
    let sql = "SELECT recipients.* FROM recipients JOIN recipient_addresses USING (guid)
        WHERE recipient_addresses.address_key = ?1";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    Ok(collect(statement.query([name_key(address)]).map_err(fail)?, read_recipient)?.pop())
}

pub(super) fn recipients(db: &Connection, kind: Option<RecipientType>) -> Result<Vec<Recipient>, StoreError> {
    let sql = "SELECT * FROM recipients WHERE ?1 IS NULL OR recipient_type = ?1 ORDER BY address_key";
    let mut statement = db.prepare_cached(sql).map_err(fail)?;
    let kind = kind.map(RecipientType::as_str);
    collect(statement.query([kind]).map_err(fail)?, read_recipient)
}

pub(super) fn config(db: &Connection) -> Result<MigrationConfig, StoreError> {
    let mut statement = db.prepare_cached("SELECT record FROM config").map_err(fail)?;
    let found = collect(statement.query([]).map_err(fail)?, |row| json(row, "record"))?;
    Ok(found.into_iter().next().unwrap_or_default())
}

pub(super) fn set_config(db: &Connection, config: &MigrationConfig) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO config (id, record) VALUES (1, ?1)";
    db.execute(sql, [to_json(config)?]).map_err(fail).map(drop)
}
