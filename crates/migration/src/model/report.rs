//! What the service writes down about its work.

use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// How much an entry matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReportLevel {
    /// What was done.
    Information,
    /// Something was skipped or will be tried again.
    Warning,
    /// Something failed.
    Error,
}

/// One line of a batch's or user's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEntry {
    /// When.
    pub time: SystemTime,
    /// How much it matters.
    pub level: ReportLevel,
    /// What happened.
    pub message: String,
}

/// A report written to disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFile {
    /// Name, such as `MigrationStatistics.csv`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// When it was written.
    pub created: SystemTime,
}
