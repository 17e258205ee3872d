//! `Get-Culture`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::culture;
use crate::support::errors::record;

/// Gets the culture of the session.
///
/// # Examples
/// Gets how dates are written.
/// ```powershell
/// (Get-Culture).DateTimeFormat.ShortDatePattern
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Culture",
    module = "Microsoft.PowerShell.Utility",
    default_set = "CurrentCulture",
    output = "System.Globalization.CultureInfo"
)]
pub(crate) struct GetCulture {
    /// The names.
    #[parameter(not_null, position = 0, by_value, set = "Name")]
    name: Vec<String>,
    /// No user overrides.
    #[parameter(set = "CurrentCulture, Name")]
    no_user_overrides: bool,
    /// List available.
    #[parameter(set = "ListAvailable")]
    list_available: bool,
}

impl Cmdlet for GetCulture {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.name.is_empty() {
            let own = culture::current();
            return pipe.write(own);
        }
        for name in self.name.clone() {
            match culture::named(&name) {
                Some(found) => pipe.write(found)?,
                None => pipe.error(record(
                    "System.Globalization.CultureNotFoundException",
                    format!("Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."),
                    "ItemNotFoundException",
                    ErrorCategory::ObjectNotFound,
                    Value::from(name),
                ))?,
            }
        }
        Ok(())
    }
}
