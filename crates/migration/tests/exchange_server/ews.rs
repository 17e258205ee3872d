//! Exchange Web Services over what is in the organisation. A folder's id is `address|path`, an item's its source id.

use std::time::{Duration, SystemTime};

use exchange::ews::{
    ExtendedProperty, FindFolder, Folder, FolderId, FolderKind, FolderRef, FoundFolders, GetFolder, GetItem,
    Item, ItemChange, ItemChanges, ItemId, ResponseCode, ResponseError, Shape, SyncFolderItems,
    decode_envelope, decode_request, encode_fault, encode_response,
};
use migration::model::{FolderPath, ItemKind};
use migration::source::fake::FakeItem;

use super::{Misbehaviour, Shared};

pub(crate) fn answer(body: &[u8], shared: &Shared, misbehaviour: &Misbehaviour, n: u64) -> Vec<u8> {
    if let Some((every, back_off)) = misbehaviour.busy_every
        && n.is_multiple_of(every)
    {
        let busy = ResponseError::new(
            ResponseCode::ErrorServerBusy,
            "The server cannot service this request right now.",
        );
        return encode_fault(&ResponseError { back_off: Some(Duration::from_millis(back_off)), ..busy });
    }
    let envelope = decode_envelope(body).unwrap();
    match envelope.operation.name.as_str() {
        "GetFolder" => {
            let request: GetFolder = decode_request(&envelope).unwrap();
            let folder = |folder: &FolderRef| get_folder(folder, misbehaviour);
            encode_response::<GetFolder>(&request.folders.iter().map(folder).collect())
        }
        "FindFolder" => {
            let request: FindFolder = decode_request(&envelope).unwrap();
            encode_response::<FindFolder>(&vec![Ok(find_folder(&request, shared))])
        }
        "SyncFolderItems" => {
            let request: SyncFolderItems = decode_request(&envelope).unwrap();
            encode_response::<SyncFolderItems>(&Ok(sync(&request, shared)))
        }
        "GetItem" => {
            let request: GetItem = decode_request(&envelope).unwrap();
            let item = |id: &ItemId| get_item(id, &request.shape, shared);
            encode_response::<GetItem>(&request.items.iter().map(item).collect())
        }
        other => panic!("operation {other}"),
    }
}

fn get_folder(folder: &FolderRef, misbehaviour: &Misbehaviour) -> Result<Folder, ResponseError> {
    let FolderRef::Distinguished(folder) = folder else { panic!("only distinguished folders are got") };
    let address = folder.mailbox.clone().unwrap_or_else(|| "administrator@contoso.com".into());
    if misbehaviour.denied.contains(&address) {
        return Err(ResponseError::new(ResponseCode::ErrorAccessDenied, "Access is denied."));
    }
    let id = match folder.name.as_str() {
        "inbox" => id_of(&address, &FolderPath::inbox()),
        _ => format!("{address}|root"),
    };
    Ok(Folder::new(FolderKind::Folder, FolderId::new(id)))
}

fn id_of(address: &str, path: &FolderPath) -> String {
    format!("{address}|{path}")
}

fn address_of(id: &str) -> &str {
    id.split_once('|').unwrap().0
}

/// All folders that have items or are above one that has, in pages of three.
fn find_folder(request: &FindFolder, shared: &Shared) -> FoundFolders {
    let FolderRef::Id(root) = &request.parents[0] else { panic!("by id") };
    let address = address_of(&root.id);
    let mut paths = vec![FolderPath::inbox()];
    for item in shared.organisation.items(address) {
        for depth in 1..=item.path.0.len() {
            let path = FolderPath(item.path.0[..depth].to_vec());
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    let offset = usize::try_from(request.page.unwrap().offset).unwrap();
    let page: Vec<Folder> =
        paths.iter().skip(offset).take(3).map(|path| folder(address, path, shared)).collect();
    let next = offset + page.len();
    let last = next >= paths.len();
    let total = u32::try_from(paths.len()).unwrap();
    FoundFolders { folders: page, next_offset: (!last).then(|| u32::try_from(next).unwrap()), last, total }
}

fn folder(address: &str, path: &FolderPath, shared: &Shared) -> Folder {
    let (name, parent) = match path.0.split_last() {
        None => ("Posteingang".to_owned(), format!("{address}|root")),
        Some((name, [])) => (name.clone(), format!("{address}|root")),
        Some((name, above)) => (name.clone(), id_of(address, &FolderPath(above.to_vec()))),
    };
    let kind = match name.as_str() {
        "Calendar" => FolderKind::CalendarFolder,
        "Contacts" => FolderKind::ContactsFolder,
        _ => FolderKind::Folder,
    };
    let mut folder = Folder::new(kind, FolderId::new(id_of(address, path)));
    folder.parent = Some(FolderId::new(parent));
    folder.display_name = Some(name);
    folder.total_count = Some(u32::try_from(items(address, path, shared).len()).unwrap());
    folder
}

fn items(address: &str, path: &FolderPath, shared: &Shared) -> Vec<FakeItem> {
    let mut all = shared.organisation.items(address);
    all.retain(|item| item.path == *path);
    all
}

/// The state is how many items have been shown; items come in their ids' order, new ones must sort last.
fn sync(request: &SyncFolderItems, shared: &Shared) -> ItemChanges {
    let FolderRef::Id(id) = &request.folder else { panic!("by id") };
    let address = address_of(&id.id);
    let mut all = shared.organisation.items(address);
    all.retain(|item| id_of(address, &item.path) == id.id);
    let shown: usize = request.sync_state.as_deref().map_or(0, |state| state.parse().unwrap());
    let max = usize::try_from(request.max_changes).unwrap();
    let changes: Vec<ItemChange> =
        all.iter().skip(shown).take(max).map(|item| ItemChange::Create(Box::new(show(item)))).collect();
    let next = shown + changes.len();
    ItemChanges { sync_state: next.to_string(), last: next >= all.len(), changes }
}

fn show(item: &FakeItem) -> Item {
    let kind = match item.head.kind {
        ItemKind::Message => "Message",
        ItemKind::Calendar => "CalendarItem",
        ItemKind::Contact => "Contact",
    };
    let flags = item.head.flags;
    let verb = if flags.replied {
        102
    } else if flags.passed {
        104
    } else {
        0
    };
    let tag = |id: u16, value: u32| {
        let path =
            vec![("PropertyTag".into(), format!("{id:#06x}")), ("PropertyType".into(), "Integer".into())];
        ExtendedProperty { path, values: vec![value.to_string()] }
    };
    let mut shown = Item::new(kind);
    shown.id = Some(ItemId { id: item.head.source_id.clone(), change_key: item.head.change_key.clone() });
    shown.class = Some(item.head.item_class.clone());
    shown.subject.clone_from(&item.head.subject);
    shown.size = Some(item.head.size);
    shown.is_read = Some(flags.seen);
    let message_flags = u32::from(flags.seen) | if flags.draft { 8 } else { 0 };
    shown.extended =
        vec![tag(0x1081, verb), tag(0x1090, if flags.flagged { 2 } else { 0 }), tag(0x0e07, message_flags)];
    let since = item.head.received.unwrap().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    shown.received = exchange::ews::parse_time(
        &jiff::Timestamp::from_second(i64::try_from(since).unwrap()).unwrap().to_string(),
    );
    shown
}

fn get_item(id: &ItemId, shape: &Shape, shared: &Shared) -> Result<Item, ResponseError> {
    let address = id.id.split('#').next().unwrap();
    let all = shared.organisation.items(address);
    let found = all.into_iter().find(|item| item.head.source_id == id.id);
    let item = found.ok_or_else(|| ResponseError::new(ResponseCode::ErrorItemNotFound, "gone"))?;
    let mut shown = show(&item);
    if shape.include_mime_content {
        shown.mime_content = Some(item.content);
    }
    Ok(shown)
}
