//! Ids of folders and items.

use super::{EwsError, TYPES, t, text};
use crate::xml::Element;

/// A folder's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FolderId {
    /// Opaque; stays with the folder.
    pub id: String,
    /// Changes with the folder.
    pub change_key: Option<String>,
}

/// An item's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId {
    /// Opaque; stays with the item, until it is moved.
    pub id: String,
    /// Changes with the item.
    pub change_key: Option<String>,
}

/// A well-known folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DistinguishedFolderId {
    /// `inbox`, `msgfolderroot`, `calendar` ...
    pub name: String,
    /// Whose folder, by address; the caller's own without one.
    pub mailbox: Option<String>,
}

/// A way to name a folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FolderRef {
    /// By id.
    Id(FolderId),
    /// By name.
    Distinguished(DistinguishedFolderId),
}

impl FolderRef {
    /// A well-known folder of a mailbox.
    pub fn distinguished(name: &str, mailbox: Option<&str>) -> Self {
        Self::Distinguished(DistinguishedFolderId {
            name: name.to_owned(),
            mailbox: mailbox.map(str::to_owned),
        })
    }

    pub(super) fn write(&self) -> Element {
        match self {
            Self::Id(id) => id.write("FolderId"),
            Self::Distinguished(folder) => {
                let element = t("DistinguishedFolderId").with_attribute("Id", folder.name.as_str());
                match &folder.mailbox {
                    Some(address) => element.with(t("Mailbox").with(text("EmailAddress", address))),
                    None => element,
                }
            }
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        if element.is(TYPES, "FolderId") {
            return FolderId::read(element).map(Self::Id);
        }
        let name = element.attribute("Id").filter(|_| element.is(TYPES, "DistinguishedFolderId"));
        let name = name.ok_or(EwsError::Unexpected("folder id"))?.to_owned();
        let mailbox = element.child("Mailbox").and_then(|mailbox| mailbox.child_text("EmailAddress"));
        Ok(Self::Distinguished(DistinguishedFolderId { name, mailbox: mailbox.map(str::to_owned) }))
    }

    pub(super) fn read_all(parent: &Element) -> Result<Vec<Self>, EwsError> {
        parent.children.iter().map(Self::read).collect()
    }
}

impl FolderId {
    /// An id without a change key.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), change_key: None }
    }

    pub(super) fn write(&self, name: &str) -> Element {
        write(name, &self.id, self.change_key.as_deref())
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        let (id, change_key) = read(element)?;
        Ok(Self { id, change_key })
    }
}

impl ItemId {
    /// An id without a change key.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), change_key: None }
    }

    pub(super) fn write(&self) -> Element {
        write("ItemId", &self.id, self.change_key.as_deref())
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        let (id, change_key) = read(element)?;
        Ok(Self { id, change_key })
    }
}

fn write(name: &str, id: &str, change_key: Option<&str>) -> Element {
    let element = t(name).with_attribute("Id", id);
    match change_key {
        Some(key) => element.with_attribute("ChangeKey", key),
        None => element,
    }
}

fn read(element: &Element) -> Result<(String, Option<String>), EwsError> {
    let id = element.attribute("Id").ok_or(EwsError::Unexpected("id"))?.to_owned();
    Ok((id, element.attribute("ChangeKey").map(str::to_owned)))
}
