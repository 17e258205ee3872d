//! `Get-Content`

use std::path::Path;
use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::{InstanceMember, MemberValue};
use posh_runtime::{Result, Value};

use super::drives;
use super::selection::{Selection, places};
use crate::support::errors::record;
use crate::support::files;
use crate::support::path::Place;

/// Reads files, line by line or whole.
///
/// # Examples
/// Reads the last lines of a log.
/// ```powershell
/// Get-Content ./migration.log -Tail 20
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Get", noun = "Content", module = "Microsoft.PowerShell.Management", default_set = "Path")]
pub(crate) struct GetContent {
    /// How many lines are sent at once.
    #[parameter(by_name)]
    read_count: Option<i64>,
    /// How many lines to read from the beginning.
    #[parameter(alias = "First, Head", range = "0, 9223372036854775807", by_name)]
    total_count: Option<i64>,
    /// How many lines to read from the end.
    #[parameter(alias = "Last", range = "0, 2147483647", by_name)]
    tail: Option<i32>,
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
    /// The separator of fields.
    #[parameter]
    delimiter: Option<String>,
    /// Waits for more.
    #[parameter]
    wait: bool,
    /// Gives the whole content at once.
    #[parameter]
    raw: bool,
    /// The encoding of the text.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
    /// Works on bytes.
    #[parameter]
    as_byte_stream: bool,
}

/// Lines of a text, each without its end; a text that ends a line begins no further one.
fn lines(text: &str, delimiter: Option<&str>) -> Vec<String> {
    match delimiter {
        None => {
            let unified = text.replace("\r\n", "\n").replace('\r', "\n");
            let body = unified.strip_suffix('\n').unwrap_or(&unified);
            if unified.is_empty() { Vec::new() } else { body.split('\n').map(str::to_owned).collect() }
        }
        Some(delimiter) => {
            let mut parts: Vec<String> = text.split(delimiter).map(str::to_owned).collect();
            if parts.last().is_some_and(String::is_empty) {
                parts.pop();
            }
            parts
        }
    }
}

/// What the provider notes on content: where it comes from, and how much was read by then.
struct Notes(Vec<(Rc<str>, Value)>);

impl Notes {
    fn of(rs: &mut posh_runtime::Runspace, path: &Path) -> Self {
        let item = super::file_item::object(path);
        let names = ["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider"];
        Self(
            names
                .iter()
                .filter_map(|n| posh_runtime::members::try_property(rs, &item, n).map(|v| (Rc::from(*n), v)))
                .collect(),
        )
    }

    fn on(&self, value: Value, read: i64) -> Value {
        let value = posh_runtime::members::wrap(value);
        if let Some(own) = posh_runtime::members::instance_members(&value) {
            let note = |name: Rc<str>, value| InstanceMember {
                name,
                value: MemberValue::Note(value),
                hidden: false,
            };
            for (name, item) in &self.0 {
                own.set(note(name.clone(), item.clone()));
            }
            own.set(note("ReadCount".into(), Value::Long(read)));
        }
        value
    }
}

impl GetContent {
    fn write_lines(&self, pipe: &mut Pipe<'_>, mut lines: Vec<String>, path: &Path) -> Result<()> {
        let notes = Notes::of(pipe.rs, path);
        let size = |n: i64| usize::try_from(n).unwrap_or(0);
        if let Some(n) = self.total_count {
            lines.truncate(size(n));
        }
        if let Some(n) = self.tail {
            lines.drain(..lines.len().saturating_sub(size(i64::from(n))));
        }
        let block = self.read_count.map_or(1, size);
        if block == 1 {
            for (line, number) in lines.into_iter().zip(1_i64..) {
                pipe.rs.check_stop()?;
                pipe.write(notes.on(Value::from(line), number))?;
            }
            return Ok(());
        }
        let values: Vec<Value> = lines.into_iter().map(Value::from).collect();
        let mut read = 0;
        let chunk = if block == 0 { values.len().max(1) } else { block };
        for part in values.chunks(chunk) {
            read += i64::try_from(part.len()).unwrap_or(0);
            let value = if part.len() == 1 {
                part.first().cloned().unwrap_or_default()
            } else {
                Value::array(part.to_vec())
            };
            pipe.write(notes.on(value, read))?;
        }
        Ok(())
    }
}

impl Cmdlet for GetContent {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.total_count.is_some() && self.tail.is_some() {
            return pipe.error(record(
                "System.InvalidOperationException",
                "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
                "TailAndHeadCannotCoexist",
                ErrorCategory::InvalidOperation,
                Value::Null,
            ));
        }
        let with_raw = [(self.delimiter.is_some(), "Delimiter"), (self.wait, "Wait")];
        if self.raw
            && let Some((_, name)) = with_raw.iter().find(|(given, _)| *given)
        {
            return pipe.fatal(record(
                "System.InvalidOperationException",
                format!("The 'Raw' and '{name}' parameters cannot be specified in the same command."),
                &format!("RawAnd{name}CannotCoexist"),
                ErrorCategory::InvalidOperation,
                Value::Null,
            ));
        }
        let selection = Selection::new(self.filter.as_deref(), &self.include, &self.exclude)?;
        let found = places(pipe, &self.path.clone(), &self.literal_path.clone())?;
        let only_patterns = !self.path.is_empty() && self.path.iter().all(|p| Wildcard::is_pattern(p));
        if found.is_empty() && only_patterns {
            let names = self.path.join(", ");
            let error = record(
                "System.Exception",
                format!(
                    "An object at the specified path {names} does not exist, or has been filtered by the -Include or -Exclude \
                     parameter."
                ),
                "ItemNotFound",
                ErrorCategory::ObjectNotFound,
                posh_runtime::convert::string_array(self.path.iter().map(String::as_str)),
            );
            *error.target_name.borrow_mut() = Some("System.String[]".into());
            return pipe.error(error);
        }
        for place in found {
            let Place::File(path) = &place else {
                match drives::content(pipe, &place) {
                    Some(value) => pipe.write_all(value)?,
                    None => pipe.error(drives::not_found(&place))?,
                }
                continue;
            };
            if !selection.takes_path(path) {
                continue;
            }
            if path.is_dir() {
                pipe.error(record(
                    "System.InvalidOperationException",
                    format!(
                        "Unable to get content because it is a directory: '{}'. Please use 'Get-ChildItem' instead.",
                        path.display()
                    ),
                    "GetContainerContentException",
                    ErrorCategory::InvalidOperation,
                    Value::Null,
                ))?;
                continue;
            }
            let Some(bytes) = files::read(pipe, path, "GetContentReaderUnauthorizedAccessError")? else {
                continue;
            };
            if self.as_byte_stream {
                if self.raw {
                    pipe.write(posh_runtime::convert::byte_array(bytes))?;
                } else {
                    for byte in bytes {
                        pipe.write(byte)?;
                    }
                }
                continue;
            }
            let text = files::decode(&bytes, &self.encoding);
            if self.raw && text.is_empty() {
                continue;
            }
            if self.raw {
                let value = Notes::of(pipe.rs, path).on(Value::from(text), 1);
                pipe.write(value)?;
            } else {
                self.write_lines(pipe, lines(&text, self.delimiter.as_deref()), path)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn the_last_line_may_or_may_not_end() {
        assert_eq!(lines("a\r\nb\n", None), ["a", "b"]);
        assert_eq!(lines("a\nb", None), ["a", "b"]);
        assert_eq!(lines("\n", None), [""]);
        assert!(lines("", None).is_empty());
        assert_eq!(lines("a;b;", Some(";")), ["a", "b"]);
    }
}
