//! A rehearsal: the practice organisation, virtual time, a throw-away store and target.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use exchange_lab::{Fault, Lab};
use migration::clock::{Clock, VirtualClock};
use migration::model::AcceptedDomainType;
use migration::service::{Service, ServiceOptions};
use migration::source::exchange::{ExchangeConnector, NetworkOptions, Pin, SilentConnections};
use migration::store::Durability;
use migration::worker::Pace;

use crate::cli::PracticeOptions;
use crate::error::Error;

/// Longest time that statuses may stand still while a script sleeps again and again.
const PATIENCE: Duration = Duration::from_secs(45 * 24 * 3600);

/// Mail domain of the practice organisation.
pub(crate) const DOMAIN: &str = "contoso.com";

/// A rehearsal that runs.
pub(crate) struct Rehearsal {
    pub(crate) clock: VirtualClock,
    pub(crate) service: Arc<Service>,
    pub(crate) user: String,
    pub(crate) password: String,
    scratch: tempfile::TempDir,
    // Dropped behind the service, which may still talk to it.
    _lab: Lab,
    _runtime: tokio::runtime::Runtime,
}

/// The faults that names stand for.
pub(crate) fn faults(names: &[String]) -> Result<Vec<Fault>, Error> {
    names
        .iter()
        .map(|name| {
            name.parse().map_err(|_| Error::Fault {
                name: name.clone(),
                known: Fault::ALL.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "),
            })
        })
        .collect()
}

impl Rehearsal {
    /// Starts the practice organisation and a service over it.
    pub(crate) fn start(options: &PracticeOptions) -> Result<Rc<Self>, Error> {
        let clock = VirtualClock::new(SystemTime::now());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|source| Error::System { what: "starting the practice organisation", source })?;
        let tells = clock.clone();
        let mut builder = Lab::builder()
            .people(options.people)
            .seed(options.seed)
            .domain(DOMAIN)
            .clock(Arc::new(move || tells.now()));
        let silent = SilentConnections::default();
        let told = silent.clone();
        builder = builder.on_hang(move |client| told.tell(client));
        for fault in faults(&options.fault)? {
            builder = builder.fault(fault);
        }
        let lab = runtime.block_on(builder.start()).map_err(|e| Error::Lab(e.to_string()))?;
        let network = NetworkOptions {
            ca_pem: vec![lab.ca_pem().as_bytes().to_vec()],
            system_roots: false,
            pins: vec![Pin { host: "*".into(), address: lab.addr().ip(), port: Some(lab.addr().port()) }],
            only_pins: true,
            silent,
            clock: Arc::new(clock.clone()),
            ..NetworkOptions::default()
        };
        let scratch = tempfile::Builder::new()
            .prefix("cutover-rehearsal-")
            .tempdir()
            .map_err(|source| Error::System { what: "making a scratch folder", source })?;
        let mut service = ServiceOptions::new(
            scratch.path().join("state"),
            scratch.path().join("mail"),
            ExchangeConnector::new(network),
        );
        service.clock = Arc::new(clock.clone());
        service.durability = Durability::Throwaway;
        service.pace = Some(Pace {
            per_page: Duration::from_secs(2),
            per_item: Duration::from_millis(400),
            bytes_per_second: 500_000,
        });
        let administrator = lab.administrator();
        let (user, password) = (administrator.login_name(), administrator.password.expose().to_owned());
        service.submitted_by.clone_from(&user);
        let service = Arc::new(Service::open(service)?);
        // The tenant has the domain already: the first step of a cutover, done before any command.
        service.new_accepted_domain(DOMAIN, DOMAIN, AcceptedDomainType::Authoritative)?;
        Ok(Rc::new(Self { clock, service, user, password, scratch, _lab: lab, _runtime: runtime }))
    }

    /// Folder in which everything of the rehearsal is, and into which its script may write.
    pub(crate) fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// Whether a file lies in the scratch folder.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let parent = |p: &Path| p.parent().map(Path::to_path_buf).unwrap_or_else(|| PathBuf::from("/"));
        let folder = parent(path).canonicalize().unwrap_or_else(|_| parent(path));
        let scratch = self.scratch().canonicalize().unwrap_or_else(|_| self.scratch().to_path_buf());
        folder.starts_with(scratch)
    }
}

/// Notices a script that waits for what will never come: statuses stand still while it sleeps.
#[derive(Default)]
pub(crate) struct Watch {
    statuses: RefCell<String>,
    still: Cell<Duration>,
    sleeps: Cell<u32>,
}

impl Watch {
    /// Counts a sleep; the reason to stop, where the script has waited long enough.
    pub(crate) fn slept(&self, service: &Service, time: Duration) -> Option<String> {
        let batches = service.batches().ok()?;
        let statuses: Vec<String> = batches.iter().map(|b| format!("{}={}", b.name, b.status)).collect();
        let statuses = statuses.join(", ");
        if *self.statuses.borrow() != statuses {
            *self.statuses.borrow_mut() = statuses;
            self.still.set(Duration::ZERO);
            self.sleeps.set(0);
            return None;
        }
        self.still.set(self.still.get() + time);
        self.sleeps.set(self.sleeps.get() + 1);
        if self.still.get() < PATIENCE || self.sleeps.get() < 20 {
            return None;
        }
        let what = if statuses.is_empty() { "there is no batch".to_owned() } else { statuses };
        Some(format!(
            "The runbook has waited for {} days in which no batch changed its status ({what}), and would wait for \
             ever. A batch with failed users ends as SyncedWithErrors, not Synced: see why with \
             'Get-MigrationUser -Status Failed | Get-MigrationUserStatistics | Format-List Identity,Error*'.",
            self.still.get().as_secs() / 86_400
        ))
    }
}
