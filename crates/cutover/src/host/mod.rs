//! The terminal as a session's host.

pub(crate) mod prompts;
pub(crate) mod terminal;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use migration::clock::{Clock, Participant, Role, SystemClock};
use posh::format::{format_error, format_message};
use posh::runtime::host::{Choice, ConsoleColor, Host, Stream, not_interactive};
use posh::runtime::net::InformationRecord;
use posh::runtime::{PsStr, Result, Runspace, Value};

use crate::display::{Display, Look};
use crate::rehearsal::{Rehearsal, Watch};

/// The terminal, or the files and pipes that stand for it.
pub(crate) struct TerminalHost {
    look: Look,
    /// Where objects are shown.
    pub(crate) display: Display,
    interactive: bool,
    clock: Arc<dyn Clock>,
    participant: RefCell<Participant>,
    interrupt: RefCell<Option<Arc<AtomicBool>>>,
    rehearsal: Option<Rc<Rehearsal>>,
    allow_files: bool,
    watch: Watch,
    stopped: RefCell<Option<String>>,
}

impl TerminalHost {
    /// A host over the machine's clock.
    pub(crate) fn new(interactive: bool) -> Rc<Self> {
        Self::build(interactive, Arc::new(SystemClock), None, true)
    }

    /// The host of a rehearsal.
    pub(crate) fn of_rehearsal(rehearsal: &Rc<Rehearsal>, allow_files: bool) -> Rc<Self> {
        Self::build(false, Arc::new(rehearsal.clock.clone()), Some(rehearsal.clone()), allow_files)
    }

    fn build(
        interactive: bool,
        clock: Arc<dyn Clock>,
        rehearsal: Option<Rc<Rehearsal>>,
        allow_files: bool,
    ) -> Rc<Self> {
        let look = Look::detect();
        let participant = clock.register("shell", Role::Shell);
        Rc::new(Self {
            look,
            display: Display::new(look),
            interactive,
            clock,
            participant: RefCell::new(participant),
            interrupt: RefCell::new(None),
            rehearsal,
            allow_files,
            watch: Watch::default(),
            stopped: RefCell::new(None),
        })
    }

    /// Tells the host of the session's flag that stops a pipeline.
    pub(crate) fn set_interrupt(&self, flag: Arc<AtomicBool>) {
        *self.interrupt.borrow_mut() = Some(flag);
    }

    /// Why the host stopped the script, where it did.
    pub(crate) fn stop_reason(&self) -> Option<String> {
        self.stopped.borrow().clone()
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.borrow().as_ref().is_some_and(|f| f.load(Ordering::Relaxed))
    }

    /// Shows an error.
    pub(crate) fn show_error(&self, rs: &mut Runspace, error: &Value) {
        let text = match error {
            Value::Str(line) => line.lossy().to_owned(),
            _ => {
                let style = self.look.error_style();
                format_error(rs, error, style.width, style.style, style.view)
            }
        };
        let end = if text.ends_with('\n') { "" } else { "\n" };
        terminal::print_error(&format!("{text}{end}"));
    }

    fn information(&self, record: &Value) {
        let Some(info) = record.native::<InformationRecord>() else { return };
        let text = posh::runtime::convert::plain_text(&info.data);
        let end = if info.no_newline { "" } else { "\n" };
        let (foreground, background) = (info.foreground, info.background);
        self.write(&format!("{text}{end}"), foreground, background);
    }
}

impl Host for TerminalHost {
    fn name(&self) -> &str {
        "ConsoleHost"
    }

    fn stream(&self, rs: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        match stream {
            Stream::Error => self.show_error(rs, &value),
            Stream::Information => self.information(&value),
            Stream::Progress => {}
            Stream::Warning | Stream::Verbose | Stream::Debug => {
                if let Some(text) = format_message(stream, &value, self.look.style()) {
                    terminal::print(&format!("{text}\n"));
                }
            }
        }
        Ok(())
    }

    fn write(&self, text: &str, foreground: Option<ConsoleColor>, background: Option<ConsoleColor>) {
        if self.look.colour && (foreground.is_some() || background.is_some()) {
            terminal::print(&terminal::coloured(text, foreground, background));
        } else {
            terminal::print(text);
        }
    }

    fn out_default(&self, rs: &mut Runspace, value: Value) -> Result<()> {
        self.display.write(rs, &value)
    }

    fn write_error(&self, text: &str) {
        terminal::print_error(text);
    }

    fn read_input(&self, all: bool) -> Option<String> {
        prompts::input(all)
    }

    fn width(&self) -> usize {
        self.look.width
    }

    fn page_width(&self) -> usize {
        self.look.page_width
    }

    fn height(&self) -> usize {
        self.look.height
    }

    fn is_interactive(&self) -> bool {
        self.interactive
    }

    fn read_line(&self, prompt: &str) -> Result<Option<String>> {
        if !self.interactive {
            return Err(not_interactive());
        }
        prompts::read_line(prompt)
    }

    fn read_secret(&self, prompt: &str) -> Result<Option<String>> {
        if !self.interactive {
            return Err(not_interactive());
        }
        prompts::read_secret(prompt)
    }

    fn choose(
        &self,
        caption: &str,
        message: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Result<usize> {
        if self.rehearsal.is_some() {
            // Yes is the first choice of every confirmation.
            terminal::print_error(&format!("[practice] {caption}: {} -> Yes\n", message.replace('\n', " ")));
            return Ok(0);
        }
        if !self.interactive {
            return Err(not_interactive());
        }
        prompts::choose(caption, message, choices, default)
    }

    fn credential(
        &self,
        caption: Option<&str>,
        message: Option<&str>,
        user: Option<&str>,
    ) -> Result<Option<(String, String)>> {
        if let Some(rehearsal) = &self.rehearsal {
            terminal::print_error(&format!("[practice] Get-Credential -> {}\n", rehearsal.user));
            return Ok(Some((rehearsal.user.clone(), rehearsal.password.clone())));
        }
        prompts::credential_heading(caption, message);
        if !self.interactive {
            // The question is on the screen before it turns out that nobody answers it.
            terminal::print(
                &user.map_or_else(|| "User: ".to_owned(), |u| format!("Password for user {u}: ")),
            );
            return Err(not_interactive());
        }
        prompts::credential(user)
    }

    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn sleep(&self, time: Duration) -> bool {
        let until = self.clock.now() + time;
        let slept = self.participant.borrow_mut().sleep_blocking(until, &|| self.is_interrupted());
        if let Some(rehearsal) = &self.rehearsal
            && let Some(reason) = self.watch.slept(&rehearsal.service, time)
        {
            *self.stopped.borrow_mut() = Some(reason);
            if let Some(flag) = &*self.interrupt.borrow() {
                flag.store(true, Ordering::Relaxed);
            }
            return false;
        }
        slept
    }

    fn clear(&self) {
        if self.look.colour {
            terminal::print("\u{1b}[H\u{1b}[2J\u{1b}[3J");
        }
    }

    fn allows_programs(&self) -> bool {
        self.rehearsal.is_none()
    }

    fn may_write(&self, path: &Path) -> std::result::Result<(), PsStr> {
        match &self.rehearsal {
            Some(rehearsal) if !self.allow_files && !rehearsal.holds(path) => Err(PsStr::from(format!(
                "A rehearsal writes files only into its scratch folder '{}', not '{}'. Use --allow-files to allow it.",
                rehearsal.scratch().display(),
                path.display()
            ))),
            _ => Ok(()),
        }
    }
}
