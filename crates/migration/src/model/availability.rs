//! What a connection test found.

use super::SourceAddress;

/// Outcome of `Test-MigrationServerAvailability`. A failed test is a report too, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityReport {
    /// Whether all of it worked.
    pub success: bool,
    /// One-line message of a failure, in Exchange's words; empty on success.
    pub message: String,
    /// The chain of causes of a failure, as Exchange prints an exception; empty on success.
    pub error_detail: String,
    /// Where the source is, as far as it was found out: `ConnectionSettings`.
    pub connection_settings: SourceAddress,
    /// Whether the tenant can take a cutover (directory synchronisation is off).
    pub supports_cutover: bool,
    /// Name of the endpoint tested, when one was.
    pub tested_endpoint: Option<String>,
    /// What was tried, in order.
    pub steps: Vec<AvailabilityStep>,
}

/// One thing a connection test tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityStep {
    /// Such as `Autodiscover https://contoso.com/autodiscover/autodiscover.xml`.
    pub name: String,
    /// How it ended.
    pub outcome: StepOutcome,
}

/// How a step of a connection test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// It worked; what was found.
    Succeeded(String),
    /// It did not; why, and what mends it.
    Failed(String),
}
