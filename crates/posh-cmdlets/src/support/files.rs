//! Content of files: encodings, reading, writing.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use posh_runtime::command::Pipe;
use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use super::errors::record;
use super::path;

/// An encoding of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Encoding {
    /// UTF-8 without a mark.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// ASCII; what it does not have becomes `?`.
    Ascii,
    /// Latin 1.
    Latin1,
    /// UTF-16, low byte first, with a mark.
    Utf16,
    /// UTF-16, high byte first, with a mark.
    Utf16Big,
    /// UTF-32, low byte first, with a mark.
    Utf32,
}

impl Encoding {
    /// The encoding that `-Encoding` names; UTF-8 where it names none that is known.
    pub(crate) fn of(value: &Value) -> Self {
        match plain_text(value).to_ascii_lowercase().as_str() {
            "utf8bom" => Self::Utf8Bom,
            "ascii" => Self::Ascii,
            "latin1" | "ansi" | "oem" | "iso-8859-1" | "28591" | "1252" => Self::Latin1,
            "unicode" | "utf-16" | "utf16" | "utf-16le" | "1200" => Self::Utf16,
            "bigendianunicode" | "utf-16be" | "1201" => Self::Utf16Big,
            "utf32" | "utf-32" | "12000" => Self::Utf32,
            _ => Self::Utf8,
        }
    }

    /// The mark that a new file begins with.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Ascii | Self::Latin1 => &[],
            Self::Utf8Bom => &[0xef, 0xbb, 0xbf],
            Self::Utf16 => &[0xff, 0xfe],
            Self::Utf16Big => &[0xfe, 0xff],
            Self::Utf32 => &[0xff, 0xfe, 0, 0],
        }
    }

    /// Bytes of a text, without a mark.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        let narrow = |limit: u32| {
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).ok().filter(|_| u32::from(c) < limit).unwrap_or(b'?'))
                .collect()
        };
        match self {
            Self::Utf8 | Self::Utf8Bom => text.as_bytes().to_vec(),
            Self::Ascii => narrow(0x80),
            Self::Latin1 => narrow(0x100),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
        }
    }
}

/// Text of bytes: what a byte order mark says, else the encoding.
pub(crate) fn decode(bytes: &[u8], encoding: &Value) -> String {
    let marked = bytes.starts_with(&[0xef, 0xbb, 0xbf])
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff]);
    if marked || encoding.is_null() {
        return posh_runtime::text::decode(bytes);
    }
    match Encoding::of(encoding) {
        Encoding::Latin1 => bytes.iter().map(|b| char::from(*b)).collect(),
        Encoding::Utf16 => posh_runtime::text::decode(&[&[0xff, 0xfe], bytes].concat()),
        Encoding::Utf16Big => posh_runtime::text::decode(&[&[0xfe, 0xff], bytes].concat()),
        _ => posh_runtime::text::decode(bytes),
    }
}

/// The files that path parameters name.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn paths_to_read(
    pipe: &mut Pipe<'_>,
    patterns: &[String],
    literal: &[String],
) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for pattern in patterns {
        out.extend(path::files(pipe, pattern, false)?);
    }
    for literal in literal {
        out.extend(path::files(pipe, literal, true)?);
    }
    Ok(out)
}

/// The files that path parameters name, for opening: a path without wildcards is not looked for first.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn paths_to_open(
    pipe: &mut Pipe<'_>,
    patterns: &[String],
    literal: &[String],
) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let all = patterns.iter().map(|p| (p, false)).chain(literal.iter().map(|p| (p, true)));
    for (given, is_literal) in all {
        if !is_literal && posh_runtime::ops::pattern::Wildcard::is_pattern(given) {
            out.extend(path::files(pipe, given, false)?);
            continue;
        }
        match path::place(pipe, given) {
            Ok(path::Place::File(file)) => out.push(file),
            Ok(_) => {}
            Err(error) => pipe.error(error)?,
        }
    }
    Ok(out)
}

/// Bytes of a file; an error is written and gives none.
///
/// # Errors
/// Where the error action is Stop.
pub(crate) fn read(pipe: &mut Pipe<'_>, path: &Path, id: &str) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => {
            refuse(pipe, path, &error, id)?;
            Ok(None)
        }
    }
}

/// What an error of the file system reads as.
pub(crate) fn refuse(pipe: &mut Pipe<'_>, path: &Path, error: &std::io::Error, id: &str) -> Result<()> {
    let shown = path.display();
    let (exception, message, category) = match error.kind() {
        std::io::ErrorKind::NotFound => (
            "System.IO.FileNotFoundException",
            format!("Could not find file '{shown}'."),
            ErrorCategory::ObjectNotFound,
        ),
        std::io::ErrorKind::NotADirectory => (
            "System.IO.DirectoryNotFoundException",
            format!("Could not find a part of the path '{shown}'."),
            ErrorCategory::WriteError,
        ),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::IsADirectory => (
            "System.UnauthorizedAccessException",
            format!("Access to the path '{shown}' is denied."),
            ErrorCategory::PermissionDenied,
        ),
        _ => ("System.IO.IOException", format!("{error} : '{shown}'"), ErrorCategory::WriteError),
    };
    pipe.error(record(exception, message, id, category, Value::from(shown.to_string())))
}

/// An error of opening a file: it ends the command.
///
/// # Errors
/// Always.
pub(crate) fn refuse_open<T>(pipe: &mut Pipe<'_>, path: &Path, error: &std::io::Error) -> Result<T> {
    let shown = path.display();
    let (exception, message) = match error.kind() {
        std::io::ErrorKind::NotFound if path.parent().is_some_and(|p| !p.exists()) => {
            ("System.IO.DirectoryNotFoundException", format!("Could not find a part of the path '{shown}'."))
        }
        std::io::ErrorKind::NotFound => {
            ("System.IO.FileNotFoundException", format!("Could not find file '{shown}'."))
        }
        _ => ("System.UnauthorizedAccessException", format!("Access to the path '{shown}' is denied.")),
    };
    pipe.fatal(record(exception, message, "FileOpenFailure", ErrorCategory::OpenError, Value::Null))
}

/// How a file is written.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Mode {
    /// Behind what is there.
    pub(crate) append: bool,
    /// Never over a file that is there.
    pub(crate) no_clobber: bool,
    /// Over read-only files too.
    pub(crate) force: bool,
}

/// Writes text to a file, as far as the host allows it.
///
/// # Errors
/// Where the host or the file system refuses, and the error action is Stop.
pub(crate) fn write(
    pipe: &mut Pipe<'_>,
    path: &Path,
    text: &str,
    encoding: Encoding,
    mode: Mode,
) -> Result<()> {
    let is_new = !path.exists() || !mode.append;
    let mut bytes = if is_new { encoding.mark().to_vec() } else { Vec::new() };
    bytes.extend(encoding.encode(text));
    write_bytes(pipe, path, &bytes, mode)
}

/// Writes bytes to a file, as far as the host allows it.
///
/// # Errors
/// Where the host or the file system refuses, and the error action is Stop.
pub(crate) fn write_bytes(pipe: &mut Pipe<'_>, path: &Path, bytes: &[u8], mode: Mode) -> Result<()> {
    may_write(pipe, path)?;
    if mode.no_clobber && path.exists() {
        return pipe.fatal(record(
            "System.IO.IOException",
            format!("The file '{}' already exists.", path.display()),
            "NoClobber",
            ErrorCategory::ResourceExists,
            Value::from(path.display().to_string()),
        ));
    }
    if let Some(folder) = path.parent()
        && !folder.exists()
    {
        return pipe.fatal(record(
            "System.IO.DirectoryNotFoundException",
            format!("Could not find a part of the path '{}'.", path.display()),
            "FileOpenFailure",
            ErrorCategory::OpenError,
            Value::Null,
        ));
    }
    if mode.force
        && let Ok(known) = path.metadata()
        && known.permissions().readonly()
    {
        make_writable(path, known.permissions());
    }
    let opened = OpenOptions::new()
        .create(true)
        .write(true)
        .append(mode.append)
        .truncate(!mode.append)
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    match opened {
        Ok(()) => Ok(()),
        Err(error) => refuse(pipe, path, &error, "FileOpenFailure"),
    }
}

#[cfg(unix)]
fn make_writable(path: &Path, mut permissions: std::fs::Permissions) {
    use std::os::unix::fs::PermissionsExt as _;
    permissions.set_mode(permissions.mode() | 0o200);
    // Where that is refused, opening the file says so.
    drop(std::fs::set_permissions(path, permissions));
}

#[cfg(not(unix))]
fn make_writable(_: &Path, _: std::fs::Permissions) {}

/// Asks the host whether a file may be written.
///
/// # Errors
/// Where it may not.
pub(crate) fn may_write(pipe: &mut Pipe<'_>, path: &Path) -> Result<()> {
    match pipe.rs.host.clone().may_write(path) {
        Ok(()) => Ok(()),
        Err(why) => pipe.fatal(record(
            "System.UnauthorizedAccessException",
            format!("Access to the path '{}' is denied. {}", path.display(), why.lossy()),
            "FileOpenFailure",
            ErrorCategory::PermissionDenied,
            Value::from(path.display().to_string()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode};
    use posh_runtime::Value;

    #[test]
    fn what_is_encoded_decodes_to_the_same_text() {
        for name in ["utf8", "utf8BOM", "unicode", "bigendianunicode", "latin1"] {
            let encoding = Encoding::of(&Value::str(name));
            let bytes = [encoding.mark(), &encoding.encode("café\n")].concat();
            assert_eq!(decode(&bytes, &Value::str(name)), "café\n", "{name}");
        }
    }
}
