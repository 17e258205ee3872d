//! `DateTime` and `TimeSpan`.

use crate::error::{Raised, Result};
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

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "as .NET computes")]
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
    this(call).add_months(i64::from(call.int(0)) * 12).map(Value::DateTime).ok_or_else(out_of_range)
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    format_date(call.rs, this(call), "G").map(Value::from)
}

fn to_string_format(call: &mut Call<'_>) -> Result<Value> {
    let format = call.text(0);
    format_date(call.rs, this(call), format.lossy()).map(Value::from)
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
    let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let name = names.get(usize::try_from(this(call).day_of_week()).unwrap_or(0)).copied().unwrap_or("Sunday");
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

fn parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let (now, offset) = (call.rs.now(), call.rs.utc_offset_minutes());
    crate::convert::parse_date(text.lossy(), now, &|_| offset)
        .map(Value::DateTime)
        .ok_or_else(|| Raised::net("System.FormatException", crate::format::bad_date_text(text.lossy())))
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let done = parse(call);
    if let Some(r) = call.arg(call.args.len() - 1).native::<crate::runspace::Reference>() {
        r.0.put(done.as_ref().cloned().unwrap_or(Value::DateTime(DateTime::min())));
    }
    Ok(Value::Bool(done.is_ok()))
}

fn days_in_month(call: &mut Call<'_>) -> Result<Value> {
    let (y, m) = (i64::from(call.int(0)), i64::from(call.int(1)));
    let next = DateTime::from_parts(y, m, 1, 0, DateTimeKind::Utc).and_then(|d| d.add_months(1));
    match next.and_then(|d| d.add_ticks(-TICKS_PER_DAY)) {
        Some(last) => int(last.date_parts().2),
        None => Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            "Month must be between one and twelve. (Parameter 'month')",
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

#[allow(clippy::cast_precision_loss, reason = "as .NET computes")]
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

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the range is checked")]
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
    crate::convert::parse_span(text.lossy()).map(Value::TimeSpan).ok_or_else(|| {
        Raised::net(
            "System.FormatException",
            format!("String '{}' was not recognized as a valid TimeSpan.", text.lossy()),
        )
    })
}

fn other_span(call: &Call<'_>) -> i64 {
    if let Value::TimeSpan(t) = call.arg(0) { t.ticks() } else { 0 }
}

const HOUR: i64 = 3600 * TICKS_PER_SECOND;
const MINUTE: i64 = 60 * TICKS_PER_SECOND;
const MILLISECOND: i64 = 10_000;

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
            ("string ToString(string format, System.Object provider)", to_string_format),
            ("string ToShortDateString()", |c| named(c, "d")),
            ("string ToLongDateString()", |c| named(c, "D")),
            ("string ToShortTimeString()", |c| named(c, "t")),
            ("string ToLongTimeString()", |c| named(c, "T")),
            ("datetime ToUniversalTime()", to_universal),
            ("datetime ToLocalTime()", to_local),
            ("int CompareTo(System.Object value)", compare_to),
            ("static datetime Parse(string s)", parse),
            ("static datetime Parse(string s, System.Object provider)", parse),
            ("static bool TryParse(string s, [ref] datetime result)", try_parse),
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
            ("timespan Add(timespan ts)", |c| {
                Ok(Value::TimeSpan(TimeSpan::new(span(c).ticks() + other_span(c))))
            }),
            ("timespan Subtract(timespan ts)", |c| {
                Ok(Value::TimeSpan(TimeSpan::new(span(c).ticks() - other_span(c))))
            }),
            ("timespan Negate()", |c| Ok(Value::TimeSpan(TimeSpan::new(-span(c).ticks())))),
            ("timespan Duration()", |c| Ok(Value::TimeSpan(TimeSpan::new(span(c).ticks().abs())))),
            ("int CompareTo(System.Object value)", compare_to),
            ("static timespan FromDays(double value)", |c| from_unit(c, TICKS_PER_DAY)),
            ("static timespan FromHours(double value)", |c| from_unit(c, HOUR)),
            ("static timespan FromMinutes(double value)", |c| from_unit(c, MINUTE)),
            ("static timespan FromSeconds(double value)", |c| from_unit(c, TICKS_PER_SECOND)),
            ("static timespan FromMilliseconds(double value)", |c| from_unit(c, MILLISECOND)),
            ("static timespan FromTicks(long value)", span_from_ticks),
            ("static timespan Parse(string s)", span_parse),
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
            ("static timespan Zero {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(0))), None),
            ("static timespan MaxValue {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(i64::MAX))), None),
            ("static timespan MinValue {get;}", |_| Ok(Value::TimeSpan(TimeSpan::new(i64::MIN))), None),
        ],
        ..TypeDef::new("System.TimeSpan")
    },
];
