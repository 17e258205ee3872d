//! A native program in a pipeline.

use std::path::PathBuf;
use std::rc::Rc;

use super::child::{Running, Written};
use super::native_arguments::native_arguments;
use super::stage::{CallSite, invocation_of};
use super::{Argument, Sink};
use crate::command::CommandKind;
use crate::convert::to_text;
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::runspace::{Runspace, StreamTarget};
use crate::value::{Object, Value};

/// A native program: started with the pipeline, fed and read while it runs.
pub(super) struct NativeStage {
    path: Rc<PathBuf>,
    arguments: Vec<String>,
    has_input: bool,
    id: u64,
    running: Option<Running>,
    /// Objects that are formatted together once something else comes.
    objects: Vec<Value>,
    output: Lines,
    errors: Lines,
    /// Whether a line of standard error came already.
    reported: bool,
    /// Process number and exit code of a program whose failure is an error.
    failure: Option<(u32, i32)>,
    /// `$MyInvocation` without a place: the error of a program that failed stands nowhere.
    invocation: Rc<Object>,
}

impl NativeStage {
    pub(super) fn new(
        rs: &mut Runspace,
        path: Rc<PathBuf>,
        arguments: Vec<Argument>,
        site: &CallSite,
        id: u64,
    ) -> Result<Self> {
        if !rs.host.allows_programs() {
            return Err(Raised::typed(
                "System.InvalidOperationException",
                "NativeCommandRefused",
                ErrorCategory::PermissionDenied,
                format!(
                    "The program '{}' is not started: this session allows no native programs.",
                    path.display()
                ),
            ));
        }
        let arguments = native_arguments(rs, arguments).inspect_err(|raised| {
            if let Some(record) = raised.record() {
                *record.activity.borrow_mut() = site.written.clone();
            }
        })?;
        let kind = CommandKind::Application(path.clone());
        let invocation = invocation_of(&kind, &site.written, None, (site.place, site.of), site.has_input);
        Ok(Self {
            path,
            arguments,
            has_input: site.has_input,
            id,
            running: None,
            objects: Vec::new(),
            output: Lines::default(),
            errors: Lines::default(),
            reported: false,
            failure: None,
            invocation,
        })
    }

    pub(super) fn begin(&mut self, rs: &mut Runspace) -> Result<()> {
        rs.check_stop()?;
        self.running = Some(Running::start(rs, &self.path, &self.arguments, self.has_input)?);
        Ok(())
    }

    pub(super) fn process(&mut self, rs: &mut Runspace, value: Value, out: &mut dyn Sink) -> Result<()> {
        let bytes = match value.base() {
            Value::Byte(b) => vec![*b],
            Value::Str(_) | Value::Char(_) => line(&to_text(rs, &value)?),
            base if crate::convert::code_of(base).is_some() => line(&to_text(rs, &value)?),
            _ => {
                self.objects.push(value);
                return Ok(());
            }
        };
        self.feed_objects(rs, out)?;
        self.feed(rs, bytes, out)
    }

    /// Takes what a program before this one wrote.
    pub(super) fn process_bytes(
        &mut self,
        rs: &mut Runspace,
        bytes: &[u8],
        out: &mut dyn Sink,
    ) -> Result<()> {
        self.feed(rs, bytes.to_vec(), out)
    }

    fn feed_objects(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        if self.objects.is_empty() {
            return Ok(());
        }
        let objects = std::mem::take(&mut self.objects);
        let text = super::out_string(rs, &Value::array(objects))?;
        self.feed(rs, text.into_bytes(), out)
    }

    fn feed(&mut self, rs: &mut Runspace, bytes: Vec<u8>, out: &mut dyn Sink) -> Result<()> {
        let mut bytes = bytes;
        loop {
            let Some(running) = &self.running else { return Ok(()) };
            match running.send(bytes) {
                Some(Ok(())) => break,
                // Nobody reads: whatever feeds this program can stop.
                None => return Err(Box::new(Raised::StopUpstream(self.id))),
                Some(Err(back)) => bytes = back,
            }
            if let Some(written) = running.wait_a_moment(rs)? {
                self.pass_on(rs, written, out)?;
            }
        }
        while let Some(written) = self.running.as_ref().and_then(Running::written) {
            self.pass_on(rs, written, out)?;
        }
        Ok(())
    }

    pub(super) fn end(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        match self.feed_objects(rs, out) {
            Err(raised) if !matches!(*raised, Raised::StopUpstream(id) if id == self.id) => {
                return Err(raised);
            }
            _ => {}
        }
        if let Some(running) = &mut self.running {
            running.end_input();
        }
        while let Some(running) = &self.running {
            match running.next(rs)? {
                Some(written) => self.pass_on(rs, written, out)?,
                None => break,
            }
        }
        if let Some(last) = self.output.last() {
            out.write(rs, last)?;
        }
        if let Some(last) = self.errors.last() {
            self.report(rs, &last)?;
        }
        let Some(mut running) = self.running.take() else { return Ok(()) };
        let process = running.id();
        let code = running.exit_code();
        rs.global.force("LASTEXITCODE", Value::Int(code));
        rs.last_success = code == 0;
        if code != 0
            && rs
                .variable("PSNativeCommandUseErrorActionPreference")
                .is_some_and(|v| crate::convert::is_true(&v))
        {
            self.failure = Some((process, code));
        }
        Ok(())
    }

    pub(super) fn clean(&mut self) {
        self.objects.clear();
        if let Some(running) = self.running.take() {
            running.kill();
        }
    }

    fn pass_on(&mut self, rs: &mut Runspace, written: Written, out: &mut dyn Sink) -> Result<()> {
        match written {
            Written::Output(bytes) => {
                let merged = matches!(rs.redirects.error, StreamTarget::Output(_));
                if !merged && out.takes_bytes() {
                    return out.write_bytes(rs, &bytes);
                }
                for line in self.output.take(&bytes) {
                    rs.check_stop()?;
                    out.write(rs, line)?;
                }
                Ok(())
            }
            Written::Error(bytes) => {
                for line in self.errors.take(&bytes) {
                    self.report(rs, &line)?;
                }
                out.poll(rs)
            }
        }
    }

    /// Passes on a line of standard error: shown as it is, or a record where the stream goes elsewhere.
    fn report(&mut self, rs: &mut Runspace, line: &Value) -> Result<()> {
        if matches!(rs.redirects.error, StreamTarget::Host) {
            return rs.host.clone().stream(rs, crate::host::Stream::Error, line.clone());
        }
        let id = if self.reported { "NativeCommandErrorMessage" } else { "NativeCommandError" };
        self.reported = true;
        let text = crate::convert::plain_text(line);
        let exception = Exception::new("System.Management.Automation.RemoteException", text);
        let record = ErrorRecord::new(exception, id, ErrorCategory::NotSpecified, line.clone());
        rs.write_program_error(record.into_object())
    }

    /// `$PSNativeCommandUseErrorActionPreference`: a program that fails writes an error, outside of its redirections.
    pub(super) fn report_failure(&mut self, rs: &mut Runspace) -> Result<()> {
        let Some((process, code)) = self.failure.take() else { return Ok(()) };
        let path = self.path.to_string_lossy().into_owned();
        let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let exception = Exception::new(
            "System.Management.Automation.NativeCommandExitException",
            format!("Program \"{name}\" ended with non-zero exit code: {code} (0x{code:02X})."),
        );
        if let Some(data) = exception.native::<Exception>() {
            data.set("Path", Value::str(path));
            data.set("ExitCode", Value::Int(code));
            data.set("ProcessId", Value::Int(i32::try_from(process).unwrap_or(0)));
        }
        let record = ErrorRecord::new(
            exception,
            "ProgramExitedWithNonZeroCode",
            ErrorCategory::NotSpecified,
            Value::str(name),
        );
        *record.invocation.borrow_mut() = Some(self.invocation.clone());
        rs.write_error(record.into_object())?;
        rs.last_success = false;
        Ok(())
    }
}

fn line(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(b'\n');
    bytes
}

/// Cuts what a program writes into lines.
#[derive(Default)]
struct Lines {
    open: Vec<u8>,
    /// Whether the last byte was a carriage return, which ended a line already.
    after_return: bool,
    /// Whether something stands on the open line.
    is_open: bool,
}

impl Lines {
    /// The lines that end in these bytes.
    fn take(&mut self, bytes: &[u8]) -> Vec<Value> {
        let mut lines = Vec::new();
        for &byte in bytes {
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    self.is_open = false;
                    lines.push(text_of(&std::mem::take(&mut self.open)));
                }
                _ => {
                    self.after_return = false;
                    self.is_open = true;
                    self.open.push(byte);
                }
            }
        }
        lines
    }

    /// The line that nothing ended.
    fn last(&mut self) -> Option<Value> {
        std::mem::take(&mut self.is_open).then(|| text_of(&std::mem::take(&mut self.open)))
    }
}

fn text_of(bytes: &[u8]) -> Value {
    Value::str(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use crate::convert::plain_text;

    #[test]
    fn lines_end_at_each_kind_of_line_end_even_across_pieces() {
        let mut lines = Lines::default();
        let mut out: Vec<String> = Vec::new();
        for piece in [&b"a\r"[..], b"\nb\rc\n\nd"] {
            out.extend(lines.take(piece).iter().map(plain_text));
        }
        out.extend(lines.last().iter().map(plain_text));
        assert_eq!(out, ["a", "b", "c", "", "d"]);
    }
}
