//! `*-AcceptedDomain`, `Get-Recipient`, `Get-Mailbox`, `Get-MailboxStatistics`, `Get-MailboxFolderStatistics`.

use super::{Service, ServiceError};
use crate::model::{
    AcceptedDomain, AcceptedDomainType, FolderStatistics, MailboxStatistics, Recipient, RecipientType,
    same_name,
};
use crate::store::StoreError;

/// Name of the directory server in error texts.
const SERVER: &str = "the directory";

/// What `Set-AcceptedDomain` changes.
#[derive(Debug, Clone, Default)]
pub struct AcceptedDomainChange {
    /// New name.
    pub name: Option<String>,
    /// New type.
    pub domain_type: Option<AcceptedDomainType>,
    /// Whether it becomes the default.
    pub make_default: bool,
}

/// Which recipients are asked for; empty means all.
#[derive(Debug, Clone, Default)]
pub struct RecipientFilter {
    /// By address, name, alias or guid.
    pub identity: Option<String>,
    /// Of this kind.
    pub recipient_type: Option<RecipientType>,
    /// At most so many.
    pub result_size: Option<usize>,
}

impl Service {
    /// Adds an accepted domain; the first one becomes the default.
    ///
    /// # Errors
    /// [`ServiceError::InvalidArgument`] for what is no domain, [`ServiceError::DomainExists`].
    pub fn new_accepted_domain(
        &self,
        name: &str,
        domain_name: &str,
        domain_type: AcceptedDomainType,
    ) -> Result<AcceptedDomain, ServiceError> {
        if !is_domain(domain_name) {
            let text = format!("\"{domain_name}\" isn't a valid SMTP domain.");
            return Err(ServiceError::InvalidArgument(text));
        }
        let domain = AcceptedDomain {
            name: if name.is_empty() { domain_name } else { name }.to_owned(),
            domain_name: domain_name.to_owned(),
            domain_type,
            default: false,
            created: self.now(),
        };
        self.store.insert_accepted_domain(&domain).map_err(|e| match e {
            StoreError::NameTaken(name) => ServiceError::DomainExists(name),
            other => other.into(),
        })?;
        self.accepted_domain(&domain.name)
    }

    /// All accepted domains by name.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn accepted_domains(&self) -> Result<Vec<AcceptedDomain>, ServiceError> {
        Ok(self.store.accepted_domains()?)
    }

    /// One accepted domain by name or domain.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`].
    pub fn accepted_domain(&self, identity: &str) -> Result<AcceptedDomain, ServiceError> {
        let all = self.store.accepted_domains()?;
        let found =
            all.into_iter().find(|d| same_name(&d.name, identity) || same_name(&d.domain_name, identity));
        found.ok_or_else(|| not_found(identity))
    }

    /// Changes an accepted domain.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`].
    pub fn set_accepted_domain(
        &self,
        identity: &str,
        change: &AcceptedDomainChange,
    ) -> Result<(), ServiceError> {
        let old = self.accepted_domain(identity)?;
        let new = AcceptedDomain {
            name: change.name.clone().unwrap_or_else(|| old.name.clone()),
            domain_type: change.domain_type.unwrap_or(old.domain_type),
            default: change.make_default || old.default,
            ..old.clone()
        };
        Ok(self.store.update_accepted_domain(&old.name, &new)?)
    }

    /// Removes an accepted domain.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`].
    pub fn remove_accepted_domain(&self, identity: &str) -> Result<(), ServiceError> {
        let domain = self.accepted_domain(identity)?;
        Ok(self.store.delete_accepted_domain(&domain.name)?)
    }

    /// Recipients of the target organisation by address.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`] when an identity is given and nothing goes by it.
    pub fn recipients(&self, filter: &RecipientFilter) -> Result<Vec<Recipient>, ServiceError> {
        self.settle();
        let mut all = self.store.recipients(filter.recipient_type)?;
        if let Some(identity) = &filter.identity {
            all.retain(|recipient| goes_by(recipient, identity));
            if all.is_empty() {
                return Err(not_found(identity));
            }
        }
        all.truncate(filter.result_size.unwrap_or(usize::MAX));
        Ok(all)
    }

    /// Mailboxes of the target organisation, one or all.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`].
    pub fn mailboxes(&self, identity: Option<&str>) -> Result<Vec<Recipient>, ServiceError> {
        self.recipients(&RecipientFilter {
            identity: identity.map(str::to_owned),
            recipient_type: Some(RecipientType::UserMailbox),
            result_size: None,
        })
    }

    fn mailbox(&self, identity: &str) -> Result<Recipient, ServiceError> {
        let mut found = self.mailboxes(Some(identity))?;
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(_), false) => Err(ServiceError::MultipleEntries(identity.to_owned())),
            (None, _) => Err(not_found(identity)),
        }
    }

    /// What a mailbox holds, counted at the target.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`], [`ServiceError::MultipleEntries`], [`ServiceError::Target`].
    pub fn mailbox_statistics(&self, identity: &str) -> Result<MailboxStatistics, ServiceError> {
        let mailbox = self.mailbox(identity)?;
        let folders = self.target.folder_statistics(&mailbox.primary_smtp_address)?;
        Ok(MailboxStatistics {
            primary_smtp_address: mailbox.primary_smtp_address,
            display_name: mailbox.display_name,
            mailbox_guid: mailbox.guid,
            item_count: folders.iter().map(|folder| folder.items_in_folder).sum(),
            total_item_size: folders.iter().map(|folder| folder.folder_size).sum(),
            folder_count: u64::try_from(folders.len()).unwrap_or(u64::MAX),
        })
    }

    /// What a mailbox holds, folder by folder.
    ///
    /// # Errors
    /// [`ServiceError::ObjectNotFound`], [`ServiceError::MultipleEntries`], [`ServiceError::Target`].
    pub fn mailbox_folder_statistics(&self, identity: &str) -> Result<Vec<FolderStatistics>, ServiceError> {
        let mailbox = self.mailbox(identity)?;
        Ok(self.target.folder_statistics(&mailbox.primary_smtp_address)?)
    }
}

fn goes_by(recipient: &Recipient, identity: &str) -> bool {
    let proxies = recipient.email_addresses.iter().filter_map(|address| address.split_once(':'));
    same_name(&recipient.primary_smtp_address, identity)
        || same_name(&recipient.display_name, identity)
        || same_name(&recipient.alias, identity)
        || same_name(&recipient.guid.to_string(), identity)
        || proxies.into_iter().any(|(_, address)| same_name(address, identity))
}

fn not_found(identity: &str) -> ServiceError {
    ServiceError::ObjectNotFound { id: identity.to_owned(), server: SERVER.to_owned() }
}

fn is_domain(name: &str) -> bool {
    let name = name.strip_prefix("*.").unwrap_or(name);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    name.len() <= 253 && name.split('.').all(label)
}
