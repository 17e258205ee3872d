//! Items of Exchange Web Services as the migration knows them.

use std::time::{Duration, SystemTime};

use exchange::ews::{BaseShape, FlagStatus, Item, PropertyPath, Shape};

use super::super::{Content, ItemFault};
use super::text_items;
use crate::model::{ItemFlags, ItemHead, ItemKind};

/// `PR_LAST_VERB_EXECUTED`: what its owner did last.
const LAST_VERB: u16 = 0x1081;
/// `PR_FLAG_STATUS`: 2 when flagged for follow-up.
const FLAG_STATUS: u16 = 0x1090;
/// `PR_MESSAGE_FLAGS`.
const MESSAGE_FLAGS: u16 = 0x0e07;
/// In `PR_MESSAGE_FLAGS`: not sent yet.
const UNSENT: u32 = 0x8;
/// In `PR_MESSAGE_FLAGS`: read.
const READ: u32 = 0x1;

fn fields() -> Vec<PropertyPath> {
    let mut fields: Vec<PropertyPath> =
        ["item:ItemClass", "item:Subject", "item:Size", "item:DateTimeReceived", "message:IsRead"]
            .into_iter()
            .map(PropertyPath::field)
            .collect();
    fields.extend([LAST_VERB, FLAG_STATUS, MESSAGE_FLAGS].map(|tag| PropertyPath::tag(tag, "Integer")));
    fields
}

/// What is asked for of every item in a folder.
pub(super) fn sync_shape() -> Shape {
    Shape::ids_and(fields())
}

/// What is asked for to copy a message or calendar item.
pub(super) fn mime_shape() -> Shape {
    Shape { base: BaseShape::IdOnly, include_mime_content: true, additional: fields() }
}

/// What is asked for to copy a contact or task, which have no form of their own at the server.
pub(super) fn property_shape() -> Shape {
    let mut additional = fields();
    additional.push(PropertyPath::field("item:Body"));
    Shape { base: BaseShape::AllProperties, include_mime_content: false, additional }
}

/// Whether the server has the item in a form of its own.
pub(super) fn has_mime(head: &ItemHead) -> bool {
    !(head.kind == ItemKind::Contact || is_task(&head.item_class))
}

fn is_task(class: &str) -> bool {
    class.starts_with("IPM.Task") && !class.starts_with("IPM.TaskRequest")
}

fn kind_of(class: &str, element: &str) -> ItemKind {
    if class.starts_with("IPM.Appointment")
        || element == "CalendarItem"
        || is_task(class)
        || element == "Task"
    {
        ItemKind::Calendar
    } else if class.starts_with("IPM.Contact") || element == "Contact" {
        ItemKind::Contact
    } else {
        ItemKind::Message
    }
}

/// The class of an item whose class was not returned.
fn class_of(item: &Item) -> String {
    let by_element = || match item.kind.0.as_str() {
        "CalendarItem" => "IPM.Appointment",
        "Contact" => "IPM.Contact",
        "Task" => "IPM.Task",
        _ => "IPM.Note",
    };
    item.class.clone().unwrap_or_else(|| by_element().to_owned())
}

/// What a change says of an item; `None` when it has no id.
pub(super) fn head(item: &Item) -> Option<ItemHead> {
    let id = item.id.as_ref()?;
    let item_class = class_of(item);
    Some(ItemHead {
        source_id: id.id.clone(),
        change_key: id.change_key.clone(),
        kind: kind_of(&item_class, &item.kind.0),
        item_class,
        subject: item.subject.clone(),
        sender: sender(item),
        size: item.size.unwrap_or(0),
        received: received(item),
        flags: flags(item),
    })
}

fn sender(item: &Item) -> Option<String> {
    let from = item.property("From").or_else(|| item.property("Sender"))?;
    from.child("Mailbox")?.child_text("EmailAddress").map(str::to_owned)
}

/// When an item was received; the service's dates end long before the type does.
fn received(item: &Item) -> Option<SystemTime> {
    let time = item.received.or(item.sent).or(item.created)?;
    let seconds = u64::try_from(time.as_second()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn flags(item: &Item) -> ItemFlags {
    let integer = |tag| item.extended_value(tag).and_then(|value| value.trim().parse::<u32>().ok());
    let message_flags = integer(MESSAGE_FLAGS);
    let bit = |bit: u32| message_flags.is_some_and(|flags| flags & bit != 0);
    let verb = integer(LAST_VERB);
    ItemFlags {
        seen: item.is_read.unwrap_or_else(|| bit(READ)),
        replied: matches!(verb, Some(102 | 103)),
        passed: verb == Some(104),
        flagged: integer(FLAG_STATUS) == Some(2) || item.flag == Some(FlagStatus::Flagged),
        draft: item.is_draft.unwrap_or_else(|| bit(UNSENT)),
    }
}

/// The content of an item as it is written at the target.
pub(super) fn content(item: &Item) -> Result<Content, ItemFault> {
    let class = class_of(item);
    let bytes = match (&item.mime_content, kind_of(&class, &item.kind.0)) {
        (Some(mime), _) if !mime.is_empty() => mime.clone(),
        (_, ItemKind::Contact) => text_items::vcard(item).into_bytes(),
        (_, ItemKind::Calendar) if is_task(&class) || item.kind.0 == "Task" => {
            text_items::todo(item).into_bytes()
        }
        _ => return Err(ItemFault::Corrupt("the server has no content for it".to_owned())),
    };
    Ok(Content { bytes, flags: Some(flags(item)), received: received(item) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use exchange::ews::{ExtendedProperty, ItemId};

    fn item(kind: &str) -> Item {
        Item { id: Some(ItemId::new("AAA=")), ..Item::new(kind) }
    }

    fn tag(id: u16, value: &str) -> ExtendedProperty {
        let path = vec![
            ("PropertyTag".to_owned(), format!("{id:#06x}")),
            ("PropertyType".to_owned(), "Integer".into()),
        ];
        ExtendedProperty { path, values: vec![value.to_owned()] }
    }

    #[test]
    fn marks_come_from_the_properties() {
        let mut item = item("Message");
        item.is_read = Some(true);
        item.extended = vec![tag(LAST_VERB, "102"), tag(FLAG_STATUS, "2"), tag(MESSAGE_FLAGS, "8")];
        let flags = head(&item).unwrap().flags;
        assert_eq!(flags, ItemFlags { seen: true, replied: true, passed: false, flagged: true, draft: true });
    }

    #[test]
    fn kinds() {
        for (class, element, kind) in [
            ("IPM.Note", "Message", ItemKind::Message),
            ("IPM.Schedule.Meeting.Request", "MeetingRequest", ItemKind::Message),
            ("IPM.Appointment", "CalendarItem", ItemKind::Calendar),
            ("IPM.Task", "Task", ItemKind::Calendar),
            ("IPM.Contact", "Contact", ItemKind::Contact),
            ("IPM.Post", "PostItem", ItemKind::Message),
            ("IPM.DistList", "DistributionList", ItemKind::Message),
        ] {
            assert_eq!(kind_of(class, element), kind, "{class}");
        }
    }

    #[test]
    fn a_message_without_content_is_corrupt_and_a_contact_is_not() {
        assert!(matches!(content(&item("Message")), Err(ItemFault::Corrupt(_))));
        let card = content(&item("Contact")).unwrap();
        assert!(card.bytes.starts_with(b"BEGIN:VCARD"));
    }
}
