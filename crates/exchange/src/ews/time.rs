//! Dates.

use jiff::Timestamp;

/// Reads a date of EWS: UTC, with a fraction of any length or none; without a zone it is UTC too.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}

/// Writes a date as Exchange does: UTC, whole seconds.
pub(super) fn format_time(time: Timestamp) -> String {
    let seconds = Timestamp::from_second(time.as_second()).unwrap_or(time);
    seconds.to_string()
}
