//! `FileInfo` and `DirectoryInfo`.

mod change;
mod item;
mod list;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::SystemTime;

use self::item::{Held, Item};

use posh_runtime::convert::enum_value;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::{Call, TypeDef, TypeRef};
use posh_runtime::value::{
    DateTime, DateTimeKind, EnumValue, InstanceMember, MemberValue, Object, PsStr, TICKS_PER_SECOND,
};
use posh_runtime::{Result, Value};

const FILE: &str = "System.IO.FileInfo";
const DIRECTORY: &str = "System.IO.DirectoryInfo";

/// The object of a file or folder as .NET makes it.
fn bare(item: Item) -> Rc<Object> {
    let ty = TypeRef::named(if item.is_dir { DIRECTORY } else { FILE });
    Object::native_of(ty, Held(RefCell::new(item)))
}

/// The object of a file or folder, with the members that the provider adds.
pub(super) fn object(path: &Path) -> Value {
    let item = Item::of(path);
    let (is_dir, name) = (item.is_dir, item.name());
    let object = bare(item);
    let provider = "Microsoft.PowerShell.Core\\FileSystem";
    let parent = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
    let notes = [
        ("PSPath", Value::from(format!("{provider}::{}", path.display()))),
        ("PSParentPath", Value::from(format!("{provider}::{parent}"))),
        ("PSChildName", Value::from(name)),
        ("PSDrive", posh_runtime::net::drive_info(root_drive(path))),
        ("PSProvider", posh_runtime::net::provider_info("FileSystem")),
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

fn root_drive(path: &Path) -> posh_runtime::net::Drive {
    let current = path.display().to_string();
    posh_runtime::net::Drive {
        name: "/".into(),
        provider: "FileSystem",
        root: "/".into(),
        current: current.trim_start_matches('/').into(),
        description: "".into(),
    }
}

fn item(call: &Call<'_>) -> Option<Item> {
    call.this.native::<Held>().map(Held::item)
}

fn text_of(call: &Call<'_>, read: impl FnOnce(&Item) -> String) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| Value::from(read(&i))))
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
    Ok(item(call).map_or(Value::Null, |i| local(call.rs, read(&i))))
}

fn utc_time(call: &Call<'_>, read: fn(&Item) -> SystemTime) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| utc(read(&i))))
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
    Ok(folder.map_or(Value::Null, |p| Value::Object(bare(Item::of(&p)))))
}

fn root(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Object(bare(Item::of(Path::new("/")))))
}

fn show(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<Held>().map(Held::item).map(|i| i.path.display().to_string()).unwrap_or_default())
}

/// The length; that of a file that is not there is an error.
fn length(call: &mut Call<'_>) -> Result<Value> {
    match item(call) {
        Some(i) if !i.path.exists() => Err(posh_runtime::Raised::net(
            "System.IO.FileNotFoundException",
            format!("Could not find file '{}'.", i.path.display()),
        )),
        Some(i) => Ok(Value::Long(i.length)),
        None => Ok(Value::Null),
    }
}

/// `UnixMode` and what the type table computes of it.
fn unix_mode(i: &Item) -> String {
    i.owner.unix_mode(if i.is_link {
        'l'
    } else if i.is_dir {
        'd'
    } else {
        '-'
    })
}

fn name_string(i: &Item) -> String {
    match (i.is_link, std::fs::read_link(&i.path)) {
        (true, Ok(target)) => format!("{} -> {}", i.name(), target.display()),
        _ => i.name(),
    }
}

fn size(call: &mut Call<'_>) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| {
        let of_folder =
            || std::fs::metadata(&i.path).map_or(0, |m| i64::try_from(m.len()).unwrap_or(i64::MAX));
        Value::Long(if i.is_dir { of_folder() } else { i.length })
    }))
}

fn length_string(call: &mut Call<'_>) -> Result<Value> {
    Ok(item(call)
        .map_or(Value::Null, |i| Value::from(if i.is_dir { String::new() } else { i.length.to_string() })))
}

fn time_string(call: &mut Call<'_>) -> Result<Value> {
    let Value::DateTime(date) = time(call, |i| i.modified)? else { return Ok(Value::Null) };
    let day = posh_runtime::format::format_date(call.rs, date, "d")?;
    let clock = posh_runtime::format::format_date(call.rs, date, "t")?;
    Ok(Value::from(format!("{day:>10}  {clock:>8}")))
}

fn resolved_target(call: &mut Call<'_>) -> Result<Value> {
    Ok(item(call).map_or(Value::Null, |i| {
        let real = std::fs::canonicalize(&i.path).unwrap_or_else(|_| i.path.clone());
        Value::from(if i.is_link { real } else { i.path }.display().to_string())
    }))
}

fn refresh(call: &mut Call<'_>) -> Result<Value> {
    if let Some(held) = call.this.native::<Held>() {
        held.refresh();
    }
    Ok(Value::Void)
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    show(call.rs, call.this).map(Value::from)
}

fn new_item(call: &mut Call<'_>) -> Result<Value> {
    let path = call.rs.absolute(call.text(0).lossy());
    let ty = call.ty.clone();
    let mut made = Item::of(&path);
    made.is_dir = ty.full_name() == DIRECTORY;
    Ok(Value::Object(Object::native_of(ty, Held(RefCell::new(made)))))
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
            (
                "datetime CreationTime {get;set;}",
                |c: &mut Call<'_>| time(c, |i| i.created),
                Some(change::set_modified),
            ),
            (
                "datetime CreationTimeUtc {get;set;}",
                |c: &mut Call<'_>| utc_time(c, |i| i.created),
                Some(change::set_modified),
            ),
            (
                "datetime LastAccessTime {get;set;}",
                |c: &mut Call<'_>| time(c, |i| i.accessed),
                Some(change::set_accessed),
            ),
            (
                "datetime LastAccessTimeUtc {get;set;}",
                |c: &mut Call<'_>| utc_time(c, |i| i.accessed),
                Some(change::set_accessed),
            ),
            (
                "datetime LastWriteTime {get;set;}",
                |c: &mut Call<'_>| time(c, |i| i.modified),
                Some(change::set_modified),
            ),
            (
                "datetime LastWriteTimeUtc {get;set;}",
                |c: &mut Call<'_>| utc_time(c, |i| i.modified),
                Some(change::set_modified),
            ),
            ("System.IO.FileAttributes Attributes {get;set;}", attributes, Some(change::set_attributes)),
            ("string ModeWithoutHardLink {get;}", |c: &mut Call<'_>| text_of(c, Item::mode), None),
            ("string Target {get;}", target, None),
            ("string ResolvedTarget {get;}", resolved_target, None),
            ("string NameString {get;}", |c: &mut Call<'_>| text_of(c, name_string), None),
            ("string LengthString {get;}", length_string, None),
            ("string LastWriteTimeString {get;}", time_string, None),
            ("string UnixMode {get;}", |c: &mut Call<'_>| text_of(c, unix_mode), None),
            ("string User {get;}", |c: &mut Call<'_>| text_of(c, |i| i.owner.user()), None),
            ("string Group {get;}", |c: &mut Call<'_>| text_of(c, |i| i.owner.group()), None),
            ("long Size {get;}", size, None),
        ]
    };
}

const INFO: &[posh_runtime::types::PropertyDef] = &shared!();

/// `System.IO.FileSystemInfo`, whose members both have.
pub(crate) static FILE_SYSTEM_INFO: TypeDef = TypeDef {
    base: Some("System.MarshalByRefObject"),
    properties: INFO,
    methods: &[
        ("void Delete()", change::delete),
        ("void Refresh()", refresh),
        ("string ToString()", to_string),
    ],
    ..TypeDef::new("System.IO.FileSystemInfo")
};

/// `System.IO.FileInfo`
pub(crate) static FILE_INFO: TypeDef = TypeDef {
    base: Some("System.IO.FileSystemInfo"),
    constructors: &[("(string fileName)", new_item)],
    properties: &[
        ("long Length {get;}", |c| length(c), None),
        ("System.IO.DirectoryInfo Directory {get;}", parent, None),
        (
            "string DirectoryName {get;}",
            |c| text_of(c, |i| i.path.parent().map(|p| p.display().to_string()).unwrap_or_default()),
            None,
        ),
        (
            "bool IsReadOnly {get;set;}",
            |c| Ok(item(c).map_or(Value::Null, |i| Value::Bool(i.read_only))),
            Some(change::set_read_only),
        ),
    ],
    methods: &[
        ("System.IO.FileInfo CopyTo(string destFileName)", change::copy_to),
        ("System.IO.FileInfo CopyTo(string destFileName, bool overwrite)", change::copy_to),
        ("void MoveTo(string destFileName)", change::move_to),
        ("void MoveTo(string destFileName, bool overwrite)", change::move_to),
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
    methods: list::METHODS,
    text: Some(show),
    ..TypeDef::new(DIRECTORY)
};
