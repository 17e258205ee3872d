//! `cutover check --syntax`

use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;

use posh::Session;
use posh::runtime::text::decode;
use posh::runtime::{Raised, Value};
use posh::syntax::{Source, parse};

use crate::cli::CheckOptions;
use crate::error::Error;
use crate::host::{TerminalHost, terminal};

/// Exit code where a file does not parse.
const DOES_NOT_PARSE: u8 = 1;

/// Parses files, and prints what PowerShell would of those that do not parse.
pub(super) fn run(options: &CheckOptions) -> Result<ExitCode, Error> {
    let host: Rc<TerminalHost> = TerminalHost::new(false);
    let mut session = Session::new(host.clone());
    let mut broken = 0_usize;
    for file in &options.files {
        if !check(&mut session, &host, file)? {
            broken += 1;
        }
    }
    if broken == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    terminal::print_error(&format!("{broken} of {} files do not parse.\n", options.files.len()));
    Ok(ExitCode::from(DOES_NOT_PARSE))
}

/// Whether a file parses.
fn check(session: &mut Session, host: &Rc<TerminalHost>, file: &Path) -> Result<bool, Error> {
    let unreadable = |source| Error::Read { path: file.to_owned(), source };
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let path = file.canonicalize().map_err(unreadable)?;
    let source = Arc::new(Source::new(decode(&bytes), Some(Arc::from(path.to_string_lossy().as_ref()))));
    let parsed = parse(source.clone());
    if parsed.diagnostics.is_empty() {
        return Ok(true);
    }
    for diagnostic in &parsed.diagnostics {
        let raised = session.runspace().parse_error(&source, std::slice::from_ref(diagnostic));
        if let Raised::Error(record) = &*raised {
            host.show_error(session.runspace(), &Value::Object(record.clone()));
        }
    }
    Ok(false)
}
