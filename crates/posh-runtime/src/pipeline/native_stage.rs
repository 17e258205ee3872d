//! A native program in a pipeline.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;

use super::stage::CallSite;
use super::{Argument, Sink};
use crate::convert::to_text;
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::names::Name;
use crate::runspace::{Runspace, StreamTarget};
use crate::scope::Variable;
use crate::value::Value;

/// A native program: its input is gathered, then it runs.
pub(super) struct NativeStage {
    path: Rc<PathBuf>,
    arguments: Vec<String>,
    has_input: bool,
    input: Vec<Value>,
}

impl NativeStage {
    pub(super) fn new(
        rs: &mut Runspace,
        path: Rc<PathBuf>,
        arguments: Vec<Argument>,
        site: &CallSite,
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
        let mut texts = Vec::new();
        for argument in arguments {
            native_argument(rs, &argument, &mut texts)?;
        }
        Ok(Self { path, arguments: texts, has_input: site.has_input, input: Vec::new() })
    }

    pub(super) fn begin(&mut self, rs: &mut Runspace) -> Result<()> {
        rs.check_stop()
    }

    pub(super) fn process(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        rs.check_stop()?;
        self.input.push(value);
        Ok(())
    }

    pub(super) fn end(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        let mut command = Command::new(&*self.path);
        command.args(&self.arguments).current_dir(&rs.location).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if self.has_input { Stdio::piped() } else { Stdio::inherit() });
        crate::net::environment::apply(&mut command);
        let mut child = command.spawn().map_err(|e| failed_to_start(&self.path, &e))?;
        let input = self.input_text(rs)?;
        let feeder = child.stdin.take().map(|mut stdin| {
            std::thread::spawn(move || {
                // A program that stops reading is no error of the script.
                let _ = stdin.write_all(input.as_bytes());
            })
        });
        let errors = child.stderr.take().map(|stderr| {
            std::thread::spawn(move || {
                BufReader::new(stderr).lines().map_while(|l| l.ok()).collect::<Vec<_>>()
            })
        });
        let result = match child.stdout.take() {
            Some(stdout) => read_lines(rs, stdout, out),
            None => Ok(()),
        };
        if result.is_err() {
            let _ = child.kill();
        }
        let status = child.wait().map_err(|e| failed_to_start(&self.path, &e))?;
        if let Some(feeder) = feeder {
            let _ = feeder.join();
        }
        let lines = errors.and_then(|t| t.join().ok()).unwrap_or_default();
        let code = status.code().unwrap_or(-1);
        rs.global.put(Name::of("LASTEXITCODE"), Variable::new("LASTEXITCODE", Value::Int(code)));
        self.report(rs, lines)?;
        rs.last_success = code == 0;
        result
    }

    pub(super) fn clean(&mut self) {
        self.input.clear();
    }

    fn input_text(&mut self, rs: &mut Runspace) -> Result<String> {
        let mut text = String::new();
        for item in std::mem::take(&mut self.input) {
            text.push_str(&to_text(rs, &item)?);
            text.push('\n');
        }
        Ok(text)
    }

    fn report(&self, rs: &mut Runspace, lines: Vec<String>) -> Result<()> {
        for line in lines {
            let exception = Exception::new("System.Management.Automation.RemoteException", line.clone());
            let record = ErrorRecord::new(
                exception,
                "NativeCommandError",
                ErrorCategory::NotSpecified,
                Value::str(line.clone()),
            );
            match &rs.redirects.error {
                // What a program writes to standard error is shown as it is.
                StreamTarget::Host => {
                    rs.host.clone().stream(rs, crate::host::Stream::Error, Value::str(line))?
                }
                _ => rs.write_error(record.into_object())?,
            }
        }
        Ok(())
    }
}

fn read_lines(rs: &mut Runspace, stdout: std::process::ChildStdout, out: &mut dyn Sink) -> Result<()> {
    let mut reader = BufReader::new(stdout);
    let mut line = Vec::new();
    loop {
        rs.check_stop()?;
        line.clear();
        let read = reader.read_until(b'\n', &mut line).unwrap_or(0);
        if read == 0 {
            return Ok(());
        }
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        out.write(rs, Value::str(String::from_utf8_lossy(&line).into_owned()))?;
    }
}

fn failed_to_start(path: &std::path::Path, error: &std::io::Error) -> Box<Raised> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Raised::typed(
        "System.Management.Automation.ApplicationFailedException",
        "NativeCommandFailed",
        ErrorCategory::ResourceUnavailable,
        format!("Program '{name}' failed to run: {error}"),
    )
}

/// A program's arguments: parameters as written, collections one by one.
fn native_argument(rs: &mut Runspace, argument: &Argument, out: &mut Vec<String>) -> Result<()> {
    let mut text = match &argument.name {
        Some(name) => format!("-{name}"),
        None => String::new(),
    };
    let Some(value) = &argument.value else {
        out.push(text);
        return Ok(());
    };
    if argument.name.is_some() {
        text.push(':');
        text.push_str(&to_text(rs, value)?);
        out.push(text);
        return Ok(());
    }
    if let Some(word) = &argument.word {
        out.push(unquoted(word, value));
        return Ok(());
    }
    if value.is_null() {
        return Ok(());
    }
    for item in crate::members::elements(rs, value)? {
        out.push(to_text(rs, &item)?);
    }
    Ok(())
}

/// A number keeps the text in which it was written; a word is what its escapes make of it.
fn unquoted(word: &str, value: &Value) -> String {
    match value {
        Value::Str(s) => s.lossy().to_owned(),
        _ => word.to_owned(),
    }
}
