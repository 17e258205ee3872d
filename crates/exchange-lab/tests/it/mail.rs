//! Mail over EWS, compared with what is really there.

use crate::driver::{Http, Logon, credentials};
use exchange::ews::*;
use exchange_lab::{FolderTruth, ItemTruth, Lab};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn shape(names: &[&str]) -> Shape {
    let paths = names.iter().map(|name| PropertyPath::field(name));
    Shape::ids_and(paths.chain([PropertyPath::tag(0x10f4, "Boolean")]).collect())
}

/// Folders of a mailbox by id: path and whether hidden.
async fn hierarchy(http: &mut Http, mailbox: &str) -> BTreeMap<String, (Vec<String>, bool)> {
    let request = SyncFolderHierarchy {
        shape: shape(&["folder:DisplayName", "folder:ParentFolderId", "folder:FolderClass"]),
        folder: Some(FolderRef::distinguished("msgfolderroot", Some(mailbox))),
        sync_state: None,
    };
    let changes = http.ews(&request).await.unwrap().unwrap();
    let mut folders: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
    for change in changes.changes {
        let FolderChange::Create(folder) = change else { panic!() };
        let parent = folder.parent.as_ref().and_then(|parent| folders.get(&parent.id));
        let mut path = parent.map(|(path, _)| path.clone()).unwrap_or_default();
        path.push(folder.display_name.clone().unwrap());
        folders.insert(folder.id.id.clone(), (path, folder.is_hidden()));
    }
    folders
}

async fn changes(http: &mut Http, folder: &str, state: &mut Option<String>) -> Vec<ItemChange> {
    let mut all = Vec::new();
    loop {
        let request = SyncFolderItems {
            shape: shape(&["item:Subject", "message:IsRead"]),
            folder: FolderRef::Id(FolderId::new(folder)),
            sync_state: state.clone(),
            max_changes: 7,
        };
        let page = http.ews(&request).await.unwrap().unwrap();
        *state = Some(page.sync_state);
        all.extend(page.changes);
        if page.last {
            return all;
        }
    }
}

async fn content(http: &mut Http, ids: Vec<ItemId>) -> Vec<ResponseMessage<Item>> {
    let names = [
        "item:Subject",
        "item:ItemClass",
        "item:DateTimeReceived",
        "item:Categories",
        "item:Importance",
        "item:Flag",
        "message:IsRead",
        "message:InternetMessageId",
        "contacts:GivenName",
    ];
    http.ews(&GetItem { shape: Shape { include_mime_content: true, ..shape(&names) }, items: ids })
        .await
        .unwrap()
}

fn same(item: &Item, truth: &ItemTruth) {
    assert_eq!(item.kind.0, truth.kind);
    assert_eq!(item.subject, truth.subject);
    assert_eq!(item.internet_message_id, truth.message_id);
    assert_eq!(item.received.unwrap().as_second(), truth.received);
    assert_eq!(item.is_read.unwrap_or(truth.is_read), truth.is_read);
    assert_eq!(item.flag == Some(FlagStatus::Flagged), truth.is_flagged);
    assert_eq!(item.importance == Some(Importance::High), truth.is_important);
    assert_eq!(item.categories, truth.categories);
    assert_eq!(item.mime_content, truth.mime);
}

async fn compare(http: &mut Http, id: &str, truth: &FolderTruth) -> usize {
    let created = changes(http, id, &mut None).await;
    let ids: Vec<ItemId> = created
        .into_iter()
        .map(|change| match change {
            ItemChange::Create(item) => item.id.unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected: Vec<_> = truth.items.iter().map(|item| item.id.clone()).collect();
    assert_eq!(ids.iter().map(|id| id.id.clone()).collect::<Vec<_>>(), expected);
    if ids.is_empty() {
        return 0;
    }
    for (item, truth) in content(http, ids).await.into_iter().zip(&truth.items) {
        same(&item.unwrap(), truth);
    }
    truth.items.len()
}

/// Everything in two mailboxes, with Basic and with NTLM.
#[tokio::test]
async fn what_is_read_is_what_is_there() {
    let lab = Lab::builder()
        .people(3)
        .epoch(UNIX_EPOCH + Duration::from_secs(1_790_000_000))
        .start()
        .await
        .unwrap();
    let truth = lab.truth();
    for (logon, number) in [(Logon::Basic, 1), (Logon::Ntlm, 3)] {
        let mut http = Http::open(&lab, logon, lab.administrator()).await.unwrap();
        let mailbox = &truth.mailboxes[number];
        let folders = hierarchy(&mut http, &mailbox.recipient.address).await;
        let paths: Vec<_> = folders.values().cloned().collect();
        for folder in &mailbox.folders {
            assert!(paths.contains(&(folder.path.clone(), folder.hidden)), "{:?}", folder.path);
        }
        assert_eq!(folders.len(), mailbox.folders.len());
        let mut items = 0;
        for folder in &mailbox.folders {
            let (id, _) = folders.iter().find(|(_, (path, _))| *path == folder.path).unwrap();
            items += compare(&mut http, id, folder).await;
        }
        assert!(items > 40, "{items} items");
        let mut kinds: Vec<_> =
            mailbox.folders.iter().flat_map(|folder| &folder.items).map(|item| &*item.kind).collect();
        kinds.sort();
        kinds.dedup();
        assert_eq!(kinds, ["CalendarItem", "Contact", "Message", "Task"]);
    }
}

/// Mail arrives, is read and deleted as the clock goes on; incremental syncs see just that.
#[tokio::test]
async fn incremental_syncs_follow_the_clock() {
    let epoch = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let now = Arc::new(AtomicU64::new(1_800_000_000));
    let clock = {
        let now = Arc::clone(&now);
        Arc::new(move || -> SystemTime { UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed)) })
    };
    let lab = Lab::builder().people(3).epoch(epoch).clock(clock).start().await.unwrap();
    let address = lab.truth().mailboxes[1].recipient.address.clone();
    let mut http = Http::open(&lab, Logon::Basic, lab.administrator()).await.unwrap();
    let folders = hierarchy(&mut http, &address).await;
    let (inbox, _) = folders.iter().find(|(_, (path, _))| path == &["Inbox"]).unwrap();
    let mut state = None;
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let (mut flags, mut gone) = (0, 0);
    for day in 0..8 {
        now.store(1_800_000_000 + day * 86_400 + 3, Ordering::Relaxed);
        for change in changes(&mut http, inbox, &mut state).await {
            match change {
                ItemChange::Create(item) => {
                    assert_eq!(known.insert(item.id.unwrap().id, item.is_read.unwrap()), None);
                }
                ItemChange::ReadFlagChange { id, is_read } => {
                    assert_eq!(known.insert(id.id, is_read), Some(!is_read));
                    flags += 1;
                }
                ItemChange::Delete(id) => {
                    known.remove(&id.id).unwrap();
                    gone += 1;
                }
                ItemChange::Update(item) => panic!("{item:?}"),
            }
        }
        let truth = lab.truth();
        let inbox = &truth.mailboxes[1].folders.iter().find(|folder| folder.path == ["Inbox"]).unwrap();
        let expected: BTreeMap<_, _> =
            inbox.items.iter().map(|item| (item.id.clone(), item.is_read)).collect();
        assert_eq!(known, expected, "day {day}");
    }
    assert!(flags > 0 && gone > 0, "{flags} flags, {gone} deletions");
    assert!(changes(&mut http, inbox, &mut state).await.is_empty());
}

#[tokio::test]
async fn others_mailboxes_are_closed() {
    let lab = Lab::builder().people(3).start().await.unwrap();
    let truth = lab.truth();
    let (one, two) = (&truth.mailboxes[1].recipient, &truth.mailboxes[2].recipient);
    let mut http = Http::open(&lab, Logon::Basic, credentials(&one.address)).await.unwrap();
    let get = |mailbox: &str| GetFolder {
        shape: shape(&["folder:DisplayName"]),
        folders: vec![FolderRef::distinguished("inbox", Some(mailbox))],
    };
    let own = http.ews(&get(&one.address)).await.unwrap().remove(0);
    assert_eq!(own.unwrap().display_name.as_deref(), Some("Inbox"));
    let other = http.ews(&get(&two.address)).await.unwrap().remove(0).unwrap_err();
    assert_eq!(other.code, ResponseCode::ErrorAccessDenied);
    let nobody = http.ews(&get("nobody@contoso.test")).await.unwrap().remove(0).unwrap_err();
    assert_eq!(nobody.code, ResponseCode::ErrorNonExistentMailbox);
    // An id of another's item does not open it either.
    let id = truth.mailboxes[2].folders[0].items[0].id.clone();
    let item = content(&mut http, vec![ItemId::new(id)]).await.remove(0).unwrap_err();
    assert_eq!(item.code, ResponseCode::ErrorAccessDenied);
}

#[tokio::test]
async fn names_resolve() {
    let lab = Lab::builder().people(30).start().await.unwrap();
    let mut http = Http::open(&lab, Logon::Basic, lab.administrator()).await.unwrap();
    let resolve = |entry: &str| ResolveNames { entry: entry.into(), full_contact_data: true, scope: None };
    let one = http.ews(&resolve("alice")).await.unwrap().unwrap();
    assert!(one.resolutions.iter().any(|hit| hit.email == "alice.adams@contoso.test"));
    let none = http.ews(&resolve("zzz")).await.unwrap().unwrap_err();
    assert_eq!(none.code, ResponseCode::ErrorNameResolutionNoResults);
}

#[tokio::test]
async fn bad_requests_are_answered() {
    let lab = Lab::builder().people(2).start().await.unwrap();
    let mut http = Http::open(&lab, Logon::Basic, lab.administrator()).await.unwrap();
    for body in [b"".as_slice(), b"<html>", b"<a xmlns='b'/>", &[0xff; 50]] {
        let (head, answer) = http.post("/EWS/Exchange.asmx", body).await.unwrap();
        assert_eq!(head.status, 500);
        assert!(matches!(decode_envelope(&answer), Err(EwsError::Fault(_))));
    }
    let mut state = Some("nonsense".to_owned());
    let request = SyncFolderItems {
        shape: shape(&[]),
        folder: FolderRef::distinguished("inbox", None),
        sync_state: state.take(),
        max_changes: 5,
    };
    let error = http.ews(&request).await.unwrap().unwrap_err();
    assert_eq!(error.code, ResponseCode::ErrorInvalidSyncStateData);
    let (head, _) = http.post("/other", b"").await.unwrap();
    assert_eq!(head.status, 404);
}
