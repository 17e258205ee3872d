//! The machine's time zone.

use std::time::SystemTime;

use crate::value::{DateTime, DateTimeKind};

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

/// Whether the machine's zone has daylight saving time at a clock's time.
pub fn is_daylight_saving(date: DateTime) -> bool {
    let zone = jiff::tz::TimeZone::system();
    let unix = date.unix_ticks().div_euclid(10_000_000);
    let offset = if date.kind() == DateTimeKind::Utc {
        return false;
    } else {
        local_offset_minutes(SystemTime::now()) * 60
    };
    jiff::Timestamp::from_second(unix - offset).is_ok_and(|stamp| zone.to_offset_info(stamp).dst().is_dst())
}
