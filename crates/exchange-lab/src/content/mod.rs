//! The content of items.

mod calendar;
mod contact;
mod mail;
mod task;

use crate::dice::{Dice, wide};
use crate::mailbox::{CORRUPT_NUMBER, INBOX, ItemSpec};
use crate::people::Recipient;
use exchange::ews::{FlagStatus, Importance, Item, Sensitivity};
use exchange::xml::Element;
use jiff::Timestamp;

/// Everything about an item but its id.
pub(crate) fn item(seed: u64, people: &[Recipient], spec: &ItemSpec) -> Item {
    let mut dice = Dice::new(seed, &[8, wide(spec.mailbox), spec.folder.into(), spec.number.into()]);
    let mut item = match spec.folder {
        8 | 23 => calendar::appointment(&mut dice, people, spec),
        9 => contact::contact(&mut dice, spec),
        10 => task::task(&mut dice, spec),
        _ => mail::message(&mut dice, people, spec),
    };
    let time = timestamp(spec.received);
    item.received = Some(time);
    item.created = Some(time);
    item.last_modified = Some(time);
    item.importance = Some(if dice.once_in(6) { Importance::High } else { Importance::Normal });
    item.sensitivity = Some(if dice.once_in(12) { Sensitivity::Private } else { Sensitivity::Normal });
    if dice.once_in(4) {
        item.categories = vec!["Red Category".to_owned(), "Größe".to_owned()];
    }
    if dice.once_in(7) {
        item.flag = Some(FlagStatus::Flagged);
    }
    item.size = Some(item.mime_content.as_ref().map_or(512, |mime| wide(mime.len()).saturating_add(256)));
    item
}

/// Whether this is the message nobody can read.
pub(crate) fn is_corrupt(spec: &ItemSpec) -> bool {
    spec.folder == INBOX && spec.number == CORRUPT_NUMBER
}

/// A time EWS can show.
pub(crate) fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// An element of the types namespace with a text.
fn text(name: &str, text: impl Into<String>) -> Element {
    Element::new(exchange::ews::TYPES, name).with_text(text)
}

/// An element of the types namespace.
fn t(name: &str) -> Element {
    Element::new(exchange::ews::TYPES, name)
}

/// A mailbox element.
fn mailbox(name: &str, address: &str) -> Element {
    t("Mailbox")
        .with(text("Name", name))
        .with(text("EmailAddress", address))
        .with(text("RoutingType", "SMTP"))
}

/// Another person of the organisation.
fn someone<'a>(dice: &mut Dice, people: &'a [Recipient]) -> Option<&'a Recipient> {
    people.get(usize::try_from(dice.below(wide(people.len()))).unwrap_or(0))
}
