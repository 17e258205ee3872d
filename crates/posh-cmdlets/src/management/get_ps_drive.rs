//! `Get-PSDrive`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::objects::plain_object;
use crate::support::path::no_drive;

/// Gets the drives of the session.
///
/// # Examples
/// Gets all drives.
/// ```powershell
/// Get-PSDrive
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    output = "System.Management.Automation.PSDriveInfo"
)]
pub(crate) struct GetPSDrive {
    /// The names.
    #[parameter(not_null_or_empty, position = 0, by_name, set = "Name")]
    name: Vec<String>,
    /// Literal name.
    #[parameter(mandatory, position = 0, by_name, set = "LiteralName")]
    literal_name: Vec<String>,
    /// The scope: a name, or a number from the current scope up.
    #[parameter(by_name)]
    scope: Option<String>,
    /// Psprovider.
    #[parameter(name = "PSProvider", by_name)]
    ps_provider: Vec<String>,
}

plain_object!(
    /// A drive.
    PSDriveInfo, "System.Management.Automation.PSDriveInfo", base None, text Some(show),
    [
        "string CurrentLocation {get;set;}" => current_location,
        "string Name {get;}" => name,
        "string Provider {get;}" => provider,
        "string Root {get;}" => root,
        "string Description {get;set;}" => description,
    ]
);

fn show(_: &mut posh_runtime::Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<PSDriveInfo>().map(|d| posh_runtime::convert::plain_text(&d.name)).unwrap_or_default())
}

/// Names, providers and roots.
const DRIVES: &[(&str, &str, &str)] = &[
    ("/", "FileSystem", "/"),
    ("Alias", "Alias", ""),
    ("Env", "Environment", ""),
    ("Function", "Function", ""),
    ("Temp", "FileSystem", "/tmp/"),
    ("Variable", "Variable", ""),
];

impl Cmdlet for GetPSDrive {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for provider in self.ps_provider.clone() {
            let wildcard = Wildcard::new(&provider, true)?;
            if !DRIVES.iter().any(|(_, p, _)| wildcard.matches(p)) {
                let error = record(
                    "System.Management.Automation.ProviderNotFoundException",
                    format!("Cannot find a provider with the name '{provider}'."),
                    "GetLocationNoMatchingDrive",
                    ErrorCategory::ObjectNotFound,
                    posh_runtime::convert::string_array(self.ps_provider.iter().map(String::as_str)),
                );
                *error.target_name.borrow_mut() = Some("System.String[]".into());
                return pipe.error(error);
            }
        }
        let mut names = if self.name.is_empty() { self.literal_name.clone() } else { self.name.clone() };
        if names.is_empty() {
            names.push("*".to_owned());
        }
        for pattern in names {
            let wildcard = Wildcard::new(&pattern, true)?;
            let mut found = false;
            for (name, provider, root) in DRIVES.iter().filter(|(n, ..)| wildcard.matches(n)) {
                found = true;
                let wanted = self.ps_provider.is_empty()
                    || self
                        .ps_provider
                        .iter()
                        .any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(provider)));
                if !wanted {
                    continue;
                }
                let here = if *name == "/" {
                    pipe.rs.location.display().to_string().trim_start_matches('/').to_owned()
                } else {
                    String::new()
                };
                let drive = PSDriveInfo {
                    current_location: Value::from(here),
                    name: Value::str(*name),
                    provider: Value::from(format!("Microsoft.PowerShell.Core\\{provider}")),
                    root: Value::str(*root),
                    description: Value::str(""),
                };
                pipe.write(drive.into_value())?;
            }
            if !found && !Wildcard::is_pattern(&pattern) {
                let error = no_drive(&pattern);
                *error.id.borrow_mut() = "GetLocationNoMatchingDrive".into();
                pipe.error(error)?;
            }
        }
        Ok(())
    }
}
