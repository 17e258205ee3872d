//! What the world around a session does for it: streams, prompts, time, files.

use std::time::{Duration, SystemTime};

use crate::error::{Raised, Result};
use crate::runspace::Runspace;
use crate::value::{PsStr, Value};

/// `ActionPreference`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are PowerShell's own")]
pub enum ActionPreference {
    SilentlyContinue,
    Stop,
    Continue,
    Inquire,
    Ignore,
    Suspend,
    Break,
}

impl ActionPreference {
    /// From its name.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "silentlycontinue" | "0" => Self::SilentlyContinue,
            "stop" | "1" => Self::Stop,
            "continue" | "2" => Self::Continue,
            "inquire" | "3" => Self::Inquire,
            "ignore" | "4" => Self::Ignore,
            "suspend" | "5" => Self::Suspend,
            "break" | "6" => Self::Break,
            _ => return None,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SilentlyContinue => "SilentlyContinue",
            Self::Stop => "Stop",
            Self::Continue => "Continue",
            Self::Inquire => "Inquire",
            Self::Ignore => "Ignore",
            Self::Suspend => "Suspend",
            Self::Break => "Break",
        }
    }
}

/// A stream beside output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are PowerShell's own")]
pub enum Stream {
    Error,
    Warning,
    Verbose,
    Debug,
    Information,
    Progress,
}

/// A colour of the console: the numbers are those of `System.ConsoleColor`.
pub type ConsoleColor = u8;

/// A choice that the user is offered.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Label, the hot key behind `&`.
    pub label: String,
    /// What it means.
    pub help: String,
}

/// The world around a session. Every method has a default that suits a session without a user.
pub trait Host {
    /// Name, as `$Host.Name` gives it.
    fn name(&self) -> &str {
        "Default Host"
    }

    /// Takes an object of a stream that nothing redirected.
    ///
    /// # Errors
    /// Where the stream is closed.
    fn stream(&self, rs: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        let _ = (rs, stream, value);
        Ok(())
    }

    /// Writes text as it is, in colours where there are some.
    fn write(&self, text: &str, foreground: Option<ConsoleColor>, background: Option<ConsoleColor>) {
        let _ = (text, foreground, background);
    }

    /// Writes text to standard error as it is.
    fn write_error(&self, text: &str) {
        let _ = text;
    }

    /// Reads standard input without an echo: a line, or all that is left. `None` at its end.
    fn read_input(&self, all: bool) -> Option<String> {
        let _ = all;
        None
    }

    /// Formats objects as the end of a pipeline does.
    ///
    /// # Errors
    /// What formatting raises.
    fn out_default(&self, rs: &mut Runspace, value: Value) -> Result<()> {
        let _ = (rs, value);
        Ok(())
    }

    /// Width of the output in columns.
    fn width(&self) -> usize {
        120
    }

    /// Columns that formatted output takes: of a console without a terminal one fewer than its width.
    fn page_width(&self) -> usize {
        self.width()
    }

    /// Height of the screen in lines.
    fn height(&self) -> usize {
        24
    }

    /// Whether a user can be asked.
    fn is_interactive(&self) -> bool {
        false
    }

    /// Asks for a line. `None` at the end of input.
    ///
    /// # Errors
    /// Where nobody can be asked, or the user stops the pipeline.
    fn read_line(&self, prompt: &str) -> Result<Option<String>> {
        let _ = prompt;
        Err(not_interactive())
    }

    /// Asks for a line that is not echoed. `None` at the end of input.
    ///
    /// # Errors
    /// Where nobody can be asked, or the user stops the pipeline.
    fn read_secret(&self, prompt: &str) -> Result<Option<String>> {
        let _ = prompt;
        Err(not_interactive())
    }

    /// Offers choices; the number of the one taken.
    ///
    /// # Errors
    /// Where nobody can be asked, or the user stops the pipeline.
    fn choose(
        &self,
        caption: &str,
        message: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Result<usize> {
        let _ = (caption, message, choices, default);
        Err(not_interactive())
    }

    /// Asks for a user name and a password. `None` where the user gives none.
    ///
    /// # Errors
    /// Where nobody can be asked, or the user stops the pipeline.
    fn credential(
        &self,
        caption: Option<&str>,
        message: Option<&str>,
        user: Option<&str>,
    ) -> Result<Option<(String, String)>> {
        let _ = (caption, message, user);
        Err(not_interactive())
    }

    /// The time.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits. False where the wait was interrupted.
    fn sleep(&self, time: Duration) -> bool {
        std::thread::sleep(time);
        true
    }

    /// Clears the screen.
    fn clear(&self) {}

    /// Whether native programs can be started.
    fn allows_programs(&self) -> bool {
        true
    }

    /// Whether a file can be written.
    ///
    /// # Errors
    /// Why not.
    fn may_write(&self, path: &std::path::Path) -> std::result::Result<(), PsStr> {
        let _ = path;
        Ok(())
    }
}

/// The error of a prompt where nobody can be asked.
pub fn not_interactive() -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.PSInvalidOperationException",
        "InvalidOperation",
        crate::error::ErrorCategory::InvalidOperation,
        "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
    )
}

/// A host that drops everything: for sessions that only compute.
#[derive(Default, Debug)]
pub struct NullHost;

impl Host for NullHost {}
