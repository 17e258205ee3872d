//! Dates and spans out of text: ISO 8601, the culture's order of day, month and year, names of months.

use crate::format::culture::Culture;
use crate::value::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};

/// Why a text is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateError {
    /// It is none.
    NotRecognized,
    /// It has a word that means nothing in a date, at this index.
    UnknownWord(usize),
    /// Its time of day is none.
    NotInCalendar,
    /// Its zone is more than 14 hours away.
    BadOffset,
    /// It names another day of the week.
    WrongDay,
}

impl DateError {
    /// .NET's message.
    pub fn message(self, text: &str) -> String {
        match self {
            Self::NotRecognized => format!("String '{text}' was not recognized as a valid DateTime."),
            Self::UnknownWord(at) => format!(
                "The string '{text}' was not recognized as a valid DateTime. There is an unknown word starting at \
                 index '{at}'."
            ),
            Self::NotInCalendar => format!(
                "The DateTime represented by the string '{text}' is not supported in calendar \
                 'System.Globalization.GregorianCalendar'."
            ),
            Self::BadOffset => {
                format!("The time zone offset of string '{text}' must be within plus or minus 14 hours.")
            }
            Self::WrongDay => format!(
                "String '{text}' was not recognized as a valid DateTime because the day of week was incorrect."
            ),
        }
    }
}

/// What a text says: a clock, and its zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadDate {
    /// The clock.
    pub clock: DateTime,
    /// Minutes east of UTC, where the text says.
    pub zone: Option<i64>,
    /// Whether the zone is written as UTC (`Z`, `GMT`).
    pub zulu: bool,
}

#[derive(Clone, PartialEq, Debug)]
enum Piece {
    Number { value: i64, digits: usize },
    Word(String, usize),
    Mark(char),
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut chars = text.chars().enumerate().peekable();
    while let Some(&(index, c)) = chars.peek() {
        if c.is_ascii_digit() {
            let mut value: i64 = 0;
            let mut digits = 0;
            while let Some(d) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                value = value.checked_mul(10)?.checked_add(i64::from(d))?;
                digits += 1;
                chars.next();
            }
            out.push(Piece::Number { value, digits });
        } else if c.is_alphabetic() {
            let mut word = String::new();
            while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
                word.extend(c.to_lowercase());
            }
            out.push(Piece::Word(word, index));
        } else {
            chars.next();
            out.push(Piece::Mark(c));
        }
    }
    Some(out)
}

/// The number, from `first`, of the name that a word is, in a culture or in English.
fn named(word: &str, culture: &Culture, first: i64, last: i64, month: bool) -> Option<i64> {
    [culture, &Culture::invariant()].into_iter().find_map(|c| {
        (first..=last).find(|n| {
            [false, true].into_iter().any(|short| {
                let name = if month { c.month(*n, short) } else { c.day(*n, short) };
                !name.is_empty() && name.trim_end_matches('.').to_lowercase() == word
            })
        })
    })
}

#[derive(Default)]
struct Found {
    numbers: Vec<(i64, usize)>,
    month: Option<i64>,
    weekday: Option<i64>,
    time: Option<i64>,
    /// How many numbers stand before the time.
    clock_after: usize,
    zone_minutes: Option<i64>,
    zulu: bool,
    /// Whether the first number is a year.
    year_first: bool,
}

/// Reads a date. `now` gives the date where only a time is written, and the year where none is.
///
/// # Errors
/// Why it is none.
pub fn read_date(text: &str, now: DateTime, culture: &Culture) -> Result<ReadDate, DateError> {
    let lead = text.chars().take_while(|c| c.is_whitespace()).count();
    let pieces = pieces(text.trim().trim_end_matches('\0')).ok_or(DateError::NotRecognized)?;
    if pieces.is_empty() {
        return Err(DateError::NotRecognized);
    }
    // A mark at the start that no date has.
    if matches!(pieces.first(), Some(Piece::Mark('/' | ',' | '.'))) {
        return Err(DateError::NotRecognized);
    }
    let mut found = Found::default();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at = step(&pieces, at, piece, &mut found, culture).map_err(|e| match e {
            DateError::UnknownWord(index) => DateError::UnknownWord(index + lead),
            other => other,
        })?;
    }
    finish(&found, now, culture)
}

/// A date of the invariant culture (month before day) or of ISO 8601, in the machine's zone where the text names one.
/// `local_offset` gives the minutes east of UTC of that zone at a UTC moment.
///
/// # Errors
/// Why it is none.
pub fn parse_date(
    text: &str,
    now: DateTime,
    local_offset: &dyn Fn(DateTime) -> i64,
) -> Result<DateTime, DateError> {
    let read = read_date(text, now, &Culture::invariant())?;
    let Some(minutes) = read.zone else { return Ok(read.clock) };
    let ticks = 60 * TICKS_PER_SECOND;
    let utc = read.clock.add_ticks(-minutes * ticks).ok_or(DateError::NotRecognized)?;
    let utc = utc.with_kind(DateTimeKind::Utc);
    let local = utc.add_ticks(local_offset(utc) * ticks).ok_or(DateError::NotRecognized)?;
    Ok(local.with_kind(DateTimeKind::Local))
}

fn step(
    pieces: &[Piece],
    at: usize,
    piece: &Piece,
    found: &mut Found,
    culture: &Culture,
) -> Result<usize, DateError> {
    let bad = DateError::NotRecognized;
    match piece {
        Piece::Number { .. } if pieces.get(at + 1) == Some(&Piece::Mark(':')) && found.time.is_none() => {
            time_of_day(pieces, at, found, culture)
        }
        Piece::Number { value, digits } => {
            if let Some(Piece::Word(word, _)) = skip_blank(pieces, at + 1)
                && half_of(word, culture).is_some()
                && found.time.is_none()
            {
                return time_of_day(pieces, at, found, culture);
            }
            if found.numbers.is_empty() && found.month.is_none() && *digits >= 3 {
                found.year_first = true;
            }
            // A year and three digits are no date.
            if found.year_first && !found.numbers.is_empty() && *digits == 3 {
                return Err(bad);
            }
            found.numbers.push((*value, *digits));
            // A year does not come behind the time where day and month stand before it.
            if *digits > 4 || found.time.is_some() && found.clock_after > 0 { Err(bad) } else { Ok(at + 1) }
        }
        Piece::Word(word, index) => match word.as_str() {
            "t" if !found.numbers.is_empty() && matches!(pieces.get(at + 1), Some(Piece::Number { .. })) => {
                Ok(at + 1)
            }
            "t" if !found.numbers.is_empty() => Err(bad),
            "z" | "gmt" if found.time.is_some() => {
                found.zone_minutes = Some(0);
                found.zulu = true;
                Ok(at + 1)
            }
            "ad" if !found.numbers.is_empty() => Ok(at + 1),
            word => {
                if let Some(month) = named(word, culture, 1, 12, true) {
                    if found.month.replace(month).is_some() {
                        return Err(bad);
                    }
                    return Ok(at + 1);
                }
                match named(word, culture, 0, 6, false) {
                    Some(day) if found.weekday.replace(day).is_none() => Ok(at + 1),
                    Some(_) => Err(bad),
                    None => Err(DateError::UnknownWord(*index)),
                }
            }
        },
        Piece::Mark('+' | '-') if found.time.is_some() => zone(pieces, at, found),
        Piece::Mark('+') => Err(bad),
        Piece::Mark('-') if at == 0 => Err(bad),
        Piece::Mark(' ' | ',' | '/' | '-' | '.' | '\t' | '\u{202f}' | '\u{a0}') => Ok(at + 1),
        Piece::Mark('年' | '月' | '日') => Ok(at + 1),
        Piece::Mark(_) => Err(bad),
    }
}

/// Whether a word means the morning or the afternoon.
fn half_of(word: &str, culture: &Culture) -> Option<bool> {
    let (morning, afternoon) = culture.halves();
    match word {
        "am" => Some(false),
        "pm" => Some(true),
        word if word == morning.to_lowercase() => Some(false),
        word if word == afternoon.to_lowercase() => Some(true),
        _ => None,
    }
}

fn skip_blank(pieces: &[Piece], mut at: usize) -> Option<&Piece> {
    while matches!(pieces.get(at), Some(Piece::Mark(' ' | '\u{202f}' | '\u{a0}'))) {
        at += 1;
    }
    pieces.get(at)
}

fn number(pieces: &[Piece], at: usize) -> Result<i64, DateError> {
    match pieces.get(at) {
        Some(Piece::Number { value, .. }) => Ok(*value),
        _ => Err(DateError::NotRecognized),
    }
}

/// `h[:mm[:ss[.fffffff]]] [am|pm]`.
fn time_of_day(
    pieces: &[Piece],
    start: usize,
    found: &mut Found,
    culture: &Culture,
) -> Result<usize, DateError> {
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
                let Some(Piece::Number { value, digits }) = pieces.get(at + 1) else {
                    return Err(DateError::NotRecognized);
                };
                fraction = scale_fraction(*value, *digits).ok_or(DateError::NotRecognized)?;
                at += 2;
            }
        }
    }
    let mut look = at;
    while matches!(pieces.get(look), Some(Piece::Mark(' ' | '\u{202f}' | '\u{a0}'))) {
        look += 1;
    }
    if let Some(Piece::Word(word, _)) = pieces.get(look)
        && let Some(afternoon) = half_of(word, culture)
    {
        at = look + 1;
        if afternoon && hour < 12 {
            hour += 12;
        } else if !afternoon && hour == 12 {
            hour = 0;
        } else if !afternoon && hour > 12 {
            return Err(DateError::NotRecognized);
        }
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(DateError::NotInCalendar);
    }
    found.clock_after = found.numbers.len();
    found.time = Some(((hour * 60 + minute) * 60 + second) * TICKS_PER_SECOND + fraction);
    Ok(at)
}

/// A fraction of a second in ticks, rounded half up behind seven digits.
fn scale_fraction(value: i64, digits: usize) -> Option<i64> {
    if digits <= 7 {
        return value.checked_mul(10_i64.pow(u32::try_from(7 - digits).ok()?));
    }
    let divisor = 10_i64.checked_pow(u32::try_from(digits - 7).ok()?)?;
    Some((value + divisor / 2) / divisor)
}

fn zone(pieces: &[Piece], at: usize, found: &mut Found) -> Result<usize, DateError> {
    let sign = if pieces.get(at) == Some(&Piece::Mark('-')) { -1 } else { 1 };
    let Some(Piece::Number { value, digits }) = pieces.get(at + 1) else {
        return Err(DateError::NotRecognized);
    };
    let (minutes, next) = if *digits >= 3 {
        (value / 100 * 60 + value % 100, at + 2)
    } else if pieces.get(at + 2) == Some(&Piece::Mark(':')) {
        (value * 60 + number(pieces, at + 3)?, at + 4)
    } else {
        (value * 60, at + 2)
    };
    if minutes > 14 * 60 {
        return Err(DateError::BadOffset);
    }
    found.zone_minutes = Some(sign * minutes);
    Ok(next)
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

fn date_of(found: &Found, now: DateTime, culture: &Culture) -> Option<(i64, i64, i64)> {
    let (this_year, this_month, today) = now.date_parts();
    let order = culture.date_order();
    Some(match (found.month, found.numbers.as_slice()) {
        (None, []) if found.time.is_some() => (this_year, this_month, today),
        (None, [(a, digits), (b, _)]) if found.year_first && *digits > 2 => (*a, *b, 1),
        (None, [(a, _), (b, digits)]) if *digits > 2 => (*b, *a, 1),
        (None, [(a, _), (b, _)]) if order == "dmy" => (this_year, *b, *a),
        (None, [(a, _), (b, _)]) => (this_year, *a, *b),
        (None, [(y, digits), (m, _), (d, _)]) if found.year_first => (full_year(*y, *digits), *m, *d),
        (None, [(d, _), (m, _), (y, digits)]) if order == "dmy" => (full_year(*y, *digits), *m, *d),
        (None, [(y, a), (m, _), (d, digits)]) if order == "ymd" && *digits <= 2 => {
            (full_year(*y, *a), *m, *d)
        }
        (None, [(m, _), (d, _), (y, digits)]) => (full_year(*y, *digits), *m, *d),
        (Some(month), [(n, digits)]) if *digits > 2 => (*n, month, 1),
        (Some(month), [(day, _)]) => (this_year, month, *day),
        (Some(month), [(y, digits), (day, _)]) if found.year_first => (full_year(*y, *digits), month, *day),
        (Some(month), [(day, _), (y, digits)]) => (full_year(*y, *digits), month, *day),
        _ => return None,
    })
}

fn finish(found: &Found, now: DateTime, culture: &Culture) -> Result<ReadDate, DateError> {
    let bad = DateError::NotRecognized;
    let (year, month, day) = date_of(found, now, culture).ok_or(bad)?;
    let date = DateTime::from_parts(year, month, day, 0, DateTimeKind::Unspecified).ok_or(bad)?;
    if found.weekday.is_some_and(|wanted| wanted != date.day_of_week()) {
        return Err(DateError::WrongDay);
    }
    let clock = date.add_ticks(found.time.unwrap_or(0)).ok_or(bad)?;
    Ok(ReadDate { clock, zone: found.zone_minutes, zulu: found.zulu })
}

/// Why a text is no span of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpanError {
    /// It is none.
    NotRecognized,
    /// One of its numbers is too large, or has too many digits.
    OutOfRange,
}

impl SpanError {
    /// .NET's message.
    pub fn message(self, text: &str) -> String {
        match self {
            Self::NotRecognized => format!("String '{text}' was not recognized as a valid TimeSpan."),
            Self::OutOfRange => format!(
                "The TimeSpan string '{text}' could not be parsed because at least one of the numeric components is \
                 out of range or contains too many digits."
            ),
        }
    }
}

/// A span: `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`, or a number of days.
///
/// # Errors
/// Why it is none.
pub fn parse_span(text: &str) -> Result<TimeSpan, SpanError> {
    let bad = SpanError::NotRecognized;
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (clock, fraction) = match text.rsplit_once('.') {
        Some((head, tail)) if head.contains(':') && !tail.contains(':') => {
            let digits = tail.len();
            if digits == 0 || !tail.bytes().all(|b| b.is_ascii_digit()) {
                return Err(bad);
            }
            if digits > 7 {
                return Err(SpanError::OutOfRange);
            }
            (head, scale_fraction(tail.parse().map_err(|_| bad)?, digits).ok_or(bad)?)
        }
        _ => (text, 0),
    };
    let (days, clock) = match clock.split_once('.') {
        Some((days, rest)) if rest.contains(':') => (Some(whole(days)?), rest),
        Some(_) => return Err(bad),
        None => (None, clock),
    };
    let parts: Result<Vec<i64>, SpanError> = clock.split(':').map(whole).collect();
    let parts = parts?;
    // Without seconds a fraction has nothing to belong to.
    let (days, hour, minute, second) = match (days, parts.as_slice()) {
        (None, [days]) => (*days, 0, 0, 0),
        (None, [h, m]) => (0, *h, *m, 0),
        // Too many hours are days.
        (None, [d, h, m]) if *d > 23 && fraction == 0 => (*d, *h, *m, 0),
        (None, [h, m, s]) => (0, *h, *m, *s),
        (None, [d, h, m, s]) => (*d, *h, *m, *s),
        (Some(d), [h, m]) => (d, *h, *m, 0),
        (Some(d), [h, m, s]) => (d, *h, *m, *s),
        _ => return Err(bad),
    };
    if hour > 23 || minute > 59 || second > 59 {
        return Err(SpanError::OutOfRange);
    }
    let seconds = (hour * 60 + minute) * 60 + second;
    let ticks = days
        .checked_mul(TICKS_PER_DAY)
        .and_then(|t| t.checked_add(seconds * TICKS_PER_SECOND + fraction))
        .ok_or(SpanError::OutOfRange)?;
    Ok(TimeSpan::new(if negative { -ticks } else { ticks }))
}

fn whole(text: &str) -> Result<i64, SpanError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SpanError::NotRecognized);
    }
    if text.len() > 8 {
        return Err(SpanError::OutOfRange);
    }
    text.parse().map_err(|_| SpanError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<(i64, i64, i64)> {
        parse_date(text, DateTime::min(), &|_| 0).ok().map(DateTime::date_parts)
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
        assert_eq!(parse_span("1.02:03:04").map(TimeSpan::text).as_deref(), Ok("1.02:03:04"));
        assert_eq!(parse_span("3").map(TimeSpan::text).as_deref(), Ok("3.00:00:00"));
        assert_eq!(parse_span("x:y"), Err(SpanError::NotRecognized));
    }
}
