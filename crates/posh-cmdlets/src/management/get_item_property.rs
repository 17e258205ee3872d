//! `Get-ItemProperty`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::{Object, PropertyBag};
use posh_runtime::{Result, Value, members};

use super::file_item;
use super::selection::Selection;
use crate::support::files;

/// Gets properties of items.
///
/// # Examples
/// Gets when a file was written.
/// ```powershell
/// Get-ItemProperty ./users.csv -Name LastWriteTime
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path"
)]
pub(crate) struct GetItemProperty {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// The names.
    #[parameter(alias = "PSProperty", position = 1)]
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

impl Cmdlet for GetItemProperty {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        for path in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if !selection.takes_path(&path) {
                continue;
            }
            let item = file_item::object(&path);
            if self.name.is_empty() {
                pipe.write(item)?;
                continue;
            }
            let mut bag = PropertyBag::default();
            for (name, value) in members::properties_of(pipe.rs, &item)? {
                let mut wanted = name.starts_with("PS") && &*name != "PSIsContainer";
                for pattern in &self.name {
                    wanted |= Wildcard::new(pattern, true)?.matches(&name);
                }
                if wanted {
                    bag.set(name, value);
                }
            }
            pipe.write(Value::Object(Object::custom(bag)))?;
        }
        Ok(())
    }
}
