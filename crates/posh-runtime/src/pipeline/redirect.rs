//! Redirections.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Write as _;
use std::rc::Rc;

use posh_syntax::ast::RedirectionStream;

use super::Sink;
use crate::error::{Raised, Result};
use crate::runspace::{Queue, Redirects, Runspace, StreamTarget};
use crate::value::Value;

/// Writes output into a file as text, the way `>` does.
pub struct FileSink {
    file: std::fs::File,
    items: Vec<Value>,
}

impl FileSink {
    /// Into an open file.
    pub fn new(file: std::fs::File) -> Self {
        Self { file, items: Vec::new() }
    }

    /// Formats what came and writes it.
    ///
    /// # Errors
    /// Where formatting or the file fails.
    pub fn finish(mut self, rs: &mut Runspace) -> Result<()> {
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return Ok(());
        }
        let text = format_items(rs, items)?;
        self.put(text.as_bytes())
    }
}

/// Formats objects as Out-File does, through the registered formatter.
fn format_items(rs: &mut Runspace, items: Vec<Value>) -> Result<String> {
    let all_text = items.iter().all(|i| matches!(i.base(), Value::Str(_)));
    if all_text {
        return Ok(items.iter().map(|i| format!("{}\n", crate::convert::plain_text(i))).collect());
    }
    super::out_string(rs, &Value::array(items))
}

impl Sink for FileSink {
    fn write(&mut self, _: &mut Runspace, value: Value) -> Result<()> {
        match value.base() {
            // Text needs no formatting as long as nothing else came before it.
            Value::Str(s) if self.items.is_empty() => self.put(format!("{}\n", s.lossy()).as_bytes()),
            _ => {
                self.items.push(value);
                Ok(())
            }
        }
    }

    fn takes_bytes(&self) -> bool {
        self.items.is_empty()
    }

    fn write_bytes(&mut self, _: &mut Runspace, bytes: &[u8]) -> Result<()> {
        self.put(bytes)
    }
}

impl FileSink {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|e| Raised::net("System.IO.IOException", e.to_string()))
    }
}

/// Opens the file of a redirection.
///
/// # Errors
/// Where the file cannot be opened.
pub fn open_output(rs: &mut Runspace, path: &str, append: bool) -> Result<std::fs::File> {
    let full = rs.absolute(path);
    if let Err(why) = rs.host.clone().may_write(&full) {
        return Err(Raised::net("System.UnauthorizedAccessException", why.lossy()));
    }
    let opened =
        std::fs::OpenOptions::new().create(true).append(append).write(true).truncate(!append).open(&full);
    opened.map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Raised::typed(
            "System.IO.DirectoryNotFoundException",
            "FileOpenFailure",
            crate::error::ErrorCategory::OpenError,
            format!("Could not find a part of the path '{}'.", full.display()),
        ),
        std::io::ErrorKind::PermissionDenied => Raised::typed(
            "System.UnauthorizedAccessException",
            "FileOpenFailure",
            crate::error::ErrorCategory::OpenError,
            format!("Access to the path '{}' is denied.", full.display()),
        ),
        _ => Raised::typed(
            "System.IO.IOException",
            "FileOpenFailure",
            crate::error::ErrorCategory::OpenError,
            e.to_string(),
        ),
    })
}

/// A redirection whose file is known.
pub(super) enum Redirect {
    /// Into output.
    Merge(RedirectionStream),
    /// Into a file.
    File(RedirectionStream, std::fs::File),
    /// Nowhere.
    Null(RedirectionStream),
}

/// The streams under redirections. `queue` collects what is merged into output; the answer says whether output itself
/// goes to a file.
pub(super) fn apply(
    redirects: &mut Redirects,
    list: Vec<Redirect>,
    queue: &Queue,
) -> (Option<std::fs::File>, bool) {
    let mut output = None;
    let mut discard = false;
    for redirect in list {
        let (stream, target) = match redirect {
            Redirect::Merge(stream) => (stream, StreamTarget::Output(queue.clone())),
            Redirect::Null(stream) => {
                discard |= matches!(stream, RedirectionStream::Output | RedirectionStream::All);
                (stream, StreamTarget::Null)
            }
            Redirect::File(stream, file) => {
                if matches!(stream, RedirectionStream::Output | RedirectionStream::All) {
                    if stream == RedirectionStream::All {
                        set(redirects, stream, &StreamTarget::Output(queue.clone()));
                    }
                    output = Some(file);
                    continue;
                }
                (stream, StreamTarget::File(Rc::new(RefCell::new(file))))
            }
        };
        set(redirects, stream, &target);
    }
    (output, discard)
}

fn set(redirects: &mut Redirects, stream: RedirectionStream, target: &StreamTarget) {
    use RedirectionStream as R;
    let all = stream == R::All;
    if all || stream == R::Error {
        redirects.error = target.clone();
    }
    if all || stream == R::Warning {
        redirects.warning = target.clone();
    }
    if all || stream == R::Verbose {
        redirects.verbose = target.clone();
    }
    if all || stream == R::Debug {
        redirects.debug = target.clone();
    }
    if all || stream == R::Information {
        redirects.information = target.clone();
    }
}

/// Output with merged streams: passes on what they left before each object.
pub(super) struct MergeSink<'a> {
    pub(super) queue: &'a Queue,
    pub(super) out: &'a mut dyn Sink,
}

impl MergeSink<'_> {
    fn drain(&mut self, rs: &mut Runspace) -> Result<()> {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            match next {
                Some(value) => self.out.write(rs, value)?,
                None => return Ok(()),
            }
        }
    }
}

impl Sink for MergeSink<'_> {
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        self.drain(rs)?;
        self.out.write(rs, value)
    }

    fn poll(&mut self, rs: &mut Runspace) -> Result<()> {
        self.drain(rs)?;
        self.out.poll(rs)
    }

    fn takes_bytes(&self) -> bool {
        self.out.takes_bytes()
    }

    fn write_bytes(&mut self, rs: &mut Runspace, bytes: &[u8]) -> Result<()> {
        self.drain(rs)?;
        self.out.write_bytes(rs, bytes)
    }
}

/// An empty queue.
pub(super) fn queue() -> Queue {
    Rc::new(RefCell::new(VecDeque::new()))
}
