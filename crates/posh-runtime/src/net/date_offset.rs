//! `System.DateTimeOffset`, `System.DateOnly` and `System.TimeOnly`.

use crate::convert::{read_date, read_exact};
use crate::error::{Raised, Result};
use crate::format::culture;
use crate::format::{ZonedDate, format_zoned};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{
    DateTime, DateTimeKind, Native, Object, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan, Value,
};

/// A clock and the minutes that it is ahead of UTC.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTimeOffset {
    /// The clock.
    clock: DateTime,
    /// Minutes ahead of UTC.
    minutes: i64,
}

impl Native for DateTimeOffset {}

const NAME: &str = "System.DateTimeOffset";
const MINUTE: i64 = 60 * TICKS_PER_SECOND;

fn make(clock: DateTime, minutes: i64) -> Result<Value> {
    let clock = clock.with_kind(DateTimeKind::Unspecified);
    if clock.add_ticks(-minutes * MINUTE).is_none() {
        return Err(Raised::out_of_range(
            "offset",
            "The UTC time represented when the offset is applied must be between year 0 and 10,000.",
        ));
    }
    Ok(Value::Object(Object::native_of(TypeRef::named(NAME), DateTimeOffset { clock, minutes })))
}

fn this(call: &Call<'_>) -> DateTimeOffset {
    of(call.this)
}

fn of(value: &Value) -> DateTimeOffset {
    value.native::<DateTimeOffset>().copied().unwrap_or(DateTimeOffset { clock: DateTime::min(), minutes: 0 })
}

fn utc(value: DateTimeOffset) -> DateTime {
    let clock = value.clock.add_ticks(-value.minutes * MINUTE).unwrap_or(value.clock);
    clock.with_kind(DateTimeKind::Utc)
}

/// The moment and the offset in minutes of a `DateTimeOffset`.
pub(super) fn offset_of(value: &Value) -> Option<(DateTime, i64)> {
    let d = value.native::<DateTimeOffset>().copied()?;
    Some((utc(d), d.minutes))
}

/// A `DateTimeOffset` of a clock that is minutes ahead of UTC.
pub(super) fn zoned(clock: DateTime, minutes: i64) -> Result<Value> {
    make(clock, minutes)
}

/// `+` and `-` of a `DateTimeOffset` as the left operand.
fn operator(call: &mut Call<'_>, sign: i64) -> Result<Value> {
    let d = of(&call.arg(0));
    match call.arg(1) {
        Value::TimeSpan(t) => make(d.clock.add_ticks(t.ticks() * sign).ok_or_else(out_of_range)?, d.minutes),
        other => Ok(Value::TimeSpan(TimeSpan::new(utc(d).ticks() - utc(of(&other)).ticks()))),
    }
}

fn from_date(rs: &crate::Runspace, date: DateTime) -> Result<Value> {
    let minutes = if date.kind() == DateTimeKind::Utc { 0 } else { rs.utc_offset_minutes() };
    make(date, minutes)
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let date = match call.arg(0) {
        Value::DateTime(d) => d,
        _ => DateTime::new(call.long(0), DateTimeKind::Unspecified).unwrap_or(DateTime::min()),
    };
    match call.arg(1) {
        Value::TimeSpan(t) => offset(t).and_then(|minutes| make(date, minutes)),
        _ => from_date(call.rs, date),
    }
}

fn offset(span: TimeSpan) -> Result<i64> {
    if span.ticks() % MINUTE != 0 {
        return Err(Raised::bad_argument("offset", "Offset must be specified in whole minutes."));
    }
    let minutes = span.ticks() / MINUTE;
    if minutes.abs() > 14 * 60 {
        return Err(Raised::out_of_range("offset", "Offset must be within plus or minus 14 hours."));
    }
    Ok(minutes)
}

fn new_parts(call: &mut Call<'_>) -> Result<Value> {
    let n = |i: usize| i64::from(call.int(i));
    let Some(Value::TimeSpan(span)) = call.args.last().cloned() else { return Ok(Value::Null) };
    let millis = if call.args.len() > 7 { n(6) } else { 0 };
    let ticks = ((n(3) * 60 + n(4)) * 60 + n(5)) * TICKS_PER_SECOND + millis * 10_000;
    let date = DateTime::from_parts(n(0), n(1), n(2), ticks, DateTimeKind::Unspecified).ok_or_else(|| {
        Raised::net(
            "System.ArgumentOutOfRangeException",
            "Year, Month, and Day parameters describe an un-representable DateTime.",
        )
    })?;
    make(date, offset(span)?)
}

fn parse_text(rs: &crate::Runspace, text: &str, provider: &Value) -> Result<Value> {
    let read = read_date(text, rs.now(), &culture::of_argument(provider))
        .map_err(|error| Raised::net("System.FormatException", error.message(text)))?;
    make(read.clock, read.zone.unwrap_or_else(|| rs.utc_offset_minutes()))
}

fn parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    parse_text(call.rs, text.lossy(), &call.arg(1))
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let done = parse_text(call.rs, text.lossy(), &Value::Null);
    if let Some(r) = call.args.last().and_then(|a| a.native::<crate::runspace::Reference>()) {
        let none = make(DateTime::min(), 0)?;
        r.0.put(done.as_ref().cloned().unwrap_or(none));
    }
    Ok(Value::Bool(done.is_ok()))
}

fn parse_exact(call: &mut Call<'_>) -> Result<Value> {
    let (text, format) = (call.text(0), call.text(1));
    let culture = culture::of_argument(&call.arg(2));
    let read = read_exact(text.lossy(), format.lossy(), 0, call.rs.now(), &culture)
        .map_err(|m| Raised::net("System.FormatException", m))?;
    match read {
        Some(read) => make(read.clock, read.zone.unwrap_or_else(|| call.rs.utc_offset_minutes())),
        None => Err(Raised::net(
            "System.FormatException",
            format!("String '{}' was not recognized as a valid DateTime.", text.lossy()),
        )),
    }
}

fn convert(rs: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    match value {
        Value::Str(s) => {
            let invariant = super::culture_object(culture::Culture::invariant());
            Some(parse_text(rs, s.lossy(), &invariant))
        }
        Value::DateTime(d) => Some(from_date(rs, *d)),
        _ => None,
    }
}

fn formatted(value: DateTimeOffset, format: &str) -> Result<String> {
    let format = match format {
        "" | "G" => return Ok(format!("{} {}", in_format(value, "G")?, in_format(value, "zzz")?)),
        "U" => {
            return Err(Raised::net("System.FormatException", "Input string was not in a correct format."));
        }
        "u" | "r" | "R" => {
            let zoned = ZonedDate { date: utc(value), minutes: 0, has_zone: true, zulu: true };
            return format_zoned(zoned, format);
        }
        other => other,
    };
    in_format(value, format)
}

fn in_format(value: DateTimeOffset, format: &str) -> Result<String> {
    let zoned = ZonedDate { date: value.clock, minutes: value.minutes, has_zone: true, zulu: false };
    format_zoned(zoned, format)
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    let (format, provider) = match call.args {
        [] => (String::new(), Value::Null),
        [Value::Str(s)] => (s.lossy().to_owned(), Value::Null),
        [provider] => (String::new(), provider.clone()),
        [format, provider, ..] => (crate::convert::plain_text(format), provider.clone()),
    };
    let culture = culture::of_argument(&provider);
    culture::with(&culture, || formatted(this(call), &format)).map(Value::from)
}

/// Text of the invariant culture.
pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(d) = value.native::<DateTimeOffset>() {
        return culture::with(&culture::Culture::invariant(), || formatted(*d, "")).ok();
    }
    if let Some(d) = value.native::<DateOnly>() {
        return Some(crate::format::date_text(d.0).split(' ').next().unwrap_or("").to_owned());
    }
    let t = value.native::<TimeOnly>()?;
    let (h, m, ..) = DateTime::new(t.0, DateTimeKind::Unspecified)?.time_parts();
    Some(format!("{h:02}:{m:02}"))
}

fn out_of_range() -> Box<Raised> {
    Raised::out_of_range("value", "The added or subtracted value results in an un-representable DateTime.")
}

// The range is checked.
fn add(call: &Call<'_>, unit: i64) -> Result<Value> {
    let by = call.double(0) * unit as f64;
    if !by.is_finite() || by.abs() > 9.2e18 {
        return Err(out_of_range());
    }
    let d = this(call);
    make(d.clock.add_ticks(by as i64).ok_or_else(out_of_range)?, d.minutes)
}

fn add_months(call: &mut Call<'_>, factor: i64) -> Result<Value> {
    let d = this(call);
    make(d.clock.add_months(i64::from(call.int(0)) * factor).ok_or_else(out_of_range)?, d.minutes)
}

fn add_span(call: &mut Call<'_>, sign: i64) -> Result<Value> {
    let d = this(call);
    match call.arg(0) {
        Value::TimeSpan(t) => make(d.clock.add_ticks(t.ticks() * sign).ok_or_else(out_of_range)?, d.minutes),
        other => Ok(Value::TimeSpan(TimeSpan::new(utc(d).ticks() - utc(of(&other)).ticks()))),
    }
}

fn to_offset(call: &mut Call<'_>) -> Result<Value> {
    let Value::TimeSpan(span) = call.arg(0) else { return Ok(Value::Null) };
    let minutes = offset(span)?;
    make(utc(this(call)).add_ticks(minutes * MINUTE).ok_or_else(out_of_range)?, minutes)
}

fn unix(call: &mut Call<'_>, unit: i64) -> Result<Value> {
    Ok(Value::Long(utc(this(call)).unix_ticks().div_euclid(unit)))
}

fn from_unix(call: &mut Call<'_>, unit: i64) -> Result<Value> {
    let ticks = call.long(0).checked_mul(unit);
    let date = ticks.and_then(|t| DateTime::from_unix_ticks(t, DateTimeKind::Utc));
    let name = if unit == TICKS_PER_SECOND { "seconds" } else { "milliseconds" };
    match date {
        Some(date) => make(date, 0),
        None => {
            let (low, high) = if name == "seconds" {
                ("-62135596800", "253402300799")
            } else {
                ("-62135596800000", "253402300799999")
            };
            Err(Raised::out_of_range(name, &format!("Valid values are between {low} and {high}, inclusive.")))
        }
    }
}

fn clock_of(call: &Call<'_>) -> DateTime {
    this(call).clock
}

fn int(n: i64) -> Result<Value> {
    Ok(Value::Int(i32::try_from(n).unwrap_or(i32::MAX)))
}

fn local(rs: &crate::Runspace, d: DateTimeOffset) -> DateTime {
    let utc = utc(d);
    utc.add_ticks(rs.utc_offset_minutes() * MINUTE).unwrap_or(utc).with_kind(DateTimeKind::Local)
}

/// A date without a time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateOnly(DateTime);

impl Native for DateOnly {}

/// Ticks since midnight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeOnly(i64);

impl Native for TimeOnly {}

const DATE_ONLY: &str = "System.DateOnly";
const TIME_ONLY: &str = "System.TimeOnly";

fn date_only(date: DateTime) -> Value {
    let day = date.add_ticks(-date.ticks_of_day()).unwrap_or(date).with_kind(DateTimeKind::Unspecified);
    Value::Object(Object::native_of(TypeRef::named(DATE_ONLY), DateOnly(day)))
}

fn time_only(ticks: i64) -> Value {
    Value::Object(Object::native_of(TypeRef::named(TIME_ONLY), TimeOnly(ticks.rem_euclid(TICKS_PER_DAY))))
}

fn day(call: &Call<'_>) -> DateTime {
    call.this.native::<DateOnly>().map_or(DateTime::min(), |d| d.0)
}

fn clock(call: &Call<'_>) -> DateTime {
    let ticks = call.this.native::<TimeOnly>().map_or(0, |t| t.0);
    DateTime::new(ticks, DateTimeKind::Unspecified).unwrap_or(DateTime::min())
}

fn parse_only(rs: &crate::Runspace, text: &str, provider: &Value, date: bool) -> Result<Value> {
    let what = if date { "DateOnly" } else { "TimeOnly" };
    let bad = || {
        Raised::net(
            "System.FormatException",
            format!("String '{text}' was not recognized as a valid {what}."),
        )
    };
    // The other part is there, which the type has no place for.
    let other_part = || {
        Raised::net(
            "System.FormatException",
            format!("String '{text}' contains parts which are not specific to the {what}."),
        )
    };
    let read = read_date(text, rs.now(), &culture::of_argument(provider)).map_err(|_| bad())?;
    let lower = text.to_ascii_lowercase();
    let has_time = text.contains(':') || lower.trim_end().ends_with('m');
    let dated =
        text.contains(['-', '/']) || text.split_whitespace().count() > 2 || (!has_time && text.contains('.'));
    // In the form of ISO 8601 without a zone a date may have a time.
    let iso = lower.contains('t') && read.zone.is_none();
    if read.zone.is_some() || (date && has_time && !iso) || (!date && dated) {
        return Err(other_part());
    }
    if !date && !has_time {
        return Err(bad());
    }
    Ok(if date { date_only(read.clock) } else { time_only(read.clock.ticks_of_day()) })
}

fn only_text(call: &mut Call<'_>, date: DateTime, standard: &str) -> Result<Value> {
    let format = if call.args.is_empty() || call.arg(0).is_null() {
        standard.to_owned()
    } else {
        call.text(0).lossy().to_owned()
    };
    let format = match format.as_str() {
        "o" | "O" if standard == "d" => "yyyy'-'MM'-'dd".to_owned(),
        "o" | "O" => "HH':'mm':'ss'.'fffffff".to_owned(),
        _ => format,
    };
    format_zoned(ZonedDate { date, minutes: 0, has_zone: false, zulu: false }, &format).map(Value::from)
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[
            ("(datetime dateTime)", new),
            ("(datetime dateTime, timespan offset)", new),
            ("(long ticks, timespan offset)", new),
            ("(int year, int month, int day, int hour, int minute, int second, timespan offset)", new_parts),
            (
                "(int year, int month, int day, int hour, int minute, int second, int millisecond, timespan offset)",
                new_parts,
            ),
        ],
        methods: &[
            ("System.DateTimeOffset AddDays(double days)", |c| add(c, TICKS_PER_DAY)),
            ("System.DateTimeOffset AddHours(double hours)", |c| add(c, 60 * MINUTE)),
            ("System.DateTimeOffset AddMinutes(double minutes)", |c| add(c, MINUTE)),
            ("System.DateTimeOffset AddSeconds(double seconds)", |c| add(c, TICKS_PER_SECOND)),
            ("System.DateTimeOffset AddMilliseconds(double milliseconds)", |c| add(c, 10_000)),
            ("System.DateTimeOffset AddTicks(long ticks)", |c| add(c, 1)),
            ("System.DateTimeOffset AddMonths(int months)", |c| add_months(c, 1)),
            ("System.DateTimeOffset AddYears(int years)", |c| add_months(c, 12)),
            ("System.DateTimeOffset Add(timespan timeSpan)", |c| add_span(c, 1)),
            ("System.DateTimeOffset Subtract(timespan value)", |c| add_span(c, -1)),
            ("timespan Subtract(System.DateTimeOffset value)", |c| add_span(c, -1)),
            (
                "static System.DateTimeOffset op_Addition(System.DateTimeOffset dateTimeOffset, timespan timeSpan)",
                |c| operator(c, 1),
            ),
            (
                "static System.DateTimeOffset op_Subtraction(System.DateTimeOffset dateTimeOffset, timespan timeSpan)",
                |c| operator(c, -1),
            ),
            (
                "static timespan op_Subtraction(System.DateTimeOffset left, System.DateTimeOffset right)",
                |c| operator(c, -1),
            ),
            ("System.DateTimeOffset ToOffset(timespan offset)", to_offset),
            ("System.DateTimeOffset ToUniversalTime()", |c| make(utc(this(c)), 0)),
            ("System.DateTimeOffset ToLocalTime()", |c| {
                make(local(c.rs, this(c)), c.rs.utc_offset_minutes())
            }),
            ("long ToUnixTimeSeconds()", |c| unix(c, TICKS_PER_SECOND)),
            ("long ToUnixTimeMilliseconds()", |c| unix(c, 10_000)),
            ("static System.DateTimeOffset FromUnixTimeSeconds(long seconds)", |c| {
                from_unix(c, TICKS_PER_SECOND)
            }),
            ("static System.DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)", |c| {
                from_unix(c, 10_000)
            }),
            ("static System.DateTimeOffset Parse(string input)", parse),
            (
                "static System.DateTimeOffset Parse(string input, System.IFormatProvider formatProvider)",
                parse,
            ),
            ("static bool TryParse(string input, [ref] System.DateTimeOffset result)", try_parse),
            (
                "static System.DateTimeOffset ParseExact(string input, string format, System.IFormatProvider formatProvider)",
                parse_exact,
            ),
            ("string ToString()", to_string),
            ("string ToString(string format)", to_string),
            ("string ToString(System.IFormatProvider formatProvider)", to_string),
            ("string ToString(string format, System.IFormatProvider formatProvider)", to_string),
            ("int CompareTo(System.DateTimeOffset other)", |c| {
                Ok(Value::Int(utc(this(c)).ticks().cmp(&utc(of(&c.arg(0))).ticks()) as i32))
            }),
            ("bool EqualsExact(System.DateTimeOffset other)", |c| Ok(Value::Bool(this(c) == of(&c.arg(0))))),
        ],
        properties: &[
            ("datetime DateTime {get;}", |c| Ok(Value::DateTime(this(c).clock)), None),
            ("datetime UtcDateTime {get;}", |c| Ok(Value::DateTime(utc(this(c)))), None),
            ("datetime LocalDateTime {get;}", |c| Ok(Value::DateTime(local(c.rs, this(c)))), None),
            (
                "datetime Date {get;}",
                |c| {
                    Ok(Value::DateTime({
                        let d = clock_of(c);
                        d.add_ticks(-d.ticks_of_day()).unwrap_or(d)
                    }))
                },
                None,
            ),
            ("int Day {get;}", |c| int(clock_of(c).date_parts().2), None),
            ("System.DayOfWeek DayOfWeek {get;}", |c| super::datetime::day_of_week_value(clock_of(c)), None),
            ("int DayOfYear {get;}", |c| int(clock_of(c).day_of_year()), None),
            ("int Hour {get;}", |c| int(clock_of(c).time_parts().0), None),
            ("int Millisecond {get;}", |c| int(clock_of(c).time_parts().3 / 10_000), None),
            ("int Minute {get;}", |c| int(clock_of(c).time_parts().1), None),
            ("int Month {get;}", |c| int(clock_of(c).date_parts().1), None),
            (
                "timespan Offset {get;}",
                |c| Ok(Value::TimeSpan(TimeSpan::new(this(c).minutes * MINUTE))),
                None,
            ),
            ("int Second {get;}", |c| int(clock_of(c).time_parts().2), None),
            ("long Ticks {get;}", |c| Ok(Value::Long(this(c).clock.ticks())), None),
            ("long UtcTicks {get;}", |c| Ok(Value::Long(utc(this(c)).ticks())), None),
            (
                "timespan TimeOfDay {get;}",
                |c| Ok(Value::TimeSpan(TimeSpan::new(clock_of(c).ticks_of_day()))),
                None,
            ),
            ("int Year {get;}", |c| int(clock_of(c).date_parts().0), None),
            (
                "static System.DateTimeOffset Now {get;}",
                |c| {
                    let now = c.rs.now();
                    from_date(c.rs, now)
                },
                None,
            ),
            (
                "static System.DateTimeOffset UtcNow {get;}",
                |c| make(DateTime::from_system(c.rs.host.now()), 0),
                None,
            ),
            ("static System.DateTimeOffset MinValue {get;}", |_| make(DateTime::min(), 0), None),
            ("static System.DateTimeOffset MaxValue {get;}", |_| make(DateTime::max(), 0), None),
            (
                "static System.DateTimeOffset UnixEpoch {get;}",
                |_| make(DateTime::from_unix_ticks(0, DateTimeKind::Utc).unwrap_or(DateTime::min()), 0),
                None,
            ),
        ],
        convert_from: Some(convert),
        equals: Some(|a, b| {
            b.native::<DateTimeOffset>().is_some() && utc(of(a)).ticks() == utc(of(b)).ticks()
        }),
        compare: Some(|a, b| {
            b.native::<DateTimeOffset>().map(|_| utc(of(a)).ticks().cmp(&utc(of(b)).ticks()))
        }),
        ..TypeDef::new(NAME)
    },
    &TypeDef {
        base: Some("System.ValueType"),
        constructors: &[("(int year, int month, int day)", |c| {
            let n = |i: usize| i64::from(c.int(i));
            DateTime::from_parts(n(0), n(1), n(2), 0, DateTimeKind::Unspecified).map(date_only).ok_or_else(
                || {
                    Raised::net(
                        "System.ArgumentOutOfRangeException",
                        "Year, Month, and Day parameters describe an un-representable DateTime.",
                    )
                },
            )
        })],
        methods: &[
            ("System.DateOnly AddDays(int value)", |c| {
                day(c).add_ticks(i64::from(c.int(0)) * TICKS_PER_DAY).map(date_only).ok_or_else(out_of_range)
            }),
            ("System.DateOnly AddMonths(int value)", |c| {
                day(c).add_months(i64::from(c.int(0))).map(date_only).ok_or_else(out_of_range)
            }),
            ("System.DateOnly AddYears(int value)", |c| {
                day(c).add_months(i64::from(c.int(0)) * 12).map(date_only).ok_or_else(out_of_range)
            }),
            ("datetime ToDateTime(System.TimeOnly time)", |c| {
                let ticks = c.arg(0).native::<TimeOnly>().map_or(0, |t| t.0);
                day(c).add_ticks(ticks).map(Value::DateTime).ok_or_else(out_of_range)
            }),
            ("string ToString()", |c| only_text(c, day(c), "d")),
            ("string ToString(string format)", |c| only_text(c, day(c), "d")),
            ("string ToString(string format, System.IFormatProvider provider)", |c| {
                let culture = culture::of_argument(&c.arg(1));
                culture::with(&culture, || only_text(c, day(c), "d"))
            }),
            ("static System.DateOnly FromDateTime(datetime dateTime)", |c| match c.arg(0) {
                Value::DateTime(d) => Ok(date_only(d)),
                _ => Ok(Value::Null),
            }),
            ("static System.DateOnly Parse(string s)", |c| {
                let text = c.text(0);
                parse_only(c.rs, text.lossy(), &Value::Null, true)
            }),
            ("static System.DateOnly Parse(string s, System.IFormatProvider provider)", |c| {
                let text = c.text(0);
                parse_only(c.rs, text.lossy(), &c.arg(1), true)
            }),
        ],
        properties: &[
            ("int Year {get;}", |c| int(day(c).date_parts().0), None),
            ("int Month {get;}", |c| int(day(c).date_parts().1), None),
            ("int Day {get;}", |c| int(day(c).date_parts().2), None),
            ("System.DayOfWeek DayOfWeek {get;}", |c| super::datetime::day_of_week_value(day(c)), None),
            ("int DayOfYear {get;}", |c| int(day(c).day_of_year()), None),
            ("int DayNumber {get;}", |c| int(day(c).ticks() / TICKS_PER_DAY), None),
        ],
        equals: Some(|a, b| a.native::<DateOnly>() == b.native::<DateOnly>()),
        compare: Some(|a, b| Some(a.native::<DateOnly>()?.0.ticks().cmp(&b.native::<DateOnly>()?.0.ticks()))),
        convert_from: Some(|rs, value| match value {
            Value::Str(s) => {
                let invariant = super::culture_object(culture::Culture::invariant());
                Some(parse_only(rs, s.lossy(), &invariant, true))
            }
            _ => None,
        }),
        ..TypeDef::new(DATE_ONLY)
    },
    &TypeDef {
        base: Some("System.ValueType"),
        constructors: &[
            ("(int hour, int minute)", |c| Ok(time_only(i64::from(c.int(0) * 60 + c.int(1)) * MINUTE))),
            ("(int hour, int minute, int second)", |c| {
                let seconds = i64::from(c.int(0) * 3600 + c.int(1) * 60 + c.int(2));
                Ok(time_only(seconds * TICKS_PER_SECOND))
            }),
            ("(long ticks)", |c| Ok(time_only(c.long(0)))),
        ],
        methods: &[
            ("System.TimeOnly AddHours(double value)", |c| Ok(time_only(shifted(c, 60 * MINUTE)))),
            ("System.TimeOnly AddMinutes(double value)", |c| Ok(time_only(shifted(c, MINUTE)))),
            ("timespan ToTimeSpan()", |c| Ok(Value::TimeSpan(TimeSpan::new(clock(c).ticks())))),
            ("string ToString()", |c| only_text(c, clock(c), "t")),
            ("string ToString(string format)", |c| only_text(c, clock(c), "t")),
            ("static System.TimeOnly FromDateTime(datetime dateTime)", |c| match c.arg(0) {
                Value::DateTime(d) => Ok(time_only(d.ticks_of_day())),
                _ => Ok(Value::Null),
            }),
            ("static System.TimeOnly Parse(string s)", |c| {
                let text = c.text(0);
                parse_only(c.rs, text.lossy(), &Value::Null, false)
            }),
            ("static System.TimeOnly Parse(string s, System.IFormatProvider provider)", |c| {
                let text = c.text(0);
                parse_only(c.rs, text.lossy(), &c.arg(1), false)
            }),
        ],
        properties: &[
            ("int Hour {get;}", |c| int(clock(c).time_parts().0), None),
            ("int Minute {get;}", |c| int(clock(c).time_parts().1), None),
            ("int Second {get;}", |c| int(clock(c).time_parts().2), None),
            ("int Millisecond {get;}", |c| int(clock(c).time_parts().3 / 10_000), None),
            ("long Ticks {get;}", |c| Ok(Value::Long(clock(c).ticks())), None),
        ],
        equals: Some(|a, b| a.native::<TimeOnly>() == b.native::<TimeOnly>()),
        compare: Some(|a, b| Some(a.native::<TimeOnly>()?.0.cmp(&b.native::<TimeOnly>()?.0))),
        convert_from: Some(|rs, value| match value {
            Value::Str(s) => {
                let invariant = super::culture_object(culture::Culture::invariant());
                Some(parse_only(rs, s.lossy(), &invariant, false))
            }
            _ => None,
        }),
        ..TypeDef::new(TIME_ONLY)
    },
];

/// Ticks of a time moved by a number of units; it goes round at midnight.
// The range is checked.
fn shifted(call: &Call<'_>, unit: i64) -> i64 {
    let by = call.double(0) * unit as f64;
    let by = if by.is_finite() && by.abs() < 9e18 { by as i64 } else { 0 };
    clock(call).ticks() + by % TICKS_PER_DAY
}
