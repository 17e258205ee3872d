//! UNIX formats of dates (`Get-Date -UFormat`).

use posh_runtime::format::format_date;
use posh_runtime::runspace::Runspace;
use posh_runtime::value::{DateTime, TICKS_PER_DAY, TICKS_PER_SECOND};
use posh_runtime::{Raised, Result};

/// A date in a UNIX format. Characters without `%` stand for themselves.
///
/// # Errors
/// Where the format ends behind `%`.
pub(super) fn format(rs: &Runspace, date: DateTime, format: &str) -> Result<String> {
    let mut out = String::new();
    let mut chars = format.strip_prefix('+').unwrap_or(format).chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let Some(letter) = chars.next() else {
            return Err(Raised::net(
                "System.IndexOutOfRangeException",
                "Index was outside the bounds of the array.",
            ));
        };
        out.push_str(&part(rs, date, letter)?);
    }
    Ok(out)
}

fn part(rs: &Runspace, date: DateTime, letter: char) -> Result<String> {
    let (year, _, day) = date.date_parts();
    let (hour, ..) = date.time_parts();
    let weekday = date.day_of_week();
    let dotnet = match letter {
        'A' => "dddd",
        'a' => "ddd",
        'B' => "MMMM",
        'b' | 'h' => "MMM",
        'c' => "ddd dd MMM yyyy HH:mm:ss",
        'D' | 'x' => "MM/dd/yy",
        'd' => "dd",
        'F' => "yyyy-MM-dd",
        'H' => "HH",
        'I' => "hh",
        'M' => "mm",
        'm' => "MM",
        'p' => "tt",
        'R' => "HH:mm",
        'r' => "hh:mm:ss tt",
        'S' => "ss",
        'T' | 'X' => "HH:mm:ss",
        'Y' => "yyyy",
        'y' => "yy",
        'Z' => "zz",
        _ => "",
    };
    if !dotnet.is_empty() {
        return format_date(rs, date, dotnet);
    }
    let (iso_year, iso_week) = iso_week(date);
    Ok(match letter {
        'C' => format!("{:02}", year / 100),
        'e' => format!("{day:2}"),
        'G' => format!("{iso_year:04}"),
        'g' => format!("{:02}", iso_year % 100),
        'j' => format!("{:03}", date.day_of_year()),
        'k' => format!("{hour:2}"),
        'l' => format!("{:2}", if hour % 12 == 0 { 12 } else { hour % 12 }),
        'n' => "\n".into(),
        's' => (date.unix_ticks() / TICKS_PER_SECOND).to_string(),
        't' => "\t".into(),
        'U' | 'W' => (date.day_of_year() / 7).to_string(),
        'u' => (if weekday == 0 { 7 } else { weekday }).to_string(),
        'V' => format!("{iso_week:02}"),
        'w' => weekday.to_string(),
        other => other.to_string(),
    })
}

/// Year and week of ISO 8601: the week belongs to the year that has its Thursday.
fn iso_week(date: DateTime) -> (i64, i64) {
    let from_monday = (date.day_of_week() + 6) % 7;
    let thursday = date.add_ticks((3 - from_monday) * TICKS_PER_DAY).unwrap_or(date);
    (thursday.date_parts().0, (thursday.day_of_year() - 1) / 7 + 1)
}
