//! `Set-StrictMode`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use crate::support::errors::record;

/// Makes errors of unset variables and missing properties.
///
/// # Examples
/// Uses the strictest rules.
/// ```powershell
/// Set-StrictMode -Version Latest
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Set", noun = "StrictMode", module = "Microsoft.PowerShell.Core", default_set = "Version")]
pub(crate) struct SetStrictMode {
    /// Off.
    #[parameter(mandatory, set = "Off")]
    off: bool,
    /// Version.
    #[parameter(ty = "object", alias = "v", mandatory, set = "Version")]
    version: Value,
}

impl SetStrictMode {
    /// Ten times the version.
    fn number(&self) -> Option<u32> {
        let text = plain_text(&self.version);
        if text.eq_ignore_ascii_case("latest") {
            return Some(30);
        }
        let mut parts = text.split('.').map(str::parse::<u32>);
        let major = parts.next()?.ok()?;
        (1..=99).contains(&major).then_some(major * 10)
    }
}

impl Cmdlet for SetStrictMode {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.off {
            pipe.rs.scope.strict.set(Some(0));
            return Ok(());
        }
        match self.number() {
            Some(number) => {
                pipe.rs.scope.strict.set(Some(number));
                Ok(())
            }
            None => pipe.fatal(record(
                "System.Management.Automation.ParameterBindingException",
                format!(
                    "Cannot bind parameter 'Version'. Cannot convert value \"{}\" to type \"System.Version\".",
                    plain_text(&self.version)
                ),
                "CannotConvertArgumentNoMessage",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )),
        }
    }
}
