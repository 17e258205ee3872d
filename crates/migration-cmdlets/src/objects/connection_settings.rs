//! `ExchangeConnectionSettings`: what a test found, to be given to New-MigrationEndpoint. It carries the credential and
//! never shows it.

use migration::model::{AuthenticationMethod, MailboxPermission, SourceAddress};
use migration::secrets::Credential;
use posh_runtime::Value;
use posh_runtime::error::Result;
use posh_runtime::types::{Call, TypeDef, TypeRef};
use posh_runtime::value::{Native, Object};

/// The settings.
pub(crate) struct ConnectionSettings {
    pub(crate) address: SourceAddress,
    pub(crate) credential: Credential,
    pub(crate) authentication: AuthenticationMethod,
    pub(crate) mailbox_permission: Option<MailboxPermission>,
    pub(crate) accept_untrusted_certificates: bool,
}

impl Native for ConnectionSettings {}

const TYPE: &str = "Microsoft.Exchange.Data.Storage.Management.ExchangeConnectionSettings";

/// The settings as an object.
pub(crate) fn connection_settings(settings: ConnectionSettings) -> Value {
    Value::Object(Object::native_of(TypeRef::named(TYPE), settings))
}

fn this<'a>(call: &'a Call<'_>) -> Option<&'a ConnectionSettings> {
    call.this.native::<ConnectionSettings>()
}

fn text(value: Option<&String>) -> Result<Value> {
    Ok(super::text(value))
}

/// The type's members.
pub(crate) static DEF: TypeDef = TypeDef {
    base: Some("System.Object"),
    text: Some(|_, value| {
        Ok(value
            .native::<ConnectionSettings>()
            .and_then(|s| s.address.rpc_proxy_server.clone().or_else(|| s.address.exchange_server.clone()))
            .unwrap_or_else(|| TYPE.to_owned()))
    }),
    properties: &[
        (
            "string Type {get;}",
            |c| Ok(this(c).map_or(Value::Null, |_| Value::str("ExchangeOutlookAnywhere"))),
            None,
        ),
        (
            "string IncomingUserName {get;}",
            |c| Ok(this(c).map_or(Value::Null, |s| Value::str(s.credential.username.as_str()))),
            None,
        ),
        (
            "string IncomingEmailAddress {get;}",
            |c| text(this(c).and_then(|s| s.address.email_address.as_ref())),
            None,
        ),
        (
            "string IncomingRPCProxyServer {get;}",
            |c| text(this(c).and_then(|s| s.address.rpc_proxy_server.as_ref())),
            None,
        ),
        (
            "string IncomingExchangeServer {get;}",
            |c| text(this(c).and_then(|s| s.address.exchange_server.as_ref())),
            None,
        ),
        (
            "string IncomingNSPIServer {get;}",
            |c| text(this(c).and_then(|s| s.address.nspi_server.as_ref())),
            None,
        ),
        (
            "bool HasAutodiscovery {get;}",
            |c| Ok(Value::Bool(this(c).is_some_and(|s| s.address.use_autodiscover))),
            None,
        ),
        (
            "string IncomingAuthentication {get;}",
            |c| Ok(this(c).map_or(Value::Null, |s| Value::str(s.authentication.to_string()))),
            None,
        ),
    ],
    ..TypeDef::new(TYPE)
};
