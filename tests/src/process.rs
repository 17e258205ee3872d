//! Child processes: what they wrote, and how they ended.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How a process ended, and what it wrote.
#[derive(Debug, Default)]
pub struct Ended {
    /// Its exit code; minus the number of the signal that ended it; `None` where it was killed for taking too long.
    pub exit: Option<i32>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// Runs a command to its end, with `stdin` on its standard input (nothing: the null device).
///
/// # Errors
/// Where the process cannot be started or waited for.
pub fn run(command: &mut Command, stdin: Option<&[u8]>, seconds: u64) -> io::Result<Ended> {
    command.stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), stdin) {
        let bytes = bytes.to_vec();
        // A process that does not read its input ends the thread by ending.
        std::thread::spawn(move || pipe.write_all(&bytes));
    }
    let (stdout, stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let exit = wait(&mut child, seconds)?;
    Ok(Ended { exit, stdout: stdout.join().unwrap_or_default(), stderr: stderr.join().unwrap_or_default() })
}

/// Waits for the end of a process, and kills it when it takes too long.
///
/// # Errors
/// Where it cannot be waited for.
pub fn wait(child: &mut Child, seconds: u64) -> io::Result<Option<i32>> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(number(status)));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

#[cfg(unix)]
fn number(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.code().unwrap_or_else(|| -status.signal().unwrap_or(0))
}

#[cfg(not(unix))]
fn number(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

/// Reads a pipe to its end.
pub fn reader(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}
