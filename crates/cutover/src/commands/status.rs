//! `cutover status`

use std::process::ExitCode;

use super::summary;
use crate::cli::WorkOptions;
use crate::error::Error;
use crate::host::terminal;
use crate::work;

/// Shows what the store knows.
pub(super) fn run(options: &WorkOptions) -> Result<ExitCode, Error> {
    let places = work::places(options)?;
    let service = work::open(&places, work::network(options)?)?;
    let status = service.status_summary()?;
    let worker = match &status.worker {
        Some(holder) => format!("The worker is {}.", holder.holder),
        None => "No worker runs.".to_owned(),
    };
    if status.batches.is_empty() {
        terminal::print("There is no batch.\n");
    }
    terminal::print(&summary::text(&status));
    terminal::print(&format!("The state is in {}. {worker}\n", places.state.display()));
    Ok(ExitCode::SUCCESS)
}
