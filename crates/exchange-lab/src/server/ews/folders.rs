//! GetFolder, FindFolder, SyncFolderHierarchy.

use super::sync_state::SyncState;
use super::{Request, shape};
use crate::mailbox::FolderSpec;
use crate::organisation::{decode_id, folder_id};
use exchange::ews::{
    FindFolder, Folder, FolderChange, FolderRef, FoundFolders, GetFolder, HierarchyChanges, ResponseCode,
    ResponseError, ResponseMessage, Shape, SyncFolderHierarchy, Traversal,
};

/// A folder of a mailbox that may be opened.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) mailbox: usize,
    pub(super) spec: &'static FolderSpec,
}

impl Request<'_> {
    pub(super) fn get_folder(&self, operation: &GetFolder) -> Vec<ResponseMessage<Folder>> {
        let get = |folder| self.place(folder).map(|place| self.folder(&operation.shape, place));
        operation.folders.iter().map(get).collect()
    }

    pub(super) fn find_folder(&self, operation: &FindFolder) -> Vec<ResponseMessage<FoundFolders>> {
        let find = |parent| {
            let parent = self.place(parent)?;
            let all = self.below(parent, operation.traversal == Traversal::Deep);
            let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let offset = operation.page.map_or(0, |page| page.offset);
            let max = operation.page.and_then(|page| page.max_entries).unwrap_or(1000).min(1000);
            let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
            let page = all.into_iter().skip(at(offset)).take(at(max));
            let folders: Vec<_> = page.map(|place| self.folder(&operation.shape, place)).collect();
            let next = offset.saturating_add(u32::try_from(folders.len()).unwrap_or(0));
            Ok(FoundFolders { folders, next_offset: Some(next), last: next >= total, total })
        };
        operation.parents.iter().map(find).collect()
    }

    pub(super) fn sync_folder_hierarchy(
        &self,
        operation: &SyncFolderHierarchy,
    ) -> ResponseMessage<HierarchyChanges> {
        let top = FolderRef::distinguished("msgfolderroot", None);
        let root = self.place(operation.folder.as_ref().unwrap_or(&top))?;
        let scope = format!("H.{}.{}", root.mailbox, root.spec.key);
        let state = SyncState::decode(operation.sync_state.as_deref(), &scope)?;
        let now = state.to.unwrap_or(self.now);
        let before = state.from.map(|from| self.at(from).below(root, true)).unwrap_or_default();
        let known = |place: &Place| before.iter().any(|old| old.spec.key == place.spec.key);
        let after = self.at(now).below(root, true);
        let new = after.into_iter().filter(|place| !known(place));
        let changes = new.map(|place| FolderChange::Create(self.folder(&operation.shape, place))).collect();
        let (changes, next, last) = state.page(changes, 500, self.now);
        Ok(HierarchyChanges { sync_state: next.encode(&scope), last, changes })
    }

    /// The same request at another time.
    fn at(&self, now: i64) -> Self {
        Self { organisation: self.organisation, caller: self.caller, now }
    }

    /// The folder a reference names, if the caller may open its mailbox.
    pub(super) fn place(&self, folder: &FolderRef) -> Result<Place, ResponseError> {
        match folder {
            FolderRef::Distinguished(named) => {
                let mailbox = self.organisation.open_mailbox(self.caller, named.mailbox.as_deref())?;
                let found = self.organisation.folders(mailbox, self.now).into_iter();
                let mut found = found.filter(|spec| spec.distinguished == Some(named.name.as_str()));
                found.next().map(|spec| Place { mailbox, spec }).ok_or_else(not_found)
            }
            FolderRef::Id(id) => {
                let invalid = || {
                    ResponseError::new(
                        ResponseCode::Other("ErrorInvalidIdMalformed".to_owned()),
                        "Id is malformed.",
                    )
                };
                let [mailbox, key] = decode_id('F', &id.id).ok_or_else(invalid)?;
                let mailbox = usize::try_from(mailbox).map_err(|_| invalid())?;
                self.organisation.may_open(self.caller, mailbox)?;
                let mut found = self.organisation.folders(mailbox, self.now).into_iter();
                let spec = found.find(|spec| u64::from(spec.key) == key).ok_or_else(not_found)?;
                Ok(Place { mailbox, spec })
            }
        }
    }

    /// Folders below one, parents first.
    fn below(&self, parent: Place, deep: bool) -> Vec<Place> {
        let mut inside = vec![parent.spec.key];
        let mut below = Vec::new();
        for spec in self.organisation.folders(parent.mailbox, self.now) {
            if spec.parent.is_some_and(|key| inside.contains(&key)) {
                below.push(Place { mailbox: parent.mailbox, spec });
                if deep {
                    inside.push(spec.key);
                }
            }
        }
        below
    }

    fn folder(&self, asked: &Shape, place: Place) -> Folder {
        let Place { mailbox, spec } = place;
        let items = self.organisation.items(mailbox, spec, self.now);
        let count = |number: usize| Some(u32::try_from(number).unwrap_or(u32::MAX));
        let all = Folder {
            parent: spec.parent.map(|key| folder_id(mailbox, key)),
            class: (!spec.class.is_empty()).then(|| spec.class.to_owned()),
            display_name: Some(spec.name.to_owned()),
            total_count: count(items.len()),
            child_folder_count: count(self.below(place, false).len()),
            unread_count: count(items.iter().filter(|item| !item.is_read).count()),
            ..Folder::new(spec.kind(), folder_id(mailbox, spec.key))
        };
        shape::folder(asked, all, spec.hidden)
    }
}

fn not_found() -> ResponseError {
    ResponseError::new(
        ResponseCode::ErrorFolderNotFound,
        "The specified folder could not be found in the store.",
    )
}
