//! What the tests of this crate share: a practice organisation, a service over it, and an exact comparison.
// Each test binary uses its own part, and what is only called from tests may panic as they do.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers shared by test programs that do not all use each, and that fail the test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use migration::clock::{Clock, Participant, Role, VirtualClock};
use migration::model::{
    AcceptedDomainType, AuthenticationMethod, BatchSettings, BatchStatus, ItemFlags, ItemKind, MigrationType,
    SlotLimits, SourceAddress,
};
use migration::secrets::Credential;
use migration::service::{NewBatch, NewEndpoint, Service, ServiceOptions, TargetOptions};
use migration::source::fake::{FakeConnector, FakeOrganisation};
use migration::store::Durability;

pub(crate) const PASSWORD: &str = "Practice-1";
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// A service over a practice organisation on a virtual clock.
pub(crate) struct Rig {
    pub(crate) organisation: Arc<FakeOrganisation>,
    pub(crate) service: Service,
    pub(crate) clock: VirtualClock,
    pub(crate) shell: Participant,
    pub(crate) dir: tempfile::TempDir,
}

impl Rig {
    pub(crate) fn new(organisation: Arc<FakeOrganisation>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = VirtualClock::new(SystemTime::UNIX_EPOCH + DAY * 20_000);
        let shell = clock.register("shell", Role::Shell);
        let service = open(dir.path(), &organisation, Arc::new(clock.clone()));
        Self { organisation, service, clock, shell, dir }
    }

    /// Another process takes over: the service is closed and opened again on the same state.
    pub(crate) fn reopen(&mut self) {
        let other = tempfile::tempdir().unwrap();
        let placeholder = open(other.path(), &self.organisation, Arc::new(self.clock.clone()));
        drop(std::mem::replace(&mut self.service, placeholder));
        self.service = open(self.dir.path(), &self.organisation, Arc::new(self.clock.clone()));
    }

    pub(crate) fn maildirs(&self) -> PathBuf {
        self.dir.path().join("mail")
    }

    pub(crate) fn sleep(&mut self, time: Duration) {
        let until = self.clock.now() + time;
        assert!(self.shell.sleep_blocking(until, &|| false));
    }

    /// Polls as a runbook does until the batch has the status.
    pub(crate) fn wait_for(&mut self, batch: &str, status: BatchStatus) {
        let limit = self.clock.now() + 30 * DAY;
        loop {
            let now = self.service.batch(batch).unwrap();
            if now.status == status {
                return;
            }
            assert!(self.clock.now() < limit, "{batch} is {} for ever: {:?}", now.status, now.message);
            self.sleep(Duration::from_secs(60));
        }
    }

    /// A cutover from the accepted domain to the running batch.
    pub(crate) fn start_cutover(&self) {
        prepare(&self.service);
        self.service.start_worker().unwrap();
        self.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    }

    pub(crate) fn assert_same(&self) {
        // The worker may have been woken at this very instant too.
        self.service.settle();
        compare(&self.organisation, &self.maildirs(), &[]);
    }
}

pub(crate) fn open(dir: &Path, organisation: &Arc<FakeOrganisation>, clock: Arc<dyn Clock>) -> Service {
    open_as(dir, organisation, clock, Durability::Throwaway)
}

pub(crate) fn open_as(
    dir: &Path,
    organisation: &Arc<FakeOrganisation>,
    clock: Arc<dyn Clock>,
    durability: Durability,
) -> Service {
    let connector = FakeConnector::new(Arc::clone(organisation));
    let mut options = ServiceOptions::new(dir.join("state"), dir.join("mail"), connector);
    options.clock = clock;
    options.durability = durability;
    options.target = TargetOptions::Maildir(dir.join("mail"));
    options.submitted_by = "admin@contoso.com".to_owned();
    Service::open(options).unwrap()
}

pub(crate) fn endpoint(name: &str) -> NewEndpoint {
    NewEndpoint {
        name: name.to_owned(),
        endpoint_type: MigrationType::ExchangeOutlookAnywhere,
        address: SourceAddress {
            use_autodiscover: true,
            email_address: Some("administrator@contoso.com".to_owned()),
            ..SourceAddress::default()
        },
        credential: Credential::new("administrator@contoso.com", PASSWORD),
        authentication: AuthenticationMethod::Basic,
        mailbox_permission: None,
        accept_untrusted_certificates: false,
        limits: SlotLimits::default(),
        skip_verification: false,
    }
}

pub(crate) fn cutover(name: &str, auto_start: bool) -> NewBatch {
    NewBatch { name: name.to_owned(), settings: BatchSettings::cutover("CutoverEndpoint"), auto_start }
}

pub(crate) fn prepare(service: &Service) {
    service.new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative).unwrap();
    service.new_endpoint(endpoint("CutoverEndpoint")).unwrap();
}

/// Files of a mailbox by folder and content, each with how often it is there.
type Contents = BTreeMap<(String, Vec<u8>, String), u32>;

/// Compares source and target item by item: folder, content, marks; nothing lost, nothing twice. `skipped` are the
/// source ids that are not expected.
pub(crate) fn compare(organisation: &FakeOrganisation, root: &Path, skipped: &[&str]) {
    for address in organisation.mailboxes() {
        let mut expected = Contents::new();
        for item in organisation.items(&address) {
            if skipped.contains(&item.head.source_id.as_str()) {
                continue;
            }
            let marks = match item.head.kind {
                ItemKind::Message => marks(item.head.flags),
                _ => String::new(),
            };
            *expected.entry((folder_name(&item.path.to_string()), item.content, marks)).or_default() += 1;
        }
        let found = contents(&root.join(&address));
        for (key, n) in &expected {
            let there = found.get(key).copied().unwrap_or(0);
            assert_eq!(
                there,
                *n,
                "{address} {} {}: is there {there} times",
                key.0,
                String::from_utf8_lossy(&key.1)
            );
        }
        for (key, n) in &found {
            assert!(expected.contains_key(key), "{address}: {n} of {} are not at the source", key.0);
        }
    }
}

fn folder_name(path: &str) -> String {
    path.to_owned()
}

fn marks(flags: ItemFlags) -> String {
    let letters = [
        (flags.draft, 'D'),
        (flags.flagged, 'F'),
        (flags.passed, 'P'),
        (flags.replied, 'R'),
        (flags.seen, 'S'),
    ];
    letters.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect()
}

/// Reads a mailbox as a mail reader would, with folder names decoded by hand.
pub(crate) fn contents(mailbox: &Path) -> Contents {
    let mut found = Contents::new();
    let maildir = mailbox.join("Maildir");
    for entry in std::fs::read_dir(&maildir).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        match name.as_str() {
            "cur" | "new" => read_messages(&entry.path(), "/Inbox", &mut found),
            "tmp" => {}
            name => {
                let path = match name {
                    ".Sent Items" => "/Sent Items",
                    ".Projects" => "/Projects",
                    ".Projects.Gr&APYA3w-e &- Gewicht v1&,w4-2" => "/Projects/Größe & Gewicht v1.2",
                    ".Empty" => "/Empty",
                    other => panic!("unexpected folder {other}"),
                };
                for part in ["cur", "new"] {
                    read_messages(&entry.path().join(part), path, &mut found);
                }
            }
        }
    }
    for (beside, extension) in [("Calendar", "ics"), ("Contacts", "vcf")] {
        for entry in std::fs::read_dir(mailbox.join(beside).join(beside)).into_iter().flatten() {
            let path = entry.unwrap().path();
            assert_eq!(path.extension().and_then(|e| e.to_str()), Some(extension));
            let key = (format!("/{beside}"), std::fs::read(&path).unwrap(), String::new());
            *found.entry(key).or_default() += 1;
        }
    }
    found
}

fn read_messages(dir: &Path, folder: &str, found: &mut Contents) {
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let marks = name.split_once(":2,").map_or("", |(_, marks)| marks).to_owned();
        *found.entry((folder.to_owned(), std::fs::read(&path).unwrap(), marks)).or_default() += 1;
    }
}
