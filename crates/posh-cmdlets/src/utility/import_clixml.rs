//! `Import-Clixml`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use std::path::Path;

use posh_runtime::convert::plain_text;
use posh_runtime::net::from_clixml;
use posh_runtime::{Result, Value};

use crate::support::errors::thrown;
use crate::support::files;

/// Makes the objects again that Export-Clixml wrote.
///
/// # Examples
/// Reads a report that was kept.
/// ```powershell
/// Import-Clixml ./mailboxes.xml
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Import", noun = "Clixml", module = "Microsoft.PowerShell.Utility", default_set = "ByPath")]
pub(crate) struct ImportClixml {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "ByPath")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "ByLiteralPath")]
    literal_path: Vec<String>,
    /// How many objects are output.
    #[parameter(ty = "uint64")]
    first: Value,
    /// How many objects are passed over.
    #[parameter(ty = "uint64")]
    skip: Value,
    /// Says how many objects there are.
    #[parameter]
    include_total_count: bool,
}

impl ImportClixml {
    fn number(value: &Value) -> Option<usize> {
        if value.is_null() { None } else { plain_text(value).parse().ok() }
    }
}

impl Cmdlet for ImportClixml {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in files::paths_to_open(pipe, &self.path, &self.literal_path)? {
            let Some(bytes) = read_file(pipe, &path)? else { continue };
            let text = posh_runtime::text::decode(&bytes);
            let objects = from_clixml(pipe.rs, &text).or_else(|raised| thrown(pipe, raised))?;
            if self.include_total_count {
                let total = i32::try_from(objects.len()).unwrap_or(i32::MAX);
                pipe.write(Value::str(format!("Total count: {total}")))?;
            }
            let skip = Self::number(&self.skip).unwrap_or(0);
            let first = Self::number(&self.first).unwrap_or(usize::MAX);
            for object in objects.into_iter().skip(skip).take(first) {
                pipe.write(object)?;
            }
        }
        Ok(())
    }
}

fn read_file(pipe: &mut Pipe<'_>, path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => files::refuse_open(pipe, path, &error).map(|()| None),
    }
}
