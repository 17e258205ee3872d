//! From the options of the work to the migration service.

use std::path::PathBuf;
use std::sync::Arc;

use migration::service::{Service, ServiceError, ServiceOptions};
use migration::source::exchange::{ExchangeConnector, NetworkOptions, Pin};

use crate::cli::WorkOptions;
use crate::error::Error;
use crate::platform;

/// Where a real migration's state and mail are.
#[derive(Clone)]
pub(crate) struct Places {
    pub(crate) state: PathBuf,
    pub(crate) target: PathBuf,
}

/// The folders that the options name.
pub(crate) fn places(options: &WorkOptions) -> Result<Places, Error> {
    let state = options.state.clone().unwrap_or_else(|| platform::data_folder().join("state"));
    let target = match &options.target {
        Some(text) => match text.strip_prefix("maildir:") {
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ => return Err(Error::Target(text.clone())),
        },
        None => state.parent().map_or_else(|| PathBuf::from("mail"), |p| p.join("mail")),
    };
    Ok(Places { state, target })
}

/// How the network is reached.
pub(crate) fn network(options: &WorkOptions) -> Result<NetworkOptions, Error> {
    let mut network = NetworkOptions::default();
    for path in &options.ca_file {
        let pem = std::fs::read(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        network.ca_pem.push(pem);
    }
    for text in &options.resolve {
        network.pins.push(text.parse::<Pin>()?);
    }
    Ok(network)
}

/// Opens the service of a real migration.
pub(crate) fn open(places: &Places, network: NetworkOptions) -> Result<Arc<Service>, ServiceError> {
    let mut options =
        ServiceOptions::new(places.state.clone(), places.target.clone(), ExchangeConnector::new(network));
    // Apart from the state: a copy of the state alone opens no mailbox.
    options.key_dir = Some(platform::data_folder().join("key"));
    options.submitted_by = std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
    Service::open(options).map(Arc::new)
}

/// The command line that goes on with this work.
pub(crate) fn serve_line(options: &WorkOptions) -> String {
    let mut line = String::from("cutover serve");
    let mut add = |name: &str, value: String| {
        line.push_str(&format!(" {name} '{value}'"));
    };
    if let Some(state) = &options.state {
        add("--state", state.display().to_string());
    }
    if let Some(target) = &options.target {
        add("--target", target.clone());
    }
    for file in &options.ca_file {
        add("--ca-file", file.display().to_string());
    }
    for pin in &options.resolve {
        add("--resolve", pin.clone());
    }
    line
}
