//! `MigrationEndpoint`

use migration::model::Endpoint;
use posh_runtime::Value;

use super::identity::identity;
use super::{int, object, text};

pub(crate) const TYPE: &str = "Microsoft.Exchange.Data.Storage.Management.MigrationEndpoint";

/// An endpoint as Get-MigrationEndpoint outputs it.
pub(crate) fn endpoint(e: &Endpoint) -> Value {
    let s = &e.settings;
    let a = &s.address;
    object(
        TYPE,
        vec![
            ("Identity", identity(&e.name)),
            ("EndpointType", Value::str(s.endpoint_type.to_string())),
            ("MaxConcurrentMigrations", int(e.limits.max_concurrent_migrations)),
            ("MaxConcurrentIncrementalSyncs", int(e.limits.max_concurrent_incremental_syncs)),
            ("ActiveMigrationCount", int(e.active_migration_count)),
            ("ActiveIncrementalSyncCount", int(e.active_incremental_sync_count)),
            ("RemoteServer", text(a.remote_server.as_ref())),
            ("Username", Value::str(s.username.as_str())),
            ("Port", a.port.map_or(Value::Null, int)),
            ("Authentication", Value::str(s.authentication.to_string())),
            ("Security", Value::str("Ssl")),
            ("EmailAddress", text(a.email_address.as_ref())),
            ("ExchangeServer", text(a.exchange_server.as_ref())),
            ("NspiServer", text(a.nspi_server.as_ref())),
            ("RpcProxyServer", text(a.rpc_proxy_server.as_ref())),
            ("MailboxPermission", s.mailbox_permission.map_or(Value::Null, |p| Value::str(p.to_string()))),
            ("UseAutoDiscover", Value::Bool(a.use_autodiscover)),
            ("SourceMailboxLegacyDN", text(a.source_mailbox_legacy_dn.as_ref())),
            ("PublicFolderDatabaseServerLegacyDN", Value::Null),
            ("AcceptUntrustedCertificates", Value::Bool(s.accept_untrusted_certificates)),
            ("RemoteTenant", Value::Null),
            ("AppID", Value::Null),
            ("AppSecretKeyVaultUrl", Value::Null),
            ("DiagnosticInfo", Value::Null),
            ("IsValid", Value::Bool(true)),
            ("ObjectState", Value::str("Unchanged")),
        ],
    )
}
