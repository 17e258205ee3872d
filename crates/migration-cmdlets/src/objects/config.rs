//! `MigrationConfig`

use migration::model::MigrationConfig;
use posh_runtime::Value;

use super::{int, object};

/// The service's limits.
pub(crate) fn config(c: &MigrationConfig) -> Value {
    object(
        "Microsoft.Exchange.Data.Storage.Management.MigrationConfig",
        vec![
            ("Identity", Value::str("")),
            ("MaxNumberOfBatches", int(c.max_number_of_batches)),
            ("MaxConcurrentMigrations", int(c.max_concurrent_migrations)),
            ("Features", Value::str(c.features.as_str())),
        ],
    )
}
