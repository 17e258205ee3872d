//! Whole cutovers from the practice organisation, on a virtual clock.

mod common;

use std::time::{Duration, Instant, SystemTime};

use common::{DAY, PASSWORD, Rig, compare, cutover, endpoint, prepare};
use migration::clock::Clock;
use migration::model::{AcceptedDomainType, BatchStatus, RecipientType, UserRecipientType, UserStatus};
use migration::service::{ErrorKind, RecipientFilter, UserFilter, UserStatisticsOptions};
use migration::source::fake::{FakeOrganisation, Faults, SeedOptions};

fn small() -> SeedOptions {
    SeedOptions::default()
}

#[test]
fn a_batch_is_made_started_synced_kept_in_step_and_removed() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    prepare(&rig.service);
    let batch = rig.service.new_batch(cutover("CutoverBatch", false)).unwrap();
    assert_eq!((batch.status, batch.counts.total), (BatchStatus::Created, 0));
    assert_eq!(rig.organisation.requests(), 0, "making a batch provisions nothing");
    rig.service.start_worker().unwrap();
    rig.service.start_batch("cutoverbatch").unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.assert_same();
    let batch = rig.service.batch("CutoverBatch").unwrap();
    assert_eq!((batch.counts.total, batch.counts.synced), (9, 9));
    let first_sync = batch.last_synced.unwrap();

    // Mail arrives, is read and is deleted at the source during the next days.
    let address = "user0000@contoso.com";
    let inbox = format!("{address}/inbox");
    for day in 1..=3_u32 {
        let now = rig.clock.now();
        rig.organisation.deliver(
            address,
            &inbox,
            &format!("new-{day}"),
            now,
            b"Subject: new\r\n\r\n".to_vec(),
        );
        rig.sleep(DAY);
    }
    rig.organisation.mark_read(address, &inbox, "new-1");
    rig.sleep(DAY);
    rig.assert_same();
    let batch = rig.service.batch("CutoverBatch").unwrap();
    assert!(batch.last_synced.unwrap() >= first_sync + 3 * DAY);
    assert_eq!(batch.status, BatchStatus::Synced);

    let before = rig.service.mailbox_statistics(address).unwrap().item_count;
    rig.organisation.delete(address, &inbox, "new-2");
    rig.sleep(2 * DAY);
    assert_eq!(
        rig.service.mailbox_statistics(address).unwrap().item_count,
        before,
        "deletions stay at the source"
    );

    rig.service.remove_batch("CutoverBatch").unwrap();
    let gone = rig.service.batch("CutoverBatch").unwrap_err();
    assert_eq!(gone.to_string(), "The migration batch \"CutoverBatch\" can't be found.");
    assert_eq!(rig.service.mailboxes(None).unwrap().len(), 5, "what was made stays");
    let requests = rig.organisation.requests();
    rig.sleep(3 * DAY);
    assert_eq!(rig.organisation.requests(), requests, "no sync after removal");
}

#[test]
fn thirty_mailboxes_and_four_days_pass_in_a_moment() {
    let options = SeedOptions { mailboxes: 30, contacts: 10, groups: 6, items: 60, ..small() };
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &options));
    let start = Instant::now();
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    let initial = start.elapsed();
    rig.sleep(4 * DAY);
    let user = rig.service.user("user0007@contoso.com").unwrap();
    let all = start.elapsed();
    println!("30 mailboxes: initial {initial:?}, with four days {all:?}");
    assert!(user.progress.passes >= 4, "{}", user.progress.passes);
    rig.assert_same();
    assert!(all < Duration::from_secs(20), "{all:?}");
}

#[test]
fn recipients_are_made_with_their_addresses_and_members() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    let mailbox = rig.service.mailboxes(Some("user0001@contoso.com")).unwrap().remove(0);
    assert_eq!(mailbox.email_addresses.first().unwrap(), "SMTP:user0001@contoso.com");
    assert!(mailbox.email_addresses.contains(&"smtp:user0001.old@contoso.com".to_owned()));
    assert!(mailbox.email_addresses.iter().any(|a| a.starts_with("X500:/o=Source")));
    let kind = |kind| RecipientFilter { recipient_type: Some(kind), ..RecipientFilter::default() };
    assert_eq!(rig.service.recipients(&kind(RecipientType::MailContact)).unwrap().len(), 2);
    let groups = rig.service.recipients(&kind(RecipientType::MailUniversalDistributionGroup)).unwrap();
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().any(|group| !group.members.is_empty()));
    let groups = UserFilter { recipient_type: Some(UserRecipientType::Group), ..UserFilter::default() };
    assert!(rig.service.users(&groups).unwrap().iter().all(|user| user.status() == UserStatus::Synced));
}

#[test]
fn a_denied_mailbox_fails_with_the_missing_permission_and_a_start_retries_it() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    let denied = "user0003@contoso.com".to_owned();
    rig.organisation.set_faults(Faults { denied: vec![denied.clone()], ..Faults::default() });
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::SyncedWithErrors);
    let user = rig.service.user(&denied).unwrap();
    let error = user.error.as_ref().unwrap();
    assert_eq!(error.message, "Couldn't connect to the source mailbox");
    let remedy = error.remedy.as_deref().unwrap();
    assert!(remedy.contains("Add-MailboxPermission -Identity 'user0003@contoso.com'"), "{remedy}");
    assert!(remedy.contains("FullAccess"), "{remedy}");
    let batch = rig.service.batch("CutoverBatch").unwrap();
    assert_eq!((batch.counts.failed, batch.counts.synced), (1, 8));
    let errors = batch.reports.iter().find(|r| r.name == "MigrationErrors.csv").unwrap();
    assert!(std::fs::read_to_string(&errors.path).unwrap().contains("user0003@contoso.com"));

    rig.organisation.set_faults(Faults::default());
    rig.service.start_batch("CutoverBatch").unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    assert!(rig.service.user(&denied).unwrap().error.is_none());
    rig.assert_same();
}

#[test]
fn broken_connections_busy_answers_and_forgotten_cursors_lose_and_double_nothing() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions { items: 300, ..small() }));
    rig.organisation.set_faults(Faults {
        drop_every: Some(23),
        busy_every: Some((17, Duration::from_secs(30))),
        forget_cursors: true,
        ..Faults::default()
    });
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.sleep(2 * DAY);
    rig.assert_same();
    let user = rig.service.user("user0000@contoso.com").unwrap();
    assert_eq!(user.progress.synced_item_count, 300, "each item is counted once");
    assert!(
        rig.service
            .users(&UserFilter::default())
            .unwrap()
            .iter()
            .any(|u| u.progress.stalled > Duration::ZERO)
    );
}

#[test]
fn corrupt_and_poisonous_items_are_skipped_with_their_reason() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    let (corrupt, poisonous) = ("user0000@contoso.com#3", "user0001@contoso.com#7");
    rig.organisation.set_faults(Faults {
        corrupt: vec![corrupt.to_owned()],
        poisonous: vec![poisonous.to_owned()],
        ..Faults::default()
    });
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    compare(&rig.organisation, &rig.maildirs(), &[corrupt, poisonous]);
    let options = UserStatisticsOptions { include_skipped_items: true, ..UserStatisticsOptions::default() };
    for (who, subject) in [("user0000@contoso.com", "Item 3"), ("user0001@contoso.com", "Item 7")] {
        let statistics = rig.service.user_statistics(who, options).unwrap();
        assert_eq!(statistics.user.progress.skipped_item_count, 1);
        assert_eq!(statistics.user.progress.synced_item_count, 39);
        let skipped = statistics.skipped_items.first().unwrap();
        assert_eq!((skipped.kind.as_str(), skipped.subject.as_deref()), ("CorruptItem", Some(subject)));
        assert!(!skipped.failure.is_empty());
    }
}

#[test]
fn a_limit_on_connections_is_found_and_kept() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions { mailboxes: 12, ..small() }));
    rig.organisation.set_faults(Faults { connection_limit: Some(3), ..Faults::default() });
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.assert_same();
    assert!(rig.organisation.most_open() <= 3);
}

#[test]
fn a_stopped_batch_stands_still_and_resumes() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.service.stop_batch("CutoverBatch").unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Stopped);
    assert!(
        rig.service.users(&UserFilter::default()).unwrap().iter().all(|u| u.status() == UserStatus::Stopped)
    );
    let again = rig.service.stop_batch("CutoverBatch").unwrap_err();
    assert!(again.to_string().contains("Start-MigrationBatch"), "{again}");
    let requests = rig.organisation.requests();
    rig.sleep(3 * DAY);
    assert_eq!(rig.organisation.requests(), requests);
    let inbox = "user0002@contoso.com/inbox";
    rig.organisation.deliver(
        "user0002@contoso.com",
        inbox,
        "late",
        rig.clock.now(),
        b"Subject: late\r\n\r\n".to_vec(),
    );
    rig.service.start_batch("CutoverBatch").unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.sleep(Duration::from_secs(60));
    rig.assert_same();
}

#[test]
fn another_process_goes_on_where_the_first_stopped() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions { items: 200, ..small() }));
    rig.start_cutover();
    for _ in 0..5 {
        std::thread::sleep(Duration::from_millis(15));
        rig.reopen();
        rig.service.start_worker().unwrap();
    }
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.assert_same();
    let user = rig.service.user("user0004@contoso.com").unwrap();
    assert_eq!(user.progress.synced_item_count, 200);
}

#[test]
fn a_batch_made_again_after_removal_doubles_nothing() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    rig.service.remove_batch("CutoverBatch").unwrap();
    rig.service.new_batch(cutover("Second", true)).unwrap();
    rig.wait_for("Second", BatchStatus::Synced);
    rig.assert_same();
}

#[test]
fn what_is_refused_names_the_command_that_mends_it() {
    let rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    let service = &rig.service;
    let unknown = service.new_batch(cutover("CutoverBatch", false)).unwrap_err();
    assert_eq!(unknown.to_string(), "The migration endpoint \"CutoverEndpoint\" can't be found.");
    assert!(unknown.remedy().unwrap().contains("New-MigrationEndpoint"));
    service.new_endpoint(endpoint("CutoverEndpoint")).unwrap();
    assert!(
        service
            .new_endpoint(endpoint("cutoverendpoint"))
            .unwrap_err()
            .to_string()
            .contains("Set-MigrationEndpoint")
    );
    let no_domain = service.new_batch(cutover("CutoverBatch", false)).unwrap_err();
    assert!(no_domain.to_string().contains("New-AcceptedDomain"), "{no_domain}");
    service.new_accepted_domain("fabrikam.com", "fabrikam.com", AcceptedDomainType::Authoritative).unwrap();
    let other_domain = service.new_batch(cutover("CutoverBatch", false)).unwrap_err();
    assert!(other_domain.to_string().contains("New-AcceptedDomain -Name \"contoso.com\""), "{other_domain}");
    service.new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative).unwrap();
    service.new_batch(cutover("CutoverBatch", false)).unwrap();
    let second = service.new_batch(cutover("Another", false)).unwrap_err();
    assert!(second.to_string().contains("Remove-MigrationBatch -Identity \"CutoverBatch\""), "{second}");
    let same = service.new_batch(cutover("CUTOVERBATCH", false)).unwrap_err();
    assert_eq!(same.kind(), ErrorKind::AlreadyExists);
    let used = service.remove_endpoint("CutoverEndpoint").unwrap_err();
    assert!(used.to_string().contains("Remove-MigrationBatch"), "{used}");
    let missing = service.batch("Nope").unwrap_err();
    assert_eq!((missing.code(), missing.kind()), ("ExBDDC58", ErrorKind::NotFound));
    assert!(service.user("nobody@contoso.com").is_err());
}

#[test]
fn a_wrong_password_is_told_without_being_shown() {
    let rig = Rig::new(FakeOrganisation::seeded("another-secret", &small()));
    let refused = rig.service.new_endpoint(endpoint("CutoverEndpoint")).unwrap_err();
    let all = format!("{refused} {:?} {:?} {:?}", refused, refused.causes(), refused.remedy());
    assert!(all.contains("401") && all.contains("administrator@contoso.com"), "{all}");
    assert!(!all.contains(PASSWORD), "{all}");
    assert!(rig.service.endpoints().unwrap().is_empty());
}

#[test]
fn too_many_mailboxes_fail_the_batch_with_the_reason() {
    let mut rig =
        Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions { mailboxes: 6, items: 1, ..small() }));
    let config = rig.service.config().unwrap();
    assert_eq!(config.max_cutover_mailboxes, 2000);
    rig.service
        .set_config(&migration::model::MigrationConfig { max_cutover_mailboxes: 5, ..config })
        .unwrap();
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Failed);
    assert!(rig.service.batch("CutoverBatch").unwrap().message.unwrap().contains("more than 5 mailboxes"));
}

#[test]
fn slots_are_kept() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &SeedOptions { mailboxes: 15, ..small() }));
    prepare(&rig.service);
    let change = migration::service::EndpointChange {
        max_concurrent_migrations: Some(2),
        max_concurrent_incremental_syncs: Some(1),
        ..Default::default()
    };
    rig.service.set_endpoint("CutoverEndpoint", change).unwrap();
    rig.service.start_worker().unwrap();
    rig.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    assert!(rig.organisation.most_open() <= 2);
    rig.sleep(2 * DAY);
    assert!(rig.organisation.most_open() <= 2);
    rig.assert_same();
}

#[test]
fn no_password_lies_in_the_state_folder() {
    let rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    prepare(&rig.service);
    let mut dirs = vec![rig.dir.path().to_owned()];
    let mut files = 0;
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                files += 1;
                let bytes = std::fs::read(&path).unwrap();
                assert!(
                    !bytes.windows(PASSWORD.len()).any(|w| w == PASSWORD.as_bytes()),
                    "{}",
                    path.display()
                );
            }
        }
    }
    assert!(files >= 2);
}

#[test]
fn time_is_told_by_the_virtual_clock_alone() {
    let mut rig = Rig::new(FakeOrganisation::seeded(PASSWORD, &small()));
    rig.start_cutover();
    rig.wait_for("CutoverBatch", BatchStatus::Synced);
    let batch = rig.service.batch("CutoverBatch").unwrap();
    let year_2030 = SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_456_000);
    for time in [Some(batch.created), batch.started, batch.initial_sync_finished, batch.last_synced] {
        assert!(time.unwrap() < SystemTime::UNIX_EPOCH + 20_002 * DAY && time.unwrap() < year_2030);
    }
}
