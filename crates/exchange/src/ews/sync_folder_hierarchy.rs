//! SyncFolderHierarchy: what changed among a mailbox's folders.

use super::operation::{read_message, required, write_messages};
use super::{
    EwsError, EwsOperation, Folder, FolderId, FolderRef, MESSAGES, ResponseMessage, Shape, boolean, m,
    parse_boolean, t,
};
use crate::xml::Element;

/// Asks for changes since a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncFolderHierarchy {
    /// Which properties.
    pub shape: Shape,
    /// Below which folder.
    pub folder: Option<FolderRef>,
    /// The state of the last answer; none the first time. Opaque.
    pub sync_state: Option<String>,
}

/// Changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HierarchyChanges {
    /// To send next time.
    pub sync_state: String,
    /// Whether these are all; else ask again at once.
    pub last: bool,
    /// The changes.
    pub changes: Vec<FolderChange>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderChange {
    /// A folder is new, or seen for the first time.
    Create(Folder),
    /// A folder changed.
    Update(Folder),
    /// A folder is gone.
    Delete(FolderId),
}

impl EwsOperation for SyncFolderHierarchy {
    const NAME: &'static str = "SyncFolderHierarchy";
    type Response = ResponseMessage<HierarchyChanges>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with(self.shape.write("FolderShape"))
            .with_all(self.folder.as_ref().map(|folder| m("SyncFolderId").with(folder.write())))
            .with_all(self.sync_state.as_ref().map(|state| m("SyncState").with_text(state)))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        let folder = element.child("SyncFolderId").and_then(|folder| folder.children.first());
        let state = element.child_text("SyncState").filter(|state| !state.is_empty());
        Ok(Self {
            shape: Shape::read(required(element, "FolderShape")?)?,
            folder: folder.map(FolderRef::read).transpose()?,
            sync_state: state.map(str::to_owned),
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_message(element, |message| {
            let changes = message.child_in(MESSAGES, "Changes").map(|list| list.children.as_slice());
            let last = message.child_text("IncludesLastFolderInRange");
            Ok(HierarchyChanges {
                sync_state: required(message, "SyncState")?.text.trim().to_owned(),
                last: last.is_none_or(parse_boolean),
                changes: changes
                    .unwrap_or_default()
                    .iter()
                    .map(FolderChange::read)
                    .collect::<Result<_, _>>()?,
            })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, [response], |changes, message| {
            message
                .with(m("SyncState").with_text(&changes.sync_state))
                .with(m("IncludesLastFolderInRange").with_text(boolean(changes.last)))
                .with(m("Changes").with_all(changes.changes.iter().map(FolderChange::write)))
        })
    }
}

impl FolderChange {
    fn read(element: &Element) -> Result<Self, EwsError> {
        let content = element.children.first().ok_or(EwsError::Unexpected("change"))?;
        match element.name.as_str() {
            "Create" => Folder::read(content).map(Self::Create),
            "Update" => Folder::read(content).map(Self::Update),
            "Delete" => FolderId::read(content).map(Self::Delete),
            _ => Err(EwsError::Unexpected("change")),
        }
    }

    fn write(&self) -> Element {
        match self {
            Self::Create(folder) => t("Create").with(folder.write()),
            Self::Update(folder) => t("Update").with(folder.write()),
            Self::Delete(id) => t("Delete").with(id.write("FolderId")),
        }
    }
}
