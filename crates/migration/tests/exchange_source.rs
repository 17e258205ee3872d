//! The Exchange source against a small Exchange server on loopback: over TCP, TLS, HTTP, RPC and EWS.
// Helpers outside of #[test] functions may panic as they do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper that cannot go on fails the test")]

mod common;
mod exchange_server;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use common::{DAY, PASSWORD, cutover, endpoint};
use exchange_server::{ExchangeServer, Misbehaviour};
use migration::clock::{Clock, Participant, Role, VirtualClock};
use migration::model::{
    AcceptedDomainType, AuthenticationMethod, AvailabilityReport, BatchStatus, ItemKind, MigrationType,
    SourceAddress, UserRecipientType,
};
use migration::secrets::Credential;
use migration::service::{Service, ServiceOptions, TestRequest, UserFilter};
use migration::source::exchange::{ExchangeConnector, NetworkOptions};
use migration::source::fake::{FakeOrganisation, SeedOptions};
use migration::store::Durability;

struct Rig {
    service: Service,
    clock: VirtualClock,
    shell: Participant,
    dir: tempfile::TempDir,
}

fn rig(mut network: NetworkOptions) -> Rig {
    let dir = tempfile::tempdir().unwrap();
    let clock = VirtualClock::new(SystemTime::now());
    let shell = clock.register("shell", Role::Shell);
    network.clock = Arc::new(clock.clone());
    network.answer_timeout = Duration::from_secs(10);
    let mut options = ServiceOptions::new(
        dir.path().join("state"),
        dir.path().join("mail"),
        ExchangeConnector::new(network),
    );
    options.clock = Arc::new(clock.clone());
    options.durability = Durability::Throwaway;
    Rig { service: Service::open(options).unwrap(), clock, shell, dir }
}

impl Rig {
    fn start(&self) {
        self.service
            .new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative)
            .unwrap();
        self.service.new_endpoint(endpoint("CutoverEndpoint")).unwrap();
        self.service.start_worker().unwrap();
        self.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    }

    fn wait_for(&mut self, status: BatchStatus) {
        for _ in 0..2000 {
            let batch = self.service.batch("CutoverBatch").unwrap();
            if batch.status == status {
                return;
            }
            assert_ne!(batch.status, BatchStatus::Failed, "{:?}", batch.message);
            let until = self.clock.now() + Duration::from_secs(60);
            self.shell.sleep_blocking(until, &|| false);
        }
        panic!("{:?}", self.service.status_summary());
    }

    fn test(&self, password: &str, accept_untrusted: bool) -> AvailabilityReport {
        let request = TestRequest::Settings {
            endpoint_type: MigrationType::ExchangeOutlookAnywhere,
            address: Box::new(SourceAddress {
                use_autodiscover: true,
                email_address: Some("administrator@contoso.com".into()),
                ..SourceAddress::default()
            }),
            credential: Credential::new("administrator@contoso.com", password),
            authentication: AuthenticationMethod::Basic,
            mailbox_permission: None,
            accept_untrusted_certificates: accept_untrusted,
        };
        self.service.test_server_availability(request).unwrap()
    }
}

fn organisation() -> Arc<FakeOrganisation> {
    FakeOrganisation::seeded(
        PASSWORD,
        &SeedOptions { mailboxes: 9, groups: 8, items: 130, ..SeedOptions::default() },
    )
}

/// Compares everything but contacts, which have no form of their own at the server: those are counted.
fn compare(organisation: &FakeOrganisation, rig: &Rig) {
    rig.service.settle();
    for address in organisation.mailboxes() {
        let found = common::contents(&rig.dir.path().join("mail").join(&address));
        let items = organisation.items(&address);
        assert_eq!(found.values().sum::<u32>(), u32::try_from(items.len()).unwrap(), "{address}");
        for item in items.iter().filter(|item| item.head.kind != ItemKind::Contact) {
            let there = found.iter().find(|((folder, content, _), _)| {
                *folder == item.path.to_string() && *content == item.content
            });
            let ((_, _, marks), n) = there.unwrap_or_else(|| panic!("{} is missing", item.head.source_id));
            assert_eq!(*n, 1);
            if item.head.kind == ItemKind::Message {
                assert_eq!(marks.contains('S'), item.head.flags.seen);
                assert_eq!(marks.contains('R'), item.head.flags.replied);
                assert_eq!(marks.contains('F'), item.head.flags.flagged);
                assert_eq!(marks.contains('D'), item.head.flags.draft);
            }
        }
    }
}

#[test]
fn a_cutover_over_the_wire() {
    let organisation = organisation();
    let server = ExchangeServer::start(Arc::clone(&organisation), PASSWORD, Misbehaviour::default());
    let mut rig = rig(server.network());
    rig.start();
    let made = rig.service.endpoint("CutoverEndpoint").unwrap();
    assert_eq!(made.settings.address.exchange_server.as_deref(), Some("ex01.contoso.local"));
    assert_eq!(made.settings.address.rpc_proxy_server.as_deref(), Some("mail.contoso.com"));
    rig.wait_for(BatchStatus::Synced);
    compare(&organisation, &rig);

    let address = "user0003@contoso.com";
    let (inbox, id) = (format!("{address}/inbox"), format!("{address}#~new"));
    organisation.deliver(address, &inbox, &id, SystemTime::now(), b"Subject: new\r\n\r\n".to_vec());
    let until = rig.clock.now() + DAY + Duration::from_secs(60);
    rig.shell.sleep_blocking(until, &|| false);
    compare(&organisation, &rig);
}

#[test]
fn people_come_with_their_addresses_and_members() {
    let organisation = organisation();
    let server = ExchangeServer::start(Arc::clone(&organisation), PASSWORD, Misbehaviour::default());
    let mut rig = rig(server.network());
    rig.start();
    rig.wait_for(BatchStatus::Synced);
    let mut found = rig.service.users(&UserFilter::default()).unwrap();
    let mut expected = organisation.people();
    found.sort_by(|a, b| a.identity.cmp(&b.identity));
    expected.sort_by(|a, b| a.identity.smtp_address.cmp(&b.identity.smtp_address));
    assert_eq!(found.len(), expected.len());
    for (user, person) in found.iter().zip(&expected) {
        assert_eq!(user.recipient_type, person.recipient_type);
        let mut source = user.source.clone();
        source.members.sort_unstable();
        let mut wanted = person.identity.clone();
        wanted.members.sort_unstable();
        assert_eq!(source, wanted);
    }
    assert!(found.iter().any(|u| u.recipient_type == UserRecipientType::Group && u.source.members.len() > 3));
}

#[test]
fn busy_answers_and_broken_connections_lose_and_double_nothing() {
    let organisation = organisation();
    let server = ExchangeServer::start(Arc::clone(&organisation), PASSWORD, Misbehaviour::default());
    let mut rig = rig(server.network());
    rig.service.new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative).unwrap();
    rig.service.new_endpoint(endpoint("CutoverEndpoint")).unwrap();
    server.misbehave(Misbehaviour {
        busy_every: Some((23, 40_000)),
        drop_every: Some(31),
        denied: vec!["user0002@contoso.com".into()],
        ..Misbehaviour::default()
    });
    rig.service.start_worker().unwrap();
    rig.service.new_batch(cutover("CutoverBatch", true)).unwrap();
    rig.wait_for(BatchStatus::SyncedWithErrors);
    let denied = rig.service.user("user0002@contoso.com").unwrap().error.unwrap();
    assert!(denied.remedy.unwrap().contains("Add-MailboxPermission -Identity 'user0002@contoso.com'"));
    server.misbehave(Misbehaviour::default());
    rig.service.start_batch("CutoverBatch").unwrap();
    rig.wait_for(BatchStatus::Synced);
    compare(&organisation, &rig);
}

#[test]
fn a_good_test_says_what_it_found() {
    let server = ExchangeServer::start(organisation(), PASSWORD, Misbehaviour::default());
    let report = rig(server.network()).test(PASSWORD, false);
    assert!(report.success, "{report:?}");
    assert!(report.steps.len() >= 3, "{:?}", report.steps);
    assert_eq!((report.message.as_str(), report.error_detail.as_str()), ("", ""));
    assert_eq!(report.connection_settings.exchange_server.as_deref(), Some("ex01.contoso.local"));
}

#[test]
fn a_failed_test_tells_what_is_wrong() {
    let run =
        |misbehaviour: Misbehaviour, password: &str, change: fn(&mut NetworkOptions), untrusted: bool| {
            let server = ExchangeServer::start(organisation(), PASSWORD, misbehaviour);
            let mut network = server.network();
            change(&mut network);
            let report = rig(network).test(password, untrusted);
            assert!(!report.success);
            assert!(!report.message.is_empty());
            assert!(!format!("{report:?}").contains(PASSWORD), "{report:?}");
            report.error_detail
        };
    let keep: fn(&mut NetworkOptions) = |_| {};
    let wrong = run(Misbehaviour::default(), "wrong", keep, false);
    assert!(wrong.contains("401") && wrong.contains("administrator@contoso.com"), "{wrong}");
    let distrust: fn(&mut NetworkOptions) = |network| network.ca_pem.clear();
    let untrusted = run(Misbehaviour::default(), PASSWORD, distrust, false);
    assert!(untrusted.contains("issuer is not known"), "{untrusted}");
    let expired = run(Misbehaviour { expired: true, ..Misbehaviour::default() }, PASSWORD, keep, false);
    assert!(expired.contains("it has expired"), "{expired}");
    let html = run(Misbehaviour { html: true, ..Misbehaviour::default() }, PASSWORD, keep, false);
    assert!(html.contains("AutoDiscoverFailedConfigurationErrorException"), "{html}");
    let dead = run(Misbehaviour { no_address_book: true, ..Misbehaviour::default() }, PASSWORD, keep, false);
    assert!(dead.contains("Error 0x6ba (The RPC server is unavailable) from cli_NspiBind"), "{dead}");
    let nowhere: fn(&mut NetworkOptions) = |network| network.pins.clear();
    let refused = run(Misbehaviour::default(), PASSWORD, nowhere, false);
    assert!(refused.contains("only the practice organisation can be reached"), "{refused}");
    let closed: fn(&mut NetworkOptions) = |network| network.pins[0].port = Some(1);
    let refused = run(Misbehaviour::default(), PASSWORD, closed, false);
    assert!(refused.to_lowercase().contains("refused"), "{refused}");
}

#[test]
fn untrusted_certificates_are_taken_when_told_so() {
    let server = ExchangeServer::start(
        organisation(),
        PASSWORD,
        Misbehaviour { expired: true, ..Misbehaviour::default() },
    );
    let mut network = server.network();
    network.ca_pem.clear();
    let report = rig(network).test(PASSWORD, true);
    assert!(report.success, "{report:?}");
}

#[test]
fn a_silent_server_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let pin = migration::source::exchange::Pin {
        host: "*".into(),
        address: address.ip(),
        port: Some(address.port()),
    };
    let network = NetworkOptions {
        pins: vec![pin],
        system_roots: false,
        connect_timeout: Duration::from_millis(200),
        ..NetworkOptions::default()
    };
    let start = std::time::Instant::now();
    let report = rig(network).test(PASSWORD, false);
    assert!(!report.success && start.elapsed() < Duration::from_secs(20));
    assert!(report.error_detail.contains("did not answer within"), "{}", report.error_detail);
}
