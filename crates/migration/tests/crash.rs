//! A process is killed a hundred times at random instants of a cutover; then source and target are compared.
//!
//! The killed process is this very test binary, started again with `CRASH_STATE` set.

// Helpers outside of #[test] functions may panic as they do.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{PASSWORD, compare, cutover, endpoint, open, open_as};
use migration::clock::SystemClock;
use migration::model::{AcceptedDomainType, BatchStatus};
use migration::service::{ServiceError, UserFilter};
use migration::source::fake::{FakeOrganisation, Faults, SeedOptions};
use migration::store::Durability;

const STATE: &str = "CRASH_STATE";
const KILLS: u32 = 100;

/// The same people and items in every process.
fn organisation() -> Arc<FakeOrganisation> {
    let options =
        SeedOptions { mailboxes: 6, items: 900, contacts: 3, groups: 3, seed: 7, ..SeedOptions::default() };
    let organisation = FakeOrganisation::seeded(PASSWORD, &options);
    organisation.set_faults(Faults { drop_every: Some(61), ..Faults::default() });
    organisation
}

/// What the killed process does: everything from the accepted domain on, as far as it has not been done.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(STATE).map(PathBuf::from) else { return };
    let service = open_as(&dir, &organisation(), Arc::new(SystemClock), Durability::Durable);
    let ignore_existing = |outcome: Result<(), ServiceError>| {
        if let Err(error) = outcome {
            assert_eq!(error.kind(), migration::service::ErrorKind::AlreadyExists, "{error}");
        }
    };
    ignore_existing(
        service
            .new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative)
            .map(drop),
    );
    ignore_existing(service.new_endpoint(endpoint("CutoverEndpoint")).map(drop));
    ignore_existing(service.new_batch(cutover("CutoverBatch", false)).map(drop));
    if service.batch("CutoverBatch").unwrap().status == BatchStatus::Created {
        service.start_batch("CutoverBatch").unwrap();
    }
    service.start_worker().unwrap();
    let end = Instant::now() + Duration::from_secs(120);
    while service.batch("CutoverBatch").unwrap().status != BatchStatus::Synced {
        assert!(Instant::now() < end, "{:?}", service.status_summary());
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn run(dir: &Path) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(STATE, dir);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Items recorded as copied so far.
fn copied(dir: &Path) -> u64 {
    let service = open(dir, &FakeOrganisation::new(PASSWORD), Arc::new(SystemClock));
    service.users(&UserFilter::default()).unwrap().iter().map(|user| user.progress.synced_item_count).sum()
}

#[test]
fn a_hundred_kills_lose_nothing_and_double_nothing() {
    if std::env::var_os(STATE).is_some() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let (mut killed, mut finished) = (0, 0);
    while killed < KILLS && finished < 3 {
        let mut child = run(dir.path());
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % 110_000));
        if child.try_wait().unwrap().is_some() {
            finished += 1;
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    let done = copied(dir.path());
    println!("killed {killed} times, {finished} runs were faster; {done} items were copied by then");
    assert!(done > 500, "the kills came too early to interrupt anything");
    assert!(run(dir.path()).wait().unwrap().success(), "the last run ends by itself");
    let organisation = organisation();
    compare(&organisation, &dir.path().join("mail"), &[]);
    let service = open(dir.path(), &organisation, Arc::new(SystemClock));
    for user in service.users(&UserFilter::default()).unwrap() {
        let expected = organisation.items(&user.identity).len();
        assert_eq!(user.progress.synced_item_count, u64::try_from(expected).unwrap(), "{}", user.identity);
        assert_eq!(user.progress.skipped_item_count, 0);
    }
    assert_eq!(service.mailboxes(None).unwrap().len(), 6);
    assert!(killed >= KILLS / 2, "the runs are too fast to be killed: {killed}");
}
