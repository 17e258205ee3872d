//! `cutover lab`

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use exchange_lab::Lab;

use crate::cli::LabOptions;
use crate::error::Error;
use crate::host::terminal;
use crate::platform;
use crate::rehearsal;

/// Runs the practice organisation until Ctrl-C.
pub(super) fn run(options: &LabOptions) -> Result<ExitCode, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|source| Error::System { what: "starting the practice organisation", source })?;
    let mut builder = Lab::builder()
        .people(options.practice.people)
        .seed(options.practice.seed)
        .domain(rehearsal::DOMAIN)
        .port(options.port.unwrap_or(0));
    for fault in rehearsal::faults(&options.practice.fault)? {
        builder = builder.fault(fault);
    }
    let lab = runtime.block_on(builder.start()).map_err(|e| Error::Lab(e.to_string()))?;
    let ca = match &options.ca_out {
        Some(path) => {
            std::fs::write(path, lab.ca_pem())
                .map_err(|source| Error::Write { path: path.clone(), source })?;
            path.display().to_string()
        }
        None => String::new(),
    };
    let administrator = lab.administrator();
    terminal::print(&format!(
        "address={}\nca={ca}\nuser={}\npassword={}\ndomain={}\ndenied={}\nready\n",
        lab.addr(),
        administrator.login_name(),
        administrator.password.expose(),
        lab.domain(),
        lab.denied_mailbox().unwrap_or_default(),
    ));
    let stop =
        platform::stop_flag().map_err(|source| Error::System { what: "waiting for Ctrl-C", source })?;
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(ExitCode::SUCCESS)
}
