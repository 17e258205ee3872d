//! What Autodiscover tells about a mailbox.

use super::RESPONSE_SCHEMA;
use crate::xml::Element;

/// Settings of a mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Name to show.
    pub display_name: Option<String>,
    /// Legacy DN of the mailbox.
    pub legacy_dn: Option<String>,
    /// Primary address; an alias resolves to it.
    pub smtp_address: Option<String>,
    /// GUID of the deployment.
    pub deployment_id: Option<String>,
    /// The ways in.
    pub protocols: Vec<Protocol>,
}

/// One way in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protocol {
    /// `EXCH`, `EXPR`, `EXHTTP`, `WEB`, `mapiHttp`.
    pub kind: String,
    /// The server: for EXCH its name or `GUID@domain`, for EXPR the RPC proxy.
    pub server: Option<String>,
    /// DN of the server.
    pub server_dn: Option<String>,
    /// Its version, hexadecimal.
    pub server_version: Option<String>,
    /// DN of the mailbox's database.
    pub mdb_dn: Option<String>,
    /// A domain controller.
    pub ad: Option<String>,
    /// Whether TLS is used.
    pub ssl: Option<bool>,
    /// `Basic`, `Ntlm`, `Negotiate`, `Anonymous`; compare without case.
    pub auth_package: Option<String>,
    /// `msstd:` name the certificate must have; `None` says: do not check.
    pub cert_principal_name: Option<String>,
    /// URL of EWS.
    pub ews_url: Option<String>,
    /// URL of the availability service: EWS too.
    pub as_url: Option<String>,
    /// URL of automatic replies: EWS too.
    pub oof_url: Option<String>,
    /// URL of the offline address book.
    pub oab_url: Option<String>,
}

impl Settings {
    /// The way in of this kind.
    pub fn protocol(&self, kind: &str) -> Option<&Protocol> {
        self.protocols.iter().find(|protocol| protocol.kind.eq_ignore_ascii_case(kind))
    }

    /// The server behind the RPC proxy.
    pub fn exchange_server(&self) -> Option<&str> {
        self.protocol("EXCH")?.server.as_deref()
    }

    /// The RPC proxy.
    pub fn rpc_proxy_server(&self) -> Option<&str> {
        self.protocol("EXPR")?.server.as_deref()
    }

    /// How the RPC proxy wants to be authenticated with.
    pub fn rpc_authentication(&self) -> Option<&str> {
        self.protocol("EXPR")?.auth_package.as_deref()
    }

    /// The URL of EWS: outside names first.
    pub fn ews_url(&self) -> Option<&str> {
        let url =
            |protocol: &Protocol| [&protocol.ews_url, &protocol.as_url].into_iter().flatten().next().cloned();
        let of = |kind: &str| {
            self.protocols.iter().find(|p| p.kind.eq_ignore_ascii_case(kind) && url(p).is_some())
        };
        let protocol = ["EXPR", "EXHTTP", "EXCH", "WEB"].into_iter().find_map(of)?;
        protocol.ews_url.as_deref().or(protocol.as_url.as_deref())
    }

    pub(super) fn read(response: &Element) -> Option<Self> {
        let account = response.child("Account")?;
        let user = response.child("User");
        let text = |name| {
            user.and_then(|user| user.child_text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        Some(Self {
            display_name: text("DisplayName"),
            legacy_dn: text("LegacyDN"),
            smtp_address: text("AutoDiscoverSMTPAddress"),
            deployment_id: text("DeploymentId"),
            protocols: account
                .children
                .iter()
                .filter(|child| child.name == "Protocol")
                .map(Protocol::read)
                .collect(),
        })
    }

    pub(super) fn write(&self) -> [Element; 2] {
        let mut user = Element::new(RESPONSE_SCHEMA, "User");
        push(&mut user, "DisplayName", self.display_name.as_deref());
        push(&mut user, "LegacyDN", self.legacy_dn.as_deref());
        push(&mut user, "AutoDiscoverSMTPAddress", self.smtp_address.as_deref());
        push(&mut user, "DeploymentId", self.deployment_id.as_deref());
        let mut account = Element::new(RESPONSE_SCHEMA, "Account");
        push(&mut account, "AccountType", Some("email"));
        push(&mut account, "Action", Some("settings"));
        [user, account.with_all(self.protocols.iter().map(Protocol::write))]
    }
}

impl Protocol {
    fn read(element: &Element) -> Self {
        let text = |name| element.child_text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let attribute = element.attribute("Type").map(str::to_owned);
        let mut this = Self {
            kind: text("Type").or(attribute).unwrap_or_default(),
            server: text("Server"),
            server_dn: text("ServerDN"),
            server_version: text("ServerVersion"),
            mdb_dn: text("MdbDN"),
            ad: text("AD"),
            ssl: text("SSL").map(|ssl| ssl.eq_ignore_ascii_case("on")),
            auth_package: text("AuthPackage"),
            cert_principal_name: text("CertPrincipalName"),
            ews_url: text("EwsUrl"),
            as_url: text("ASUrl"),
            oof_url: text("OOFUrl"),
            oab_url: text("OABUrl"),
        };
        // A WEB block nests the outside and inside protocols.
        for side in ["External", "Internal"] {
            let nested = element.child(side).and_then(|side| side.child("Protocol"));
            if let Some(url) = nested.and_then(|protocol| protocol.child_text("ASUrl")) {
                this.as_url.get_or_insert_with(|| url.to_owned());
            }
        }
        this
    }

    fn write(&self) -> Element {
        let mut element = Element::new(RESPONSE_SCHEMA, "Protocol");
        let ssl = self.ssl.map(|ssl| if ssl { "On" } else { "Off" });
        push(&mut element, "Type", Some(&self.kind));
        push(&mut element, "Server", self.server.as_deref());
        push(&mut element, "ServerDN", self.server_dn.as_deref());
        push(&mut element, "ServerVersion", self.server_version.as_deref());
        push(&mut element, "MdbDN", self.mdb_dn.as_deref());
        push(&mut element, "AD", self.ad.as_deref());
        push(&mut element, "SSL", ssl);
        push(&mut element, "CertPrincipalName", self.cert_principal_name.as_deref());
        push(&mut element, "AuthPackage", self.auth_package.as_deref());
        push(&mut element, "ASUrl", self.as_url.as_deref());
        push(&mut element, "EwsUrl", self.ews_url.as_deref());
        push(&mut element, "OOFUrl", self.oof_url.as_deref());
        push(&mut element, "OABUrl", self.oab_url.as_deref());
        element
    }
}

fn push(parent: &mut Element, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        parent.children.push(Element::new(RESPONSE_SCHEMA, name).with_text(text));
    }
}
