//! Items.

use super::time::format_time;
use super::{EwsError, ExtendedProperty, FolderId, ItemId, boolean, parse_boolean, parse_time, t, text};
use crate::xml::Element;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;

/// Kind of an item: its element's name, `Message`, `CalendarItem`, `Contact`, `Task`, `DistributionList` ...
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ItemKind(pub String);

/// Importance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the schema's")]
pub enum Importance {
    Low,
    Normal,
    High,
}

/// Sensitivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the schema's")]
pub enum Sensitivity {
    Normal,
    Personal,
    Private,
    Confidential,
}

/// Follow-up flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the schema's")]
pub enum FlagStatus {
    NotFlagged,
    Flagged,
    Complete,
}

macro_rules! words {
    ($type:ident: $($name:ident)*) => {
        impl $type {
            fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            fn from_name(name: &str) -> Option<Self> {
                match name.trim() {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

words!(Importance: Low Normal High);
words!(Sensitivity: Normal Personal Private Confidential);
words!(FlagStatus: NotFlagged Flagged Complete);

/// An item, as far as it was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Kind.
    pub kind: ItemKind,
    /// The MIME message, or the iCalendar text of a calendar item. Servers make it up from MAPI properties: it is
    /// not what was once received.
    pub mime_content: Option<Vec<u8>>,
    /// Id; there is none before it is created.
    pub id: Option<ItemId>,
    /// The folder it is in.
    pub parent: Option<FolderId>,
    /// `IPM.Note`, `IPM.Appointment` ...
    pub class: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// Sensitivity.
    pub sensitivity: Option<Sensitivity>,
    /// When it was received. Take it from GetItem: SyncFolderItems may show the creation time.
    pub received: Option<Timestamp>,
    /// Size at the server, in bytes.
    pub size: Option<u64>,
    /// Categories.
    pub categories: Vec<String>,
    /// Importance.
    pub importance: Option<Importance>,
    /// Whether it is a draft.
    pub is_draft: Option<bool>,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Whether it has attachments.
    pub has_attachments: Option<bool>,
    /// When it was last changed.
    pub last_modified: Option<Timestamp>,
    /// MAPI properties.
    pub extended: Vec<ExtendedProperty>,
    /// Follow-up flag (since Exchange 2013).
    pub flag: Option<FlagStatus>,
    /// The `Message-ID` field.
    pub internet_message_id: Option<String>,
    /// Whether it was read.
    pub is_read: Option<bool>,
    /// All other elements, as they came: recipients, a contact's parts, an appointment's times.
    pub other: Vec<Element>,
}

impl Item {
    /// An item with nothing but its kind.
    pub fn new(kind: &str) -> Self {
        Self {
            kind: ItemKind(kind.to_owned()),
            mime_content: None,
            id: None,
            parent: None,
            class: None,
            subject: None,
            sensitivity: None,
            received: None,
            size: None,
            categories: Vec::new(),
            importance: None,
            is_draft: None,
            sent: None,
            created: None,
            has_attachments: None,
            last_modified: None,
            extended: Vec::new(),
            flag: None,
            internet_message_id: None,
            is_read: None,
            other: Vec::new(),
        }
    }

    /// Another element of the item: `GivenName`, `Start`.
    pub fn property(&self, name: &str) -> Option<&Element> {
        self.other.iter().find(|element| element.name == name)
    }

    /// A MAPI property's first value, by the id of its tag.
    pub fn extended_value(&self, tag_id: u16) -> Option<&str> {
        let property = self.extended.iter().find(|property| property.tag_id() == Some(tag_id))?;
        property.values.first().map(String::as_str)
    }

    pub(super) fn write(&self) -> Element {
        let string = |name: &str, value: &Option<String>| value.as_ref().map(|value| text(name, value));
        let word = |name: &str, value: Option<&str>| value.map(|value| text(name, value));
        let yes = |name: &str, value: Option<bool>| value.map(|value| text(name, boolean(value)));
        let time = |name: &str, value: Option<Timestamp>| value.map(|value| text(name, format_time(value)));
        let mime = self.mime_content.as_ref().map(|mime| {
            text("MimeContent", BASE64_STANDARD.encode(mime)).with_attribute("CharacterSet", "UTF-8")
        });
        let categories = (!self.categories.is_empty())
            .then(|| t("Categories").with_all(self.categories.iter().map(|name| text("String", name))));
        let flag = self.flag.map(|flag| t("Flag").with(text("FlagStatus", flag.name())));
        t(&self.kind.0)
            .with_all(mime)
            .with_all(self.id.as_ref().map(ItemId::write))
            .with_all(self.parent.as_ref().map(|parent| parent.write("ParentFolderId")))
            .with_all(string("ItemClass", &self.class))
            .with_all(string("Subject", &self.subject))
            .with_all(word("Sensitivity", self.sensitivity.map(Sensitivity::name)))
            .with_all(time("DateTimeReceived", self.received))
            .with_all(self.size.map(|size| text("Size", size.to_string())))
            .with_all(categories)
            .with_all(word("Importance", self.importance.map(Importance::name)))
            .with_all(yes("IsDraft", self.is_draft))
            .with_all(time("DateTimeSent", self.sent))
            .with_all(time("DateTimeCreated", self.created))
            .with_all(yes("HasAttachments", self.has_attachments))
            .with_all(time("LastModifiedTime", self.last_modified))
            .with_all(self.extended.iter().map(ExtendedProperty::write))
            .with_all(flag)
            .with_all(string("InternetMessageId", &self.internet_message_id))
            .with_all(yes("IsRead", self.is_read))
            .with_all(self.other.iter().cloned())
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        let mut item = Self::new(&element.name);
        for child in &element.children {
            item.read_child(child)?;
        }
        Ok(item)
    }

    fn read_child(&mut self, child: &Element) -> Result<(), EwsError> {
        let string = || Some(child.text.clone());
        let time = || parse_time(&child.text);
        let yes = || Some(parse_boolean(&child.text));
        match child.name.as_str() {
            "MimeContent" => self.mime_content = Some(decode_base64(&child.text)?),
            "ItemId" => self.id = Some(ItemId::read(child)?),
            "ParentFolderId" => self.parent = Some(FolderId::read(child)?),
            "ItemClass" => self.class = string(),
            "Subject" => self.subject = string(),
            "Sensitivity" => self.sensitivity = Sensitivity::from_name(&child.text),
            "DateTimeReceived" => self.received = time(),
            "Size" => self.size = child.text.trim().parse().ok(),
            "Categories" => self.categories = child.children.iter().map(|name| name.text.clone()).collect(),
            "Importance" => self.importance = Importance::from_name(&child.text),
            "IsDraft" => self.is_draft = yes(),
            "DateTimeSent" => self.sent = time(),
            "DateTimeCreated" => self.created = time(),
            "HasAttachments" => self.has_attachments = yes(),
            "LastModifiedTime" => self.last_modified = time(),
            "ExtendedProperty" => self.extended.extend(ExtendedProperty::read(child)),
            "Flag" => self.flag = child.child_text("FlagStatus").and_then(FlagStatus::from_name),
            "InternetMessageId" => self.internet_message_id = string(),
            "IsRead" => self.is_read = yes(),
            _ => self.other.push(child.clone()),
        }
        Ok(())
    }
}

/// Base64 with line breaks in it.
fn decode_base64(text: &str) -> Result<Vec<u8>, EwsError> {
    let clean: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(clean).map_err(|_| EwsError::Unexpected("MimeContent (its base64 is broken)"))
}
