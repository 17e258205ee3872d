//! Exchange Web Services (MS-OXWSCDATA and its kin): SOAP over HTTP, one operation a file, both ways.
//!
//! A client turns a request into bytes with [`encode_request`] and reads the answer with [`decode_response`];
//! a server reads with [`decode_request`] and answers with [`encode_response`] or [`encode_fault`].

mod convert_id;
mod create_item;
mod error;
mod find_folder;
mod find_item;
mod folder;
mod get_folder;
mod get_item;
mod ids;
mod item;
mod operation;
mod paging;
mod resolve_names;
mod shape;
mod soap;
mod sync_folder_hierarchy;
mod sync_folder_items;
mod time;

pub use convert_id::{AlternateId, ConvertId};
pub use create_item::{CreateItem, CreatedItem};
pub use error::{EwsError, ResponseCode, ResponseError};
pub use find_folder::{FindFolder, FoundFolders};
pub use find_item::{FindItem, FoundItems};
pub use folder::{Folder, FolderKind};
pub use get_folder::GetFolder;
pub use get_item::GetItem;
pub use ids::{DistinguishedFolderId, FolderId, FolderRef, ItemId};
pub use item::{FlagStatus, Importance, Item, ItemKind, Sensitivity};
pub use operation::{EwsOperation, ResponseMessage};
pub use paging::{IndexedPage, Traversal};
pub use resolve_names::{Resolution, ResolutionSet, ResolveNames};
pub use shape::{BaseShape, ExtendedProperty, PropertyPath, Shape};
pub use soap::{
    CONTENT_TYPE, Envelope, RequestOptions, decode_envelope, decode_request, decode_response, encode_fault,
    encode_request, encode_response,
};
pub use sync_folder_hierarchy::{FolderChange, HierarchyChanges, SyncFolderHierarchy};
pub use sync_folder_items::{ItemChange, ItemChanges, SyncFolderItems};
pub use time::parse_time;

/// Namespace of SOAP 1.1.
pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// Namespace of messages.
pub const MESSAGES: &str = "http://schemas.microsoft.com/exchange/services/2006/messages";
/// Namespace of types.
pub const TYPES: &str = "http://schemas.microsoft.com/exchange/services/2006/types";

use crate::xml::Element;

/// An element of the messages namespace.
fn m(name: &str) -> Element {
    Element::new(MESSAGES, name)
}

/// An element of the types namespace.
fn t(name: &str) -> Element {
    Element::new(TYPES, name)
}

/// An element of the types namespace with a text.
fn text(name: &str, text: impl Into<String>) -> Element {
    t(name).with_text(text)
}

fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn parse_boolean(text: &str) -> bool {
    matches!(text.trim(), "true" | "1")
}
