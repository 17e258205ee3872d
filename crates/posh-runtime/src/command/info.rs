//! Commands by kind.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::CmdletDef;
use crate::code::BlockTemplate;
use crate::scope::Scope;
use crate::value::Native;

/// A function or filter.
pub struct Function {
    /// Name.
    pub name: Rc<str>,
    /// Whether `filter`.
    pub is_filter: bool,
    /// Body.
    pub template: Rc<BlockTemplate>,
    /// The module's scope that it runs in; `None` runs in the caller's.
    pub home: Option<Rc<Scope>>,
    /// Name of the module that exports it.
    pub module: Option<Rc<str>>,
    /// `Description` and `Options`.
    pub options: RefCell<Vec<Rc<str>>>,
}

/// An alias.
pub struct Alias {
    /// Name.
    pub name: Rc<str>,
    /// What it stands for.
    pub definition: Rc<str>,
    /// Options such as `ReadOnly`.
    pub options: RefCell<Vec<Rc<str>>>,
    /// Description.
    pub description: Rc<str>,
}

/// A `.ps1` file.
pub struct ScriptFile {
    /// Path.
    pub path: PathBuf,
    /// Name as called.
    pub name: Rc<str>,
}

/// What a command is.
#[derive(Clone)]
pub enum CommandKind {
    /// A function or filter.
    Function(Rc<Function>),
    /// A cmdlet.
    Cmdlet(&'static CmdletDef),
    /// An alias whose definition is no command.
    Alias(Rc<Alias>),
    /// A script.
    Script(Rc<ScriptFile>),
    /// A native program.
    Application(Rc<PathBuf>),
    /// A script block value.
    Block(Rc<crate::value::ScriptBlock>),
}

/// A command as scripts see it (`CommandInfo`).
pub struct CommandInfo {
    /// What it is.
    pub kind: CommandKind,
}

impl Native for CommandInfo {}

impl CommandKind {
    /// The command's name.
    pub fn name(&self) -> Rc<str> {
        match self {
            Self::Function(f) => f.name.clone(),
            Self::Cmdlet(c) => c.full_name().into(),
            Self::Alias(a) => a.name.clone(),
            Self::Script(s) => {
                s.path.file_name().map_or_else(|| s.name.clone(), |n| n.to_string_lossy().into())
            }
            Self::Application(p) => {
                p.file_name().map(|n| n.to_string_lossy().into()).unwrap_or_else(|| "".into())
            }
            Self::Block(_) => "".into(),
        }
    }
}
