//! The culture of a session: en-US, or what `[cultureinfo]` knows.

use posh_runtime::convert::string_array;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::TypeRef;
use posh_runtime::value::Object;
use posh_runtime::{Value, members};

const NAME: &str = "System.Globalization.CultureInfo";
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

/// The culture of a name, where the type knows it.
pub(super) fn named(rs: &mut Runspace, name: &str) -> Option<Value> {
    let ty = Value::Type(TypeRef::named(NAME));
    let found = members::invoke_static(rs, &ty, "GetCultureInfo", &[Value::str(name)], None).ok();
    found.filter(|v| !v.is_null())
}

/// The session's culture.
pub(super) fn current(rs: &mut Runspace) -> Value {
    let ty = Value::Type(TypeRef::named(NAME));
    match members::get_static(rs, &ty, "CurrentCulture") {
        Ok(value) if !value.is_null() => value,
        _ => english(),
    }
}

fn english() -> Value {
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
    let culture = Object::of_properties([
        ("LCID", Value::Int(1033)),
        ("Name", Value::str("en-US")),
        ("DisplayName", Value::str("English (United States)")),
        ("DateTimeFormat", Value::Object(dates)),
    ]);
    culture.members().set_type_names(vec![NAME.into(), "System.Object".into()]);
    Value::Object(culture)
}
