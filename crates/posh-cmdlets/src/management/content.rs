//! Writing of content: what Set-Content and Add-Content share.

use posh_runtime::command::Pipe;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, members};

use super::drives;
use crate::support::errors::record;
use crate::support::files::{self, Encoding, Mode};
use crate::support::path::{self, Place};

/// What is to be written, and how.
#[derive(Default)]
pub(super) struct Content {
    text: String,
    bytes: Vec<u8>,
    values: Vec<Value>,
}

impl Content {
    /// Takes values: a line each.
    ///
    /// # Errors
    /// Where a value's text fails.
    pub(super) fn add(&mut self, pipe: &mut Pipe<'_>, values: &[Value], no_newline: bool) -> Result<()> {
        for value in values {
            let items = match members::enumerate(pipe.rs, value)? {
                Some(items) => items,
                None => vec![value.clone()],
            };
            for item in items {
                if let Value::Byte(byte) = item.base() {
                    self.bytes.push(*byte);
                }
                self.text.push_str(&crate::support::objects::written_text(pipe.rs, &item));
                if !no_newline {
                    self.text.push('\n');
                }
                self.values.push(item);
            }
        }
        Ok(())
    }

    /// Writes all of it to the places that the paths mean.
    ///
    /// # Errors
    /// Where the error action is Stop.
    pub(super) fn write(
        &self,
        pipe: &mut Pipe<'_>,
        paths: &[String],
        operation: &str,
        encoding: Option<&Value>,
        mode: Mode,
    ) -> Result<()> {
        for given in paths {
            let place = match path::place(pipe, given) {
                Ok(place) => place,
                Err(error) => {
                    pipe.error(error)?;
                    continue;
                }
            };
            let Place::File(file) = place else {
                let value = match self.values.as_slice() {
                    [one] => one.clone(),
                    several => Value::array(several.to_vec()),
                };
                let shown = drives::parts(&place).map(|(d, n)| format!("Path: {d}:/{n}")).unwrap_or_default();
                if pipe.should_process(&shown, operation)? {
                    drives::set(pipe, &place, value)?;
                }
                continue;
            };
            if !pipe.should_process(&format!("Path: {}", file.display()), operation)? {
                continue;
            }
            if file.parent().is_some_and(|p| !p.exists()) {
                missing_folder(pipe, &file)?;
                continue;
            }
            match encoding {
                None => files::write_bytes(pipe, &file, &self.bytes, mode)?,
                Some(encoding) => files::write(pipe, &file, &self.text, Encoding::of(encoding), mode)?,
            }
        }
        Ok(())
    }
}

fn missing_folder(pipe: &mut Pipe<'_>, file: &std::path::Path) -> Result<()> {
    pipe.error(record(
        "System.IO.DirectoryNotFoundException",
        format!("Could not find a part of the path '{}'.", file.display()),
        "GetContentWriterDirectoryNotFoundError",
        ErrorCategory::ObjectNotFound,
        Value::from(file.display().to_string()),
    ))
}
