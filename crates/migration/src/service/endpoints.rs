//! `*-MigrationEndpoint`.

use std::sync::Arc;

use uuid::Uuid;

use super::{Service, ServiceError};
use crate::model::{
    AuthenticationMethod, BatchStatus, Endpoint, EndpointSettings, MailboxPermission, MigrationType,
    SlotLimits, SourceAddress, UserStatus, same_name,
};
use crate::secrets::Credential;
use crate::store::{EndpointRecord, StoreError, UserQuery};

/// What `New-MigrationEndpoint` gives.
#[derive(Debug, Clone)]
pub struct NewEndpoint {
    /// Name.
    pub name: String,
    /// Kind of source.
    pub endpoint_type: MigrationType,
    /// Where it is; with `use_autodiscover` the rest is found out.
    pub address: SourceAddress,
    /// Who logs on.
    pub credential: Credential,
    /// How.
    pub authentication: AuthenticationMethod,
    /// What the account may do.
    pub mailbox_permission: Option<MailboxPermission>,
    /// Whether certificates of unknown issuers are taken.
    pub accept_untrusted_certificates: bool,
    /// The two slot pools.
    pub limits: SlotLimits,
    /// Whether the connection is not tried.
    pub skip_verification: bool,
}

/// What `Set-MigrationEndpoint` changes; `None` leaves a value as it is.
#[derive(Debug, Clone, Default)]
pub struct EndpointChange {
    /// Who logs on.
    pub credential: Option<Credential>,
    /// How.
    pub authentication: Option<AuthenticationMethod>,
    /// What the account may do.
    pub mailbox_permission: Option<MailboxPermission>,
    /// Whether certificates of unknown issuers are taken.
    pub accept_untrusted_certificates: Option<bool>,
    /// Exchange server.
    pub exchange_server: Option<String>,
    /// Address book server.
    pub nspi_server: Option<String>,
    /// RPC proxy.
    pub rpc_proxy_server: Option<String>,
    /// The administrator's mailbox.
    pub source_mailbox_legacy_dn: Option<String>,
    /// Server of an IMAP source.
    pub remote_server: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Slots of the initial sync.
    pub max_concurrent_migrations: Option<u32>,
    /// Slots of incremental syncs.
    pub max_concurrent_incremental_syncs: Option<u32>,
    /// Whether the connection is not tried.
    pub skip_verification: bool,
}

impl Service {
    /// Makes an endpoint: finds out where the source is, tries it, records it with its password sealed.
    ///
    /// # Errors
    /// [`ServiceError::EndpointExists`]; [`ServiceError::Source`] when the source cannot be reached.
    pub fn new_endpoint(&self, new: NewEndpoint) -> Result<Endpoint, ServiceError> {
        check_name(&new.name)?;
        check_limits(&new.limits)?;
        if self.store.endpoint(&new.name)?.is_some() {
            return Err(ServiceError::EndpointExists(new.name));
        }
        let settings = EndpointSettings {
            endpoint_type: new.endpoint_type,
            address: new.address,
            authentication: new.authentication,
            username: new.credential.username.clone(),
            mailbox_permission: new.mailbox_permission,
            accept_untrusted_certificates: new.accept_untrusted_certificates,
        };
        let settings = self.complete_settings(settings, &new.credential, new.skip_verification)?;
        let (guid, now) = (Uuid::new_v4(), self.now());
        let record = EndpointRecord {
            name: new.name,
            guid,
            settings,
            limits: new.limits,
            sealed_password: self.key.seal(&guid.to_string(), new.credential.password())?,
            created: now,
            changed: now,
        };
        self.store.insert_endpoint(&record).map_err(|e| match e {
            StoreError::NameTaken(name) => ServiceError::EndpointExists(name),
            other => other.into(),
        })?;
        self.show_endpoint(record)
    }

    /// Asks Autodiscover when the settings say so, then tries the connection unless told not to.
    fn complete_settings(
        &self,
        mut settings: EndpointSettings,
        credential: &Credential,
        skip_verification: bool,
    ) -> Result<EndpointSettings, ServiceError> {
        let connector = Arc::clone(&self.connector);
        let credential = credential.clone();
        let outcome = self.block_on(async move {
            if settings.address.use_autodiscover {
                let (_, found) = connector.discover(&settings, &credential).await;
                settings.address = found?;
            }
            if !skip_verification {
                connector.test(&settings, &credential).await.1?;
            }
            Ok(settings)
        })?;
        outcome.map_err(ServiceError::Source)
    }

    /// All endpoints by name.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub fn endpoints(&self) -> Result<Vec<Endpoint>, ServiceError> {
        self.settle();
        self.store.endpoints()?.into_iter().map(|record| self.show_endpoint(record)).collect()
    }

    /// One endpoint by name or guid.
    ///
    /// # Errors
    /// [`ServiceError::EndpointNotFound`].
    pub fn endpoint(&self, identity: &str) -> Result<Endpoint, ServiceError> {
        self.settle();
        let record = self.endpoint_record(identity)?;
        self.show_endpoint(record)
    }

    pub(super) fn endpoint_record(&self, identity: &str) -> Result<EndpointRecord, ServiceError> {
        if let Some(record) = self.store.endpoint(identity)? {
            return Ok(record);
        }
        let all = self.store.endpoints()?;
        let by_guid = all.into_iter().find(|record| same_name(&record.guid.to_string(), identity));
        by_guid.ok_or_else(|| ServiceError::EndpointNotFound(identity.to_owned()))
    }

    /// Changes an endpoint; not while a batch that uses it runs.
    ///
    /// # Errors
    /// [`ServiceError::EndpointNotFound`], [`ServiceError::EndpointBusy`], [`ServiceError::Source`].
    pub fn set_endpoint(&self, identity: &str, change: EndpointChange) -> Result<Endpoint, ServiceError> {
        self.settle();
        let mut record = self.endpoint_record(identity)?;
        self.refuse_while_running(&record.name)?;
        let verify = !change.skip_verification && change.touches_connection();
        let credential = match &change.credential {
            Some(credential) => credential.clone(),
            None => self.credential_of(&record)?,
        };
        change.apply(&mut record);
        check_limits(&record.limits)?;
        if verify {
            let mut settings = record.settings.clone();
            settings.address.use_autodiscover = false;
            self.complete_settings(settings, &credential, false)?;
        }
        if change.credential.is_some() {
            record.sealed_password = self.key.seal(&record.guid.to_string(), credential.password())?;
        }
        record.changed = self.now();
        let written = self.store.update_endpoint(&record.name, &mut |kept| *kept = record.clone())?;
        self.show_endpoint(written)
    }

    fn refuse_while_running(&self, endpoint: &str) -> Result<(), ServiceError> {
        use BatchStatus as S;
        let running = |status| matches!(status, S::Starting | S::Syncing | S::Stopping | S::Removing);
        let batches = self.store.batches()?;
        let user =
            batches.iter().find(|b| same_name(&b.settings.source_endpoint, endpoint) && running(b.status));
        match user {
            Some(batch) => {
                Err(ServiceError::EndpointBusy { endpoint: endpoint.to_owned(), batch: batch.name.clone() })
            }
            None => Ok(()),
        }
    }

    /// Removes an endpoint that no batch uses.
    ///
    /// # Errors
    /// [`ServiceError::EndpointNotFound`], [`ServiceError::EndpointInUse`].
    pub fn remove_endpoint(&self, identity: &str) -> Result<(), ServiceError> {
        let record = self.endpoint_record(identity)?;
        self.store.delete_endpoint(&record.name).map_err(|e| match e {
            StoreError::InUse(batch) => ServiceError::EndpointInUse { endpoint: record.name, batch },
            StoreError::NotFound(name) => ServiceError::EndpointNotFound(name),
            other => other.into(),
        })
    }

    pub(super) fn credential_of(&self, record: &EndpointRecord) -> Result<Credential, ServiceError> {
        let password = self.key.open_sealed(&record.guid.to_string(), &record.sealed_password)?;
        Ok(Credential::new(record.settings.username.clone(), password.as_str()))
    }

    fn show_endpoint(&self, record: EndpointRecord) -> Result<Endpoint, ServiceError> {
        let mut active = [0_u32; 2];
        for batch in self.store.batches()? {
            if !same_name(&batch.settings.source_endpoint, &record.name) {
                continue;
            }
            for (n, statuses) in active.iter_mut().zip([
                &[UserStatus::Provisioning, UserStatus::Syncing][..],
                &[UserStatus::IncrementalSyncing],
            ]) {
                for &status in statuses {
                    let query =
                        UserQuery { batch: Some(batch.guid), status: Some(status), ..UserQuery::default() };
                    *n += u32::try_from(self.store.users(&query)?.len()).unwrap_or(u32::MAX);
                }
            }
        }
        let [migrations, incremental] = active;
        Ok(Endpoint {
            name: record.name,
            guid: record.guid,
            settings: record.settings,
            limits: record.limits,
            created: record.created,
            changed: record.changed,
            active_migration_count: migrations,
            active_incremental_sync_count: incremental,
        })
    }
}

impl EndpointChange {
    fn touches_connection(&self) -> bool {
        self.credential.is_some()
            || self.authentication.is_some()
            || self.accept_untrusted_certificates.is_some()
            || self.exchange_server.is_some()
            || self.nspi_server.is_some()
            || self.rpc_proxy_server.is_some()
            || self.remote_server.is_some()
            || self.port.is_some()
    }

    fn apply(&self, record: &mut EndpointRecord) {
        fn set<T: Clone>(to: &mut T, from: &Option<T>) {
            if let Some(value) = from {
                *to = value.clone();
            }
        }
        fn set_some<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        let settings = &mut record.settings;
        if let Some(credential) = &self.credential {
            settings.username.clone_from(&credential.username);
        }
        set(&mut settings.authentication, &self.authentication);
        set_some(&mut settings.mailbox_permission, &self.mailbox_permission);
        set(&mut settings.accept_untrusted_certificates, &self.accept_untrusted_certificates);
        set_some(&mut settings.address.exchange_server, &self.exchange_server);
        set_some(&mut settings.address.nspi_server, &self.nspi_server);
        set_some(&mut settings.address.rpc_proxy_server, &self.rpc_proxy_server);
        set_some(&mut settings.address.source_mailbox_legacy_dn, &self.source_mailbox_legacy_dn);
        set_some(&mut settings.address.remote_server, &self.remote_server);
        set_some(&mut settings.address.port, &self.port);
        set(&mut record.limits.max_concurrent_migrations, &self.max_concurrent_migrations);
        set(&mut record.limits.max_concurrent_incremental_syncs, &self.max_concurrent_incremental_syncs);
    }
}

/// Longest name of an endpoint or batch.
const NAME_LIMIT: usize = 64;

pub(super) fn check_name(name: &str) -> Result<(), ServiceError> {
    let length = name.chars().count();
    if name.trim().is_empty() || length > NAME_LIMIT || name.chars().any(char::is_control) {
        let text = format!("The name must have 1 to {NAME_LIMIT} characters and no control characters.");
        return Err(ServiceError::InvalidArgument(text));
    }
    Ok(())
}

fn check_limits(limits: &SlotLimits) -> Result<(), ServiceError> {
    if limits.max_concurrent_migrations == 0 || limits.max_concurrent_incremental_syncs == 0 {
        let text = "MaxConcurrentMigrations and MaxConcurrentIncrementalSyncs must be at least 1.";
        return Err(ServiceError::InvalidArgument(text.to_owned()));
    }
    Ok(())
}
