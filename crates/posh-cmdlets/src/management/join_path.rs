//! `Join-Path`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use crate::support::path;

/// Joins parts of a path.
///
/// # Examples
/// Names a file in a folder.
/// ```powershell
/// Join-Path $HOME 'reports' 'users.csv'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Join", noun = "Path", module = "Microsoft.PowerShell.Management", output = "System.String")]
pub(crate) struct JoinPath {
    /// The paths; wildcards are allowed.
    #[parameter(alias = "PSPath", mandatory, position = 0, by_value, by_name)]
    path: Vec<String>,
    /// Child path.
    #[parameter(allow_null, allow_empty_string, allow_empty_collection, mandatory, position = 1, by_name)]
    child_path: Vec<String>,
    /// Additional child path.
    #[parameter(allow_null, allow_empty_string, allow_empty_collection, position = 2, by_name, remaining)]
    additional_child_path: Vec<String>,
    /// Resolve.
    #[parameter]
    resolve: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

/// Two parts with one separator between them.
fn join(parent: &str, child: &str) -> String {
    let parent = path::forward(parent);
    let child = path::forward(child);
    let child = child.trim_start_matches('/');
    match (parent.is_empty(), child.is_empty()) {
        (true, _) => format!("/{child}"),
        (false, true) if parent.ends_with('/') => parent,
        (false, true) => format!("{parent}/"),
        (false, false) if parent.ends_with('/') => format!("{parent}{child}"),
        _ => format!("{parent}/{child}"),
    }
}

impl Cmdlet for JoinPath {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let child = self
            .child_path
            .iter()
            .skip(1)
            .fold(self.child_path.first().cloned().unwrap_or_default(), |a, b| join(&a, b));
        let child = self.additional_child_path.iter().fold(child, |a, b| join(&a, b));
        for parent in self.path.clone() {
            if let Err(error) = path::place(pipe, &parent) {
                pipe.error(error)?;
                continue;
            }
            let joined = join(&parent, &child);
            if !self.resolve {
                pipe.write(joined)?;
                continue;
            }
            for found in path::files(pipe, &joined, false)? {
                pipe.write(found.display().to_string())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn one_separator_stands_between_parts() {
        for (a, b, joined) in [
            ("a", "b", "a/b"),
            ("a/", "/b", "a/b"),
            ("/", "b", "/b"),
            ("a\\b", "c", "a/b/c"),
            ("a", "", "a/"),
        ] {
            assert_eq!(join(a, b), joined);
        }
    }
}
