//! Formats of dates.

use crate::error::{Raised, Result};
use crate::runspace::Runspace;
use crate::value::{DateTime, DateTimeKind, TICKS_PER_SECOND};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A date in the invariant culture's general format: `11/25/2026 13:02:03`.
pub fn date_text(date: DateTime) -> String {
    let (y, m, d) = date.date_parts();
    let (h, min, s, _) = date.time_parts();
    format!("{m:02}/{d:02}/{y:04} {h:02}:{min:02}:{s:02}")
}

/// `The string 'x' was not recognized as a valid DateTime. ...`
pub fn bad_date_text(text: &str) -> String {
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return format!("String '{text}' was not recognized as a valid DateTime.");
    }
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if !word.is_empty() && !known_word(word) {
            at = text.find(word).unwrap_or(0);
            return format!(
                "The string '{text}' was not recognized as a valid DateTime. There is an unknown word starting at \
                 index '{at}'."
            );
        }
    }
    let _ = at;
    format!("String '{text}' was not recognized as a valid DateTime.")
}

fn known_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    MONTHS.iter().chain(&DAYS).any(|n| {
        let n = n.to_lowercase();
        n == lower || (lower.len() == 3 && n.starts_with(&lower))
    }) || matches!(lower.as_str(), "am" | "pm" | "a" | "p" | "t" | "z" | "gmt")
}

/// A date with a standard or custom format, in the culture en-US.
///
/// # Errors
/// `FormatException` where the format is not valid.
pub fn format_date(rs: &Runspace, date: DateTime, format: &str) -> Result<String> {
    let mut chars = format.chars();
    let standard = match (chars.next(), chars.next()) {
        (None, _) => Some('G'),
        (Some(c), None) => Some(c),
        _ => None,
    };
    let Some(standard) = standard else { return custom(rs, date, format) };
    let pattern = match standard {
        'd' => "M/d/yyyy",
        'D' => "dddd, MMMM d, yyyy",
        'f' => "dddd, MMMM d, yyyy h:mm\u{202f}tt",
        'F' => "dddd, MMMM d, yyyy h:mm:ss\u{202f}tt",
        'g' => "M/d/yyyy h:mm\u{202f}tt",
        'G' => "M/d/yyyy h:mm:ss\u{202f}tt",
        'm' | 'M' => "MMMM d",
        'o' | 'O' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        'r' | 'R' => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        's' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
        't' => "h:mm\u{202f}tt",
        'T' => "h:mm:ss\u{202f}tt",
        'u' => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        'U' => {
            let utc = to_utc(rs, date);
            return custom(rs, utc, "dddd, MMMM d, yyyy h:mm:ss\u{202f}tt");
        }
        'y' | 'Y' => "MMMM yyyy",
        _ => return Err(Raised::net("System.FormatException", "Input string was not in a correct format.")),
    };
    custom(rs, date, pattern)
}

/// The date by UTC's clock.
pub fn to_utc(rs: &Runspace, date: DateTime) -> DateTime {
    if date.kind() == DateTimeKind::Utc {
        return date;
    }
    let offset = rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    date.add_ticks(-offset).unwrap_or(date).with_kind(DateTimeKind::Utc)
}

fn custom(rs: &Runspace, date: DateTime, format: &str) -> Result<String> {
    let invalid = || Raised::net("System.FormatException", "Input string was not in a correct format.");
    let (year, month, day) = date.date_parts();
    let (hour, minute, second, ticks) = date.time_parts();
    let weekday = DAYS.get(usize::try_from(date.day_of_week()).unwrap_or(0)).copied().unwrap_or("");
    let month_name = MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or("");
    let chars: Vec<char> = format.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = chars.iter().skip(at).take_while(|x| **x == c).count();
        match c {
            'd' => match run {
                1 => out.push_str(&day.to_string()),
                2 => out.push_str(&format!("{day:02}")),
                3 => out.push_str(weekday.get(..3).unwrap_or(weekday)),
                _ => out.push_str(weekday),
            },
            'M' => match run {
                1 => out.push_str(&month.to_string()),
                2 => out.push_str(&format!("{month:02}")),
                3 => out.push_str(month_name.get(..3).unwrap_or(month_name)),
                _ => out.push_str(month_name),
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
                let half = if hour < 12 { "AM" } else { "PM" };
                out.push_str(if run == 1 { half.get(..1).unwrap_or(half) } else { half });
            }
            'z' => out.push_str(&offset_text(rs, date, run)),
            'K' => match date.kind() {
                DateTimeKind::Utc => out.push('Z'),
                DateTimeKind::Local => out.push_str(&offset_text(rs, date, 3)),
                DateTimeKind::Unspecified => {}
            },
            'g' => out.push_str("A.D."),
            ':' | '/' => {
                out.push(c);
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

fn offset_text(rs: &Runspace, date: DateTime, run: usize) -> String {
    let minutes = if date.kind() == DateTimeKind::Utc { 0 } else { rs.utc_offset_minutes() };
    let sign = if minutes < 0 { '-' } else { '+' };
    let (h, m) = (minutes.abs() / 60, minutes.abs() % 60);
    match run {
        1 => format!("{sign}{h}"),
        2 => format!("{sign}{h:02}"),
        _ => format!("{sign}{h:02}:{m:02}"),
    }
}
