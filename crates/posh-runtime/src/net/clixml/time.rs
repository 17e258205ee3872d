//! Dates and spans as XML Schema writes them.

use crate::runspace::Runspace;
use crate::value::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};

/// `2024-02-29T13:14:15.678Z`
pub(super) fn date(rs: &Runspace, date: DateTime) -> String {
    let (year, month, day) = date.date_parts();
    let of_day = date.ticks() % TICKS_PER_DAY;
    let (seconds, fraction) = (of_day / TICKS_PER_SECOND, of_day % TICKS_PER_SECOND);
    let mut out = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    out.push_str(&fraction_text(fraction));
    match date.kind() {
        DateTimeKind::Unspecified => {}
        DateTimeKind::Utc => out.push('Z'),
        DateTimeKind::Local => {
            let minutes = rs.utc_offset_minutes();
            let sign = if minutes < 0 { '-' } else { '+' };
            out.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
        }
    }
    out
}

fn fraction_text(fraction: i64) -> String {
    if fraction == 0 { String::new() } else { format!(".{fraction:07}").trim_end_matches('0').to_owned() }
}

/// Reads what [`date`] writes.
pub(super) fn read_date(rs: &Runspace, text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once('T')?;
    let mut parts = day.splitn(3, '-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let mut parts = clock.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let (seconds, fraction) = parts.next()?.split_once('.').unwrap_or((clock.rsplit(':').next()?, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let of_day = (hours * 3600 + minutes * 60 + seconds) * TICKS_PER_SECOND + ticks_of(fraction)?;
    let kind = if zone == "Z" { DateTimeKind::Utc } else { DateTimeKind::Unspecified };
    let read = DateTime::from_parts(year, month, day, of_day, kind)?;
    if matches!(zone, "" | "Z") {
        return Some(read);
    }
    let (sign, rest) = zone.split_at(1);
    let (h, m) = rest.split_once(':')?;
    let offset = h.parse::<i64>().ok()? * 60 + m.parse::<i64>().ok()?;
    let offset = if sign == "-" { -offset } else { offset };
    let shift = (rs.utc_offset_minutes() - offset) * 60 * TICKS_PER_SECOND;
    Some(read.add_ticks(shift)?.with_kind(DateTimeKind::Local))
}

/// Ticks of a decimal fraction of a second.
fn ticks_of(fraction: &str) -> Option<i64> {
    if fraction.is_empty() {
        return Some(0);
    }
    let digits: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    digits.parse().ok()
}

/// `P1DT2H3M4.005S`
pub(super) fn span(span: TimeSpan) -> String {
    let ticks = span.ticks().unsigned_abs();
    let second = TICKS_PER_SECOND.unsigned_abs();
    let (all, fraction) = (ticks / second, ticks % second);
    let (days, hours, minutes, seconds) = (all / 86_400, all / 3600 % 24, all / 60 % 60, all % 60);
    let mut out = String::from(if span.ticks() < 0 { "-P" } else { "P" });
    if days > 0 {
        out.push_str(&format!("{days}D"));
    }
    let mut time = String::new();
    if hours > 0 {
        time.push_str(&format!("{hours}H"));
    }
    if minutes > 0 {
        time.push_str(&format!("{minutes}M"));
    }
    if seconds > 0 || fraction > 0 {
        time.push_str(&format!("{seconds}{}S", fraction_text(i64::try_from(fraction).unwrap_or(0))));
    }
    if ticks == 0 {
        time.push_str("0S");
    }
    if !time.is_empty() {
        out.push('T');
        out.push_str(&time);
    }
    out
}

/// Reads what [`span`] writes.
pub(super) fn read_span(text: &str) -> Option<TimeSpan> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix('P')?;
    let mut ticks: i128 = 0;
    let mut number = String::new();
    for c in rest.chars() {
        let unit: i64 = match c {
            'T' => continue,
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        ticks += i128::from(whole.parse::<i64>().ok()?) * i128::from(unit) * i128::from(TICKS_PER_SECOND);
        ticks += i128::from(ticks_of(fraction)?) * i128::from(unit);
        number.clear();
    }
    i64::try_from(if negative { -ticks } else { ticks }).ok().map(TimeSpan::new)
}

#[cfg(test)]
mod tests {
    use super::{read_span, span};
    use crate::value::TimeSpan;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_read_back(ticks in any::<i64>()) {
            prop_assert_eq!(read_span(&span(TimeSpan::new(ticks))).map(TimeSpan::ticks), Some(ticks));
        }
    }

    #[test]
    fn spans_are_written_as_xml_schema_does() {
        assert_eq!(span(TimeSpan::new(-15)), "-PT0.0000015S");
        assert_eq!(span(TimeSpan::new(0)), "PT0S");
        assert_eq!(span(TimeSpan::new(i64::MAX)), "P10675199DT2H48M5.4775807S");
    }
}
