//! A native program that runs: its input is fed and its output read while it works, with bounded buffers.

use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;

/// Pieces that wait between a program and the session, each way.
const PIECES: usize = 64;
/// Bytes read at once.
const PIECE: usize = 8 * 1024;
/// How long the session sleeps between looks at the interrupt flag.
const LOOK: Duration = Duration::from_millis(25);

/// What a program wrote.
pub(super) enum Written {
    /// To standard output.
    Output(Vec<u8>),
    /// To standard error.
    Error(Vec<u8>),
}

/// A program that runs.
pub(super) struct Running {
    child: Child,
    input: Option<SyncSender<Vec<u8>>>,
    written: Receiver<Written>,
}

impl Running {
    /// Starts a program in the session's location. Without `fed` it has the session's own standard input.
    pub(super) fn start(rs: &Runspace, path: &Path, arguments: &[String], fed: bool) -> Result<Self> {
        let mut command = Command::new(path);
        command.args(arguments).current_dir(&rs.location).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if fed { Stdio::piped() } else { Stdio::inherit() });
        crate::net::environment::apply(&mut command);
        let mut child = command.spawn().map_err(|e| failed_to_start(rs, path, &e))?;
        let (sender, written) = sync_channel(PIECES);
        if let Some(errors) = child.stderr.take() {
            read(errors, sender.clone(), Written::Error);
        }
        if let Some(output) = child.stdout.take() {
            read(output, sender, Written::Output);
        }
        let input = child.stdin.take().map(feed);
        Ok(Self { child, input, written })
    }

    /// Hands input over; gives it back where the program has not read what came before. `None` where it reads no more.
    pub(super) fn send(&self, bytes: Vec<u8>) -> Option<std::result::Result<(), Vec<u8>>> {
        match self.input.as_ref()?.try_send(bytes) {
            Ok(()) => Some(Ok(())),
            Err(TrySendError::Full(bytes)) => Some(Err(bytes)),
            Err(TrySendError::Disconnected(_)) => None,
        }
    }

    /// Ends the program's input.
    pub(super) fn end_input(&mut self) {
        self.input = None;
    }

    /// What the program has written by now.
    pub(super) fn written(&self) -> Option<Written> {
        self.written.try_recv().ok()
    }

    /// What the program writes next; `None` once it has closed its output.
    pub(super) fn next(&self, rs: &mut Runspace) -> Result<Option<Written>> {
        loop {
            rs.check_stop()?;
            match self.written.recv_timeout(LOOK) {
                Ok(written) => return Ok(Some(written)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }

    /// Waits for something to be written, for a moment.
    pub(super) fn wait_a_moment(&self, rs: &mut Runspace) -> Result<Option<Written>> {
        rs.check_stop()?;
        Ok(self.written.recv_timeout(LOOK).ok())
    }

    /// The process number.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The exit code; 128 and the signal's number where one ended it.
    pub(super) fn exit_code(&mut self) -> i32 {
        match self.child.wait() {
            Ok(status) => status.code().unwrap_or_else(|| 128 + signal(status)),
            Err(_) => -1,
        }
    }

    /// Ends the program by force.
    pub(super) fn kill(mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn signal(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal().unwrap_or(0)
}

#[cfg(not(unix))]
fn signal(_: std::process::ExitStatus) -> i32 {
    0
}

fn read(mut from: impl Read + Send + 'static, to: SyncSender<Written>, as_written: fn(Vec<u8>) -> Written) {
    std::thread::spawn(move || {
        let mut piece = vec![0; PIECE];
        while let Ok(count) = from.read(&mut piece) {
            let Some(bytes) = piece.get(..count).filter(|b| !b.is_empty()) else { return };
            if to.send(as_written(bytes.to_vec())).is_err() {
                return;
            }
        }
    });
}

fn feed(mut stdin: std::process::ChildStdin) -> SyncSender<Vec<u8>> {
    let (sender, pieces) = sync_channel::<Vec<u8>>(PIECES);
    std::thread::spawn(move || {
        for piece in pieces {
            // A program that stops reading is no error of the script.
            if stdin.write_all(&piece).and_then(|()| stdin.flush()).is_err() {
                return;
            }
        }
    });
    sender
}

fn failed_to_start(rs: &Runspace, path: &Path, error: &std::io::Error) -> Box<Raised> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // A file that may not be run is none to .NET.
    let why = match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => "No such file or directory",
        _ => "Exec format error",
    };
    let place = rs.calls.last().and_then(|c| c.position.as_ref()).map(crate::error::position_message);
    Raised::typed(
        "System.Management.Automation.ApplicationFailedException",
        "NativeCommandFailed",
        ErrorCategory::ResourceUnavailable,
        format!(
            "Program '{name}' failed to run: An error occurred trying to start process '{}' with working directory \
             '{}'. {why}{}.",
            path.display(),
            rs.location.display(),
            place.unwrap_or_default()
        ),
    )
}
