//! Reading the source's address book for a batch.

use std::sync::Arc;
use std::time::Duration;

use super::context::WorkerContext;
use super::tasks::TaskGuard;
use crate::model::UserRecipientType;
use crate::source::{SourceError, SourcePerson};

/// Tries before a failure that might pass counts.
const TRIES: u32 = 8;
/// First wait between tries, doubled each time.
const FIRST_WAIT: Duration = Duration::from_secs(5);

/// Everyone to migrate: mailboxes first, then contacts, then groups, each in the address book's order.
pub(super) async fn read(
    context: Arc<WorkerContext>,
    endpoint: String,
    mut guard: TaskGuard,
) -> Result<Vec<SourcePerson>, SourceError> {
    let limit = context.store.config().map(|config| config.max_cutover_mailboxes).unwrap_or(2000);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut tried = 0;
    loop {
        tried += 1;
        match read_once(&context, &endpoint, limit).await {
            Err(error) if error.is_transient() && tried < TRIES => {
                let mut wait = FIRST_WAIT * 2_u32.pow(tried - 1);
                if let SourceError::Busy { retry_after: Some(asked), .. } = error {
                    wait = wait.max(asked);
                }
                guard.participant.sleep_until(context.clock.now() + wait).await;
            }
            outcome => return outcome,
        }
    }
}

async fn read_once(
    context: &WorkerContext,
    endpoint: &str,
    limit: usize,
) -> Result<Vec<SourcePerson>, SourceError> {
    let (source, _) = context.open_source(endpoint).await?;
    let mut people = source.people(limit).await?;
    let mailboxes = people.iter().filter(|p| p.recipient_type == UserRecipientType::Mailbox).count();
    if mailboxes > limit {
        return Err(SourceError::Settings(format!(
            "The source has more than {limit} mailboxes, the most a cutover migration can take. Use a staged \
             migration instead."
        )));
    }
    if mailboxes == 0 {
        let text = "The source's address book shows no mailbox that can be migrated. Mailboxes hidden from address \
                    lists are not migrated.";
        return Err(SourceError::Settings(text.to_owned()));
    }
    people.sort_by_key(|person| match person.recipient_type {
        UserRecipientType::Mailbox => 0,
        UserRecipientType::Mailuser | UserRecipientType::Contact => 1,
        UserRecipientType::Group => 2,
    });
    Ok(people)
}
