//! `Remove-TypeData`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use crate::support::errors::record;

/// Takes away what was added to a type in this session.
///
/// # Examples
/// Forgets what was added to a type.
/// ```powershell
/// Remove-TypeData -TypeName MigrationBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Remove",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RemoveTypeDataSet",
    should_process
)]
pub(crate) struct RemoveTypeData {
    /// Type data of Get-TypeData.
    #[parameter(
        ty = "System.Management.Automation.Runspaces.TypeData",
        mandatory,
        by_value,
        set = "RemoveTypeDataSet"
    )]
    type_data: Value,
    /// The type's name.
    #[parameter(not_null_or_empty, mandatory, position = 0, by_value, by_name, set = "RemoveTypeSet")]
    type_name: Option<String>,
    /// Files that were read.
    #[parameter(not_null_or_empty, mandatory, set = "RemoveFileSet")]
    path: Vec<String>,
}

impl Cmdlet for RemoveTypeData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let of_object =
            self.type_data.native::<super::get_type_data::TypeDataObject>().map(|d| plain_text(&d.type_name));
        let Some(name) = self.type_name.clone().or(of_object) else { return Ok(()) };
        if !pipe.should_process(&name, "Remove TypeData")? || pipe.rs.remove_type_data(&name) {
            return Ok(());
        }
        pipe.error(record(
            "System.Management.Automation.RuntimeException",
            format!("Error in TypeData \"{name}\": The TypeData does not exist."),
            "TypesDynamicRemoveException",
            ErrorCategory::InvalidOperation,
            Value::Null,
        ))
    }
}
