//! The server: connections, authentication, and the services behind them.

mod auth;
mod autodiscover;
mod connection;
mod ews;
mod response;
mod rpc;

use crate::certificate::Served;
use crate::fault::Fault;
use crate::organisation::Organisation;
use rpc::Sessions;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Most connections at a time.
const MAX_CONNECTIONS: usize = 2000;

/// Is told of a connection, by the client's address, that gets no answer any more.
pub(crate) type OnHang = Arc<dyn Fn(SocketAddr) + Send + Sync>;

/// What all connections share.
pub(crate) struct Server {
    organisation: Arc<Organisation>,
    good: Served,
    self_signed: Served,
    expired: Served,
    sessions: Sessions,
    challenges: AtomicU64,
    on_hang: Option<OnHang>,
}

impl Server {
    pub(crate) fn new(
        organisation: Arc<Organisation>,
        good: Served,
        self_signed: Served,
        expired: Served,
        on_hang: Option<OnHang>,
    ) -> Self {
        Self {
            organisation,
            good,
            self_signed,
            expired,
            sessions: Sessions::default(),
            challenges: AtomicU64::new(0),
            on_hang,
        }
    }

    fn served(&self) -> &Served {
        if self.organisation.faults.is_on(Fault::UntrustedCertificate) {
            &self.self_signed
        } else if self.organisation.faults.is_on(Fault::ExpiredCertificate) {
            &self.expired
        } else {
            &self.good
        }
    }

    /// Tells that a connection gets no answer any more.
    fn hangs(&self, connection: &TcpStream) {
        if let (Some(told), Ok(client)) = (&self.on_hang, connection.peer_addr()) {
            told(client);
        }
    }

    /// Eight bytes no other NTLM exchange of this server got.
    fn next_challenge(&self) -> [u8; 8] {
        let number = self.challenges.fetch_add(1, Ordering::Relaxed);
        crate::dice::Dice::new(self.organisation.seed, &[9, number]).next().to_le_bytes()
    }
}

/// Accepts connections until the task is aborted, which ends them too.
pub(crate) async fn listen(listener: TcpListener, server: Arc<Server>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        if connections.len() >= MAX_CONNECTIONS {
            continue;
        }
        let server = Arc::clone(&server);
        connections.spawn(async move {
            // A connection that fails ends; there is nobody to tell.
            let _ = accept(stream, server).await;
        });
    }
}

async fn accept(stream: TcpStream, server: Arc<Server>) -> std::io::Result<()> {
    let now = u64::try_from(server.organisation.now()).unwrap_or(0);
    if server.organisation.faults.is_dead(now) {
        return Ok(());
    }
    stream.set_nodelay(true)?;
    let served = server.served().clone();
    let stream = TlsAcceptor::from(served.config).accept(stream).await?;
    connection::serve(stream, server, &served.certificate).await
}
