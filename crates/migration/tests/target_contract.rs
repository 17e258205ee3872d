//! What every target must do. An implementation is added at the end of this file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that cannot go on fails the test")]

use std::time::{Duration, SystemTime};

use migration::model::{FolderKind, FolderPath, ItemFlags, ItemHead, ItemKey, ItemKind};
use migration::store::Durability;
use migration::target::{Maildir, Target};

const WHO: &str = "alice@contoso.com";

fn head(id: &str, kind: ItemKind) -> ItemHead {
    ItemHead {
        source_id: id.to_owned(),
        change_key: None,
        kind,
        item_class: String::new(),
        subject: None,
        sender: None,
        size: 0,
        received: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000)),
        flags: ItemFlags::default(),
    }
}

fn seen() -> ItemFlags {
    ItemFlags { seen: true, ..ItemFlags::default() }
}

fn path(names: &[&str]) -> FolderPath {
    FolderPath(names.iter().map(|name| (*name).to_owned()).collect())
}

fn count(target: &dyn Target) -> u64 {
    target.folder_statistics(WHO).unwrap().iter().map(|folder| folder.items_in_folder).sum()
}

fn an_item_is_there_once_however_often_it_is_delivered(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let mut inbox = mailbox.open_folder(&FolderPath::inbox(), FolderKind::Mail).unwrap();
    let message = head("m1", ItemKind::Message);
    assert_eq!(inbox.find(&message).unwrap(), None);
    for flags in [ItemFlags::default(), seen(), ItemFlags::default(), seen()] {
        assert_eq!(inbox.deliver(&message, flags, b"Subject: x\r\n\r\n").unwrap(), 14);
        assert_eq!(count(target), 1);
    }
    assert_eq!(inbox.deliver(&message, seen(), b"longer than before").unwrap(), 18);
    inbox.sync().unwrap();
    assert_eq!(inbox.find(&message).unwrap(), Some(18));
    assert_eq!(count(target), 1);
    // Another process.
    let mut again = target.open_mailbox(WHO).unwrap();
    let mut inbox = again.open_folder(&FolderPath::inbox(), FolderKind::Mail).unwrap();
    assert_eq!(inbox.find(&message).unwrap(), Some(18));
    inbox.deliver(&message, ItemFlags::default(), b"again").unwrap();
    assert_eq!(count(target), 1);
}

fn read_marks_are_set_and_taken_back(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let mut inbox = mailbox.open_folder(&FolderPath::inbox(), FolderKind::Mail).unwrap();
    let message = head("m1", ItemKind::Message);
    inbox.deliver(&message, ItemFlags::default(), b"x").unwrap();
    for on in [true, true, false, true] {
        inbox.set_seen(message.key(), on).unwrap();
        assert_eq!(inbox.find(&message).unwrap(), Some(1));
        assert_eq!(count(target), 1);
    }
    inbox.set_seen(ItemKey::of("nothing"), true).unwrap();
}

fn every_name_has_its_own_folder_inside_the_mailbox(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let long = "n".repeat(300);
    let names: Vec<FolderPath> = vec![
        path(&["..", "..", "etc"]),
        path(&["a/b"]),
        path(&["a.b"]),
        path(&["a", "b"]),
        path(&["Entwürfe"]),
        path(&["台北", "R&D"]),
        path(&[" "]),
        path(&[""]),
        path(&[&long]),
        path(&[&format!("{long}x")]),
        path(&["tab\tnewline\n"]),
        path(&["&"]),
        path(&["a／b"]),
        path(&["~home"]),
        path(&["INBOX", "Sub"]),
        path(&["Inbox", "Sub"]),
        path(&["Inbox"]),
        path(&["inbox"]),
        path(&["blank "]),
        path(&["blank"]),
        path(&["case"]),
        path(&["Case"]),
        path(&[&"台/".repeat(120), "below"]),
    ];
    for (n, folder) in names.iter().enumerate() {
        let mut open = mailbox.open_folder(folder, FolderKind::Mail).unwrap();
        open.deliver(&head(&format!("{n}"), ItemKind::Message), seen(), b"x").unwrap();
    }
    let statistics = target.folder_statistics(WHO).unwrap();
    let filled = statistics.iter().filter(|folder| folder.items_in_folder == 1).count();
    assert_eq!(filled, names.len(), "{statistics:?}");
    for name in &names {
        assert!(statistics.iter().any(|folder| folder.path == *name), "{name:?} in {statistics:?}");
    }
    // Another process finds what it wrote.
    let mut again = target.open_mailbox(WHO).unwrap();
    for (n, folder) in names.iter().enumerate() {
        let mut open = again.open_folder(folder, FolderKind::Mail).unwrap();
        assert_eq!(open.find(&head(&format!("{n}"), ItemKind::Message)).unwrap(), Some(1), "{folder:?}");
    }
}

fn every_name_has_its_own_calendar(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let long = "n".repeat(300);
    let names =
        [path(&[]), path(&["INBOX"]), path(&["a/b"]), path(&["a／b"]), path(&[&long]), path(&[&long, "x"])];
    for (n, folder) in names.iter().enumerate() {
        let mut open = mailbox.open_folder(folder, FolderKind::Calendar).unwrap();
        open.deliver(&head(&format!("{n}"), ItemKind::Calendar), seen(), b"x").unwrap();
    }
    let statistics = target.folder_statistics(WHO).unwrap();
    for name in &names {
        let here =
            statistics.iter().filter(|folder| folder.path == *name && folder.kind == FolderKind::Calendar);
        assert_eq!(here.map(|folder| folder.items_in_folder).collect::<Vec<_>>(), [1], "{name:?}");
    }
}

fn calendars_and_contacts_are_kept_too(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let mut calendar = mailbox.open_folder(&path(&["Calendar"]), FolderKind::Calendar).unwrap();
    let event = head("e1", ItemKind::Calendar);
    calendar.deliver(&event, ItemFlags::default(), b"BEGIN:VCALENDAR").unwrap();
    calendar.deliver(&event, ItemFlags::default(), b"BEGIN:VCALENDAR2").unwrap();
    assert_eq!(calendar.find(&event).unwrap(), Some(16));
    // A meeting request that somebody put there.
    calendar.deliver(&head("r1", ItemKind::Message), seen(), b"x").unwrap();
    let mut contacts = mailbox.open_folder(&path(&["Contacts"]), FolderKind::Contacts).unwrap();
    contacts.deliver(&head("c1", ItemKind::Contact), ItemFlags::default(), b"BEGIN:VCARD").unwrap();
    calendar.sync().unwrap();
    contacts.sync().unwrap();
    assert_eq!(count(target), 3);
}

fn received_dates_are_kept(target: &dyn Target) {
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let mut inbox = mailbox.open_folder(&FolderPath::inbox(), FolderKind::Mail).unwrap();
    let message = head("m1", ItemKind::Message);
    inbox.deliver(&message, seen(), b"x").unwrap();
    let statistics = target.folder_statistics(WHO).unwrap();
    assert_eq!(statistics[0].newest_item_received, message.received);
    assert_eq!(statistics[0].oldest_item_received, message.received);
}

fn a_mailbox_that_is_not_there_holds_nothing(target: &dyn Target) {
    assert!(target.folder_statistics("nobody@contoso.com").unwrap().is_empty());
}

macro_rules! contract {
    ($module:ident, $with_target:path: $($rule:ident)+) => {
        mod $module {
            $(#[test] fn $rule() { $with_target(super::$rule); })+
        }
    };
}

fn with_maildir(rule: fn(&dyn Target)) {
    for durability in [Durability::Durable, Durability::Throwaway] {
        let dir = tempfile::tempdir().unwrap();
        rule(&Maildir::new(dir.path().join("mail"), durability));
    }
}

contract! { maildir, super::with_maildir:
    an_item_is_there_once_however_often_it_is_delivered
    read_marks_are_set_and_taken_back
    every_name_has_its_own_folder_inside_the_mailbox
    every_name_has_its_own_calendar
    calendars_and_contacts_are_kept_too
    received_dates_are_kept
    a_mailbox_that_is_not_there_holds_nothing
}

#[test]
fn a_message_that_a_mail_reader_moved_and_marked_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let target = Maildir::new(dir.path(), Durability::Throwaway);
    let message = head("m1", ItemKind::Message);
    let mut mailbox = target.open_mailbox(WHO).unwrap();
    let mut inbox = mailbox.open_folder(&FolderPath::inbox(), FolderKind::Mail).unwrap();
    inbox.deliver(&message, ItemFlags::default(), b"x").unwrap();
    let maildir = dir.path().join(WHO).join("Maildir");
    let name = format!("{}.cutover", message.key());
    std::fs::rename(maildir.join("new").join(&name), maildir.join("cur").join(format!("{name}:2,FST")))
        .unwrap();
    assert_eq!(inbox.find(&message).unwrap(), Some(1));
    inbox.deliver(&message, seen(), b"new content").unwrap();
    assert_eq!(count(&target), 1);
}
