//! Migration endpoints: how to reach a source organisation and how hard it may be pulled.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AuthenticationMethod, MailboxPermission, MigrationType};

/// A migration endpoint as `Get-MigrationEndpoint` shows it. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Name, the identity; unique without regard to case.
    pub name: String,
    /// A stable id.
    pub guid: Uuid,
    /// How to reach the source.
    pub settings: EndpointSettings,
    /// The two slot pools.
    pub limits: SlotLimits,
    /// When it was made.
    pub created: SystemTime,
    /// When it was last changed.
    pub changed: SystemTime,
    /// Users in initial sync right now.
    pub active_migration_count: u32,
    /// Users in incremental sync right now.
    pub active_incremental_sync_count: u32,
}

/// How to reach a source organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointSettings {
    /// Kind of source.
    pub endpoint_type: MigrationType,
    /// Where the source is.
    pub address: SourceAddress,
    /// How to log on.
    pub authentication: AuthenticationMethod,
    /// The account, as `user@domain` or `DOMAIN\user`.
    pub username: String,
    /// What the account may do; `None` tries administrator access first, then Full Access.
    pub mailbox_permission: Option<MailboxPermission>,
    /// Whether certificates of unknown issuers are taken.
    pub accept_untrusted_certificates: bool,
}

/// Where a source organisation is. All names are as Autodiscover or the administrator gave them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceAddress {
    /// Whether Autodiscover was asked, and is asked again for each mailbox.
    pub use_autodiscover: bool,
    /// Address that Autodiscover was asked for.
    pub email_address: Option<String>,
    /// Server behind the RPC proxy (`EXCH` server).
    pub exchange_server: Option<String>,
    /// Address book server; the Exchange server when `None`.
    pub nspi_server: Option<String>,
    /// RPC proxy (`EXPR` server).
    pub rpc_proxy_server: Option<String>,
    /// Exchange Web Services address.
    pub ews_url: Option<String>,
    /// The administrator's mailbox.
    pub source_mailbox_legacy_dn: Option<String>,
    /// Server of an IMAP source.
    pub remote_server: Option<String>,
    /// Port, when it is not the usual one.
    pub port: Option<u16>,
}

/// The two slot pools of an endpoint; they do not borrow from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotLimits {
    /// Users in initial sync at a time.
    pub max_concurrent_migrations: u32,
    /// Users in incremental sync at a time.
    pub max_concurrent_incremental_syncs: u32,
}

impl Default for SlotLimits {
    /// The pair Exchange Online gives its endpoints.
    fn default() -> Self {
        Self { max_concurrent_migrations: 20, max_concurrent_incremental_syncs: 10 }
    }
}
