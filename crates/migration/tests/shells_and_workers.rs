//! Shells and workers meet only in the store: several processes, several threads, paced rehearsals.
// Helpers outside of #[test] functions may panic as they do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that cannot go on fails the test")]

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use common::{DAY, PASSWORD, Rig, cutover, open, prepare};
use migration::clock::{Clock, Role, SystemClock, VirtualClock};
use migration::model::{BatchStatus, UserStatus};
use migration::service::{NewBatch, Service, ServiceOptions, UserFilter, WorkerStart};
use migration::source::fake::{FakeConnector, FakeOrganisation, SeedOptions};
use migration::store::Durability;
use migration::worker::Pace;

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn one_process_works_and_another_one_wishes() {
    let dir = tempfile::tempdir().unwrap();
    let organisation = FakeOrganisation::seeded(PASSWORD, &SeedOptions::default());
    let (worker, shell) = (
        open(dir.path(), &organisation, Arc::new(SystemClock)),
        open(dir.path(), &organisation, Arc::new(SystemClock)),
    );
    prepare(&shell);
    assert_eq!(worker.start_worker().unwrap(), WorkerStart::Started);
    assert_eq!(worker.start_worker().unwrap(), WorkerStart::Running);
    let WorkerStart::HeldBy(Some(holder)) = shell.start_worker().unwrap() else {
        panic!("one worker at a time")
    };
    assert!(holder.holder.ends_with(&std::process::id().to_string()));
    assert!(!shell.worker_running());
    shell.new_batch(cutover("CutoverBatch", true)).unwrap();
    assert!(shell.is_syncing().unwrap());
    until("the sync", || shell.batch("CutoverBatch").unwrap().status == BatchStatus::Synced);
    assert!(!shell.is_syncing().unwrap() && shell.has_incremental_syncs().unwrap());
    // The worker's process ends: the shell's takes over at once.
    drop(worker);
    assert_eq!(shell.start_worker().unwrap(), WorkerStart::Started);
    shell.stop_batch("CutoverBatch").unwrap();
    until("the stop", || shell.batch("CutoverBatch").unwrap().status == BatchStatus::Stopped);
    shell.remove_batch("CutoverBatch").unwrap();
    until("the removal", || shell.batches().unwrap().is_empty());
    common::compare(&organisation, &dir.path().join("mail"), &[]);
}

#[test]
fn a_wish_written_without_a_worker_is_carried_out_by_the_next() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions::default()));
    prepare(&rig.service);
    rig.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    rig.sleep(DAY);
    assert_eq!(rig.service.batch("CutoverBatch").unwrap().status, BatchStatus::Starting);
    rig.reopen();
    rig.service.start_worker().unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.assert_same();
}

fn paced(dir: &std::path::Path) -> (Service, VirtualClock) {
    let options = SeedOptions { mailboxes: 30, items: 250, ..SeedOptions::default() };
    let connector = FakeConnector::new(FakeOrganisation::seeded(PASSWORD, &options));
    let clock = VirtualClock::new(SystemTime::UNIX_EPOCH + DAY * 20_000);
    let mut options = ServiceOptions::new(dir.join("state"), dir.join("mail"), connector);
    options.clock = Arc::new(clock.clone());
    options.durability = Durability::Throwaway;
    options.pace = Some(Pace {
        per_page: Duration::from_secs(2),
        per_item: Duration::from_millis(300),
        bytes_per_second: 100_000,
    });
    (Service::open(options).unwrap(), clock)
}

/// What a runbook's polling loop sees, minute by minute.
fn history() -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let (service, clock) = paced(dir.path());
    let mut shell = clock.register("shell", Role::Shell);
    prepare(&service);
    service.start_worker().unwrap();
    service.new_batch(cutover("CutoverBatch", true)).unwrap();
    let mut seen = Vec::new();
    for _ in 0..40 {
        let batch = service.batch("CutoverBatch").unwrap();
        let done: u64 =
            service.users(&UserFilter::default()).unwrap().iter().map(|u| u.progress.synced_item_count).sum();
        seen.push(format!("{} {:?} {done}", batch.status, batch.counts));
        if batch.status == BatchStatus::Synced {
            break;
        }
        shell.sleep_blocking(clock.now() + Duration::from_secs(20), &|| false);
    }
    seen
}

#[test]
fn a_paced_rehearsal_shows_the_same_course_each_time() {
    let first = history();
    assert!(first.len() > 3, "{first:?}");
    assert!(first[0].starts_with("Syncing"), "{first:?}");
    assert!(first.last().unwrap().starts_with("Synced"), "{first:?}");
    for _ in 0..3 {
        assert_eq!(history(), first);
    }
}

#[test]
fn a_batch_waits_for_its_start_time() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions::default()));
    prepare(&rig.service);
    rig.service.start_worker().unwrap();
    let NewBatch { name, mut settings, .. } = cutover("CutoverBatch", true);
    settings.start_after = Some(rig.clock.now() + 2 * DAY);
    rig.service.new_batch(NewBatch { name, settings, auto_start: true }).unwrap();
    assert_eq!(rig.service.batch("CutoverBatch").unwrap().status, BatchStatus::Waiting);
    rig.sleep(DAY);
    assert_eq!(rig.service.batch("CutoverBatch").unwrap().status, BatchStatus::Waiting);
    rig.sleep(DAY + Duration::from_secs(1));
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
}

#[test]
fn single_users_are_stopped_started_and_removed() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions::default()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    let who = "user0001@contoso.com";
    rig.service.stop_user(who).unwrap();
    assert_eq!(rig.service.user(who).unwrap().status(), UserStatus::Stopped);
    assert!(rig.service.stop_user(who).unwrap_err().to_string().contains("Start-MigrationUser"));
    rig.service.start_user(who).unwrap();
    assert_eq!(rig.service.user(who).unwrap().status(), UserStatus::Synced);
    rig.service.remove_user(who).unwrap();
    assert_eq!(
        rig.service.user(who).unwrap_err().to_string(),
        format!("The migration user \"{who}\" can't be found.")
    );
    assert_eq!(rig.service.batch("CutoverBatch").unwrap().counts.total, 8);
    assert_eq!(rig.service.mailboxes(Some(who)).unwrap().len(), 1, "its mailbox stays");
}

#[test]
fn a_password_that_was_changed_at_the_source_is_mended_by_set_endpoint() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions::default()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    let wrong = migration::source::fake::Faults { wrong_password: true, ..Default::default() };
    rig.organisation.set_faults(wrong);
    rig.sleep(DAY);
    rig.wait_for("CutoverBatch", BatchStatus::SyncedWithErrors);
    let user = rig.service.user("user0000@contoso.com").unwrap();
    assert_eq!(user.status(), UserStatus::IncrementalFailed);
    let error = user.error.unwrap();
    assert!(error.remedy.as_deref().unwrap().contains("Set-MigrationEndpoint"), "{error:?}");
    assert!(error.to_string().contains("401"));
    rig.organisation.set_faults(Default::default());
    rig.service.start_batch("CutoverBatch").unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.assert_same();
}
