//! Filters, members and names.

use super::Entry;
use super::table::{book, entry, property};
use crate::organisation::Organisation;
use crate::people::RecipientKind;
use exchange::mapi::tags::{PR_ANR, PR_EMS_AB_MEMBER};
use exchange::mapi::{PropertyTag, Value};
use exchange::nspi::{NspiGetMatchesRequest, Restriction};

/// Container that asks for the members of the current object: the tag of the member table (MS-NSPI 3.1.4.1.10).
fn is_member_table(container: u32) -> bool {
    PropertyTag(container).id() == PR_EMS_AB_MEMBER.id()
}

/// Rows of a GetMatches; `None` if the filter is of a kind not supported.
pub(super) fn matches<'a>(
    organisation: &'a Organisation,
    request: &NspiGetMatchesRequest,
) -> Option<Vec<&'a Entry>> {
    let table: Vec<&Entry> =
        if is_member_table(request.stat.container_id) || is_member_table(request.reserved1) {
            let group =
                entry(organisation, request.stat.current_rec).filter(|one| one.kind == RecipientKind::Group);
            let members = group.map(|group| group.members.as_slice()).unwrap_or_default();
            members.iter().filter_map(|index| organisation.people.get(*index)).collect()
        } else {
            book(organisation)
        };
    match &request.filter {
        None => Some(table),
        Some(filter) => {
            let mut found = Vec::new();
            for one in table {
                if holds(organisation, one, filter)? {
                    found.push(one);
                }
            }
            Some(found)
        }
    }
}

/// Whether a filter holds; `None` if it is of a kind not supported.
fn holds(organisation: &Organisation, one: &Entry, filter: &Restriction) -> Option<bool> {
    Some(match filter {
        Restriction::And(all) => {
            let results =
                all.iter().map(|inner| holds(organisation, one, inner)).collect::<Option<Vec<_>>>()?;
            results.into_iter().all(|held| held)
        }
        Restriction::Or(any) => {
            let results =
                any.iter().map(|inner| holds(organisation, one, inner)).collect::<Option<Vec<_>>>()?;
            results.into_iter().any(|held| held)
        }
        Restriction::Not(inner) => !holds(organisation, one, inner.as_deref()?)?,
        Restriction::Exist { tag } => property(organisation, one, *tag).is_some(),
        Restriction::Property { relop: 4, tag, value } if tag.id() == PR_ANR.id() => {
            is_called(one, &value.as_ref()?.value.as_text()?)
        }
        Restriction::Property { relop: 4, tag, value } => {
            equal(property(organisation, one, *tag).as_ref(), &value.as_ref()?.value)
        }
        Restriction::Content { tag, value, fuzzy_level } => {
            let wanted = value.as_ref()?.value.as_text()?.to_lowercase();
            let text =
                property(organisation, one, *tag).and_then(|found| found.as_text()).unwrap_or_default();
            let text = text.to_lowercase();
            match fuzzy_level & 0xffff {
                0 => text == wanted,
                1 => text.contains(&wanted),
                _ => text.starts_with(&wanted),
            }
        }
        _ => return None,
    })
}

fn equal(found: Option<&Value>, wanted: &Value) -> bool {
    match (found.and_then(Value::as_text), wanted.as_text()) {
        (Some(found), Some(wanted)) => found.eq_ignore_ascii_case(&wanted),
        _ => found == Some(wanted),
    }
}

/// Objects of a name; `=SMTP:address` names one exactly.
pub(super) fn by_name<'a>(organisation: &'a Organisation, name: &str) -> Vec<&'a Entry> {
    let exact = name.strip_prefix('=').unwrap_or(name);
    let address =
        exact.get(..5).filter(|prefix| prefix.eq_ignore_ascii_case("smtp:")).and_then(|_| exact.get(5..));
    match address {
        Some(address) => organisation.recipient(address).into_iter().collect(),
        None => book(organisation).into_iter().filter(|one| is_called(one, exact)).collect(),
    }
}

fn is_called(one: &Entry, name: &str) -> bool {
    let name = name.to_lowercase();
    let begins = |text: &str| text.to_lowercase().starts_with(&name);
    !name.is_empty()
        && (begins(&one.display_name)
            || begins(&one.first)
            || begins(&one.last)
            || begins(&one.alias)
            || begins(&one.address))
}
