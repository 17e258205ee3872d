//! `Start-Sleep`

use std::time::Duration;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Raised, Result, Value};

/// Waits for a time.
///
/// # Examples
/// Waits for a second and a half.
/// ```powershell
/// Start-Sleep -Seconds 1.5
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Start", noun = "Sleep", module = "Microsoft.PowerShell.Utility", default_set = "Seconds")]
pub(crate) struct StartSleep {
    /// Seconds.
    #[parameter(range = "0, 2147483", mandatory, position = 0, by_value, by_name, set = "Seconds")]
    seconds: Option<f64>,
    /// Milliseconds.
    #[parameter(alias = "ms", range = "0, 2147483647", mandatory, by_name, set = "Milliseconds")]
    milliseconds: Option<i32>,
    /// Duration.
    #[parameter(
        ty = "timespan",
        alias = "ts",
        mandatory,
        position = 0,
        by_value,
        by_name,
        set = "FromTimeSpan"
    )]
    duration: Value,
}

impl StartSleep {
    fn time(&self) -> Duration {
        if let Value::TimeSpan(span) = self.duration.base() {
            return Duration::from_millis(u64::try_from(span.ticks() / 10_000).unwrap_or(0));
        }
        match self.milliseconds {
            Some(ms) => Duration::from_millis(u64::try_from(ms).unwrap_or(0)),
            None => Duration::try_from_secs_f64(self.seconds.unwrap_or(0.0)).unwrap_or_default(),
        }
    }
}

impl Cmdlet for StartSleep {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let host = pipe.rs.host.clone();
        if host.sleep(self.time()) { Ok(()) } else { Err(Box::new(Raised::Stopped)) }
    }
}
