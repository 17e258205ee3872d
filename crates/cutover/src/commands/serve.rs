//! `cutover serve`

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use migration::service::WorkerStart;

use super::summary;
use crate::cli::WorkOptions;
use crate::error::Error;
use crate::host::terminal;
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
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
        .map_err(|e| Error::System { what: "waiting for Ctrl-C", source: std::io::Error::other(e) })?;
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
