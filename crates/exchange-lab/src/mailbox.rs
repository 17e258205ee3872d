//! What is in a mailbox at a moment: a pure function of seed, mailbox and time.
//!
//! Every folder has messages from before the epoch. The Inbox gets another about every five hours after it; some
//! are read ten hours later, some deleted after a day.

use crate::dice::{Dice, wide};
use exchange::ews::FolderKind;

/// A folder of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FolderSpec {
    /// Number in the mailbox.
    pub(crate) key: u32,
    /// The folder it is in; none for the root.
    pub(crate) parent: Option<u32>,
    /// Name.
    pub(crate) name: &'static str,
    /// Class, `IPF.Note`.
    pub(crate) class: &'static str,
    /// Well-known name, `inbox`.
    pub(crate) distinguished: Option<&'static str>,
    /// Whether clients hide it.
    pub(crate) hidden: bool,
    /// Seconds after the epoch when it came to be.
    pub(crate) created: Option<i64>,
}

impl FolderSpec {
    /// Kind of its element in EWS.
    pub(crate) fn kind(&self) -> FolderKind {
        match self.class {
            "IPF.Appointment" => FolderKind::CalendarFolder,
            "IPF.Contact" => FolderKind::ContactsFolder,
            "IPF.Task" => FolderKind::TasksFolder,
            _ => FolderKind::Folder,
        }
    }
}

/// Key of the Inbox.
pub(crate) const INBOX: u32 = 2;

macro_rules! folders {
    ($($key:literal in $parent:expr, $name:literal, $class:literal, $distinguished:expr $(, hidden = $hidden:literal)? $(, created = $created:expr)?;)*) => {
        &[$(FolderSpec {
            key: $key,
            parent: $parent,
            name: $name,
            class: $class,
            distinguished: $distinguished,
            hidden: false $(|| $hidden)?,
            created: [$(Some($created),)? None][0],
        },)*]
    };
}

const DAY: i64 = 86_400;

/// All folders any mailbox can have, parents first.
static FOLDERS: &[FolderSpec] = folders! {
    0 in None, "Root", "", Some("root");
    1 in Some(0), "Top of Information Store", "IPF.Note", Some("msgfolderroot");
    2 in Some(1), "Inbox", "IPF.Note", Some("inbox");
    3 in Some(1), "Drafts", "IPF.Note", Some("drafts");
    4 in Some(1), "Sent Items", "IPF.Note", Some("sentitems");
    5 in Some(1), "Deleted Items", "IPF.Note", Some("deleteditems");
    6 in Some(1), "Outbox", "IPF.Note", Some("outbox");
    7 in Some(1), "Junk Email", "IPF.Note", Some("junkemail");
    8 in Some(1), "Calendar", "IPF.Appointment", Some("calendar");
    9 in Some(1), "Contacts", "IPF.Contact", Some("contacts");
    10 in Some(1), "Tasks", "IPF.Task", Some("tasks");
    11 in Some(1), "Notes", "IPF.StickyNote", Some("notes");
    12 in Some(2), "2026/Q3", "IPF.Note", None;
    13 in Some(2), "Größe & Umfänge", "IPF.Note", None;
    14 in Some(1), "Projekte", "IPF.Note", None;
    15 in Some(14), "Nord", "IPF.Note", None;
    16 in Some(15), "Süd", "IPF.Note", None;
    17 in Some(16), "Ost.West", "IPF.Note", None;
    18 in Some(14), "nord", "IPF.Note", None;
    19 in Some(1), "*?<|>: \"quoted\" \\ %41", "IPF.Note", None;
    20 in Some(1), ".hidden? no", "IPF.Note", None;
    21 in Some(1), "📦 Archiv ✓", "IPF.Note", None;
    22 in Some(1), "Empty", "IPF.Note", None;
    23 in Some(8), "Holidays", "IPF.Appointment", None;
    24 in Some(1), "Conversation Action Settings", "IPF.Configuration", None, hidden = true;
    26 in Some(1), "..", "IPF.Note", None;
    27 in Some(2), "~peter ", "IPF.Note", None;
    25 in Some(1), "Neu im Herbst", "IPF.Note", None, created = 2 * DAY;
};

/// The folders of a mailbox now. Everyone has the well-known ones; the odd ones are spread by the dice.
pub(crate) fn folders(seed: u64, mailbox: usize, since_epoch: i64) -> Vec<&'static FolderSpec> {
    let mut chosen: Vec<&'static FolderSpec> = Vec::new();
    for folder in FOLDERS {
        let mut dice = Dice::new(seed, &[4, wide(mailbox), folder.key.into()]);
        let parent = folder.parent.is_none_or(|parent| chosen.iter().any(|known| known.key == parent));
        let here = folder.distinguished.is_some() || folder.hidden || mailbox == 1 || !dice.once_in(3);
        if parent && here && folder.created.is_none_or(|created| created <= since_epoch) {
            chosen.push(folder);
        }
    }
    chosen
}

/// An item, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemSpec {
    /// The mailbox.
    pub(crate) mailbox: usize,
    /// The folder.
    pub(crate) folder: u32,
    /// Number in the folder.
    pub(crate) number: u32,
    /// Unix seconds.
    pub(crate) received: i64,
    /// Whether it is read now.
    pub(crate) is_read: bool,
}

/// Seconds between arrivals, about.
const PERIOD: i64 = 5 * 3600;
/// Arrivals are numbered from here.
const FIRST_ARRIVAL: u32 = 10_000;
/// More arrivals than this are not made up: six years of them.
const MAX_ARRIVALS: i64 = 10_000;

/// The items of a folder now.
pub(crate) fn items(seed: u64, mailbox: usize, folder: &FolderSpec, epoch: i64, now: i64) -> Vec<ItemSpec> {
    let mut dice = Dice::new(seed, &[5, wide(mailbox), folder.key.into()]);
    let count = match folder.key {
        0 | 1 | 6 | 11 | 22 | 24 => 0,
        INBOX => 18 + dice.below(12),
        3 => dice.below(3),
        4 => 4 + dice.below(8),
        8 => 4 + dice.below(4),
        9 => 3 + dice.below(4),
        10 => 2 + dice.below(3),
        _ => 1 + dice.below(5),
    };
    let begin = folder.created.map_or(epoch - 400 * DAY, |created| epoch + created);
    let span = if folder.created.is_some() { 3600 } else { 400 * DAY };
    let old = (0..u32::try_from(count).unwrap_or(0)).map(|number| {
        let mut dice = Dice::new(seed, &[6, wide(mailbox), folder.key.into(), number.into()]);
        let offset = i64::try_from(dice.below(u64::try_from(span).unwrap_or(1))).unwrap_or(0);
        let received = far_date(folder.key, number).unwrap_or(begin + offset);
        ItemSpec { mailbox, folder: folder.key, number, received, is_read: !dice.once_in(4) }
    });
    let mut items: Vec<_> = old.collect();
    if folder.key == INBOX {
        items.extend(arrivals(seed, mailbox, epoch, now));
    }
    items
}

/// Dates that break things, in the Inbox.
fn far_date(folder: u32, number: u32) -> Option<i64> {
    match (folder, number) {
        (INBOX, 9) => Some(0),
        (INBOX, 10) => Some(4_070_908_800),
        _ => None,
    }
}

fn arrivals(seed: u64, mailbox: usize, epoch: i64, now: i64) -> Vec<ItemSpec> {
    let elapsed = now.saturating_sub(epoch).max(0);
    let possible = (elapsed / PERIOD).saturating_add(1).min(MAX_ARRIVALS);
    let arrival = |k: i64| {
        let number = FIRST_ARRIVAL.saturating_add(u32::try_from(k).unwrap_or(0));
        let mut dice = Dice::new(seed, &[7, wide(mailbox), number.into()]);
        let jitter = i64::try_from(dice.below(u64::try_from(PERIOD).unwrap_or(1))).unwrap_or(0);
        let received = epoch + k * PERIOD + jitter;
        let age = now - received;
        let deleted = dice.once_in(6) && age >= DAY;
        let is_read = dice.once_in(2) && age >= 10 * 3600;
        (age >= 0 && !deleted).then_some(ItemSpec { mailbox, folder: INBOX, number, received, is_read })
    };
    (0..possible).filter_map(arrival).collect()
}

/// Number of the Inbox message that cannot be read when items are corrupt.
pub(crate) const CORRUPT_NUMBER: u32 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_arrives_is_read_and_deleted_as_time_goes_on() {
        let inbox = FOLDERS.iter().find(|folder| folder.key == INBOX).unwrap();
        let epoch = 1_800_000_000;
        let at = |now| items(1, 1, inbox, epoch, now);
        assert_eq!(at(epoch + 4 * DAY), at(epoch + 4 * DAY));
        let (mut arrived, mut gone, mut read) = (0, 0, 0);
        for day in 0..8 {
            let (before, after) = (at(epoch + day * DAY), at(epoch + (day + 1) * DAY));
            let find = |items: &[ItemSpec], number| items.iter().find(|item| item.number == number).cloned();
            arrived += after.iter().filter(|item| find(&before, item.number).is_none()).count();
            gone += before.iter().filter(|item| find(&after, item.number).is_none()).count();
            read += before
                .iter()
                .filter(|item| find(&after, item.number).is_some_and(|later| later.is_read != item.is_read))
                .count();
            assert!(after.iter().all(|item| item.received <= epoch + (day + 1) * DAY || item.number == 10));
        }
        assert!(arrived > 25 && gone > 1 && read > 1, "{arrived} arrived, {gone} gone, {read} read");
    }

    #[test]
    fn the_first_mailbox_has_every_folder() {
        assert_eq!(folders(1, 1, 3 * DAY).len(), FOLDERS.len());
        assert_eq!(folders(1, 1, DAY).len(), FOLDERS.len() - 1);
        assert!(folders(1, 2, 0).iter().filter(|folder| folder.distinguished.is_some()).count() == 12);
    }
}
