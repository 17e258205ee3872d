//! `Set-ItemProperty`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value, members};

use super::item_properties::{self, target_items};

/// Sets a property of items, such as whether a file is read-only.
///
/// # Examples
/// Makes a file read-only.
/// ```powershell
/// Set-ItemProperty ./report.csv -Name IsReadOnly -Value $true
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    default_set = "propertyValuePathSet",
    should_process
)]
pub(crate) struct SetItemProperty {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_name, set = "propertyPSObjectPathSet, propertyValuePathSet")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(
        alias = "PSPath, LP",
        mandatory,
        by_name,
        set = "propertyPSObjectLiteralPathSet, propertyValueLiteralPathSet"
    )]
    literal_path: Vec<String>,
    /// The names.
    #[parameter(
        alias = "PSProperty",
        mandatory,
        position = 1,
        by_name,
        set = "propertyValueLiteralPathSet, propertyValuePathSet"
    )]
    name: Option<String>,
    /// The value.
    #[parameter(
        allow_null,
        mandatory,
        position = 2,
        by_name,
        set = "propertyValueLiteralPathSet, propertyValuePathSet"
    )]
    value: Value,
    /// The objects to work on.
    #[parameter(
        ty = "psobject",
        mandatory,
        by_value,
        by_name,
        set = "propertyPSObjectLiteralPathSet, propertyPSObjectPathSet"
    )]
    input_object: Value,
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

impl Cmdlet for SetItemProperty {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let mut changes: Vec<(String, Value)> = Vec::new();
        if self.input_object.is_null() {
            changes.push((self.name.clone().unwrap_or_default(), self.value.clone()));
        } else {
            for (name, value) in members::properties_of(pipe.rs, &self.input_object)? {
                changes.push((name.to_string(), value));
            }
        }
        for item in target_items(pipe, &self.path.clone(), &self.literal_path.clone())? {
            let path =
                members::try_property(pipe.rs, &item, "FullName").map(|p| plain_text(&p)).unwrap_or_default();
            for (name, value) in &changes {
                let target = format!("Item: {path} Property: {name} Value: {}", plain_text(value));
                let operation = item_properties::operation(&item, "Set Property");
                if pipe.should_process(&target, &operation)? {
                    item_properties::set(pipe, &item, name, value.clone())?;
                }
            }
            if self.pass_thru {
                for (name, _) in &changes {
                    let object = item_properties::one(pipe.rs, &item, name);
                    pipe.write(object)?;
                }
            }
        }
        Ok(())
    }
}
