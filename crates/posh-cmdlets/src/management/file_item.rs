//! `FileInfo` and `DirectoryInfo`.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use posh_runtime::convert::enum_value;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::{Call, TypeDef, TypeRef};
use posh_runtime::value::{
    DateTime, DateTimeKind, EnumValue, InstanceMember, MemberValue, Native, Object, PsStr, TICKS_PER_SECOND,
};
use posh_runtime::{Result, Value};

const FILE: &str = "System.IO.FileInfo";
const DIRECTORY: &str = "System.IO.DirectoryInfo";

/// A file or folder as it was when it was asked for.
struct Item {
    path: PathBuf,
    is_dir: bool,
    is_link: bool,
    read_only: bool,
    length: i64,
    modified: SystemTime,
    created: SystemTime,
    accessed: SystemTime,
}

impl Native for Item {}

impl Item {
    fn of(path: &Path) -> Self {
        let own = std::fs::symlink_metadata(path).ok();
        let target = std::fs::metadata(path).ok().or_else(|| own.clone());
        let modified = target.as_ref().and_then(|m| m.modified().ok()).unwrap_or(SystemTime::UNIX_EPOCH);
        Self {
            path: path.to_owned(),
            is_dir: target.as_ref().is_some_and(std::fs::Metadata::is_dir),
            is_link: own.as_ref().is_some_and(std::fs::Metadata::is_symlink),
            read_only: target.as_ref().is_some_and(|m| m.permissions().readonly()),
            length: target.as_ref().map_or(0, |m| i64::try_from(m.len()).unwrap_or(i64::MAX)),
            modified,
            created: target.as_ref().and_then(|m| m.created().ok()).unwrap_or(modified),
            accessed: target.as_ref().and_then(|m| m.accessed().ok()).unwrap_or(modified),
        }
    }

    fn name(&self) -> String {
        self.path.file_name().map_or_else(|| "/".to_owned(), |n| n.to_string_lossy().into_owned())
    }

    fn is_hidden(&self) -> bool {
        self.name().starts_with('.')
    }

    fn mode(&self) -> String {
        let flag = |on: bool, c: char| if on { c } else { '-' };
        let first = if self.is_link { 'l' } else { flag(self.is_dir, 'd') };
        let archive = flag(!self.is_dir && !self.is_link, 'a');
        [first, archive, flag(self.read_only, 'r'), flag(self.is_hidden(), 'h'), '-'].iter().collect()
    }
}

/// The object of a file or folder, with the members that the provider adds.
pub(super) fn object(path: &Path) -> Value {
    let item = Item::of(path);
    let ty = TypeRef::named(if item.is_dir { DIRECTORY } else { FILE });
    let (is_dir, name) = (item.is_dir, item.name());
    let object = Object::native_of(ty, item);
    let provider = "Microsoft.PowerShell.Core\\FileSystem";
    let parent = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
    let notes = [
        ("PSPath", Value::from(format!("{provider}::{}", path.display()))),
        ("PSParentPath", Value::from(format!("{provider}::{parent}"))),
        ("PSChildName", Value::from(name)),
        ("PSDrive", Value::str("/")),
        ("PSProvider", Value::str(provider)),
        ("PSIsContainer", Value::Bool(is_dir)),
    ];
    for (name, value) in notes {
        object.members().set(InstanceMember {
            name: name.into(),
            value: MemberValue::Note(value),
            hidden: false,
        });
    }
    Value::Object(object)
}

fn item<'a>(call: &'a Call<'_>) -> Option<&'a Item> {
    call.this.native::<Item>()
}

fn text_of(call: &Call<'_>, read: impl FnOnce(&Item) -> String) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| Value::from(read(i))))
}

fn local(rs: &Runspace, time: SystemTime) -> Value {
    let utc = DateTime::from_system(time);
    let offset = rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    Value::DateTime(utc.add_ticks(offset).unwrap_or(utc).with_kind(DateTimeKind::Local))
}

fn utc(time: SystemTime) -> Value {
    Value::DateTime(DateTime::from_system(time).with_kind(DateTimeKind::Utc))
}

fn time(call: &Call<'_>, read: fn(&Item) -> SystemTime) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| local(call.rs, read(i))))
}

fn utc_time(call: &Call<'_>, read: fn(&Item) -> SystemTime) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| utc(read(i))))
}

fn attributes(call: &mut Call<'_>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Null) };
    let mut raw = 0;
    for (on, bit) in [(i.read_only, 1), (i.is_hidden(), 2), (i.is_dir, 16), (i.is_link, 1024)] {
        if on {
            raw |= bit;
        }
    }
    if raw == 0 {
        return Ok(enum_value("System.IO.FileAttributes", "Normal"));
    }
    Ok(Value::Enum(Rc::new(EnumValue::new(TypeRef::named("System.IO.FileAttributes"), raw))))
}

fn extension(i: &Item) -> String {
    let name = i.name();
    name.rfind('.').and_then(|at| name.get(at..)).filter(|e| e.len() > 1).unwrap_or("").to_owned()
}

fn base_name(i: &Item) -> String {
    let name = i.name();
    if i.is_dir {
        return name;
    }
    match name.rfind('.') {
        Some(at) => name.get(..at).unwrap_or(&name).to_owned(),
        None => name,
    }
}

fn parent(call: &mut Call<'_>) -> Result<Value> {
    let folder = item(call).and_then(|i| i.path.parent().map(Path::to_owned));
    Ok(folder.map_or(Value::Null, |p| object(&p)))
}

fn root(_: &mut Call<'_>) -> Result<Value> {
    Ok(object(Path::new("/")))
}

fn show(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<Item>().map(|i| i.path.display().to_string()).unwrap_or_default())
}

fn delete(call: &mut Call<'_>) -> Result<Value> {
    if let Some(i) = item(call) {
        let path = i.path.clone();
        if call.rs.host.clone().may_write(&path).is_ok() {
            let done = if i.is_dir { std::fs::remove_dir(&path) } else { std::fs::remove_file(&path) };
            done.map_err(|e| posh_runtime::Raised::net("System.IO.IOException", e.to_string()))?;
        }
    }
    Ok(Value::Void)
}

fn new_item(call: &mut Call<'_>) -> Result<Value> {
    let path = call.rs.absolute(call.text(0).lossy());
    let ty = call.ty.clone();
    let mut made = Item::of(&path);
    made.is_dir = ty.full_name() == DIRECTORY;
    Ok(Value::Object(Object::native_of(ty, made)))
}

fn exists(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(item(call).is_some_and(|i| i.path.exists())))
}

fn target(call: &mut Call<'_>) -> Result<Value> {
    let link = item(call).filter(|i| i.is_link).and_then(|i| std::fs::read_link(&i.path).ok());
    Ok(link.map_or(Value::Null, |p| Value::from(p.display().to_string())))
}

fn link_type(call: &mut Call<'_>) -> Result<Value> {
    Ok(item(call).filter(|i| i.is_link).map_or(Value::Null, |_| Value::Str(PsStr::from("SymbolicLink"))))
}

macro_rules! shared {
    () => {
        [
            ("string Mode {get;}", |c: &mut Call<'_>| text_of(c, Item::mode), None),
            ("string LinkType {get;}", link_type, None),
            ("string LinkTarget {get;}", target, None),
            ("string Name {get;}", |c: &mut Call<'_>| text_of(c, Item::name), None),
            ("string FullName {get;}", |c: &mut Call<'_>| text_of(c, |i| i.path.display().to_string()), None),
            ("string Extension {get;}", |c: &mut Call<'_>| text_of(c, extension), None),
            ("string BaseName {get;}", |c: &mut Call<'_>| text_of(c, base_name), None),
            ("bool Exists {get;}", exists, None),
            ("datetime CreationTime {get;set;}", |c: &mut Call<'_>| time(c, |i| i.created), None),
            ("datetime CreationTimeUtc {get;set;}", |c: &mut Call<'_>| utc_time(c, |i| i.created), None),
            ("datetime LastAccessTime {get;set;}", |c: &mut Call<'_>| time(c, |i| i.accessed), None),
            ("datetime LastAccessTimeUtc {get;set;}", |c: &mut Call<'_>| utc_time(c, |i| i.accessed), None),
            ("datetime LastWriteTime {get;set;}", |c: &mut Call<'_>| time(c, |i| i.modified), None),
            ("datetime LastWriteTimeUtc {get;set;}", |c: &mut Call<'_>| utc_time(c, |i| i.modified), None),
            ("System.IO.FileAttributes Attributes {get;set;}", attributes, None),
        ]
    };
}

const INFO: &[posh_runtime::types::PropertyDef] = &shared!();

/// `System.IO.FileSystemInfo`, whose members both have.
pub(crate) static FILE_SYSTEM_INFO: TypeDef = TypeDef {
    base: Some("System.Object"),
    properties: INFO,
    methods: &[("void Delete()", delete)],
    ..TypeDef::new("System.IO.FileSystemInfo")
};

/// `System.IO.FileInfo`
pub(crate) static FILE_INFO: TypeDef = TypeDef {
    base: Some("System.IO.FileSystemInfo"),
    constructors: &[("(string fileName)", new_item)],
    properties: &[
        ("long Length {get;}", |c| Ok(item(c).map_or(Value::Null, |i| Value::Long(i.length))), None),
        ("System.IO.DirectoryInfo Directory {get;}", parent, None),
        (
            "string DirectoryName {get;}",
            |c| text_of(c, |i| i.path.parent().map(|p| p.display().to_string()).unwrap_or_default()),
            None,
        ),
        (
            "bool IsReadOnly {get;set;}",
            |c| Ok(item(c).map_or(Value::Null, |i| Value::Bool(i.read_only))),
            None,
        ),
    ],
    text: Some(show),
    ..TypeDef::new(FILE)
};

/// `System.IO.DirectoryInfo`
pub(crate) static DIRECTORY_INFO: TypeDef = TypeDef {
    base: Some("System.IO.FileSystemInfo"),
    constructors: &[("(string path)", new_item)],
    properties: &[
        ("System.IO.DirectoryInfo Parent {get;}", parent, None),
        ("System.IO.DirectoryInfo Root {get;}", root, None),
    ],
    text: Some(show),
    ..TypeDef::new(DIRECTORY)
};
