//! Which items the parameters of item cmdlets mean.

use std::path::PathBuf;

use posh_runtime::Result;
use posh_runtime::command::Pipe;
use posh_runtime::ops::pattern::Wildcard;

use crate::support::path::{self, Place};

/// `-Filter`, `-Include`, `-Exclude`.
pub(super) struct Selection {
    filter: Option<Wildcard>,
    include: Vec<Wildcard>,
    exclude: Vec<Wildcard>,
}

impl Selection {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// Where one is not valid.
    pub(super) fn new(filter: Option<&str>, include: &[String], exclude: &[String]) -> Result<Self> {
        let list = |patterns: &[String]| -> Result<Vec<Wildcard>> {
            patterns.iter().map(|p| Wildcard::new(p, true)).collect()
        };
        let filter = filter.filter(|f| !f.is_empty()).map(|f| Wildcard::new(f, true)).transpose()?;
        Ok(Self { filter, include: list(include)?, exclude: list(exclude)? })
    }

    /// Whether a name is meant.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|f| f.matches(name))
            && (self.include.is_empty() || self.include.iter().any(|w| w.matches(name)))
            && !self.exclude.iter().any(|w| w.matches(name))
    }

    /// Whether a folder is meant that is worked on with all that is in it: `-Filter` is for what is in it.
    pub(super) fn takes_folder(&self, path: &std::path::Path) -> bool {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        (self.include.is_empty() || self.include.iter().any(|w| w.matches(&name)))
            && !self.exclude.iter().any(|w| w.matches(&name))
    }

    /// Whether a path's last name is meant.
    pub(super) fn takes_path(&self, path: &std::path::Path) -> bool {
        self.takes(&path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default())
    }
}

/// Where paths lead: files that are there, and items of other drives. Errors are written.
///
/// # Errors
/// Where the error action is Stop.
pub(super) fn places(pipe: &mut Pipe<'_>, patterns: &[String], literal: &[String]) -> Result<Vec<Place>> {
    let mut out = Vec::new();
    let all = patterns.iter().map(|p| (p, false)).chain(literal.iter().map(|p| (p, true)));
    for (path, is_literal) in all {
        match path::place(pipe, path) {
            Err(error) => pipe.error(error)?,
            Ok(Place::File(_)) => {
                let files: Vec<PathBuf> = path::files(pipe, path, is_literal)?;
                out.extend(files.into_iter().map(Place::File));
            }
            Ok(place) => out.push(place),
        }
    }
    Ok(out)
}
