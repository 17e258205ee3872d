//! `Copy-Item`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::selection::Selection;
use super::{file_item, transfer};
use crate::support::files;

/// Copies files and folders.
///
/// # Examples
/// Copies a folder with all that is in it.
/// ```powershell
/// Copy-Item ./reports ./backup -Recurse
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Copy",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct CopyItem {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Where it goes.
    #[parameter(position = 1, by_name)]
    destination: Option<String>,
    /// Container.
    #[parameter]
    container: bool,
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
    /// Works on everything below as well.
    #[parameter]
    recurse: bool,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
    /// From session.
    #[parameter(ty = "System.Management.Automation.Runspaces.PSSession", not_null_or_empty)]
    from_session: Value,
    /// To session.
    #[parameter(ty = "System.Management.Automation.Runspaces.PSSession", not_null_or_empty)]
    to_session: Value,
}

impl Cmdlet for CopyItem {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        let target = pipe.rs.absolute(self.destination.as_deref().unwrap_or("."));
        for source in files::paths_to_read(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if !source.is_dir() && !selection.takes_path(&source) {
                continue;
            }
            let to = transfer::destination(&source, &target);
            let shown = format!("Item: {} Destination: {}", source.display(), to.display());
            let operation = if source.is_dir() { "Copy Directory" } else { "Copy File" };
            if !pipe.should_process(&shown, operation)? {
                continue;
            }
            files::may_write(pipe, &to)?;
            let done = if source.is_dir() {
                transfer::copy_folder(pipe, &source, &to, self.recurse, &selection)?
            } else {
                std::fs::copy(&source, &to).map(drop)
            };
            match done {
                Ok(()) if self.pass_thru => pipe.write(file_item::object(&to))?,
                Ok(()) => {}
                Err(error) => files::refuse(pipe, &to, &error, "CopyFileInfoItemIOError")?,
            }
        }
        Ok(())
    }
}
