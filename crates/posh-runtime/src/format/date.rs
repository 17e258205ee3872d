//! Formats of dates.

use super::culture::Culture;
use crate::error::{Raised, Result};
use crate::runspace::Runspace;
use crate::value::{DateTime, DateTimeKind, TICKS_PER_SECOND};

/// A date in the invariant culture's general format: `11/25/2026 13:02:03`.
pub fn date_text(date: DateTime) -> String {
    let (y, m, d) = date.date_parts();
    let (h, min, s, _) = date.time_parts();
    format!("{m:02}/{d:02}/{y:04} {h:02}:{min:02}:{s:02}")
}

/// A date with a standard or custom format, in the culture in force.
///
/// # Errors
/// `FormatException` where the format is not valid.
pub fn format_date(rs: &Runspace, date: DateTime, format: &str) -> Result<String> {
    let minutes = if date.kind() == DateTimeKind::Utc { 0 } else { rs.utc_offset_minutes() };
    let has_zone = date.kind() != DateTimeKind::Unspecified;
    let zulu = date.kind() == DateTimeKind::Utc;
    let zoned = ZonedDate { date, minutes, has_zone, zulu };
    let single = format.chars().count() == 1;
    if single && format == "U" {
        let utc = to_utc(rs, date);
        return format_zoned(ZonedDate { date: utc, minutes: 0, has_zone: true, zulu: true }, "F");
    }
    format_zoned(zoned, format)
}

/// A clock and its zone.
#[derive(Clone, Copy, Debug)]
pub struct ZonedDate {
    /// The clock.
    pub date: DateTime,
    /// Minutes that it is ahead of UTC.
    pub minutes: i64,
    /// Whether `K` shows the zone.
    pub has_zone: bool,
    /// Whether `K` shows the zone as `Z`.
    pub zulu: bool,
}

/// A date and its zone with a standard or custom format, in the culture in force.
///
/// # Errors
/// `FormatException` where the format is not valid.
pub fn format_zoned(zoned: ZonedDate, format: &str) -> Result<String> {
    let mut chars = format.chars();
    let standard = match (chars.next(), chars.next()) {
        (None, _) => Some('G'),
        (Some(c), None) => Some(c),
        _ => None,
    };
    let Some(standard) = standard else { return custom(zoned, format) };
    let culture = Culture::in_force();
    let pattern = |index: usize| culture.pattern(index).to_owned();
    let both = |date: usize, time: usize| format!("{} {}", culture.pattern(date), culture.pattern(time));
    let pattern = match standard {
        'd' => pattern(0),
        'D' => pattern(1),
        'f' => both(1, 2),
        'F' => both(1, 3),
        'g' => both(0, 2),
        'G' => both(0, 3),
        'm' | 'M' => pattern(4),
        'o' | 'O' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK".to_owned(),
        'r' | 'R' => return invariant(zoned, "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
        's' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss".to_owned(),
        't' => pattern(2),
        'T' => pattern(3),
        'u' => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'".to_owned(),
        'y' | 'Y' => pattern(5),
        _ => return Err(Raised::net("System.FormatException", "Input string was not in a correct format.")),
    };
    custom(zoned, &pattern)
}

fn invariant(zoned: ZonedDate, pattern: &str) -> Result<String> {
    super::culture::with(&Culture::invariant(), || custom(zoned, pattern))
}

/// The date by UTC's clock.
pub fn to_utc(rs: &Runspace, date: DateTime) -> DateTime {
    if date.kind() == DateTimeKind::Utc {
        return date;
    }
    let offset = rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    date.add_ticks(-offset).unwrap_or(date).with_kind(DateTimeKind::Utc)
}

fn custom(zoned: ZonedDate, format: &str) -> Result<String> {
    let date = zoned.date;
    let invalid = || Raised::net("System.FormatException", "Input string was not in a correct format.");
    let (year, month, day) = date.date_parts();
    let (hour, minute, second, ticks) = date.time_parts();
    let culture = Culture::in_force();
    let (date_separator, time_separator) = culture.separators();
    let chars: Vec<char> = format.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = chars.iter().skip(at).take_while(|x| **x == c).count();
        match c {
            'd' => match run {
                1 => out.push_str(&day.to_string()),
                2 => out.push_str(&format!("{day:02}")),
                3 => out.push_str(culture.day(date.day_of_week(), true)),
                _ => out.push_str(culture.day(date.day_of_week(), false)),
            },
            'M' => match run {
                1 => out.push_str(&month.to_string()),
                2 => out.push_str(&format!("{month:02}")),
                3 => out.push_str(culture.month(month, true)),
                _ => out.push_str(culture.month(month, false)),
            },
            'y' => match run {
                1 => out.push_str(&(year % 100).to_string()),
                2 => out.push_str(&format!("{:02}", year % 100)),
                n => out.push_str(&format!("{year:0n$}")),
            },
            'H' => out.push_str(&pad(hour, run)),
            'h' => out.push_str(&pad((hour + 11) % 12 + 1, run)),
            'm' => out.push_str(&pad(minute, run)),
            's' => out.push_str(&pad(second, run)),
            'f' | 'F' => {
                if run > 7 {
                    return Err(invalid());
                }
                let digits = format!("{ticks:07}");
                let cut = digits.get(..run).unwrap_or(&digits);
                if c == 'F' {
                    let trimmed = cut.trim_end_matches('0');
                    if trimmed.is_empty() && out.ends_with('.') {
                        out.pop();
                    }
                    out.push_str(trimmed);
                } else {
                    out.push_str(cut);
                }
            }
            't' => {
                let (morning, afternoon) = culture.halves();
                let half = if hour < 12 { morning } else { afternoon };
                match half.chars().next() {
                    Some(first) if run == 1 => out.push(first),
                    _ => out.push_str(half),
                }
            }
            'z' => out.push_str(&offset_text(zoned.minutes, run)),
            'K' if zoned.zulu => out.push('Z'),
            'K' if zoned.has_zone => out.push_str(&offset_text(zoned.minutes, 3)),
            'K' => {}
            'g' => out.push_str(if culture.name.is_empty() { "A.D." } else { "AD" }),
            ':' => {
                out.push_str(time_separator);
                at += 1;
                continue;
            }
            '/' => {
                out.push_str(date_separator);
                at += 1;
                continue;
            }
            '\\' => {
                out.extend(chars.get(at + 1));
                at += 2;
                continue;
            }
            '\'' | '"' => {
                let close = chars.iter().skip(at + 1).position(|x| *x == c).ok_or_else(invalid)?;
                out.extend(chars.iter().skip(at + 1).take(close));
                at += close + 2;
                continue;
            }
            '%' => {
                at += 1;
                continue;
            }
            other => {
                out.push(other);
                at += 1;
                continue;
            }
        }
        at += run;
    }
    Ok(out)
}

fn pad(value: i64, run: usize) -> String {
    if run == 1 { value.to_string() } else { format!("{value:02}") }
}

fn offset_text(minutes: i64, run: usize) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let (h, m) = (minutes.abs() / 60, minutes.abs() % 60);
    match run {
        1 => format!("{sign}{h}"),
        2 => format!("{sign}{h:02}"),
        _ => format!("{sign}{h:02}:{m:02}"),
    }
}
