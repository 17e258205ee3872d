//! `DateTime` and `TimeSpan`.

use crate::convert::{ReadDate, read_date, read_exact};
use crate::error::{Raised, Result};
use crate::format::culture::{self, Culture};
use crate::format::{format_date, format_timespan};
use crate::types::{Call, TypeDef};
use crate::value::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan, Value};

fn this(call: &Call<'_>) -> DateTime {
    if let Value::DateTime(d) = call.this { *d } else { DateTime::min() }
}

fn int(n: i64) -> Result<Value> {
    Ok(Value::Int(i32::try_from(n).unwrap_or(i32::MAX)))
}

fn out_of_range() -> Box<Raised> {
    Raised::out_of_range("value", "The added or subtracted value results in an un-representable DateTime.")
}

// As .NET computes.
fn add_scaled(call: &Call<'_>, ticks: i64) -> Result<Value> {
    let by = call.double(0) * ticks as f64;
    if !by.is_finite() || by.abs() > 9.2e18 {
        return Err(out_of_range());
    }
    this(call).add_ticks(by as i64).map(Value::DateTime).ok_or_else(out_of_range)
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let n = |i: usize| i64::from(call.int(i));
    let count = call.args.len();
    let (h, m, s, ms) = match count {
        3 => (0, 0, 0, 0),
        6 => (n(3), n(4), n(5), 0),
        _ => (n(3), n(4), n(5), n(6)),
    };
    let in_day =
        (0..24).contains(&h) && (0..60).contains(&m) && (0..60).contains(&s) && (0..1000).contains(&ms);
    let ticks = ((h * 60 + m) * 60 + s) * TICKS_PER_SECOND + ms * 10_000;
    let date = DateTime::from_parts(n(0), n(1), n(2), ticks, DateTimeKind::Unspecified).filter(|_| in_day);
    date.map(Value::DateTime).ok_or_else(|| {
        Raised::net(
            "System.ArgumentOutOfRangeException",
            if in_day {
                "Year, Month, and Day parameters describe an un-representable DateTime."
            } else {
                "Hour, Minute, and Second parameters describe an un-representable DateTime."
            },
        )
    })
}

fn kind_of(value: &Value) -> DateTimeKind {
    match value {
        Value::Enum(e) if e.raw == 1 => DateTimeKind::Utc,
        Value::Enum(e) if e.raw == 2 => DateTimeKind::Local,
        _ => DateTimeKind::Unspecified,
    }
}

fn new_kind(call: &mut Call<'_>) -> Result<Value> {
    let kind = kind_of(&call.arg(6));
    match new(&mut Call {
        rs: call.rs,
        this: &Value::Null,
        args: call.args.get(..6).unwrap_or(&[]),
        ty: call.ty,
    })? {
        Value::DateTime(d) => Ok(Value::DateTime(d.with_kind(kind))),
        other => Ok(other),
    }
}

fn from_ticks(call: &mut Call<'_>) -> Result<Value> {
    let kind = kind_of(&call.arg(1));
    DateTime::new(call.long(0), kind).map(Value::DateTime).ok_or_else(|| {
        Raised::out_of_range(
            "ticks",
            "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.",
        )
    })
}

fn add(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0) {
        Value::TimeSpan(t) => this(call).add_ticks(t.ticks()).map(Value::DateTime).ok_or_else(out_of_range),
        _ => Ok(call.this.clone()),
    }
}

fn subtract(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0) {
        Value::TimeSpan(t) => this(call).add_ticks(-t.ticks()).map(Value::DateTime).ok_or_else(out_of_range),
        Value::DateTime(d) => Ok(Value::TimeSpan(TimeSpan::new(this(call).ticks() - d.ticks()))),
        _ => Ok(call.this.clone()),
    }
}

fn add_ticks(call: &mut Call<'_>) -> Result<Value> {
    this(call).add_ticks(call.long(0)).map(Value::DateTime).ok_or_else(out_of_range)
}

fn add_months(call: &mut Call<'_>) -> Result<Value> {
    this(call).add_months(i64::from(call.int(0))).map(Value::DateTime).ok_or_else(out_of_range)
}

fn add_years(call: &mut Call<'_>) -> Result<Value> {
    if !(-10_000..=10_000).contains(&call.int(0)) {
        return Err(Raised::out_of_range("value", "Years value must be between +/-10000."));
    }
    this(call).add_months(i64::from(call.int(0)) * 12).map(Value::DateTime).ok_or_else(out_of_range)
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    format_date(call.rs, this(call), "G").map(Value::from)
}

fn to_string_format(call: &mut Call<'_>) -> Result<Value> {
    let format = call.text(0);
    let culture = culture::of_argument(&call.arg(1));
    culture::with(&culture, || format_date(call.rs, this(call), format.lossy())).map(Value::from)
}

fn to_string_in(call: &mut Call<'_>) -> Result<Value> {
    let culture = culture::of_argument(&call.arg(0));
    culture::with(&culture, || format_date(call.rs, this(call), "G")).map(Value::from)
}

fn named(call: &Call<'_>, format: &str) -> Result<Value> {
    format_date(call.rs, this(call), format).map(Value::from)
}

fn to_universal(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::DateTime(crate::format::to_utc(call.rs, this(call))))
}

fn to_local(call: &mut Call<'_>) -> Result<Value> {
    let d = this(call);
    if d.kind() == DateTimeKind::Local {
        return Ok(Value::DateTime(d));
    }
    let offset = call.rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    Ok(Value::DateTime(d.add_ticks(offset).unwrap_or(d).with_kind(DateTimeKind::Local)))
}

fn date(call: &mut Call<'_>) -> Result<Value> {
    let d = this(call);
    Ok(Value::DateTime(d.add_ticks(-d.ticks_of_day()).unwrap_or(d)))
}

fn day_of_week(call: &mut Call<'_>) -> Result<Value> {
    day_of_week_value(this(call))
}

/// A date's day of the week.
pub(super) fn day_of_week_value(date: DateTime) -> Result<Value> {
    let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let name = names.get(usize::try_from(date.day_of_week()).unwrap_or(0)).copied().unwrap_or("Sunday");
    Ok(crate::convert::enum_value("System.DayOfWeek", name))
}

fn kind(call: &mut Call<'_>) -> Result<Value> {
    let name = match this(call).kind() {
        DateTimeKind::Unspecified => "Unspecified",
        DateTimeKind::Utc => "Utc",
        DateTimeKind::Local => "Local",
    };
    Ok(crate::convert::enum_value("System.DateTimeKind", name))
}

fn now(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::DateTime(call.rs.now()))
}

fn utc_now(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::DateTime(DateTime::from_system(call.rs.host.now())))
}

fn today(call: &mut Call<'_>) -> Result<Value> {
    let d = call.rs.now();
    Ok(Value::DateTime(d.add_ticks(-d.ticks_of_day()).unwrap_or(d)))
}

fn bits(value: &Value) -> i64 {
    if let Value::Enum(e) = value.base() { e.raw } else { 0 }
}

const NO_CURRENT_DATE: i64 = 8;
const ADJUST_TO_UNIVERSAL: i64 = 16;
const ASSUME_LOCAL: i64 = 32;
const ASSUME_UNIVERSAL: i64 = 64;
const ROUND_TRIP: i64 = 128;

/// What `DateTimeStyles` make of a clock and its zone.
fn with_styles(rs: &crate::Runspace, read: ReadDate, styles: i64) -> Option<DateTime> {
    let minute = 60 * TICKS_PER_SECOND;
    let local = |utc: DateTime| {
        utc.add_ticks(rs.utc_offset_minutes() * minute).map(|d| d.with_kind(DateTimeKind::Local))
    };
    let Some(minutes) = read.zone else {
        let universal = styles & ADJUST_TO_UNIVERSAL != 0;
        if styles & ASSUME_UNIVERSAL != 0 {
            let utc = read.clock.with_kind(DateTimeKind::Utc);
            return if universal { Some(utc) } else { local(utc) };
        }
        if styles & ASSUME_LOCAL != 0 {
            let date = read.clock.with_kind(DateTimeKind::Local);
            return Some(if universal { crate::format::to_utc(rs, date) } else { date });
        }
        return Some(read.clock);
    };
    let utc = read.clock.add_ticks(-minutes * minute)?.with_kind(DateTimeKind::Utc);
    if styles & ADJUST_TO_UNIVERSAL != 0 || styles & ROUND_TRIP != 0 && read.zulu {
        return Some(utc);
    }
    local(utc)
}

fn not_a_date(text: &str) -> Box<Raised> {
    Raised::net("System.FormatException", format!("String '{text}' was not recognized as a valid DateTime."))
}

/// A date out of text, in the culture that the argument names.
pub(super) fn parse_in(rs: &crate::Runspace, text: &str, provider: &Value, styles: i64) -> Result<DateTime> {
    let now = if styles & NO_CURRENT_DATE != 0 { DateTime::min() } else { rs.now() };
    let read = read_date(text, now, &culture::of_argument(provider))
        .map_err(|error| Raised::net("System.FormatException", error.message(text)))?;
    with_styles(rs, read, styles).ok_or_else(|| not_a_date(text))
}

/// Both `AssumeLocal` and `AssumeUniversal`, or `RoundtripKind` with one of the others, contradict each other.
fn check_styles(styles: i64) -> Result<()> {
    let both = ASSUME_LOCAL | ASSUME_UNIVERSAL;
    if styles & both == both {
        return Err(Raised::bad_argument(
            "styles",
            "The DateTimeStyles values AssumeLocal and AssumeUniversal cannot be used together.",
        ));
    }
    if styles & ROUND_TRIP != 0 && styles & (both | ADJUST_TO_UNIVERSAL) != 0 {
        return Err(Raised::bad_argument(
            "styles",
            "The DateTimeStyles value RoundtripKind cannot be used with the values AssumeLocal, AssumeUniversal or \
             AdjustToUniversal.",
        ));
    }
    Ok(())
}

fn parse(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text = call.text(0);
    let styles = bits(&call.arg(2));
    check_styles(styles)?;
    parse_in(call.rs, text.lossy(), &call.arg(1), styles).map(Value::DateTime)
}

/// Puts a result into a `[ref]`; whether there was one.
fn answer(call: &Call<'_>, result: Result<DateTime>) -> Result<Value> {
    if let Err(raised) = &result
        && raised.record().is_none_or(|r| !r.raw.get())
    {
        return result.map(Value::DateTime);
    }
    let last = call.args.len().saturating_sub(1);
    if let Some(r) = call.arg(last).native::<crate::runspace::Reference>() {
        r.0.put(Value::DateTime(*result.as_ref().unwrap_or(&DateTime::min())));
    }
    Ok(Value::Bool(result.is_ok()))
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let (provider, styles) = match call.args.len() {
        2 => (Value::Null, 0),
        3 => (call.arg(1), 0),
        _ => (call.arg(1), bits(&call.arg(2))),
    };
    let result = parse_in(call.rs, text.lossy(), &provider, styles);
    answer(call, result)
}

/// The formats of a `ParseExact` call: one, or an array of them.
fn formats(value: &Value) -> Vec<String> {
    match value.base() {
        Value::Array(a) => a.to_vec().iter().map(crate::convert::plain_text).collect(),
        other => vec![crate::convert::plain_text(other)],
    }
}

fn exact(
    rs: &crate::Runspace,
    text: &str,
    patterns: &[String],
    culture: &Culture,
    styles: i64,
) -> Result<DateTime> {
    check_styles(styles)?;
    if patterns.iter().any(String::is_empty) {
        return Err(Raised::net("System.FormatException", "Format specifier '' was invalid."));
    }
    let now = if styles & NO_CURRENT_DATE != 0 { DateTime::min() } else { rs.now() };
    for pattern in patterns {
        let read = read_exact(text, pattern, styles, now, culture)
            .map_err(|message| Raised::net("System.FormatException", message))?;
        if let Some(date) = read.and_then(|r| with_styles(rs, r, styles)) {
            return Ok(date);
        }
    }
    Err(not_a_date(text))
}

fn parse_exact(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text = call.text(0);
    let culture = culture::of_argument(&call.arg(2));
    exact(call.rs, text.lossy(), &formats(&call.arg(1)), &culture, bits(&call.arg(3))).map(Value::DateTime)
}

fn try_parse_exact(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let culture = culture::of_argument(&call.arg(2));
    let patterns = formats(&call.arg(1));
    let result = exact(call.rs, text.lossy(), &patterns, &culture, bits(&call.arg(3)));
    // A format that is none at all fails the call itself.
    if !patterns.iter().any(String::is_empty)
        && let Err(raised) = &result
        && raised.record().is_some_and(|r| !r.message().lossy().starts_with("String '"))
    {
        return result.map(Value::DateTime);
    }
    answer(call, result)
}

/// Ticks between 0001-01-01 and 1601-01-01, and 1899-12-30.
const FILE_TIME: i64 = 504_911_232_000_000_000;
const OLE_ZERO: i64 = 599_264_352_000_000_000;

fn to_file_time(call: &mut Call<'_>) -> Result<Value> {
    let utc = crate::format::to_utc(call.rs, this(call));
    let ticks = utc.ticks() - FILE_TIME;
    if ticks < 0 {
        return Err(Raised::net("System.ArgumentOutOfRangeException", "Not a valid Win32 FileTime."));
    }
    Ok(Value::Long(ticks))
}

fn from_file_time(call: &mut Call<'_>, local: bool) -> Result<Value> {
    let bad = || Raised::out_of_range("fileTime", "Not a valid Win32 FileTime.");
    let ticks = call.long(0);
    if ticks < 0 {
        return Err(bad());
    }
    let utc = DateTime::new(ticks.saturating_add(FILE_TIME), DateTimeKind::Utc).ok_or_else(bad)?;
    if !local {
        return Ok(Value::DateTime(utc));
    }
    let offset = call.rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    utc.add_ticks(offset).map(|d| Value::DateTime(d.with_kind(DateTimeKind::Local))).ok_or_else(bad)
}

// As .NET computes.
fn to_ole(call: &mut Call<'_>) -> Result<Value> {
    let ticks = this(call).ticks();
    if ticks == 0 {
        return Ok(Value::Double(0.0));
    }
    let millis = (ticks - OLE_ZERO) / 10_000;
    let day = 86_400_000;
    // Before 1899 the time of day still counts forward from the day's number.
    let millis = if millis < 0 && millis % day != 0 { millis - 2 * (day + millis % day) } else { millis };
    Ok(Value::Double(millis as f64 / day as f64))
}

// The range is checked.
fn from_ole(call: &mut Call<'_>) -> Result<Value> {
    let d = call.double(0);
    let bad = || Raised::net("System.ArgumentException", "Not a legal OleAut date.");
    if !(-657_435.0..2_958_466.0).contains(&d) {
        return Err(bad());
    }
    let mut millis = (d * 86_400_000.0 + if d >= 0.0 { 0.5 } else { -0.5 }) as i64;
    if millis < 0 {
        millis -= millis % 86_400_000 * 2;
    }
    DateTime::new(OLE_ZERO + millis * 10_000, DateTimeKind::Unspecified).map(Value::DateTime).ok_or_else(bad)
}

fn compare(call: &mut Call<'_>) -> Result<Value> {
    match (call.arg(0), call.arg(1)) {
        (Value::DateTime(a), Value::DateTime(b)) => Ok(Value::Int(a.ticks().cmp(&b.ticks()) as i32)),
        _ => Ok(Value::Int(0)),
    }
}

fn days_in_month(call: &mut Call<'_>) -> Result<Value> {
    let (y, m) = (i64::from(call.int(0)), i64::from(call.int(1)));
    let next = DateTime::from_parts(y, m, 1, 0, DateTimeKind::Utc).and_then(|d| d.add_months(1));
    match next.and_then(|d| d.add_ticks(-TICKS_PER_DAY)) {
        Some(last) => int(last.date_parts().2),
        None if !(1..=12).contains(&m) => Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            format!("Month must be between one and twelve. (Parameter 'month')\nActual value was {m}."),
        )),
        None => Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            "Year must be between 1 and 9999. (Parameter 'year')",
        )),
    }
}

fn is_leap(call: &mut Call<'_>) -> Result<Value> {
    let y = i64::from(call.int(0));
    Ok(Value::Bool(y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)))
}

fn specify_kind(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0) {
        Value::DateTime(d) => Ok(Value::DateTime(d.with_kind(kind_of(&call.arg(1))))),
        other => Ok(other),
    }
}

fn compare_to(call: &mut Call<'_>) -> Result<Value> {
    let other = call.arg(0);
    let order = crate::ops::compare::compare_values(call.rs, call.this, &other, false)?;
    Ok(Value::Int(order as i32))
}

fn span(call: &Call<'_>) -> TimeSpan {
    if let Value::TimeSpan(t) = call.this { *t } else { TimeSpan::new(0) }
}

// As .NET computes.
fn total(call: &Call<'_>, unit: i64) -> Result<Value> {
    Ok(Value::Double(span(call).ticks() as f64 / unit as f64))
}

fn new_span(call: &mut Call<'_>) -> Result<Value> {
    let n = |i: usize| i64::from(call.int(i));
    let (d, h, m, s, ms) = match call.args.len() {
        3 => (0, n(0), n(1), n(2), 0),
        4 => (n(0), n(1), n(2), n(3), 0),
        _ => (n(0), n(1), n(2), n(3), n(4)),
    };
    let seconds = ((d * 24 + h) * 60 + m) * 60 + s;
    Ok(Value::TimeSpan(TimeSpan::new(seconds * TICKS_PER_SECOND + ms * 10_000)))
}

fn span_from_ticks(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::TimeSpan(TimeSpan::new(call.long(0))))
}

// The range is checked.
fn from_unit(call: &Call<'_>, unit: i64) -> Result<Value> {
    let ticks = call.double(0) * unit as f64;
    if ticks.is_nan() {
        return Err(Raised::net(
            "System.ArgumentException",
            "TimeSpan does not accept floating point Not-a-Number values.",
        ));
    }
    if ticks.abs() > 9.22e18 {
        return Err(Raised::net(
            "System.OverflowException",
            "TimeSpan overflowed because the duration is too long.",
        ));
    }
    Ok(Value::TimeSpan(TimeSpan::new(ticks as i64)))
}

fn span_text(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(span(call).text()))
}

fn span_format(call: &mut Call<'_>) -> Result<Value> {
    format_timespan(span(call), call.text(0).lossy()).map(Value::from)
}

fn span_parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    crate::convert::parse_span(text.lossy())
        .map(Value::TimeSpan)
        .map_err(|error| span_failure(error, text.lossy()))
}

fn span_failure(error: crate::convert::SpanError, text: &str) -> Box<Raised> {
    let exception = match error {
        crate::convert::SpanError::NotRecognized => "System.FormatException",
        crate::convert::SpanError::OutOfRange => "System.OverflowException",
    };
    Raised::net(exception, error.message(text))
}

fn span_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let parsed = crate::convert::parse_span(call.text(0).lossy());
    let last = call.args.len().saturating_sub(1);
    if let Some(r) = call.arg(last).native::<crate::runspace::Reference>() {
        r.0.put(Value::TimeSpan(parsed.unwrap_or(TimeSpan::new(0))));
    }
    Ok(Value::Bool(parsed.is_ok()))
}

fn span_overflow() -> Box<Raised> {
    Raised::net("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
}

// The range is checked.
fn scaled(call: &Call<'_>, factor: f64) -> Result<Value> {
    if factor.is_nan() {
        return Err(Raised::bad_argument(
            "factor",
            "TimeSpan does not accept floating point Not-a-Number values.",
        ));
    }
    let ticks = (span(call).ticks() as f64 * factor).round_ties_even();
    if !(-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&ticks) {
        return Err(span_overflow());
    }
    Ok(Value::TimeSpan(TimeSpan::new(ticks as i64)))
}

// As .NET computes.
fn span_divide(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0) {
        Value::TimeSpan(t) => Ok(Value::Double(span(call).ticks() as f64 / t.ticks() as f64)),
        Value::Double(x) => scaled(call, 1.0 / x),
        _ => Ok(Value::Null),
    }
}

fn sum(call: &Call<'_>, sign: i64) -> Result<Value> {
    let other = other_span(call).checked_mul(sign).ok_or_else(span_overflow)?;
    span(call).ticks().checked_add(other).map(|t| Value::TimeSpan(TimeSpan::new(t))).ok_or_else(span_overflow)
}

fn negated(call: &Call<'_>, absolute: bool) -> Result<Value> {
    let ticks = span(call).ticks();
    let done = if absolute { ticks.checked_abs() } else { ticks.checked_neg() };
    done.map(|t| Value::TimeSpan(TimeSpan::new(t))).ok_or_else(|| {
        let message = if absolute {
            "The duration cannot be returned for TimeSpan.MinValue because the absolute value of TimeSpan.MinValue \
             exceeds the value of TimeSpan.MaxValue."
        } else {
            "Negating the minimum value of a twos complement number is invalid."
        };
        Raised::net("System.OverflowException", message)
    })
}

fn other_span(call: &Call<'_>) -> i64 {
    if let Value::TimeSpan(t) = call.arg(0) { t.ticks() } else { 0 }
}

const HOUR: i64 = 3600 * TICKS_PER_SECOND;
const MINUTE: i64 = 60 * TICKS_PER_SECOND;
const MILLISECOND: i64 = 10_000;

fn span_parse_exact(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let found = formats(&call.arg(1)).iter().find_map(|format| exact_span(text.lossy(), format));
    found.map(|ticks| Value::TimeSpan(TimeSpan::new(ticks))).ok_or_else(|| {
        let message = format!("String '{}' was not recognized as a valid TimeSpan.", text.lossy());
        Raised::net("System.FormatException", message)
    })
}

/// Ticks of a text in a custom format of spans: letters are fields as long as they are repeated, everything else stands
/// behind a backslash or in quotes.
fn exact_span(text: &str, format: &str) -> Option<i64> {
    if matches!(format, "c" | "t" | "T" | "g" | "G") {
        return crate::convert::parse_span(text).ok().map(TimeSpan::ticks);
    }
    let mut rest = text;
    let mut total = 0_i64;
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        let literal = match c {
            '%' => continue,
            '\\' => chars.next()?.to_string(),
            '\'' | '"' => chars.by_ref().take_while(|x| *x != c).collect(),
            'd' | 'h' | 'm' | 's' | 'f' | 'F' => {
                let mut count = 1;
                while chars.next_if_eq(&c).is_some() {
                    count += 1;
                }
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let most = if c == 'd' || matches!(c, 'f' | 'F') {
                    count.max(if c == 'd' { 8 } else { count })
                } else {
                    2
                };
                let taken = digits.min(most);
                if (taken < count && c != 'F') || (count > 1 && c != 'd' && taken != count && c != 'F') {
                    return None;
                }
                let (field, after) = rest.split_at_checked(taken)?;
                rest = after;
                let value: i64 = if field.is_empty() { 0 } else { field.parse().ok()? };
                total += match c {
                    'd' => value * TICKS_PER_DAY,
                    'h' => value * HOUR,
                    'm' => value * MINUTE,
                    's' => value * TICKS_PER_SECOND,
                    _ => value * 10_i64.pow(7_u32.checked_sub(u32::try_from(taken).ok()?)?),
                };
                continue;
            }
            _ => return None,
        };
        rest = rest.strip_prefix(literal.as_str())?;
    }
    rest.is_empty().then_some(total)
}

fn unix_epoch(_: &mut Call<'_>) -> Result<Value> {
    let epoch = DateTime::from_unix_ticks(0, crate::value::DateTimeKind::Utc);
    Ok(epoch.map_or(Value::Null, Value::DateTime))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[
            ("(long ticks)", from_ticks),
            ("(long ticks, System.DateTimeKind kind)", from_ticks),
            ("(int year, int month, int day)", new),
            ("(int year, int month, int day, int hour, int minute, int second)", new),
            ("(int year, int month, int day, int hour, int minute, int second, int millisecond)", new),
            (
                "(int year, int month, int day, int hour, int minute, int second, System.DateTimeKind kind)",
                new_kind,
            ),
        ],
        methods: &[
            ("datetime Add(timespan value)", add),
            ("datetime AddDays(double value)", |c| add_scaled(c, TICKS_PER_DAY)),
            ("datetime AddHours(double value)", |c| add_scaled(c, HOUR)),
            ("datetime AddMinutes(double value)", |c| add_scaled(c, MINUTE)),
            ("datetime AddSeconds(double value)", |c| add_scaled(c, TICKS_PER_SECOND)),
            ("datetime AddMilliseconds(double value)", |c| add_scaled(c, MILLISECOND)),
            ("datetime AddTicks(long value)", add_ticks),
            ("datetime AddMonths(int months)", add_months),
            ("datetime AddYears(int value)", add_years),
            ("datetime Subtract(timespan value)", subtract),
            ("timespan Subtract(datetime value)", subtract),
            ("string ToString()", to_string),
            ("string ToString(string format)", to_string_format),
            ("string ToString(System.IFormatProvider provider)", to_string_in),
            ("string ToString(string format, System.IFormatProvider provider)", to_string_format),
            ("string ToShortDateString()", |c| named(c, "d")),
            ("string ToLongDateString()", |c| named(c, "D")),
            ("string ToShortTimeString()", |c| named(c, "t")),
            ("string ToLongTimeString()", |c| named(c, "T")),
            ("datetime ToUniversalTime()", to_universal),
            ("datetime ToLocalTime()", to_local),
            ("int CompareTo(System.Object value)", compare_to),
            ("static datetime Parse(string s)", parse),
            ("static datetime Parse(string s, System.IFormatProvider provider)", parse),
            (
                "static datetime Parse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles)",
                parse,
            ),
            ("static bool TryParse(string s, [ref] datetime result)", try_parse),
            (
                "static bool TryParse(string s, System.IFormatProvider provider, [ref] datetime result)",
                try_parse,
            ),
            (
                "static bool TryParse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles, [ref] datetime result)",
                try_parse,
            ),
            (
                "static datetime ParseExact(string s, string format, System.IFormatProvider provider)",
                parse_exact,
            ),
            (
                "static datetime ParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)",
                parse_exact,
            ),
            (
                "static datetime ParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)",
                parse_exact,
            ),
            (
                "static bool TryParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, [ref] datetime result)",
                try_parse_exact,
            ),
            (
                "static bool TryParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, [ref] datetime result)",
                try_parse_exact,
            ),
            ("static int Compare(datetime t1, datetime t2)", compare),
            ("static bool Equals(datetime t1, datetime t2)", |c| {
                Ok(Value::Bool(matches!(compare(c)?, Value::Int(0))))
            }),
            ("long ToFileTime()", to_file_time),
            ("long ToFileTimeUtc()", to_file_time),
            ("static datetime FromFileTime(long fileTime)", |c| from_file_time(c, true)),
            ("static datetime FromFileTimeUtc(long fileTime)", |c| from_file_time(c, false)),
            ("double ToOADate()", to_ole),
            ("static datetime FromOADate(double d)", from_ole),
            ("long ToBinary()", |c| {
                let d = this(c);
                let kind = match d.kind() {
                    DateTimeKind::Unspecified => 0,
                    DateTimeKind::Utc => 1_u64 << 62,
                    DateTimeKind::Local => 1_u64 << 63,
                };
                Ok(Value::Long((d.ticks().cast_unsigned() | kind).cast_signed()))
            }),
            ("static datetime FromBinary(long dateData)", |c| {
                let raw = c.long(0).cast_unsigned();
                let kind = match raw >> 62 {
                    0 => DateTimeKind::Unspecified,
                    1 => DateTimeKind::Utc,
                    _ => DateTimeKind::Local,
                };
                let ticks = (raw & 0x3fff_ffff_ffff_ffff).cast_signed();
                DateTime::new(ticks, kind).map(Value::DateTime).ok_or_else(|| {
                    Raised::bad_argument(
                        "dateData",
                        "The binary data must result in a DateTime with ticks between DateTime.MinValue.Ticks and \
                         DateTime.MaxValue.Ticks.",
                    )
                })
            }),
            ("bool IsDaylightSavingTime()", |c| {
                Ok(Value::Bool(crate::format::zone::is_daylight_saving(this(c))))
            }),
            ("System.TypeCode GetTypeCode()", |_| {
                Ok(crate::convert::enum_value("System.TypeCode", "DateTime"))
            }),
            ("static int DaysInMonth(int year, int month)", days_in_month),
            ("static bool IsLeapYear(int year)", is_leap),
            ("static datetime SpecifyKind(datetime value, System.DateTimeKind kind)", specify_kind),
        ],
        properties: &[
            ("datetime Date {get;}", date, None),
            ("int Day {get;}", |c| int(this(c).date_parts().2), None),
            ("System.DayOfWeek DayOfWeek {get;}", day_of_week, None),
            ("int DayOfYear {get;}", |c| int(this(c).day_of_year()), None),
            ("int Hour {get;}", |c| int(this(c).time_parts().0), None),
            ("System.DateTimeKind Kind {get;}", kind, None),
            ("int Millisecond {get;}", |c| int(this(c).time_parts().3 / 10_000), None),
            ("int Microsecond {get;}", |c| int(this(c).time_parts().3 / 10 % 1000), None),
            ("int Nanosecond {get;}", |c| int(this(c).time_parts().3 % 10 * 100), None),
            ("int Minute {get;}", |c| int(this(c).time_parts().1), None),
            ("int Month {get;}", |c| int(this(c).date_parts().1), None),
            ("int Second {get;}", |c| int(this(c).time_parts().2), None),
            ("long Ticks {get;}", |c| Ok(Value::Long(this(c).ticks())), None),
            (
                "timespan TimeOfDay {get;}",
                |c| Ok(Value::TimeSpan(TimeSpan::new(this(c).ticks_of_day()))),
                None,
            ),
            ("int Year {get;}", |c| int(this(c).date_parts().0), None),
            ("static datetime Now {get;}", now, None),
            ("static datetime UtcNow {get;}", utc_now, None),
            ("static datetime Today {get;}", today, None),
            ("static datetime MinValue {get;}", |_| Ok(Value::DateTime(DateTime::min())), None),
            ("static datetime UnixEpoch {get;}", unix_epoch, None),
            ("static datetime MaxValue {get;}", |_| Ok(Value::DateTime(DateTime::max())), None),
        ],
        ..TypeDef::new("System.DateTime")
    },
    &TypeDef {
        constructors: &[
            ("(long ticks)", span_from_ticks),
            ("(int hours, int minutes, int seconds)", new_span),
            ("(int days, int hours, int minutes, int seconds)", new_span),
            ("(int days, int hours, int minutes, int seconds, int milliseconds)", new_span),
        ],
        methods: &[
            ("string ToString()", span_text),
            ("string ToString(string format)", span_format),
            ("string ToString(string format, System.IFormatProvider formatProvider)", span_format),
            ("timespan Add(timespan ts)", |c| sum(c, 1)),
            ("timespan Subtract(timespan ts)", |c| sum(c, -1)),
            ("timespan Negate()", |c| negated(c, false)),
            ("timespan Duration()", |c| negated(c, true)),
            ("timespan Multiply(double factor)", |c| scaled(c, c.double(0))),
            ("timespan Divide(double divisor)", span_divide),
            ("double Divide(timespan ts)", span_divide),
            ("static int Compare(timespan t1, timespan t2)", |c| match (c.arg(0), c.arg(1)) {
                (Value::TimeSpan(a), Value::TimeSpan(b)) => Ok(Value::Int(a.cmp(&b) as i32)),
                _ => Ok(Value::Int(0)),
            }),
            ("static timespan Parse(string s, System.IFormatProvider formatProvider)", span_parse),
            ("static bool TryParse(string s, [ref] timespan result)", span_try_parse),
            (
                "static bool TryParse(string input, System.IFormatProvider formatProvider, [ref] timespan result)",
                span_try_parse,
            ),
            ("int CompareTo(System.Object value)", compare_to),
            ("static timespan FromDays(double value)", |c| from_unit(c, TICKS_PER_DAY)),
            ("static timespan FromHours(double value)", |c| from_unit(c, HOUR)),
            ("static timespan FromMinutes(double value)", |c| from_unit(c, MINUTE)),
            ("static timespan FromSeconds(double value)", |c| from_unit(c, TICKS_PER_SECOND)),
            ("static timespan FromMilliseconds(double value)", |c| from_unit(c, MILLISECOND)),
            ("static timespan FromTicks(long value)", span_from_ticks),
            ("static timespan Parse(string s)", span_parse),
            (
                "static timespan ParseExact(string input, string format, System.IFormatProvider formatProvider)",
                span_parse_exact,
            ),
            (
                "static timespan ParseExact(string input, string[] formats, System.IFormatProvider formatProvider)",
                span_parse_exact,
            ),
        ],
        properties: &[
            ("long Ticks {get;}", |c| Ok(Value::Long(span(c).ticks())), None),
            ("int Days {get;}", |c| int(span(c).ticks() / TICKS_PER_DAY), None),
            ("int Hours {get;}", |c| int(span(c).ticks() / HOUR % 24), None),
            ("int Milliseconds {get;}", |c| int(span(c).ticks() / MILLISECOND % 1000), None),
            ("int Microseconds {get;}", |c| int(span(c).ticks() / 10 % 1000), None),
            ("int Nanoseconds {get;}", |c| int(span(c).ticks() % 10 * 100), None),
            ("int Minutes {get;}", |c| int(span(c).ticks() / MINUTE % 60), None),
            ("int Seconds {get;}", |c| int(span(c).ticks() / TICKS_PER_SECOND % 60), None),
            ("double TotalDays {get;}", |c| total(c, TICKS_PER_DAY), None),
            ("double TotalHours {get;}", |c| total(c, HOUR), None),
            ("double TotalMilliseconds {get;}", |c| total(c, MILLISECOND), None),
            ("double TotalMicroseconds {get;}", |c| total(c, 10), None),
            (
                "double TotalNanoseconds {get;}",
                |c| {
                    Ok(match total(c, 1)? {
                        Value::Double(x) => Value::Double(x * 100.0),
                        v => v,
                    })
                },
                None,
            ),
            ("double TotalMinutes {get;}", |c| total(c, MINUTE), None),
            ("double TotalSeconds {get;}", |c| total(c, TICKS_PER_SECOND), None),
            ("static long TicksPerDay {get;}", |_| Ok(Value::Long(TICKS_PER_DAY)), None),
            ("static long TicksPerHour {get;}", |_| Ok(Value::Long(HOUR)), None),
            ("static long TicksPerMinute {get;}", |_| Ok(Value::Long(MINUTE)), None),
            ("static long TicksPerSecond {get;}", |_| Ok(Value::Long(TICKS_PER_SECOND)), None),
            ("static long TicksPerMillisecond {get;}", |_| Ok(Value::Long(MILLISECOND)), None),
            ("static long TicksPerMicrosecond {get;}", |_| Ok(Value::Long(10)), None),
            ("static long TicksPerDay {get;}", |_| Ok(Value::Long(TICKS_PER_DAY)), None),
            ("static long TicksPerHour {get;}", |_| Ok(Value::Long(TICKS_PER_DAY / 24)), None),
            ("static long TicksPerMinute {get;}", |_| Ok(Value::Long(TICKS_PER_DAY / 1440)), None),
            ("static long TicksPerSecond {get;}", |_| Ok(Value::Long(TICKS_PER_DAY / 86_400)), None),
            ("static long TicksPerMillisecond {get;}", |_| Ok(Value::Long(TICKS_PER_DAY / 86_400_000)), None),
            ("static long TicksPerMicrosecond {get;}", |_| Ok(Value::Long(10)), None),
            ("static timespan Zero {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(0))), None),
            ("static timespan MaxValue {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(i64::MAX))), None),
            ("static timespan MinValue {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(i64::MIN))), None),
        ],
        ..TypeDef::new("System.TimeSpan")
    },
];
