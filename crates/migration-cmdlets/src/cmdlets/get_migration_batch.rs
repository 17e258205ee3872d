//! `Get-MigrationBatch`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::Value;
use posh_runtime::command::{Cmdlet, Pipe};

use super::arguments::report;
use crate::session::service;

/// Gets the migration batches of the organisation, with their status and counts.
///
/// # Examples
/// Shows how far the batch is.
/// ```powershell
/// Get-MigrationBatch -Identity CutoverBatch | Format-List Status
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationBatch",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationBatch",
    default_set = "Identity"
)]
pub(super) struct GetMigrationBatch {
    /// Name of the batch; all without it.
    #[parameter(set = "Identity", alias = "BatchId", position = 0, by_value, by_name)]
    identity: Option<String>,
    /// Only batches from this endpoint.
    #[parameter(set = "BatchesFromEndpoint")]
    endpoint: Option<String>,
    /// Only batches of this status.
    #[parameter]
    status: Option<String>,
    /// Adds the report's lines.
    #[parameter]
    include_report: bool,
    /// Accepted; nothing more is known.
    #[parameter]
    diagnostic: bool,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for GetMigrationBatch {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let found = match &self.identity {
            Some(name) => service.batch(name).map(|b| vec![b]),
            None => service.batches(),
        };
        let batches = match found {
            Ok(batches) => batches,
            Err(error) => return report(pipe, &error, self.identity.as_deref().unwrap_or("")),
        };
        for batch in batches {
            let from = self
                .endpoint
                .as_ref()
                .is_none_or(|e| e.eq_ignore_ascii_case(&batch.settings.source_endpoint));
            let status =
                self.status.as_ref().is_none_or(|s| s.eq_ignore_ascii_case(&batch.status.to_string()));
            if !from || !status {
                continue;
            }
            let report = if self.include_report {
                let lines = service.batch_report(&batch.name, 1000).unwrap_or_default();
                Value::str(lines.iter().map(|l| l.message.as_str()).collect::<Vec<_>>().join("\n"))
            } else {
                Value::Null
            };
            let value = crate::objects::batch::batch(pipe.rs, &service, &batch, report);
            pipe.write(value)?;
        }
        Ok(())
    }
}
