//! `TestMigrationServerAvailabilityOutcome`

use migration::model::AvailabilityReport;
use posh_runtime::Value;

use super::{object, text};

const TYPE: &str = "Microsoft.Exchange.Management.Migration.MigrationService.Endpoint.TestMigrationServerAvailabilityOutcome";

/// A test's outcome. `settings` is `$null` where the test failed.
pub(crate) fn availability(report: &AvailabilityReport, settings: Value) -> Value {
    object(
        TYPE,
        vec![
            ("Result", Value::str(if report.success { "Success" } else { "Failed" })),
            ("Message", Value::str(report.message.as_str())),
            ("ConnectionSettings", settings),
            ("SupportsCutover", Value::Bool(report.supports_cutover)),
            ("ErrorDetail", Value::str(report.error_detail.as_str())),
            ("TestedEndpoint", text(report.tested_endpoint.as_ref())),
            ("IsValid", Value::Bool(true)),
            ("Identity", Value::str("")),
            ("ObjectState", Value::str("New")),
        ],
    )
}
