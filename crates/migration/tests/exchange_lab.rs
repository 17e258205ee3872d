//! Whole cutovers from the practice organisation over the wire, with every fault it knows.
// Helpers outside of #[test] functions may panic as they do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that cannot go on fails the test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use common::{DAY, cutover, endpoint};
use exchange_lab::{Fault, Lab, MailboxTruth};
use migration::clock::{Clock, Participant, Role, VirtualClock};
use migration::model::{AcceptedDomainType, AuthenticationMethod, BatchStatus, ItemKey, UserStatus};
use migration::secrets::Credential;
use migration::service::{NewEndpoint, Service, ServiceOptions, UserFilter, UserStatisticsOptions};
use migration::source::exchange::{ExchangeConnector, NetworkOptions, Pin};
use migration::store::Durability;

struct Rig {
    service: Service,
    clock: VirtualClock,
    shell: Participant,
    lab: Lab,
    dir: tempfile::TempDir,
    _runtime: tokio::runtime::Runtime,
}

fn rig() -> Rig {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let clock = VirtualClock::new(SystemTime::now());
    let shell = clock.register("shell", Role::Shell);
    let tells = clock.clone();
    let builder = Lab::builder().people(6).seed(3).domain("contoso.com").clock(Arc::new(move || tells.now()));
    let lab = runtime.block_on(builder.start()).unwrap();
    let pin = Pin { host: "*".into(), address: lab.addr().ip(), port: Some(lab.addr().port()) };
    let network = NetworkOptions {
        ca_pem: vec![lab.ca_pem().as_bytes().to_vec()],
        system_roots: false,
        pins: vec![pin],
        only_pins: true,
        answer_timeout: Duration::from_millis(400),
        clock: Arc::new(clock.clone()),
        ..NetworkOptions::default()
    };
    let dir = tempfile::tempdir().unwrap();
    let mut options = ServiceOptions::new(
        dir.path().join("state"),
        dir.path().join("mail"),
        ExchangeConnector::new(network),
    );
    options.clock = Arc::new(clock.clone());
    options.durability = Durability::Throwaway;
    Rig { service: Service::open(options).unwrap(), clock, shell, lab, dir, _runtime: runtime }
}

impl Rig {
    fn new_endpoint(&self, authentication: AuthenticationMethod) -> NewEndpoint {
        let administrator = self.lab.administrator();
        NewEndpoint {
            credential: Credential::new(administrator.login_name(), administrator.password.expose()),
            authentication,
            ..endpoint("CutoverEndpoint")
        }
    }

    fn start(&self, authentication: AuthenticationMethod, fault: Option<Fault>) {
        self.service
            .new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative)
            .unwrap();
        self.service.new_endpoint(self.new_endpoint(authentication)).unwrap();
        if let Some(fault) = fault {
            self.lab.faults().set(fault, true);
        }
        self.service.start_worker().unwrap();
        self.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    }

    fn sleep(&mut self, time: Duration) {
        let until = self.clock.now() + time;
        self.shell.sleep_blocking(until, &|| false);
    }

    fn wait_for(&mut self, status: BatchStatus) {
        for _ in 0..3000 {
            let batch = self.service.batch("CutoverBatch").unwrap();
            if batch.status == status {
                return;
            }
            assert_ne!(batch.status, BatchStatus::Failed, "{:?}", batch.message);
            self.sleep(Duration::from_secs(60));
        }
        panic!("{:?}", self.service.status_summary());
    }

    fn compare(&self) {
        self.service.settle();
        let users = self.service.users(&UserFilter::default()).unwrap();
        let mut mailboxes = 0;
        for truth in self.lab.truth().mailboxes {
            let Some(user) = users.iter().find(|user| user.identity == truth.recipient.address) else {
                assert!(truth.recipient.hidden, "{} was not migrated", truth.recipient.address);
                continue;
            };
            if user.status() == UserStatus::Failed {
                continue;
            }
            mailboxes += 1;
            // Mail that has arrived since the last pass began may be there, and need not.
            let then = self.lab.truth_at(user.progress.last_successful_sync.unwrap()).mailboxes;
            let then = then.into_iter().find(|then| then.recipient == truth.recipient).unwrap();
            compare(&then, &truth, &self.dir.path().join("mail").join(&user.identity));
        }
        assert!(mailboxes >= 4, "{mailboxes}");
    }
}

/// Every item that the source had `then` and that can be read is there once, with its content and marks; nothing is
/// there that the source does not have `now`.
fn compare(then: &MailboxTruth, now: &MailboxTruth, dir: &Path) {
    let mut found: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                dirs.push(path);
            } else if name != "maildirfolder" {
                let key = name.split(['.', ':']).next().unwrap().to_owned();
                found.entry(key).or_default().push((name, std::fs::read(path).unwrap()));
            }
        }
    }
    let who = &then.recipient.address;
    for item in then.folders.iter().filter(|folder| !folder.hidden).flat_map(|folder| &folder.items) {
        let files = found.get(&ItemKey::of(&item.id).to_string()).map_or(&[][..], Vec::as_slice);
        if item.corrupt {
            assert!(files.is_empty());
            continue;
        }
        let [(name, content)] = files else {
            panic!("{who}: {:?} is there {} times", item.subject, files.len())
        };
        if item.kind == "Message" {
            assert_eq!(
                name.split_once(":2,").is_some_and(|(_, marks)| marks.contains('S')),
                item.is_read,
                "{name}"
            );
            assert_eq!(
                name.split_once(":2,").is_some_and(|(_, marks)| marks.contains('F')),
                item.is_flagged,
                "{name}"
            );
        }
        if let Some(mime) = item.mime.as_ref().filter(|_| item.kind == "Message") {
            assert!(content == mime, "{who}: {:?} has another content", item.subject);
        }
    }
    let items = now.folders.iter().filter(|folder| !folder.hidden).flat_map(|folder| &folder.items);
    let known: BTreeSet<String> = items.map(|item| ItemKey::of(&item.id).to_string()).collect();
    assert!(found.keys().all(|key| known.contains(key)), "{who}: items that the source does not have");
    assert!(found.values().all(|files| files.len() == 1), "{who}: items that are there twice");
}

fn with_fault(fault: Fault) -> Rig {
    let mut rig = rig();
    rig.start(AuthenticationMethod::Basic, Some(fault));
    rig.wait_for(BatchStatus::Synced);
    rig.compare();
    rig
}

#[test]
fn four_days_of_a_healthy_organisation() {
    let mut rig = rig();
    rig.start(AuthenticationMethod::Basic, None);
    rig.wait_for(BatchStatus::Synced);
    rig.compare();
    let items = |rig: &Rig| rig.service.status_summary().unwrap().batches[0].synced_items;
    let first = items(&rig);
    // Mail arrives all the time: what had arrived by the last sync is there.
    rig.sleep(4 * DAY);
    rig.service.settle();
    assert!(items(&rig) > first, "mail went on arriving");
    let contacts = rig.lab.truth().contacts.len();
    let groups = rig.lab.truth().groups.len();
    assert!(rig.service.recipients(&Default::default()).unwrap().len() >= contacts + groups + 5);
}

#[test]
fn ntlm_logs_on_too() {
    let mut rig = rig();
    rig.start(AuthenticationMethod::Ntlm, None);
    rig.wait_for(BatchStatus::Synced);
    rig.compare();
}

#[test]
fn throttling() {
    with_fault(Fault::Throttling);
}

#[test]
fn dropped_connections() {
    with_fault(Fault::DroppedConnections);
}

#[test]
fn garbage_answers() {
    with_fault(Fault::GarbageAnswers);
}

#[test]
fn a_server_that_hangs() {
    with_fault(Fault::Hang);
}

#[test]
fn a_server_that_dies_and_comes_back() {
    with_fault(Fault::DyingServer);
}

#[test]
fn corrupt_items_are_skipped_and_told() {
    let rig = with_fault(Fault::CorruptItems);
    let options = UserStatisticsOptions { include_skipped_items: true, ..Default::default() };
    let mut skipped = 0;
    for user in rig.service.users(&UserFilter::default()).unwrap() {
        skipped += rig.service.user_statistics(&user.identity, options).unwrap().skipped_items.len();
    }
    let corrupt =
        |m: &MailboxTruth| m.folders.iter().flat_map(|f| &f.items).filter(|item| item.corrupt).count();
    let migrated = |m: &&MailboxTruth| !m.recipient.hidden;
    assert_eq!(skipped, rig.lab.truth().mailboxes.iter().filter(migrated).map(corrupt).sum::<usize>());
    assert!(skipped > 3);
}

#[test]
fn a_missing_permission_is_named() {
    let mut rig = rig();
    rig.start(AuthenticationMethod::Basic, Some(Fault::MissingPermission));
    rig.wait_for(BatchStatus::SyncedWithErrors);
    rig.compare();
    let denied = rig.lab.denied_mailbox().unwrap().to_owned();
    let error = rig.service.user(&denied).unwrap().error.unwrap();
    assert!(error.remedy.unwrap().contains(&format!("Add-MailboxPermission -Identity '{denied}'")));
    rig.lab.faults().set(Fault::MissingPermission, false);
    rig.service.start_batch("CutoverBatch").unwrap();
    rig.wait_for(BatchStatus::Synced);
    rig.compare();
}

#[test]
fn certificates_and_passwords_are_told_apart() {
    for (fault, words) in [
        (Fault::UntrustedCertificate, "issuer is not known"),
        (Fault::ExpiredCertificate, "it has expired"),
        (Fault::WrongPassword, "401"),
    ] {
        let rig = rig();
        rig.lab.faults().set(fault, true);
        let error = rig.service.new_endpoint(rig.new_endpoint(AuthenticationMethod::Basic)).unwrap_err();
        let told = format!("{error} {:?}", error.causes());
        assert!(told.contains(words), "{fault}: {told}");
    }
}
