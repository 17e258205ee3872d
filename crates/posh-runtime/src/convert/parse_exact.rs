//! Dates read by a format (`DateTime.ParseExact`).

use super::parse_date::ReadDate;
use crate::format::culture::Culture;
use crate::value::{DateTime, DateTimeKind, TICKS_PER_SECOND};

/// What the format's parts gave.
#[derive(Default)]
struct Parts {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    weekday: Option<i64>,
    hour: Option<i64>,
    twelve: bool,
    afternoon: Option<bool>,
    minute: i64,
    second: i64,
    fraction: i64,
    zone: Option<i64>,
    zulu: bool,
}

struct Reader<'t> {
    rest: &'t str,
    culture: &'t Culture,
    inner_white: bool,
}

impl<'t> Reader<'t> {
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        digits.parse().ok()
    }

    fn literal(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn name(&mut self, names: impl Iterator<Item = (i64, &'static str)>) -> Option<i64> {
        let lower = self.rest.to_lowercase();
        let (number, length) = names
            .filter(|(_, name)| !name.is_empty() && lower.starts_with(&name.to_lowercase()))
            .map(|(number, name)| (number, name.len()))
            .max_by_key(|(_, length)| *length)?;
        self.rest = self.rest.get(length..)?;
        Some(number)
    }

    fn zone(&mut self, run: usize) -> Option<i64> {
        let sign = match self.rest.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        self.rest = self.rest.get(1..)?;
        let hours = self.digits(if run == 1 { 1 } else { 2 }, 2)?;
        let minutes = if run >= 3 {
            let _ = self.literal(":");
            self.digits(2, 2)?
        } else {
            0
        };
        (hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 60 + minutes))
    }
}

/// Reads a date by a standard or custom format. `styles` are the bits of `DateTimeStyles`. `None` where the text does
/// not fit.
///
/// # Errors
/// Where the format itself is not valid.
pub fn read_exact(
    text: &str,
    format: &str,
    styles: i64,
    now: DateTime,
    culture: &Culture,
) -> Result<Option<ReadDate>, &'static str> {
    let mut chars = format.chars();
    let invariant = Culture::invariant();
    let (pattern, culture, utc) = match (chars.next(), chars.next()) {
        (None, _) => return Err("Format specifier was invalid."),
        (Some(c), None) => standard(c, culture, &invariant)?,
        _ => (vec![format.to_owned()], culture, false),
    };
    let mut text = text;
    if styles & 1 != 0 {
        text = text.trim_start();
    }
    if styles & 2 != 0 {
        text = text.trim_end();
    }
    for pattern in pattern {
        let reader = Reader { rest: text, culture, inner_white: styles & 4 != 0 };
        let Some(mut parts) = read(reader, &pattern)? else { continue };
        if utc && parts.zone.is_none() {
            parts.zulu = false;
        }
        if let Some(date) = finish(&parts, now) {
            return Ok(Some(date));
        }
    }
    Ok(None)
}

type Standard<'c> = (Vec<String>, &'c Culture, bool);

fn standard<'c>(c: char, culture: &'c Culture, invariant: &'c Culture) -> Result<Standard<'c>, &'static str> {
    let one = |index: usize| vec![culture.pattern(index).to_owned()];
    let both = |d: usize, t: usize| vec![format!("{} {}", culture.pattern(d), culture.pattern(t))];
    let fixed = |text: &str| vec![text.to_owned()];
    Ok(match c {
        'd' => (one(0), culture, false),
        'D' => (one(1), culture, false),
        't' => (one(2), culture, false),
        'T' => (one(3), culture, false),
        'f' => (both(1, 2), culture, false),
        'F' => (both(1, 3), culture, false),
        'g' => (both(0, 2), culture, false),
        'G' => (both(0, 3), culture, false),
        'm' | 'M' => (one(4), culture, false),
        'y' | 'Y' => (one(5), culture, false),
        'o' | 'O' => (fixed("yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"), invariant, false),
        'r' | 'R' => (fixed("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"), invariant, true),
        's' => (fixed("yyyy'-'MM'-'dd'T'HH':'mm':'ss"), invariant, false),
        'u' => (fixed("yyyy'-'MM'-'dd HH':'mm':'ss'Z'"), invariant, true),
        _ => return Err("Input string was not in a correct format."),
    })
}

fn read(mut reader: Reader<'_>, pattern: &str) -> Result<Option<Parts>, &'static str> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = chars.iter().skip(at).take_while(|x| **x == c).count();
        if reader.inner_white {
            reader.rest = reader.rest.trim_start();
        }
        let fits = match c {
            '\'' | '"' => {
                let close = chars
                    .iter()
                    .skip(at + 1)
                    .position(|x| *x == c)
                    .ok_or("Input string was not in a correct format.")?;
                let literal: String = chars.iter().skip(at + 1).take(close).collect();
                at += close + 2;
                if reader.literal(&literal).is_none() {
                    return Ok(None);
                }
                continue;
            }
            '\\' => {
                let literal =
                    chars.get(at + 1).ok_or("Input string was not in a correct format.")?.to_string();
                at += 2;
                if reader.literal(&literal).is_none() {
                    return Ok(None);
                }
                continue;
            }
            '%' => {
                at += 1;
                continue;
            }
            letter if letter.is_ascii_alphabetic() => {
                at += run;
                part(&mut reader, &mut parts, letter, run)
            }
            other => {
                at += 1;
                separator(&mut reader, other)
            }
        };
        if fits.is_none() {
            return Ok(None);
        }
    }
    Ok(reader.rest.is_empty().then_some(parts))
}

fn separator(reader: &mut Reader<'_>, c: char) -> Option<()> {
    let (date, time) = reader.culture.separators();
    match c {
        '/' => reader.literal(date),
        ':' => reader.literal(time),
        ' ' if reader.inner_white => Some(()),
        '\u{202f}' | ' ' if reader.rest.starts_with([' ', '\u{202f}', '\u{a0}']) => {
            let skip = reader.rest.chars().next().map_or(0, char::len_utf8);
            reader.rest = reader.rest.get(skip..)?;
            Some(())
        }
        other => reader.literal(other.encode_utf8(&mut [0; 4])),
    }
}

fn part(reader: &mut Reader<'_>, parts: &mut Parts, letter: char, run: usize) -> Option<()> {
    let culture = reader.culture;
    let two = |run: usize| if run == 1 { 1 } else { 2 };
    match letter {
        'd' if run <= 2 => parts.day = Some(reader.digits(two(run), 2)?),
        'd' => {
            let short = run == 3;
            parts.weekday = Some(reader.name((0..7).map(|n| (n, culture.day(n, short))))?);
        }
        'M' if run <= 2 => parts.month = Some(reader.digits(two(run), 2)?),
        'M' => {
            let short = run == 3;
            parts.month = Some(reader.name((1..13).map(|n| (n, culture.month(n, short))))?);
        }
        'y' if run <= 2 => {
            let year = reader.digits(two(run), 2)?;
            parts.year = Some(if year < 50 { 2000 + year } else { 1900 + year });
        }
        'y' => parts.year = Some(reader.digits(run.min(4), if run == 3 { 4 } else { run })?),
        'H' => parts.hour = Some(reader.digits(two(run), 2)?),
        'h' => {
            parts.hour = Some(reader.digits(two(run), 2)?);
            parts.twelve = true;
        }
        'm' => parts.minute = reader.digits(two(run), 2)?,
        's' => parts.second = reader.digits(two(run), 2)?,
        'f' | 'F' => {
            if run > 7 {
                return None;
            }
            let before = reader.rest.len();
            let value = match reader.digits(if letter == 'f' { run } else { 0 }, run) {
                Some(value) => value,
                None if letter == 'F' => 0,
                None => return None,
            };
            let count = u32::try_from(before - reader.rest.len()).ok()?;
            parts.fraction = value * 10_i64.pow(7 - count);
        }
        't' => {
            let (morning, afternoon) = culture.halves();
            let cut = |name: &'static str| {
                if run == 1 {
                    name.get(..name.chars().next().map_or(0, char::len_utf8)).unwrap_or(name)
                } else {
                    name
                }
            };
            parts.afternoon = Some(reader.name([(0, cut(morning)), (1, cut(afternoon))].into_iter())? == 1);
        }
        'z' => parts.zone = Some(reader.zone(run)?),
        'K' => match reader.rest.chars().next() {
            Some('Z' | 'z') => {
                reader.rest = reader.rest.get(1..)?;
                parts.zone = Some(0);
                parts.zulu = true;
            }
            Some('+' | '-') => parts.zone = Some(reader.zone(3)?),
            _ => {}
        },
        'g' => {
            let _ = reader.literal("A.D.").or_else(|| reader.literal("AD"));
        }
        'Z' if run == 1 => {
            reader.literal("Z")?;
            parts.zone = Some(0);
            parts.zulu = true;
        }
        other => {
            for _ in 0..run {
                reader.literal(other.encode_utf8(&mut [0; 4]))?;
            }
        }
    }
    Some(())
}

fn finish(parts: &Parts, now: DateTime) -> Option<ReadDate> {
    let (this_year, this_month, today) = now.date_parts();
    let dateless = parts.year.is_none() && parts.month.is_none() && parts.day.is_none();
    let (year, month, day) = if dateless {
        (this_year, this_month, today)
    } else {
        (parts.year.unwrap_or(this_year), parts.month.unwrap_or(1), parts.day.unwrap_or(1))
    };
    let mut hour = parts.hour.unwrap_or(0);
    if parts.twelve && !(1..=12).contains(&hour) {
        return None;
    }
    match parts.afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        None if parts.twelve && hour == 12 => hour = 0,
        _ => {}
    }
    if hour > 23 || parts.minute > 59 || parts.second > 59 {
        return None;
    }
    let seconds = (hour * 60 + parts.minute) * 60 + parts.second;
    let ticks = seconds * TICKS_PER_SECOND + parts.fraction;
    let clock = DateTime::from_parts(year, month, day, ticks, DateTimeKind::Unspecified)?;
    if parts.weekday.is_some_and(|w| w != clock.day_of_week()) {
        return None;
    }
    Some(ReadDate { clock, zone: parts.zone, zulu: parts.zulu })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(text: &str, format: &str) -> Option<i64> {
        let culture = Culture::invariant();
        read_exact(text, format, 0, DateTime::min(), &culture).ok().flatten().map(|d| d.clock.ticks())
    }

    #[test]
    fn formats_are_read_strictly() {
        assert_eq!(ticks("2024-01-02", "yyyy-MM-dd"), Some(638_397_504_000_000_000));
        assert_eq!(ticks("2024-1-2", "yyyy-MM-dd"), None);
        assert_eq!(ticks("20240102", "yyyyMMdd"), Some(638_397_504_000_000_000));
        assert_eq!(ticks("Tue 2 Jan 2024", "ddd d MMM yyyy"), Some(638_397_504_000_000_000));
        assert_eq!(ticks("Mon 2 Jan 2024", "ddd d MMM yyyy"), None);
        assert_eq!(ticks("2024-01-02 24:00", "yyyy-MM-dd HH:mm"), None);
    }
}
