//! What is really there, for comparing with what was migrated.

use crate::fault::Fault;
use crate::mailbox::FolderSpec;
use crate::organisation::{DENIED, Organisation, item_id};
use crate::people::{Recipient, RecipientKind};
use exchange::ews::{FlagStatus, Importance};

/// The whole organisation at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// All mailboxes, the administrator's first.
    pub mailboxes: Vec<MailboxTruth>,
    /// Contacts.
    pub contacts: Vec<Recipient>,
    /// Groups; members are addresses.
    pub groups: Vec<GroupTruth>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTruth {
    /// Address.
    pub address: String,
    /// Name.
    pub display_name: String,
    /// Addresses of its members, groups among them.
    pub members: Vec<String>,
}

/// A mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxTruth {
    /// Whose.
    pub recipient: Recipient,
    /// Whether the administrator may not open it.
    pub denied: bool,
    /// Folders below the top, parents before children.
    pub folders: Vec<FolderTruth>,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderTruth {
    /// Names from the top.
    pub path: Vec<String>,
    /// Class.
    pub class: String,
    /// Whether clients hide it.
    pub hidden: bool,
    /// Items in the order they came.
    pub items: Vec<ItemTruth>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTruth {
    /// Id in EWS.
    pub id: String,
    /// `Message`, `CalendarItem`, `Contact`, `Task`.
    pub kind: String,
    /// Subject.
    pub subject: Option<String>,
    /// `Message-ID` field.
    pub message_id: Option<String>,
    /// Unix seconds.
    pub received: i64,
    /// Whether it is read.
    pub is_read: bool,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// Whether it is of high importance.
    pub is_important: bool,
    /// Categories.
    pub categories: Vec<String>,
    /// The MIME content, where there is one.
    pub mime: Option<Vec<u8>>,
    /// Whether it can be listed but never read.
    pub corrupt: bool,
}

pub(crate) fn truth(organisation: &Organisation, at: i64) -> Truth {
    let of = |kind| organisation.people.iter().filter(move |one| one.kind == kind);
    let address = |index: &usize| organisation.people.get(*index).map(|member| member.address.clone());
    Truth {
        mailboxes: of(RecipientKind::Mailbox).map(|one| mailbox(organisation, one, at)).collect(),
        contacts: of(RecipientKind::Contact).cloned().collect(),
        groups: of(RecipientKind::Group)
            .map(|group| GroupTruth {
                address: group.address.clone(),
                display_name: group.display_name.clone(),
                members: group.members.iter().filter_map(address).collect(),
            })
            .collect(),
    }
}

fn mailbox(organisation: &Organisation, recipient: &Recipient, at: i64) -> MailboxTruth {
    let all = organisation.folders(recipient.index, at);
    let below_top = |folder: &&&FolderSpec| folder.key > 1;
    MailboxTruth {
        recipient: recipient.clone(),
        denied: recipient.index == DENIED && organisation.faults.is_on(Fault::MissingPermission),
        folders: all
            .iter()
            .filter(below_top)
            .map(|spec| folder(organisation, recipient.index, &all, spec, at))
            .collect(),
    }
}

fn folder(
    organisation: &Organisation,
    mailbox: usize,
    all: &[&'static FolderSpec],
    spec: &FolderSpec,
    at: i64,
) -> FolderTruth {
    let mut path = vec![spec.name.to_owned()];
    let mut parent = spec.parent;
    while let Some(above) = all.iter().find(|folder| Some(folder.key) == parent && folder.key > 1) {
        path.insert(0, above.name.to_owned());
        parent = above.parent;
    }
    let items = organisation.items(mailbox, spec, at);
    let items = items.iter().map(|one| {
        let item = organisation.item(one);
        ItemTruth {
            id: item_id(one).id,
            kind: item.kind.0,
            subject: item.subject,
            message_id: item.internet_message_id,
            received: one.received,
            is_read: one.is_read,
            is_flagged: item.flag == Some(FlagStatus::Flagged),
            is_important: item.importance == Some(Importance::High),
            categories: item.categories,
            mime: item.mime_content,
            corrupt: organisation.is_corrupt(one),
        }
    });
    FolderTruth { path, class: spec.class.to_owned(), hidden: spec.hidden, items: items.collect() }
}
