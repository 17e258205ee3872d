//! `Split-Path`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use crate::support::errors::{PS_ARGUMENT, record};
use crate::support::path;

/// Gives a part of a path.
///
/// # Examples
/// Gets the name of a file without its extension.
/// ```powershell
/// Split-Path ./reports/users.csv -LeafBase
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Split",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    default_set = "ParentSet",
    output = "System.String, System.Boolean"
)]
pub(crate) struct SplitPath {
    /// The paths; wildcards are allowed.
    #[parameter(
        mandatory,
        position = 0,
        by_value,
        by_name,
        set = "ExtensionSet, IsAbsoluteSet, LeafBaseSet, LeafSet, NoQualifierSet, ParentSet, QualifierSet"
    )]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPathSet")]
    literal_path: Vec<String>,
    /// Qualifier.
    #[parameter(mandatory, by_name, set = "QualifierSet")]
    qualifier: bool,
    /// No qualifier.
    #[parameter(mandatory, by_name, set = "NoQualifierSet")]
    no_qualifier: bool,
    /// Parent.
    #[parameter(by_name, set = "ParentSet")]
    parent: bool,
    /// Leaf.
    #[parameter(mandatory, by_name, set = "LeafSet")]
    leaf: bool,
    /// Leaf base.
    #[parameter(mandatory, by_name, set = "LeafBaseSet")]
    leaf_base: bool,
    /// Extension.
    #[parameter(mandatory, by_name, set = "ExtensionSet")]
    extension: bool,
    /// Resolve.
    #[parameter]
    resolve: bool,
    /// Is absolute.
    #[parameter(mandatory, set = "IsAbsoluteSet")]
    is_absolute: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
}

fn leaf(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return path;
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

fn parent(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rsplit_once('/') {
        Some(("", _)) if trimmed.len() > 1 && trimmed.matches('/').count() == 1 => "/".to_owned(),
        Some((head, _)) => head.to_owned(),
        None => String::new(),
    }
}

impl SplitPath {
    fn part(&self, pipe: &mut Pipe<'_>, given: &str) -> Result<Option<Value>> {
        let path = path::forward(given);
        let (qualifier, rest) = match path::drive(&path) {
            Some((drive, rest)) => (Some(format!("{drive}:")), rest.to_owned()),
            None => (None, path.clone()),
        };
        let name = leaf(if rest.is_empty() { &path } else { &rest }).to_owned();
        let dot = name.rfind('.');
        Ok(Some(if self.leaf {
            Value::from(name)
        } else if self.leaf_base {
            Value::from(dot.and_then(|at| name.get(..at)).unwrap_or(&name))
        } else if self.extension {
            Value::from(dot.and_then(|at| name.get(at..)).filter(|e| e.len() > 1).unwrap_or(""))
        } else if self.is_absolute {
            Value::Bool(path.starts_with('/') || path.starts_with('~') || qualifier.is_some())
        } else if self.no_qualifier {
            Value::from(rest)
        } else if self.qualifier {
            match qualifier {
                Some(qualifier) => Value::from(qualifier),
                None => {
                    pipe.error(record(
                        "System.FormatException",
                        format!(
                            "Cannot parse path because path '{given}' does not have a qualifier specified."
                        ),
                        "ParsePathFormatError",
                        ErrorCategory::InvalidArgument,
                        Value::str(given),
                    ))?;
                    return Ok(None);
                }
            }
        } else {
            if path == "/" {
                return pipe.fatal(record(
                    PS_ARGUMENT,
                    "Cannot process argument because the value of argument \"path\" is not valid. Change the value of the \
                     \"path\" argument and run the operation again.",
                    "Argument",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                ));
            }
            let folder = parent(&path);
            // A path with one name below the root has an empty parent.
            Value::from(if folder == "/" { String::new() } else { folder })
        }))
    }
}

impl Cmdlet for SplitPath {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let literal = self.path.is_empty();
        let mut paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        if self.resolve {
            let mut found = Vec::new();
            for path in &paths {
                found.extend(path::files(pipe, path, literal)?);
            }
            paths = found.iter().map(|p| p.display().to_string()).collect();
        }
        for path in paths {
            if let Some(part) = self.part(pipe, &path)? {
                pipe.write(part)?;
            }
        }
        Ok(())
    }
}
