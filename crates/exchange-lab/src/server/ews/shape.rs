//! Leaving out what was not asked for.

use exchange::ews::{BaseShape, ExtendedProperty, Folder, Item, PropertyPath, Shape};

/// Names asked for, without their prefix.
fn names(shape: &Shape) -> Vec<&str> {
    shape
        .additional
        .iter()
        .filter_map(|path| match path {
            PropertyPath::Field(name) | PropertyPath::Indexed { field: name, .. } => {
                name.split(':').next_back()
            }
            PropertyPath::Extended(_) => None,
        })
        .collect()
}

/// Makes a folder what the shape asks for.
pub(super) fn folder(shape: &Shape, folder: Folder, hidden: bool) -> Folder {
    let asked = names(shape);
    let all = shape.base != BaseShape::IdOnly;
    let wants = |name: &str| all || asked.contains(&name);
    Folder {
        parent: folder.parent.filter(|_| wants("ParentFolderId")),
        class: folder.class.filter(|_| wants("FolderClass")),
        display_name: folder.display_name.filter(|_| wants("DisplayName")),
        total_count: folder.total_count.filter(|_| wants("TotalCount")),
        child_folder_count: folder.child_folder_count.filter(|_| wants("ChildFolderCount")),
        unread_count: folder.unread_count.filter(|_| wants("UnreadCount")),
        extended: extended(shape, |tag| match tag {
            0x10f4 => Some(hidden.to_string()),
            0x3601 => Some("1".to_owned()),
            _ => None,
        }),
        ..folder
    }
}

/// Makes an item what the shape asks for.
pub(super) fn item(shape: &Shape, item: Item) -> Item {
    let asked = names(shape);
    let all = shape.base == BaseShape::AllProperties;
    let wants = |name: &str| all || asked.contains(&name);
    let usual = |name: &str| shape.base != BaseShape::IdOnly || asked.contains(&name);
    let is_read = item.is_read;
    let flagged = item.flag;
    Item {
        mime_content: item
            .mime_content
            .filter(|_| shape.include_mime_content || asked.contains(&"MimeContent")),
        parent: item.parent.filter(|_| wants("ParentFolderId")),
        class: item.class.filter(|_| wants("ItemClass")),
        subject: item.subject.filter(|_| usual("Subject")),
        sensitivity: item.sensitivity.filter(|_| usual("Sensitivity")),
        received: item.received.filter(|_| wants("DateTimeReceived")),
        size: item.size.filter(|_| usual("Size")),
        categories: if wants("Categories") { item.categories } else { Vec::new() },
        importance: item.importance.filter(|_| wants("Importance")),
        is_draft: item.is_draft.filter(|_| wants("IsDraft")),
        sent: item.sent.filter(|_| usual("DateTimeSent")),
        created: item.created.filter(|_| usual("DateTimeCreated")),
        has_attachments: item.has_attachments.filter(|_| usual("HasAttachments")),
        last_modified: item.last_modified.filter(|_| wants("LastModifiedTime")),
        flag: item.flag.filter(|_| wants("Flag")),
        internet_message_id: item.internet_message_id.filter(|_| wants("InternetMessageId")),
        is_read: item.is_read.filter(|_| usual("IsRead")),
        extended: extended(shape, |tag| match tag {
            // PR_MESSAGE_FLAGS, PR_FLAG_STATUS
            0x0e07 => is_read.map(|read| if read { "1" } else { "0" }.to_owned()),
            0x1090 => flagged.map(|_| "2".to_owned()),
            _ => None,
        }),
        other: item
            .other
            .into_iter()
            .filter(|element| wants(&element.name) || indexed(&asked, &element.name))
            .collect(),
        ..item
    }
}

/// Dictionaries are asked for by their entries: `contacts:EmailAddress` for `EmailAddresses`.
fn indexed(asked: &[&str], name: &str) -> bool {
    matches!(name, "EmailAddresses" | "PhoneNumbers")
        && asked.iter().any(|asked| name.strip_suffix("es").or(name.strip_suffix('s')) == Some(asked))
}

/// MAPI properties asked for that there are.
fn extended(shape: &Shape, value: impl Fn(u16) -> Option<String>) -> Vec<ExtendedProperty> {
    let property = |path: &PropertyPath| {
        let PropertyPath::Extended(attributes) = path else { return None };
        let empty = ExtendedProperty { path: attributes.clone(), values: Vec::new() };
        let value = value(empty.tag_id()?)?;
        Some(ExtendedProperty { values: vec![value], ..empty })
    };
    shape.additional.iter().filter_map(property).collect()
}
