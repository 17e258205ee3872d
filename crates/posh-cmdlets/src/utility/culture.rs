//! `CultureInfo`, as far as a session has one: en-US.

use posh_runtime::Value;
use posh_runtime::convert::string_array;
use posh_runtime::value::Object;

use crate::support::objects::plain_object;

plain_object!(
    /// A culture.
    CultureInfo, "System.Globalization.CultureInfo", base None, text Some(show),
    [
        "int LCID {get;}" => lcid,
        "string Name {get;}" => name,
        "string DisplayName {get;}" => display_name,
        "string EnglishName {get;}" => english_name,
        "string TwoLetterISOLanguageName {get;}" => language,
        "System.Object DateTimeFormat {get;set;}" => date_time_format,
        "System.Object NumberFormat {get;set;}" => number_format,
    ]
);

fn show(_: &mut posh_runtime::Runspace, value: &Value) -> posh_runtime::Result<String> {
    Ok(value.native::<CultureInfo>().map(|c| posh_runtime::convert::plain_text(&c.name)).unwrap_or_default())
}

const MONTHS: [&str; 13] = [
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
    "",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn short(names: &[&'static str]) -> Value {
    string_array(names.iter().map(|n| n.get(..3).unwrap_or("")))
}

/// The session's culture.
pub(super) fn english() -> Value {
    let dates = Object::of_properties([
        ("ShortDatePattern", Value::str("M/d/yyyy")),
        ("LongDatePattern", Value::str("dddd, MMMM d, yyyy")),
        ("ShortTimePattern", Value::str("h:mm tt")),
        ("LongTimePattern", Value::str("h:mm:ss tt")),
        ("FullDateTimePattern", Value::str("dddd, MMMM d, yyyy h:mm:ss tt")),
        ("DateSeparator", Value::str("/")),
        ("TimeSeparator", Value::str(":")),
        ("AMDesignator", Value::str("AM")),
        ("PMDesignator", Value::str("PM")),
        ("MonthNames", string_array(MONTHS)),
        ("AbbreviatedMonthNames", short(&MONTHS)),
        ("DayNames", string_array(DAYS)),
        ("AbbreviatedDayNames", short(&DAYS)),
    ]);
    let numbers = Object::of_properties([
        ("NumberDecimalSeparator", Value::str(".")),
        ("NumberGroupSeparator", Value::str(",")),
        ("CurrencySymbol", Value::str("$")),
        ("PercentSymbol", Value::str("%")),
        ("NumberDecimalDigits", Value::Int(3)),
    ]);
    CultureInfo {
        lcid: Value::Int(1033),
        name: Value::str("en-US"),
        display_name: Value::str("English (United States)"),
        english_name: Value::str("English (United States)"),
        language: Value::str("en"),
        date_time_format: Value::Object(dates),
        number_format: Value::Object(numbers),
    }
    .into_value()
}
