//! Folders.

use super::{EwsError, ExtendedProperty, FolderId, text};
use crate::xml::Element;

/// Kind of a folder, which is its element's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the schema's")]
pub enum FolderKind {
    Folder,
    CalendarFolder,
    ContactsFolder,
    TasksFolder,
    SearchFolder,
}

impl FolderKind {
    fn name(self) -> &'static str {
        match self {
            Self::Folder => "Folder",
            Self::CalendarFolder => "CalendarFolder",
            Self::ContactsFolder => "ContactsFolder",
            Self::TasksFolder => "TasksFolder",
            Self::SearchFolder => "SearchFolder",
        }
    }
}

/// A folder, as far as it was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Kind.
    pub kind: FolderKind,
    /// Id.
    pub id: FolderId,
    /// The folder it is in.
    pub parent: Option<FolderId>,
    /// `IPF.Note`, `IPF.Appointment` ...
    pub class: Option<String>,
    /// Name.
    pub display_name: Option<String>,
    /// Items in it.
    pub total_count: Option<u32>,
    /// Folders in it.
    pub child_folder_count: Option<u32>,
    /// MAPI properties.
    pub extended: Vec<ExtendedProperty>,
    /// Unread items in it.
    pub unread_count: Option<u32>,
    /// Other elements, as they came.
    pub other: Vec<Element>,
}

impl Folder {
    /// A folder with nothing but its id.
    pub fn new(kind: FolderKind, id: FolderId) -> Self {
        Self {
            kind,
            id,
            parent: None,
            class: None,
            display_name: None,
            total_count: None,
            child_folder_count: None,
            extended: Vec::new(),
            unread_count: None,
            other: Vec::new(),
        }
    }

    pub(super) fn write(&self) -> Element {
        let number = |name: &str, value: Option<u32>| value.map(|value| text(name, value.to_string()));
        let string = |name: &str, value: &Option<String>| value.as_ref().map(|value| text(name, value));
        super::t(self.kind.name())
            .with(self.id.write("FolderId"))
            .with_all(self.parent.as_ref().map(|parent| parent.write("ParentFolderId")))
            .with_all(string("FolderClass", &self.class))
            .with_all(string("DisplayName", &self.display_name))
            .with_all(number("TotalCount", self.total_count))
            .with_all(number("ChildFolderCount", self.child_folder_count))
            .with_all(self.extended.iter().map(ExtendedProperty::write))
            .with_all(number("UnreadCount", self.unread_count))
            .with_all(self.other.iter().cloned())
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        let kind = match element.name.as_str() {
            "CalendarFolder" => FolderKind::CalendarFolder,
            "ContactsFolder" => FolderKind::ContactsFolder,
            "TasksFolder" => FolderKind::TasksFolder,
            "SearchFolder" => FolderKind::SearchFolder,
            _ => FolderKind::Folder,
        };
        let id = FolderId::read(element.child("FolderId").ok_or(EwsError::Unexpected("FolderId"))?)?;
        let mut folder = Self::new(kind, id);
        for child in &element.children {
            let string = || Some(child.text.clone());
            let number = || child.text.trim().parse().ok();
            match child.name.as_str() {
                "FolderId" => {}
                "ParentFolderId" => folder.parent = Some(FolderId::read(child)?),
                "FolderClass" => folder.class = string(),
                "DisplayName" => folder.display_name = string(),
                "TotalCount" => folder.total_count = number(),
                "ChildFolderCount" => folder.child_folder_count = number(),
                "UnreadCount" => folder.unread_count = number(),
                "ExtendedProperty" => folder.extended.extend(ExtendedProperty::read(child)),
                _ => folder.other.push(child.clone()),
            }
        }
        Ok(folder)
    }

    /// A MAPI property's first value, by the id of its tag.
    pub fn extended_value(&self, tag_id: u16) -> Option<&str> {
        let property = self.extended.iter().find(|property| property.tag_id() == Some(tag_id))?;
        property.values.first().map(String::as_str)
    }

    /// Whether the folder is hidden (`PR_ATTR_HIDDEN`, if it was asked for).
    pub fn is_hidden(&self) -> bool {
        self.extended_value(0x10f4).is_some_and(super::parse_boolean)
    }
}
