//! `Resolve-Path`

use std::path::Path;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value, net};

use crate::support::path;

/// Makes paths full, wildcards expanded.
///
/// # Examples
/// Gets the full path of a file.
/// ```powershell
/// Resolve-Path ./users.csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Resolve", noun = "Path", module = "Microsoft.PowerShell.Management", default_set = "Path")]
pub(crate) struct ResolvePath {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Relative.
    #[parameter(set = "LiteralPath, Path")]
    relative: bool,
    /// Relative base path.
    #[parameter]
    relative_base_path: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

/// A path as seen from a folder: `./a` or `../b`.
pub(super) fn relative(from: &Path, to: &Path) -> String {
    let (mut a, mut b) = (from.components().peekable(), to.components().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek())
        && x == y
    {
        a.next();
        b.next();
    }
    let ups = a.count();
    let rest: Vec<String> = b.map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    let head = if ups == 0 { "./".to_owned() } else { "../".repeat(ups) };
    let text = format!("{head}{}", rest.join("/"));
    if text.len() > 2 { text.trim_end_matches('/').to_owned() } else { ".".to_owned() }
}

impl Cmdlet for ResolvePath {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let literal = self.path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        let base = match &self.relative_base_path {
            Some(base) => pipe.rs.absolute(base),
            None => pipe.rs.location.clone(),
        };
        for path in paths {
            for found in path::files(pipe, &path, literal)? {
                let value = if self.relative {
                    Value::from(relative(&base, &found))
                } else {
                    net::path_info(&found.display().to_string())
                };
                pipe.write(value)?;
            }
        }
        Ok(())
    }
}
