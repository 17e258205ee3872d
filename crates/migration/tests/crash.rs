//! A process is killed a hundred times at random instants of a cutover; then source and target are compared.
//!
//! The killed process is this very test binary, started again with `CRASH_STATE` set.

// Helpers outside of #[test] functions may panic as they do.
#![allow(clippy::unwrap_used, reason = "a helper that cannot go on fails the test")]

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

/// Compares what is in `dir` with the source, and the accounts with both.
fn check(dir: &Path) {
    let organisation = organisation();
    compare(&organisation, &dir.join("mail"), &[]);
    let service = open(dir, &organisation, Arc::new(SystemClock));
    for user in service.users(&UserFilter::default()).unwrap() {
        let expected = organisation.items(&user.identity).len();
        assert_eq!(user.progress.synced_item_count, u64::try_from(expected).unwrap(), "{}", user.identity);
        assert_eq!(user.progress.skipped_item_count, 0);
    }
    assert_eq!(service.mailboxes(None).unwrap().len(), 6);
}

/// Kills processes at random instants of one cutover until it is done or `left` kills are used up, then lets it end
/// and compares. Answers the kills.
fn cutover_under_fire(random: &mut impl FnMut() -> u64, left: u32) -> u32 {
    let dir = tempfile::tempdir().unwrap();
    let mut killed = 0;
    while killed < left {
        let mut child = run(dir.path());
        std::thread::sleep(Duration::from_micros(random() % 110_000));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "a run failed");
            check(dir.path());
            return killed;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    assert!(run(dir.path()).wait().unwrap().success(), "the last run ends by itself");
    check(dir.path());
    killed
}

#[test]
fn a_hundred_kills_lose_nothing_and_double_nothing() {
    if std::env::var_os(STATE).is_some() {
        return;
    }
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let (mut killed, mut cutovers) = (0, 0);
    while killed < KILLS {
        killed += cutover_under_fire(&mut random, KILLS - killed);
        cutovers += 1;
        assert!(cutovers < 60, "the runs are too fast to be killed: {killed} kills");
    }
    println!("killed {killed} times over {cutovers} cutovers");
}
