//! `System.TimeZoneInfo`, over the system's zone database.

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::date_offset::{offset_of, zoned};
use crate::error::{Raised, Result};
use crate::types::{Call, Member, TypeDef, TypeRef};
use crate::value::{DateTime, DateTimeKind, Native, Object, TICKS_PER_SECOND, TimeSpan, Value};

struct Zone {
    id: String,
    zone: TimeZone,
}

impl Native for Zone {}

const NAME: &str = "System.TimeZoneInfo";

/// Windows' names of zones and the database's.
const WINDOWS: &[(&str, &str)] = &[
    ("Dateline Standard Time", "Etc/GMT+12"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Mountain Standard Time", "America/Denver"),
    ("Central Standard Time", "America/Chicago"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("Canada Central Standard Time", "America/Regina"),
    ("Eastern Standard Time", "America/New_York"),
    ("US Eastern Standard Time", "America/Indianapolis"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("Venezuela Standard Time", "America/Caracas"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("SA Western Standard Time", "America/La_Paz"),
    ("Pacific SA Standard Time", "America/Santiago"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("Greenland Standard Time", "America/Godthab"),
    ("Azores Standard Time", "Atlantic/Azores"),
    ("Cape Verde Standard Time", "Atlantic/Cape_Verde"),
    ("UTC", "Etc/UTC"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("Morocco Standard Time", "Africa/Casablanca"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("W. Central Africa Standard Time", "Africa/Lagos"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Egypt Standard Time", "Africa/Cairo"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Arabic Standard Time", "Asia/Baghdad"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("E. Africa Standard Time", "Africa/Nairobi"),
    ("Iran Standard Time", "Asia/Tehran"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Azerbaijan Standard Time", "Asia/Baku"),
    ("Caucasus Standard Time", "Asia/Yerevan"),
    ("Afghanistan Standard Time", "Asia/Kabul"),
    ("Ekaterinburg Standard Time", "Asia/Yekaterinburg"),
    ("Pakistan Standard Time", "Asia/Karachi"),
    ("West Asia Standard Time", "Asia/Tashkent"),
    ("India Standard Time", "Asia/Calcutta"),
    ("Sri Lanka Standard Time", "Asia/Colombo"),
    ("Nepal Standard Time", "Asia/Katmandu"),
    ("Central Asia Standard Time", "Asia/Almaty"),
    ("Bangladesh Standard Time", "Asia/Dhaka"),
    ("Myanmar Standard Time", "Asia/Rangoon"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("Taipei Standard Time", "Asia/Taipei"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("AUS Central Standard Time", "Australia/Darwin"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("Tasmania Standard Time", "Australia/Hobart"),
    ("West Pacific Standard Time", "Pacific/Port_Moresby"),
    ("Vladivostok Standard Time", "Asia/Vladivostok"),
    ("Central Pacific Standard Time", "Pacific/Guadalcanal"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Fiji Standard Time", "Pacific/Fiji"),
    ("Tonga Standard Time", "Pacific/Tongatapu"),
    ("Samoa Standard Time", "Pacific/Apia"),
];

fn find(id: &str) -> Result<Zone> {
    let not_found = || {
        Raised::net(
            "System.TimeZoneNotFoundException",
            format!("The time zone ID '{id}' was not found on the local computer."),
        )
    };
    let iana =
        WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(id)).map_or(id, |(_, iana)| *iana);
    let zone = TimeZone::get(iana).map_err(|_| not_found())?;
    Ok(Zone { id: id.to_owned(), zone })
}

fn object(zone: Zone) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), zone))
}

fn local() -> Value {
    let zone = TimeZone::system();
    let id = zone.iana_name().unwrap_or("UTC").to_owned();
    object(Zone { id: if id == "Etc/UTC" { "UTC".to_owned() } else { id }, zone })
}

fn utc() -> Value {
    object(Zone { id: "UTC".to_owned(), zone: TimeZone::UTC })
}

fn this<'a>(call: &'a Call<'_>) -> Result<&'a Zone> {
    call.this.native::<Zone>().ok_or_else(|| Raised::null_argument("timeZone"))
}

/// The moment of a clock in UTC.
fn stamp(utc: DateTime) -> Timestamp {
    Timestamp::from_second(utc.unix_ticks().div_euclid(TICKS_PER_SECOND)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Ticks that a zone is ahead of UTC at a moment.
fn offset_at(zone: &TimeZone, utc: DateTime) -> i64 {
    i64::from(zone.to_offset(stamp(utc)).seconds()) * TICKS_PER_SECOND
}

/// What a clock means in a zone.
fn ambiguity(zone: &TimeZone, clock: DateTime) -> AmbiguousOffset {
    let civil = TimeZone::UTC.to_datetime(stamp(clock));
    zone.to_ambiguous_timestamp(civil).offset()
}

/// Ticks that a zone is ahead of UTC where its clocks show a time; a time that comes twice counts as the later one.
fn offset_of_clock(zone: &TimeZone, clock: DateTime) -> i64 {
    let offset = match ambiguity(zone, clock) {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { before, .. } => before,
        AmbiguousOffset::Fold { after, .. } => after,
    };
    i64::from(offset.seconds()) * TICKS_PER_SECOND
}

/// A moment of a `DateTime` by its kind: UTC, this machine's time, or the zone's.
fn as_utc(call: &Call<'_>, date: DateTime, zone: Option<&TimeZone>) -> Result<DateTime> {
    if date.kind() == DateTimeKind::Utc {
        return Ok(date);
    }
    let ticks = match zone {
        Some(zone) => {
            if matches!(ambiguity(zone, date), AmbiguousOffset::Gap { .. }) {
                return Err(Raised::bad_argument(
                    "dateTime",
                    "The supplied DateTime represents an invalid time. For example, when the clock is adjusted \
                     forward, any time in the period that is skipped is invalid.",
                ));
            }
            offset_of_clock(zone, date)
        }
        None => call.rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND,
    };
    Ok(date.add_ticks(-ticks).unwrap_or(date).with_kind(DateTimeKind::Utc))
}

fn date_argument(call: &Call<'_>, at: usize) -> DateTime {
    match call.arg(at) {
        Value::DateTime(date) => date,
        _ => DateTime::min(),
    }
}

fn zone_argument(call: &Call<'_>, at: usize) -> Result<TimeZone> {
    let argument = call.arg(at);
    argument
        .native::<Zone>()
        .map(|z| z.zone.clone())
        .ok_or_else(|| Raised::null_argument("destinationTimeZone"))
}

fn in_zone(utc: DateTime, zone: &TimeZone) -> Value {
    let kind = if zone.iana_name().is_none() || zone == &TimeZone::UTC {
        DateTimeKind::Utc
    } else {
        DateTimeKind::Unspecified
    };
    let clock = utc.add_ticks(offset_at(zone, utc)).unwrap_or(utc);
    Value::DateTime(clock.with_kind(kind))
}

/// `ConvertTime` of a `DateTime` or a `DateTimeOffset`.
fn convert_value(call: &Call<'_>, value: &Value, from: Option<&TimeZone>, to: &TimeZone) -> Result<Value> {
    if let Some((utc, _)) = offset_of(value) {
        let ticks = offset_at(to, utc);
        return zoned(utc.add_ticks(ticks).unwrap_or(utc), ticks / TICKS_PER_SECOND / 60);
    }
    match value {
        Value::DateTime(date) => Ok(in_zone(as_utc(call, *date, from)?, to)),
        other => Ok(other.clone()),
    }
}

fn convert_time(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = match call.args.len() {
        2 => (None, zone_argument(call, 1)?),
        _ => (Some(zone_argument(call, 1)?), zone_argument(call, 2)?),
    };
    convert_value(call, &call.arg(0), from.as_ref(), &to)
}

fn convert_by_id(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = match call.args.len() {
        2 => (None, find(call.text(1).lossy())?.zone),
        _ => (Some(find(call.text(1).lossy())?.zone), find(call.text(2).lossy())?.zone),
    };
    convert_value(call, &call.arg(0), from.as_ref(), &to)
}

fn to_utc(call: &mut Call<'_>) -> Result<Value> {
    let zone = if call.args.len() > 1 { Some(zone_argument(call, 1)?) } else { None };
    as_utc(call, date_argument(call, 0), zone.as_ref()).map(Value::DateTime)
}

fn from_utc(call: &mut Call<'_>) -> Result<Value> {
    let zone = zone_argument(call, 1)?;
    Ok(in_zone(date_argument(call, 0), &zone))
}

fn utc_offset(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    let argument = call.arg(0);
    let ticks = match offset_of(&argument) {
        Some((utc, _)) => offset_at(zone, utc),
        None => {
            let date = date_argument(call, 0);
            if date.kind() == DateTimeKind::Utc { offset_at(zone, date) } else { offset_of_clock(zone, date) }
        }
    };
    Ok(Value::TimeSpan(TimeSpan::new(ticks)))
}

fn is_daylight(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    let date = date_argument(call, 0);
    let utc = if date.kind() == DateTimeKind::Utc {
        date
    } else {
        date.add_ticks(-offset_of_clock(zone, date)).unwrap_or(date)
    };
    Ok(Value::Bool(zone.to_offset_info(stamp(utc)).dst().is_dst()))
}

fn is_invalid(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    Ok(Value::Bool(matches!(ambiguity(zone, date_argument(call, 0)), AmbiguousOffset::Gap { .. })))
}

fn is_ambiguous(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    Ok(Value::Bool(matches!(ambiguity(zone, date_argument(call, 0)), AmbiguousOffset::Fold { .. })))
}

/// The offset without daylight saving.
fn base_offset(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    let now = Timestamp::now();
    let info = zone.to_offset_info(now);
    let seconds = if info.dst().is_dst() {
        let standard = zone.following(now).find(|t| !t.dst().is_dst());
        standard.map_or(info.offset().seconds(), |t| t.offset().seconds())
    } else {
        info.offset().seconds()
    };
    Ok(Value::TimeSpan(TimeSpan::new(i64::from(seconds) * TICKS_PER_SECOND)))
}

fn supports_daylight(call: &mut Call<'_>) -> Result<Value> {
    let zone = &this(call)?.zone;
    let now = Timestamp::now();
    let ever = zone.preceding(now).take(400).any(|t| t.dst().is_dst())
        || zone.following(now).take(4).any(|t| t.dst().is_dst());
    Ok(Value::Bool(ever))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value
        .native::<Zone>()
        .map(|z| if z.id == "UTC" { "(UTC) Coordinated Universal Time".to_owned() } else { z.id.clone() })
}

const METHODS: &[Member] = &[
    ("static System.TimeZoneInfo FindSystemTimeZoneById(string id)", |c| {
        let id = c.text(0);
        find(id.lossy()).map(object)
    }),
    ("static datetime ConvertTime(datetime dateTime, System.TimeZoneInfo destinationTimeZone)", convert_time),
    (
        "static System.DateTimeOffset ConvertTime(System.DateTimeOffset dateTimeOffset, System.TimeZoneInfo destinationTimeZone)",
        convert_time,
    ),
    (
        "static datetime ConvertTime(datetime dateTime, System.TimeZoneInfo sourceTimeZone, System.TimeZoneInfo destinationTimeZone)",
        convert_time,
    ),
    (
        "static datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string destinationTimeZoneId)",
        convert_by_id,
    ),
    (
        "static System.DateTimeOffset ConvertTimeBySystemTimeZoneId(System.DateTimeOffset dateTimeOffset, string destinationTimeZoneId)",
        convert_by_id,
    ),
    (
        "static datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)",
        convert_by_id,
    ),
    ("static datetime ConvertTimeToUtc(datetime dateTime)", to_utc),
    ("static datetime ConvertTimeToUtc(datetime dateTime, System.TimeZoneInfo sourceTimeZone)", to_utc),
    (
        "static datetime ConvertTimeFromUtc(datetime dateTime, System.TimeZoneInfo destinationTimeZone)",
        from_utc,
    ),
    ("timespan GetUtcOffset(datetime dateTime)", utc_offset),
    ("timespan GetUtcOffset(System.DateTimeOffset dateTimeOffset)", utc_offset),
    ("bool IsDaylightSavingTime(datetime dateTime)", is_daylight),
    ("bool IsInvalidTime(datetime dateTime)", is_invalid),
    ("bool IsAmbiguousTime(datetime dateTime)", is_ambiguous),
    ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
];

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: METHODS,
    properties: &[
        ("string Id {get;}", |c| Ok(Value::str(this(c)?.id.clone())), None),
        ("timespan BaseUtcOffset {get;}", base_offset, None),
        ("bool SupportsDaylightSavingTime {get;}", supports_daylight, None),
        (
            "bool HasIanaId {get;}",
            |c| Ok(Value::Bool(this(c)?.id.contains('/') || this(c)?.id == "UTC")),
            None,
        ),
        ("static System.TimeZoneInfo Local {get;}", |_| Ok(local()), None),
        ("static System.TimeZoneInfo Utc {get;}", |_| Ok(utc()), None),
    ],
    equals: Some(|a, b| match (a.native::<Zone>(), b.native::<Zone>()) {
        (Some(a), Some(b)) => a.id == b.id,
        _ => false,
    }),
    ..TypeDef::new(NAME)
}];
