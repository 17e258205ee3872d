//! `Out-File`

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use posh_derive::Cmdlet;
use posh_format::{Formatter, plain};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{ErrorCategory, ErrorRecord, Result, Value};

use super::out_string::text_formatter;

/// Sends output to a file.
///
/// # Examples
/// Writes a list into a file.
/// ```powershell
/// Get-MigrationBatch | Format-List | Out-File -FilePath ./batches.txt
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Out",
    noun = "File",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process
)]
pub(crate) struct OutFile {
    /// The file.
    #[parameter(mandatory, position = 0, set = "ByPath", alias = "Path")]
    file_path: Option<String>,
    /// The file, taken as it is.
    #[parameter(mandatory, set = "ByLiteralPath", by_name, alias = "PSPath, LP")]
    literal_path: Option<String>,
    /// Encoding of the text.
    #[parameter(position = 1, ty = "object", not_null_or_empty, default = "utf8NoBOM")]
    encoding: Value,
    /// Adds to the end of the file.
    #[parameter]
    append: bool,
    /// Writes to a read-only file too.
    #[parameter]
    force: bool,
    /// Does not overwrite a file.
    #[parameter(alias = "NoOverwrite")]
    no_clobber: bool,
    /// Characters in a line.
    #[parameter(range = "2, 2147483647")]
    width: Option<i32>,
    /// No line ends.
    #[parameter]
    no_newline: bool,
    /// The objects.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
    formatter: Option<Formatter>,
    file: Option<File>,
    text_encoding: TextEncoding,
}

/// Encodings of text files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum TextEncoding {
    #[default]
    Utf8,
    Utf8Bom,
    Ascii,
    Latin1,
    Utf16,
    Utf16Big,
    Utf32,
    Utf32Big,
}

impl TextEncoding {
    fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "" | "utf8" | "utf8nobom" | "utf-8" | "default" | "oem" | "ansi" => Self::Utf8,
            "utf8bom" => Self::Utf8Bom,
            "ascii" | "us-ascii" => Self::Ascii,
            "latin1" | "iso-8859-1" => Self::Latin1,
            "unicode" | "utf-16" => Self::Utf16,
            "bigendianunicode" | "utf-16be" => Self::Utf16Big,
            "utf32" | "utf-32" => Self::Utf32,
            "bigendianutf32" | "utf-32be" => Self::Utf32Big,
            _ => return None,
        })
    }

    /// The mark at the start of a file.
    fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8Bom => &[0xef, 0xbb, 0xbf],
            Self::Utf16 => &[0xff, 0xfe],
            Self::Utf16Big => &[0xfe, 0xff],
            Self::Utf32 => &[0xff, 0xfe, 0, 0],
            Self::Utf32Big => &[0, 0, 0xfe, 0xff],
            Self::Utf8 | Self::Ascii | Self::Latin1 => &[],
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        let narrow =
            |limit: u32| text.chars().map(|c| if u32::from(c) < limit { c as u8 } else { b'?' }).collect();
        match self {
            Self::Utf8 | Self::Utf8Bom => text.as_bytes().to_vec(),
            Self::Ascii => narrow(0x80),
            Self::Latin1 => narrow(0x100),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Self::Utf32Big => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }
}

impl OutFile {
    fn open(&self, pipe: &mut Pipe<'_>, full: &Path) -> Result<Option<File>> {
        let shown = full.display().to_string();
        if let Err(why) = pipe.rs.host.clone().may_write(full) {
            return failed(
                pipe,
                "System.UnauthorizedAccessException",
                "FileOpenFailure",
                why.lossy(),
                &shown,
            );
        }
        if self.no_clobber && !self.append && full.exists() {
            let message = format!("The file '{shown}' already exists.");
            return failed(pipe, "System.IO.IOException", "NoClobber", &message, &shown);
        }
        if self.force
            && let Ok(meta) = full.metadata()
            && meta.permissions().readonly()
        {
            let mut permissions = meta.permissions();
            make_writable(&mut permissions);
            // Where this fails, so does opening the file, and that is what is told.
            let _ = std::fs::set_permissions(full, permissions);
        }
        let opened =
            OpenOptions::new().create(true).write(true).append(self.append).truncate(!self.append).open(full);
        match opened {
            Ok(file) => Ok(Some(file)),
            Err(e) => {
                let (class, message) = match e.kind() {
                    std::io::ErrorKind::NotFound => (
                        "System.IO.DirectoryNotFoundException",
                        format!("Could not find a part of the path '{shown}'."),
                    ),
                    std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::IsADirectory => (
                        "System.UnauthorizedAccessException",
                        format!("Access to the path '{shown}' is denied."),
                    ),
                    _ => ("System.IO.IOException", e.to_string()),
                };
                failed(pipe, class, "FileOpenFailure", &message, &shown)
            }
        }
    }

    fn put(&mut self, pipe: &mut Pipe<'_>, lines: Vec<String>) -> Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut text = String::new();
        for line in lines {
            text.push_str(&plain(&line));
            if !self.no_newline {
                text.push('\n');
            }
        }
        match file.write_all(&self.text_encoding.encode(&text)) {
            Ok(()) => Ok(()),
            Err(e) => {
                self.file = None;
                failed(pipe, "System.IO.IOException", "FileWriteFailure", &e.to_string(), "").map(drop)
            }
        }
    }
}

#[cfg(unix)]
fn make_writable(permissions: &mut std::fs::Permissions) {
    use std::os::unix::fs::PermissionsExt as _;
    permissions.set_mode(permissions.mode() | 0o200);
}

#[cfg(not(unix))]
fn make_writable(permissions: &mut std::fs::Permissions) {
    permissions.set_readonly(false);
}

fn failed(pipe: &mut Pipe<'_>, class: &str, id: &str, message: &str, target: &str) -> Result<Option<File>> {
    let category = if id == "NoClobber" { ErrorCategory::ResourceExists } else { ErrorCategory::OpenError };
    let target = if target.is_empty() { Value::Null } else { Value::str(target) };
    pipe.fatal(ErrorRecord::new(posh_runtime::error::Exception::new(class, message), id, category, target))
}

impl Cmdlet for OutFile {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let name = plain_text(&self.encoding);
        let Some(encoding) = TextEncoding::parse(&name) else {
            let message = format!("'{name}' is not a supported encoding name. (Parameter 'name')");
            return failed(pipe, "System.ArgumentException", "FileOpenFailure", &message, "").map(drop);
        };
        self.text_encoding = encoding;
        let path = self.file_path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        let full = pipe.rs.absolute(&path);
        if !pipe.should_process(&full.to_string_lossy(), "Output to File")? {
            return Ok(());
        }
        let is_new = !self.append || full.metadata().map_or(true, |m| m.len() == 0);
        self.file = self.open(pipe, &full)?;
        if let Some(file) = &mut self.file
            && is_new
            && let Err(e) = file.write_all(encoding.mark())
        {
            return failed(pipe, "System.IO.IOException", "FileWriteFailure", &e.to_string(), "").map(drop);
        }
        self.formatter = Some(text_formatter(pipe.rs, self.width));
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(formatter) = &mut self.formatter else { return Ok(()) };
        let lines = formatter.write(pipe.rs, &self.input_object)?;
        self.put(pipe, lines)
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(mut formatter) = self.formatter.take() else { return Ok(()) };
        let lines = formatter.finish(pipe.rs);
        self.put(pipe, lines)?;
        self.file = None;
        Ok(())
    }
}
