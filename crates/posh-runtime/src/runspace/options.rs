//! Limits that a host sets.

use std::time::Instant;

/// Limits that end a script. The session stays usable.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Loop rounds and pipeline objects.
    pub steps: u64,
    /// When to end.
    pub deadline: Option<Instant>,
    /// Nested calls.
    pub call_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: u64::MAX, deadline: None, call_depth: 2000 }
    }
}
