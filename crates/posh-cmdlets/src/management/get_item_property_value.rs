//! `Get-ItemPropertyValue`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, members};

use super::file_item;
use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::files;

/// Gets values of items' properties.
///
/// # Examples
/// Gets when a file was written.
/// ```powershell
/// Get-ItemPropertyValue ./users.csv LastWriteTime
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "ItemPropertyValue",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path"
)]
pub(crate) struct GetItemPropertyValue {
    /// The paths; wildcards are allowed.
    #[parameter(not_null_or_empty, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// The names.
    #[parameter(alias = "PSProperty", mandatory, position = 1)]
    name: Vec<String>,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

impl Cmdlet for GetItemPropertyValue {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut paths = self.path.clone();
        if paths.is_empty() && self.literal_path.is_empty() {
            paths.push(".".to_owned());
        }
        for path in files::paths_to_read(pipe, &paths, &self.literal_path.clone())? {
            let item = file_item::object(&path);
            for name in self.name.clone() {
                match members::try_property(pipe.rs, &item, &name) {
                    Some(value) => pipe.write(value)?,
                    None => pipe.error(record(
                        PS_ARGUMENT,
                        format!("Property {name} does not exist at path {}.", path.display()),
                        "System.Management.Automation.PSArgumentException",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    ))?,
                }
            }
        }
        Ok(())
    }
}
