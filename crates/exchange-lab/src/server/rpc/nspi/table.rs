//! The global address list as a table, and its rows.

use super::Entry;
use crate::organisation::Organisation;
use crate::people::RecipientKind;
use exchange::mapi::tags::*;
use exchange::mapi::{PropertyTag, PropertyType, PropertyValue, Value};
use exchange::nspi::{PropertyRow, RowSet, Stat, mid};

/// Columns a client gets that does not ask for any (MS-NSPI 3.1.4.1.8).
pub(super) const USUAL: [PropertyTag; 7] = [
    PR_INSTANCE_KEY,
    PR_DISPLAY_NAME,
    PR_SMTP_ADDRESS,
    PR_EMAIL_ADDRESS,
    PR_ADDRTYPE,
    PR_OBJECT_TYPE,
    PR_DISPLAY_TYPE,
];

/// Every column there is.
const ALL: [PropertyTag; 22] = [
    PR_DISPLAY_NAME,
    PR_ADDRTYPE,
    PR_EMAIL_ADDRESS,
    PR_SMTP_ADDRESS,
    PR_OBJECT_TYPE,
    PR_DISPLAY_TYPE,
    PR_DISPLAY_TYPE_EX,
    PR_ACCOUNT,
    PR_GIVEN_NAME,
    PR_SURNAME,
    PR_TITLE,
    PR_DEPARTMENT_NAME,
    PR_BUSINESS_TELEPHONE_NUMBER,
    PR_ENTRYID,
    PR_RECORD_KEY,
    PR_INSTANCE_KEY,
    PR_SEARCH_KEY,
    PR_EMS_AB_PROXY_ADDRESSES,
    PR_EMS_AB_TARGET_ADDRESS,
    PR_EMS_AB_HOME_MDB,
    PR_EMS_AB_MEMBER,
    PR_EMS_AB_IS_MEMBER_OF_DL,
];

/// The objects that are shown, by name.
pub(super) fn book(organisation: &Organisation) -> Vec<&Entry> {
    let mut book: Vec<_> = organisation.people.iter().filter(|one| !one.hidden).collect();
    book.sort_by_cached_key(|one| (one.display_name.to_lowercase(), one.index));
    book
}

/// An object's MId.
pub(super) fn mid_of(one: &Entry) -> u32 {
    mid::FIRST.saturating_add(u32::try_from(one.index).unwrap_or(u32::MAX))
}

/// The object of an MId, hidden ones too.
pub(super) fn entry(organisation: &Organisation, mid: u32) -> Option<&Entry> {
    organisation.people.get(usize::try_from(mid.checked_sub(mid::FIRST)?).ok()?)
}

/// Row number of a place in the table.
fn position(book: &[&Entry], stat: Stat) -> usize {
    let start = match stat.current_rec {
        mid::BEGINNING_OF_TABLE => 0,
        mid::END_OF_TABLE => book.len(),
        record => book.iter().position(|one| mid_of(one) == record).unwrap_or(book.len()),
    };
    let delta = usize::try_from(stat.delta.unsigned_abs()).unwrap_or(usize::MAX);
    if stat.delta < 0 { start.saturating_sub(delta) } else { start.saturating_add(delta).min(book.len()) }
}

/// A place at a row.
fn at(book: &[&Entry], stat: Stat, position: usize) -> Stat {
    Stat {
        current_rec: book.get(position).map_or(mid::END_OF_TABLE, |one| mid_of(one)),
        delta: 0,
        num_pos: u32::try_from(position).unwrap_or(u32::MAX),
        total_recs: u32::try_from(book.len()).unwrap_or(u32::MAX),
        ..stat
    }
}

/// The place after its delta, and how many rows that was.
pub(super) fn moved(book: &[&Entry], stat: Stat) -> (Stat, i32) {
    let before = position(book, Stat { delta: 0, ..stat });
    let after = position(book, stat);
    let moved = i64::try_from(after).unwrap_or(0) - i64::try_from(before).unwrap_or(0);
    (at(book, stat, after), i32::try_from(moved).unwrap_or(0))
}

/// Rows from a place on, and the place behind them.
pub(super) fn page<'a>(book: &[&'a Entry], stat: Stat, count: usize) -> (Vec<&'a Entry>, Stat) {
    let begin = position(book, stat);
    let rows: Vec<_> = book.iter().skip(begin).take(count).copied().collect();
    let next = at(book, stat, begin.saturating_add(rows.len()));
    (rows, next)
}

/// The first row at or after a name.
pub(super) fn seek(book: &[&Entry], stat: Stat, name: &str) -> Option<Stat> {
    let name = name.to_lowercase();
    let found = book.iter().position(|one| one.display_name.to_lowercase() >= name)?;
    Some(at(book, stat, found))
}

/// Tags of the properties an object has.
pub(super) fn known_tags(organisation: &Organisation, one: &Entry) -> Vec<PropertyTag> {
    ALL.into_iter().filter(|tag| property(organisation, one, *tag).is_some()).collect()
}

/// A row of these columns; what is not there is an error value.
pub(super) fn row(organisation: &Organisation, one: &Entry, tags: &[PropertyTag]) -> PropertyRow {
    let value = |tag: &PropertyTag| match property(organisation, one, *tag) {
        Some(value) => PropertyValue::new(*tag, value),
        None => PropertyValue::not_found(*tag),
    };
    PropertyRow { values: tags.iter().map(value).collect() }
}

/// The row of an object, or of none.
pub(super) fn row_or_errors(
    organisation: &Organisation,
    one: Option<&Entry>,
    tags: &[PropertyTag],
) -> PropertyRow {
    match one {
        Some(one) => row(organisation, one, tags),
        None => PropertyRow { values: tags.iter().map(|tag| PropertyValue::not_found(*tag)).collect() },
    }
}

/// A property in the type its tag asks for.
pub(super) fn property(organisation: &Organisation, one: &Entry, tag: PropertyTag) -> Option<Value> {
    let value = known(organisation, one, tag)?;
    let eight_bit = PropertyType::from_wire(tag.wire_type());
    Some(match (value, eight_bit) {
        (Value::String(text), Some(PropertyType::String8)) => Value::String8(text.map(|text| narrow(&text))),
        (Value::MultipleString(texts), Some(PropertyType::MultipleString8)) => {
            Value::MultipleString8(texts.iter().map(|text| narrow(text)).collect())
        }
        (value, _) => value,
    })
}

/// Windows-1252, as far as it is Latin-1.
fn narrow(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

fn known(organisation: &Organisation, one: &Entry, tag: PropertyTag) -> Option<Value> {
    let text = |text: &str| (!text.is_empty()).then(|| Value::text(text));
    let (object_type, display_type) = match one.kind {
        RecipientKind::Mailbox => (6, 0),
        RecipientKind::Contact => (6, 6),
        RecipientKind::Group => (8, 1),
    };
    let named = [
        (PR_DISPLAY_NAME, one.display_name.as_str()),
        (PR_ADDRTYPE, "EX"),
        (PR_EMAIL_ADDRESS, &one.legacy_dn),
        (PR_SMTP_ADDRESS, &one.address),
        (PR_ACCOUNT, &one.alias),
        (PR_GIVEN_NAME, &one.first),
        (PR_SURNAME, &one.last),
        (PR_TITLE, &one.title),
        (PR_DEPARTMENT_NAME, &one.department),
        (PR_BUSINESS_TELEPHONE_NUMBER, &one.phone),
    ];
    if let Some((_, found)) = named.into_iter().find(|(known, _)| known.id() == tag.id()) {
        return text(found);
    }
    let is = |known: PropertyTag| known.id() == tag.id();
    if is(PR_OBJECT_TYPE) {
        Some(Value::Integer32(object_type))
    } else if is(PR_DISPLAY_TYPE) {
        Some(Value::Integer32(display_type))
    } else if is(PR_DISPLAY_TYPE_EX) {
        // The flag says that mail can be sent to it with rights.
        Some(Value::Integer32(
            display_type | if one.kind == RecipientKind::Mailbox { 0x4000_0000 } else { 0 },
        ))
    } else if is(PR_INSTANCE_KEY) {
        Some(Value::Binary(mid_of(one).to_le_bytes().to_vec()))
    } else if is(PR_ENTRYID) || is(PR_RECORD_KEY) {
        Some(Value::Binary(permanent_entry_id(one, display_type)))
    } else if is(PR_SEARCH_KEY) {
        Some(Value::Binary(format!("EX:{}\0", one.legacy_dn.to_uppercase()).into_bytes()))
    } else {
        directory_property(organisation, one, tag)
    }
}

fn directory_property(organisation: &Organisation, one: &Entry, tag: PropertyTag) -> Option<Value> {
    let is = |known: PropertyTag| known.id() == tag.id();
    let dn = |index: &usize| organisation.people.get(*index).map(|member| member.legacy_dn.clone());
    let some = |texts: Vec<String>| (!texts.is_empty()).then_some(Value::MultipleString(texts));
    if is(PR_EMS_AB_PROXY_ADDRESSES) {
        let others = one.aliases.iter().map(|address| format!("smtp:{address}"));
        some([format!("SMTP:{}", one.address)].into_iter().chain(others).collect())
    } else if is(PR_EMS_AB_TARGET_ADDRESS) {
        (one.kind == RecipientKind::Contact).then(|| Value::text(format!("SMTP:{}", one.address)))
    } else if is(PR_EMS_AB_HOME_MDB) {
        let database = "/o=Practice/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers/cn=EX01/cn=Microsoft Private MDB";
        (one.kind == RecipientKind::Mailbox).then(|| Value::text(database))
    } else if is(PR_EMS_AB_MEMBER) {
        some(one.members.iter().filter_map(dn).collect())
    } else if is(PR_EMS_AB_IS_MEMBER_OF_DL) {
        let groups = organisation.people.iter().filter(|group| group.members.contains(&one.index));
        some(groups.map(|group| group.legacy_dn.clone()).collect())
    } else if is(PR_EMS_AB_HIDE_FROM_ADDRESS_BOOK) {
        Some(Value::Boolean(one.hidden))
    } else {
        None
    }
}

/// A permanent entry id (MS-NSPI 2.2.9.3).
fn permanent_entry_id(one: &Entry, display_type: i32) -> Vec<u8> {
    let provider = exchange::Uuid::from_u128(0xc840a7dc_42c0_1a10_b4b9_08002b2fe182);
    let mut id = vec![0; 4];
    id.extend(provider.to_bytes_le());
    id.extend(1u32.to_le_bytes());
    id.extend(display_type.to_le_bytes());
    id.extend(one.legacy_dn.as_bytes());
    id.push(0);
    id
}

/// The hierarchy: the global address list alone.
pub(super) fn hierarchy() -> RowSet {
    let provider = exchange::Uuid::from_u128(0xc840a7dc_42c0_1a10_b4b9_08002b2fe182);
    let mut entry_id = vec![0; 4];
    entry_id.extend(provider.to_bytes_le());
    entry_id.extend(1u32.to_le_bytes());
    entry_id.extend(0x100u32.to_le_bytes());
    entry_id.extend(b"/\0");
    let values = vec![
        PropertyValue::new(PR_ENTRYID, Value::Binary(entry_id)),
        PropertyValue::new(PR_CONTAINER_FLAGS, Value::Integer32(9)),
        PropertyValue::new(PR_DEPTH, Value::Integer32(0)),
        PropertyValue::new(PR_EMS_AB_CONTAINERID, Value::Integer32(0)),
        PropertyValue::new(PR_DISPLAY_NAME, Value::text("Global Address List")),
        PropertyValue::new(PR_EMS_AB_IS_MASTER, Value::Boolean(false)),
    ];
    RowSet { rows: vec![PropertyRow { values }] }
}
