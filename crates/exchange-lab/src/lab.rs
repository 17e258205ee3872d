//! Starting and stopping.

use crate::certificate::{Authority, Quality};
use crate::fault::{Fault, Faults};
use crate::organisation::{Clock, DENIED, Organisation, unix};
use crate::server::{OnHang, Server, listen};
use crate::truth::{Truth, truth};
use exchange::Secret;
use exchange::auth::Credentials;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Why the organisation could not be started.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// No port on loopback.
    #[error("the practice organisation cannot listen on loopback: {0}")]
    Listen(#[from] std::io::Error),
    /// No certificate.
    #[error("the practice organisation's certificate cannot be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// No TLS.
    #[error("the practice organisation's TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// How the organisation is to be.
#[derive(Clone)]
pub struct LabBuilder {
    seed: u64,
    people: usize,
    domain: String,
    password: Secret,
    faults: Vec<Fault>,
    clock: Clock,
    epoch: Option<SystemTime>,
    port: u16,
    on_hang: Option<OnHang>,
}

impl LabBuilder {
    /// What everything is made up from; 1 without.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Mailboxes besides the administrator's; 30 without.
    #[must_use]
    pub fn people(mut self, people: usize) -> Self {
        self.people = people;
        self
    }

    /// The mail domain; `contoso.test` without.
    #[must_use]
    pub fn domain(mut self, domain: &str) -> Self {
        self.domain = domain.to_owned();
        self
    }

    /// Everybody's password.
    #[must_use]
    pub fn password(mut self, password: Secret) -> Self {
        self.password = password;
        self
    }

    /// Switches a fault on.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// The time; the machine's without.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// From when on mail arrives; without, from the midnight (UTC) before the start. To get the same organisation
    /// again on another day, name it.
    #[must_use]
    pub fn epoch(mut self, epoch: SystemTime) -> Self {
        self.epoch = Some(epoch);
        self
    }

    /// The port on 127.0.0.1; a free one without.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Is told, by the client's address, of each connection that [`Fault::Hang`] leaves without an answer.
    #[must_use]
    pub fn on_hang(mut self, told: impl Fn(SocketAddr) + Send + Sync + 'static) -> Self {
        self.on_hang = Some(Arc::new(told));
        self
    }

    /// Starts the server on the running tokio runtime.
    pub async fn start(self) -> Result<Lab, LabError> {
        let now = unix((self.clock)());
        let epoch = self.epoch.map_or(now - now.rem_euclid(86_400), unix);
        let organisation =
            Organisation::new(self.seed, self.people, &self.domain, epoch, self.password, self.clock);
        self.faults.iter().for_each(|fault| organisation.faults.set(*fault, true));
        let organisation = Arc::new(organisation);
        let authority = Authority::new(now)?;
        let names = host_names(&organisation);
        let serve = |quality| authority.serve(&names, quality);
        let server = Server::new(
            Arc::clone(&organisation),
            serve(Quality::Good)?,
            serve(Quality::SelfSigned)?,
            serve(Quality::Expired)?,
            self.on_hang,
        );
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await?;
        let addr = listener.local_addr()?;
        let task = tokio::spawn(listen(listener, Arc::new(server)));
        Ok(Lab { addr, ca_pem: authority.pem, organisation, task })
    }
}

/// Names the certificate is for, and that are to be resolved to the server.
fn host_names(organisation: &Organisation) -> Vec<String> {
    vec![
        organisation.host(),
        format!("autodiscover.{}", organisation.domain),
        organisation.domain.clone(),
        organisation.exchange_server(),
        "localhost".to_owned(),
    ]
}

/// A running organisation. It ends when this is dropped.
pub struct Lab {
    addr: SocketAddr,
    ca_pem: String,
    organisation: Arc<Organisation>,
    task: JoinHandle<()>,
}

impl Lab {
    /// An organisation to be described.
    pub fn builder() -> LabBuilder {
        LabBuilder {
            seed: 1,
            people: 30,
            domain: "contoso.test".to_owned(),
            password: Secret::new("Practice-1234"),
            faults: Vec::new(),
            clock: Arc::new(SystemTime::now),
            epoch: None,
            port: 0,
            on_hang: None,
        }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The certificate to trust, PEM.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The mail domain.
    pub fn domain(&self) -> &str {
        &self.organisation.domain
    }

    /// The administrator, who may open every mailbox.
    pub fn administrator(&self) -> Credentials {
        let address = format!("administrator@{}", self.organisation.domain);
        Credentials::new(&address, self.organisation.password.clone())
    }

    /// Host names that must resolve to [`Self::addr`], whatever port a URL names.
    pub fn host_names(&self) -> Vec<String> {
        host_names(&self.organisation)
    }

    /// URL of EWS at the address itself, for clients without a resolver.
    pub fn ews_url(&self) -> String {
        format!("https://{}/EWS/Exchange.asmx", self.addr)
    }

    /// The switches of the faults.
    pub fn faults(&self) -> Faults {
        self.organisation.faults.clone()
    }

    /// Address of the mailbox that [`Fault::MissingPermission`] is about.
    pub fn denied_mailbox(&self) -> Option<&str> {
        self.organisation.people.get(DENIED).map(|one| one.address.as_str())
    }

    /// What is there now.
    pub fn truth(&self) -> Truth {
        truth(&self.organisation, self.organisation.now())
    }

    /// What is there at another time.
    pub fn truth_at(&self, time: SystemTime) -> Truth {
        truth(&self.organisation, unix(time))
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.task.abort();
    }
}
