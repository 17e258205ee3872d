//! `System.IO.File` and `System.IO.Directory`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::encoding::{TextEncoding, encoding_of};
use crate::convert::{byte_array, string_array};
use crate::error::{Raised, Result};
use crate::ops::pattern::Wildcard;
use crate::types::{Call, Member, TypeDef};
use crate::value::{DateTime, DateTimeKind, PsStr, TICKS_PER_SECOND, Value};

/// .NET's exception of a failed operation on a path.
pub(super) fn failure(error: &io::Error, path: &str, of_directory: bool) -> Box<Raised> {
    let full = super::path::absolute(path, None);
    match error.kind() {
        io::ErrorKind::NotFound => {
            let parent_missing = Path::new(&full).parent().is_some_and(|p| !p.exists());
            if of_directory || parent_missing {
                Raised::net(
                    "System.IO.DirectoryNotFoundException",
                    format!("Could not find a part of the path '{full}'."),
                )
            } else {
                Raised::net("System.IO.FileNotFoundException", format!("Could not find file '{full}'."))
            }
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::IsADirectory => Raised::net(
            "System.UnauthorizedAccessException",
            format!("Access to the path '{full}' is denied."),
        ),
        io::ErrorKind::AlreadyExists => {
            Raised::net("System.IO.IOException", format!("The file '{full}' already exists."))
        }
        io::ErrorKind::DirectoryNotEmpty => {
            Raised::net("System.IO.IOException", format!("Directory not empty : '{full}'"))
        }
        _ => Raised::net("System.IO.IOException", format!("{error} : '{full}'")),
    }
}

/// Whether the host lets the script write there.
pub(super) fn allowed(call: &Call<'_>, path: &str) -> Result<()> {
    let full = super::path::absolute(path, None);
    call.rs
        .host
        .may_write(Path::new(&full))
        .map_err(|why| Raised::net("System.UnauthorizedAccessException", why.lossy().to_owned()))
}

fn path(call: &Call<'_>, index: usize) -> Result<String> {
    if call.arg(index).is_null() {
        return Err(Raised::null_argument("path"));
    }
    let text = call.text(index).lossy().to_owned();
    if text.is_empty() {
        return Err(Raised::bad_argument("path", "The value cannot be an empty string."));
    }
    Ok(text)
}

fn read(path: &str) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| failure(&e, path, false))
}

/// The text of bytes, by their mark or as the encoding says.
fn decode(bytes: &[u8], encoding: Option<TextEncoding>) -> PsStr {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return TextEncoding::Utf8 { mark: true }.decode(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return TextEncoding::Utf16.decode(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return TextEncoding::Utf16Big.decode(rest);
    }
    encoding.unwrap_or(TextEncoding::Utf8 { mark: true }).decode(bytes)
}

fn read_text(call: &mut Call<'_>) -> Result<Value> {
    let bytes = read(&path(call, 0)?)?;
    Ok(Value::Str(decode(&bytes, encoding_of(&call.arg(1)))))
}

fn read_lines(call: &mut Call<'_>) -> Result<Value> {
    let bytes = read(&path(call, 0)?)?;
    let text = decode(&bytes, encoding_of(&call.arg(1)));
    Ok(string_array(text.lossy().lines().map(PsStr::from)))
}

fn read_bytes(call: &mut Call<'_>) -> Result<Value> {
    read(&path(call, 0)?).map(byte_array)
}

/// Writes or appends; a new file begins with the encoding's mark where one was asked for.
fn write(
    call: &Call<'_>,
    path: &str,
    text: &PsStr,
    encoding: Option<TextEncoding>,
    append: bool,
) -> Result<Value> {
    allowed(call, path)?;
    let mut bytes = Vec::new();
    let empty = !append || fs::metadata(path).is_ok_and(|m| m.len() == 0) || !Path::new(path).exists();
    let chosen = encoding.unwrap_or(TextEncoding::Utf8 { mark: false });
    if empty {
        bytes.extend_from_slice(chosen.mark_bytes());
    }
    bytes.extend(chosen.encode(text));
    write_bytes_to(path, &bytes, append)
}

fn write_bytes_to(path: &str, bytes: &[u8], append: bool) -> Result<Value> {
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).append(append).truncate(!append);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map(|()| Value::Void)
        .map_err(|e| failure(&e, path, false))
}

fn write_text(call: &mut Call<'_>, append: bool) -> Result<Value> {
    let path = path(call, 0)?;
    write(call, &path, &call.text(1), encoding_of(&call.arg(2)), append)
}

fn write_lines(call: &mut Call<'_>, append: bool) -> Result<Value> {
    let path = path(call, 0)?;
    let items = crate::members::elements(call.rs, &call.arg(1))?;
    let mut text = String::new();
    for item in &items {
        text.push_str(&crate::convert::to_text(call.rs, item)?);
        text.push('\n');
    }
    write(call, &path, &PsStr::from(text), encoding_of(&call.arg(2)), append)
}

fn write_bytes(call: &mut Call<'_>, append: bool) -> Result<Value> {
    let path = path(call, 0)?;
    let Value::Array(a) = call.arg(1) else { return Err(Raised::null_argument("bytes")) };
    allowed(call, &path)?;
    write_bytes_to(&path, &a.to_bytes().unwrap_or_default(), append)
}

fn exists(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(Path::new(call.text(0).lossy()).is_file()))
}

fn delete(call: &mut Call<'_>) -> Result<Value> {
    let path = path(call, 0)?;
    allowed(call, &path)?;
    match fs::remove_file(&path) {
        // A file that is not there is deleted already, where its folder is.
        Err(e)
            if e.kind() == io::ErrorKind::NotFound
                && Path::new(&path).parent().is_none_or(|p| p.as_os_str().is_empty() || p.exists()) =>
        {
            Ok(Value::Void)
        }
        Err(e) => Err(failure(&e, &path, false)),
        Ok(()) => Ok(Value::Void),
    }
}

fn copy(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = (path(call, 0)?, path(call, 1)?);
    allowed(call, &to)?;
    if Path::new(&to).exists() && !call.bool(2) {
        let full = super::path::absolute(&to, None);
        return Err(Raised::net("System.IO.IOException", format!("The file '{full}' already exists.")));
    }
    fs::copy(&from, &to).map(|_| Value::Void).map_err(|e| failure(&e, &from, false))
}

fn rename(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = (path(call, 0)?, path(call, 1)?);
    allowed(call, &from)?;
    allowed(call, &to)?;
    if Path::new(&to).exists() && !call.bool(2) {
        return Err(Raised::net(
            "System.IO.IOException",
            "Cannot create a file when that file already exists.",
        ));
    }
    fs::rename(&from, &to).map(|()| Value::Void).map_err(|e| failure(&e, &from, false))
}

/// A file's time; 1601 where there is no file.
fn time(
    call: &mut Call<'_>,
    utc: bool,
    pick: fn(&fs::Metadata) -> io::Result<std::time::SystemTime>,
) -> Result<Value> {
    let path = path(call, 0)?;
    let moment = fs::metadata(&path).and_then(|m| pick(&m)).ok();
    let date = moment.map_or_else(
        || DateTime::new(504_911_232_000_000_000, DateTimeKind::Utc).unwrap_or(DateTime::min()),
        DateTime::from_system,
    );
    if utc {
        return Ok(Value::DateTime(date));
    }
    let offset = call.rs.utc_offset_minutes() * 60 * TICKS_PER_SECOND;
    Ok(Value::DateTime(date.add_ticks(offset).unwrap_or(date).with_kind(DateTimeKind::Local)))
}

fn modified(m: &fs::Metadata) -> io::Result<std::time::SystemTime> {
    m.modified()
}

fn created(m: &fs::Metadata) -> io::Result<std::time::SystemTime> {
    m.created().or_else(|_| m.modified())
}

fn set_modified(call: &mut Call<'_>) -> Result<Value> {
    let path = path(call, 0)?;
    allowed(call, &path)?;
    let Value::DateTime(date) = call.arg(1) else { return Ok(Value::Void) };
    let utc = crate::format::to_utc(call.rs, date);
    let ticks = utc.unix_ticks();
    let span = std::time::Duration::from_nanos(ticks.unsigned_abs().saturating_mul(100));
    let moment = if ticks >= 0 { std::time::UNIX_EPOCH + span } else { std::time::UNIX_EPOCH - span };
    fs::File::open(&path)
        .and_then(|f| f.set_modified(moment))
        .map(|()| Value::Void)
        .map_err(|e| failure(&e, &path, false))
}

fn directory_exists(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(Path::new(call.text(0).lossy()).is_dir()))
}

fn create_directory(call: &mut Call<'_>) -> Result<Value> {
    let path = path(call, 0)?;
    allowed(call, &path)?;
    fs::create_dir_all(&path).map_err(|e| failure(&e, &path, true))?;
    let full = super::path::absolute(&path, None);
    let ty = crate::types::TypeRef::named("System.IO.DirectoryInfo");
    let made = crate::members::construct(call.rs, &ty, &[Value::str(full.as_str())]);
    Ok(made.unwrap_or_else(|_| Value::str(full)))
}

fn delete_directory(call: &mut Call<'_>) -> Result<Value> {
    let path = path(call, 0)?;
    allowed(call, &path)?;
    let done = if call.bool(1) { fs::remove_dir_all(&path) } else { fs::remove_dir(&path) };
    done.map(|()| Value::Void).map_err(|e| failure(&e, &path, true))
}

/// Paths in a folder: `files` and `folders` say which, a wildcard and `AllDirectories` may follow.
fn list(call: &mut Call<'_>, files: bool, folders: bool) -> Result<Value> {
    let root = path(call, 0)?;
    let pattern = if call.args.len() > 1 { call.text(1).lossy().to_owned() } else { "*".to_owned() };
    let pattern = if pattern == "*.*" { "*".to_owned() } else { pattern };
    let deep = matches!(call.arg(2), Value::Enum(e) if e.raw == 1);
    let wildcard = Wildcard::new(&pattern.replace('[', "`["), false)?;
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => return Err(failure(&e, &folder, true)),
        };
        for entry in entries.filter_map(io::Result::ok) {
            call.rs.check_stop()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path =
                if folder.ends_with('/') { format!("{folder}{name}") } else { format!("{folder}/{name}") };
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if wildcard.matches(&name) && (is_folder && folders || !is_folder && files) {
                found.push(path.clone());
            }
            if deep && is_folder {
                open.push(path);
            }
        }
    }
    found.sort();
    Ok(string_array(found))
}

fn current(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(std::env::current_dir().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default()))
}

macro_rules! listing {
    ($($name:literal $code:expr),* $(,)?) => {
        &[
            $(
                (concat!("static string[] ", $name, "(string path)"), $code),
                (concat!("static string[] ", $name, "(string path, string searchPattern)"), $code),
                (
                    concat!("static string[] ", $name, "(string path, string searchPattern, System.IO.SearchOption searchOption)"),
                    $code,
                ),
            )*
            ("static bool Exists(string path)", directory_exists),
            ("static System.IO.DirectoryInfo CreateDirectory(string path)", create_directory),
            ("static void Delete(string path)", delete_directory),
            ("static void Delete(string path, bool recursive)", delete_directory),
            ("static void Move(string sourceDirName, string destDirName)", rename),
            ("static string GetCurrentDirectory()", current),
            ("static datetime GetLastWriteTime(string path)", |c| time(c, false, modified)),
            ("static datetime GetCreationTime(string path)", |c| time(c, false, created)),
            ("static string GetDirectoryRoot(string path)", |_| Ok(Value::str("/"))),
        ]
    };
}

const DIRECTORY: &[Member] = listing![
    "GetFiles" | c | list(c, true, false),
    "GetDirectories" | c | list(c, false, true),
    "GetFileSystemEntries" | c | list(c, true, true),
    "EnumerateFiles" | c | list(c, true, false),
    "EnumerateDirectories" | c | list(c, false, true),
    "EnumerateFileSystemEntries" | c | list(c, true, true),
];

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        methods: &[
            ("static string ReadAllText(string path)", read_text),
            ("static string ReadAllText(string path, System.Text.Encoding encoding)", read_text),
            ("static string[] ReadAllLines(string path)", read_lines),
            ("static string[] ReadAllLines(string path, System.Text.Encoding encoding)", read_lines),
            ("static string[] ReadLines(string path)", read_lines),
            ("static string[] ReadLines(string path, System.Text.Encoding encoding)", read_lines),
            ("static byte[] ReadAllBytes(string path)", read_bytes),
            ("static void WriteAllText(string path, string contents)", |c| write_text(c, false)),
            ("static void WriteAllText(string path, string contents, System.Text.Encoding encoding)", |c| {
                write_text(c, false)
            }),
            ("static void WriteAllLines(string path, System.Object contents)", |c| write_lines(c, false)),
            (
                "static void WriteAllLines(string path, System.Object contents, System.Text.Encoding encoding)",
                |c| write_lines(c, false),
            ),
            ("static void WriteAllBytes(string path, byte[] bytes)", |c| write_bytes(c, false)),
            ("static void AppendAllText(string path, string contents)", |c| write_text(c, true)),
            ("static void AppendAllText(string path, string contents, System.Text.Encoding encoding)", |c| {
                write_text(c, true)
            }),
            ("static void AppendAllLines(string path, System.Object contents)", |c| write_lines(c, true)),
            (
                "static void AppendAllLines(string path, System.Object contents, System.Text.Encoding encoding)",
                |c| write_lines(c, true),
            ),
            ("static void AppendAllBytes(string path, byte[] bytes)", |c| write_bytes(c, true)),
            ("static bool Exists(string path)", exists),
            ("static void Delete(string path)", delete),
            ("static void Copy(string sourceFileName, string destFileName)", copy),
            ("static void Copy(string sourceFileName, string destFileName, bool overwrite)", copy),
            ("static void Move(string sourceFileName, string destFileName)", rename),
            ("static void Move(string sourceFileName, string destFileName, bool overwrite)", rename),
            ("static datetime GetLastWriteTime(string path)", |c| time(c, false, modified)),
            ("static datetime GetLastWriteTimeUtc(string path)", |c| time(c, true, modified)),
            ("static datetime GetCreationTime(string path)", |c| time(c, false, created)),
            ("static datetime GetCreationTimeUtc(string path)", |c| time(c, true, created)),
            ("static void SetLastWriteTime(string path, datetime lastWriteTime)", set_modified),
            ("static void SetLastWriteTimeUtc(string path, datetime lastWriteTimeUtc)", set_modified),
        ],
        ..TypeDef::new("System.IO.File")
    },
    &TypeDef { methods: DIRECTORY, ..TypeDef::new("System.IO.Directory") },
];
