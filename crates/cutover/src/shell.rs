//! A session with a terminal: standard cmdlets, migration cmdlets, a host.

use std::rc::Rc;
use std::sync::atomic::Ordering;

use migration_cmdlets::{Migration, Mode};
use posh::Session;
use posh::runtime::{Raised, Result, Runspace, Value};

use crate::cli::WorkOptions;
use crate::display::Screen;
use crate::error::Error;
use crate::host::TerminalHost;
use crate::rehearsal::Rehearsal;
use crate::work;

/// A session with a terminal.
pub(crate) struct Shell {
    pub(crate) session: Session,
    pub(crate) host: Rc<TerminalHost>,
    pub(crate) migration: Rc<Migration>,
    pub(crate) rehearsal: Option<Rc<Rehearsal>>,
}

impl Shell {
    /// A session over a real migration, or a rehearsal, as the options say.
    pub(crate) fn open(options: &WorkOptions, interactive: bool) -> std::result::Result<Self, Error> {
        if options.rehearse {
            let rehearsal = Rehearsal::start(&options.practice)?;
            let host = TerminalHost::of_rehearsal(&rehearsal, options.allow_files);
            let service = rehearsal.service.clone();
            let migration = Migration::new(Mode::Rehearsal, move || Ok(service.clone()));
            return Ok(Self::build(host, migration, Some(rehearsal)));
        }
        let places = work::places(options)?;
        let network = work::network(options)?;
        let migration = Migration::new(Mode::Real, move || work::open(&places, network.clone()));
        Ok(Self::build(TerminalHost::new(interactive), migration, None))
    }

    fn build(host: Rc<TerminalHost>, migration: Rc<Migration>, rehearsal: Option<Rc<Rehearsal>>) -> Self {
        let mut session = Session::new(host.clone());
        migration_cmdlets::register(session.runspace());
        session.runspace().set_extension(migration.clone());
        // The views of the module's objects; the text is this program's own, so it reads.
        if let Ok(views) = posh::format::load_format_file(migration_cmdlets::FORMATS) {
            posh::format::FormatTable::of(session.runspace()).append(views);
        }
        host.set_interrupt(session.interrupt_flag());
        Self { session, host, migration, rehearsal }
    }

    /// Makes Ctrl-C stop the running pipeline. To be called behind what sets a handler of its own (the line editor does).
    pub(crate) fn stop_on_interrupt(&self) {
        let flag = self.session.interrupt_flag();
        // A second handler cannot be set; the first one is ours already then.
        let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
    }

    /// Runs `body` with output shown on the terminal, and ends what it began.
    pub(crate) fn show<T>(
        &mut self,
        body: impl FnOnce(&mut Runspace, &mut Screen<'_>) -> Result<T>,
    ) -> Result<T> {
        self.session.interrupt_flag().store(false, Ordering::Relaxed);
        let host = self.host.clone();
        let result = body(self.session.runspace(), &mut Screen(&host.display));
        host.display.finish(self.session.runspace());
        result
    }

    /// Shows what ended a script; the exit code that it stands for.
    pub(crate) fn report(&mut self, raised: &Raised) -> u8 {
        match raised {
            Raised::Error(object) => {
                self.host.clone().show_error(self.session.runspace(), &Value::Object(object.clone()));
                1
            }
            Raised::Exit(code) => code.to_le_bytes().first().copied().unwrap_or(1),
            Raised::Stopped => {
                if let Some(reason) = self.host.stop_reason() {
                    crate::host::terminal::print_error(&format!("{reason}\n"));
                    return 4;
                }
                130
            }
            Raised::Limit(why) => {
                crate::host::terminal::print_error(&format!("{why}\n"));
                1
            }
            Raised::Break(_) | Raised::Continue(_) | Raised::Return | Raised::StopUpstream(_) => 0,
        }
    }
}
