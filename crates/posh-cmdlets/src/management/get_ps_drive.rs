//! `Get-PSDrive`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::{Drive, PROVIDERS, drive_info};
use posh_runtime::ops::pattern::Wildcard;

use crate::support::errors::record;
use crate::support::locations::{ITEM_DRIVES, Locations, Spot, item_drive};
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

/// All drives of the session, sorted by name.
pub(super) fn all(pipe: &mut Pipe<'_>) -> Vec<Drive> {
    let locations = Locations::of(pipe.rs);
    let here = match locations.here(pipe.rs) {
        Spot::Folder(folder) => folder.display().to_string().trim_start_matches('/').to_owned(),
        _ => pipe.rs.location.display().to_string().trim_start_matches('/').to_owned(),
    };
    let file = |name: &str, root: &str, current: &str, description: &str| Drive {
        name: name.into(),
        provider: "FileSystem",
        root: root.into(),
        current: current.into(),
        description: description.into(),
    };
    let temp = std::env::temp_dir().display().to_string();
    let temp = format!("{}/", temp.trim_end_matches('/'));
    let mut list = vec![
        file("/", "/", &here, ""),
        file("Temp", &temp, "", "Drive that maps to the temporary directory path for the current user"),
    ];
    list.extend(ITEM_DRIVES.iter().map(|(name, ..)| item_drive(name)));
    for drive in locations.drives() {
        let current = locations.current_in(pipe.rs, &drive);
        list.push(file(&drive.name, &drive.root.display().to_string(), &current, &drive.description));
    }
    list.sort_by_key(|d| d.name.to_lowercase());
    list
}

impl Cmdlet for GetPSDrive {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for provider in self.ps_provider.clone() {
            let wildcard = Wildcard::new(&provider, true)?;
            if !PROVIDERS.iter().any(|p| wildcard.matches(p)) {
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
            for drive in all(pipe).into_iter().filter(|d| wildcard.matches(&d.name)) {
                found = true;
                let wanted = self.ps_provider.is_empty()
                    || self
                        .ps_provider
                        .iter()
                        .any(|p| Wildcard::new(p, true).is_ok_and(|w| w.matches(drive.provider)));
                if wanted {
                    pipe.write(drive_info(drive))?;
                }
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
