//! `cutover serve`

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use migration::service::WorkerStart;

use super::summary;
use crate::cli::WorkOptions;
use crate::error::Error;
use crate::host::terminal;
use crate::platform;
use crate::work;

/// Keeps migrating until Ctrl-C.
pub(super) fn run(options: &WorkOptions) -> Result<ExitCode, Error> {
    let places = work::places(options)?;
    let service = work::open(&places, work::network(options)?)?;
    match service.start_worker()? {
        WorkerStart::Started | WorkerStart::Running => {}
        WorkerStart::HeldBy(holder) => {
            return Err(Error::Held(holder.map_or_else(|| "unknown".to_owned(), |h| h.holder)));
        }
    }
    let stop =
        platform::stop_flag().map_err(|source| Error::System { what: "waiting for Ctrl-C", source })?;
    terminal::print(&format!(
        "Migrating. The mail goes to {}, the state is in {}. Ctrl-C ends it.\n",
        service.target_location(),
        places.state.display()
    ));
    while !stop.load(Ordering::Relaxed) && service.worker_running() {
        std::thread::sleep(Duration::from_millis(200));
    }
    service.stop_worker();
    if let Some(text) = summary::summary(&service) {
        terminal::print_error(&text);
    }
    Ok(ExitCode::SUCCESS)
}
