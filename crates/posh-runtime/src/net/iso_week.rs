//! `System.Globalization.ISOWeek`.

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::{DateTime, DateTimeKind, TICKS_PER_DAY, Value};

fn date(call: &Call<'_>) -> DateTime {
    match call.arg(0) {
        Value::DateTime(date) => date,
        _ => DateTime::min(),
    }
}

/// Monday is 1, Sunday 7.
fn iso_day(date: DateTime) -> i64 {
    match date.day_of_week() {
        0 => 7,
        day => day,
    }
}

/// The year and the week that a date is of: those of the Thursday of its week.
fn year_and_week(date: DateTime) -> (i64, i64) {
    let thursday = date.add_ticks((4 - iso_day(date)) * TICKS_PER_DAY).unwrap_or(date);
    (thursday.date_parts().0, (thursday.day_of_year() - 1) / 7 + 1)
}

/// Monday of the first week of a year.
fn start(year: i64) -> Option<DateTime> {
    let fourth = DateTime::from_parts(year, 1, 4, 0, DateTimeKind::Unspecified)?;
    fourth.add_ticks((1 - iso_day(fourth)) * TICKS_PER_DAY)
}

fn int(n: i64) -> Result<Value> {
    Ok(Value::Int(i32::try_from(n).unwrap_or(i32::MAX)))
}

fn bad_year() -> Box<Raised> {
    Raised::out_of_range("year", "Year must be between 1 and 9999.")
}

fn weeks_in_year(call: &mut Call<'_>) -> Result<Value> {
    let year = i64::from(call.int(0));
    let last = DateTime::from_parts(year, 12, 28, 0, DateTimeKind::Unspecified).ok_or_else(bad_year)?;
    int(year_and_week(last).1)
}

fn year_start(call: &mut Call<'_>) -> Result<Value> {
    start(i64::from(call.int(0))).map(Value::DateTime).ok_or_else(bad_year)
}

fn to_date(call: &mut Call<'_>) -> Result<Value> {
    let (year, week) = (i64::from(call.int(0)), i64::from(call.int(1)));
    if !(1..=53).contains(&week) {
        return Err(Raised::out_of_range("week", "The week parameter must be in the range 1 through 53."));
    }
    let day = match call.arg(2) {
        Value::Enum(e) if e.raw == 0 => 7,
        Value::Enum(e) => e.raw,
        _ => 1,
    };
    let first = start(year).ok_or_else(bad_year)?;
    first.add_ticks(((week - 1) * 7 + day - 1) * TICKS_PER_DAY).map(Value::DateTime).ok_or_else(bad_year)
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    methods: &[
        ("static int GetWeekOfYear(datetime date)", |c| int(year_and_week(date(c)).1)),
        ("static int GetWeekOfYear(System.DateOnly date)", |c| int(year_and_week(date(c)).1)),
        ("static int GetYear(datetime date)", |c| int(year_and_week(date(c)).0)),
        ("static int GetYear(System.DateOnly date)", |c| int(year_and_week(date(c)).0)),
        ("static int GetWeeksInYear(int year)", weeks_in_year),
        ("static datetime GetYearStart(int year)", year_start),
        ("static datetime ToDateTime(int year, int week, System.DayOfWeek dayOfWeek)", to_date),
    ],
    ..TypeDef::new("System.Globalization.ISOWeek")
}];
