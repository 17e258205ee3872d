//! CreateItem: puts items into a folder.

use super::operation::{read_messages, required, write_messages};
use super::{EwsError, EwsOperation, FolderRef, Item, ItemId, ResponseMessage, m};
use crate::xml::Element;

/// Saves items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateItem {
    /// Into which folder; the default one without.
    pub folder: Option<FolderRef>,
    /// The items.
    pub items: Vec<Item>,
}

/// An item that was created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedItem {
    /// Its id.
    pub id: ItemId,
    /// Its kind.
    pub kind: String,
}

impl EwsOperation for CreateItem {
    const NAME: &'static str = "CreateItem";
    type Response = Vec<ResponseMessage<CreatedItem>>;

    fn to_element(&self) -> Element {
        let calendar = self.items.iter().any(|item| item.kind.0 == "CalendarItem");
        let element = m(Self::NAME).with_attribute("MessageDisposition", "SaveOnly");
        let element =
            if calendar { element.with_attribute("SendMeetingInvitations", "SendToNone") } else { element };
        element
            .with_all(self.folder.as_ref().map(|folder| m("SavedItemFolderId").with(folder.write())))
            .with(m("Items").with_all(self.items.iter().map(Item::write)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        let folder = element.child("SavedItemFolderId").and_then(|folder| folder.children.first());
        let items = &required(element, "Items")?.children;
        Ok(Self {
            folder: folder.map(FolderRef::read).transpose()?,
            items: items.iter().map(Item::read).collect::<Result<_, _>>()?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            let item = required(message, "Items")?.children.first().ok_or(EwsError::Unexpected("item"))?;
            let item = Item::read(item)?;
            Ok(CreatedItem { id: item.id.ok_or(EwsError::Unexpected("ItemId"))?, kind: item.kind.0 })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |created, message| {
            let item = Item { id: Some(created.id.clone()), ..Item::new(&created.kind) };
            message.with(m("Items").with(item.write()))
        })
    }
}
