//! `Test-Path`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::DateTime;
use posh_runtime::{Result, Value};

use super::drives;
use crate::support::errors::record;
use crate::support::path::{self, Place};

/// Says whether a path exists.
///
/// # Examples
/// Checks a file before it is read.
/// ```powershell
/// if (Test-Path ./users.csv) { Import-Csv ./users.csv }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Test",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    output = "System.Boolean"
)]
pub(crate) struct TestPath {
    /// The paths; wildcards are allowed.
    #[parameter(
        allow_null,
        allow_empty_collection,
        allow_empty_string,
        mandatory,
        position = 0,
        by_value,
        by_name,
        set = "Path"
    )]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(
        alias = "PSPath, LP",
        allow_null,
        allow_empty_collection,
        allow_empty_string,
        mandatory,
        by_name,
        set = "LiteralPath"
    )]
    literal_path: Vec<String>,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Path type.
    #[parameter(ty = "Microsoft.PowerShell.Commands.TestPathType", alias = "Type")]
    path_type: Value,
    /// Is valid.
    #[parameter]
    is_valid: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
    /// Older than.
    #[parameter(ty = "System.Nullable[datetime]")]
    older_than: Value,
    /// Newer than.
    #[parameter(ty = "System.Nullable[datetime]")]
    newer_than: Value,
}

impl TestPath {
    fn is_wanted(&self, file: &std::path::Path) -> bool {
        let kind = match plain_text(&self.path_type).as_str() {
            "Container" => file.is_dir(),
            "Leaf" => file.exists() && !file.is_dir(),
            _ => std::fs::symlink_metadata(file).is_ok(),
        };
        let date = |v: &Value| if let Value::DateTime(d) = v.base() { Some(*d) } else { None };
        let written = file.metadata().ok().and_then(|m| m.modified().ok()).map(DateTime::from_system);
        let newer = date(&self.newer_than).is_none_or(|d| written.is_some_and(|w| w.ticks() > d.ticks()));
        let older = date(&self.older_than).is_none_or(|d| written.is_some_and(|w| w.ticks() < d.ticks()));
        kind && newer && older
    }

    fn test(&self, pipe: &mut Pipe<'_>, path: &str, literal: bool) -> Result<bool> {
        if path.trim().is_empty() {
            return Ok(false);
        }
        if self.is_valid {
            return Ok(!path.contains('\0'));
        }
        match path::place(pipe, path) {
            Err(_) => Ok(false),
            Ok(Place::File(file)) if !literal && Wildcard::is_pattern(path) => {
                Ok(path::expand(&file)?.iter().any(|f| self.is_wanted(f)))
            }
            Ok(Place::File(file)) => Ok(self.is_wanted(&file)),
            Ok(place) => {
                let is_root = drives::parts(&place).is_some_and(|(_, name)| name.is_empty());
                let container = plain_text(&self.path_type) == "Container";
                Ok(is_root || (!container && !drives::items(pipe, &place, literal)?.is_empty()))
            }
        }
    }
}

impl Cmdlet for TestPath {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let literal = self.path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        if paths.is_empty() {
            return pipe.error(record(
                "System.ArgumentNullException",
                "Value cannot be null. (Parameter 'The provided Path argument was null or an empty collection.')",
                "NullPathNotPermitted",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        for path in paths {
            let found = self.test(pipe, &path, literal)?;
            pipe.write(found)?;
        }
        Ok(())
    }
}
