//! `New-PSDrive`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::{PROVIDERS, drive_info};
use posh_runtime::{Result, Value};

use super::get_ps_drive;
use super::get_ps_provider::no_provider;
use crate::support::errors::record;
use crate::support::locations::{FileDrive, Locations};
use crate::support::path::{self, Place};

/// Makes a drive of a folder.
///
/// # Examples
/// Makes a drive of the folder of logs.
/// ```powershell
/// New-PSDrive -Name Logs -PSProvider FileSystem -Root /var/log
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    should_process,
    impact = "Low"
)]
pub(crate) struct NewPSDrive {
    /// The names.
    #[parameter(mandatory, position = 0, by_name)]
    name: Option<String>,
    /// PSProvider.
    #[parameter(name = "PSProvider", mandatory, position = 1, by_name)]
    ps_provider: Option<String>,
    /// Root.
    #[parameter(allow_empty_string, mandatory, position = 2, by_name)]
    root: Option<String>,
    /// Description.
    #[parameter(by_name)]
    description: Option<String>,
    /// Scope.
    #[parameter(by_name)]
    scope: Option<String>,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl NewPSDrive {
    fn refuse(
        pipe: &mut Pipe<'_>,
        id: &str,
        category: ErrorCategory,
        message: String,
        target: &str,
    ) -> Result<()> {
        let exception = if id == "DriveAlreadyExists" {
            "System.Management.Automation.SessionStateException"
        } else {
            "System.IO.IOException"
        };
        pipe.error(record(exception, message, id, category, Value::str(target)))
    }
}

impl Cmdlet for NewPSDrive {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let name = self.name.clone().unwrap_or_default();
        let given = self.ps_provider.clone().unwrap_or_default();
        let provider = given.rsplit('\\').next().unwrap_or(&given);
        let Some(provider) = PROVIDERS.iter().find(|p| p.eq_ignore_ascii_case(provider)) else {
            return pipe.error(no_provider(&given));
        };
        let root = self.root.clone().unwrap_or_default();
        let target = format!("Name: {name} Provider: Microsoft.PowerShell.Core\\{provider} Root: {root}");
        if !pipe.should_process(&target, "New drive")? {
            return Ok(());
        }
        if get_ps_drive::all(pipe).iter().any(|d| d.name.eq_ignore_ascii_case(&name)) {
            let message = format!("A drive with the name '{name}' already exists.");
            return Self::refuse(pipe, "DriveAlreadyExists", ErrorCategory::ResourceExists, message, &name);
        }
        if *provider != "FileSystem" {
            return pipe.error(record(
                "System.NotSupportedException",
                "The provider does not support the creation of new drives.",
                "NewDriveNotSupported",
                ErrorCategory::NotImplemented,
                Value::str(name),
            ));
        }
        let folder = match path::place(pipe, &root) {
            Ok(Place::File(folder)) => folder,
            Ok(_) => pipe.rs.absolute(&root),
            Err(error) => return pipe.error(error),
        };
        if !folder.is_dir() {
            let message =
                format!("The specified drive root \"{root}\" either does not exist, or it is not a folder.");
            return Self::refuse(pipe, "DriveRootError", ErrorCategory::ReadError, message, &name);
        }
        let description = self.description.clone().unwrap_or_default();
        let locations = Locations::of(pipe.rs);
        locations.add(FileDrive { name: name.clone(), root: folder, description });
        let made = get_ps_drive::all(pipe).into_iter().find(|d| *d.name == *name);
        match made {
            Some(drive) => pipe.write(drive_info(drive)),
            None => Ok(()),
        }
    }
}
