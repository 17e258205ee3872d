//! SyncFolderItems: what changed in a folder.

use super::operation::{read_message, required, write_messages};
use super::{
    EwsError, EwsOperation, FolderRef, Item, ItemId, MESSAGES, ResponseMessage, Shape, boolean, m,
    parse_boolean, t, text,
};
use crate::xml::Element;

/// Asks for changes since a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncFolderItems {
    /// Which properties. Servers return fewer than GetItem.
    pub shape: Shape,
    /// In which folder.
    pub folder: FolderRef,
    /// The state of the last answer; none the first time. Opaque.
    pub sync_state: Option<String>,
    /// Most changes to return, 1 to 512. With 0 a client would ask for ever.
    pub max_changes: u32,
}

/// Changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChanges {
    /// To send next time.
    pub sync_state: String,
    /// Whether these are all; else ask again at once.
    pub last: bool,
    /// The changes. A server that does not know the state may start over: expect items twice, go by their ids.
    pub changes: Vec<ItemChange>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemChange {
    /// An item is new, or seen for the first time.
    Create(Box<Item>),
    /// An item changed.
    Update(Box<Item>),
    /// An item is gone.
    Delete(ItemId),
    /// Only the read flag changed.
    ReadFlagChange {
        /// The item.
        id: ItemId,
        /// Whether it is read now.
        is_read: bool,
    },
}

impl EwsOperation for SyncFolderItems {
    const NAME: &'static str = "SyncFolderItems";
    type Response = ResponseMessage<ItemChanges>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with(self.shape.write("ItemShape"))
            .with(m("SyncFolderId").with(self.folder.write()))
            .with_all(self.sync_state.as_ref().map(|state| m("SyncState").with_text(state)))
            .with(m("MaxChangesReturned").with_text(self.max_changes.to_string()))
            .with(m("SyncScope").with_text("NormalItems"))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        let folder = required(element, "SyncFolderId")?.children.first();
        let state = element.child_text("SyncState").filter(|state| !state.is_empty());
        let max = element.child_text("MaxChangesReturned").and_then(|max| max.parse().ok());
        Ok(Self {
            shape: Shape::read(required(element, "ItemShape")?)?,
            folder: FolderRef::read(folder.ok_or(EwsError::Unexpected("SyncFolderId"))?)?,
            sync_state: state.map(str::to_owned),
            max_changes: max.ok_or(EwsError::Unexpected("MaxChangesReturned"))?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_message(element, |message| {
            let changes = message.child_in(MESSAGES, "Changes").map(|list| list.children.as_slice());
            let last = message.child_text("IncludesLastItemInRange");
            Ok(ItemChanges {
                sync_state: required(message, "SyncState")?.text.trim().to_owned(),
                last: last.is_none_or(parse_boolean),
                changes: changes
                    .unwrap_or_default()
                    .iter()
                    .map(ItemChange::read)
                    .collect::<Result<_, _>>()?,
            })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, [response], |changes, message| {
            message
                .with(m("SyncState").with_text(&changes.sync_state))
                .with(m("IncludesLastItemInRange").with_text(boolean(changes.last)))
                .with(m("Changes").with_all(changes.changes.iter().map(ItemChange::write)))
        })
    }
}

impl ItemChange {
    fn read(element: &Element) -> Result<Self, EwsError> {
        let content = element.children.first().ok_or(EwsError::Unexpected("change"))?;
        match element.name.as_str() {
            "Create" => Ok(Self::Create(Box::new(Item::read(content)?))),
            "Update" => Ok(Self::Update(Box::new(Item::read(content)?))),
            "Delete" => ItemId::read(content).map(Self::Delete),
            "ReadFlagChange" => Ok(Self::ReadFlagChange {
                id: ItemId::read(element.child("ItemId").ok_or(EwsError::Unexpected("ItemId"))?)?,
                is_read: element.child_text("IsRead").is_some_and(parse_boolean),
            }),
            _ => Err(EwsError::Unexpected("change")),
        }
    }

    fn write(&self) -> Element {
        match self {
            Self::Create(item) => t("Create").with(item.write()),
            Self::Update(item) => t("Update").with(item.write()),
            Self::Delete(id) => t("Delete").with(id.write()),
            Self::ReadFlagChange { id, is_read } => {
                t("ReadFlagChange").with(id.write()).with(text("IsRead", boolean(*is_read)))
            }
        }
    }
}
