//! People and mail made from a seed: the same seed, the same organisation.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::super::SourcePerson;
use super::FakeOrganisation;
use crate::model::{
    FolderKind, FolderPath, ItemFlags, ItemHead, ItemKind, SourceIdentity, UserRecipientType,
};

/// How large a seeded organisation is.
#[derive(Debug, Clone)]
pub struct SeedOptions {
    /// Mailboxes.
    pub mailboxes: u32,
    /// Mail contacts.
    pub contacts: u32,
    /// Groups, with members from the mailboxes and contacts.
    pub groups: u32,
    /// Items of each mailbox.
    pub items: u32,
    /// Domain of everyone.
    pub domain: String,
    /// When the newest mail was received.
    pub newest: SystemTime,
    /// What all is made from.
    pub seed: u64,
}

impl Default for SeedOptions {
    fn default() -> Self {
        Self {
            mailboxes: 5,
            contacts: 2,
            groups: 2,
            items: 40,
            domain: "contoso.com".to_owned(),
            newest: SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000),
            seed: 1,
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
}

/// Folders of every mailbox: id, path, kind.
fn folders() -> Vec<(&'static str, FolderPath, FolderKind)> {
    let path = |names: &[&str]| FolderPath(names.iter().map(|name| (*name).to_owned()).collect());
    vec![
        ("inbox", FolderPath::inbox(), FolderKind::Mail),
        ("sent", path(&["Sent Items"]), FolderKind::Mail),
        ("projects", path(&["Projects"]), FolderKind::Mail),
        ("umlaut", path(&["Projects", "Größe & Gewicht v1.2"]), FolderKind::Mail),
        ("empty", path(&["Empty"]), FolderKind::Mail),
        ("calendar", path(&["Calendar"]), FolderKind::Calendar),
        ("contacts", path(&["Contacts"]), FolderKind::Contacts),
    ]
}

impl FakeOrganisation {
    /// An organisation made from a seed.
    pub fn seeded(password: &str, options: &SeedOptions) -> Arc<Self> {
        let organisation = Self::new(password);
        let mut random = Random(options.seed);
        let mut everyone = Vec::new();
        for n in 0..options.mailboxes {
            let identity = identity(&format!("user{n:04}"), &options.domain);
            let address = identity.smtp_address.clone();
            everyone.push(address.clone());
            organisation.add_person(SourcePerson { recipient_type: UserRecipientType::Mailbox, identity });
            for (id, path, kind) in folders() {
                organisation.add_folder(&address, &format!("{address}/{id}"), path, kind);
            }
            for item in 0..options.items {
                organisation.seed_item(&address, item, options.newest, &mut random);
            }
        }
        for n in 0..options.contacts {
            let mut identity = identity(&format!("contact{n:02}"), "partner.example");
            identity.external_address = Some(identity.smtp_address.clone());
            everyone.push(identity.smtp_address.clone());
            organisation.add_person(SourcePerson { recipient_type: UserRecipientType::Contact, identity });
        }
        for n in 0..options.groups {
            let mut identity = identity(&format!("group{n:02}"), &options.domain);
            identity.members = everyone.iter().filter(|_| random.below(3) == 0).cloned().collect();
            organisation.add_person(SourcePerson { recipient_type: UserRecipientType::Group, identity });
        }
        organisation
    }

    fn seed_item(&self, address: &str, n: u32, newest: SystemTime, random: &mut Random) {
        let (folder, kind, class) = match random.below(20) {
            0..=9 => ("inbox", ItemKind::Message, "IPM.Note"),
            10..=13 => ("sent", ItemKind::Message, "IPM.Note"),
            14..=15 => ("projects", ItemKind::Message, "IPM.Note"),
            16..=17 => ("umlaut", ItemKind::Message, "IPM.Note"),
            18 => ("calendar", ItemKind::Calendar, "IPM.Appointment"),
            _ => ("contacts", ItemKind::Contact, "IPM.Contact"),
        };
        let id = format!("{address}#{n}");
        let flags = ItemFlags {
            seen: random.below(3) > 0,
            replied: random.below(5) == 0,
            passed: random.below(20) == 0,
            flagged: random.below(10) == 0,
            draft: random.below(50) == 0,
        };
        let head = ItemHead {
            source_id: id.clone(),
            change_key: None,
            kind,
            item_class: class.to_owned(),
            subject: Some(format!("Item {n}")),
            sender: Some(address.to_owned()),
            size: 0,
            received: newest.checked_sub(Duration::from_secs(random.below(200_000_000))),
            flags,
        };
        let lines = usize::try_from(random.below(60)).unwrap_or(0);
        self.put(address, &format!("{address}/{folder}"), head, content(kind, &id, lines));
    }
}

fn identity(alias: &str, domain: &str) -> SourceIdentity {
    SourceIdentity {
        smtp_address: format!("{alias}@{domain}"),
        display_name: format!("{} Example", alias.to_uppercase()),
        alias: alias.to_owned(),
        legacy_dn: format!("/o=Source/ou=Exchange Administrative Group/cn=Recipients/cn={alias}"),
        proxy_addresses: vec![format!("{alias}.old@{domain}")],
        external_address: None,
        members: Vec::new(),
    }
}

fn content(kind: ItemKind, id: &str, lines: usize) -> Vec<u8> {
    let body = format!("{id}: The quick brown fox jumps over the lazy dog.\r\n").repeat(lines);
    let text = match kind {
        ItemKind::Message => {
            format!(
                "Message-ID: <{id}>\r\nSubject: {id}\r\nFrom: a@b.example\r\nTo: c@d.example\r\n\r\n{body}"
            )
        }
        ItemKind::Calendar => {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{id}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        }
        ItemKind::Contact => format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{id}\r\nEND:VCARD\r\n"),
    };
    text.into_bytes()
}
