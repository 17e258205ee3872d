//! GetItem: items by id.

use super::operation::{read_messages, required, write_messages};
use super::{EwsError, EwsOperation, Item, ItemId, ResponseMessage, Shape, m};
use crate::xml::Element;

/// Asks for items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetItem {
    /// Which properties.
    pub shape: Shape,
    /// Which items.
    pub items: Vec<ItemId>,
}

impl EwsOperation for GetItem {
    const NAME: &'static str = "GetItem";
    /// One message an id, in order.
    type Response = Vec<ResponseMessage<Item>>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with(self.shape.write("ItemShape"))
            .with(m("ItemIds").with_all(self.items.iter().map(ItemId::write)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        let ids = &required(element, "ItemIds")?.children;
        Ok(Self {
            shape: Shape::read(required(element, "ItemShape")?)?,
            items: ids.iter().map(ItemId::read).collect::<Result<_, _>>()?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            let item = required(message, "Items")?.children.first();
            Item::read(item.ok_or(EwsError::Unexpected("item"))?)
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |item, message| message.with(m("Items").with(item.write())))
    }
}
