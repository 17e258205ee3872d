//! Commands by name.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Runspace;
use crate::command::{Alias, CmdletDef, CommandKind, ScriptFile};
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::names::Name;
use crate::scope::Scope;
use crate::value::{Object, Value};

impl Runspace {
    /// Adds cmdlets.
    pub fn register(&mut self, cmdlets: &[&'static CmdletDef]) {
        for def in cmdlets {
            self.cmdlets.insert(def.full_name().to_lowercase(), def);
        }
    }

    /// Adds a built-in alias.
    pub fn register_alias(&mut self, name: &str, definition: &str) {
        self.global.set_alias(Rc::new(Alias {
            name: name.into(),
            definition: definition.into(),
            options: std::cell::RefCell::default(),
            description: "".into(),
        }));
    }

    /// Says in which scope the code of a module runs, so that `& $module { }` runs there.
    pub fn set_module_scope(&mut self, module: &Value, scope: Rc<Scope>) {
        if let Value::Object(object) = module.base() {
            self.module_scopes.push((Rc::downgrade(object), scope));
            self.module_scopes.retain(|(module, _)| module.strong_count() > 0);
        }
    }

    /// The scope of a module's code.
    pub(crate) fn module_scope(&self, module: &Rc<Object>) -> Option<Rc<Scope>> {
        let same = |known: &std::rc::Weak<Object>| std::ptr::eq(known.as_ptr(), Rc::as_ptr(module));
        self.module_scopes.iter().find(|(known, _)| same(known)).map(|(_, scope)| scope.clone())
    }

    /// All cmdlets, sorted by name.
    pub fn cmdlets(&self) -> Vec<&'static CmdletDef> {
        let mut all: Vec<_> = self.cmdlets.values().copied().collect();
        all.sort_by_key(|d| d.full_name());
        all
    }

    /// A cmdlet by its name.
    pub fn cmdlet(&self, name: &str) -> Option<&'static CmdletDef> {
        self.cmdlets.get(&name.to_lowercase()).copied()
    }

    /// The command that a name means: alias, function, cmdlet, script or program, in that order.
    ///
    /// # Errors
    /// `CommandNotFoundException`.
    pub fn find_command(&mut self, name: &str) -> Result<CommandKind> {
        if let Some(found) = self.look_up(name, &[])? {
            return Ok(found);
        }
        Err(not_found(name))
    }

    /// The command that a name means, if any.
    ///
    /// # Errors
    /// Where an alias leads nowhere.
    pub fn try_command(&mut self, name: &str) -> Result<Option<CommandKind>> {
        self.look_up(name, &[])
    }

    fn look_up(&mut self, name: &str, through: &[&str]) -> Result<Option<CommandKind>> {
        let key = Name::of(name);
        if let Some(alias) = self.scope.find_alias(key) {
            let definition = alias.definition.clone();
            let mut through = through.to_vec();
            through.push(name);
            if through.iter().any(|n| n.eq_ignore_ascii_case(&definition)) {
                return Err(not_found(&definition));
            }
            return match self.look_up(&definition, &through)? {
                Some(found) => Ok(Some(found)),
                None => Err(not_found(&definition)),
            };
        }
        if let Some(function) = self.scope.find_function(key) {
            return Ok(Some(CommandKind::Function(function)));
        }
        if let Some(def) = self.cmdlets.get(&*name.to_lowercase()) {
            return Ok(Some(CommandKind::Cmdlet(def)));
        }
        // `Module\Name`
        if let Some((module, short)) = name.split_once('\\') {
            if let Some(def) = self.cmdlets.get(&*short.to_lowercase())
                && def.module.eq_ignore_ascii_case(module)
            {
                return Ok(Some(CommandKind::Cmdlet(def)));
            }
            if let Some(function) = self.scope.find_function(Name::of(short))
                && function.module.as_deref().is_some_and(|m| m.eq_ignore_ascii_case(module))
            {
                return Ok(Some(CommandKind::Function(function)));
            }
            if !module.is_empty() && !module.contains(['/', '.', ':', '~']) && !self.is_module(module) {
                return Err(no_module(name, module));
            }
        }
        if let Some(path) = self.script_path(name) {
            return Ok(Some(CommandKind::Script(Rc::new(ScriptFile { path, name: name.into() }))));
        }
        if let Some(path) = self.program_path(name) {
            return Ok(Some(CommandKind::Application(Rc::new(path))));
        }
        // `Noun` alone means `Get-Noun`.
        if !name.contains('-') && through.is_empty() && !name.is_empty() {
            let get = format!("Get-{name}");
            if let Some(def) = self.cmdlets.get(&get.to_lowercase()) {
                return Ok(Some(CommandKind::Cmdlet(def)));
            }
        }
        Ok(None)
    }

    /// Whether a module of that name has commands in the session.
    fn is_module(&self, module: &str) -> bool {
        self.cmdlets.values().any(|d| d.module.eq_ignore_ascii_case(module))
            || self.scope.has_functions_of(module)
    }

    fn script_path(&self, name: &str) -> Option<PathBuf> {
        if !name.to_lowercase().ends_with(".ps1") && !name.contains('/') {
            return None;
        }
        let path = self.absolute(name);
        let with_extension = PathBuf::from(format!("{}.ps1", path.display()));
        let is_script =
            |p: &Path| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("ps1")) && p.is_file();
        if name.contains('/') {
            return [path, with_extension].into_iter().find(|p| is_script(p));
        }
        let paths = crate::net::environment::get("PATH")?;
        std::env::split_paths(&paths).map(|dir| dir.join(name)).find(|p| is_script(p))
    }

    fn program_path(&self, name: &str) -> Option<PathBuf> {
        if name.is_empty() {
            return None;
        }
        if name.contains('/') {
            let path = self.absolute(name);
            // A file that may not be run is found, and fails to start.
            return path.is_file().then_some(path);
        }
        let paths = crate::net::environment::get("PATH")?;
        std::env::split_paths(&paths).map(|dir| dir.join(name)).find(|p| is_program(p))
    }

    /// A path of the file system as the current location makes it absolute. `~` is the home folder.
    pub fn absolute(&self, path: &str) -> PathBuf {
        let path = path.strip_prefix("FileSystem::").unwrap_or(path);
        let path = path.strip_prefix("Microsoft.PowerShell.Core\\FileSystem::").unwrap_or(path);
        let expanded = match path.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                let home = std::env::var("HOME").unwrap_or_default();
                PathBuf::from(format!("{home}{rest}"))
            }
            _ => PathBuf::from(path.replace('\\', "/")),
        };
        normal(&self.location.join(expanded))
    }
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// `The module 'x' could not be loaded ...`
fn no_module(name: &str, module: &str) -> Box<Raised> {
    not_found_as(
        name,
        "CouldNotAutoLoadModule",
        format!(
            "The module '{module}' could not be loaded. For more information, run 'Import-Module {module}'."
        ),
    )
}

/// `The term 'x' is not recognized ...`
pub(crate) fn not_found(name: &str) -> Box<Raised> {
    let message = format!(
        "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\n\
         Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
    );
    not_found_as(name, "CommandNotFoundException", message)
}

fn not_found_as(name: &str, id: &str, message: String) -> Box<Raised> {
    let exception = Exception::new("System.Management.Automation.CommandNotFoundException", message);
    if let Some(data) = exception.native::<Exception>() {
        data.set("CommandName", Value::str(name));
    }
    ErrorRecord::new(exception, id, ErrorCategory::ObjectNotFound, Value::str(name)).raise()
}
