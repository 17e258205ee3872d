//! Writing the items of one folder.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::super::{TargetError, TargetFolder};
use super::folder_names::folder_directory;
use super::{MaildirMailbox, failed, make_dir, names, sync_dir, true_path};
use crate::model::{FolderPath, ItemFlags, ItemHead, ItemKey, ItemKind};
use crate::store::Durability;

/// Where an item's file can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    New,
    Cur,
    Calendar,
    Contacts,
}

impl Place {
    const ALL: [Self; 4] = [Self::New, Self::Cur, Self::Calendar, Self::Contacts];
}

/// A folder of a mailbox. What is in it is read once, on first need, and then kept up: sixteen bytes an item.
pub(super) struct MaildirFolder {
    root: PathBuf,
    path: FolderPath,
    durability: Durability,
    present: Option<HashMap<ItemKey, Place>>,
    touched: BTreeSet<PathBuf>,
}

impl MaildirFolder {
    pub(super) fn new(root: PathBuf, path: FolderPath, durability: Durability) -> Self {
        Self { root, path, durability, present: None, touched: BTreeSet::new() }
    }

    fn maildir(&self) -> PathBuf {
        let maildir = self.root.join("Maildir");
        if self.path.is_inbox() { maildir } else { maildir.join(folder_directory(&self.path.0).0) }
    }

    fn place(&self, place: Place) -> PathBuf {
        let beside = |kind: &str| {
            let (name, _) = folder_directory(&self.path.0);
            let name = name.strip_prefix('.').filter(|_| !self.path.is_inbox());
            self.root.join(kind).join(name.unwrap_or("INBOX"))
        };
        match place {
            Place::New => self.maildir().join("new"),
            Place::Cur => self.maildir().join("cur"),
            Place::Calendar => beside("Calendar"),
            Place::Contacts => beside("Contacts"),
        }
    }

    fn present(&mut self) -> Result<&mut HashMap<ItemKey, Place>, TargetError> {
        if self.present.is_none() {
            let mut present = HashMap::new();
            for place in Place::ALL {
                each_file(&self.place(place), &mut |name| {
                    present.extend(key_in(name).map(|key| (key, place)));
                })?;
            }
            self.present = Some(present);
        }
        Ok(self.present.get_or_insert_default())
    }

    /// The file of an item, whatever marks it bears; a mail reader may have moved it since it was last seen.
    /// The places it is likely to be at are tried before the whole folder is looked through.
    fn locate(&mut self, key: ItemKey, likely: ItemFlags) -> Result<Option<(Place, PathBuf)>, TargetError> {
        let Some(place) = self.present()?.get(&key).copied() else { return Ok(None) };
        let base = names::base_name(key);
        let seen = ItemFlags { seen: true, ..ItemFlags::default() };
        let marked = [likely, seen, ItemFlags::default()]
            .map(|flags| (Place::Cur, base.clone() + &names::info(flags)));
        let plain = [
            (Place::New, base),
            (Place::Calendar, format!("{key}.ics")),
            (Place::Contacts, format!("{key}.vcf")),
        ];
        for (place, name) in marked.into_iter().chain(plain) {
            let path = self.place(place).join(name);
            if path.is_file() {
                return Ok(Some((place, path)));
            }
        }
        let others = Place::ALL.into_iter().filter(|other| *other != place);
        for place in std::iter::once(place).chain(others) {
            let dir = self.place(place);
            let mut found = None;
            each_file(&dir, &mut |name| {
                if key_in(name) == Some(key) {
                    found = Some(dir.join(name));
                }
            })?;
            if let Some(path) = found {
                return Ok(Some((place, path)));
            }
        }
        Ok(None)
    }

    /// Where a new item goes: unread messages without marks to `new`, as a delivery would.
    fn destination(&self, head: &ItemHead, flags: ItemFlags) -> (Place, PathBuf) {
        let key = head.key();
        let (place, name) = match head.kind {
            ItemKind::Message if flags == ItemFlags::default() => (Place::New, names::base_name(key)),
            ItemKind::Message => (Place::Cur, names::base_name(key) + &names::info(flags)),
            ItemKind::Calendar => (Place::Calendar, format!("{key}.ics")),
            ItemKind::Contact => (Place::Contacts, format!("{key}.vcf")),
        };
        (place, self.place(place).join(name))
    }

    /// Where an item is written first. The name derives from the key, so that what a crash left behind is written
    /// over by the next try.
    fn draft(&self, key: ItemKey) -> Result<PathBuf, TargetError> {
        let own = self.maildir().join("tmp");
        if own.is_dir() {
            return Ok(own.join(names::base_name(key)));
        }
        let mut mailbox = MaildirMailbox { root: self.root.clone(), durability: self.durability };
        let inbox = mailbox.make_maildir(&FolderPath::inbox())?;
        Ok(inbox.join("tmp").join(names::base_name(key)))
    }

    fn write_draft(&self, path: &Path, content: &[u8], received: Option<SystemTime>) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(content)?;
        if let Some(received) = received {
            // A mail reader takes the file's time for the received date. A date the file system cannot hold is no
            // reason to lose the message.
            let _ = file.set_modified(received);
        }
        if self.durability == Durability::Durable { file.sync_all() } else { Ok(()) }
    }

    fn touch(&mut self, path: &Path) {
        self.touched.extend(path.parent().map(Path::to_owned));
    }

    fn rename(&mut self, from: &Path, to: &Path) -> Result<(), TargetError> {
        fs::rename(from, to).map_err(|e| failed("cannot write", to, &e))?;
        self.touch(to);
        Ok(())
    }
}

impl TargetFolder for MaildirFolder {
    fn find(&mut self, head: &ItemHead) -> Result<Option<u64>, TargetError> {
        let located = self.locate(head.key(), head.flags)?;
        Ok(located.and_then(|(_, path)| fs::metadata(path).ok()).map(|file| file.len()))
    }

    fn deliver(&mut self, head: &ItemHead, flags: ItemFlags, content: &[u8]) -> Result<u64, TargetError> {
        let key = head.key();
        let old = self.locate(key, flags)?;
        let (place, path) = self.destination(head, flags);
        let dir = self.place(place);
        if matches!(place, Place::New | Place::Cur) && !dir.is_dir() {
            let mut mailbox = MaildirMailbox { root: self.root.clone(), durability: self.durability };
            mailbox.make_maildir(&self.path)?;
        } else if !dir.is_dir() {
            make_dir(&dir)?;
            if folder_directory(&self.path.0).1 {
                true_path::keep(&dir, &self.path)?;
            }
            self.touch(&dir);
        }
        let draft = self.draft(key)?;
        let written = self.write_draft(&draft, content, head.received);
        if let Err(e) = written {
            let _ = fs::remove_file(&draft);
            return Err(failed("cannot write", &draft, &e));
        }
        // Over the old file first, then to the new name: at no instant are there two.
        if let Some((_, old)) = old {
            self.rename(&draft, &old)?;
            if old != path {
                self.touch(&old);
                self.rename(&old, &path)?;
            }
        } else {
            self.rename(&draft, &path)?;
        }
        self.present()?.insert(key, place);
        Ok(u64::try_from(content.len()).unwrap_or(u64::MAX))
    }

    fn set_seen(&mut self, key: ItemKey, seen: bool) -> Result<(), TargetError> {
        let Some((place @ (Place::New | Place::Cur), old)) = self.locate(key, ItemFlags::default())? else {
            return Ok(());
        };
        let name = old.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if place == Place::New && !seen {
            return Ok(());
        }
        let path = self.place(Place::Cur).join(names::with_seen(name, seen));
        if path != old {
            self.touch(&old);
            self.rename(&old, &path)?;
            self.present()?.insert(key, Place::Cur);
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), TargetError> {
        let touched = std::mem::take(&mut self.touched);
        if self.durability == Durability::Durable {
            touched.iter().try_for_each(|dir| sync_dir(dir))?;
        }
        Ok(())
    }
}

/// The key in the name of a message, calendar or contact file.
fn key_in(name: &str) -> Option<ItemKey> {
    let stem = name.strip_suffix(".ics").or_else(|| name.strip_suffix(".vcf"));
    match stem {
        Some(hex) => names::key_of(&format!("{hex}.cutover")),
        None => names::key_of(name),
    }
}

/// Calls `each` with the name of every file in `dir`; a folder that is not there has none.
pub(super) fn each_file(dir: &Path, each: &mut dyn FnMut(&str)) -> Result<(), TargetError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed("cannot read the folder", dir, &e)),
    };
    for entry in entries {
        let entry = entry.map_err(|e| failed("cannot read the folder", dir, &e))?;
        if let Some(name) = entry.file_name().to_str() {
            each(name);
        }
    }
    Ok(())
}
