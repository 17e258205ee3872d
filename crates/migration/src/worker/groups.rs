//! Making groups, which are whole only when all their members are there.

use super::context::WorkerContext;
use super::provision::{self, ProvisionError};
use crate::model::{
    Batch, MigrationUser, RecipientType, ReportLevel, UserEvent, UserRecipientType, UserStatus,
};
use crate::store::{ReportOwner, StoreError, UserQuery};

const ADOPTABLE: &[RecipientType] =
    &[RecipientType::MailUniversalDistributionGroup, RecipientType::MailUniversalSecurityGroup];

/// Makes the queued groups of a batch, and completes those that wait once every mailbox and contact is there or has
/// failed. Answers whether anything changed.
pub(super) fn provision(context: &WorkerContext, batch: &Batch) -> Result<bool, StoreError> {
    let mut changed = false;
    for user in waiting(context, batch, UserStatus::Queued)? {
        changed = true;
        match provision::recipient(context, &user, RecipientType::MailUniversalDistributionGroup, ADOPTABLE) {
            Ok(guid) => {
                context.apply(user.id, UserEvent::SlotGranted, None, &|_| {})?;
                context.apply(user.id, UserEvent::ProvisionedInPart, None, &|user| {
                    user.recipient_guid = Some(guid)
                })?;
            }
            Err(ProvisionError::Store(error)) => return Err(error),
            failed => provision::finish(context, &user, failed)?,
        }
    }
    let groups = waiting(context, batch, UserStatus::ProvisionUpdating)?;
    if groups.is_empty() || context.store.unprovisioned(batch.guid)? > 0 {
        return Ok(changed);
    }
    for user in groups {
        complete(context, &user)?;
        let now = context.clock.now();
        context.apply(user.id, UserEvent::PassDone, None, &|user| {
            user.progress.last_successful_sync = Some(now);
            user.progress.passes += 1;
        })?;
    }
    Ok(true)
}

fn waiting(
    context: &WorkerContext,
    batch: &Batch,
    status: UserStatus,
) -> Result<Vec<MigrationUser>, StoreError> {
    context.store.users(&UserQuery {
        batch: Some(batch.guid),
        status: Some(status),
        recipient_type: Some(UserRecipientType::Group),
        ..UserQuery::default()
    })
}

/// Sets a group's members to those of the source's that exist here; the others are told in its report.
fn complete(context: &WorkerContext, user: &MigrationUser) -> Result<(), StoreError> {
    let Some(mut group) = context.store.recipient_by_address(&user.source.smtp_address)? else {
        return Ok(());
    };
    for member in &user.source.members {
        match context.store.recipient_by_address(member)? {
            Some(recipient) => {
                if !group.members.contains(&recipient.primary_smtp_address) {
                    group.members.push(recipient.primary_smtp_address);
                }
            }
            None => {
                let text = format!("The member {member} was left out: no recipient has this address.");
                context.report(ReportOwner::User(user.id), ReportLevel::Warning, text);
            }
        }
    }
    context.store.update_recipient(&group)
}

/// Adds a mailbox that came late, because it had failed before, to the groups of its batch that name it.
pub(super) fn add_late(context: &WorkerContext, user: &MigrationUser) -> Result<(), StoreError> {
    let query = UserQuery {
        batch: Some(user.batch_guid),
        recipient_type: Some(UserRecipientType::Group),
        status: Some(UserStatus::Synced),
        ..UserQuery::default()
    };
    let address = user.identity.to_lowercase();
    for group in context.store.users(&query)? {
        if group.source.members.iter().any(|member| member.to_lowercase() == address) {
            complete(context, &group)?;
        }
    }
    Ok(())
}
