//! `MigrationStatistics`

use migration::model::BatchCounts;
use posh_runtime::Value;

use super::{int, object};

/// The counts of all batches together.
pub(crate) fn statistics(c: &BatchCounts) -> Value {
    object(
        "Microsoft.Exchange.Data.Storage.Management.MigrationStatistics",
        vec![
            ("Identity", Value::str("")),
            ("TotalCount", int(c.total)),
            ("ActiveCount", int(c.active)),
            ("StoppedCount", int(c.stopped)),
            ("SyncedCount", int(c.synced)),
            ("FinalizedCount", int(c.finalized)),
            ("FailedCount", int(c.failed)),
            ("PendingCount", int(c.pending)),
            ("ProvisionedCount", int(c.provisioned)),
            ("MigrationType", Value::str("ExchangeOutlookAnywhere")),
            ("DiagnosticInfo", Value::Null),
            ("IsValid", Value::Bool(true)),
            ("ObjectState", Value::str("Unchanged")),
        ],
    )
}
