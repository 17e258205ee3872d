//! Instants as the store keeps them: 100 ns ticks since 1970, as .NET counts.

use std::time::{Duration, SystemTime};

const TICKS_PER_SECOND: i64 = 10_000_000;

/// Ticks of an instant; before 1970 negative. Saturates.
pub(crate) fn to_ticks(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => duration_ticks(after),
        Err(before) => -duration_ticks(before.duration()),
    }
}

/// The instant of some ticks.
pub(crate) fn from_ticks(ticks: i64) -> SystemTime {
    let magnitude = ticks_duration(ticks.unsigned_abs());
    let time = if ticks < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(magnitude)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(magnitude)
    };
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

fn duration_ticks(duration: Duration) -> i64 {
    let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    seconds.saturating_mul(TICKS_PER_SECOND).saturating_add(i64::from(duration.subsec_nanos() / 100))
}

fn ticks_duration(ticks: u64) -> Duration {
    let per_second = TICKS_PER_SECOND.unsigned_abs();
    let nanos = u32::try_from(ticks % per_second).unwrap_or(0) * 100;
    Duration::new(ticks / per_second, nanos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ticks_round_trip(ticks in -10_i64.pow(17)..10_i64.pow(18)) {
            prop_assert_eq!(to_ticks(from_ticks(ticks)), ticks);
        }
    }
}
