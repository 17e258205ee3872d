//! Someone's mailbox over Exchange Web Services, opened by the `Mailbox` of the folder id.

use std::collections::HashMap;

use async_trait::async_trait;
use exchange::ews::{
    FindFolder, Folder, FolderId, FolderKind as EwsFolderKind, FolderRef, GetFolder, GetItem, IndexedPage,
    ItemChange, ItemId, PropertyPath, ResponseCode, ResponseError, Shape, SyncFolderItems, Traversal,
};

use super::super::{
    Change, ChangePage, Content, Cursor, ItemFault, SourceError, SourceFolder, SourceMailbox,
};
use super::Access;
use super::ews::EwsConnection;
use super::items;
use crate::model::{FolderKind, FolderPath, ItemHead, ItemKey};

/// Folders asked for at a time.
const FOLDERS: u32 = 200;
/// Folders of a mailbox that are read at most.
const FOLDER_LIMIT: usize = 50_000;
/// Most changes a server gives at a time.
const MAX_CHANGES: usize = 512;
/// `PR_MESSAGE_SIZE_EXTENDED` of a folder.
const FOLDER_SIZE: u16 = 0x0e08;
/// `PR_ATTR_HIDDEN`.
const HIDDEN: u16 = 0x10f4;
/// Deepest folder that is followed.
const DEPTH: usize = 300;

/// An opened mailbox.
pub(super) struct EwsMailbox {
    ews: EwsConnection,
    address: String,
    inbox: String,
    root: String,
}

impl EwsMailbox {
    /// Opens a mailbox and checks that its content may be read.
    pub(super) async fn open(access: &Access, url: &str, address: &str) -> Result<Self, SourceError> {
        let mut ews = EwsConnection::new(access, url)?;
        let of = |name| FolderRef::distinguished(name, Some(address));
        let request = GetFolder { shape: Shape::default(), folders: vec![of("inbox"), of("msgfolderroot")] };
        let answers = match ews.call(&request).await {
            // A fault does not know whose mailbox it was about.
            Err(SourceError::AccessDenied { username, detail, .. }) => {
                return Err(SourceError::AccessDenied { mailbox: address.to_owned(), username, detail });
            }
            Err(SourceError::NotFound { .. }) => {
                return Err(SourceError::NotFound { what: address.to_owned() });
            }
            outcome => outcome?,
        };
        let mut ids = Vec::new();
        for answer in answers {
            ids.push(answer.map_err(|e| refused(&ews, access, address, &e))?.id.id);
        }
        let [inbox, root] = <[String; 2]>::try_from(ids)
            .map_err(|_| ews.garbage("two folders were asked for, others came"))?;
        Ok(Self { ews, address: address.to_owned(), inbox, root })
    }

    async fn all_folders(&mut self) -> Result<Vec<Folder>, SourceError> {
        let shape = Shape::ids_and(vec![
            PropertyPath::field("folder:ParentFolderId"),
            PropertyPath::field("folder:DisplayName"),
            PropertyPath::field("folder:FolderClass"),
            PropertyPath::field("folder:TotalCount"),
            PropertyPath::tag(FOLDER_SIZE, "Long"),
            PropertyPath::tag(HIDDEN, "Boolean"),
        ]);
        let mut all = Vec::new();
        let mut offset = 0;
        loop {
            let request = FindFolder {
                traversal: Traversal::Deep,
                shape: shape.clone(),
                page: Some(IndexedPage { max_entries: Some(FOLDERS), offset }),
                parents: vec![FolderRef::Id(FolderId::new(&self.root))],
            };
            let answer = self.ews.call(&request).await?.into_iter().next();
            let found = answer.ok_or_else(|| self.ews.garbage("it answered nothing to FindFolder"))?;
            let found = found.map_err(|e| self.ews.error(&self.address, &e))?;
            let count = u32::try_from(found.folders.len()).unwrap_or(u32::MAX);
            all.extend(found.folders);
            if found.last || count == 0 {
                return Ok(all);
            }
            if all.len() > FOLDER_LIMIT {
                return Err(self.ews.garbage(&format!("the mailbox has more than {FOLDER_LIMIT} folders")));
            }
            offset = found.next_offset.filter(|next| *next > offset).unwrap_or(offset.saturating_add(count));
        }
    }
}

/// What a refusal to open a mailbox means. Exchange says that a folder does not exist to those who may not see it.
fn refused(ews: &EwsConnection, access: &Access, address: &str, error: &ResponseError) -> SourceError {
    match error.code {
        ResponseCode::ErrorFolderNotFound | ResponseCode::ErrorItemNotFound => SourceError::AccessDenied {
            mailbox: address.to_owned(),
            username: access.username.clone(),
            detail: error.to_string(),
        },
        _ => ews.error(address, error),
    }
}

#[async_trait]
impl SourceMailbox for EwsMailbox {
    async fn folders(&mut self) -> Result<Vec<SourceFolder>, SourceError> {
        let all = self.all_folders().await?;
        let tree = Tree::new(&all, &self.inbox, &self.root);
        let mut folders: Vec<SourceFolder> = all.iter().filter_map(|folder| tree.show(folder)).collect();
        folders.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(folders)
    }

    async fn changes(
        &mut self,
        folder: &SourceFolder,
        cursor: Option<&Cursor>,
        max: usize,
    ) -> Result<ChangePage, SourceError> {
        let request = SyncFolderItems {
            shape: items::sync_shape(),
            folder: FolderRef::Id(FolderId::new(&folder.source_id)),
            sync_state: cursor.map(|cursor| cursor.0.clone()),
            max_changes: u32::try_from(max.clamp(1, MAX_CHANGES)).unwrap_or(1),
        };
        let answer = self.ews.call(&request).await?;
        let changes = answer.map_err(|e| self.ews.error(&self.address, &e))?;
        Ok(ChangePage {
            changes: changes.changes.into_iter().filter_map(change).collect(),
            cursor: Cursor(changes.sync_state),
            last: changes.last,
        })
    }

    async fn fetch(&mut self, heads: &[ItemHead]) -> Result<Vec<Result<Content, ItemFault>>, SourceError> {
        let mut contents: Vec<Option<Result<Content, ItemFault>>> = vec![None; heads.len()];
        for as_mime in [true, false] {
            let wanted: Vec<usize> = (0..heads.len())
                .filter(|n| heads.get(*n).is_some_and(|head| items::has_mime(head) == as_mime))
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let ids = wanted
                .iter()
                .filter_map(|n| heads.get(*n))
                .map(|head| ItemId::new(&head.source_id))
                .collect();
            let shape = if as_mime { items::mime_shape() } else { items::property_shape() };
            let answers = self.ews.call(&GetItem { shape, items: ids }).await?;
            if answers.len() != wanted.len() {
                return Err(self
                    .ews
                    .garbage("GetItem answered with another number of items than was asked for"));
            }
            for (n, answer) in wanted.into_iter().zip(answers) {
                let content = match answer {
                    Ok(item) => items::content(&item),
                    Err(error) => Err(self.item_fault(&error)?),
                };
                if let Some(place) = contents.get_mut(n) {
                    *place = Some(content);
                }
            }
        }
        let missing = || ItemFault::Corrupt("the server did not answer for it".to_owned());
        Ok(contents.into_iter().map(|content| content.unwrap_or_else(|| Err(missing()))).collect())
    }
}

impl EwsMailbox {
    /// What concerns one item alone; what concerns the server is an error.
    fn item_fault(&self, error: &ResponseError) -> Result<ItemFault, SourceError> {
        match error.code {
            ResponseCode::ErrorItemNotFound => Ok(ItemFault::Gone),
            _ if error.code.is_transient() => Err(self.ews.error(&self.address, error)),
            _ => Ok(ItemFault::Corrupt(error.to_string())),
        }
    }
}

fn change(change: ItemChange) -> Option<Change> {
    match change {
        ItemChange::Create(item) => items::head(&item).map(Change::Create),
        ItemChange::Update(item) => items::head(&item).map(Change::Update),
        ItemChange::Delete(id) => Some(Change::Delete(ItemKey::of(&id.id))),
        ItemChange::ReadFlagChange { id, is_read } => {
            Some(Change::ReadFlag { key: ItemKey::of(&id.id), seen: is_read })
        }
    }
}

/// Where folders are in the mailbox.
struct Tree<'a> {
    parents: HashMap<&'a str, (&'a str, &'a str)>,
    inbox: &'a str,
    root: &'a str,
}

impl<'a> Tree<'a> {
    fn new(folders: &'a [Folder], inbox: &'a str, root: &'a str) -> Self {
        let entry = |folder: &'a Folder| {
            let parent = folder.parent.as_ref().map_or(root, |parent| parent.id.as_str());
            (folder.id.id.as_str(), (parent, folder.display_name.as_deref().unwrap_or_default()))
        };
        Self { parents: folders.iter().map(entry).collect(), inbox, root }
    }

    /// The path of a folder; `None` when its parents lead in a circle.
    fn path(&self, id: &str) -> Option<FolderPath> {
        if id == self.inbox {
            return Some(FolderPath::inbox());
        }
        let mut names = Vec::new();
        let mut at = id;
        while at != self.root {
            if at == self.inbox {
                names.push("INBOX".to_owned());
                break;
            }
            let Some((parent, name)) = self.parents.get(at) else { break };
            // A folder beside the inbox with its name; Exchange does not tell case apart, so it may stand so.
            let name = if *parent == self.root && *name == "INBOX" { "Inbox" } else { *name };
            names.push(name.to_owned());
            at = parent;
            if names.len() > DEPTH {
                return None;
            }
        }
        names.reverse();
        Some(FolderPath(names))
    }

    /// The folder as it is migrated; `None` for searches and hidden ones.
    fn show(&self, folder: &Folder) -> Option<SourceFolder> {
        let class = folder.class.as_deref().unwrap_or_default();
        let kind = match folder.kind {
            EwsFolderKind::SearchFolder => return None,
            EwsFolderKind::CalendarFolder => FolderKind::Calendar,
            EwsFolderKind::ContactsFolder => FolderKind::Contacts,
            EwsFolderKind::TasksFolder => FolderKind::Tasks,
            EwsFolderKind::Folder if class.starts_with("IPF.Appointment") => FolderKind::Calendar,
            EwsFolderKind::Folder if class.starts_with("IPF.Contact") => FolderKind::Contacts,
            EwsFolderKind::Folder if class.starts_with("IPF.Task") => FolderKind::Tasks,
            EwsFolderKind::Folder => FolderKind::Mail,
        };
        if folder.is_hidden() {
            return None;
        }
        Some(SourceFolder {
            source_id: folder.id.id.clone(),
            path: self.path(&folder.id.id)?,
            kind,
            item_count: u64::from(folder.total_count.unwrap_or(0)),
            size: folder.extended_value(FOLDER_SIZE).and_then(|size| size.trim().parse().ok()).unwrap_or(0),
        })
    }
}
