//! `Get-PSProvider`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::{PROVIDERS, provider_info};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{ErrorRecord, Result, Value};

use crate::support::errors::record;

/// Gets the providers of items: the file system, variables, functions and so on.
///
/// # Examples
/// Gets the provider of files.
/// ```powershell
/// Get-PSProvider FileSystem
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "PSProvider", module = "Microsoft.PowerShell.Management")]
pub(crate) struct GetPSProvider {
    /// PSProvider.
    #[parameter(name = "PSProvider", not_null_or_empty, position = 0, by_name)]
    ps_provider: Vec<String>,
}

impl Cmdlet for GetPSProvider {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let patterns =
            if self.ps_provider.is_empty() { vec!["*".to_owned()] } else { self.ps_provider.clone() };
        for pattern in patterns {
            let bare = pattern.rsplit('\\').next().unwrap_or(&pattern);
            let wildcard = Wildcard::new(bare, true)?;
            let found: Vec<&'static str> =
                PROVIDERS.iter().copied().filter(|p| wildcard.matches(p)).collect();
            if found.is_empty() && !Wildcard::is_pattern(&pattern) {
                pipe.error(no_provider(&pattern))?;
            }
            for name in found {
                pipe.write(provider_info(name))?;
            }
        }
        Ok(())
    }
}

/// `Cannot find a provider with the name ...`
pub(super) fn no_provider(name: &str) -> ErrorRecord {
    record(
        "System.Management.Automation.ProviderNotFoundException",
        format!("Cannot find a provider with the name '{name}'."),
        "ProviderNotFound",
        ErrorCategory::ObjectNotFound,
        Value::str(name),
    )
}
