//! `Remove-PSDrive`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use super::get_ps_drive;
use crate::support::errors::{PS_INVALID_OPERATION, record};
use crate::support::locations::{Locations, Spot};
use crate::support::path::no_drive;

/// Takes drives away that scripts made.
///
/// # Examples
/// Takes a drive away.
/// ```powershell
/// Remove-PSDrive Logs
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process
)]
pub(crate) struct RemovePSDrive {
    /// The names.
    #[parameter(allow_null, allow_empty_collection, mandatory, position = 0, by_name, set = "Name")]
    name: Vec<String>,
    /// Literal name.
    #[parameter(mandatory, position = 0, by_name, set = "LiteralName")]
    literal_name: Vec<String>,
    /// PSProvider.
    #[parameter(name = "PSProvider", by_name)]
    ps_provider: Vec<String>,
    /// Scope.
    #[parameter(by_name)]
    scope: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
}

impl Cmdlet for RemovePSDrive {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let patterns = if self.name.is_empty() { self.literal_name.clone() } else { self.name.clone() };
        for pattern in patterns {
            let wildcard = Wildcard::new(&pattern, true)?;
            let found: Vec<_> =
                get_ps_drive::all(pipe).into_iter().filter(|d| wildcard.matches(&d.name)).collect();
            if found.is_empty() && !Wildcard::is_pattern(&pattern) {
                pipe.error(no_drive(&pattern))?;
            }
            for drive in found {
                let target = format!(
                    "Name: {} Provider: Microsoft.PowerShell.Core\\{} Root: {}",
                    drive.name, drive.provider, drive.root
                );
                if !pipe.should_process(&target, "Remove Drive")? {
                    continue;
                }
                let locations = Locations::of(pipe.rs);
                let is_here = matches!(locations.here(pipe.rs), Spot::OnDrive(name, _) if name.eq_ignore_ascii_case(&drive.name));
                if is_here || !locations.remove(&drive.name) {
                    let message = format!("Cannot remove drive '{}' because it is in use.", drive.name);
                    pipe.error(record(
                        PS_INVALID_OPERATION,
                        message,
                        "InvalidOperation",
                        ErrorCategory::InvalidOperation,
                        Value::str(&*drive.name),
                    ))?;
                }
            }
        }
        Ok(())
    }
}
