//! `System.IO.Path`, by the rules of Unix.

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef};
use crate::value::Value;

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The extension with its dot; empty where the name ends in a dot or has none.
fn extension(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.') {
        Some(at) if at + 1 < name.len() => name.get(at..).unwrap_or(""),
        _ => "",
    }
}

fn of(call: &mut Call<'_>, part: fn(&str) -> String) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    Ok(Value::str(part(call.text(0).lossy())))
}

fn without_extension(path: &str) -> String {
    let name = file_name(path);
    name.rfind('.').and_then(|at| name.get(..at)).unwrap_or(name).to_owned()
}

fn directory(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let path = text.lossy();
    if path.is_empty() || path == "/" {
        return Ok(if path.is_empty() && !call.arg(0).is_null() { Value::str("") } else { Value::Null });
    }
    Ok(Value::str(match path.rfind('/') {
        Some(at) => {
            let head = path.get(..at).unwrap_or("").trim_end_matches('/');
            if head.is_empty() { "/".to_owned() } else { collapse(head) }
        }
        None => String::new(),
    }))
}

/// Runs of separators as one.
fn collapse(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

fn change_extension(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let text = call.text(0);
    let path = text.lossy();
    let name_at = path.len() - file_name(path).len();
    let stem = match file_name(path).rfind('.') {
        Some(at) => path.get(..name_at + at).unwrap_or(path),
        None => path,
    };
    if call.arg(1).is_null() {
        return Ok(Value::str(stem));
    }
    let extension = call.text(1);
    let dot = if extension.lossy().starts_with('.') { "" } else { "." };
    Ok(Value::str(format!("{stem}{dot}{}", extension.lossy())))
}

fn pieces(call: &Call<'_>) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for arg in call.args {
        match arg.base() {
            Value::Null => return Err(Raised::null_argument(&format!("path{}", out.len() + 1))),
            Value::Array(a) => out.extend(a.to_vec().iter().map(crate::convert::plain_text)),
            other => out.push(crate::convert::plain_text(other)),
        }
    }
    Ok(out)
}

/// An absolute part begins anew.
fn combine(call: &mut Call<'_>) -> Result<Value> {
    let mut path = String::new();
    for piece in pieces(call)?.iter().filter(|p| !p.is_empty()) {
        if piece.starts_with('/') {
            path.clear();
        } else if !path.is_empty() && !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(piece);
    }
    Ok(Value::str(path))
}

fn join(call: &mut Call<'_>) -> Result<Value> {
    let mut path = String::new();
    for piece in pieces(call)?.iter().filter(|p| !p.is_empty()) {
        if !path.is_empty() && !path.ends_with('/') && !piece.starts_with('/') {
            path.push('/');
        }
        path.push_str(piece);
    }
    Ok(Value::str(path))
}

/// An absolute path without `.` and `..`.
pub(super) fn absolute(path: &str, base: Option<&str>) -> String {
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
        let current =
            std::env::current_dir().map(|p| p.to_string_lossy().into_owned()).unwrap_or_else(|_| "/".into());
        format!("{}/{path}", base.unwrap_or(&current))
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let trailing =
        whole.len() > 1 && (whole.ends_with('/') || whole.ends_with("/.") || whole.ends_with("/.."));
    let joined = format!("/{}", parts.join("/"));
    if trailing && joined.len() > 1 && whole.ends_with('/') { format!("{joined}/") } else { joined }
}

fn full(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("path"));
    }
    let text = call.text(0);
    if text.is_empty() {
        return Err(Raised::bad_argument("path", "The value cannot be an empty string."));
    }
    let base = call.text(1);
    Ok(Value::str(absolute(text.lossy(), Some(base.lossy()).filter(|b| !b.is_empty()))))
}

fn relative(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = (absolute(call.text(0).lossy(), None), absolute(call.text(1).lossy(), None));
    let split = |p: &str| p.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (split(&from), split(&to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec!["..".to_owned(); from.len() - common];
    let parts: Vec<String> = up.into_iter().chain(to.into_iter().skip(common)).collect();
    Ok(Value::str(if parts.is_empty() { ".".to_owned() } else { parts.join("/") }))
}

fn temporary() -> String {
    let folder = super::environment::get("TMPDIR").filter(|t| !t.is_empty()).unwrap_or_else(|| "/tmp".into());
    if folder.ends_with('/') { folder } else { format!("{folder}/") }
}

/// Eleven characters and a dot, as .NET's random names.
fn random_name() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";
    let bytes = uuid::Uuid::new_v4();
    let name: String = bytes
        .as_bytes()
        .iter()
        .take(11)
        .map(|b| LETTERS.get(usize::from(b % 32)).map_or('a', |l| char::from(*l)))
        .collect();
    let (head, tail) = name.split_at_checked(8).unwrap_or((&name, ""));
    format!("{head}.{tail}")
}

fn temporary_file(call: &mut Call<'_>) -> Result<Value> {
    let name = random_name();
    let path = format!("{}tmp{}.tmp", temporary(), name.get(..6).unwrap_or("000000"));
    super::file::allowed(call, &path)?;
    std::fs::File::create_new(&path).map_err(|e| super::file::failure(&e, &path, false))?;
    Ok(Value::str(path))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static string GetExtension(string path)", |c| of(c, |p| extension(p).to_owned())),
        ("static string GetFileName(string path)", |c| of(c, |p| file_name(p).to_owned())),
        ("static string GetFileNameWithoutExtension(string path)", |c| of(c, without_extension)),
        ("static string GetDirectoryName(string path)", directory),
        ("static string ChangeExtension(string path, string extension)", change_extension),
        ("static string Combine(string path1, string path2)", combine),
        ("static string Combine(string path1, string path2, string path3)", combine),
        ("static string Combine(string path1, string path2, string path3, string path4)", combine),
        ("static string Combine(Params string[] paths)", combine),
        ("static string Join(string path1, string path2)", join),
        ("static string Join(string path1, string path2, string path3)", join),
        ("static string Join(Params string[] paths)", join),
        ("static string GetFullPath(string path)", full),
        ("static string GetFullPath(string path, string basePath)", full),
        ("static string GetRelativePath(string relativeTo, string path)", relative),
        ("static string GetPathRoot(string path)", |c| {
            of(c, |p| if p.starts_with('/') { "/".into() } else { String::new() })
        }),
        ("static string GetTempPath()", |_| Ok(Value::str(temporary()))),
        ("static string GetTempFileName()", temporary_file),
        ("static string GetRandomFileName()", |_| Ok(Value::str(random_name()))),
        ("static bool IsPathRooted(string path)", |c| Ok(Value::Bool(c.text(0).lossy().starts_with('/')))),
        ("static bool IsPathFullyQualified(string path)", |c| {
            Ok(Value::Bool(c.text(0).lossy().starts_with('/')))
        }),
        ("static bool HasExtension(string path)", |c| {
            Ok(Value::Bool(!extension(c.text(0).lossy()).is_empty()))
        }),
        ("static bool EndsInDirectorySeparator(string path)", |c| {
            Ok(Value::Bool(c.text(0).lossy().ends_with('/')))
        }),
        ("static bool Exists(string path)", |c| {
            Ok(Value::Bool(std::path::Path::new(c.text(0).lossy()).exists()))
        }),
        ("static string TrimEndingDirectorySeparator(string path)", |c| {
            of(c, |p| if p.len() > 1 { p.strip_suffix('/').unwrap_or(p).to_owned() } else { p.to_owned() })
        }),
        ("static char[] GetInvalidFileNameChars()", |_| Ok(characters(&['\0', '/']))),
        ("static char[] GetInvalidPathChars()", |_| Ok(characters(&['\0']))),
    ],
    properties: &[
        ("static char DirectorySeparatorChar {get;}", |_| Ok(Value::Char(u16::from(b'/'))), None),
        ("static char AltDirectorySeparatorChar {get;}", |_| Ok(Value::Char(u16::from(b'/'))), None),
        ("static char VolumeSeparatorChar {get;}", |_| Ok(Value::Char(u16::from(b'/'))), None),
        ("static char PathSeparator {get;}", |_| Ok(Value::Char(u16::from(b':'))), None),
    ],
    ..TypeDef::new("System.IO.Path")
}];

fn characters(list: &[char]) -> Value {
    let items = list.iter().filter_map(|c| u16::try_from(u32::from(*c)).ok()).map(Value::Char).collect();
    Value::Array(std::rc::Rc::new(crate::value::Array::typed(crate::types::known::char(), items)))
}
