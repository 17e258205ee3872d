//! What every store must do. An implementation is added at the end of this file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that cannot go on fails the test")]

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use migration::model::{
    AcceptedDomain, AcceptedDomainType, AuthenticationMethod, Batch, BatchCounts, BatchSettings, BatchStatus,
    EndpointSettings, FolderPath, ItemKey, ItemOutcome, ItemRow, MigrationType, Recipient, RecipientType,
    ReportEntry, ReportLevel, SkipReason, SlotLimits, SourceAddress, SourceIdentity, UserRecipientType,
    UserStatus,
};
use migration::source::SourcePerson;
use migration::store::{
    Change, Durability, EndpointRecord, FolderRow, LeaseToken, PageCommit, ReportOwner, SqliteStore, Store,
    StoreError, UserQuery,
};
use uuid::Uuid;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000 + seconds, 123_456_700)
}

fn endpoint(name: &str) -> EndpointRecord {
    EndpointRecord {
        name: name.to_owned(),
        guid: Uuid::new_v4(),
        settings: EndpointSettings {
            endpoint_type: MigrationType::ExchangeOutlookAnywhere,
            address: SourceAddress { exchange_server: Some("ex".into()), ..SourceAddress::default() },
            authentication: AuthenticationMethod::Ntlm,
            username: "CONTOSO\\admin".to_owned(),
            mailbox_permission: None,
            accept_untrusted_certificates: true,
        },
        limits: SlotLimits::default(),
        sealed_password: vec![0, 1, 255],
        created: at(0),
        changed: at(1),
    }
}

fn batch(name: &str, endpoint: &str) -> Batch {
    Batch {
        name: name.to_owned(),
        guid: Uuid::new_v4(),
        status: BatchStatus::Created,
        listed: false,
        settings: BatchSettings::cutover(endpoint),
        counts: BatchCounts::default(),
        message: None,
        created: at(2),
        started: None,
        initial_sync_finished: None,
        last_synced: None,
        changed: at(2),
        reports: Vec::new(),
    }
}

fn person(address: &str) -> SourcePerson {
    let identity = SourceIdentity { smtp_address: address.to_owned(), ..SourceIdentity::default() };
    SourcePerson { recipient_type: UserRecipientType::Mailbox, identity }
}

/// A store with an endpoint, a batch and three users, and the worker's lease.
fn furnished(store: &dyn Store) -> (Batch, Vec<i64>, LeaseToken) {
    store.insert_endpoint(&endpoint("Endpoint")).unwrap();
    let batch = batch("Batch", "endpoint");
    store.insert_batch(&batch, 100).unwrap();
    store.record_users(batch.guid, &["a@x.com", "b@x.com", "c@x.com"].map(person), at(3)).unwrap();
    let ids = store.users(&UserQuery::default()).unwrap().iter().map(|user| user.id).collect();
    let lease = store.acquire_lease("me", at(4), Duration::from_secs(30), false).unwrap().unwrap();
    (batch, ids, lease)
}

fn copied(id: &str, bytes: u64) -> ItemRow {
    ItemRow { key: ItemKey::of(id), outcome: ItemOutcome::Copied { bytes }, change_key: Some("v1".into()) }
}

fn skipped(id: &str) -> ItemRow {
    let reason = SkipReason {
        kind: "CorruptItem".into(),
        folder_name: "/Inbox".into(),
        subject: Some("S".into()),
        sender: None,
        message_class: "IPM.Note".into(),
        message_size: 5,
        date_received: Some(at(0)),
        failure: "corrupt".into(),
    };
    ItemRow { key: ItemKey::of(id), outcome: ItemOutcome::Skipped(reason), change_key: None }
}

fn page(lease: LeaseToken, user_id: i64, cursor: &str, items: Vec<ItemRow>) -> PageCommit {
    let folder = FolderRow { source_id: "f".into(), path: FolderPath::inbox(), cursor: Some(cursor.into()) };
    PageCommit { lease, user_id, folder, items }
}

fn endpoints_are_kept_by_name(store: &dyn Store) {
    let made = endpoint("CutoverEndpoint");
    store.insert_endpoint(&made).unwrap();
    assert_eq!(store.endpoint("cutoverENDPOINT").unwrap(), Some(made.clone()));
    assert!(matches!(store.insert_endpoint(&endpoint("CUTOVERendpoint")), Err(StoreError::NameTaken(_))));
    let changed =
        store.update_endpoint("cutoverendpoint", &mut |e| e.limits.max_concurrent_migrations = 7).unwrap();
    assert_eq!(changed.limits.max_concurrent_migrations, 7);
    assert_eq!(store.endpoints().unwrap(), vec![changed]);
    store.insert_batch(&batch("B", "CutoverEndpoint"), 10).unwrap();
    assert!(matches!(store.delete_endpoint("CutoverEndpoint"), Err(StoreError::InUse(name)) if name == "B"));
    assert!(matches!(store.delete_endpoint("x"), Err(StoreError::NotFound(_))));
}

fn batches_have_their_rules(store: &dyn Store) {
    store.insert_endpoint(&endpoint("E")).unwrap();
    assert!(matches!(store.insert_batch(&batch("A", "missing"), 10), Err(StoreError::NotFound(_))));
    let first = batch("A", "E");
    store.insert_batch(&first, 10).unwrap();
    assert_eq!(store.batch("a").unwrap(), Some(first.clone()));
    assert!(matches!(store.insert_batch(&batch("a", "E"), 10), Err(StoreError::NameTaken(_))));
    assert!(
        matches!(store.insert_batch(&batch("B", "E"), 10), Err(StoreError::CutoverExists(name)) if name == "A")
    );
    let mut other_kind = batch("C", "E");
    other_kind.settings.migration_type = MigrationType::IMAP;
    assert!(matches!(store.insert_batch(&other_kind, 1), Err(StoreError::TooManyBatches(1))));
    store.insert_batch(&other_kind, 2).unwrap();
    let after = store
        .update_batch(first.guid, &mut |batch| {
            batch.status = BatchStatus::Starting;
            batch.message = Some("text".into());
            Change::Keep
        })
        .unwrap();
    assert_eq!(after.unwrap().status, BatchStatus::Starting);
    store
        .update_batch(first.guid, &mut |batch| {
            batch.status = BatchStatus::Failed;
            Change::Discard
        })
        .unwrap();
    assert_eq!(store.batch("A").unwrap().unwrap().status, BatchStatus::Starting);
    assert_eq!(store.update_batch(Uuid::new_v4(), &mut |_| Change::Keep).unwrap(), None);
    store.delete_batch(first.guid).unwrap();
    assert_eq!(store.batch_by_guid(first.guid).unwrap(), None);
}

fn users_are_recorded_once(store: &dyn Store) {
    let (batch, ids, _) = furnished(store);
    assert_eq!(ids.len(), 3);
    let again = store.record_users(batch.guid, &[person("A@X.com"), person("d@x.com")], at(9)).unwrap();
    assert_eq!(again, 1, "addresses are the same whatever their case");
    let now = store.batch("Batch").unwrap().unwrap();
    assert!(now.listed);
    assert_eq!((now.counts.total, now.counts.active, now.counts.pending), (4, 4, 4));
    assert!(store.record_users(Uuid::new_v4(), &[], at(9)).is_err());
    let first = ids[0];
    store
        .update_user(first, &mut |user| {
            user.state.status = UserStatus::Synced;
            user.state.initial_sync_done = true;
            user.next_due = Some(at(500));
            user.progress.last_successful_sync = Some(at(100));
            user.progress.queued = Duration::from_millis(1500);
            user.recipient_guid = Some(Uuid::nil());
            Change::Keep
        })
        .unwrap();
    let user = store.user(first).unwrap().unwrap();
    assert_eq!(user.progress.last_successful_sync, Some(at(100)));
    assert_eq!(user.progress.queued, Duration::from_millis(1500));
    let now = store.batch("Batch").unwrap().unwrap();
    assert_eq!((now.counts.synced, now.counts.provisioned, now.last_synced), (1, 1, Some(at(100))));
    assert_eq!(store.next_due(batch.guid, at(400)).unwrap(), Some(at(500)));
    assert_eq!(store.next_due(batch.guid, at(500)).unwrap(), None);
    assert_eq!(store.unprovisioned(batch.guid).unwrap(), 3);
    let due = UserQuery { due_by: Some(at(450)), ..UserQuery::default() };
    assert_eq!(store.users(&due).unwrap().len(), 3, "the queued ones");
    let one = UserQuery { identity: Some("B@x.com".into()), ..UserQuery::default() };
    assert_eq!(store.users(&one).unwrap()[0].identity, "b@x.com");
    store.delete_user(first).unwrap();
    assert_eq!(store.user(first).unwrap(), None);
}

fn a_page_is_counted_once_however_often_it_comes(store: &dyn Store) {
    let (_, ids, lease) = furnished(store);
    let user = ids[1];
    let items = vec![copied("1", 10), copied("2", 20), skipped("3")];
    for _ in 0..3 {
        store.commit_page(&page(lease, user, "c1", items.clone())).unwrap();
    }
    let progress = store.user(user).unwrap().unwrap().progress;
    assert_eq!((progress.synced_item_count, progress.skipped_item_count), (2, 1));
    assert_eq!(store.folders(user).unwrap()[0].cursor.as_deref(), Some("c1"));
    // A skipped item that is copied after all changes sides; a copied one never becomes skipped.
    store.commit_page(&page(lease, user, "c2", vec![copied("3", 5), skipped("1")])).unwrap();
    let progress = store.user(user).unwrap().unwrap().progress;
    assert_eq!((progress.synced_item_count, progress.skipped_item_count), (3, 0));
    assert_eq!(store.skipped_items(user, 10).unwrap().len(), 0);
    let keys = [ItemKey::of("1"), ItemKey::of("3"), ItemKey::of("9")];
    let known = store.known_items(user, &keys).unwrap();
    assert_eq!(known.len(), 2);
    assert!(known[&keys[0]].copied && known[&keys[0]].change_key.as_deref() == Some("v1"));
    let copied: BTreeSet<_> = store.copied_keys(user).unwrap().into_iter().collect();
    assert_eq!(copied, ["1", "2", "3"].map(ItemKey::of).into());
    assert!(store.commit_page(&page(lease, -7, "c", vec![])).is_err(), "a user who is gone");
}

fn a_page_of_a_worker_that_lost_its_lease_is_refused_whole(store: &dyn Store) {
    let (_, ids, lease) = furnished(store);
    let later = at(4) + Duration::from_secs(31);
    let other = store.acquire_lease("other", later, Duration::from_secs(30), false).unwrap().unwrap();
    assert!(other > lease);
    let late = store.commit_page(&page(lease, ids[0], "c", vec![copied("1", 1)]));
    assert!(matches!(late, Err(StoreError::LeaseLost)));
    assert_eq!(store.user(ids[0]).unwrap().unwrap().progress.synced_item_count, 0);
    assert!(store.folders(ids[0]).unwrap().is_empty());
}

fn the_lease_has_one_holder(store: &dyn Store) {
    let term = Duration::from_secs(30);
    let first = store.acquire_lease("a", at(0), term, false).unwrap().unwrap();
    assert_eq!(store.acquire_lease("b", at(29), term, false).unwrap(), None);
    store.renew_lease(first, at(20), term).unwrap();
    assert_eq!(store.acquire_lease("b", at(49), term, false).unwrap(), None);
    let second = store.acquire_lease("b", at(49), term, true).unwrap().unwrap();
    assert!(matches!(store.renew_lease(first, at(49), term), Err(StoreError::LeaseLost)));
    store.release_lease(first).unwrap();
    assert_eq!(store.lease().unwrap().unwrap().holder, "b", "only its holder can release it");
    store.release_lease(second).unwrap();
    assert_eq!(store.lease().unwrap(), None);
    assert!(store.acquire_lease("c", at(0), term, false).unwrap().unwrap() > second);
}

fn removing_a_batch_forgets_its_accounts_and_keeps_its_recipients(store: &dyn Store) {
    let (batch, ids, lease) = furnished(store);
    store.commit_page(&page(lease, ids[0], "c", vec![copied("1", 1)])).unwrap();
    store.insert_recipient(&recipient("a@x.com", &[])).unwrap();
    store.delete_batch(batch.guid).unwrap();
    assert!(store.users(&UserQuery::default()).unwrap().is_empty());
    assert!(store.folders(ids[0]).unwrap().is_empty());
    assert!(store.copied_keys(ids[0]).unwrap().is_empty());
    assert_eq!(store.recipients(None).unwrap().len(), 1);
}

fn recipient(address: &str, proxies: &[&str]) -> Recipient {
    Recipient {
        guid: Uuid::new_v4(),
        recipient_type: RecipientType::UserMailbox,
        primary_smtp_address: address.to_owned(),
        display_name: address.to_owned(),
        alias: "a".into(),
        email_addresses: proxies.iter().map(|p| format!("smtp:{p}")).collect(),
        external_email_address: None,
        members: Vec::new(),
        created: at(0),
        created_by_batch: None,
    }
}

fn recipients_own_all_their_addresses(store: &dyn Store) {
    let first = recipient("a@x.com", &["alias@x.com"]);
    assert_eq!(store.insert_recipient(&first).unwrap(), first);
    assert_eq!(store.recipient_by_address("ALIAS@x.com").unwrap(), Some(first.clone()));
    let rival = recipient("alias@x.com", &[]);
    assert_eq!(store.insert_recipient(&rival).unwrap(), first, "the address is taken");
    let mut changed = first.clone();
    changed.members.push("b@x.com".into());
    store.update_recipient(&changed).unwrap();
    assert_eq!(store.recipients(Some(RecipientType::UserMailbox)).unwrap(), vec![changed]);
    assert!(store.recipients(Some(RecipientType::MailContact)).unwrap().is_empty());
    assert!(store.update_recipient(&rival).is_err());
}

fn one_accepted_domain_is_the_default(store: &dyn Store) {
    let domain = |name: &str| AcceptedDomain {
        name: name.into(),
        domain_name: name.into(),
        domain_type: AcceptedDomainType::Authoritative,
        default: false,
        created: at(0),
    };
    store.insert_accepted_domain(&domain("a.com")).unwrap();
    store.insert_accepted_domain(&domain("b.com")).unwrap();
    assert!(matches!(store.insert_accepted_domain(&domain("A.com")), Err(StoreError::NameTaken(_))));
    let defaults = |store: &dyn Store| -> Vec<String> {
        store.accepted_domains().unwrap().into_iter().filter(|d| d.default).map(|d| d.name).collect()
    };
    assert_eq!(defaults(store), ["a.com"]);
    store.update_accepted_domain("B.com", &AcceptedDomain { default: true, ..domain("b.com") }).unwrap();
    assert_eq!(defaults(store), ["b.com"]);
    store.delete_accepted_domain("a.com").unwrap();
    assert!(store.delete_accepted_domain("a.com").is_err());
}

fn reports_keep_their_order(store: &dyn Store) {
    let (batch, ids, _) = furnished(store);
    for n in 0..5 {
        let entry = ReportEntry { time: at(n), level: ReportLevel::Warning, message: format!("line {n}") };
        store.append_report(ReportOwner::User(ids[0]), &entry).unwrap();
    }
    let last = store.report(ReportOwner::User(ids[0]), 2).unwrap();
    assert_eq!(last.iter().map(|e| e.message.as_str()).collect::<Vec<_>>(), ["line 3", "line 4"]);
    assert!(store.report(ReportOwner::Batch(batch.guid), 10).unwrap().is_empty());
    assert!(store.report(ReportOwner::User(ids[1]), 10).unwrap().is_empty());
}

fn changes_from_many_threads_are_none_lost(store: &dyn Store) {
    let (_, ids, _) = furnished(store);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let add = &mut |user: &mut migration::model::MigrationUser| {
                        user.failed_attempts += 1;
                        Change::Keep
                    };
                    store.update_user(ids[2], add).unwrap();
                }
            });
        }
    });
    assert_eq!(store.user(ids[2]).unwrap().unwrap().failed_attempts, 100);
}

macro_rules! contract {
    ($module:ident, $with_store:path: $($rule:ident)+) => {
        mod $module {
            $(#[test] fn $rule() { $with_store(super::$rule); })+
        }
    };
}

fn with_sqlite(rule: fn(&dyn Store)) {
    let dir = tempfile::tempdir().unwrap();
    rule(&SqliteStore::open(&dir.path().join("migration.db"), Durability::Throwaway).unwrap());
}

contract! { sqlite, super::with_sqlite:
    endpoints_are_kept_by_name
    batches_have_their_rules
    users_are_recorded_once
    a_page_is_counted_once_however_often_it_comes
    a_page_of_a_worker_that_lost_its_lease_is_refused_whole
    the_lease_has_one_holder
    removing_a_batch_forgets_its_accounts_and_keeps_its_recipients
    recipients_own_all_their_addresses
    one_accepted_domain_is_the_default
    reports_keep_their_order
    changes_from_many_threads_are_none_lost
}

#[test]
fn sqlite_keeps_everything_over_a_reopening_and_refuses_a_newer_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("migration.db");
    let before = {
        let store = SqliteStore::open(&path, Durability::Durable).unwrap();
        furnished(&store);
        store.users(&UserQuery::default()).unwrap()
    };
    let store = SqliteStore::open(&path, Durability::Durable).unwrap();
    assert_eq!(store.users(&UserQuery::default()).unwrap(), before);
    drop(store);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    assert!(matches!(
        SqliteStore::open(&path, Durability::Durable),
        Err(StoreError::TooNew { found: 999, .. })
    ));
}

#[test]
fn two_processes_may_open_a_new_sqlite_store_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("migration.db");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| SqliteStore::open(&path, Durability::Throwaway).unwrap().batches().unwrap());
        }
    });
}
