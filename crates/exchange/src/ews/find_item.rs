//! FindItem: items of folders, in pages.

use super::operation::{read_messages, required, write_messages};
use super::paging::PageResult;
use super::{EwsError, EwsOperation, FolderRef, IndexedPage, Item, ResponseMessage, Shape, TYPES, m, t};
use crate::xml::Element;

/// Looks for items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindItem {
    /// `Shallow`, `Associated`, `SoftDeleted`.
    pub traversal: String,
    /// Which properties.
    pub shape: Shape,
    /// Which page.
    pub page: Option<IndexedPage>,
    /// Filter, order and the like, as they came.
    pub other: Vec<Element>,
    /// In which folders.
    pub parents: Vec<FolderRef>,
}

/// Items found in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundItems {
    /// The page.
    pub items: Vec<Item>,
    /// Where the next page begins.
    pub next_offset: Option<u32>,
    /// Whether this is the last page.
    pub last: bool,
    /// Items in all pages.
    pub total: u32,
}

impl EwsOperation for FindItem {
    const NAME: &'static str = "FindItem";
    type Response = Vec<ResponseMessage<FoundItems>>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with_attribute("Traversal", self.traversal.as_str())
            .with(self.shape.write("ItemShape"))
            .with_all(self.page.map(|page| page.write("IndexedPageItemView")))
            .with_all(self.other.iter().cloned())
            .with(m("ParentFolderIds").with_all(self.parents.iter().map(FolderRef::write)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        const KNOWN: [&str; 3] = ["ItemShape", "IndexedPageItemView", "ParentFolderIds"];
        Ok(Self {
            traversal: element.attribute("Traversal").ok_or(EwsError::Unexpected("Traversal"))?.to_owned(),
            shape: Shape::read(required(element, "ItemShape")?)?,
            page: IndexedPage::read(element, "IndexedPageItemView"),
            other: element
                .children
                .iter()
                .filter(|child| !KNOWN.contains(&child.name.as_str()))
                .cloned()
                .collect(),
            parents: FolderRef::read_all(required(element, "ParentFolderIds")?)?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            let root = required(message, "RootFolder")?;
            let PageResult { next_offset, last, total } = PageResult::read(root);
            let items =
                root.child_in(TYPES, "Items").map(|list| list.children.as_slice()).unwrap_or_default();
            let items = items.iter().map(Item::read).collect::<Result<_, _>>()?;
            Ok(FoundItems { items, next_offset, last, total })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |found, message| {
            let page = PageResult { next_offset: found.next_offset, last: found.last, total: found.total };
            message.with(page.write().with(t("Items").with_all(found.items.iter().map(Item::write))))
        })
    }
}
