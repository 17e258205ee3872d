//! Where mail comes from.

mod error;
pub mod exchange;
pub mod fake;
pub mod words;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use crate::model::{
    AvailabilityStep, EndpointSettings, FolderKind, FolderPath, ItemHead, ItemKey, SourceAddress,
    SourceIdentity, UserRecipientType,
};
use crate::secrets::Credential;

pub use error::{CertificateProblem, SourceError};

/// Opens sources; one per kind of endpoint.
#[async_trait]
pub trait SourceConnector: Send + Sync + fmt::Debug {
    /// Finds out where the source is: completes `settings.address`, asking Autodiscover when it says so.
    ///
    /// # Errors
    /// What stood in the way, with the steps that were tried before it.
    async fn discover(
        &self,
        settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<SourceAddress, SourceError>);

    /// Tries everything a migration needs: reach the address book, log on.
    async fn test(
        &self,
        settings: &EndpointSettings,
        credential: &Credential,
    ) -> (Vec<AvailabilityStep>, Result<(), SourceError>);

    /// Opens the source.
    ///
    /// # Errors
    /// A [`SourceError`] when the settings do not suffice; connections are made on use.
    async fn connect(
        &self,
        settings: &EndpointSettings,
        credential: Arc<Credential>,
    ) -> Result<Arc<dyn Source>, SourceError>;
}

/// A source organisation.
#[async_trait]
pub trait Source: Send + Sync + fmt::Debug {
    /// Everyone in the address book that a cutover migrates. Stops with an error beyond `limit` mailboxes.
    ///
    /// # Errors
    /// Any [`SourceError`].
    async fn people(&self, limit: usize) -> Result<Vec<SourcePerson>, SourceError>;

    /// Opens someone's mailbox and checks that its content may be read.
    ///
    /// # Errors
    /// [`SourceError::AccessDenied`] when the account lacks Full Access; any other [`SourceError`].
    async fn open_mailbox(&self, whose: &SourceIdentity) -> Result<Box<dyn SourceMailbox>, SourceError>;
}

/// An entry of the source's address book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePerson {
    /// What it is.
    pub recipient_type: UserRecipientType,
    /// Who it is.
    pub identity: SourceIdentity,
}

/// An opened mailbox; owns its connection. After an error it can be asked again: it connects anew if it must.
#[async_trait]
pub trait SourceMailbox: Send {
    /// All folders to migrate, parents before children.
    ///
    /// # Errors
    /// Any [`SourceError`].
    async fn folders(&mut self) -> Result<Vec<SourceFolder>, SourceError>;

    /// What changed in a folder after `cursor` (`None`: everything), at most `max` changes.
    ///
    /// # Errors
    /// [`SourceError::CursorLost`] when the folder must be begun again; any other [`SourceError`].
    async fn changes(
        &mut self,
        folder: &SourceFolder,
        cursor: Option<&Cursor>,
        max: usize,
    ) -> Result<ChangePage, SourceError>;

    /// Contents of some items, in their order. The caller keeps the sum of their sizes within its memory.
    ///
    /// # Errors
    /// A [`SourceError`] when nothing could be fetched; what concerns one item alone is in that item's place.
    async fn fetch(&mut self, items: &[ItemHead]) -> Result<Vec<Result<Content, ItemFault>>, SourceError>;
}

/// A folder at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFolder {
    /// Its id at the source.
    pub source_id: String,
    /// Where it goes.
    pub path: FolderPath,
    /// What it holds.
    pub kind: FolderKind,
    /// Items the source says it holds.
    pub item_count: u64,
    /// Bytes the source says it holds; 0 when it does not say.
    pub size: u64,
}

/// A place in a folder's history, in the source's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A page of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePage {
    /// What changed, oldest first.
    pub changes: Vec<Change>,
    /// The place after them.
    pub cursor: Cursor,
    /// Whether this was the last page.
    pub last: bool,
}

/// One change in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An item appeared.
    Create(ItemHead),
    /// An item's content or marks changed.
    Update(ItemHead),
    /// An item was read or marked unread.
    ReadFlag {
        /// Which.
        key: ItemKey,
        /// Whether it is read now.
        seen: bool,
    },
    /// An item was deleted; it stays at the target.
    Delete(ItemKey),
}

/// The content of an item.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// The bytes: a message, an iCalendar or a vCard, as the item's kind says.
    pub bytes: Vec<u8>,
    /// Marks, when they came with the content.
    pub flags: Option<crate::model::ItemFlags>,
    /// When it was received, when that came with the content; truer than what the folder says.
    pub received: Option<std::time::SystemTime>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Why one item cannot be had while the rest can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemFault {
    /// The source cannot give its content.
    #[error("the item is corrupt: {0}")]
    Corrupt(String),
    /// It is larger than can be migrated.
    #[error("the item has {size} bytes, more than the {limit} that can be migrated")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// It is gone: deleted since the page was made.
    #[error("the item was deleted at the source before it was copied")]
    Gone,
}
