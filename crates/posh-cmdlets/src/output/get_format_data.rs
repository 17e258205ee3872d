//! `Get-FormatData`

use posh_derive::Cmdlet;
use posh_format::FormatTable;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::Object;
use posh_runtime::{Result, Value};

/// Gets the formatting data in the current session.
///
/// # Examples
/// Gets the views of dictionaries.
/// ```powershell
/// Get-FormatData -TypeName System.Collections.DictionaryEntry
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "FormatData",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.ExtendedTypeDefinition"
)]
pub(crate) struct GetFormatData {
    /// Names of the types; wildcards are allowed.
    #[parameter(position = 0, not_null_or_empty)]
    type_name: Vec<String>,
    /// The version for which the data is.
    #[parameter(ty = "version")]
    power_shell_version: Value,
}

impl Cmdlet for GetFormatData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let wanted: Vec<Wildcard> =
            self.type_name.iter().map(|n| Wildcard::new(n, true)).collect::<Result<_>>()?;
        for (types, views) in FormatTable::of(pipe.rs).listing() {
            let shown = wanted.is_empty() || types.iter().any(|t| wanted.iter().any(|w| w.matches(t)));
            if !shown {
                continue;
            }
            let names: Vec<Value> = types.iter().map(Value::str).collect();
            let views = views.iter().map(Value::str).collect();
            let object = Object::of_properties([
                ("TypeNames", Value::array(names)),
                ("FormatViewDefinition", Value::array(views)),
            ]);
            object.members().set_type_names(vec![
                "System.Management.Automation.ExtendedTypeDefinition".into(),
                "System.Object".into(),
            ]);
            pipe.write(Value::Object(object))?;
        }
        Ok(())
    }
}
