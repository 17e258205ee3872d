//! Where a search looks, and what came of it.

use std::fmt;

/// A place of the documented order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `https://domain/autodiscover/autodiscover.xml`.
    RootDomain,
    /// `https://autodiscover.domain/autodiscover/autodiscover.xml`.
    AutodiscoverDomain,
    /// `http://autodiscover.domain/...`, without credentials, only for its redirection.
    HttpRedirect,
    /// The DNS record `_autodiscover._tcp.domain`.
    SrvRecord,
    /// Where an answer sent the search.
    Redirection,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RootDomain => "root domain",
            Self::AutodiscoverDomain => "autodiscover domain",
            Self::HttpRedirect => "HTTP redirection",
            Self::SrvRecord => "SRV record",
            Self::Redirection => "redirection",
        })
    }
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// Settings were found.
    Settings,
    /// The search goes on at another URL.
    RedirectUrl(String),
    /// The search goes on for another address.
    RedirectAddress(String),
    /// The DNS record named this host.
    SrvHost(String),
    /// There is no such DNS record.
    NoSrvRecord,
    /// No connection, no TLS, a timeout: the reason in words.
    Unreachable(String),
    /// The server refused user name and password (401).
    Unauthorized,
    /// Another HTTP status.
    Status(u16),
    /// Autodiscover answered with an error.
    Error {
        /// Its code.
        code: String,
        /// The server's words.
        message: String,
    },
    /// The answer cannot be used: the reason in words.
    Unusable(String),
    /// A redirection was not followed: the reason in words.
    RedirectRefused(String),
}

impl fmt::Display for StepOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings => f.write_str("found settings"),
            Self::RedirectUrl(url) => write!(f, "redirected to {url}"),
            Self::RedirectAddress(address) => write!(f, "redirected to the address {address}"),
            Self::SrvHost(host) => write!(f, "the record names {host}"),
            Self::NoSrvRecord => f.write_str("there is no such record"),
            Self::Unreachable(reason) => write!(f, "could not be reached: {reason}"),
            Self::Unauthorized => f.write_str("refused the user name or password (401)"),
            Self::Status(status) => write!(f, "answered with HTTP status {status}"),
            Self::Error { code, message } => write!(f, "answered with Autodiscover error {code}: {message}"),
            Self::Unusable(reason) => write!(f, "gave an answer that cannot be used: {reason}"),
            Self::RedirectRefused(reason) => write!(f, "gave a redirection that was not followed: {reason}"),
        }
    }
}

/// A step taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReport {
    /// Where.
    pub place: Place,
    /// URL, or name of the DNS record.
    pub target: String,
    /// What came of it.
    pub outcome: StepOutcome,
}

impl fmt::Display for StepReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.place, self.target, self.outcome)
    }
}
