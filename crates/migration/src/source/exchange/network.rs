//! Reaching a server: names, addresses, TCP, time limits.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::super::SourceError;
use super::silence::SilentConnections;
use super::tls;
use crate::clock::{Clock, SystemClock};

/// How the network is reached. Time limits are real time, whatever clock the service runs on; only a silence that is
/// told beforehand takes none.
#[derive(Debug, Clone)]
pub struct NetworkOptions {
    /// Certificates (PEM) of authorities to trust beside the system's.
    pub ca_pem: Vec<Vec<u8>>,
    /// Whether the system's authorities are trusted.
    pub system_roots: bool,
    /// Names with a fixed address.
    pub pins: Vec<Pin>,
    /// Whether every other name and address is refused: a rehearsal.
    pub only_pins: bool,
    /// Time for a connection, TLS included.
    pub connect_timeout: Duration,
    /// Longest silence of a server that owes an answer.
    pub answer_timeout: Duration,
    /// Connections that are known to get no answer.
    pub silent: SilentConnections,
    /// Tells the time at which certificates must be valid.
    pub clock: Arc<dyn Clock>,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            ca_pem: Vec::new(),
            system_roots: true,
            pins: Vec::new(),
            only_pins: false,
            connect_timeout: Duration::from_secs(20),
            answer_timeout: Duration::from_secs(120),
            silent: SilentConnections::default(),
            clock: Arc::new(SystemClock),
        }
    }
}

/// A name with a fixed address: `HOST=ADDRESS` or `HOST=ADDRESS:PORT`. `*` stands for every name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The name.
    pub host: String,
    /// Its address.
    pub address: IpAddr,
    /// The port to use in place of the one asked for.
    pub port: Option<u16>,
}

/// A pin that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not of the form HOST=ADDRESS or HOST=ADDRESS:PORT")]
pub struct InvalidPin(String);

impl FromStr for Pin {
    type Err = InvalidPin;

    fn from_str(text: &str) -> Result<Self, InvalidPin> {
        let invalid = || InvalidPin(text.to_owned());
        let (host, place) = text.split_once('=').ok_or_else(invalid)?;
        if host.is_empty() {
            return Err(invalid());
        }
        let (address, port) = match (place.parse::<IpAddr>(), place.parse::<SocketAddr>()) {
            (Ok(address), _) => (address, None),
            (_, Ok(socket)) => (socket.ip(), Some(socket.port())),
            _ => return Err(invalid()),
        };
        Ok(Self { host: host.to_owned(), address, port })
    }
}

/// The network as one endpoint reaches it.
pub(super) struct Network {
    options: Arc<NetworkOptions>,
    tls: TlsConnector,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A TLS connection.
pub(super) type Tls = TlsStream<TcpStream>;

impl Network {
    pub(super) fn new(options: Arc<NetworkOptions>, accept_untrusted: bool) -> Result<Self, SourceError> {
        let config = tls::client_config(&options, accept_untrusted)?;
        Ok(Self { options, tls: TlsConnector::from(Arc::new(config)) })
    }

    pub(super) fn options(&self) -> &NetworkOptions {
        &self.options
    }

    /// Addresses of a host, in the order to try.
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, SourceError> {
        let pin = self.options.pins.iter().find(|pin| pin.host == "*" || pin.host.eq_ignore_ascii_case(host));
        if let Some(pin) = pin {
            return Ok(vec![SocketAddr::new(pin.address, pin.port.unwrap_or(port))]);
        }
        let dns = |detail: String| SourceError::Dns { host: host.to_owned(), detail };
        if self.options.only_pins {
            return Err(dns("this is a rehearsal: only the practice organisation can be reached".to_owned()));
        }
        let found = timeout(self.options.connect_timeout, tokio::net::lookup_host((host, port))).await;
        let found = found.map_err(|_| dns("the name server did not answer".to_owned()))?;
        let addresses: Vec<SocketAddr> = found.map_err(|e| dns(e.to_string()))?.collect();
        if addresses.is_empty() { Err(dns("it has no address".to_owned())) } else { Ok(addresses) }
    }

    /// Connects without TLS.
    pub(super) async fn tcp(&self, host: &str, port: u16) -> Result<TcpStream, SourceError> {
        let server = format!("{host}:{port}");
        let mut failure =
            SourceError::Connect { server: server.clone(), detail: "it has no address".to_owned() };
        for address in self.resolve(host, port).await? {
            match timeout(self.options.connect_timeout, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // Small requests must not wait for one another.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(e)) => {
                    failure = SourceError::Connect { server: server.clone(), detail: e.to_string() }
                }
                Err(_) => {
                    failure =
                        SourceError::Timeout { server: server.clone(), after: self.options.connect_timeout };
                }
            }
        }
        Err(failure)
    }

    /// Connects with TLS.
    pub(super) async fn tls(&self, host: &str, port: u16) -> Result<Tls, SourceError> {
        let server = format!("{host}:{port}");
        let stream = self.tcp(host, port).await?;
        let name = rustls_pki_types::ServerName::try_from(host.to_owned())
            .map_err(|_| SourceError::Settings(format!("'{host}' is not a host name")))?;
        let limit = self.options.connect_timeout;
        match timeout(limit, self.tls.connect(name, stream)).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(e)) => Err(tls::error(&server, &e)),
            Err(_) => Err(SourceError::Timeout { server, after: limit }),
        }
    }
}

/// What HTTP runs on.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {
    /// This side's address.
    fn local_address(&self) -> Option<SocketAddr>;
}

impl Stream for TcpStream {
    fn local_address(&self) -> Option<SocketAddr> {
        self.local_addr().ok()
    }
}

impl Stream for Tls {
    fn local_address(&self) -> Option<SocketAddr> {
        self.get_ref().0.local_address()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read() {
        let pin: Pin = "mail.contoso.com=127.0.0.1:8443".parse().unwrap();
        assert_eq!((pin.host.as_str(), pin.port), ("mail.contoso.com", Some(8443)));
        assert_eq!("x=::1".parse::<Pin>().unwrap().port, None);
        assert_eq!("x=[::1]:5".parse::<Pin>().unwrap().port, Some(5));
        for bad in ["x", "=1.2.3.4", "x=y", ""] {
            assert!(bad.parse::<Pin>().is_err(), "{bad}");
        }
    }
}
