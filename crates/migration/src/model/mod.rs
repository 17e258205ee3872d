//! What the service knows about: endpoints, batches, users, items, the organisation, and the rules between them.
//!
//! Everything here is plain `Send` data and pure functions. Names are Exchange's own.

mod availability;
mod batch;
mod endpoint;
mod item;
mod names;
mod organisation;
mod report;
mod statistics;
mod status;
mod transition;
mod user;

pub use availability::{AvailabilityReport, AvailabilityStep, StepOutcome};
pub use batch::{Batch, BatchCounts, BatchSettings};
pub use endpoint::{Endpoint, EndpointSettings, SlotLimits, SourceAddress};
pub use item::{
    FolderKind, FolderPath, ItemFlags, ItemHead, ItemKey, ItemKind, ItemOutcome, ItemRow, SkipReason,
};
pub use names::same_name;
pub use organisation::{
    AcceptedDomain, AcceptedDomainType, MigrationConfig, Recipient, RecipientType, domain_of,
};
pub use report::{ReportEntry, ReportFile, ReportLevel};
pub use statistics::{FolderStatistics, MailboxStatistics};
pub use status::{
    AuthenticationMethod, BatchDirection, BatchStatus, DataConsistencyScore, MailboxPermission,
    MigrationType, UnknownName, UserStatus, UserStatusSummary,
};
pub use transition::{
    BatchEvent, BatchState, Effect, Refusal, UserEvent, UserState, transition_batch, transition_user,
};
pub use user::{MigrationUser, SourceIdentity, UserError, UserProgress, UserRecipientType};
