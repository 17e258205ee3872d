//! What can go wrong at a source, told apart by what mends it.

use std::time::Duration;

/// A failure of a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The name does not resolve.
    #[error("the name '{host}' cannot be resolved: {detail}")]
    Dns {
        /// The name.
        host: String,
        /// What the resolver said.
        detail: String,
    },
    /// No connection to the address.
    #[error("no connection to {server}: {detail}")]
    Connect {
        /// Host and port.
        server: String,
        /// What the system said.
        detail: String,
    },
    /// The server's certificate is not trusted.
    #[error("the certificate of {server} is not trusted: {problem}")]
    Certificate {
        /// Host and port.
        server: String,
        /// What is wrong with it.
        problem: CertificateProblem,
    },
    /// Logon failed.
    #[error("{server} refused the user name or password of '{username}' (401)")]
    Unauthorized {
        /// Host.
        server: String,
        /// The account.
        username: String,
    },
    /// The account may not read the mailbox.
    #[error("the account '{username}' may not open the mailbox of '{mailbox}': {detail}")]
    AccessDenied {
        /// Whose mailbox.
        mailbox: String,
        /// The account.
        username: String,
        /// What the server said.
        detail: String,
    },
    /// No answer in time.
    #[error("{server} did not answer within {} seconds", after.as_secs())]
    Timeout {
        /// Host.
        server: String,
        /// How long was waited.
        after: Duration,
    },
    /// The connection broke.
    #[error("the connection to {server} broke: {detail}")]
    Dropped {
        /// Host.
        server: String,
        /// What the system said.
        detail: String,
    },
    /// The server asks for patience.
    #[error("{server} is busy: {detail}")]
    Busy {
        /// Host.
        server: String,
        /// How long it wants to be left alone, when it says so.
        retry_after: Option<Duration>,
        /// What it said.
        detail: String,
        /// Whether it objects to the number of connections.
        too_many_connections: bool,
    },
    /// The answer cannot be understood.
    #[error("{server} sent an answer that cannot be understood: {detail}")]
    Garbage {
        /// Host.
        server: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The server answered with an HTTP status that says no more.
    #[error("{server} answered {status}: {detail}")]
    Http {
        /// Host.
        server: String,
        /// HTTP status.
        status: u16,
        /// Its reason.
        detail: String,
    },
    /// Autodiscover gave no settings.
    #[error("Autodiscover found no settings for '{email}': {detail}")]
    Autodiscover {
        /// The address asked for.
        email: String,
        /// Each place tried and its answer.
        detail: String,
        /// The failure that says most about what the user can mend.
        cause: Option<Box<SourceError>>,
    },
    /// The mailbox, folder or person does not exist there.
    #[error("'{what}' does not exist at the source")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// The cursor is too old or was not made by this server: begin the folder again.
    #[error("the source no longer knows the place where the last sync ended")]
    CursorLost,
    /// The settings do not suffice.
    #[error("{0}")]
    Settings(String),
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateProblem {
    /// Issued by nobody this machine knows.
    #[error("its issuer is not known (self-signed, or from a private certification authority)")]
    UnknownIssuer,
    /// Past its end.
    #[error("it has expired")]
    Expired,
    /// Before its start.
    #[error("it is not valid yet")]
    NotYetValid,
    /// For another name.
    #[error("it is for another name")]
    WrongName,
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl SourceError {
    /// Whether trying again without a change could help.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Dropped { .. }
            | Self::Busy { .. }
            | Self::Garbage { .. }
            | Self::CursorLost => true,
            Self::Http { status, .. } => *status >= 500,
            Self::Dns { .. }
            | Self::Certificate { .. }
            | Self::Unauthorized { .. }
            | Self::AccessDenied { .. }
            | Self::Autodiscover { .. }
            | Self::NotFound { .. }
            | Self::Settings(_) => false,
        }
    }

    /// What the user can do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Dns { host, .. } => {
                format!("Check the spelling of '{host}', or give its address with --resolve {host}=ADDRESS.")
            }
            Self::Connect { server, .. } | Self::Timeout { server, .. } => {
                format!("Check that {server} is running and reachable through the firewall on this port.")
            }
            Self::Certificate { problem: CertificateProblem::UnknownIssuer, .. } => {
                "Install a certificate of a known certification authority at the source, give its issuer with \
                 --ca-file, or use -AcceptUntrustedCertificates."
                    .to_owned()
            }
            Self::Certificate { .. } => {
                "Install a valid certificate at the source, or use -AcceptUntrustedCertificates.".to_owned()
            }
            Self::Unauthorized { .. } => "Give the right user name (user@domain or DOMAIN\\user) and password: \
                 Set-MigrationEndpoint -Identity <endpoint> -Credentials (Get-Credential)."
                .to_owned(),
            Self::AccessDenied { mailbox, username, .. } => format!(
                "At the source run: Add-MailboxPermission -Identity '{mailbox}' -User '{username}' -AccessRights \
                 FullAccess. Then start the batch again with Start-MigrationBatch."
            ),
            Self::Dropped { .. } | Self::Busy { .. } | Self::Http { .. } => {
                "Start the batch again with Start-MigrationBatch when the server has recovered; \
                 Set-MigrationEndpoint -MaxConcurrentMigrations lowers the load."
                    .to_owned()
            }
            Self::Garbage { server, .. } => {
                format!("Check that {server} is the Exchange server itself, not a proxy's log-on page.")
            }
            Self::Autodiscover { cause: Some(cause), .. } => cause.remedy(),
            Self::Autodiscover { .. } => "Check the Autodiscover records of the domain, or give the servers: \
                 -ExchangeServer and -RPCProxyServer instead of -Autodiscover."
                .to_owned(),
            Self::NotFound { .. } => {
                "Check that the mailbox exists and is not hidden from address lists.".to_owned()
            }
            Self::CursorLost => "Start the batch again with Start-MigrationBatch.".to_owned(),
            Self::Settings(_) => "Set the missing value with Set-MigrationEndpoint.".to_owned(),
        }
    }
}
