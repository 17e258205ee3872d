//! The target organisation: domains, recipients, limits.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::named_enum;
use super::{UnknownName, same_name};
use std::fmt;
use std::str::FromStr;

named_enum! {
    /// What the organisation does with mail for a domain.
    AcceptedDomainType {
        /// All its recipients are here.
        Authoritative,
        /// Relayed to a server outside.
        ExternalRelay,
        /// Some of its recipients are here.
        InternalRelay,
    }
}

/// A domain the organisation accepts mail for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedDomain {
    /// Name, the identity.
    pub name: String,
    /// The domain.
    pub domain_name: String,
    /// What is done with its mail.
    pub domain_type: AcceptedDomainType,
    /// Whether new recipients get addresses in it.
    pub default: bool,
    /// When it was added.
    pub created: SystemTime,
}

named_enum! {
    /// Kind of a recipient (`RecipientType`).
    RecipientType {
        /// A dynamic group.
        DynamicDistributionGroup,
        /// A mail contact.
        MailContact,
        /// A group of an old kind.
        MailNonUniversalGroup,
        /// A distribution group.
        MailUniversalDistributionGroup,
        /// A security group.
        MailUniversalSecurityGroup,
        /// A mail user.
        MailUser,
        /// A public folder.
        PublicFolder,
        /// A mailbox.
        UserMailbox,
    }
}

/// A recipient of the target organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// A stable id.
    pub guid: Uuid,
    /// Kind.
    pub recipient_type: RecipientType,
    /// Primary SMTP address; unique without regard to case.
    pub primary_smtp_address: String,
    /// Display name.
    pub display_name: String,
    /// Alias.
    pub alias: String,
    /// All addresses with their kind, the primary one as `SMTP:`.
    pub email_addresses: Vec<String>,
    /// Of a contact: where its mail goes.
    pub external_email_address: Option<String>,
    /// Of a group: addresses of its members.
    pub members: Vec<String>,
    /// When it was made.
    pub created: SystemTime,
    /// The batch that made it.
    pub created_by_batch: Option<Uuid>,
}

/// The service's limits (`Get-MigrationConfig`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationConfig {
    /// Batches at a time, whatever their status.
    pub max_number_of_batches: u32,
    /// Users in initial sync at a time, over all endpoints.
    pub max_concurrent_migrations: u32,
    /// Mailboxes of one cutover.
    pub max_cutover_mailboxes: u32,
    /// Feature flags, as text.
    pub features: String,
}

impl Default for MigrationConfig {
    fn default() -> Self {
        Self {
            max_number_of_batches: 100,
            max_concurrent_migrations: 300,
            max_cutover_mailboxes: 2000,
            features: "MultiBatch, Endpoints, PAW".to_owned(),
        }
    }
}

/// The domain of an e-mail address.
pub fn domain_of(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty())
}

impl AcceptedDomain {
    /// Whether mail for `address` belongs to this domain (`*.` domains take their subdomains).
    pub fn accepts(&self, address: &str) -> bool {
        let Some(domain) = domain_of(address) else { return false };
        match self.domain_name.strip_prefix("*.") {
            Some(parent) => {
                let domain = domain.to_lowercase();
                let parent = parent.to_lowercase();
                domain == parent || domain.strip_suffix(&parent).is_some_and(|rest| rest.ends_with('.'))
            }
            None => same_name(domain, &self.domain_name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(name: &str) -> AcceptedDomain {
        AcceptedDomain {
            name: name.into(),
            domain_name: name.into(),
            domain_type: AcceptedDomainType::Authoritative,
            default: true,
            created: SystemTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn domains_accept_their_own() {
        assert!(domain("contoso.com").accepts("a@CONTOSO.com"));
        assert!(!domain("contoso.com").accepts("a@x.contoso.com"));
        assert!(domain("*.contoso.com").accepts("a@x.contoso.com"));
        assert!(!domain("*.contoso.com").accepts("a@xcontoso.com"));
        assert!(!domain("contoso.com").accepts("contoso.com"));
        assert!(!domain("contoso.com").accepts("a@"));
    }
}
