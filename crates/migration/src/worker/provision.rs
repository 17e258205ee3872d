//! Making a user's object in the target organisation.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::context::WorkerContext;
use crate::model::{
    Batch, MigrationUser, Recipient, RecipientType, ReportLevel, SourceIdentity, UserError, UserEvent,
    UserRecipientType, UserStatus, domain_of, same_name,
};
use crate::store::{ReportOwner, StoreError, UserQuery};

/// Why an object could not be made.
#[derive(Debug)]
pub(super) enum ProvisionError {
    /// The user cannot be had.
    User(UserError),
    /// The store cannot be used.
    Store(StoreError),
}

impl From<StoreError> for ProvisionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Makes a mailbox's recipient, or takes the one that is there. Answers its guid.
pub(super) fn mailbox(context: &WorkerContext, user: &MigrationUser) -> Result<Uuid, ProvisionError> {
    recipient(context, user, RecipientType::UserMailbox, &[RecipientType::UserMailbox])
}

/// Makes all queued contacts of a batch. Answers whether there were any.
pub(super) fn contacts(context: &WorkerContext, batch: &Batch) -> Result<bool, StoreError> {
    let mut any = false;
    for kind in [UserRecipientType::Contact, UserRecipientType::Mailuser] {
        let query = UserQuery {
            batch: Some(batch.guid),
            status: Some(UserStatus::Queued),
            recipient_type: Some(kind),
            ..UserQuery::default()
        };
        for user in context.store.users(&query)? {
            any = true;
            let made = match kind {
                UserRecipientType::Mailuser => {
                    recipient(context, &user, RecipientType::MailUser, &[RecipientType::MailUser])
                }
                _ => recipient(context, &user, RecipientType::MailContact, &[RecipientType::MailContact]),
            };
            finish(context, &user, made)?;
        }
    }
    Ok(any)
}

/// Writes what became of a user that has no content.
pub(super) fn finish(
    context: &WorkerContext,
    user: &MigrationUser,
    made: Result<Uuid, ProvisionError>,
) -> Result<(), StoreError> {
    match made {
        Ok(guid) => {
            let now = context.clock.now();
            context.apply(user.id, UserEvent::SlotGranted, None, &|_| {})?;
            context.apply(user.id, UserEvent::PassDone, None, &|user| {
                user.recipient_guid = Some(guid);
                user.progress.last_successful_sync = Some(now);
                user.progress.passes += 1;
            })?;
        }
        Err(ProvisionError::User(error)) => {
            context.report(ReportOwner::User(user.id), ReportLevel::Error, error.to_string());
            context.apply(user.id, UserEvent::Fail, None, &|user| {
                user.failed_attempts += 1;
                user.error = Some(error.clone());
            })?;
        }
        Err(ProvisionError::Store(error)) => return Err(error),
    }
    Ok(())
}

/// Makes a recipient of `kind` for a user, or takes one of the kinds `adoptable` that has its address.
pub(super) fn recipient(
    context: &WorkerContext,
    user: &MigrationUser,
    kind: RecipientType,
    adoptable: &[RecipientType],
) -> Result<Uuid, ProvisionError> {
    let who = &user.source;
    check_address(context, who, kind)?;
    if let Some(existing) = context.store.recipient_by_address(&who.smtp_address)? {
        return adopt(existing, who, adoptable);
    }
    let recipient = Recipient {
        guid: Uuid::new_v4(),
        recipient_type: kind,
        primary_smtp_address: who.smtp_address.clone(),
        display_name: if who.display_name.is_empty() {
            who.smtp_address.clone()
        } else {
            who.display_name.clone()
        },
        alias: alias(who),
        email_addresses: free_addresses(context, user)?,
        external_email_address: who.external_address.clone(),
        members: Vec::new(),
        created: context.clock.now(),
        created_by_batch: Some(user.batch_guid),
    };
    adopt(context.store.insert_recipient(&recipient)?, who, adoptable)
}

fn adopt(
    existing: Recipient,
    who: &SourceIdentity,
    adoptable: &[RecipientType],
) -> Result<Uuid, ProvisionError> {
    if adoptable.contains(&existing.recipient_type)
        && same_name(&existing.primary_smtp_address, &who.smtp_address)
    {
        return Ok(existing.guid);
    }
    let message = format!(
        "A different type of Active Directory object already exists for \"{}\" in the target forest. Please verify \
         that the SMTP address is correct.",
        who.smtp_address
    );
    let found = format!("\"{}\" is a {} there", existing.primary_smtp_address, existing.recipient_type);
    let remedy = "Remove that object or change its address, then Start-MigrationBatch.";
    Err(permanent(message, vec![found], remedy))
}

fn check_address(
    context: &WorkerContext,
    who: &SourceIdentity,
    kind: RecipientType,
) -> Result<(), ProvisionError> {
    let Some(domain) = domain_of(&who.smtp_address).filter(|_| !who.smtp_address.starts_with('@')) else {
        let shown = if who.legacy_dn.is_empty() { &who.smtp_address } else { &who.legacy_dn };
        let remedy = "Give the object an SMTP address at the source, then Start-MigrationBatch.";
        return Err(permanent(format!("\"{shown}\" is not a valid SMTP address"), Vec::new(), remedy));
    };
    // A contact stands for someone outside: its address is not ours.
    let ours = !matches!(kind, RecipientType::MailContact | RecipientType::MailUser);
    let accepted =
        || context.store.accepted_domains().map(|all| all.iter().any(|d| d.accepts(&who.smtp_address)));
    if ours && !accepted()? {
        let message =
            format!("The domain \"{domain}\" of \"{}\" isn't an accepted domain.", who.smtp_address);
        let remedy = format!(
            "New-AcceptedDomain -Name \"{domain}\" -DomainName \"{domain}\", then Start-MigrationBatch."
        );
        return Err(permanent(message, Vec::new(), &remedy));
    }
    Ok(())
}

fn permanent(message: String, inner: Vec<String>, remedy: &str) -> ProvisionError {
    ProvisionError::User(UserError {
        exception: "MigrationPermanentException".to_owned(),
        message,
        inner,
        remedy: Some(remedy.to_owned()),
        transient: false,
    })
}

fn alias(who: &SourceIdentity) -> String {
    if !who.alias.is_empty() {
        return who.alias.clone();
    }
    who.smtp_address.split_once('@').map_or_else(String::new, |(local, _)| local.to_owned())
}

/// All addresses of a user that nobody else has; those that somebody has are told in its report.
fn free_addresses(context: &WorkerContext, user: &MigrationUser) -> Result<Vec<String>, StoreError> {
    let who = &user.source;
    let mut addresses = vec![format!("SMTP:{}", who.smtp_address)];
    let mut seen = BTreeSet::from([who.smtp_address.to_lowercase()]);
    for proxy in &who.proxy_addresses {
        if !seen.insert(proxy.to_lowercase()) {
            continue;
        }
        if context.store.recipient_by_address(proxy)?.is_some() {
            let text = format!("The address {proxy} was left out: another recipient has it.");
            context.report(ReportOwner::User(user.id), ReportLevel::Warning, text);
        } else {
            addresses.push(format!("smtp:{proxy}"));
        }
    }
    if !who.legacy_dn.is_empty() {
        addresses.push(format!("X500:{}", who.legacy_dn));
    }
    Ok(addresses)
}
