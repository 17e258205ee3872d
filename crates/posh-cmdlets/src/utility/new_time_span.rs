//! `New-TimeSpan`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::value::{TICKS_PER_SECOND, TimeSpan};
use posh_runtime::{Result, Value};

/// Makes a time span.
///
/// # Examples
/// Gets how long ago a batch began.
/// ```powershell
/// New-TimeSpan -Start $batch.StartDateTime
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "TimeSpan",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Date",
    output = "System.TimeSpan"
)]
pub(crate) struct NewTimeSpan {
    /// Start.
    #[parameter(ty = "datetime", alias = "LastWriteTime", position = 0, by_value, by_name, set = "Date")]
    start: Value,
    /// End.
    #[parameter(ty = "datetime", position = 1, by_name, set = "Date")]
    end: Value,
    /// Days.
    #[parameter(set = "Time")]
    days: Option<i32>,
    /// Hours.
    #[parameter(set = "Time")]
    hours: Option<i32>,
    /// Minutes.
    #[parameter(set = "Time")]
    minutes: Option<i32>,
    /// Seconds.
    #[parameter(set = "Time")]
    seconds: Option<i32>,
    /// Milliseconds.
    #[parameter(set = "Time")]
    milliseconds: Option<i32>,
}

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if pipe.set_name() == "Time" {
            let part = |n: Option<i32>, seconds: i64| i64::from(n.unwrap_or(0)).saturating_mul(seconds);
            let seconds = part(self.days, 86400)
                + part(self.hours, 3600)
                + part(self.minutes, 60)
                + part(self.seconds, 1);
            let ticks = seconds.saturating_mul(TICKS_PER_SECOND) + part(self.milliseconds, 10_000);
            return pipe.write(TimeSpan::new(ticks));
        }
        let now = pipe.rs.now();
        let date = |v: &Value| if let Value::DateTime(d) = v.base() { *d } else { now };
        let (start, end) = (date(&self.start), date(&self.end));
        pipe.write(TimeSpan::new(end.ticks() - start.ticks()))
    }
}
