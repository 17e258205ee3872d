//! GetFolder: properties of folders.

use super::operation::{read_messages, required, write_messages};
use super::{EwsError, EwsOperation, Folder, FolderRef, ResponseMessage, Shape, m};
use crate::xml::Element;

/// Asks for folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetFolder {
    /// Which properties.
    pub shape: Shape,
    /// Which folders.
    pub folders: Vec<FolderRef>,
}

impl EwsOperation for GetFolder {
    const NAME: &'static str = "GetFolder";
    type Response = Vec<ResponseMessage<Folder>>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with(self.shape.write("FolderShape"))
            .with(m("FolderIds").with_all(self.folders.iter().map(FolderRef::write)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        Ok(Self {
            shape: Shape::read(required(element, "FolderShape")?)?,
            folders: FolderRef::read_all(required(element, "FolderIds")?)?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            let folder = required(message, "Folders")?.children.first();
            Folder::read(folder.ok_or(EwsError::Unexpected("folder"))?)
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |folder, message| {
            message.with(m("Folders").with(folder.write()))
        })
    }
}
