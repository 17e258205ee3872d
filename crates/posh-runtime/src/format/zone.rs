//! The machine's time zone.

use std::time::SystemTime;

/// Minutes that the machine's zone is east of UTC at a moment.
pub fn local_offset_minutes(at: SystemTime) -> i64 {
    let Ok(stamp) = jiff::Timestamp::try_from(at) else { return 0 };
    thread_local! {
        static ZONE: jiff::tz::TimeZone = jiff::tz::TimeZone::system();
    }
    ZONE.with(|zone| i64::from(zone.to_offset(stamp).seconds()) / 60)
}

/// Name of the machine's zone, such as `Europe/Berlin`.
pub fn local_name() -> String {
    jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}
