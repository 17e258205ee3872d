//! An organisation in memory: for tests of this crate and of whoever embeds it.
//!
//! It is made from a seed, so that a process that is killed and started again finds the same people, items and
//! contents. Mail can arrive, be read and be deleted while it is being migrated, and [`Faults`] can be switched on.

mod connector;
mod seed;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Change, ChangePage, Content, Cursor, ItemFault, SourceError, SourceFolder, SourcePerson};
use crate::model::{FolderKind, FolderPath, ItemFlags, ItemHead, ItemKey, ItemKind};

pub use connector::FakeConnector;
pub use seed::SeedOptions;

/// What goes wrong at the fake source.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// The account is refused.
    pub wrong_password: bool,
    /// Mailboxes (addresses) that the account may not open.
    pub denied: Vec<String>,
    /// Every so many requests the connection breaks.
    pub drop_every: Option<u64>,
    /// Every so many requests the server says that it is busy, for that long.
    pub busy_every: Option<(u64, Duration)>,
    /// More mailboxes open at a time than this, and the server objects.
    pub connection_limit: Option<u32>,
    /// Items (source ids) whose content cannot be had.
    pub corrupt: Vec<String>,
    /// Items (source ids) over which the connection breaks.
    pub poisonous: Vec<String>,
    /// Places in folders are forgotten once.
    pub forget_cursors: bool,
}

/// An organisation in memory.
#[derive(Debug)]
pub struct FakeOrganisation {
    state: Mutex<State>,
    password: String,
}

#[derive(Debug)]
struct State {
    people: Vec<SourcePerson>,
    mailboxes: HashMap<String, BTreeMap<String, Folder>>,
    sequence: u64,
    faults: Faults,
    forgotten: Vec<String>,
    requests: u64,
    open: u32,
    most_open: u32,
}

#[derive(Debug, Clone)]
struct Folder {
    path: FolderPath,
    kind: FolderKind,
    items: BTreeMap<String, Item>,
    deleted: Vec<(u64, ItemKey)>,
}

#[derive(Debug, Clone)]
struct Item {
    created: u64,
    changed: u64,
    read_changed: u64,
    version: u32,
    head: ItemHead,
    content: Vec<u8>,
}

/// One item as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeItem {
    /// Its folder.
    pub path: FolderPath,
    /// What the source says of it.
    pub head: ItemHead,
    /// Its content.
    pub content: Vec<u8>,
}

impl FakeOrganisation {
    /// An organisation with nobody in it, whose administrator has this password.
    pub fn new(password: &str) -> Arc<Self> {
        let state = State {
            people: Vec::new(),
            mailboxes: HashMap::new(),
            sequence: 0,
            faults: Faults::default(),
            forgotten: Vec::new(),
            requests: 0,
            open: 0,
            most_open: 0,
        };
        Arc::new(Self { state: Mutex::new(state), password: password.to_owned() })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds someone to the address book; a mailbox gets its inbox.
    pub fn add_person(&self, person: SourcePerson) {
        let mut state = self.lock();
        let address = person.identity.smtp_address.to_lowercase();
        if person.recipient_type == crate::model::UserRecipientType::Mailbox {
            state.mailboxes.entry(address).or_default();
        }
        state.people.push(person);
    }

    /// Adds a folder to a mailbox.
    pub fn add_folder(&self, address: &str, id: &str, path: FolderPath, kind: FolderKind) {
        let folder = Folder { path, kind, items: BTreeMap::new(), deleted: Vec::new() };
        self.lock().mailboxes.entry(address.to_lowercase()).or_default().insert(id.to_owned(), folder);
    }

    /// Puts an item into a folder, or a new version in its place.
    pub fn put(&self, address: &str, folder: &str, mut head: ItemHead, content: Vec<u8>) {
        let mut state = self.lock();
        state.sequence += 1;
        let now = state.sequence;
        let Some(folder) = state.mailboxes.get_mut(&address.to_lowercase()).and_then(|f| f.get_mut(folder))
        else {
            return;
        };
        let before = folder.items.get(&head.source_id);
        let version = before.map_or(1, |item| item.version + 1);
        let created = before.map_or(now, |item| item.created);
        head.change_key = Some(format!("v{version}"));
        head.size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let item = Item { created, changed: now, read_changed: 0, version, head, content };
        folder.items.insert(item.head.source_id.clone(), item);
    }

    /// A message arrives in a mailbox's folder.
    pub fn deliver(&self, address: &str, folder: &str, id: &str, received: SystemTime, content: Vec<u8>) {
        let head = ItemHead {
            source_id: id.to_owned(),
            change_key: None,
            kind: ItemKind::Message,
            item_class: "IPM.Note".to_owned(),
            subject: Some(format!("Message {id}")),
            sender: Some("someone@elsewhere.example".to_owned()),
            size: 0,
            received: Some(received),
            flags: ItemFlags::default(),
        };
        self.put(address, folder, head, content);
    }

    /// Someone reads an item.
    pub fn mark_read(&self, address: &str, folder: &str, id: &str) {
        self.change(address, folder, |now, folder| {
            if let Some(item) = folder.items.get_mut(id) {
                item.head.flags.seen = true;
                item.read_changed = now;
            }
        });
    }

    /// Someone deletes an item.
    pub fn delete(&self, address: &str, folder: &str, id: &str) {
        self.change(address, folder, |now, folder| {
            if let Some(item) = folder.items.remove(id) {
                folder.deleted.push((now, item.head.key()));
            }
        });
    }

    fn change(&self, address: &str, folder: &str, change: impl FnOnce(u64, &mut Folder)) {
        let mut state = self.lock();
        state.sequence += 1;
        let now = state.sequence;
        if let Some(folder) = state.mailboxes.get_mut(&address.to_lowercase()).and_then(|f| f.get_mut(folder))
        {
            change(now, folder);
        }
    }

    /// Switches faults on or off.
    pub fn set_faults(&self, faults: Faults) {
        let mut state = self.lock();
        state.forgotten.clear();
        state.faults = faults;
    }

    /// Requests answered so far.
    pub fn requests(&self) -> u64 {
        self.lock().requests
    }

    /// The most mailboxes that were open at a time.
    pub fn most_open(&self) -> u32 {
        self.lock().most_open
    }

    /// Everyone in the address book.
    pub fn people(&self) -> Vec<SourcePerson> {
        self.lock().people.clone()
    }

    /// Addresses of all mailboxes.
    pub fn mailboxes(&self) -> Vec<String> {
        let mut all: Vec<String> = self.lock().mailboxes.keys().cloned().collect();
        all.sort_unstable();
        all
    }

    /// Everything in a mailbox.
    pub fn items(&self, address: &str) -> Vec<FakeItem> {
        let state = self.lock();
        let folders = state.mailboxes.get(&address.to_lowercase()).into_iter().flat_map(BTreeMap::values);
        let items = folders.flat_map(|folder| folder.items.values().map(move |item| (folder, item)));
        items
            .map(|(folder, item)| FakeItem {
                path: folder.path.clone(),
                head: item.head.clone(),
                content: item.content.clone(),
            })
            .collect()
    }

    /// A request comes in; faults answer for it.
    fn request(&self) -> Result<MutexGuard<'_, State>, SourceError> {
        let mut state = self.lock();
        state.requests += 1;
        let server = "mail.source.example".to_owned();
        let due = |every: u64| every > 0 && state.requests.is_multiple_of(every);
        if state.faults.drop_every.is_some_and(due) {
            return Err(SourceError::Dropped { server, detail: "connection reset by peer".to_owned() });
        }
        if let Some((every, wait)) = state.faults.busy_every
            && due(every)
        {
            return Err(SourceError::Busy {
                server,
                retry_after: Some(wait),
                detail: "ErrorServerBusy".to_owned(),
                too_many_connections: false,
            });
        }
        Ok(state)
    }

    fn folders(&self, address: &str) -> Result<Vec<SourceFolder>, SourceError> {
        let state = self.request()?;
        let missing = || SourceError::NotFound { what: address.to_owned() };
        let folders = state.mailboxes.get(&address.to_lowercase()).ok_or_else(missing)?;
        let show = |(id, folder): (&String, &Folder)| SourceFolder {
            source_id: id.clone(),
            path: folder.path.clone(),
            kind: folder.kind,
            item_count: u64::try_from(folder.items.len()).unwrap_or(u64::MAX),
            size: folder.items.values().map(|item| item.head.size).sum(),
        };
        Ok(folders.iter().map(show).collect())
    }

    fn changes(
        &self,
        address: &str,
        folder: &str,
        cursor: Option<&Cursor>,
        max: usize,
    ) -> Result<ChangePage, SourceError> {
        let mut state = self.request()?;
        let place = format!("{address}/{folder}");
        if state.faults.forget_cursors && cursor.is_some() && !state.forgotten.contains(&place) {
            state.forgotten.push(place);
            return Err(SourceError::CursorLost);
        }
        let after: u64 = match cursor {
            None => 0,
            Some(cursor) => cursor.0.parse().map_err(|_| SourceError::CursorLost)?,
        };
        let folder = state
            .mailboxes
            .get(&address.to_lowercase())
            .and_then(|folders| folders.get(folder))
            .ok_or_else(|| SourceError::NotFound { what: folder.to_owned() })?;
        Ok(page_of(folder, after, max))
    }

    fn fetch(
        &self,
        address: &str,
        wanted: &[ItemHead],
    ) -> Result<Vec<Result<Content, ItemFault>>, SourceError> {
        let state = self.request()?;
        if wanted.iter().any(|head| state.faults.poisonous.contains(&head.source_id)) {
            let server = "mail.source.example".to_owned();
            return Err(SourceError::Dropped { server, detail: "unexpected end of file".to_owned() });
        }
        let folders = state.mailboxes.get(&address.to_lowercase());
        let find = |id: &String| folders.and_then(|all| all.values().find_map(|folder| folder.items.get(id)));
        Ok(wanted
            .iter()
            .map(|head| match find(&head.source_id) {
                None => Err(ItemFault::Gone),
                Some(_) if state.faults.corrupt.contains(&head.source_id) => {
                    Err(ItemFault::Corrupt("ErrorContentConversionFailed".to_owned()))
                }
                Some(item) => Ok(Content { bytes: item.content.clone(), flags: None, received: None }),
            })
            .collect())
    }
}

/// What changed in a folder after a place, oldest first.
fn page_of(folder: &Folder, after: u64, max: usize) -> ChangePage {
    let mut changes: Vec<(u64, Change)> = Vec::new();
    for item in folder.items.values() {
        let last = item.changed.max(item.read_changed);
        if last <= after {
            continue;
        }
        changes.push(if item.created > after {
            (last, Change::Create(item.head.clone()))
        } else if item.changed > after {
            (last, Change::Update(item.head.clone()))
        } else {
            (last, Change::ReadFlag { key: item.head.key(), seen: item.head.flags.seen })
        });
    }
    if after > 0 {
        let gone = folder.deleted.iter().filter(|(at, _)| *at > after);
        changes.extend(gone.map(|(at, key)| (*at, Change::Delete(*key))));
    }
    changes.sort_by_key(|(at, _)| *at);
    let last = changes.len() <= max;
    changes.truncate(max);
    let cursor = changes.last().map_or(after, |(at, _)| *at);
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    ChangePage { changes, cursor: Cursor(cursor.to_string()), last }
}
