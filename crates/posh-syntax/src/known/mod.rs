//! Which types there are: what the parser must know of them to find errors in classes.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Answers questions about the types that a script can name.
pub trait KnownTypes {
    /// Full name of the type, where there is one of that name; `type_arguments` is how many it is given.
    fn resolve(&self, name: &str, type_arguments: usize) -> Option<String>;
    /// Whether the type of full name `name` is `base` or derives from it.
    fn derives(&self, name: &str, base: &str) -> bool;
    /// Whether an assembly of that name or path can be loaded.
    fn assembly(&self, name: &str) -> bool;
    /// Whether a module of that name can be found.
    fn module(&self, name: &str) -> bool;
}

/// The types of PowerShell itself and those of .NET that scripts use.
#[derive(Clone, Copy, Default, Debug)]
pub struct StandardTypes;

struct Tables {
    /// Lower-case name to full name.
    names: HashMap<String, &'static str>,
    /// Lower-case full name to that of the base.
    bases: HashMap<String, &'static str>,
    accelerators: HashMap<String, &'static str>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables =
            Tables { names: HashMap::new(), bases: HashMap::new(), accelerators: HashMap::new() };
        for line in include_str!("types.txt").lines() {
            let (name, base) = line.split_once(' ').unwrap_or((line, ""));
            tables.names.insert(name.to_ascii_lowercase(), name);
            tables.bases.insert(name.to_ascii_lowercase(), base);
        }
        for line in include_str!("accelerators.txt").lines() {
            if let Some((name, full)) = line.split_once(' ') {
                tables.accelerators.insert(name.to_ascii_lowercase(), full);
            }
        }
        tables
    })
}

impl KnownTypes for StandardTypes {
    fn resolve(&self, name: &str, type_arguments: usize) -> Option<String> {
        let tables = tables();
        let lower = name.to_ascii_lowercase();
        if let Some(full) = tables.accelerators.get(&lower) {
            return Some((*full).to_owned());
        }
        let arity = format!("`{type_arguments}");
        for prefix in ["", "system."] {
            let key = format!("{prefix}{lower}");
            if type_arguments > 0
                && let Some(full) = tables.names.get(&format!("{key}{arity}"))
            {
                return Some((*full).to_owned());
            }
            if let Some(full) = tables.names.get(&key) {
                return Some((*full).to_owned());
            }
        }
        // The table holds not all of .NET: a name in its namespaces is taken to be a type, unless it lacks arguments.
        let generic_only = (1..4).any(|n| tables.names.contains_key(&format!("{lower}`{n}")))
            || matches!(
                lower.as_str(),
                "system.collections.generic.list" | "system.collections.generic.dictionary"
            );
        let in_framework =
            (lower.starts_with("system.") || lower.starts_with("microsoft.")) && !lower.ends_with('.');
        (in_framework && (type_arguments > 0 || !generic_only)).then(|| name.to_owned())
    }

    fn derives(&self, name: &str, base: &str) -> bool {
        let bases = &tables().bases;
        let mut current = name.to_ascii_lowercase();
        for _ in 0..32 {
            if current.eq_ignore_ascii_case(base) {
                return true;
            }
            match bases.get(&current) {
                Some(next) if !next.is_empty() => current = next.to_ascii_lowercase(),
                _ => return false,
            }
        }
        false
    }

    fn assembly(&self, _name: &str) -> bool {
        // PowerShell looks for a file of that name, which this crate cannot do.
        false
    }

    fn module(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        lower.starts_with("microsoft.powershell.")
            || matches!(lower.as_str(), "psreadline" | "threadjob" | "packagemanagement" | "powershellget")
    }
}
