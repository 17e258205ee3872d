//! `Get-Date`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::enum_value;
use posh_runtime::format::format_date;
use posh_runtime::value::{DateTime, DateTimeKind, InstanceMember, MemberValue, TICKS_PER_SECOND};
use posh_runtime::{Result, Value, members};

use super::uformat;

/// Gets the date and time.
///
/// # Examples
/// Gets a sortable text of now.
/// ```powershell
/// Get-Date -Format 'yyyy-MM-dd HH:mm'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Date",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DateAndFormat",
    output = "System.String, System.DateTime"
)]
pub(crate) struct GetDate {
    /// Date.
    #[parameter(
        ty = "datetime",
        alias = "LastWriteTime",
        position = 0,
        by_value,
        by_name,
        set = "DateAndFormat, DateAndUFormat"
    )]
    date: Value,
    /// Unix time seconds.
    #[parameter(
        alias = "UnixTime",
        range = "-62135596800, 253402300799",
        mandatory,
        set = "UnixTimeSecondsAndFormat, UnixTimeSecondsAndUFormat"
    )]
    unix_time_seconds: Option<i64>,
    /// Year.
    #[parameter(range = "1, 9999")]
    year: Option<i32>,
    /// Month.
    #[parameter(range = "1, 12")]
    month: Option<i32>,
    /// Day.
    #[parameter(range = "1, 31")]
    day: Option<i32>,
    /// Hour.
    #[parameter(range = "0, 23")]
    hour: Option<i32>,
    /// Minute.
    #[parameter(range = "0, 59")]
    minute: Option<i32>,
    /// Second.
    #[parameter(range = "0, 59")]
    second: Option<i32>,
    /// Millisecond.
    #[parameter(range = "0, 999")]
    millisecond: Option<i32>,
    /// Display hint.
    #[parameter(ty = "Microsoft.PowerShell.Commands.DisplayHintType")]
    display_hint: Value,
    /// Uformat.
    #[parameter(mandatory, set = "DateAndUFormat, UnixTimeSecondsAndUFormat")]
    u_format: Option<String>,
    /// The format.
    #[parameter(set = "DateAndFormat, UnixTimeSecondsAndFormat")]
    format: Option<String>,
    /// As utc.
    #[parameter(name = "AsUTC")]
    as_utc: bool,
}

/// A named format of files' names, or the format itself.
fn named_format(format: &str) -> (&str, bool) {
    match format.to_ascii_lowercase().as_str() {
        "filedate" => ("yyyyMMdd", false),
        "filedateuniversal" => ("yyyyMMddZ", true),
        "filedatetime" => ("yyyyMMddTHHmmssffff", false),
        "filedatetimeuniversal" => ("yyyyMMddTHHmmssffffZ", true),
        _ => (format, false),
    }
}

impl GetDate {
    fn start(&self, pipe: &Pipe<'_>) -> DateTime {
        if let Some(seconds) = self.unix_time_seconds {
            let utc = DateTime::from_unix_ticks(seconds.saturating_mul(TICKS_PER_SECOND), DateTimeKind::Utc)
                .unwrap_or_else(DateTime::min);
            let offset = pipe.rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
            return utc.add_ticks(offset).unwrap_or(utc).with_kind(DateTimeKind::Local);
        }
        match self.date.base() {
            Value::DateTime(date) => *date,
            _ => pipe.rs.now(),
        }
    }

    /// The date with the parts that were given in place of its own.
    fn with_parts(&self, date: DateTime) -> Option<DateTime> {
        let (year, month, day) = date.date_parts();
        let (hour, minute, second, fraction) = date.time_parts();
        let mut out = date;
        if let Some(wanted) = self.year {
            out = out.add_months((i64::from(wanted) - year) * 12)?;
        }
        if let Some(wanted) = self.month {
            out = out.add_months(i64::from(wanted) - month)?;
        }
        let seconds = |wanted: Option<i32>, own: i64| wanted.map_or(0, |w| i64::from(w) - own);
        let mut delta = seconds(self.day, day) * 86400
            + seconds(self.hour, hour) * 3600
            + seconds(self.minute, minute) * 60
            + seconds(self.second, second);
        delta = delta.saturating_mul(TICKS_PER_SECOND);
        if let Some(ms) = self.millisecond {
            let ticks = date.ticks() % TICKS_PER_SECOND;
            let _ = fraction;
            delta += i64::from(ms) * 10_000 - ticks;
        }
        out.add_ticks(delta)
    }
}

impl Cmdlet for GetDate {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let start = self.start(pipe);
        let mut date = self.with_parts(start).unwrap_or(start);
        if self.as_utc {
            date = posh_runtime::format::to_utc(pipe.rs, date).with_kind(DateTimeKind::Utc);
        }
        if let Some(format) = &self.u_format {
            let text = uformat::format(pipe.rs, date, format)?;
            return pipe.write(text);
        }
        if let Some(format) = self.format.as_deref().filter(|f| !f.is_empty()) {
            let (format, universal) = named_format(format);
            let date = if universal { posh_runtime::format::to_utc(pipe.rs, date) } else { date };
            let text = format_date(pipe.rs, date, format)?;
            return pipe.write(text);
        }
        let hint = match &self.display_hint {
            Value::Null => enum_value("Microsoft.PowerShell.Commands.DisplayHintType", "DateTime"),
            given => given.clone(),
        };
        let value = members::wrap(Value::DateTime(date));
        if let Some(own) = members::instance_members(&value) {
            own.set(InstanceMember {
                name: "DisplayHint".into(),
                value: MemberValue::Note(hint),
                hidden: false,
            });
        }
        pipe.write(value)
    }
}
