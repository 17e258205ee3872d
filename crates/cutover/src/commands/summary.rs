//! What a runbook did, at its end.

use migration::service::{Service, StatusSummary};

/// Copied, skipped, failed, and where the mail is.
pub(super) fn summary(service: &Service) -> Option<String> {
    let status = service.status_summary().ok()?;
    if status.batches.is_empty() {
        let mailboxes = service.mailboxes(None).ok()?;
        if mailboxes.is_empty() {
            return None;
        }
        return Some(format!("No batch is left. {} mailboxes are in {}.\n", mailboxes.len(), status.target));
    }
    Some(text(&status))
}

/// The batches at a glance.
pub(super) fn text(status: &StatusSummary) -> String {
    let mut out = String::new();
    for batch in &status.batches {
        let c = &batch.counts;
        out.push_str(&format!(
            "{}: {}. {} of {} users synced, {} failed, {} active; {} mailboxes; {} items copied, {} skipped.\n",
            batch.name,
            batch.status,
            c.synced,
            c.total,
            c.failed,
            c.active,
            batch.mailboxes,
            batch.synced_items,
            batch.skipped_items
        ));
        for failure in &batch.failures {
            out.push_str(&format!("  failed: {}: {}\n", failure.identity, failure.error));
            if let Some(remedy) = &failure.remedy {
                out.push_str(&format!("    {remedy}\n"));
            }
        }
        if let Some(message) = &batch.message {
            out.push_str(&format!("  {message}\n"));
        }
    }
    out.push_str(&format!("The mail is in {}.\n", status.target));
    out
}
