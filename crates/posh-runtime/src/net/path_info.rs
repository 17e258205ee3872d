//! `PathInfo`, a location or resolved path, and the drive and provider that it belongs to.

use std::rc::Rc;

use crate::convert::enum_value;
use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct PathInfo {
    path: Rc<str>,
    provider_path: Rc<str>,
    drive: Value,
    provider: &'static str,
}

impl Native for PathInfo {}

/// A drive.
pub struct Drive {
    /// Name.
    pub name: Rc<str>,
    /// Name of its provider, such as `FileSystem`.
    pub provider: &'static str,
    /// Where it begins.
    pub root: Rc<str>,
    /// The location in it, without the root.
    pub current: Rc<str>,
    /// Description.
    pub description: Rc<str>,
}

impl Native for Drive {}

struct Provider(&'static str);

impl Native for Provider {}

const NAME: &str = "System.Management.Automation.PathInfo";
const DRIVE: &str = "System.Management.Automation.PSDriveInfo";
const PROVIDER: &str = "System.Management.Automation.ProviderInfo";

/// Names of the providers.
pub const PROVIDERS: &[&str] = &["Alias", "Environment", "FileSystem", "Function", "Variable"];

/// A path of the file system, as `$PWD` and Resolve-Path give it.
pub fn path_info(path: &str) -> Value {
    let drive = Drive {
        name: "/".into(),
        provider: "FileSystem",
        root: "/".into(),
        current: path.trim_start_matches('/').into(),
        description: "".into(),
    };
    path_info_on(path, path, drive)
}

/// A path of a drive.
pub fn path_info_on(path: &str, provider_path: &str, drive: Drive) -> Value {
    let provider = drive.provider;
    let info = PathInfo {
        path: path.into(),
        provider_path: provider_path.into(),
        drive: drive_info(drive),
        provider,
    };
    Value::Object(Object::native_of(TypeRef::named(NAME), info))
}

/// A drive as an object.
pub fn drive_info(drive: Drive) -> Value {
    Value::Object(Object::native_of(TypeRef::named(DRIVE), drive))
}

/// A provider as an object.
pub fn provider_info(name: &'static str) -> Value {
    Value::Object(Object::native_of(TypeRef::named(PROVIDER), Provider(name)))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value
        .native::<PathInfo>()
        .map(|p| p.path.to_string())
        .or_else(|| value.native::<Drive>().map(|d| d.name.to_string()))
        .or_else(|| value.native::<Provider>().map(|p| format!("Microsoft.PowerShell.Core\\{}", p.0)))
}

fn of_path(call: &Call<'_>, read: impl FnOnce(&PathInfo) -> Value) -> Result<Value> {
    Ok(call.this.native::<PathInfo>().map_or(Value::Null, read))
}

fn of_drive(call: &Call<'_>, read: impl FnOnce(&Drive) -> Value) -> Result<Value> {
    Ok(call.this.native::<Drive>().map_or(Value::Null, read))
}

fn of_provider(call: &Call<'_>, read: impl FnOnce(&'static str) -> Value) -> Result<Value> {
    Ok(call.this.native::<Provider>().map_or(Value::Null, |p| read(p.0)))
}

fn home(name: &str) -> Value {
    if name == "FileSystem" { Value::str(std::env::var("HOME").unwrap_or_default()) } else { Value::str("") }
}

fn capabilities(name: &str) -> Value {
    let text = if name == "FileSystem" { "Filter, ShouldProcess, Credentials" } else { "ShouldProcess" };
    enum_value("System.Management.Automation.Provider.ProviderCapabilities", text)
}

/// The names of a provider's built-in drives.
fn drives(name: &'static str) -> Value {
    let names: &[&str] = match name {
        "Environment" => &["Env"],
        "FileSystem" => &["/", "Temp"],
        "Alias" => &["Alias"],
        "Function" => &["Function"],
        _ => &["Variable"],
    };
    let temp = std::env::temp_dir().display().to_string();
    let drive = |n: &&str| {
        drive_info(Drive {
            name: (*n).into(),
            provider: name,
            root: if *n == "Temp" {
                temp.as_str().into()
            } else if *n == "/" {
                "/".into()
            } else {
                "".into()
            },
            current: "".into(),
            description: "".into(),
        })
    };
    Value::array(names.iter().map(drive).collect())
}

fn implementing_type(name: &str) -> Value {
    Value::Type(TypeRef::named(&format!("Microsoft.PowerShell.Commands.{name}Provider")))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        properties: &[
            (
                "System.Management.Automation.PSDriveInfo Drive {get;}",
                |c| of_path(c, |p| p.drive.clone()),
                None,
            ),
            (
                "System.Management.Automation.ProviderInfo Provider {get;}",
                |c| of_path(c, |p| provider_info(p.provider)),
                None,
            ),
            ("string ProviderPath {get;}", |c| of_path(c, |p| Value::str(&*p.provider_path)), None),
            ("string Path {get;}", |c| of_path(c, |p| Value::str(&*p.path)), None),
        ],
        ..TypeDef::new(NAME)
    },
    &TypeDef {
        base: Some("System.Object"),
        properties: &[
            ("string CurrentLocation {get;set;}", |c| of_drive(c, |d| Value::str(&*d.current)), None),
            ("string Name {get;}", |c| of_drive(c, |d| Value::str(&*d.name)), None),
            (
                "System.Management.Automation.ProviderInfo Provider {get;}",
                |c| of_drive(c, |d| provider_info(d.provider)),
                None,
            ),
            ("string Root {get;}", |c| of_drive(c, |d| Value::str(&*d.root)), None),
            ("string Description {get;set;}", |c| of_drive(c, |d| Value::str(&*d.description)), None),
            ("System.Nullable[long] MaximumSize {get;}", |_| Ok(Value::Null), None),
            ("pscredential Credential {get;}", |_| Ok(Value::Null), None),
            ("string DisplayRoot {get;}", |_| Ok(Value::Null), None),
            ("bool VolumeSeparatedByColon {get;}", |c| of_drive(c, |d| Value::Bool(&*d.name != "/")), None),
        ],
        ..TypeDef::new(DRIVE)
    },
    &TypeDef {
        base: Some("System.Object"),
        properties: &[
            ("type ImplementingType {get;}", |c| of_provider(c, implementing_type), None),
            ("string HelpFile {get;}", |_| Ok(Value::str("System.Management.Automation.dll-Help.xml")), None),
            ("string Name {get;}", |c| of_provider(c, Value::str), None),
            ("System.Management.Automation.PSSnapInInfo PSSnapIn {get;}", |_| Ok(Value::Null), None),
            ("string ModuleName {get;}", |_| Ok(Value::str("Microsoft.PowerShell.Core")), None),
            ("psmoduleinfo Module {get;}", |_| Ok(Value::Null), None),
            ("string Description {get;set;}", |_| Ok(Value::Null), None),
            (
                "System.Management.Automation.Provider.ProviderCapabilities Capabilities {get;}",
                |c| of_provider(c, capabilities),
                None,
            ),
            ("string Home {get;set;}", |c| of_provider(c, home), None),
            ("System.Object Drives {get;}", |c| of_provider(c, drives), None),
            ("char ItemSeparator {get;}", |_| Ok(Value::Char(u16::from(b'/'))), None),
            ("char AltItemSeparator {get;}", |_| Ok(Value::Char(u16::from(b'\\'))), None),
            (
                "bool VolumeSeparatedByColon {get;}",
                |c| of_provider(c, |n| Value::Bool(n != "FileSystem")),
                None,
            ),
        ],
        ..TypeDef::new(PROVIDER)
    },
];
