//! `System.Environment`.

use super::environment;
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::{Dictionary, Value};

fn get(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("variable"));
    }
    // Only the process has variables here: users and machines have none.
    let elsewhere = matches!(call.arg(1), Value::Enum(e) if e.raw != 0);
    let found = if elsewhere { None } else { environment::get(call.text(0).lossy()) };
    Ok(found.map_or(Value::Null, Value::from))
}

fn set(call: &mut Call<'_>) -> Result<Value> {
    let name = call.text(0);
    if name.is_empty() {
        return Err(Raised::bad_argument("variable", "The value cannot be an empty string."));
    }
    if !matches!(call.arg(2), Value::Enum(e) if e.raw != 0) {
        let removes = call.arg(1).is_null();
        environment::set(name.lossy(), (!removes).then_some(call.text(1).lossy()));
    }
    Ok(Value::Void)
}

fn all(_: &mut Call<'_>) -> Result<Value> {
    let table = Dictionary::hashtable();
    for (name, value) in environment::all() {
        table.set_str(&name, Value::str(value));
    }
    Ok(Value::Hash(std::rc::Rc::new(table)))
}

/// `%NAME%` replaced by variables that are set.
fn expand(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let mut out = String::new();
    let mut rest = text.lossy();
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        match after.split_once('%').and_then(|(name, tail)| Some((environment::get(name)?, tail))) {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(Value::str(out))
}

/// The folders that .NET knows on Linux.
fn folder(call: &mut Call<'_>) -> Result<Value> {
    let name = crate::convert::plain_text(&call.arg(0));
    let home = environment::get("HOME").unwrap_or_default();
    let path = match name.as_str() {
        "UserProfile" | "Personal" | "MyDocuments" => home,
        "ApplicationData" => environment::get("XDG_CONFIG_HOME").unwrap_or_else(|| format!("{home}/.config")),
        "LocalApplicationData" => {
            environment::get("XDG_DATA_HOME").unwrap_or_else(|| format!("{home}/.local/share"))
        }
        "CommonApplicationData" => "/usr/share".to_owned(),
        "Desktop" | "DesktopDirectory" => format!("{home}/Desktop"),
        "CommonTemplates" => "/usr/share/templates".to_owned(),
        _ => String::new(),
    };
    // Folders that do not exist have no path.
    Ok(Value::str(if std::path::Path::new(&path).is_dir() { path } else { String::new() }))
}

fn user() -> String {
    environment::get("USER").or_else(|| environment::get("LOGNAME")).unwrap_or_else(|| "root".to_owned())
}

fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().split('.').next().unwrap_or("localhost").to_owned()
}

fn ticks(call: &mut Call<'_>) -> Result<Value> {
    let now = call.rs.host.now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let millis = u32::try_from(now.as_millis() & 0x7fff_ffff).unwrap_or(0);
    Ok(Value::Int(i32::try_from(millis).unwrap_or(0)))
}

fn ticks64(call: &mut Call<'_>) -> Result<Value> {
    let now = call.rs.host.now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Value::Long(i64::try_from(now.as_millis()).unwrap_or(i64::MAX)))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static string GetEnvironmentVariable(string variable)", get),
        (
            "static string GetEnvironmentVariable(string variable, System.EnvironmentVariableTarget target)",
            get,
        ),
        ("static void SetEnvironmentVariable(string variable, string value)", set),
        (
            "static void SetEnvironmentVariable(string variable, string value, System.EnvironmentVariableTarget target)",
            set,
        ),
        ("static System.Collections.IDictionary GetEnvironmentVariables()", all),
        ("static string ExpandEnvironmentVariables(string name)", expand),
        ("static string GetFolderPath(System.Environment+SpecialFolder folder)", folder),
        ("static string[] GetCommandLineArgs()", |_| Ok(crate::convert::string_array(std::env::args()))),
    ],
    properties: &[
        ("static string NewLine {get;}", |_| Ok(Value::str("\n")), None),
        ("static string UserName {get;}", |_| Ok(Value::str(user())), None),
        ("static string UserDomainName {get;}", |_| Ok(Value::str(machine())), None),
        ("static string MachineName {get;}", |_| Ok(Value::str(machine())), None),
        (
            "static int ProcessId {get;}",
            |_| Ok(Value::Int(i32::try_from(std::process::id()).unwrap_or(0))),
            None,
        ),
        (
            "static int ProcessorCount {get;}",
            |_| {
                let count = std::thread::available_parallelism().map_or(1, usize::from);
                Ok(Value::Int(i32::try_from(count).unwrap_or(1)))
            },
            None,
        ),
        (
            "static bool Is64BitOperatingSystem {get;}",
            |_| Ok(Value::Bool(cfg!(target_pointer_width = "64"))),
            None,
        ),
        ("static bool Is64BitProcess {get;}", |_| Ok(Value::Bool(cfg!(target_pointer_width = "64"))), None),
        ("static bool UserInteractive {get;}", |_| Ok(Value::Bool(true)), None),
        ("static bool HasShutdownStarted {get;}", |_| Ok(Value::Bool(false)), None),
        (
            "static string CurrentDirectory {get;}",
            |_| {
                Ok(Value::str(
                    std::env::current_dir().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default(),
                ))
            },
            None,
        ),
        ("static string SystemDirectory {get;}", |_| Ok(Value::str("")), None),
        ("static int SystemPageSize {get;}", |_| Ok(Value::Int(4096)), None),
        ("static int TickCount {get;}", ticks, None),
        ("static long TickCount64 {get;}", ticks64, None),
        ("static version Version {get;}", |_| Ok(super::version_of("10.0.0").unwrap_or(Value::Null)), None),
    ],
    ..TypeDef::new("System.Environment")
}];
