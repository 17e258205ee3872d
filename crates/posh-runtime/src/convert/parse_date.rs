//! Dates and spans out of text, in the invariant culture, as casts read them.

use crate::value::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

#[derive(Clone, PartialEq, Debug)]
enum Piece {
    Number { value: i64, digits: usize },
    Word(String),
    Mark(char),
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(&c) = chars.peek() {
        if c.is_ascii_digit() {
            let mut value: i64 = 0;
            let mut digits = 0;
            while let Some(d) = chars.peek().and_then(|c| c.to_digit(10)) {
                value = value.checked_mul(10)?.checked_add(i64::from(d))?;
                digits += 1;
                chars.next();
            }
            out.push(Piece::Number { value, digits });
        } else if c.is_alphabetic() {
            let mut word = String::new();
            while let Some(&c) = chars.peek().filter(|c| c.is_alphabetic()) {
                word.extend(c.to_lowercase());
                chars.next();
            }
            out.push(Piece::Word(word));
        } else {
            chars.next();
            out.push(Piece::Mark(c));
        }
    }
    Some(out)
}

fn month_of(word: &str) -> Option<i64> {
    let at = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(word)))?;
    i64::try_from(at + 1).ok()
}

fn is_day_name(word: &str) -> bool {
    DAYS.iter().any(|d| *d == word || (word.len() == 3 && d.starts_with(word)))
}

#[derive(Default)]
struct Found {
    numbers: Vec<(i64, usize)>,
    month: Option<i64>,
    time: Option<i64>,
    zone_minutes: Option<i64>,
    /// Whether the first separator of the date is `-` with a four-digit number before it.
    year_first: bool,
}

/// A date of the invariant culture (month before day) or of ISO 8601. `now` gives the date where only a time is
/// written, and the year where none is; `local_offset` the minutes east of UTC of the machine's zone at a UTC moment.
pub fn parse_date(text: &str, now: DateTime, local_offset: &dyn Fn(DateTime) -> i64) -> Option<DateTime> {
    let pieces = pieces(text.trim())?;
    if pieces.is_empty() {
        return None;
    }
    let mut found = Found::default();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at = step(&pieces, at, piece, &mut found)?;
    }
    finish(&found, now, local_offset)
}

fn step(pieces: &[Piece], at: usize, piece: &Piece, found: &mut Found) -> Option<usize> {
    match piece {
        Piece::Number { .. } if pieces.get(at + 1) == Some(&Piece::Mark(':')) && found.time.is_none() => {
            time_of_day(pieces, at, found)
        }
        Piece::Number { value, digits } => {
            if let Some(Piece::Word(word)) = skip_blank(pieces, at + 1)
                && matches!(word.as_str(), "am" | "pm" | "a" | "p")
                && found.time.is_none()
            {
                return time_of_day(pieces, at, found);
            }
            if found.numbers.is_empty() && *digits >= 3 {
                found.year_first = true;
            }
            found.numbers.push((*value, *digits));
            (found.numbers.len() <= 3).then_some(at + 1)
        }
        Piece::Word(word) => match word.as_str() {
            "t" if !found.numbers.is_empty() => Some(at + 1),
            "z" | "gmt" | "utc" if found.time.is_some() => {
                found.zone_minutes = Some(0);
                Some(at + 1)
            }
            word => {
                if let Some(month) = month_of(word) {
                    if found.month.replace(month).is_some() {
                        return None;
                    }
                    return Some(at + 1);
                }
                is_day_name(word).then_some(at + 1)
            }
        },
        Piece::Mark('+' | '-') if found.time.is_some() => zone(pieces, at, found),
        Piece::Mark(' ' | ',' | '/' | '-' | '.' | '\t') => Some(at + 1),
        Piece::Mark(_) => None,
    }
}

fn skip_blank(pieces: &[Piece], mut at: usize) -> Option<&Piece> {
    while pieces.get(at) == Some(&Piece::Mark(' ')) {
        at += 1;
    }
    pieces.get(at)
}

fn number(pieces: &[Piece], at: usize) -> Option<i64> {
    match pieces.get(at)? {
        Piece::Number { value, .. } => Some(*value),
        _ => None,
    }
}

/// `h[:mm[:ss[.fffffff]]] [am|pm]`.
fn time_of_day(pieces: &[Piece], start: usize, found: &mut Found) -> Option<usize> {
    let mut hour = number(pieces, start)?;
    let (mut minute, mut second, mut fraction) = (0, 0, 0);
    let mut at = start + 1;
    if pieces.get(at) == Some(&Piece::Mark(':')) {
        minute = number(pieces, at + 1)?;
        at += 2;
        if pieces.get(at) == Some(&Piece::Mark(':')) {
            second = number(pieces, at + 1)?;
            at += 2;
            if pieces.get(at) == Some(&Piece::Mark('.')) {
                let Some(Piece::Number { value, digits }) = pieces.get(at + 1) else { return None };
                fraction = scale_fraction(*value, *digits)?;
                at += 2;
            }
        }
    }
    let mut look = at;
    while pieces.get(look) == Some(&Piece::Mark(' ')) {
        look += 1;
    }
    if let Some(Piece::Word(word)) = pieces.get(look) {
        match word.as_str() {
            "am" | "a" => {
                if !(0..=12).contains(&hour) {
                    return None;
                }
                hour %= 12;
                at = look + 1;
            }
            "pm" | "p" => {
                if !(0..=12).contains(&hour) {
                    return None;
                }
                hour = hour % 12 + 12;
                at = look + 1;
            }
            _ => {}
        }
    }
    let midnight_end = hour == 24 && minute == 0 && second == 0 && fraction == 0;
    if (hour > 23 && !midnight_end) || minute > 59 || second > 59 {
        return None;
    }
    found.time = Some(((hour * 60 + minute) * 60 + second) * TICKS_PER_SECOND + fraction);
    Some(at)
}

/// A fraction of a second in ticks, rounded half up behind seven digits.
fn scale_fraction(value: i64, digits: usize) -> Option<i64> {
    if digits <= 7 {
        return value.checked_mul(10_i64.pow(u32::try_from(7 - digits).ok()?));
    }
    let divisor = 10_i64.checked_pow(u32::try_from(digits - 7).ok()?)?;
    Some((value + divisor / 2) / divisor)
}

fn zone(pieces: &[Piece], at: usize, found: &mut Found) -> Option<usize> {
    let sign = if pieces.get(at) == Some(&Piece::Mark('-')) { -1 } else { 1 };
    let Some(Piece::Number { value, digits }) = pieces.get(at + 1) else { return None };
    if *digits >= 3 {
        found.zone_minutes = Some(sign * (value / 100 * 60 + value % 100));
        return Some(at + 2);
    }
    if pieces.get(at + 2) == Some(&Piece::Mark(':')) {
        found.zone_minutes = Some(sign * (value * 60 + number(pieces, at + 3)?));
        return Some(at + 4);
    }
    found.zone_minutes = Some(sign * value * 60);
    Some(at + 2)
}

fn full_year(value: i64, digits: usize) -> i64 {
    if digits > 2 {
        value
    } else if value < 50 {
        2000 + value
    } else {
        1900 + value
    }
}

fn finish(found: &Found, now: DateTime, local_offset: &dyn Fn(DateTime) -> i64) -> Option<DateTime> {
    let (this_year, this_month, today) = now.date_parts();
    let (year, month, day) = match (found.month, found.numbers.as_slice()) {
        (None, []) if found.time.is_some() => (this_year, this_month, today),
        (None, [(a, _), (b, _)]) if found.year_first => (*a, *b, 1),
        (None, [(a, _), (b, digits)]) if *digits > 2 => (*b, *a, 1),
        (None, [(a, _), (b, _)]) => (this_year, *a, *b),
        (None, [(y, digits), (m, _), (d, _)]) if found.year_first => (full_year(*y, *digits), *m, *d),
        (None, [(m, _), (d, _), (y, digits)]) => (full_year(*y, *digits), *m, *d),
        (Some(month), [(n, digits)]) if *digits > 2 => (*n, month, 1),
        (Some(month), [(day, _)]) => (this_year, month, *day),
        (Some(month), [(y, digits), (day, _)]) if found.year_first => (full_year(*y, *digits), month, *day),
        (Some(month), [(day, _), (y, digits)]) => (full_year(*y, *digits), month, *day),
        _ => return None,
    };
    let date = DateTime::from_parts(year, month, day, 0, DateTimeKind::Unspecified)?;
    let date = date.add_ticks(found.time.unwrap_or(0))?;
    let Some(minutes) = found.zone_minutes else { return Some(date) };
    let utc = date.add_ticks(-minutes * 60 * TICKS_PER_SECOND)?.with_kind(DateTimeKind::Utc);
    let local = utc.add_ticks(local_offset(utc) * 60 * TICKS_PER_SECOND)?;
    Some(local.with_kind(DateTimeKind::Local))
}

/// A span: `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`, or a number of days.
pub fn parse_span(text: &str) -> Option<TimeSpan> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (clock, fraction) = match text.rsplit_once('.') {
        Some((head, tail)) if head.contains(':') => {
            let digits = tail.len();
            if digits == 0 || digits > 7 || !tail.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            (head, scale_fraction(tail.parse().ok()?, digits)?)
        }
        _ => (text, 0),
    };
    let (days, clock) = match clock.split_once('.') {
        Some((days, rest)) => (Some(whole(days)?), rest),
        None => (None, clock),
    };
    let parts: Option<Vec<i64>> = clock.split(':').map(whole).collect();
    let (days, hour, minute, second) = match (days, parts?.as_slice()) {
        (None, [days]) => (*days, 0, 0, 0),
        (None, [h, m]) => (0, *h, *m, 0),
        (None, [h, m, s]) => (0, *h, *m, *s),
        (None, [d, h, m, s]) => (*d, *h, *m, *s),
        (Some(d), [h, m]) => (d, *h, *m, 0),
        (Some(d), [h, m, s]) => (d, *h, *m, *s),
        (Some(d), [h]) => (d, *h, 0, 0),
        _ => return None,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = (hour * 60 + minute) * 60 + second;
    let ticks = days.checked_mul(TICKS_PER_DAY)?.checked_add(seconds * TICKS_PER_SECOND + fraction)?;
    Some(TimeSpan::new(if negative { -ticks } else { ticks }))
}

fn whole(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<(i64, i64, i64)> {
        parse_date(text, DateTime::min(), &|_| 0).map(DateTime::date_parts)
    }

    #[test]
    fn dates_of_the_invariant_culture() {
        assert_eq!(date("2026-11-25"), Some((2026, 11, 25)));
        assert_eq!(date("11/25/2026 1:02 PM"), Some((2026, 11, 25)));
        assert_eq!(date("Nov 25, 2026"), Some((2026, 11, 25)));
        assert_eq!(date("25 November 2026"), Some((2026, 11, 25)));
        assert_eq!(date("2026-11-25T10:00:00Z"), Some((2026, 11, 25)));
        assert_eq!(date("yesterday"), None);
        assert_eq!(date("13/13/2026"), None);
    }

    #[test]
    fn spans() {
        assert_eq!(parse_span("1.02:03:04").map(TimeSpan::text).as_deref(), Some("1.02:03:04"));
        assert_eq!(parse_span("3").map(TimeSpan::text).as_deref(), Some("3.00:00:00"));
        assert_eq!(parse_span("x:y"), None);
    }
}
