//! Where the session is: a folder, a drive of `New-PSDrive`, or a drive that is no file system; and the stacks of
//! Push-Location.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use posh_runtime::net::{self, Drive};
use posh_runtime::{Runspace, Value};

/// A drive that a script made in the file system.
#[derive(Clone)]
pub(crate) struct FileDrive {
    pub(crate) name: String,
    pub(crate) root: PathBuf,
    pub(crate) description: String,
}

/// A location.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Spot {
    /// A folder of the root drive.
    Folder(PathBuf),
    /// A folder of a drive that a script made.
    OnDrive(String, PathBuf),
    /// A drive without folders.
    Items(&'static str),
}

/// The session's drives and locations.
#[derive(Default)]
pub(crate) struct Locations {
    drives: RefCell<Vec<FileDrive>>,
    /// The location, where it is no folder of the root drive.
    elsewhere: RefCell<Option<Spot>>,
    stacks: RefCell<HashMap<String, Vec<Spot>>>,
    default_stack: RefCell<String>,
    /// Where `Set-Location -` and `+` go.
    back: RefCell<Vec<Spot>>,
    forward: RefCell<Vec<Spot>>,
}

/// The drives that are no file systems, with their providers.
pub(crate) const ITEM_DRIVES: &[(&str, &str, &str)] = &[
    ("Alias", "Alias", "Drive that contains a view of the aliases stored in a session state"),
    ("Env", "Environment", "Drive that contains a view of the environment variables for the process"),
    ("Function", "Function", "Drive that contains a view of the functions stored in a session state"),
    ("Variable", "Variable", "Drive that contains a view of those variables stored in a session state"),
];

/// Most locations that are kept for `Set-Location -`.
const HISTORY: usize = 20;

impl Locations {
    /// The session's.
    pub(crate) fn of(rs: &mut Runspace) -> Rc<Self> {
        if let Some(known) = rs.extension::<Self>() {
            return known;
        }
        let made = Rc::new(Self::default());
        rs.set_extension(made.clone());
        made
    }

    /// The drives that scripts made.
    pub(crate) fn drives(&self) -> Vec<FileDrive> {
        self.drives.borrow().clone()
    }

    /// Adds a drive.
    pub(crate) fn add(&self, drive: FileDrive) {
        self.drives.borrow_mut().push(drive);
    }

    /// Takes a drive away; false where there was none.
    pub(crate) fn remove(&self, name: &str) -> bool {
        let mut drives = self.drives.borrow_mut();
        let before = drives.len();
        drives.retain(|d| !d.name.eq_ignore_ascii_case(name));
        drives.len() != before
    }

    /// A drive that a script made, by its name.
    pub(crate) fn find(&self, name: &str) -> Option<FileDrive> {
        self.drives.borrow().iter().find(|d| d.name.eq_ignore_ascii_case(name)).cloned()
    }

    /// Where the session is.
    pub(crate) fn here(&self, rs: &Runspace) -> Spot {
        self.elsewhere.borrow().clone().unwrap_or_else(|| Spot::Folder(rs.location.clone()))
    }

    /// The drive without folders in which the session is.
    pub(crate) fn item_drive(&self) -> Option<&'static str> {
        match &*self.elsewhere.borrow() {
            Some(Spot::Items(drive)) => Some(drive),
            _ => None,
        }
    }

    /// Goes somewhere.
    pub(crate) fn enter(&self, rs: &mut Runspace, spot: Spot) {
        if let Spot::Folder(folder) | Spot::OnDrive(_, folder) = &spot {
            rs.location.clone_from(folder);
        }
        let info = self.info(&spot);
        *self.elsewhere.borrow_mut() = if matches!(spot, Spot::Folder(_)) { None } else { Some(spot) };
        rs.set_location_variable(info);
    }

    /// Goes somewhere, so that `Set-Location -` comes back.
    pub(crate) fn go(&self, rs: &mut Runspace, spot: Spot) {
        let here = self.here(rs);
        let mut back = self.back.borrow_mut();
        back.push(here);
        if back.len() > HISTORY {
            back.remove(0);
        }
        drop(back);
        self.forward.borrow_mut().clear();
        self.enter(rs, spot);
    }

    /// `Set-Location -` and `+`; false where there is nowhere to go.
    pub(crate) fn step(&self, rs: &mut Runspace, forward: bool) -> bool {
        let (from, to) = if forward { (&self.forward, &self.back) } else { (&self.back, &self.forward) };
        let Some(spot) = from.borrow_mut().pop() else { return false };
        to.borrow_mut().push(self.here(rs));
        self.enter(rs, spot);
        true
    }

    fn stack_name(&self, name: Option<&str>) -> String {
        match name {
            Some(name) if !name.is_empty() => name.to_lowercase(),
            _ => self.default_stack.borrow().clone(),
        }
    }

    /// Puts a location on a stack.
    pub(crate) fn push(&self, name: Option<&str>, spot: Spot) {
        self.stacks.borrow_mut().entry(self.stack_name(name)).or_default().push(spot);
    }

    /// Takes a location from a stack; `None` where the stack is not there, `Some(None)` where it is empty.
    #[expect(clippy::option_option, reason = "a stack that is not there is an error, an empty one is not")]
    pub(crate) fn pop(&self, name: Option<&str>) -> Option<Option<Spot>> {
        let key = self.stack_name(name);
        match self.stacks.borrow_mut().get_mut(&key) {
            Some(stack) => Some(stack.pop()),
            None if key.is_empty() => Some(None),
            None => None,
        }
    }

    /// A stack, the newest location first; `None` where there is none.
    pub(crate) fn stack(&self, name: Option<&str>) -> Option<Vec<Spot>> {
        let key = self.stack_name(name);
        let found = self.stacks.borrow().get(&key).map(|s| s.iter().rev().cloned().collect());
        if key.is_empty() { Some(found.unwrap_or_default()) } else { found }
    }

    /// Makes a stack the one that is meant without a name; false where it is not there.
    pub(crate) fn choose_stack(&self, name: &str) -> bool {
        let key = name.to_lowercase();
        let known = key.is_empty() || key == "default" || self.stacks.borrow().contains_key(&key);
        if known {
            *self.default_stack.borrow_mut() = if key == "default" { String::new() } else { key };
        }
        known
    }

    /// How a folder reads on a drive that a script made.
    fn on_drive(&self, name: &str, folder: &Path) -> (FileDrive, String) {
        let drive = self.find(name).unwrap_or_else(|| FileDrive {
            name: name.to_owned(),
            root: PathBuf::from("/"),
            description: String::new(),
        });
        let rest = folder.strip_prefix(&drive.root).map(|p| p.display().to_string()).unwrap_or_default();
        (drive, rest)
    }

    /// `PathInfo` of a location.
    pub(crate) fn info(&self, spot: &Spot) -> Value {
        match spot {
            Spot::Folder(folder) => net::path_info(&folder.display().to_string()),
            Spot::OnDrive(name, folder) => {
                let (drive, rest) = self.on_drive(name, folder);
                let shown = format!("{}:/{rest}", drive.name);
                let info = Drive {
                    name: drive.name.as_str().into(),
                    provider: "FileSystem",
                    root: drive.root.display().to_string().as_str().into(),
                    current: rest.as_str().into(),
                    description: drive.description.as_str().into(),
                };
                net::path_info_on(&shown, &folder.display().to_string(), info)
            }
            Spot::Items(name) => net::path_info_on(&format!("{name}:/"), "", item_drive(name)),
        }
    }

    /// The location in a drive, as `PSDriveInfo.CurrentLocation` gives it.
    pub(crate) fn current_in(&self, rs: &Runspace, drive: &FileDrive) -> String {
        match self.here(rs) {
            Spot::OnDrive(name, folder) if name.eq_ignore_ascii_case(&drive.name) => {
                self.on_drive(&name, &folder).1
            }
            _ => String::new(),
        }
    }
}

/// A drive without folders.
pub(crate) fn item_drive(name: &str) -> Drive {
    let known = ITEM_DRIVES.iter().find(|(n, ..)| n.eq_ignore_ascii_case(name));
    let (name, provider, description) = known.copied().unwrap_or(("Variable", "Variable", ""));
    Drive {
        name: name.into(),
        provider,
        root: "".into(),
        current: "".into(),
        description: description.into(),
    }
}
