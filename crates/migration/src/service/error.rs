//! What the service refuses, in Exchange's words where they are known, and what mends it.

use std::path::Path;

use crate::model::Refusal;
use crate::secrets::SecretError;
use crate::source::SourceError;
use crate::source::words::{ExchangeWords, words};
use crate::store::StoreError;
use crate::target::TargetError;

/// Broad kind of an error: what an `ErrorRecord`'s category is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The object named does not exist.
    NotFound,
    /// The name is taken, or only one may exist.
    AlreadyExists,
    /// The object's state forbids it.
    InvalidOperation,
    /// An argument cannot be used.
    InvalidArgument,
    /// A limit of the service.
    LimitsExceeded,
    /// The source could not be reached or refused.
    Connection,
    /// Not part of this service.
    NotImplemented,
    /// The store, the key or the target cannot be used.
    Resource,
}

/// An error of the service. `Display` is the whole message; [`ServiceError::remedy`] names the command that mends it.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No batch of that name.
    #[error("The migration batch \"{0}\" can't be found.")]
    BatchNotFound(String),
    /// No endpoint of that name.
    #[error("The migration endpoint \"{0}\" can't be found.")]
    EndpointNotFound(String),
    /// No user of that name.
    #[error("The migration user \"{0}\" can't be found.")]
    UserNotFound(String),
    /// No such object in the organisation.
    #[error("The operation couldn't be performed because object '{id}' couldn't be found on '{server}'.")]
    ObjectNotFound {
        /// What was asked for.
        id: String,
        /// Where.
        server: String,
    },
    /// Several objects go by that name.
    #[error("The operation couldn't be performed because '{0}' matches multiple entries.")]
    MultipleEntries(String),
    /// A batch of that name exists.
    #[error(
        "A migration batch named \"{0}\" already exists. Choose another name, or remove it with Remove-MigrationBatch."
    )]
    BatchExists(String),
    /// A cutover batch exists.
    #[error(
        "Only one cutover migration batch can exist at a time, and \"{0}\" exists. Remove it with \
         Remove-MigrationBatch -Identity \"{0}\" first."
    )]
    CutoverExists(String),
    /// As many batches exist as may.
    #[error(
        "The maximum number of migration batches is already running. Please remove a batch before you add another one"
    )]
    TooManyBatches,
    /// An endpoint of that name exists.
    #[error(
        "A migration endpoint named \"{0}\" already exists. Choose another name, change it with \
         Set-MigrationEndpoint, or remove it with Remove-MigrationEndpoint."
    )]
    EndpointExists(String),
    /// A batch uses the endpoint.
    #[error(
        "The migration endpoint \"{endpoint}\" is used by the migration batch \"{batch}\". Remove the batch with \
         Remove-MigrationBatch -Identity \"{batch}\" first."
    )]
    EndpointInUse {
        /// The endpoint.
        endpoint: String,
        /// The batch.
        batch: String,
    },
    /// The endpoint cannot be changed while a batch that uses it runs.
    #[error(
        "The migration endpoint \"{endpoint}\" can't be changed while the migration batch \"{batch}\" is running. \
         Stop the batch with Stop-MigrationBatch -Identity \"{batch}\" first."
    )]
    EndpointBusy {
        /// The endpoint.
        endpoint: String,
        /// The batch.
        batch: String,
    },
    /// The source's domain is not accepted.
    #[error(
        "The domain \"{0}\" isn't an accepted domain of the organization. Add it with New-AcceptedDomain -Name \
         \"{0}\" -DomainName \"{0}\"."
    )]
    DomainNotAccepted(String),
    /// There is no accepted domain.
    #[error("The organization has no accepted domain. Add the source's domain with New-AcceptedDomain.")]
    NoAcceptedDomain,
    /// An accepted domain of that name exists.
    #[error("The accepted domain \"{0}\" already exists.")]
    DomainExists(String),
    /// The state of a batch or user forbids it.
    #[error("{}", refusal_text(*.is, .identity, .refusal))]
    Refused {
        /// Whether it is a batch or a user.
        is: RefusedObject,
        /// Its name.
        identity: String,
        /// Why.
        refusal: Refusal,
    },
    /// The source could not be reached or refused.
    #[error("{}", words(.0).message)]
    Source(SourceError),
    /// An argument cannot be used.
    #[error("{0}")]
    InvalidArgument(String),
    /// Not part of this service.
    #[error("{0}")]
    NotSupported(String),
    /// The key or a sealed password cannot be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The target cannot be used.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(StoreError),
    /// The state folder cannot be used.
    #[error("the state folder '{path}' cannot be used: {detail}")]
    State {
        /// The folder.
        path: String,
        /// Why.
        detail: String,
    },
}

/// Whose state forbids something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedObject {
    /// A batch's.
    Batch,
    /// A user's.
    User,
}

fn refusal_text(is: RefusedObject, identity: &str, refusal: &Refusal) -> String {
    let (noun, cmdlet) = match is {
        RefusedObject::Batch => ("migration batch", "MigrationBatch"),
        RefusedObject::User => ("migration user", "MigrationUser"),
    };
    let state = match refusal {
        Refusal::AlreadyRunning => format!("is already running. Use Stop-{cmdlet} to stop it"),
        Refusal::NotRunning => format!("isn't running. Use Start-{cmdlet} to start it"),
        Refusal::Stopping => format!("is being stopped. Wait until Get-{cmdlet} shows it as Stopped"),
        Refusal::Removing => "is being removed".to_owned(),
        Refusal::Completed => format!("has been completed. Remove it with Remove-{cmdlet}"),
        Refusal::Corrupted => format!("is corrupted. Remove it with Remove-{cmdlet} -Force"),
        Refusal::Meaningless => {
            format!("isn't in a state that allows this. Use Get-{cmdlet} to see its status")
        }
    };
    format!("The {noun} \"{identity}\" {state}.")
}

impl ServiceError {
    pub(super) fn state(path: &Path, detail: &str) -> Self {
        Self::State { path: path.display().to_string(), detail: detail.to_owned() }
    }

    /// Broad kind.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::BatchNotFound(_)
            | Self::EndpointNotFound(_)
            | Self::UserNotFound(_)
            | Self::ObjectNotFound { .. } => ErrorKind::NotFound,
            Self::BatchExists(_)
            | Self::CutoverExists(_)
            | Self::EndpointExists(_)
            | Self::DomainExists(_) => ErrorKind::AlreadyExists,
            Self::EndpointInUse { .. }
            | Self::EndpointBusy { .. }
            | Self::DomainNotAccepted(_)
            | Self::NoAcceptedDomain
            | Self::Refused { .. } => ErrorKind::InvalidOperation,
            Self::MultipleEntries(_) | Self::InvalidArgument(_) => ErrorKind::InvalidArgument,
            Self::TooManyBatches => ErrorKind::LimitsExceeded,
            Self::Source(_) => ErrorKind::Connection,
            Self::NotSupported(_) => ErrorKind::NotImplemented,
            Self::Secret(_) | Self::Target(_) | Self::Store(_) | Self::State { .. } => ErrorKind::Resource,
        }
    }

    /// Full name of the .NET exception that Exchange throws, or the nearest one.
    pub fn exception_type(&self) -> &'static str {
        match self {
            Self::Source(error) => words(error).exception,
            _ => match self.kind() {
                ErrorKind::NotFound => {
                    "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
                }
                ErrorKind::AlreadyExists if matches!(self, Self::DomainExists(_)) => {
                    "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException"
                }
                ErrorKind::InvalidArgument if matches!(self, Self::MultipleEntries(_)) => {
                    "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException"
                }
                ErrorKind::InvalidArgument => "System.ArgumentException",
                ErrorKind::NotImplemented => "System.NotSupportedException",
                ErrorKind::Resource => {
                    "Microsoft.Exchange.Data.Storage.Management.MigrationTransientException"
                }
                _ => "Microsoft.Exchange.Data.Storage.Management.MigrationPermanentException",
            },
        }
    }

    /// Exchange's error code (`ExBDDC58`), empty when none is known.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BatchNotFound(_) => "ExBDDC58",
            Self::ObjectNotFound { .. } => "Ex6F9304",
            _ => "",
        }
    }

    /// The causes below the message, outermost first.
    pub fn causes(&self) -> Vec<String> {
        match self {
            Self::Source(error) => words(error).inner,
            _ => Vec::new(),
        }
    }

    /// The command or action that mends it.
    pub fn remedy(&self) -> Option<String> {
        let text = match self {
            Self::BatchNotFound(_) => {
                "Use Get-MigrationBatch to list the batches, New-MigrationBatch to make one.".into()
            }
            Self::EndpointNotFound(_) => {
                "Use Get-MigrationEndpoint to list the endpoints, New-MigrationEndpoint to make one.".into()
            }
            Self::UserNotFound(_) => "Use Get-MigrationUser to list the users.".into(),
            Self::ObjectNotFound { .. } => "Use Get-Recipient to list what exists.".into(),
            Self::MultipleEntries(_) => "Give the e-mail address.".into(),
            Self::TooManyBatches => "Remove a batch with Remove-MigrationBatch.".into(),
            Self::EndpointExists(_) => {
                "Change it with Set-MigrationEndpoint, or remove it with Remove-MigrationEndpoint.".into()
            }
            Self::EndpointInUse { batch, .. } => format!("Remove-MigrationBatch -Identity \"{batch}\""),
            Self::EndpointBusy { batch, .. } => format!("Stop-MigrationBatch -Identity \"{batch}\""),
            Self::DomainNotAccepted(domain) => {
                format!("New-AcceptedDomain -Name \"{domain}\" -DomainName \"{domain}\"")
            }
            Self::NoAcceptedDomain => "Add the source's domain with New-AcceptedDomain.".into(),
            Self::Source(error) => error.remedy(),
            Self::Store(StoreError::Busy) => "Try again.".into(),
            Self::Target(error) if error.out_of_space => {
                "Make room at the target, then Start-MigrationBatch.".into()
            }
            _ => return None,
        };
        Some(text)
    }

    /// What Exchange would say, for `ErrorDetail` of a connection test.
    pub fn exchange_words(&self) -> Option<ExchangeWords> {
        match self {
            Self::Source(error) => Some(words(error)),
            _ => None,
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::CutoverExists(name) => Self::CutoverExists(name),
            StoreError::TooManyBatches(_) => Self::TooManyBatches,
            other => Self::Store(other),
        }
    }
}

impl From<SourceError> for ServiceError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}
