//! `Clear-ItemProperty`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{enum_value, plain_text};
use posh_runtime::{Result, Value, members};

use super::item_properties::{self, target_items};

/// Puts a property of items back to its default.
///
/// # Examples
/// Makes a file writable.
/// ```powershell
/// Clear-ItemProperty ./report.csv -Name IsReadOnly
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Clear",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct ClearItemProperty {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// The names.
    #[parameter(mandatory, position = 1, by_name)]
    name: Option<String>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
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

impl Cmdlet for ClearItemProperty {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let name = self.name.clone().unwrap_or_default();
        for item in target_items(pipe, &self.path.clone(), &self.literal_path.clone())? {
            let path =
                members::try_property(pipe.rs, &item, "FullName").map(|p| plain_text(&p)).unwrap_or_default();
            let target = format!("Item: {path} Property: {name}");
            let operation = item_properties::operation(&item, "Clear Property");
            if !pipe.should_process(&target, &operation)? {
                continue;
            }
            let cleared = match members::try_property(pipe.rs, &item, &name).map(Value::into_base) {
                Some(Value::Bool(_)) => Value::Bool(false),
                Some(Value::Enum(_)) => enum_value("System.IO.FileAttributes", "Normal"),
                Some(Value::DateTime(_)) => Value::DateTime(posh_runtime::value::DateTime::min()),
                _ => Value::Null,
            };
            item_properties::set(pipe, &item, &name, cleared)?;
            if self.pass_thru {
                let object = item_properties::one(pipe.rs, &item, &name);
                pipe.write(object)?;
            }
        }
        Ok(())
    }
}
