//! Copying one folder page by page: each page's items are at the target before the page and its cursor are recorded.

use std::collections::{HashMap, VecDeque};

use tokio::sync::Semaphore;
use tokio::task::block_in_place;

use super::context::WorkerContext;
use super::mailbox::{OpenMailbox, PassError};
use super::patience::Patience;
use super::throttle::Throttle;
use super::turns::MEMORY_KIB;
use crate::model::{ItemHead, ItemKey, ItemOutcome, ItemRow, ReportLevel, SkipReason};
use crate::source::{Change, ChangePage, Content, Cursor, ItemFault, SourceError, SourceFolder};
use crate::store::{FolderRow, KnownItem, PageCommit, ReportOwner};
use crate::target::TargetFolder;

/// Changes asked for at a time.
const PAGE: usize = 100;
/// Items fetched together at most.
const GROUP_ITEMS: usize = 20;
/// Bytes fetched together at most; a larger item is fetched alone.
const GROUP_BYTES: u64 = 4 << 20;
/// Largest item that is migrated: Exchange Online's own limit.
pub(super) const ITEM_LIMIT: u64 = 150 << 20;
/// Times that the connection may break over one item, fetched alone, before the item is skipped.
const SUSPECT_LIMIT: u32 = 6;

/// Skipped items that a page tells of in the report.
const SKIPPED_LINES: usize = 10;

/// Items over which a fetch has failed as a whole, with the number of times.
#[derive(Debug, Default)]
pub(super) struct Suspects(HashMap<ItemKey, u32>);

impl Suspects {
    fn times(&self, key: ItemKey) -> u32 {
        self.0.get(&key).copied().unwrap_or(0)
    }

    fn accuse(&mut self, group: &[ItemHead]) {
        for head in group {
            *self.0.entry(head.key()).or_default() += 1;
        }
    }

    fn acquit(&mut self, group: &[ItemHead]) {
        for head in group {
            self.0.remove(&head.key());
        }
    }
}

/// The copying of one folder.
pub(super) struct FolderCopy<'a> {
    pub(super) context: &'a WorkerContext,
    pub(super) user_id: i64,
    pub(super) folder: &'a SourceFolder,
    pub(super) target: Box<dyn TargetFolder>,
    pub(super) memory: &'a Semaphore,
    pub(super) throttle: &'a Throttle,
    pub(super) suspects: &'a mut Suspects,
    pub(super) patience: &'a mut Patience,
}

/// What is to be done about the items of a page.
#[derive(Debug, Default)]
struct Plan {
    /// To be fetched and written.
    fetch: Vec<ItemHead>,
    /// Settled without fetching.
    settled: Vec<ItemRow>,
    /// Read marks to set.
    seen: Vec<(ItemKey, bool)>,
}

impl FolderCopy<'_> {
    /// Copies everything after `cursor`.
    pub(super) async fn run(
        &mut self,
        mailbox: &mut OpenMailbox,
        cursor: Option<String>,
    ) -> Result<(), PassError> {
        let mut cursor = cursor.map(Cursor);
        loop {
            let page = match mailbox.changes(self.folder, cursor.as_ref(), PAGE).await {
                Ok(page) => page,
                // The server has forgotten the place: begin the folder again. What is there already is known.
                Err(SourceError::CursorLost) if cursor.is_some() => {
                    cursor = None;
                    continue;
                }
                Err(error) => {
                    self.patience.after(error).await?;
                    continue;
                }
            };
            self.patience.restore();
            let stuck = !page.last && cursor.as_ref() == Some(&page.cursor) && page.changes.is_empty();
            if stuck {
                return Err(PassError::GaveUp(SourceError::Garbage {
                    server: "the source".to_owned(),
                    detail: format!(
                        "it says that folder {} has more, but shows nothing more",
                        self.folder.path
                    ),
                }));
            }
            let (items, bytes) = self.page(mailbox, &page, cursor.as_ref()).await?;
            self.throttle.calm();
            self.keep_pace(items, bytes).await;
            if page.last {
                return Ok(());
            }
            cursor = Some(page.cursor);
        }
    }

    async fn keep_pace(&mut self, items: usize, bytes: u64) {
        if let Some(pace) = self.context.pace
            && items > 0
        {
            self.patience.sleep(pace.cost(items, bytes)).await;
        }
    }

    /// Copies one page, which begins at `from`, and records it. Answers the items and bytes written.
    async fn page(
        &mut self,
        mailbox: &mut OpenMailbox,
        page: &ChangePage,
        from: Option<&Cursor>,
    ) -> Result<(usize, u64), PassError> {
        let plan = block_in_place(|| self.plan(page))?;
        let mut rows = plan.settled;
        let (mut items, mut bytes) = (0, 0);
        let mut groups = VecDeque::from(self.groups(plan.fetch));
        while let Some(group) = groups.pop_front() {
            let Some(copied) = self.copy_group(mailbox, &group, from).await? else {
                groups.extend(group.into_iter().map(|head| vec![head]));
                continue;
            };
            for row in copied {
                if let ItemOutcome::Copied { bytes: written } = row.outcome {
                    items += 1;
                    bytes += written;
                }
                rows.push(row);
            }
        }
        block_in_place(|| {
            for (key, seen) in plan.seen {
                self.target.set_seen(key, seen)?;
            }
            self.target.sync()?;
            let folder = FolderRow {
                source_id: self.folder.source_id.clone(),
                path: self.folder.path.clone(),
                cursor: Some(page.cursor.0.clone()),
            };
            let commit = PageCommit { lease: self.context.lease, user_id: self.user_id, folder, items: rows };
            self.context.store.commit_page(&commit).map_err(PassError::Store)?;
            self.report_skipped(&commit.items);
            Ok::<_, PassError>(())
        })?;
        Ok((items, bytes))
    }

    /// Tells of the first skipped items of a page; all of them are kept with the user.
    fn report_skipped(&self, rows: &[ItemRow]) {
        let skipped = rows.iter().filter_map(|row| match &row.outcome {
            ItemOutcome::Skipped(reason) => Some(reason),
            ItemOutcome::Copied { .. } => None,
        });
        for reason in skipped.take(SKIPPED_LINES) {
            let subject = reason.subject.as_deref().unwrap_or("(no subject)");
            let text = format!("Skipped '{subject}' in {}: {}", reason.folder_name, reason.failure);
            self.context.report(ReportOwner::User(self.user_id), ReportLevel::Warning, text);
        }
    }

    fn plan(&mut self, page: &ChangePage) -> Result<Plan, PassError> {
        let heads = latest_heads(page);
        let keys: Vec<ItemKey> = heads.iter().map(|(head, _)| head.key()).collect();
        let known = self.context.store.known_items(self.user_id, &keys)?;
        let mut plan = Plan::default();
        for (head, created) in heads {
            let key = head.key();
            match known.get(&key) {
                Some(item) if same_version(item, &head) => continue,
                // Written before a crash, or by a batch that was removed since.
                None if created => {
                    if let Some(bytes) = self.target.find(&head)? {
                        plan.settled.push(copied(&head, bytes));
                        continue;
                    }
                }
                _ => {}
            }
            if head.size > ITEM_LIMIT {
                let fault = ItemFault::TooLarge { size: head.size, limit: ITEM_LIMIT };
                plan.settled.push(self.skipped(&head, "LargeItem", &fault.to_string()));
            } else {
                plan.fetch.push(head);
            }
        }
        let read = page.changes.iter().filter_map(|change| match change {
            Change::ReadFlag { key, seen } => Some((*key, *seen)),
            _ => None,
        });
        plan.seen = read.collect();
        Ok(plan)
    }

    /// Parts the items into groups that are fetched together.
    fn groups(&self, heads: Vec<ItemHead>) -> Vec<Vec<ItemHead>> {
        let mut groups: Vec<Vec<ItemHead>> = Vec::new();
        let (mut size, mut open) = (0, false);
        for head in heads {
            let alone = self.suspects.times(head.key()) > 0;
            let fits = open && !alone && size + head.size <= GROUP_BYTES;
            match groups.last_mut() {
                Some(group) if fits && group.len() < GROUP_ITEMS => {
                    size += head.size;
                    group.push(head);
                }
                _ => {
                    (size, open) = (head.size, !alone);
                    groups.push(vec![head]);
                }
            }
        }
        groups
    }

    /// Copies items that are fetched together. `None` when they are to be fetched one by one.
    async fn copy_group(
        &mut self,
        mailbox: &mut OpenMailbox,
        group: &[ItemHead],
        from: Option<&Cursor>,
    ) -> Result<Option<Vec<ItemRow>>, PassError> {
        loop {
            let error = match self.fetch_and_write(mailbox, group).await {
                Ok(rows) => return Ok(Some(rows)),
                Err(PassError::Source(error)) => error,
                Err(other) => return Err(other),
            };
            let broke = matches!(
                error,
                SourceError::Dropped { .. }
                    | SourceError::Garbage { .. }
                    | SourceError::Http { .. }
                    | SourceError::Timeout { .. }
            );
            self.patience.after(error).await?;
            // A source that answers everything but this has something against these items.
            if broke && mailbox.changes(self.folder, from, 1).await.is_ok() {
                self.patience.restore();
                self.suspects.accuse(group);
                match group {
                    [head] if self.suspects.times(head.key()) >= SUSPECT_LIMIT => {
                        let text = "the connection to the source breaks whenever this item is fetched";
                        return Ok(Some(vec![self.skipped(head, "CorruptItem", text)]));
                    }
                    [_] => {}
                    _ => return Ok(None),
                }
            }
        }
    }

    /// Holds memory for the items over the fetch and the writing, never over a wait on the clock.
    async fn fetch_and_write(
        &mut self,
        mailbox: &mut OpenMailbox,
        group: &[ItemHead],
    ) -> Result<Vec<ItemRow>, PassError> {
        let kib = group.iter().map(|head| head.size / 1024 + 1).sum::<u64>();
        let kib = u32::try_from(kib.min(u64::try_from(MEMORY_KIB).unwrap_or(u64::MAX))).unwrap_or(u32::MAX);
        // The semaphore is never closed.
        let _memory = self.memory.acquire_many(kib).await;
        let fetched = mailbox.fetch(group).await?;
        if fetched.len() != group.len() {
            let detail = format!("{} items were asked for, {} came", group.len(), fetched.len());
            return Err(SourceError::Garbage { server: "the source".to_owned(), detail }.into());
        }
        self.patience.restore();
        self.suspects.acquit(group);
        block_in_place(|| {
            let pairs = group.iter().zip(fetched);
            pairs.filter_map(|(head, item)| self.write(head, item).transpose()).collect()
        })
    }

    fn write(
        &mut self,
        head: &ItemHead,
        item: Result<Content, ItemFault>,
    ) -> Result<Option<ItemRow>, PassError> {
        match item {
            Ok(content) => {
                let flags = content.flags.unwrap_or(head.flags);
                let head = &ItemHead { received: content.received.or(head.received), ..head.clone() };
                let bytes = self.target.deliver(head, flags, &content.bytes)?;
                Ok(Some(copied(head, bytes)))
            }
            // What is deleted at the source before it was copied is not missed.
            Err(ItemFault::Gone) => Ok(None),
            Err(fault @ ItemFault::TooLarge { .. }) => {
                Ok(Some(self.skipped(head, "LargeItem", &fault.to_string())))
            }
            Err(fault @ ItemFault::Corrupt(_)) => {
                Ok(Some(self.skipped(head, "CorruptItem", &fault.to_string())))
            }
        }
    }

    fn skipped(&self, head: &ItemHead, kind: &str, failure: &str) -> ItemRow {
        let reason = SkipReason {
            kind: kind.to_owned(),
            folder_name: self.folder.path.to_string(),
            subject: head.subject.clone(),
            sender: head.sender.clone(),
            message_class: head.item_class.clone(),
            message_size: head.size,
            date_received: head.received,
            failure: failure.to_owned(),
        };
        ItemRow {
            key: head.key(),
            outcome: ItemOutcome::Skipped(reason),
            change_key: head.change_key.clone(),
        }
    }
}

/// The last word of a page on each item, with whether the page says that it is new.
fn latest_heads(page: &ChangePage) -> Vec<(ItemHead, bool)> {
    let mut heads: Vec<(ItemHead, bool)> = Vec::new();
    let mut at: HashMap<ItemKey, usize> = HashMap::new();
    for change in &page.changes {
        let (head, created) = match change {
            Change::Create(head) => (head, true),
            Change::Update(head) => (head, false),
            Change::ReadFlag { .. } | Change::Delete(_) => continue,
        };
        match at.get(&head.key()).and_then(|at| heads.get_mut(*at)) {
            Some((kept, _)) => kept.clone_from(head),
            None => {
                at.insert(head.key(), heads.len());
                heads.push((head.clone(), created));
            }
        }
    }
    heads
}

fn same_version(item: &KnownItem, head: &ItemHead) -> bool {
    item.change_key == head.change_key
}

fn copied(head: &ItemHead, bytes: u64) -> ItemRow {
    ItemRow { key: head.key(), outcome: ItemOutcome::Copied { bytes }, change_key: head.change_key.clone() }
}
