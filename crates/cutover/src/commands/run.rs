//! `cutover run`

use std::process::ExitCode;
use std::time::Duration;

use migration::service::Service;
use posh::runtime::Result;
use posh::runtime::command::ScriptFile;
use posh::runtime::pipeline::run_script;
use posh::runtime::runspace::Limits;

use super::summary;
use crate::cli::RunOptions;
use crate::error::Error;
use crate::host::terminal;
use crate::shell::Shell;
use crate::work;

/// Exit code where a batch still syncs.
const STILL_SYNCING: u8 = 3;

/// Longest real time of a rehearsal: what loops without waiting never ends by itself.
const REHEARSAL_LIMIT: Duration = Duration::from_secs(600);

/// Runs a runbook.
pub(super) fn run(options: &RunOptions) -> std::result::Result<ExitCode, Error> {
    let path =
        options.file.canonicalize().map_err(|source| Error::Read { path: options.file.clone(), source })?;
    let mut shell = Shell::open(&options.work, !options.work.rehearse)?;
    shell.stop_on_interrupt();
    if let Some(rehearsal) = &shell.rehearsal {
        terminal::print_error(&format!(
            "[practice] A rehearsal on the practice organisation: virtual time, nothing leaves this machine. \
             Get-Credential answers {}, confirmations are answered yes.\n",
            rehearsal.user
        ));
        let deadline = std::time::Instant::now() + REHEARSAL_LIMIT;
        shell.session.runspace().set_limits(Limits { deadline: Some(deadline), ..Limits::default() });
    }
    let arguments = super::pwsh::script_arguments(&options.arguments);
    let file = ScriptFile { name: path.to_string_lossy().into(), path };
    let result: Result<()> = shell.show(|rs, out| run_script(rs, file, arguments, out));
    let mut code = match result {
        Ok(()) => 0,
        Err(raised) => shell.report(&raised),
    };
    // A script that touches no batch still waits for one that another shell began.
    let waits = options.wait && shell.rehearsal.is_none();
    let service = if waits { Some(shell.migration.service()?) } else { shell.migration.opened().cloned() };
    if let Some(service) = service {
        code = finish(&shell, &service, options, code)?;
    }
    Ok(ExitCode::from(code))
}

/// The summary, and what to do where a batch still syncs.
fn finish(
    shell: &Shell,
    service: &Service,
    options: &RunOptions,
    code: u8,
) -> std::result::Result<u8, Error> {
    if options.wait && shell.rehearsal.is_none() {
        wait(shell, service)?;
    }
    if let Some(text) = summary::summary(service) {
        terminal::print_error(&text);
    }
    if shell.rehearsal.is_some() || !service.is_syncing()? {
        return Ok(code);
    }
    terminal::print_error(&format!(
        "A batch is still syncing. Go on with: {}\n",
        work::serve_line(&options.work)
    ));
    Ok(if code == 0 { STILL_SYNCING } else { code })
}

/// Stays while a batch is in its initial sync.
fn wait(shell: &Shell, service: &Service) -> std::result::Result<(), Error> {
    use posh::runtime::host::Host as _;
    while service.is_syncing()? {
        // The batch may be another shell's, which has gone; nobody else would carry it on.
        service.start_worker()?;
        if !shell.host.sleep(Duration::from_millis(500)) {
            break;
        }
    }
    Ok(())
}
