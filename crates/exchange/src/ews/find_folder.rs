//! FindFolder: folders below a folder.

use super::operation::{read_messages, required, write_messages};
use super::paging::PageResult;
use super::{
    EwsError, EwsOperation, Folder, FolderRef, IndexedPage, ResponseMessage, Shape, TYPES, Traversal, m, t,
};
use crate::xml::Element;

/// Looks for folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindFolder {
    /// How deep.
    pub traversal: Traversal,
    /// Which properties.
    pub shape: Shape,
    /// Which page.
    pub page: Option<IndexedPage>,
    /// Below which folders.
    pub parents: Vec<FolderRef>,
}

/// Folders found below one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFolders {
    /// The page.
    pub folders: Vec<Folder>,
    /// Where the next page begins.
    pub next_offset: Option<u32>,
    /// Whether this is the last page.
    pub last: bool,
    /// Folders in all pages.
    pub total: u32,
}

impl EwsOperation for FindFolder {
    const NAME: &'static str = "FindFolder";
    type Response = Vec<ResponseMessage<FoundFolders>>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with_attribute("Traversal", self.traversal.name())
            .with(self.shape.write("FolderShape"))
            .with_all(self.page.map(|page| page.write("IndexedPageFolderView")))
            .with(m("ParentFolderIds").with_all(self.parents.iter().map(FolderRef::write)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        Ok(Self {
            traversal: Traversal::read(element)?,
            shape: Shape::read(required(element, "FolderShape")?)?,
            page: IndexedPage::read(element, "IndexedPageFolderView"),
            parents: FolderRef::read_all(required(element, "ParentFolderIds")?)?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            let root = required(message, "RootFolder")?;
            let PageResult { next_offset, last, total } = PageResult::read(root);
            let folders =
                root.child_in(TYPES, "Folders").map(|list| list.children.as_slice()).unwrap_or_default();
            let folders = folders.iter().map(Folder::read).collect::<Result<_, _>>()?;
            Ok(FoundFolders { folders, next_offset, last, total })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |found, message| {
            let page = PageResult { next_offset: found.next_offset, last: found.last, total: found.total };
            let folders = t("Folders").with_all(found.folders.iter().map(Folder::write));
            message.with(page.write().with(folders))
        })
    }
}
