//! The organisation: its people, what they may do, and what is in their mailboxes now.

use crate::content;
use crate::fault::{Fault, Faults};
use crate::mailbox::{FolderSpec, ItemSpec, folders, items};
use crate::people::{Recipient, RecipientKind, organisation};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use exchange::Secret;
use exchange::ews::{Item, ItemId, ResponseCode, ResponseError};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time; a rehearsal gives its virtual one.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Everything the servers answer from.
pub(crate) struct Organisation {
    pub(crate) seed: u64,
    pub(crate) domain: String,
    pub(crate) epoch: i64,
    pub(crate) people: Vec<Recipient>,
    pub(crate) password: Secret,
    pub(crate) faults: Faults,
    pub(crate) clock: Clock,
}

/// Index of the administrator.
pub(crate) const ADMINISTRATOR: usize = 0;
/// Index of the mailbox a missing permission is about.
pub(crate) const DENIED: usize = 2;

/// Seconds since 1970.
pub(crate) fn unix(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

impl Organisation {
    pub(crate) fn new(
        seed: u64,
        people: usize,
        domain: &str,
        epoch: i64,
        password: Secret,
        clock: Clock,
    ) -> Self {
        Self {
            seed,
            domain: domain.to_owned(),
            epoch,
            people: organisation(seed, people, domain),
            password,
            faults: Faults::default(),
            clock,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        unix((self.clock)())
    }

    /// A FILETIME of now.
    pub(crate) fn file_time(&self) -> u64 {
        let seconds = u64::try_from(self.now()).unwrap_or(0).saturating_add(11_644_473_600);
        seconds.saturating_mul(10_000_000)
    }

    /// NetBIOS name of the domain.
    pub(crate) fn netbios(&self) -> String {
        self.domain.split('.').next().unwrap_or_default().to_ascii_uppercase()
    }

    /// Host of the RPC proxy and of EWS.
    pub(crate) fn host(&self) -> String {
        format!("mail.{}", self.domain)
    }

    /// The server behind the proxy.
    pub(crate) fn exchange_server(&self) -> String {
        format!("ex01.{}", self.domain)
    }

    /// Whose account a login name is: `alias`, `alias@domain`, `DOMAIN\\alias`, with the domain apart or not.
    pub(crate) fn account(&self, user: &str, domain: &str) -> Option<&Recipient> {
        let (domain, user) = user.split_once('\\').unwrap_or((domain, user));
        let (user, domain) = user.split_once('@').unwrap_or((user, domain));
        let known = domain.is_empty()
            || domain.eq_ignore_ascii_case(&self.domain)
            || domain.eq_ignore_ascii_case(&self.netbios());
        let found = self
            .people
            .iter()
            .find(|one| one.kind == RecipientKind::Mailbox && one.alias.eq_ignore_ascii_case(user));
        found.filter(|_| known)
    }

    /// The account's password, if the wrong-password fault leaves it one.
    pub(crate) fn password_of(&self, user: &str, domain: &str) -> Option<Secret> {
        if self.faults.is_on(Fault::WrongPassword) {
            return None;
        }
        self.account(user, domain).map(|_| self.password.clone())
    }

    /// The object of an address, primary or other, or of a legacy DN.
    pub(crate) fn recipient(&self, address: &str) -> Option<&Recipient> {
        let is = |known: &str| known.eq_ignore_ascii_case(address);
        self.people
            .iter()
            .find(|one| is(&one.address) || is(&one.legacy_dn) || one.aliases.iter().any(|other| is(other)))
    }

    /// The mailbox of an address, if `caller` may open it.
    pub(crate) fn open_mailbox(&self, caller: usize, address: Option<&str>) -> Result<usize, ResponseError> {
        let Some(address) = address else { return Ok(caller) };
        let mailbox = self.recipient(address).filter(|one| one.kind == RecipientKind::Mailbox);
        let mailbox = mailbox.ok_or_else(|| {
            ResponseError::new(
                ResponseCode::ErrorNonExistentMailbox,
                "The SMTP address has no mailbox associated with it.",
            )
        })?;
        self.may_open(caller, mailbox.index)?;
        Ok(mailbox.index)
    }

    /// Whether `caller` may open a mailbox: his own; the administrator all but the denied one.
    pub(crate) fn may_open(&self, caller: usize, mailbox: usize) -> Result<(), ResponseError> {
        let denied = mailbox == DENIED && self.faults.is_on(Fault::MissingPermission);
        if caller == mailbox || (caller == ADMINISTRATOR && !denied) {
            return Ok(());
        }
        Err(ResponseError::new(
            ResponseCode::ErrorAccessDenied,
            "Access is denied. Check credentials and try again., Cannot open mailbox.",
        ))
    }

    /// A mailbox's folders at a time.
    pub(crate) fn folders(&self, mailbox: usize, at: i64) -> Vec<&'static FolderSpec> {
        folders(self.seed, mailbox, at.saturating_sub(self.epoch))
    }

    /// A folder's items at a time, in the order they came.
    pub(crate) fn items(&self, mailbox: usize, folder: &FolderSpec, at: i64) -> Vec<ItemSpec> {
        items(self.seed, mailbox, folder, self.epoch, at)
    }

    /// An item with its content.
    pub(crate) fn item(&self, spec: &ItemSpec) -> Item {
        let mut item = content::item(self.seed, &self.people, spec);
        item.id = Some(item_id(spec));
        item.parent = Some(folder_id(spec.mailbox, spec.folder));
        item
    }

    /// Whether an item can be listed but not read.
    pub(crate) fn is_corrupt(&self, spec: &ItemSpec) -> bool {
        self.faults.is_on(Fault::CorruptItems) && content::is_corrupt(spec)
    }
}

/// An item's id: its place. The change key changes with the read flag.
pub(crate) fn item_id(spec: &ItemSpec) -> ItemId {
    ItemId {
        id: encode_id('I', &[spec.mailbox.to_string(), spec.folder.to_string(), spec.number.to_string()]),
        change_key: Some(if spec.is_read { "CQAAAAE=" } else { "CQAAAAA=" }.to_owned()),
    }
}

/// A folder's id.
pub(crate) fn folder_id(mailbox: usize, key: u32) -> exchange::ews::FolderId {
    let id = encode_id('F', &[mailbox.to_string(), key.to_string()]);
    exchange::ews::FolderId { id, change_key: Some("AQAAAA==".to_owned()) }
}

fn encode_id(kind: char, parts: &[String]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{kind}.{}", parts.join(".")))
}

/// The numbers of an id of this kind.
pub(crate) fn decode_id<const N: usize>(kind: char, id: &str) -> Option<[u64; N]> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
    let numbers = text.strip_prefix(kind)?.strip_prefix('.')?;
    let parts: Vec<u64> = numbers.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}
