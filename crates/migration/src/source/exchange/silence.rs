//! Connections on which a practice server will never answer.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Connections, by the client's address, on which a server has decided to be silent. A practice server in the same
/// process tells, so that a rehearsal need not sit out [`NetworkOptions::answer_timeout`](super::NetworkOptions) in real time: the
/// time passes on its virtual clock. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct SilentConnections(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    clients: Mutex<HashSet<SocketAddr>>,
    told: Notify,
}

impl SilentConnections {
    /// Tells that the connection of `client` gets no answer any more.
    pub fn tell(&self, client: SocketAddr) {
        self.0.clients.lock().unwrap_or_else(PoisonError::into_inner).insert(client);
        self.0.told.notify_waiters();
    }

    /// Returns when the connection of `client` is known to be silent; never, when it is not.
    pub(super) async fn until_told(&self, client: Option<SocketAddr>) {
        let Some(client) = client else { return std::future::pending().await };
        loop {
            let mut told = std::pin::pin!(self.0.told.notified());
            // Listens from here on, so that what is told behind the look at the set is not missed.
            told.as_mut().enable();
            if self.0.clients.lock().unwrap_or_else(PoisonError::into_inner).remove(&client) {
                return;
            }
            told.await;
        }
    }
}
