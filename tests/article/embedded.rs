//! The blocks through the embedding API: a program of its own with the practice organisation behind it.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use exchange_lab::Lab;
use migration::clock::{Clock, Participant, Role, VirtualClock};
use migration::model::AcceptedDomainType;
use migration::service::{Service, ServiceOptions};
use migration::source::exchange::{ExchangeConnector, NetworkOptions, Pin};
use migration::store::Durability;
use migration_cmdlets::{Migration, Mode};
use posh::runtime::Result;
use posh::runtime::host::{Choice, Host};
use posh::{Error, Session};

use crate::blocks::with_placeholder_filled;
use crate::expected::{check, steady};

/// A host that knows the administrator's password, says yes, and lives in virtual time.
struct Guide {
    user: String,
    password: String,
    clock: VirtualClock,
    participant: RefCell<Participant>,
}

impl Host for Guide {
    fn credential(
        &self,
        _: Option<&str>,
        _: Option<&str>,
        _: Option<&str>,
    ) -> Result<Option<(String, String)>> {
        Ok(Some((self.user.clone(), self.password.clone())))
    }

    fn choose(&self, _: &str, _: &str, _: &[Choice], _: Option<usize>) -> Result<usize> {
        Ok(0)
    }

    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn sleep(&self, time: Duration) -> bool {
        let until = self.clock.now() + time;
        self.participant.borrow_mut().sleep_blocking(until, &|| false)
    }
}

fn service(lab: &Lab, clock: &VirtualClock, folder: &std::path::Path) -> Arc<Service> {
    let network = NetworkOptions {
        ca_pem: vec![lab.ca_pem().as_bytes().to_vec()],
        system_roots: false,
        pins: vec![Pin { host: "*".into(), address: lab.addr().ip(), port: Some(lab.addr().port()) }],
        only_pins: true,
        clock: Arc::new(clock.clone()),
        ..NetworkOptions::default()
    };
    let mut options =
        ServiceOptions::new(folder.join("state"), folder.join("mail"), ExchangeConnector::new(network));
    options.clock = Arc::new(clock.clone());
    options.durability = Durability::Throwaway;
    options.submitted_by = "administrator@contoso.com".into();
    let service = Service::open(options).expect("the service opens");
    service
        .new_accepted_domain("contoso.com", "contoso.com", AcceptedDomainType::Authoritative)
        .expect("the domain is accepted");
    Arc::new(service)
}

fn replay(session: &mut Session, block: &str) -> String {
    let (objects, errors) = match session.invoke(block) {
        Ok(output) => {
            let errors = output.errors.iter().map(|e| session.text(e)).collect::<Vec<_>>();
            (output.objects, errors)
        }
        Err(Error::Script { message, id, .. }) => (Vec::new(), vec![format!("{id}: {message}")]),
        Err(other) => (Vec::new(), vec![other.to_string()]),
    };
    let mut text =
        posh::format::to_string(session.runspace(), &objects, 120).expect("objects can be formatted");
    for error in errors {
        writeln!(text, "ERROR {error}").expect("text");
    }
    text
}

#[test]
fn each_block_through_the_embedding_api() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("tokio");
    let clock = VirtualClock::new(SystemTime::now());
    let tells = clock.clone();
    let lab = Lab::builder().people(5).domain("contoso.com").clock(Arc::new(move || tells.now()));
    let lab = runtime.block_on(lab.start()).expect("the practice organisation starts");
    let administrator = lab.administrator();
    let guide = Guide {
        user: administrator.login_name(),
        password: administrator.password.expose().to_owned(),
        participant: RefCell::new(clock.register("shell", Role::Shell)),
        clock: clock.clone(),
    };
    let service = service(&lab, &clock, folder.path());
    let mut session = Session::new(Rc::new(guide));
    migration_cmdlets::register(session.runspace());
    let held = service.clone();
    session.runspace().set_extension(Migration::new(Mode::Rehearsal, move || Ok(held.clone())));
    let views = posh::format::load_format_file(migration_cmdlets::FORMATS).expect("the views load");
    posh::format::FormatTable::of(session.runspace()).append(views);

    let mut text = String::new();
    for (index, block) in with_placeholder_filled().iter().enumerate() {
        let shown = replay(&mut session, block);
        writeln!(text, "=== {index}\n{}\n--- gives\n{}", block.trim(), shown.trim_matches('\n'))
            .expect("text");
        if block.contains("Start-MigrationBatch") {
            let synced = session.invoke("Start-Sleep 86400; \"$((Get-MigrationBatch CutoverBatch).Status)\"");
            let synced = synced.expect("the batch can be asked for");
            let status: Vec<String> = synced.objects.iter().map(|o| session.text(o)).collect();
            assert_eq!(status, ["Synced"]);
        }
    }
    let scratch = folder.path().display().to_string();
    check("embedded", &steady(&text, &[(&scratch, "<folder>")]));

    // Everybody whom the address book shows has mail in the store.
    let truth = lab.truth_at(clock.now());
    for mailbox in truth.mailboxes.iter().filter(|m| !m.recipient.hidden) {
        let inbox = folder.path().join("mail").join(&mailbox.recipient.address).join("Maildir");
        let messages =
            ["cur", "new"].iter().filter_map(|d| std::fs::read_dir(inbox.join(d)).ok()).flatten().count();
        assert!(messages > 0, "{} has no mail", mailbox.recipient.address);
    }
}
