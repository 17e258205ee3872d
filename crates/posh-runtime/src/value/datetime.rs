//! Dates and spans of time, in ticks of 100 ns.

/// Ticks in a second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks in a day.
pub const TICKS_PER_DAY: i64 = 86_400 * TICKS_PER_SECOND;
const UNIX_EPOCH_TICKS: i64 = 621_355_968_000_000_000;
const MAX_TICKS: i64 = 3_155_378_975_999_999_999;

/// What a date's clock refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateTimeKind {
    /// No zone is known.
    Unspecified,
    /// UTC.
    Utc,
    /// The machine's zone.
    Local,
}

/// `System.DateTime`: ticks since 0001-01-01 and a kind, in 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateTime(u64);

impl DateTime {
    /// A date of `ticks`; `None` outside the years 1 to 9999.
    pub fn new(ticks: i64, kind: DateTimeKind) -> Option<Self> {
        if !(0..=MAX_TICKS).contains(&ticks) {
            return None;
        }
        let bits = match kind {
            DateTimeKind::Unspecified => 0,
            DateTimeKind::Utc => 1_u64 << 62,
            DateTimeKind::Local => 2_u64 << 62,
        };
        Some(Self(ticks.cast_unsigned() | bits))
    }

    /// A civil date and time of day.
    pub fn from_parts(
        year: i64,
        month: i64,
        day: i64,
        ticks_of_day: i64,
        kind: DateTimeKind,
    ) -> Option<Self> {
        let days = days_of(year, month, day)?;
        Self::new(days.checked_mul(TICKS_PER_DAY)?.checked_add(ticks_of_day)?, kind)
    }

    /// The earliest date.
    pub const fn min() -> Self {
        Self(0)
    }

    /// The latest date.
    pub fn max() -> Self {
        Self(MAX_TICKS.cast_unsigned())
    }

    /// A moment of the system's clock, as UTC.
    pub fn from_system(time: std::time::SystemTime) -> Self {
        let ticks = match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos() / 100).unwrap_or(i64::MAX / 2),
            Err(before) => -i64::try_from(before.duration().as_nanos() / 100).unwrap_or(i64::MAX / 2),
        };
        let ticks = ticks.saturating_add(UNIX_EPOCH_TICKS).clamp(0, MAX_TICKS);
        Self(ticks.cast_unsigned() | (1 << 62))
    }

    /// Ticks since 0001-01-01.
    pub const fn ticks(self) -> i64 {
        (self.0 & 0x3fff_ffff_ffff_ffff).cast_signed()
    }

    /// 100 ns units since 1970-01-01 by its own clock.
    pub const fn unix_ticks(self) -> i64 {
        self.ticks() - UNIX_EPOCH_TICKS
    }

    /// A date of 100 ns units since 1970-01-01.
    pub fn from_unix_ticks(ticks: i64, kind: DateTimeKind) -> Option<Self> {
        Self::new(ticks.checked_add(UNIX_EPOCH_TICKS)?, kind)
    }

    /// What its clock refers to.
    pub const fn kind(self) -> DateTimeKind {
        match self.0 >> 62 {
            0 => DateTimeKind::Unspecified,
            1 => DateTimeKind::Utc,
            _ => DateTimeKind::Local,
        }
    }

    /// The same clock with another kind.
    pub fn with_kind(self, kind: DateTimeKind) -> Self {
        Self::new(self.ticks(), kind).unwrap_or(self)
    }

    /// Year, month and day.
    pub fn date_parts(self) -> (i64, i64, i64) {
        civil_of(self.ticks() / TICKS_PER_DAY)
    }

    /// Ticks since midnight.
    pub const fn ticks_of_day(self) -> i64 {
        self.ticks() % TICKS_PER_DAY
    }

    /// Hour, minute, second and ticks within the second.
    pub const fn time_parts(self) -> (i64, i64, i64, i64) {
        let t = self.ticks_of_day();
        let seconds = t / TICKS_PER_SECOND;
        (seconds / 3600, seconds / 60 % 60, seconds % 60, t % TICKS_PER_SECOND)
    }

    /// Day of the week, Sunday 0.
    pub const fn day_of_week(self) -> i64 {
        (self.ticks() / TICKS_PER_DAY + 1) % 7
    }

    /// Day of the year from 1.
    pub fn day_of_year(self) -> i64 {
        let (year, _, _) = self.date_parts();
        self.ticks() / TICKS_PER_DAY - days_of(year, 1, 1).unwrap_or(0) + 1
    }

    /// This date and a number of ticks; `None` outside the calendar.
    pub fn add_ticks(self, ticks: i64) -> Option<Self> {
        Self::new(self.ticks().checked_add(ticks)?, self.kind())
    }

    /// This date moved by months, the day cut to the month's length.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.date_parts();
        let total = year.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if !(1..=9999).contains(&year) {
            return None;
        }
        Self::from_parts(year, month, day.min(days_in_month(year, month)), self.ticks_of_day(), self.kind())
    }
}

/// Whether a year has 366 days.
pub(super) const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Number of days in a month.
pub(super) const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 0001-01-01 of a civil date; `None` where there is no such date.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || day < 1
        || day > days_in_month(year, month)
    {
        return None;
    }
    let y = year - 1;
    let mut days = y * 365 + y / 4 - y / 100 + y / 400;
    let mut m = 1;
    while m < month {
        days += days_in_month(year, m);
        m += 1;
    }
    Some(days + day - 1)
}

fn civil_of(days: i64) -> (i64, i64, i64) {
    // 400-year cycles from 0000-03-01, so that the leap day ends a year.
    let z = days + 306;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

/// `System.TimeSpan`: a signed number of ticks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeSpan(i64);

impl TimeSpan {
    /// A span of `ticks`.
    pub const fn new(ticks: i64) -> Self {
        Self(ticks)
    }

    /// Its ticks.
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// A span of seconds, rounded to ticks as .NET rounds; `None` where it is too long.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let ticks = seconds * 1e7;
        // The range is checked.
        (ticks.is_finite() && ticks.abs() < 9.2e18).then_some(Self(ticks as i64))
    }

    /// Its length in seconds.
    // As .NET does.
    pub fn total_seconds(self) -> f64 {
        self.0 as f64 / 1e7
    }

    /// `[-][d.]hh:mm:ss[.fffffff]`, the constant format.
    pub fn text(self) -> String {
        let magnitude = self.0.unsigned_abs();
        let second = TICKS_PER_SECOND.unsigned_abs();
        let (days, rest) = (magnitude / (86_400 * second), magnitude % (86_400 * second));
        let (seconds, fraction) = (rest / second, rest % second);
        let mut text = String::new();
        if self.0 < 0 {
            text.push('-');
        }
        if days > 0 {
            text.push_str(&format!("{days}."));
        }
        text.push_str(&format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        if fraction > 0 {
            text.push_str(&format!(".{fraction:07}"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_round_trip() {
        for days in (0..3_652_058).step_by(97) {
            let date = DateTime::new(days * TICKS_PER_DAY, DateTimeKind::Utc).unwrap();
            let (y, m, d) = date.date_parts();
            assert_eq!(DateTime::from_parts(y, m, d, 0, DateTimeKind::Utc), Some(date));
        }
        let date = DateTime::from_parts(2026, 11, 25, 0, DateTimeKind::Local).unwrap();
        assert_eq!(date.day_of_week(), 3);
        assert_eq!(date.kind(), DateTimeKind::Local);
        assert_eq!(DateTime::from_parts(2025, 2, 29, 0, DateTimeKind::Utc), None);
    }

    #[test]
    fn spans_print_as_the_constant_format() {
        assert_eq!(TimeSpan::new(-TICKS_PER_DAY - 5).text(), "-1.00:00:00.0000005");
        assert_eq!(TimeSpan::new(90 * TICKS_PER_SECOND).text(), "00:01:30");
    }
}
