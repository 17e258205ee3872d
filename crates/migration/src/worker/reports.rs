//! The reports of a batch on disk: `MigrationStatistics.csv` and `MigrationErrors.csv`.

use std::fs;
use std::io;
use std::path::Path;

use uuid::Uuid;

use super::context::WorkerContext;
use crate::model::{MigrationUser, ReportFile, ReportLevel, UserStatusSummary};
use crate::secrets::create_private_dir;
use crate::store::{Change, ReportOwner, StoreError, UserQuery};

/// Writes both reports anew and notes them in the batch. A report that cannot be written is told in the batch's
/// own report.
pub(super) fn write(context: &WorkerContext, batch: Uuid) -> Result<(), StoreError> {
    let users = context.store.users(&UserQuery { batch: Some(batch), ..UserQuery::default() })?;
    let failed = users.iter().filter(|user| user.status_summary() == UserStatusSummary::Failed).count();
    let owner = ReportOwner::Batch(batch);
    context.report(
        owner,
        ReportLevel::Information,
        format!("{} users synced, {failed} failed.", users.len() - failed),
    );
    let dir = context.reports_dir.join(batch.to_string());
    let files = [("MigrationStatistics.csv", statistics(&users)), ("MigrationErrors.csv", errors(&users))];
    let mut written = Vec::new();
    for (name, text) in files {
        let path = dir.join(name);
        match replace(&dir, &path, &text) {
            Ok(()) => written.push(ReportFile { name: name.to_owned(), path, created: context.clock.now() }),
            Err(e) => {
                let text = format!("{} can't be written: {e}", path.display());
                context.report(owner, ReportLevel::Warning, text);
            }
        }
    }
    context.store.update_batch(batch, &mut |kept| {
        kept.reports.clone_from(&written);
        Change::Keep
    })?;
    Ok(())
}

fn replace(dir: &Path, path: &Path, text: &str) -> io::Result<()> {
    create_private_dir(dir)?;
    let draft = path.with_extension("new");
    fs::write(&draft, text)?;
    fs::rename(draft, path)
}

fn statistics(users: &[MigrationUser]) -> String {
    let mut csv =
        "Identity,RecipientType,Status,ItemsSynced,ItemsSkipped,BytesTransferred,EstimatedTotalCount\r\n"
            .to_owned();
    for user in users {
        let progress = &user.progress;
        csv.push_str(&line(&[
            &user.identity,
            user.recipient_type.as_str(),
            user.status().as_str(),
            &progress.synced_item_count.to_string(),
            &progress.skipped_item_count.to_string(),
            &progress.bytes_transferred.to_string(),
            &progress.estimated_total_count.to_string(),
        ]));
    }
    csv
}

fn errors(users: &[MigrationUser]) -> String {
    let mut csv = "Identity,RecipientType,Status,ErrorMessage,Remedy\r\n".to_owned();
    for user in users {
        let Some(error) = &user.error else { continue };
        csv.push_str(&line(&[
            &user.identity,
            user.recipient_type.as_str(),
            user.status().as_str(),
            &error.to_string(),
            error.remedy.as_deref().unwrap_or_default(),
        ]));
    }
    csv
}

/// A line of CSV (RFC 4180). A value that a spreadsheet would take for a formula is made text.
fn line(values: &[&str]) -> String {
    let fields = values.iter().map(|value| {
        let value =
            if value.starts_with(['=', '+', '-', '@']) { format!("'{value}") } else { (*value).to_owned() };
        if value.contains([',', '"', '\r', '\n']) {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value
        }
    });
    fields.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn csv_quotes_what_must_be_quoted() {
        assert_eq!(line(&["a", "b,c", "d\"e", "=1+1"]), "a,\"b,c\",\"d\"\"e\",'=1+1\r\n");
    }
}
